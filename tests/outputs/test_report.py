"""The JSON report and the summary."""

import json
from pathlib import Path

import pytest

from budgetbook.model.finding import Verdict
from budgetbook.model.problem import BudgetbookError
from budgetbook.outputs.report import report_json, summary_line, write_report
from tests.outputs.reports import NOWHERE, REPORT, WRONG, report

WANTED = {
    "summary": {
        "equations": {"相符": 827, "尾差": 12, "不符": 6, "未检": 0},
        "rules": {"相符": 17, "提示": 4, "不符": 1, "未检": 1, "已核实": 0},
    },
    "findings": [
        {
            "code": "SUM",
            "verdict": "不符",
            "severity": "错误",
            "message": "合计不等于各项之和",
            "sheet": "表三",
            "cell": "C6",
            "left": "166.60",
            "right": "166.61",
            "difference": "-0.01",
            "related": [{"sheet": "表三", "cell": "D6"}, {"sheet": "表五", "cell": "C6"}],
            "hint": "请先看这一格",
            "reason": "",
        },
        {
            "code": "F03",
            "verdict": "不符",
            "severity": "错误",
            "message": "没有年度",
            "sheet": "",
            "cell": "",
            "left": "",
            "right": "",
            "difference": "",
            "related": [{"sheet": "表五", "cell": "C7"}],
            "hint": "",
            "reason": "",
        },
    ],
    "checks": [
        {
            "code": "SUM",
            "says": "合计等于各项之和",
            "count": 806,
            **{"相符": 800, "尾差": 0, "不符": 6, "未检": 0, "提示": 0, "已核实": 0},
            "reason": "",
        }
    ],
    "assumptions": ["没有上年结转"],
}


def test_the_report_as_json() -> None:
    text = report_json(report(WRONG, NOWHERE))
    assert json.loads(text) == WANTED
    assert list(json.loads(text)) == ["summary", "findings", "checks", "assumptions"]
    assert "不符" in text and text == report_json(report(WRONG, NOWHERE))


def test_the_report_as_a_file(tmp_path: Path) -> None:
    write_report(report(WRONG, NOWHERE), tmp_path / "报告.json")
    data = (tmp_path / "报告.json").read_bytes()
    assert json.loads(data.decode("utf-8")) == WANTED and b"\r" not in data
    with pytest.raises(BudgetbookError, match=r"没有.json"):
        write_report(REPORT, tmp_path / "没有这里" / "没有.json")


def test_the_summary_gives_all_counts() -> None:
    checked = "勾稽 845 条：相符 827，尾差 12，不符 6，未检 0；规则 23 条：通过 17，提示 4，不符 1，未检 1"
    listed = "列出 4 处（勾稽同一原因的合为一处，规则一个地方一处）：不符 2，未检 1，尾差 1"
    assert summary_line(REPORT) == f"{checked}。{listed}"
    accepted = WRONG._replace(verdict=Verdict.ACCEPTED)
    assert summary_line(report(accepted, NOWHERE)).endswith(
        "列出 2 处（勾稽同一原因的合为一处，规则一个地方一处）：不符 1，已核实 1"
    )
    assert summary_line(report()).endswith("不符 1，未检 1。没有要列出的")
