"""Sheets that hurt a reader: what stands in 表三 in place of its rows, or around them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from budgetbook.model import limits
from tests.hostile import disclosure
from tests.hostile.disclosure import SHEETS

Make = Callable[[Path], object]
PART = SHEETS["表三"]


def changed(old: str, new: str, count: int = 1) -> Make:
    """The sheet with a piece of its XML replaced; the piece must be there."""

    def make(path: Path) -> None:
        content = disclosure.workbook_parts()[PART]
        assert isinstance(content, str) and old in content
        disclosure.write(path, {PART: content.replace(old, new, count)})

    return make


def behind(xml: str) -> Make:
    return changed("</sheetData>", "</sheetData>" + xml)


def cell(name: str, xml: str) -> Make:
    return lambda path: disclosure.write(path, 表三={name: disclosure.Raw(xml)})


def last_row(xml: str) -> Make:
    return changed("</sheetData>", xml + "</sheetData>")


def merges(*areas: str) -> str:
    return f'<mergeCells count="{len(areas)}">{"".join(f"""<mergeCell ref="{area}"/>""" for area in areas)}</mergeCells>'


def unplaced(path: Path) -> None:
    """Rows and cells that do not say where they stand: each follows the one before, so empty ones must be there."""
    cells = disclosure.spending()
    full = {f"{letter}{row}": cells.get(f"{letter}{row}") or disclosure.Raw("<c/>") for row in range(1, 11) for letter in "ABCDE"}
    content = disclosure.workbook_parts(表三=full)[PART]
    assert isinstance(content, str)
    disclosure.write(path, {PART: re.sub(r' r="[A-Z]*\d+"', "", content)}, 表三=full)


_D6, _E6 = '<c r="D6"><v>18.37</v></c>', '<c r="E6"><v>148.23</v></c>'

# What is said, and the place that is named.
REFUSED: dict[str, tuple[Make, str, str]] = {
    "重复的单元格": (changed(_D6, _D6 + '<c r="D6"><v>1</v></c>'), "出现两次", "D6"),
    "颠倒的单元格": (changed(_D6 + _E6, _E6 + _D6), "次序颠倒", "D6"),
    "重复的行": (last_row('<row r="10"/>'), "出现两次", "第 10 行"),
    "颠倒的行": (last_row('<row r="7"><c r="D7"><v>1</v></c></row>'), "次序颠倒", "第 7 行"),
    "别行的单元格": (changed('r="D6"', 'r="D60"'), "不属于这一行", "D60"),
    "超出列": (changed('r="E6"', 'r="XFE6"'), "超出工作表范围", "XFE6"),
    "超出行": (last_row('<row r="1048577"/>'), "超出工作表范围", "第 1048577 行"),
    "行号不是数": (last_row('<row r="十"/>'), "行号", "第 10 行之后"),
    "地址不是地址": (changed('r="E6"', 'r="六"'), "不属于这一行", "六"),
    "不存在的共享字符串": (cell("D6", '<c r="D6" t="s"><v>999</v></c>'), "共享字符串 999", "D6"),
    "负的共享字符串": (cell("D6", '<c r="D6" t="s"><v>-1</v></c>'), "共享字符串 -1", "D6"),
    "不是数的共享字符串": (cell("D6", '<c r="D6" t="s"><v>甲</v></c>'), "共享字符串 甲", "D6"),
    "1e400": (cell("D6", '<c r="D6"><v>1e400</v></c>'), "“1e400”不是可用的数字", "D6"),
    "NaN": (cell("D6", '<c r="D6"><v>NaN</v></c>'), "“NaN”不是可用的数字", "D6"),
    "-inf": (cell("D6", '<c r="D6"><v>-inf</v></c>'), "“-inf”不是可用的数字", "D6"),
    "下划线": (cell("D6", '<c r="D6"><v>1_837</v></c>'), "“1_837”不是可用的数字", "D6"),
    "数字单元格里的文字": (cell("D6", '<c r="D6"><v>壹</v></c>'), "“壹”不是可用的数字", "D6"),
    "不是日期的日期": (cell("D6", '<c r="D6" t="d"><v>去年</v></c>'), "“去年”不是日期", "D6"),
    "格式编号": (cell("D6", '<c r="D6" s="甲"><v>1</v></c>'), "格式的编号“甲”有误", "D6"),
    "超长文字": (cell("D6", f'<c r="D6" t="inlineStr"><is><t>{"长" * 32_768}</t></is></c>'), "32768 字，超过单元格上限", "D6"),
    "超长公式结果": (cell("D6", f'<c r="D6" t="str"><v>{"长" * 32_768}</v></c>'), "32768 字，超过单元格上限", "D6"),
    "超长的合并": (behind(merges("A1:XFD20000")), "合并的区域异常巨大", "A1:XFD20000"),
    "整张表的合并": (behind(merges("A1:XFD1048576")), "合并的区域异常巨大", "A1:XFD1048576"),
    "不是区域的合并": (behind(merges("A1:ZZZ9")), "合并单元格有误", "A1:ZZZ9"),
    "没有数据部分": (changed("sheetData", "other", 2), "缺少数据部分", ""),
}

# These are odd, but say clearly what they hold: read as the sound sheet is.
UNDERSTOOD: dict[str, Make] = {
    "没有地址": unplaced,
    "巨大的范围声明": changed("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'),
    "错的范围声明": changed("<sheetData>", '<dimension ref="甲:乙"/><sheetData>'),
    "远处的空单元格": last_row('<row r="1048576"><c r="XFD1048576" s="0"/></row>'),
    "整行整列的格式": changed("<sheetData>", '<cols><col min="1" max="16384" width="9"/></cols><sheetData>'),
    "科学记数": cell("D6", '<c r="D6"><v>1.837E1</v></c>'),
    "17 位": cell("D6", '<c r="D6"><v>18.369999999999997</v></c>'),
    "未知的元素": changed("<sheetData>", '<新 xmlns="urn:x"/><sheetData>'),
}

COSTLY: dict[str, tuple[Make, str]] = {
    "合并 A1:XFD20000": (behind(merges("A1:XFD20000")), "A1:XFD20000"),
    "合并太多": (behind(merges(*[f"G{row}:H{row}" for row in range(1, limits.MERGES + 2)])), f"超过上限 {limits.MERGES} 处"),
    "远处的单元格": (last_row('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), ""),
    "十万空行": (last_row("".join(f'<row r="{row}"/>' for row in range(20, 100_020))), ""),
    "长文字": (cell("D6", f'<c r="D6" t="inlineStr"><is><t>{"长" * 2_000_000}</t></is></c>'), "D6"),
}
