"""The binding file: what a template's tables mean, as a person reads, corrects and confirms it. Layout → TOML and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from budgetbook.model.amount import YUAN
from budgetbook.model.grid import cell_name, column_name
from budgetbook.model.slices import Slice

from .layout import Axis, Column, Layout, Panel, Row, Table, Unsettled
from .wording import anchor

KEY_NAMES = {
    "code": "编码",
    "name": "名称",
    "second_code": "政府科目编码",
    "second_name": "政府科目名称",
    "class_code": "类",
    "section_code": "款",
    "item_code": "项",
    "label": "行名",
    "ordinal": "序号",
}
_UNITS = {1: "元", 100: "百元", 1000: "千元", 10_000: "万元", 1_000_000: "百万元", 100_000_000: "亿元"}
_HEAD = """\
# 绑定文件：模板里每张表的标题、列和固定行名各是预算的哪一部分。与模板同名，放在同一个文件夹。
#
#   is         这一列（行）是什么：预算各个方面的说法，用空格隔开，例如“支出 一般公共预算 本年 基本支出”；什么都不限就是“全部”。
#              一个格子是它的行和列共有的部分。可以改，改了以这里为准。
#   reads      表头（行名）原来的话，凭它找到这一列（行）。模板里挪动了位置没有关系，改了文字就要重新确认。
#   at、row    写这个文件时的位置，只供参考。
#   total      合计；part 其中；measure 不是今年的预算数，不填列也不核对。
#   confirmed  看过无误后改成 true；表头以后再改动，digest 就对不上，会提示重新确认。
#
# 写着“待确认”的行还没有看懂：把 is 改对，去掉行首的“# 待确认”。
"""


@dataclass(frozen=True, eq=False)
class Binding:
    """A binding file as it was read. A table's growing rows are not in it; `confirmed` maps places in `tables` to digests."""

    file: str
    template: str
    tables: tuple[Table, ...]
    confirmed: dict[int, str]


def write_binding(layout: Layout, template_name: str) -> str:
    """The file that says what the layout says; the same layout gives the same text."""
    parts = [_HEAD, f"template = {_text(template_name)}\n"]
    seen: set[str] = set()
    for table in (*layout.tables, *layout.held):
        places = [place for place in layout.unsettled if place.sheet == table.sheet]
        parts.append(_table(table, places))
        seen.add(table.sheet)
    parts += [f"# 待确认 {_place(place)}\n" for place in layout.unsettled if place.sheet not in seen]
    return "\n".join(parts)


def digest(table: Table) -> str:
    """A short print of all words that the binding rests on, wherever they stand."""
    words = [table.title]
    for panel in table.panels:
        words += [column.reads for column in panel.columns]
        words += [row.reads for row in panel.rows if panel.axis is Axis.LABELS]
    return _print_of(tuple(words))


@lru_cache(maxsize=256)
def _print_of(words: tuple[str, ...]) -> str:
    import hashlib  # takes milliseconds, and few runs need it

    return hashlib.sha256("\n".join(sorted(map(anchor, words))).encode()).hexdigest()[:12]


def unit_name(fen: int) -> str:
    """元 or 万元, for the fen in one printed unit."""
    return _UNITS[fen // YUAN]


def _table(table: Table, places: Sequence[Unsettled]) -> str:
    lines = ["[[table]]", f"title = {_text(table.title)}", f"at = {_text(f'{table.sheet}!{cell_name(*table.title_at)}')}"]
    lines.append(f"unit = {_text(unit_name(table.unit))}  # {cell_name(*table.unit_at)}")
    lines += [f"year = {table.year}"] if table.year else []
    lines.append(f"slice = {_text(_words(table.slice))}")
    lines.append(f'heading = "{_rows(table.heading)}"')
    lines.append(f'data = "{_rows(table.data)}"')
    lines += [f'body = "{_rows(table.body)}"  # 行数随数据增减'] if table.body[0] else []
    lines += ["confirmed = false", f'digest = "{digest(table)}"']
    shown: set[Unsettled] = set()
    for place_in_row, panel in enumerate(table.panels):
        end = table.panels[place_in_row + 1].left if place_in_row + 1 < len(table.panels) else 1 << 20
        mine = [place for place in places if panel.left <= place.at[1] < end and place.at[0] > table.title_at[0]]
        lines += _panel(table, panel, mine)
        shown.update(mine)
    rest = [f"# 待确认 {_place(place)}" for place in places if place not in shown]
    return "\n".join(rest + lines) + "\n"


def _panel(table: Table, panel: Panel, places: Sequence[Unsettled]) -> list[str]:
    keys = ", ".join(f"{column_name(key.at)} = {_text(KEY_NAMES[key.means])}" for key in panel.keys)
    names = {key.at for key in panel.keys}
    headings = [place for place in places if place.at[0] <= table.heading[1] and place.at[1] not in names]
    labels = [place for place in places if place.at[0] > table.heading[1]] if panel.axis is Axis.LABELS else []
    others = [place for place in places if place not in headings and place not in labels]
    lines = ["[[table.panel]]", f'rows = "{panel.axis.value}"', f"keys = {{ {keys} }}" if keys else "keys = {}"]
    lines += [f"# 待确认 {_place(place)}" for place in others]
    lines += ["columns = [", *_in_order([*map(_column, panel.columns), *map(_open_column, headings)]), "]"]
    if panel.axis is Axis.LABELS:
        lines += ["labels = [", *_in_order([*map(_label, panel.rows), *map(_open_label, labels)]), "]"]
    return lines


def _in_order(lines: Iterable[tuple[int, str]]) -> list[str]:
    return [f"    {line}" for _, line in sorted(lines)]


def _column(column: Column) -> tuple[int, str]:
    measure = f", measure = {_text(column.measure)}" if column.measure else ""
    said = f"reads = {_text(column.reads)}, is = {_text(_words(column.slice))}"
    return column.at, f'{{ at = "{column_name(column.at)}", {said}{_flag("total", column.total)}{measure} }},'


def _label(row: Row) -> tuple[int, str]:
    said = f"reads = {_text(row.reads)}, is = {_text(_words(row.slice))}"
    return row.at, f"{{ row = {row.at}, {said}{_flag('total', row.total)}{_flag('part', row.part)} }},"


def _open_column(place: Unsettled) -> tuple[int, str]:
    said = f'at = "{column_name(place.at[1])}", reads = {_text(place.reads)}, is = {_text(_first(place))}'
    return place.at[1], f"# 待确认 {{ {said} }},  # {_reason(place)}"


def _open_label(place: Unsettled) -> tuple[int, str]:
    said = f"row = {place.at[0]}, reads = {_text(place.reads)}, is = {_text(_first(place))}"
    return place.at[0], f"# 待确认 {{ {said} }},  # {_reason(place)}"


def _first(place: Unsettled) -> str:
    return place.choices[0] if place.choices else "？"


def _reason(place: Unsettled) -> str:
    choices = f"（可选：{'；'.join(place.choices)}）" if len(place.choices) > 1 else ""
    return _one_line(place.reason + choices)


def _place(place: Unsettled) -> str:
    return _one_line(f"{place.sheet}!{cell_name(*place.at)} “{place.reads}”：{_reason(place)}")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _words(slice_: Slice) -> str:
    return "全部" if slice_ == Slice() else slice_.words()


def _rows(rows: tuple[int, int]) -> str:
    return f"{rows[0]}:{rows[1]}"


def _flag(name: str, value: bool) -> str:
    return f", {name} = true" if value else ""


def _text(text: str) -> str:
    """A TOML basic string: JSON escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False)
