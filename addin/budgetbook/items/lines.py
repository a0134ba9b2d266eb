"""Lines: a list of budget line items that has passed all checks, as columns in official terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from budgetbook.model.problem import Problem

from .columns import Column, Mask, Whole

# The headings of the list, in order, with the field that each fills. 金额(元) is apart: it is no text.
FIELDS = {
    "预算年度": "year",
    "部门编码": "department_code",
    "部门名称": "department",
    "单位编码": "unit_code",
    "单位名称": "unit",
    "单位性质": "unit_type",
    "收支类型": "use",
    "收入分类科目编码": "revenue",
    "支出功能分类科目编码": "function",
    "部门预算支出经济分类科目编码": "economic",
    "政府预算支出经济分类科目编码": "government",
    "资金性质": "fund",
    "资金来源": "source",
    "项目类别": "kind",
    "项目编码": "project_code",
    "项目名称": "project",
    "政府采购类型": "procurement",
}
AMOUNT = "金额(元)"
INCOME = "收入"  # the use of a line of income


class Unit(NamedTuple):
    """A unit of the department. `type` is 行政单位, 参公单位, 事业单位, or "" where no line says."""

    code: str
    name: str
    type: str


class Item(NamedTuple):
    """One line, in official terms and bare codes. `row` is its row in the file, `amount` fen; `use` is 收入 for income."""

    row: int
    year: int
    department_code: str
    department: str
    unit_code: str
    unit: str
    unit_type: str
    use: str
    revenue: str
    function: str
    economic: str
    government: str
    fund: str
    source: str
    kind: str
    project_code: str
    project: str
    procurement: str
    amount: int


@dataclass(frozen=True)
class Lines:
    """Columns by field, amounts in fen, row numbers in the file. `units` and `projects` are in the order of their codes."""

    file: str
    sheet: str
    year: int
    department_code: str
    department: str
    units: tuple[Unit, ...]
    projects: tuple[str, ...]
    columns: dict[str, Column]
    amounts: Whole
    rows: Whole
    income: Mask
    warnings: tuple[Problem, ...]
