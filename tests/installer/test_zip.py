"""The zip itself: its content, its hashes, and whether it is enough for each Python. It takes 160 MB from a package registry."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from installer import build, wheels
from macros import build as macros

PACKAGES = {"budgetbook", "numpy", "lxml", "isal", "click", "rich", "fastexcel", "pyarrow", "xlwings", "pywin32"}


@pytest.mark.registry
@pytest.mark.skipif("CI" not in os.environ, reason="fetches 160 MB; set CI to run it")
def test_the_zip_is_whole(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(build.HERE / "build.py"), "--output", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    path = Path(done.stdout.splitlines()[-1])
    assert re.fullmatch(r"budgetbook-[\d.]+-windows\.zip", path.name) and path.parent == tmp_path
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "zip")
    content = tmp_path / "zip"
    macros.build(tmp_path / "macros")
    the_rest = {
        *build.SCRIPTS,
        "requirements.txt",
        "安装说明.txt",
        "使用手册.txt",
        "验收清单.txt",
        *(path.name for path in (tmp_path / "macros").iterdir()),
    }
    assert {path.name for path in content.iterdir()} == {*the_rest, "wheels", "examples"}
    assert {path.name for path in (content / "examples").iterdir()} == {"line_items.csv", "projects.csv", "indicators.csv"}
    for built in (tmp_path / "macros").iterdir():
        assert (content / built.name).read_bytes() == built.read_bytes(), built.name
    hashes_are_those_of_the_wheels(content)
    every_python_has_all_it_needs(content)
    pip_would_install_it(content)


def hashes_are_those_of_the_wheels(content: Path) -> None:
    written = sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", (content / "requirements.txt").read_text("ascii")))
    assert written == sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in (content / "wheels").iterdir())


def every_python_has_all_it_needs(content: Path) -> None:
    (own,) = (content / "wheels").glob("budgetbook-*.whl")
    found = wheels.read(content / "wheels")
    for python in wheels.PYTHONS:
        assert {wheel.name for wheel in found if wheel.fits(python)} >= PACKAGES, python
        assert wheels.missing(found, own, python) == [], python


def pip_would_install_it(content: Path) -> None:
    """pip asks markers about the Python it runs in, so it can be asked about that one only."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    if python not in wheels.PYTHONS:
        return
    target = [
        "--platform",
        wheels.PLATFORM,
        "--python-version",
        python,
        "--only-binary",
        ":all:",
        "--target",
        str(content / "target"),
    ]
    source = ["--no-index", "--find-links", str(content / "wheels"), "--require-hashes", "-r", str(content / "requirements.txt")]
    subprocess.run([sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", *target, *source], check=True)
