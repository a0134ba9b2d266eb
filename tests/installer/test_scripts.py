"""The scripts as text. The tests must do without PowerShell: a grammar of the language parses them, and their structure is held to
what the zip holds, to what the add-in reads, and to what the guide says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_powershell

from installer import build
from macros import sources

INSTALL, UNINSTALL = (build.HERE / name for name in ("install.ps1", "uninstall.ps1"))
POWERSHELL = (INSTALL, UNINSTALL)
COMMANDS = (build.HERE / "install.cmd", build.HERE / "uninstall.cmd")
IN_ZIP = {"budgetbook.xlam", "department_budget.xlsm", "department_budget.toml", "requirements.txt", "wheels", *build.SCRIPTS}
IN_ZIP |= set(build.GUIDES.values())
CONF = '"INTERPRETER_WIN","%LOCALAPPDATA%\\budgetbook\\venv\\Scripts\\python.exe"'


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", POWERSHELL, ids=lambda path: path.name)
def test_powershell_parses(path: Path) -> None:
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    assert not parser.parse(path.read_bytes()).root_node.has_error
    assert parser.parse(path.read_bytes() + b"if ($x {").root_node.has_error


@pytest.mark.parametrize("path", POWERSHELL, ids=lambda path: path.name)
def test_no_quotation_marks_of_chinese_text(path: Path) -> None:
    """PowerShell takes them for its own, so that they would end a string; the grammar above does not know that."""
    assert not re.search("[“”„‘’‚‛]", text(path))


@pytest.mark.parametrize("path", POWERSHELL, ids=lambda path: path.name)
def test_a_script_fits_on_a_screen(path: Path) -> None:
    assert len(text(path).splitlines()) <= 50


@pytest.mark.parametrize("path", POWERSHELL, ids=lambda path: path.name)
def test_windows_powershell_knows_the_text_as_utf_8(path: Path) -> None:
    written = build.windows_text(path)
    assert written.startswith(b"\xef\xbb\xbf") and written.count(b"\n") == written.count(b"\r\n")
    assert written.decode("utf-8-sig").replace("\r\n", "\n") == text(path)


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.name)
def test_command_files_only_start_the_script_of_their_name(path: Path) -> None:
    written = build.windows_text(path)
    assert written.isascii() and not written.startswith(b"\xef") and written.count(b"\n") == written.count(b"\r\n") == 3
    assert re.findall(r"%~dp0(\S+)\"", text(path)) == [path.with_suffix(".ps1").name]


def test_scripts_name_only_what_is_in_the_zip() -> None:
    named = set(re.findall(r"\$PSScriptRoot\\([\w.]+)", text(INSTALL)))
    named |= set(re.findall(r"'([\w.]+\.(?:xlsm|toml|xlam))'", text(INSTALL)))
    template = {"department_budget.xlsm", "department_budget.toml"}
    assert named == {"budgetbook.xlam", "使用手册.txt", "requirements.txt", "wheels", *template}
    for path in (*POWERSHELL, *COMMANDS):
        files = set(re.findall(r"[\w.]+\.(?:ps1|cmd|txt|xlam|xlsm|toml)\b", text(path).replace("%~dp0", "")))
        assert files <= IN_ZIP, path.name


@pytest.mark.parametrize("path", POWERSHELL, ids=lambda path: path.name)
def test_nothing_needs_an_administrator_or_the_internet(path: Path) -> None:
    forbidden = (
        r"RunAs|Set-ExecutionPolicy|Set-ItemProperty|New-ItemProperty|Invoke-WebRequest|https?:|Program ?Files|Invoke-Expression"
    )
    assert not re.search(forbidden, text(path), re.IGNORECASE)
    written = [line for line in text(path).splitlines() if re.search(r"-(?:Destination|Path|LiteralPath) ", line)]
    assert written and not any("HKLM" in line for line in written)


def test_it_installs_from_the_zip_alone_and_checks_every_hash() -> None:
    (pip,) = [line for line in text(INSTALL).splitlines() if "pip install" in line]
    assert all(option in pip for option in ("--no-index", "--require-hashes", "--find-links", "--requirement"))


def test_marks_of_the_web_are_gone_before_anything_is_copied() -> None:
    script = text(INSTALL)
    assert script.index("Unblock-File") < script.index("Copy-Item")


def test_every_program_that_is_called_is_asked_whether_it_failed() -> None:
    lines = text(INSTALL).splitlines()
    calls = [number for number, line in enumerate(lines) if line.startswith("& ")]
    assert len(calls) == 3 and all(
        lines[number + 1].startswith("if ($LASTEXITCODE -ne 0) { throw '")
        or lines[number + 1].startswith('if ($LASTEXITCODE -ne 0) { throw "')
        for number in calls
    )


def test_the_settings_are_those_that_the_add_in_reads() -> None:
    assert f"'{CONF}'" in text(INSTALL)
    settings = (sources.TEXT / "settings.bas").read_text("ascii")
    assert '"budgetbook.conf"' in settings and 'Case "INTERPRETER_WIN"' in settings
    assert f'HomeFile("{CONF.split(chr(34))[3].removeprefix("%LOCALAPPDATA%" + chr(92) + "budgetbook" + chr(92))}")' in settings


@pytest.mark.parametrize("path", POWERSHELL, ids=lambda path: path.name)
def test_the_last_line_says_what_to_do_next_and_failures_do_too(path: Path) -> None:
    lines = text(path).splitlines()
    assert lines[-1].startswith("Write-Host ") and "下一步：" in lines[-1]
    assert any(line.startswith("trap {") and "再运行一次" in line and "exit 1" in line for line in lines)


def test_what_was_installed_goes_and_what_is_the_users_stays() -> None:
    removed = text(UNINSTALL)
    for place in ("$env:LOCALAPPDATA\\budgetbook", "$env:APPDATA\\Microsoft\\Excel\\XLSTART", "$excel\\budgetbook.xlam"):
        assert place in removed
    (removing,) = [line for line in removed.splitlines() if "in " in line and "foreach" in line]
    assert removing == 'foreach ($path in "$excel\\budgetbook.xlam", $program) {'
    assert "MyDocuments" not in removed


def test_the_guide_lists_every_step() -> None:
    guide = (build.ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    for words in (
        "Unblock-File",
        "-m venv --clear",
        "--no-index --find-links",
        "--require-hashes",
        CONF,
        "%APPDATA%\\Microsoft\\Excel\\XLSTART",
        "department_budget.toml",
        "install.cmd",
        "uninstall.cmd",
        "WPS",
        *(f"3.{minor}" for minor in (11, 12, 13)),
    ):
        assert words in guide, words
    assert re.findall(r"'(3\.\d+)'", text(INSTALL)) == ["3.13", "3.12", "3.11"]
