"""恢复: the last filling is taken back."""

from __future__ import annotations

from budgetbook.stories.undo import changed_since, last_filling, undo

from .desk import Desk


def undo_fill(desk: Desk) -> str:
    record = last_filling(desk.workbook)
    changed = changed_since(desk.workbook, record)
    if changed and not desk.ask(_question(record.done, changed)):
        return "没有撤销，什么都没有改。"
    undo(desk.workbook, record)
    return f"已撤销“{record.done}”：改过的值、公式、底色和批注，增减的行和工作表，都恢复成填报以前的样子。"


def _question(done: str, changed: list[str]) -> str:
    where = "、".join(f"“{sheet}”" for sheet in changed)
    return f"“{done}”以后，{where}里的内容又有改动，撤销会连这些改动一起恢复成填报以前的样子。要撤销吗？"
