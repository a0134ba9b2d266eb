"""Companions: the projects and indicators of a list of line items, in files beside it: 甲局.项目.csv, 甲局.绩效指标.csv."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..names import readable
from .files import Files

_WORDS = ("项目", "绩效指标")
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".parquet")  # of lists


class Companions(NamedTuple):
    """Paths, "" where there are none; `refused` says what is wrong with them."""

    projects: str = ""
    indicators: str = ""
    refused: str = ""


def owner_of(path: Path) -> str:
    """The stem of the list that a file belongs to by its name; "" for a file that is no companion."""
    stem, _, word = path.stem.rpartition(".")
    return stem if word in _WORDS and path.suffix.lower() in SUFFIXES else ""


class Beside:
    """What lies beside lists below a folder. Links to somewhere else do not count."""

    def __init__(self, files: Files) -> None:
        self._home = files.root.resolve()
        self._refused = {(path.parent, owner_of(path)): said for path, said in files.refused.items()}
        self._found = cache(self._companions)

    def of(self, path: Path) -> Companions:
        """Those of a list."""
        if said := self._refused.get((path.parent, path.stem)):
            return Companions(refused=said)
        words = self._found(path.parent).get(path.stem, {})
        several = [word for word, paths in words.items() if len(paths) > 1]
        if several:
            return Companions(refused=f"旁边的“{readable(path.stem)}.{several[0]}”不止一份（请只留一份）")
        if len(words) == 1:
            (there,) = words
            missing = next(word for word in _WORDS if word != there)
            stem = readable(path.stem)
            return Companions(refused=f"旁边有“{stem}.{there}”，没有“{stem}.{missing}”（请两份一起放，或都不放）")
        return Companions(*(str(words[word][0].absolute()) for word in _WORDS)) if words else Companions()

    def _companions(self, folder: Path) -> dict[str, dict[str, list[Path]]]:
        """The companions in a folder by the stem of their list and the word in their names."""
        found: dict[str, dict[str, list[Path]]] = {}
        for path in map(folder.joinpath, sorted(os.listdir(folder))):
            if (owner := owner_of(path)) and path.is_file() and path.resolve().is_relative_to(self._home):
                found.setdefault(owner, {}).setdefault(path.stem.rpartition(".")[2], []).append(path)
        return found
