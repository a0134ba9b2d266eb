"""The container file: what it copies is there, and its commands, carried out without a container, give a program that works."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from installer.build import own_wheel
from tests.hostile import disclosure
from tests.reference import REPOSITORY

CONTAINERFILE = REPOSITORY / "deploy" / "Containerfile"
PAGE = REPOSITORY / "docs" / "deploy.md"
KNOWN = {"ARG", "FROM", "COPY", "RUN", "ENV", "USER", "WORKDIR", "STOPSIGNAL", "ENTRYPOINT", "CMD"}


def instructions() -> list[tuple[str, str]]:
    """Instructions with what follows them, in order, lines that go on joined."""
    text = "\n".join(line for line in CONTAINERFILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    lines = (line.strip() for line in text.replace("\\\n", " ").splitlines())
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines if line]


def of(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


def environment() -> dict[str, str]:
    (line,) = of("ENV")
    return dict(word.split("=", 1) for word in shlex.split(line))


def test_it_is_written_as_a_container_file_is() -> None:
    names = [name for name, _ in instructions()]
    assert set(names) <= KNOWN and names[:2] == ["ARG", "FROM"] and len(of("FROM")) == 2
    assert all(json.loads(rest) for name in ("RUN", "ENTRYPOINT", "CMD") for rest in of(name))


def test_what_it_copies_is_made_before() -> None:
    wheels, program = (line.split() for line in of("COPY"))
    (built,) = re.findall(r"pip wheel --wheel-dir deploy/(\S+) ", PAGE.read_text(encoding="utf-8"))
    assert wheels == [built, "/wheels"]
    made = json.loads(of("RUN")[0])[-1]
    assert of("FROM")[0].endswith(" AS build") and program == ["--from=build", made, made]
    assert f"deploy/{built}/" in (REPOSITORY / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_it_runs_as_nobody_and_writes_only_where_it_may() -> None:
    (user,) = of("USER")
    assert all(number.isdecimal() and int(number) > 1000 for number in user.split(":"))
    assert environment()["XDG_STATE_HOME"].startswith("/tmp/") and environment()["PYTHONDONTWRITEBYTECODE"] == "1"
    order = [name for name, _ in instructions()]
    assert order.index("USER") < order.index("ENTRYPOINT")


def test_the_page_says_the_commands_that_there_are() -> None:
    from budgetbook.fronts.cli import cli

    page = PAGE.read_text(encoding="utf-8").replace("\\\n", " ")
    runs = re.findall(r"budgetbook (batch /\S+ [^\n]*)", page)
    assert len(runs) >= 3
    for run in runs:
        name, *arguments = shlex.split(run)
        assert cli.commands[name].make_context(name, arguments)


@pytest.mark.registry
@pytest.mark.skipif("CI" not in os.environ, reason="fetches 85 MB; set CI to run it")
@pytest.mark.skipif(os.name == "nt", reason="it is for Linux")
def test_its_commands_give_a_program_that_works_without_a_network(tmp_path: Path) -> None:
    made, wheels, program = tmp_path / "made", tmp_path / "wheels", tmp_path / "budgetbook"
    wheels.mkdir()
    own = own_wheel(wheels)  # from a copy of the sources; the page builds in the folder itself
    fetch = [sys.executable, "-m", "pip", "wheel", "--wheel-dir", str(wheels), f"{own}[watch]"]
    subprocess.run(fetch, check=True, capture_output=True, timeout=600)
    for run in of("RUN"):
        words = [word.replace("/opt/budgetbook", str(program)).replace("/wheels", str(wheels)) for word in json.loads(run)]
        words[0] = sys.executable if words[0] == "python3" else words[0]
        subprocess.run(
            words, check=True, capture_output=True, timeout=600, env={"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull}
        )
    (tmp_path / "in").mkdir()
    disclosure.write(tmp_path / "in" / "公开.xlsx")
    entry = json.loads(of("ENTRYPOINT")[0])[0].replace("/opt/budgetbook", str(program))
    run_in = environment() | {"XDG_STATE_HOME": str(tmp_path / "state"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [entry, "batch", tmp_path / "in", "-o", made], env=run_in, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0 and (made / "公开.xlsx").is_file(), done.stderr
    subprocess.run([program / "bin" / "python", "-c", "import watchfiles"], env=run_in, check=True, timeout=60)
