"""Lists of line items for the tests: a plain line, and what differs from it."""

from pathlib import Path

from budgetbook.items.line_items import LineItems, read_rows

HEADINGS = (
    "预算年度", "部门编码", "部门名称", "单位编码", "单位名称", "单位性质", "收支类型", "收入分类科目编码", "支出功能分类科目编码",
    "部门预算支出经济分类科目编码", "政府预算支出经济分类科目编码", "资金性质", "资金来源", "项目类别", "项目编码", "项目名称",
    "政府采购类型", "金额(元)",
)  # fmt: skip
FUNCTION, ECONOMIC, GOVERNMENT, AMOUNT = HEADINGS[8], HEADINGS[9], HEADINGS[10], HEADINGS[17]
PLAIN = {
    "预算年度": "2024", "部门编码": "604", "部门名称": "某局", "单位编码": "604001", "单位名称": "某局本级", "单位性质": "行政",
    FUNCTION: "2010306", ECONOMIC: "30201", GOVERNMENT: "50201", "资金性质": "一般公共预算", "资金来源": "本年",
    "项目类别": "公用经费", AMOUNT: "100",
}  # fmt: skip


def line(**said: object) -> list[object]:
    """A plain line of 100 yuan, with what is said here instead; `amount`, `function` … stand for the long headings."""
    short = {"function": FUNCTION, "economic": ECONOMIC, "government": GOVERNMENT, "amount": AMOUNT}
    meant = PLAIN | {short.get(name, name): value for name, value in said.items()}
    return [meant.get(heading, "") for heading in HEADINGS]


def income(**said: object) -> list[object]:
    """A line of income: neither kind nor economic codes, and no function unless it is said."""
    return line(**{"收支类型": "收入", "function": "", "economic": "", "government": "", "项目类别": ""} | said)


def items_of(*lines: list[object]) -> LineItems:
    return read_rows([HEADINGS, *lines], "明细.xlsx", "明细")


def text_of(*lines: list[object], delimiter: str = ",", end: str = "\n") -> str:
    return end.join(delimiter.join(map(str, row)) for row in (HEADINGS, *lines)) + end


def saved(folder: Path, data: str | bytes, name: str = "明细.csv") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path
