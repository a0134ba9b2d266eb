"""Running the program on bad input: in this process, or in a child whose time and memory are limited and measured."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from budgetbook.fronts.cli import main
from tests.reference import REPOSITORY

SECONDS, MEGABYTES = 2, 200  # of processor time and of memory, that bad input may cost, the program's own start included
_ENGLISH = re.compile(r"[A-Za-z]{3,}(?: [a-z']{2,}){2,}")
_WIDE = {"COLUMNS": "3000"}  # no line of a table is broken
_CHINESE = re.compile("[\u4e00-\u9fff]")


class Said(NamedTuple):
    """What the command line came to: exit status, and all that it said."""

    status: int
    text: str


def run(*arguments: object) -> Said:
    """A command in this process; its words are checked."""
    out, err = io.StringIO(), io.StringIO()
    with mock.patch.dict(os.environ, _WIDE), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(argument) for argument in arguments])
    return checked(Said(status, _unwrapped(out.getvalue() + err.getvalue())))


def refused(path: Path, *arguments: object) -> str:
    """A command that must be refused with exit status 2 and a sentence; whatever lies in the folder stays as it is."""
    before = listing(path.parent)
    said = run(*arguments)
    assert said.status == 2, said
    assert "没有写出任何文件" in said.text
    assert listing(path.parent) == before
    return said.text


def listing(folder: Path) -> dict[str, bytes]:
    """All files below a folder with what they hold."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def run_limited(*arguments: object) -> Said:
    """A command in a child that is killed when it hangs; what it may cost of time and memory is held."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.child", *map(str, arguments)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | _WIDE | {"PYTHONIOENCODING": "utf-8"},
    )
    try:
        output, _ = child.communicate(timeout=60)
    finally:
        child.kill()
    text, _, cost = output.decode("utf-8").rpartition("\n")
    assert re.fullmatch(r"[\d.]+ [\d.]+", cost), output.decode("utf-8")[-2000:]
    seconds, megabytes = map(float, cost.split())
    assert seconds < SECONDS and megabytes < MEGABYTES, (seconds, megabytes, text)
    return checked(Said(child.returncode, _unwrapped(text)))


def _unwrapped(text: str) -> str:
    """The words without the lines of a table and the ends of lines that break them."""
    return re.sub(r"[\s│┃┏┳┓┡╇┩└┴┘├┼┤─━]+", " ", text)


def checked(said: Said) -> Said:
    """Whatever happens: Chinese, no traceback, no sentence of a library."""
    assert "Traceback" not in said.text and "没有料到" not in said.text, said.text
    assert _CHINESE.search(said.text) and not _ENGLISH.search(said.text), said.text
    return said


class Checked(NamedTuple):
    """What a check came to: exit status, verdicts of the equations (相符, 不符, 未检 …), and findings by place (表三!D6)."""

    status: int
    equations: dict[str, int]
    findings: dict[str, list[str]]


def check(path: Path, *arguments: object) -> Checked:
    """A check of a workbook that is not refused, as its report tells it."""
    report = path.with_suffix(".json")
    said = run("check", path, "--report", report, *arguments)
    assert said.status in (0, 1), said
    data = json.loads(report.read_text(encoding="utf-8"))
    findings: dict[str, list[str]] = {}
    for finding in data["findings"]:
        place = f"{finding['sheet']}!{finding['cell']}" if finding["sheet"] else ""
        findings.setdefault(place, []).append(f"{finding['verdict']} {finding['message']}（{finding['hint']}）")
    return Checked(said.status, data["summary"]["equations"], findings)
