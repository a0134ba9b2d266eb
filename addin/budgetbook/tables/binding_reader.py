"""A binding file read back: TOML → tables, with every mistake in it said in Chinese, by line and table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from budgetbook.model.amount import YUAN
from budgetbook.model.grid import Cell, column_number, parse_cell
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.slices import Slice, parse_slice
from budgetbook.model.toml import read_toml

from .binding_file import KEY_NAMES, Binding
from .layout import Axis, Column, Key, Panel, Row, Table
from .vocabulary import load_vocabulary

_MEANS = {name: means for means, name in KEY_NAMES.items()}
_AXES = {axis.value: axis for axis in Axis}
_HINT = "请对照程序生成的绑定文件改正，或删去这个文件，让程序重新识别"


def read_binding(text: str, file: str) -> Binding:
    """The tables that the file binds, without growing rows. Raises BudgetbookError with every mistake in it."""
    document = read_toml(text, file, "绑定文件", _HINT)
    reader = _Reader(text, file)
    tables = document.get("table", [])
    if not isinstance(tables, list) or not all(isinstance(entry, dict) for entry in tables):
        raise BudgetbookError(Problem("没有写成 [[table]]，绑定文件读不了", file, hint=_HINT))
    read = [reader.table(number, entry) for number, entry in enumerate(tables, 1)]
    if reader.problems:
        raise BudgetbookError(reader.problems)
    confirmed = {place: str(entry.get("digest", "")) for place, entry in enumerate(tables) if entry.get("confirmed") is True}
    return Binding(file, str(document.get("template", "")), tuple(read), confirmed)


class _Reader:
    """Reads entry after entry; mistakes are gathered, and something harmless stands in for what is wrong."""

    def __init__(self, text: str, file: str):
        self.lines = text.splitlines()
        self.file = file
        self.problems: list[Problem] = []
        self.where = ""
        self.money = load_vocabulary().money

    def table(self, number: int, entry: Mapping[str, Any]) -> Table:
        title = str(entry.get("title", ""))
        self.where = f"第{number}张表“{title}”"
        sheet, _, cell = self._string(entry, "at").rpartition("!")
        panels = self._entries(entry, "panel")
        if not panels:
            self._wrong("没有 [[table.panel]]")
        return Table(
            sheet=sheet,
            title=title,
            title_at=self._cell(cell),
            unit=self._unit(self._string(entry, "unit")),
            unit_at=(0, 0),
            slice=self._slice(entry, "slice"),
            heading=self._rows(entry, "heading"),
            data=self._rows(entry, "data"),
            body=self._rows(entry, "body") if "body" in entry else (0, -1),
            panels=tuple(self._panel(panel) for panel in panels),
            year=entry.get("year") if isinstance(entry.get("year"), int) else None,
        )

    def _panel(self, entry: Mapping[str, Any]) -> Panel:
        axis = _AXES.get(self._string(entry, "rows"))
        if axis is None:
            self._wrong(f"rows 写的是“{entry.get('rows', '')}”，应是{'、'.join(_AXES)}之一")
        keys = entry.get("keys", {})
        if not isinstance(keys, dict):
            self._wrong('keys 应写成“列号 = "名称"”，例如 { A = "编码", B = "名称" }')
            keys = {}
        columns = tuple(self._column(column) for column in self._entries(entry, "columns"))
        labels = tuple(self._label(label) for label in self._entries(entry, "labels"))
        return Panel(axis or Axis.SINGLE, tuple(self._key(at, means) for at, means in keys.items()), columns, labels)

    def _entries(self, entry: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        entries = entry.get(name, [])
        if isinstance(entries, list) and all(isinstance(one, dict) for one in entries):
            return entries
        self._wrong(f"{name} 应写成一行一个 {{ … }} 的列表")
        return []

    def _column(self, entry: Mapping[str, Any]) -> Column:
        at = self._string(entry, "at")
        if not re.fullmatch("[A-Z]{1,3}", at):
            self._wrong(f"列“{at}”不是列号")
            at = "A"
        measure = str(entry.get("measure", ""))
        return Column(
            column_number(at), self._string(entry, "reads"), self._slice(entry, "is"), entry.get("total") is True, measure
        )

    def _label(self, entry: Mapping[str, Any]) -> Row:
        row = entry.get("row", 0)
        at = row if isinstance(row, int) else 0
        return Row(
            at, self._string(entry, "reads"), self._slice(entry, "is"), entry.get("total") is True, 0, entry.get("part") is True
        )

    def _key(self, at: str, means: object) -> Key:
        if str(means) not in _MEANS or not re.fullmatch("[A-Z]{1,3}", at):
            self._wrong(f"keys 中的“{at} = {means}”看不懂，应是列号和{'、'.join(_MEANS)}之一")
            return Key(1, "label")
        return Key(column_number(at), _MEANS[str(means)])

    def _slice(self, entry: Mapping[str, Any], name: str) -> Slice:
        words = self._string(entry, name)
        try:
            return parse_slice(words)
        except ValueError as error:
            reads = f"（{entry['reads']}）" if "reads" in entry else ""
            self._wrong(f"{name} = “{words}”{reads}：{error}", f'{name} = "{words}"')
            return Slice()

    def _unit(self, name: str) -> int:
        if name not in self.money:
            self._wrong(f"金额单位“{name}”看不懂，应是元或万元")
        return self.money.get(name, YUAN)

    def _rows(self, entry: Mapping[str, Any], name: str) -> tuple[int, int]:
        match = re.fullmatch(r"(\d{1,7}):(\d{1,7})", self._string(entry, name))
        if match is None:
            self._wrong(f"{name} 应写成“起始行:末行”，例如“4:5”")
            return 0, 0
        return int(match[1]), int(match[2])

    def _cell(self, name: str) -> Cell:
        try:
            return parse_cell(name)
        except ValueError:
            self._wrong(f"at 应写成“工作表名!单元格”，“{name}”不是单元格地址")
            return 1, 1

    def _string(self, entry: Mapping[str, Any], name: str) -> str:
        value = entry.get(name)
        if isinstance(value, str):
            return value
        self._wrong(f"缺少 {name}，或它不是带引号的文字")
        return ""

    def _wrong(self, message: str, literal: str = "") -> None:
        line = next((number for number, line in enumerate(self.lines, 1) if literal and literal in line), 0)
        place = f"第{line}行，{self.where}" if line else self.where
        self.problems.append(Problem(message, self.file, place=place, hint=_HINT))
