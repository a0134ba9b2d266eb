"""Folders as a run leaves them, made by hand: tasks.jsonl and the reports that it names."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from budgetbook.model.finding import Check, Finding, Report, Severity, Verdict
from budgetbook.outputs.report import write_report
from tests.outputs.reports import place

SAYS = {
    "SAME": "同一口径的数在各表、各处应一致",
    "SUM": "合计应等于各组成部分之和",
    "PART": "总数应不小于其中已列出的部分之和",
    "ITEM": "各格应等于预算明细的汇总数",
    "F01": "应有的工作表、表头和行都应在并且认得",
    "F04": "科目编码应在当年的科目表中",
    "P01": "项目支出表列出的项目与绩效目标申报表应一一对应",
    "P04": "年度成本指标应等于年度资金总额",
    "D01": "标题、各表、申报表和指标的时限都应是预算年度",
}
WRONG = Finding(
    "SUM",
    Verdict.DISAGREE,
    Severity.ERROR,
    "表三!C6 合计 166.60万元 应等于 表三!D6 基本支出 18.37万元 + 表三!E6 项目支出 150.23万元 = 168.60万元，相差2.00万元",
    place("表三!C6"),
    "166.60",
    "168.60",
    "-2.00",
    (place("表三!D6"), place("表三!E6")),
    "先看 表三!C6；改为 168.60万元 后都能对上",
)
TAIL = Finding("SAME", Verdict.TAIL, Severity.INFORMATION, "表一有 2 处尾差，四舍五入可以解释，不是错误", place("表一!B7"))
REMARK = Finding("F04", Verdict.REMARK, Severity.WARNING, "科目表里没有“2019999”", place("表二!A9"), hint="请对照当年的科目表")
UNREAD = Finding("SAME", Verdict.UNCHECKED, Severity.WARNING, "表五有金额没有读出，涉及的 3 条勾稽未检", place("表五!C8"))
OLD_YEAR = Finding("D01", Verdict.DISAGREE, Severity.ERROR, "标题写的是 2023 年", None, hint="请改成 2024 年")


def report(*findings: Finding, unchecked: Iterable[str] = ("P01",)) -> Report:
    """A report of all codes in SAYS; of `unchecked` none had anything to look at."""
    unchecked = set(unchecked)
    counts = {code: {Verdict.UNCHECKED: 1} if code in unchecked else {Verdict.AGREE: 100} for code in SAYS}
    for finding in findings:
        counts[finding.code][finding.verdict] = counts[finding.code].get(finding.verdict, 0) + 1
    reasons = dict.fromkeys(unchecked, "没有检查：工作簿里没有绩效目标申报表")
    checks = tuple(Check(code, SAYS[code], counts[code], reasons.get(code, "")) for code in SAYS)
    equations = {Verdict.AGREE: 400, Verdict.DISAGREE: sum(finding.code == "SUM" for finding in findings)}
    return Report(tuple(findings), checks, equations, {Verdict.AGREE: 4, Verdict.UNCHECKED: len(unchecked)}, ("没有上年结转",))


def task(name: str, **more: Any) -> dict[str, Any]:
    """A line of tasks.jsonl."""
    line = {"task": name, "state": "done", "output": name, "report": f".budgetbook/reports/{name}.json", "department": ""}
    return line | {"year": 2024, "amount": 123_456_789, "verdicts": {}, "problems": [], "seconds": 0.05} | more


def failed(name: str, *problems: str, **more: Any) -> dict[str, Any]:
    return task(name, state="failed", output=None, report=None, amount=None, problems=list(problems), **more)


def write_run(out: Path, tasks: Iterable[Mapping[str, Any]], reports: Mapping[str, Report]) -> Path:
    """`reports` by the name of the task."""
    out.mkdir(parents=True, exist_ok=True)
    for name, each in reports.items():
        path = out / ".budgetbook" / "reports" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_report(each, path)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in tasks)
    (out / "tasks.jsonl").write_text(text, encoding="utf-8")
    return out


def small_run(out: Path) -> Path:
    """Five departments: two wrong, one with remarks, one in order, one that could not be opened."""
    tasks = [
        task("甲局/公开.xlsx", department="甲局", amount=166_600_00),
        task("乙局/公开.xlsx", department="乙局", amount=9_000_000_00),
        task("丙局/公开.xlsx", department="丙局", amount=None),
        task("丁局/公开.xlsx", department="丁局", amount=1_234_567_89_00),
        failed("戊局/公开.xlsx", "戊局/公开.xlsx：文件打不开，可能已损坏", department="戊局"),
    ]
    reports = {
        "甲局/公开.xlsx": report(WRONG, OLD_YEAR, TAIL, UNREAD),
        "乙局/公开.xlsx": report(WRONG),
        "丙局/公开.xlsx": report(REMARK, TAIL),
        "丁局/公开.xlsx": report(),
    }
    return write_run(out, tasks, reports)


def large_run(out: Path, departments: int, findings: int = 20) -> Path:
    """As many departments with as many findings each, every sentence another; every fortieth failed, every third in order."""
    tasks, reports = [], {}
    for number in range(departments):
        name = f"{number:05}号局/公开.xlsx"
        if number % 40 == 7:
            tasks.append(failed(name, f"{name}：文件打不开，可能已损坏"))
            continue
        tasks.append(task(name, department=f"第{number:05}号局", amount=number * 1_000_003))
        found = [] if number % 3 == 0 else [_varied(number, place) for place in range(findings)]
        reports[name] = report(*found)
    return write_run(out, tasks, reports)


def _varied(number: int, at: int) -> Finding:
    kind = (WRONG, TAIL, REMARK, UNREAD, OLD_YEAR, TAIL, REMARK)[(number + at) % 7]
    if kind.verdict is Verdict.DISAGREE and number % 2:
        kind = REMARK
    return kind._replace(message=f"{kind.message}（第 {number} 号局第 {at} 处，相差 {number * 37 + at} 元）")
