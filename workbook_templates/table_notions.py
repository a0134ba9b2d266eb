"""What a table of the template is made of, and the rows that several tables share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

FIRST_HEADING_ROW = 4
EMPTY_NOTE = "注：本表无数据"

_ONES = "一二三四五六七八九"
CHINESE_NUMBERS = (*_ONES, "十", *(f"十{one}" for one in _ONES), "二十", *(f"二十{one}" for one in _ONES), "三十")


class Row(NamedTuple):
    """Texts by column letter; the level (total, strong, plain) and the indents of the name style them."""

    texts: dict[str, str]
    level: str = "plain"
    indent: int = 0


class TableDesign(NamedTuple):
    """One table. `columns` has one letter a column: c code, n name, m money; `widths` are in characters, `height` in points.

    `heading_words` says area and text of every heading ("A4:B4 项目, A5 科目编码"); `growing` tables bear model rows and
    the note of an empty table."""

    number: int
    title: str
    columns: str
    widths: tuple[float, ...]
    heading_words: str
    heading_rows: int
    rows: tuple[Row, ...]
    growing: bool = True
    height: float = 24

    @property
    def sheet(self) -> str:
        return f"表{CHINESE_NUMBERS[self.number - 1]}"

    @property
    def headings(self) -> list[tuple[str, str]]:
        """Area and text of every heading."""
        return [(area, text) for area, text in (words.split(" ") for words in self.heading_words.split(", "))]

    @property
    def last_column(self) -> str:
        return chr(ord("A") + len(self.columns) - 1)

    @property
    def first_row(self) -> int:
        """Of the rows below the headings."""
        return FIRST_HEADING_ROW + self.heading_rows

    @property
    def last_row(self) -> int:
        return self.first_row + len(self.rows) - 1


REVENUES = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金")
_CLASSES = (
    "一般公共服务支出 外交支出 国防支出 公共安全支出 教育支出 科学技术支出 文化旅游体育与传媒支出 社会保障和就业支出 "
    "社会保险基金支出 卫生健康支出 节能环保支出 城乡社区支出 农林水支出 交通运输支出 资源勘探工业信息等支出 "
    "商业服务业等支出 金融支出 援助其他地区支出 自然资源海洋气象等支出 住房保障支出 粮油物资储备支出 "
    "国有资本经营预算支出 灾害防治及应急管理支出 预备费 其他支出 转移性支出 债务还本支出 债务付息支出 "
    "债务发行费用支出 抗疫特别国债安排的支出"
)
EXPENDITURES = tuple(_CLASSES.split())

TOTAL = Row({"A": "合计"}, "total")
THIS_YEAR = Row({"A": "本年收入合计", "C": "本年支出合计"}, "total")
GRAND_TOTAL = Row({"A": "收入总计", "C": "支出总计"}, "total")


def numbered(names: Iterable[str]) -> list[str]:
    """一、…, 二、… before the names."""
    return [f"{number}、{name}" for number, name in zip(CHINESE_NUMBERS, names, strict=False)]


def two_panels(revenues: tuple[str, ...]) -> tuple[Row, ...]:
    """The listed rows of 表一 and 表四: revenue in column A, the expenditure classes in column C."""
    left = numbered(revenues) + [""] * (len(EXPENDITURES) - len(revenues))
    return tuple(Row({"A": a, "C": c} if a else {"C": c}) for a, c in zip(left, numbered(EXPENDITURES), strict=True))
