"""What Excel and docs/functions.md say about each function in cells. The texts are data."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

CATEGORY = "预算公开"
LONGEST = 255  # characters that Excel keeps of a description


class Example(NamedTuple):
    """A formula and what its cell shows."""

    formula: str
    shows: str


class FunctionHelp(NamedTuple):
    """What a function does, what its arguments are, by the names that the function wizard shows, and examples."""

    does: str
    arguments: dict[str, str]
    examples: tuple[Example, ...]


@lru_cache(maxsize=1)
def help_texts() -> dict[str, FunctionHelp]:
    """The help of every function, by name."""
    with open(Path(__file__).with_name("help_texts.toml"), "rb") as file:
        said = tomllib.load(file)
    found = {}
    for name, function in said["functions"].items():
        texts = said["arguments"] | function.get("own", {})
        arguments = {argument: texts[argument] for argument in function["arguments"]}
        found[name] = FunctionHelp(function["does"], arguments, tuple(Example(**each) for each in function["examples"]))
    return found
