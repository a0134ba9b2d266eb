"""The units for systemd: systemd itself reads them, and what they run is a command that there is, with the rights that it needs."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from budgetbook.fronts.cli import cli
from tests.reference import REPOSITORY

SYSTEMD = REPOSITORY / "deploy" / "systemd"
SERVICES = sorted(SYSTEMD.glob("*.service"))
PROGRAM = "/opt/budgetbook/bin/budgetbook"
EXPOSED = 1.5  # of 10, as systemd counts; without any of the restrictions it is 9.6


def settings(unit: Path) -> dict[str, list[str]]:
    """What a unit sets, every value of each name, sections aside."""
    found: dict[str, list[str]] = {}
    for line in unit.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def command(unit: Path) -> list[str]:
    (line,) = settings(unit)["ExecStart"]
    return shlex.split(line)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units where systemd would find them, with a program that there is on this machine."""
    for unit in (*SERVICES, *SYSTEMD.glob("*.timer")):
        text = unit.read_text(encoding="utf-8").replace(PROGRAM, sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return tmp_path


def analyze(*arguments: object) -> str:
    tool = shutil.which("systemd-analyze")
    if tool is None:
        assert "CI" not in os.environ, "systemd-analyze（apt: systemd）"
        pytest.skip("needs systemd-analyze")
    done = subprocess.run([tool, *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_systemd_has_nothing_to_complain_of(installed: Path) -> None:
    assert analyze("verify", *sorted(installed.iterdir())).strip() == ""


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_systemd_counts_them_as_safe(unit: Path, installed: Path) -> None:
    said = analyze("security", "--offline=true", installed / unit.name)
    found = re.search(r"exposure level for \S+: ([\d.]+)", said)
    assert found and float(found[1]) < EXPOSED, said


def test_the_time_is_one(installed: Path) -> None:
    (when,) = settings(SYSTEMD / "budgetbook-batch.timer")["OnCalendar"]
    assert "02:00:00" in analyze("calendar", when)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_what_they_run_is_a_command_with_options_that_there_are(unit: Path) -> None:
    program, name, *arguments = command(unit)
    assert program == PROGRAM
    asked = cli.commands[name].make_context(name, list(arguments)).params
    written = asked["output"] or Path(asked["source"])
    assert str(written) in settings(unit)["ReadWritePaths"][0].split()


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_their_folders_are_made_for_their_user(unit: Path) -> None:
    made = dict(line.split()[1:3] for line in _lines(SYSTEMD / "budgetbook.tmpfiles"))
    folders = [word for word in command(unit) if word.startswith("/srv/")]
    assert folders and set(folders) <= set(made)
    (user,) = settings(unit)["User"]
    assert [line.split()[:2] for line in _lines(SYSTEMD / "budgetbook.sysusers")] == [["u", user]]


def test_what_must_not_be_forgotten() -> None:
    watching, nightly = (settings(SYSTEMD / f"budgetbook-{name}.service") for name in ("watch", "batch"))
    assert watching["Restart"] == ["on-failure"] and watching["StartLimitIntervalSec"] == ["0"]
    assert nightly["SuccessExitStatus"] == ["1"]  # 不符 is a finding, and no failure of the run
    for unit in (watching, nightly):
        assert unit["KillMode"] == ["mixed"] and unit["OOMPolicy"] == ["continue"]  # a worker that dies is the run's own affair
        assert unit["PrivateNetwork"] == ["yes"] and unit["MemoryMax"]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
