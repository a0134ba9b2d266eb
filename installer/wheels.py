"""Wheels for Windows, fetched on any system: what the program needs there, closed under its own dependencies, with hashes.

pip chooses wheels for another system, but judges by this one whether a dependency is needed at all: what only Windows needs is
found here, from the wheels' own metadata, and asked for by name."""

from __future__ import annotations

import email
import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from packaging import tags
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

PYTHONS = ("3.11", "3.12", "3.13")
PLATFORM = "win_amd64"
EXTRA = "excel"  # of our own wheel


class Wheel(NamedTuple):
    path: Path
    name: str  # canonical
    version: Version
    tags: frozenset[tags.Tag]

    def fits(self, python: str) -> bool:
        """Whether this Python on Windows can install it."""
        return not self.tags.isdisjoint(_tags(python))

    def requirements(self, python: str, extras: Collection[str] = ()) -> Iterator[Requirement]:
        """What it needs on Windows under this Python."""
        for written in _metadata(self.path).get_all("Requires-Dist", []):
            needed = Requirement(written)
            environments = [_environment(python) | {"extra": extra} for extra in ("", *extras)]
            if needed.marker is None or any(map(needed.marker.evaluate, environments)):
                yield needed


def fetch(own: Path, folder: Path) -> list[Wheel]:
    """Fills the folder with what `own`, the wheel of the program, needs under each Python, and with itself."""
    for python in PYTHONS:
        asked = [f"{own}[{EXTRA}]"]
        _download(asked, python, folder)
        while lacking := missing(read(folder), own, python):
            asked += map(str, lacking)
            _download(asked, python, folder)
    return read(folder)


def read(folder: Path) -> list[Wheel]:
    """All wheels of a folder, by name."""
    return [wheel(path) for path in sorted(folder.glob("*.whl"))]


def wheel(path: Path) -> Wheel:
    name, version, _, fitting = parse_wheel_filename(path.name)
    return Wheel(path, name, version, fitting)


def missing(wheels: Iterable[Wheel], own: Path, python: str) -> list[Requirement]:
    """What nobody in the folder satisfies under this Python, beginning with the program and its extra."""
    offered = [wheel for wheel in wheels if wheel.fits(python)]
    unmet: dict[str, Requirement] = {}
    waiting, seen = list(wheel(own).requirements(python, [EXTRA])), set[str]()
    while waiting:
        needed = waiting.pop()
        if str(needed) in seen:
            continue
        seen.add(str(needed))
        found = [wheel for wheel in offered if _satisfies(wheel, needed)]
        if found:
            waiting += found[0].requirements(python, needed.extras)
        else:
            needed.marker = None  # it holds, or it would not be here
            unmet[str(needed)] = needed
    return [unmet[name] for name in sorted(unmet)]


def requirements_text(wheels: Iterable[Wheel]) -> str:
    """What pip installs with --require-hashes: each package in the version that it has under each Python."""
    grouped: dict[tuple[str, Version], list[Wheel]] = {}
    for each in wheels:
        grouped.setdefault((each.name, each.version), []).append(each)
    return "".join(_requirement(name, version, group) for (name, version), group in sorted(grouped.items()))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _requirement(name: str, version: Version, wheels: list[Wheel]) -> str:
    pythons = [python for python in PYTHONS if any(wheel.fits(python) for wheel in wheels)]
    marker = " or ".join(f'python_version == "{python}"' for python in pythons)
    condition = "" if len(pythons) == len(PYTHONS) else f" ; {marker}"
    hashes = "".join(f" \\\n    --hash=sha256:{digest(wheel.path)}" for wheel in wheels)
    return f"{name}=={version}{condition}{hashes}\n"


def _download(asked: list[str], python: str, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--dest", str(folder)]
    target = ["--platform", PLATFORM, "--python-version", python, "--implementation", "cp", "--only-binary", ":all:"]
    subprocess.run([*command, *target, *asked], check=True)


def _satisfies(wheel: Wheel, needed: Requirement) -> bool:
    return wheel.name == canonicalize_name(needed.name) and needed.specifier.contains(wheel.version, prereleases=True)


def _metadata(path: Path) -> email.message.Message:
    with zipfile.ZipFile(path) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA") and name.count("/") == 1]
        return email.message_from_bytes(archive.read(name))


def _tags(python: str) -> set[tags.Tag]:
    version = tuple(map(int, python.split(".")))
    interpreter = f"cp{''.join(python.split('.'))}"
    return {*tags.cpython_tags(version, platforms=[PLATFORM]), *tags.compatible_tags(version, interpreter, [PLATFORM])}


def _environment(python: str) -> dict[str, str]:
    """What markers ask about, as Windows answers."""
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_release": "10",
        "platform_system": "Windows",
        "platform_version": "10.0",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "win32",
    }
