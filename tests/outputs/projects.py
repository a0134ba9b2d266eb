"""A project as a person would fill it in, to be varied by the tests."""

from dataclasses import replace
from typing import Any

from budgetbook.model.project import Funds, Indicator, Project

PROJECT = Project(
    name="互联网运维费",
    department="604-某局",
    unit="某局",
    attribute="延续性项目",
    period="3年",
    whole=Funds(34812000, (0, 0, 34812000, 0, None)),
    year=Funds(11604000, (0, 0, 11604000, 0, None)),
    overview="租赁互联网专线四条",
    basis="相关合同",
    necessity="日常办公需要",
    measures="合同管理办法",
    plan="按季付款",
    whole_goal="三年内网络不中断",
    year_goal="全年网络不中断",
    responsible="甲",
    handler="乙",
    phone="3360002",
    date="2024.1.19",
    indicators=(
        Indicator("实施期", "产出指标", "数量指标", "网络专线", "4条"),
        Indicator("年度", "产出指标", "数量指标", "网络专线", "4条"),
        Indicator("年度", "产出指标", "成本指标", "成本", "116040元"),
        Indicator("实施期", "满意度指标", "服务对象满意度指标", "满意度", "≥99%"),
    ),
)


def project(**changes: Any) -> Project:
    return replace(PROJECT, **changes)


def pair(first: str, second: str, third: str, value: str) -> tuple[Indicator, Indicator]:
    """The same indicator in both halves."""
    return Indicator("实施期", first, second, third, value), Indicator("年度", first, second, third, value)
