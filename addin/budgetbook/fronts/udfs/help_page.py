"""The page about functions in cells, docs/functions.md: python -m budgetbook.fronts.udfs.help_page > docs/functions.md"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from .help_texts import CATEGORY, FunctionHelp, help_texts

PREFACE = Path(__file__).with_name("help_page.txt")


def page() -> str:
    """The page as Markdown: what holds for all functions, then each with its arguments and examples."""
    sections = ["\n".join(_section(name, said)) for name, said in help_texts().items()]
    return "\n".join([PREFACE.read_text(encoding="utf-8").replace("{category}", CATEGORY), *sections])


def _section(name: str, said: FunctionHelp) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"{said.does}\n"
    yield from ("| 参数 | 说明 |", "| --- | --- |")
    yield from (f"| `{argument}` | {text} |" for argument, text in said.arguments.items())
    yield from ("", "| 公式 | 单元格显示 |", "| --- | --- |")
    yield from (f"| `{example.formula}` | {example.shows} |" for example in said.examples)
    yield ""


if __name__ == "__main__":
    sys.stdout.buffer.write(page().encode("utf-8"))
