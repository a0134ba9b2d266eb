"""Nothing is asked of a network: every process of a command has its sockets watched, its workers' too."""

import csv
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.fronts.test_batch_watch import Watching
from tests.hostile import disclosure
from tests.reference import REPOSITORY

_WATCH = """
import os, sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.bind") and isinstance(arguments[1], (str, bytes)):
        return  # a socket of this machine's file system
    if event in ("socket.connect", "socket.sendto", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        with open(os.environ["WATCHED"], "a", encoding="utf-8") as file:
            file.write(f"{event} {arguments[1:]}\\n")

sys.addaudithook(watch)
with open(os.environ["WATCHED"] + ".processes", "a", encoding="utf-8") as file:
    file.write(f"{os.getpid()}\\n")
"""
_LISTS = [f"--{name.split('_')[-1]}={REPOSITORY / 'examples' / name}.csv" for name in ("line_items", "projects", "indicators")]
_TEMPLATE = str(REPOSITORY / "workbook_templates" / "department_budget.xlsx")


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    """Where what was asked of a network is written down."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(_WATCH, encoding="utf-8")
    return tmp_path / "watched"


def status(watched: Path, *arguments: object) -> int:
    paths = (str(watched.parent / "site"), str(REPOSITORY / "addin"))
    own = {"WATCHED": str(watched), "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, env=os.environ | own, capture_output=True, timeout=120, check=False).returncode


def _asked(folder: Path) -> list[str]:
    """The options that fill from a database in a file."""
    with open(REPOSITORY / "examples" / "line_items.csv", encoding="utf-8-sig", newline="") as file:
        names, *rows = csv.reader(file)
    with closing(sqlite3.connect(folder / "预算.db")) as data, data:
        data.execute("CREATE TABLE 明细 ({})".format(", ".join(f'"{name}"' for name in names)))
        data.executemany(f"INSERT INTO 明细 VALUES ({', '.join('?' * len(names))})", rows)
    asked = [f"--sql=sqlite:///{folder / '预算.db'}", "--query=SELECT * FROM 明细"]
    return [*asked, f"--template={_TEMPLATE}", "--by=department"]


def test_a_connection_would_be_seen(watched: Path) -> None:
    program = "import socket; s = socket.socket(); s.settimeout(1); s.connect(('127.0.0.1', 1))"
    assert status(watched, "-c", program) == 1
    assert watched.read_text(encoding="utf-8").startswith("socket.connect")


def test_no_command_asks_anything_of_a_network(watched: Path, tmp_path: Path) -> None:
    filled, out = tmp_path / "in" / "填好.xlsx", tmp_path / "out"
    filled.parent.mkdir()
    assert status(watched, "-m", "budgetbook", "fill", _TEMPLATE, *_LISTS, "-o", filled) == 1
    assert status(watched, "-m", "budgetbook", "check", filled, "-o", tmp_path / "查.xlsx", "--report", tmp_path / "查.json") == 1
    assert status(watched, "-m", "budgetbook", "batch", filled.parent, "-o", out, "--workers", 2, "--report") == 1
    assert status(watched, "-m", "budgetbook", "batch", filled.parent.as_uri(), "-o", tmp_path / "out 2", "--workers", 1) == 1
    assert status(watched, "-m", "budgetbook", "batch", *_asked(tmp_path), "-o", tmp_path / "out 3", "--workers", 1) == 0
    assert status(watched, "-m", "budgetbook", "rules", "P04") == 0
    assert (out / "index.html").exists() and not watched.exists()
    processes = Path(f"{watched}.processes").read_text(encoding="utf-8").split()
    assert len(set(processes)) > 4  # the workers' too


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_watching_a_folder_asks_nothing_of_a_network(watched: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    disclosure.write(tmp_path / "in" / "公开.xlsx")
    paths = (str(tmp_path / "site"), str(REPOSITORY / "addin"))
    watching = Watching(tmp_path / "in", "--settle", "0.2s", WATCHED=str(watched), PYTHONPATH=os.pathsep.join(paths))
    try:
        watching.until("做完", "公开.xlsx")
        assert watching.end() == 0 and not watched.exists()
    finally:
        watching.late.cancel()
    assert len(set(Path(f"{watched}.processes").read_text(encoding="utf-8").split())) > 1
