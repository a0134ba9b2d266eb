"""Builds the zip with which an accountant installs budgetbook on Windows, without administrator rights and without internet:
python installer/build.py [--output FOLDER]"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SCRIPTS = ("install.cmd", "install.ps1", "uninstall.cmd", "uninstall.ps1")
GUIDES = {"install.md": "安装说明.txt", "guide.md": "使用手册.txt", "acceptance.md": "验收清单.txt"}
EXAMPLES = ("line_items.csv", "projects.csv", "indicators.csv")
_MARK = b"\xef\xbb\xbf"  # by which Windows PowerShell and Notepad know UTF-8
_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say
_EPOCH = "315532800"  # the same, as wheels are told it


def build(folder: Path) -> Path:
    """The zip in this folder. Needs a package registry: some 160 MB of wheels are fetched."""
    from budgetbook import __version__

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        stage = Path(name)
        _stage(stage)
        target = folder / f"budgetbook-{__version__}-windows.zip"
        _pack(stage, target)
    return target


def _stage(stage: Path) -> None:
    """Everything that the zip will hold."""
    from installer import wheels
    from macros.build import build as build_macros

    build_macros(stage)
    for name in SCRIPTS:
        (stage / name).write_bytes(windows_text(HERE / name))
    for source, name in GUIDES.items():
        (stage / name).write_bytes(windows_text(ROOT / "docs" / source))
    (stage / "examples").mkdir()
    for name in EXAMPLES:
        shutil.copyfile(ROOT / "examples" / name, stage / "examples" / name)
    folder = stage / "wheels"
    fetched = wheels.fetch(own_wheel(folder), folder)
    (stage / "requirements.txt").write_text(wheels.requirements_text(fetched), encoding="ascii", newline="\r\n")


def windows_text(path: Path) -> bytes:
    """A text with the line ends of Windows, and the mark of UTF-8 unless it is a command file, which would stumble over it."""
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n").encode()
    return text if path.suffix == ".cmd" else _MARK + text


def own_wheel(folder: Path) -> Path:
    """The wheel of the program itself, built from a copy of the sources, so that nothing is left behind among them."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "source"
        shutil.copytree(ROOT / "addin", copy / "addin", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        for file in ("pyproject.toml", "setup.cfg", "README.md", "LICENSE"):
            shutil.copyfile(ROOT / file, copy / file)
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
        environment = os.environ | {"SOURCE_DATE_EPOCH": _EPOCH}
        subprocess.run([*command, "--wheel-dir", str(folder), str(copy)], check=True, env=environment)
    (wheel,) = folder.glob("budgetbook-*.whl")
    return wheel


def _pack(stage: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(path for path in stage.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(stage).as_posix(), _TIME)
            entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--output", type=Path, default=ROOT / "dist", metavar="FOLDER", help="default: dist")
    print(build(parser.parse_args().output))


def run() -> None:
    """The command. What it needs and does not find is said in Chinese."""
    try:
        main()
    except ModuleNotFoundError as error:
        wanted = f'{sys.executable} -m pip install ".[dev]"'
        sys.exit(f"没有安装 {error.name}，生成不了。请在项目文件夹 {ROOT} 里运行 {wanted} ，再运行一次")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # a script finds only its own folder by itself
    run()
