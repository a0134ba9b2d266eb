"""What is known beside the words: names of codes and units, the department. Carried through recognition as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from .vocabulary import Vocabulary
from .wording import plain

CodeOf: TypeAlias = Callable[[str, str, str], str]


def no_code(dimension: str, name: str, parent: str) -> str:
    """The lookup where no classification is at hand: no name has a code."""
    return ""


class Known(NamedTuple):
    """`department` is in plain form; code_of(dimension, name, parent) is "" for an unknown name;
    `units` maps plain names of units to their names, as does `class_codes` plain names of 类 to codes."""

    vocabulary: Vocabulary
    class_codes: Mapping[str, str]
    units: Mapping[str, str]
    department: str = ""
    code_of: CodeOf = no_code

    def on(self, department: str) -> Known:
        """What is known on a sheet that names this department: it counts where nothing better does."""
        return self if self.department or not department else self._replace(department=department)


def known_things(
    vocabulary: Vocabulary, classes: Mapping[str, str], units: frozenset[str], department: str, code_of: CodeOf | None
) -> Known:
    """All that is known, names in plain form; the year's own names win over older ones of the vocabulary."""
    class_codes = {**vocabulary.class_codes, **{plain(name): code for name, code in classes.items()}}
    return Known(vocabulary, class_codes, {plain(name): name for name in units}, plain(department), code_of or no_code)
