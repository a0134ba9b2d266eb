"""A project and its performance goal (绩效目标), as filled in by a person and as printed on its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

WHOLE, YEAR = "实施期", "年度"
FUND_SOURCES = ("中央财政资金", "省级财政资金", "市县(区)财政资金", "单位自筹", "其他资金")


class Indicator(NamedTuple):
    """One leaf of the indicator tree in one of the two halves (实施期 or 年度)."""

    half: str
    first: str  # 一级指标
    second: str  # 二级指标
    third: str  # 三级指标
    value: str  # 指标值


class Funds(NamedTuple):
    """Money of one half, in fen; None where nothing is written. `sources` follow FUND_SOURCES."""

    total: int | None
    sources: tuple[int | None, ...]


NOTHING = Funds(None, (None,) * len(FUND_SOURCES))


@dataclass(frozen=True)
class Project:
    """One project's form. Texts are as written, "" where nothing is."""

    name: str
    form: str = "申报表"  # 表类型
    department: str = ""  # 主管部门及代码
    unit: str = ""  # 实施单位
    attribute: str = ""  # 项目属性
    period: str = ""  # 项目期
    whole: Funds = NOTHING
    year: Funds = NOTHING
    overview: str = ""  # 项目概况
    basis: str = ""  # 立项依据
    necessity: str = ""  # 项目设立必要性
    measures: str = ""  # 保证项目实施的制度、措施
    plan: str = ""  # 项目实施计划
    whole_goal: str = ""  # 实施期总体目标
    year_goal: str = ""  # 年度总体目标
    responsible: str = ""  # 负责人
    handler: str = ""  # 经办人
    phone: str = ""  # 联系电话
    date: str = ""  # 填报日期
    indicators: tuple[Indicator, ...] = ()


# The headings of the list of projects, in order, with the attribute each fills; funds come as 实施期_资金总额 and so on.
TEXT_COLUMNS = {
    "表类型": "form",
    "项目名称": "name",
    "主管部门及代码": "department",
    "实施单位": "unit",
    "项目属性": "attribute",
    "项目期": "period",
    "项目概况": "overview",
    "立项依据": "basis",
    "项目设立必要性": "necessity",
    "保证项目实施的制度、措施": "measures",
    "项目实施计划": "plan",
    "实施期总体目标": "whole_goal",
    "年度总体目标": "year_goal",
    "负责人": "responsible",
    "经办人": "handler",
    "联系电话": "phone",
    "填报日期": "date",
}
