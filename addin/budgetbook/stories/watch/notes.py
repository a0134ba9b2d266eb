"""A note beside a file that could not be done: a text that opens with a double click and says why, and what to do."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from budgetbook.workbooks.file.saving import write_whole

from .places import NOTE, note_name

_FIRST = "没有做成："
_NEXT = """怎么办：照上面说的改好以后，存回同一个文件夹、同一个名字，程序会自动再做一次；另存为别的类型的，请把原来的文件删去。
做成以后，或者原来的文件删去以后，这个说明会自动删去，不用理它。"""
_SHOWN = 100  # problems; somebody is to read it
_ENOUGH = 4096  # bytes in which the first line ends


def write_note(root: Path, name: str, problems: Sequence[str], when: str) -> str:
    """Write it for the file of this name below the folder; returns the name of the note. Raises BudgetbookError."""
    path = next(path for path in _paths(root, name) if not path.exists() or _is_about(path, name))
    more = [f"……共 {len(problems)} 处"] if len(problems) > _SHOWN else []
    lines = [_FIRST + Path(name).name, f"时间：{when}", "", "原因："]
    lines += [f"{number}. {said}" for number, said in enumerate(problems[:_SHOWN], 1)] + more
    text = "\r\n".join([*lines, "", *_NEXT.splitlines(), ""])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(str(path), [text.encode("utf-8-sig", "replace")])
    return path.name


def remove_note(root: Path, name: str) -> None:
    """Take away the note about a file, where there is one. Raises OSError."""
    for path in itertools.takewhile(Path.exists, _paths(root, name)):
        if _is_about(path, name):
            path.unlink()
            return


def sweep_notes(root: Path, folder: Path) -> None:
    """Take away notes below the root about files that no longer lie at the same place below the folder."""
    for path in root.rglob(f"*{NOTE}*.txt"):
        name = path.relative_to(root).parent / _about(path)
        if _about(path) and not os.path.lexists(folder / name):
            with contextlib.suppress(OSError):
                path.unlink()


def _paths(root: Path, name: str) -> Iterator[Path]:
    return (root / note_name(name, number) for number in itertools.count(1))


def _is_about(path: Path, name: str) -> bool:
    """Whether it is our note about this file, and nobody's own."""
    return _about(path) == Path(name).name


def _about(path: Path) -> str:
    """The name of the file that a note is about; "" where it is no note of ours."""
    try:
        with open(path, "rb") as file:
            first, *_ = file.read(_ENOUGH).decode("utf-8-sig", "replace").splitlines() or [""]
    except OSError:
        return ""
    return first.removeprefix(_FIRST) if first.startswith(_FIRST) else ""
