"""What Windows needs is found in the wheels' own metadata, not in what this machine would install."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from installer import wheels


def make(folder: Path, name: str, *requires: str) -> Path:
    """A wheel of this file name that requires these things."""
    distribution, version = name.split("-")[:2]
    path = folder / f"{name}.whl"
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {distribution}",
        f"Version: {version}",
        *(f"Requires-Dist: {line}" for line in requires),
    ]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{distribution}-{version}.dist-info/METADATA", "\n".join(lines) + "\n\n")
    return path


def lacking(folder: Path, own: Path, python: str = "3.12") -> list[str]:
    return [str(needed) for needed in wheels.missing(wheels.read(folder), own, python)]


def test_a_need_of_windows_alone_is_found_behind_another_package(tmp_path: Path) -> None:
    own = make(tmp_path, "own-1-py3-none-any", "grid>=2", 'live; extra == "excel"', 'bench; extra == "bench"')
    make(tmp_path, "grid-2.1-cp312-cp312-win_amd64", 'curses; sys_platform == "linux"')
    make(tmp_path, "live-3-py3-none-any", 'com>=9; platform_system == "Windows"', 'scpt; platform_system == "Darwin"')
    assert lacking(tmp_path, own) == ["com>=9"]
    make(tmp_path, "com-10-cp312-cp312-win_amd64")
    assert lacking(tmp_path, own) == []


def test_a_wheel_for_another_python_or_another_system_is_no_wheel(tmp_path: Path) -> None:
    own = make(tmp_path, "own-1-py3-none-any", "grid")
    make(tmp_path, "grid-2-cp312-cp312-win_amd64")
    make(tmp_path, "grid-2-cp313-cp313-manylinux_2_28_x86_64")
    assert [lacking(tmp_path, own, python) for python in wheels.PYTHONS] == [["grid"], [], ["grid"]]


def test_a_wheel_for_later_pythons_too_serves_all(tmp_path: Path) -> None:
    own = make(tmp_path, "own-1-py3-none-any", "Fast_Reader")
    make(tmp_path, "fast_reader-2-cp310-abi3-win_amd64")
    assert [lacking(tmp_path, own, python) for python in wheels.PYTHONS] == [[], [], []]


def test_a_version_that_does_not_serve_is_missing(tmp_path: Path) -> None:
    own = make(tmp_path, "own-1-py3-none-any", "live==3.7.8")
    make(tmp_path, "live-3.7.9-py3-none-any")
    assert lacking(tmp_path, own) == ["live==3.7.8"]


def test_extras_of_a_need_are_needs(tmp_path: Path) -> None:
    own = make(tmp_path, "own-1-py3-none-any", "live[sheets]", 'old; python_version < "3.12"')
    make(tmp_path, "live-3-py3-none-any", 'zip9; extra == "sheets"', 'pdf; extra == "paper"')
    assert lacking(tmp_path, own) == ["zip9"]
    assert lacking(tmp_path, own, "3.11") == ["old", "zip9"]


def test_needs_that_need_each_other_come_to_an_end(tmp_path: Path) -> None:
    own = make(tmp_path, "own-1-py3-none-any", "a")
    make(tmp_path, "a-1-py3-none-any", "b")
    make(tmp_path, "b-1-py3-none-any", "a")
    assert lacking(tmp_path, own) == []


def test_requirements_name_versions_pythons_and_hashes(tmp_path: Path) -> None:
    names = [
        "grid-2.4-cp311-cp311-win_amd64",
        "grid-2.5-cp312-cp312-win_amd64",
        "grid-2.5-cp313-cp313-win_amd64",
        "live-3-py3-none-any",
    ]
    for name in names:
        (tmp_path / f"{name}.whl").write_bytes(b"")
    empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert wheels.requirements_text(wheels.read(tmp_path)).splitlines() == [
        'grid==2.4 ; python_version == "3.11" \\',
        f"    --hash={empty}",
        'grid==2.5 ; python_version == "3.12" or python_version == "3.13" \\',
        f"    --hash={empty} \\",
        f"    --hash={empty}",
        "live==3 \\",
        f"    --hash={empty}",
    ]


def test_what_pip_leaves_out_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = make(tmp_path, "own-1-py3-none-any", 'live; extra == "excel"')
    asked: list[list[str]] = []

    def download(names: list[str], python: str, folder: Path) -> None:
        asked.append(list(names))
        make(folder, "live-3-py3-none-any", 'com>=9; platform_system == "Windows"')
        if "com>=9" in names:
            number = python.replace(".", "")
            make(folder, f"com-9-cp{number}-cp{number}-win_amd64")

    monkeypatch.setattr(wheels, "_download", download)
    fetched = wheels.fetch(own, tmp_path)
    assert [wheel.name for wheel in fetched] == ["com", "com", "com", "live", "own"]
    assert asked == [[f"{own}[excel]"], [f"{own}[excel]", "com>=9"]] * 3
