"""docs/speed.md: what stands between its markers is written from the figures."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
from collections.abc import Sequence

from .growth import Points, growth_rows
from .processes import REPOSITORY
from .run import Results, goals, table

PAGE = REPOSITORY / "docs" / "speed.md"
PACKAGES = ("numpy", "lxml", "fastexcel", "pyarrow", "pandas", "openpyxl", "python-calamine")


def write_results(results: Results) -> None:
    """The table and the goals."""
    _put("machine", machine())
    _put("table", markdown(("做法", "规模", "时间（中位数）", "同基准相比", "内存峰值", "用了几个处理器"), table(results)))
    _put("goals", markdown(("目标", "要求", "实测", "结果"), goals(results)))


def write_growth(points: Points) -> None:
    _put("growth", markdown(("增长的是", "数量", "时间", "内存峰值"), growth_rows(points)))


def write_batch(count: int, rows: Sequence[Sequence[str]], goals: Sequence[Sequence[str]], long: str) -> None:
    """What a batch of so many workbooks took; `long` says what a real run of very many did."""
    _put("batch", markdown((f"{count:,} 份小的", "每份", "同基准相比"), rows))
    _put("batch goals", markdown(("目标", "要求", "实测", "结果"), goals))
    if long:
        _put("batch long", long)


def machine() -> str:
    """What it was measured on."""
    versions = "，".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} 个处理器（{platform.machine()}），{platform.system()}，Python {platform.python_version()}，{versions}。"
    )


def markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _put(name: str, text: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    marked = re.compile(f"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    changed, found = marked.subn(lambda match: f"{match[1]}{text}\n{match[2]}", page)
    if found != 1:
        raise ValueError(f"docs/speed.md has no markers for {name}")
    PAGE.write_text(changed, encoding="utf-8")
