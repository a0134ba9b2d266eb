"""The report on one workbook as a page: opened with a double click in any browser, without script and without network."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from importlib import resources
from pathlib import Path

from budgetbook.model.finding import Finding, Report, Verdict
from budgetbook.workbooks.file.saving import write_whole

from .report import summary_line
from .results import NOTHING, WHOLE

PAGES = (".html", ".htm")
_SHOWN = 2_000  # findings; a page with more is slow to open, and all of them stand on the sheet 校验结果
_RELATED = 20  # cells named with a finding
_NEXT = (
    (Verdict.DISAGREE, "有 {} 处不符：请照“怎么办”改好，再校验一次。"),
    (Verdict.UNCHECKED, "没有发现不符，但有 {} 处没有条件检查：请看说明。"),
    (Verdict.REMARK, "没有发现不符，有 {} 处提示：请看一看是否有误。"),
    (Verdict.TAIL, "没有发现不符；{} 处尾差是四舍五入造成的，不用改。"),
)
_COLUMNS = ("序号", "结论", "代码", "位置", "说明", "左边", "右边", "差额", "怎么办")
_TAIL = "位置写成“工作表!单元格”；带颜色和批注的工作簿里，“校验结果”表列出同样的内容，点位置就到那个单元格。"


def write_page(report: Report, path: Path, about: str = "", remarks: Sequence[str] = ()) -> None:
    """The page as a UTF-8 file, whole or not at all. Raises BudgetbookError when it cannot be written."""
    write_whole(str(path), [page(report, about or path.stem, remarks).encode("utf-8", "replace")])


def page(report: Report, about: str, remarks: Sequence[str] = ()) -> str:
    """The whole page. Every text from the workbook is escaped, and the policy of the page lets nothing run or load."""
    style = (resources.files(__package__) / "report_page.css").read_text(encoding="utf-8")
    title = escape(f"{about} 校验报告")
    policy = f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"{_head(report)}{_list('提醒', remarks)}{_table(report.findings)}{_unlooked(report)}"
        f"{_list('核对时这样认定', report.assumptions)}<p class=muted>{_TAIL}</p>\n</body>\n</html>\n"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _head(report: Report) -> str:
    found = Counter(finding.verdict for finding in report.findings)
    worst = next((verdict for verdict, _ in _NEXT if found[verdict]), Verdict.AGREE)
    says = dict(_NEXT).get(worst, NOTHING).format(found[worst])
    return f'<p class="{_class(worst)} worst">{worst.sign} {escape(says)}</p>\n<p>{escape(summary_line(report))}</p>\n'


def _list(heading: str, texts: Iterable[str]) -> str:
    lines = "".join(f"<li>{_broken(text)}</li>\n" for text in texts)
    return f"<h2>{heading}</h2>\n<ul>\n{lines}</ul>\n" if lines else ""


def _unlooked(report: Report) -> str:
    return _list("没有做的检查", (f"{check.code} {check.says}：{check.reason}" for check in report.checks if check.reason))


def _table(findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    head = "".join(f"<th>{name}</th>" for name in _COLUMNS)
    rows = "".join(_row(number, finding) for number, finding in enumerate(findings[:_SHOWN], 1))
    left = len(findings) - _SHOWN
    rest = f"<p>还有 {left} 处没有列在这里，请看工作簿里的“校验结果”表。</p>\n" if left > 0 else ""
    return f"<h2>逐处说明</h2>\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n{rest}"


def _row(number: int, finding: Finding) -> str:
    texts = (
        str(number),
        f"{finding.verdict.sign} {finding.verdict.value}",
        finding.code,
        str(finding.place or WHOLE),
        _said(finding),
    )
    cells = "".join(f"<td>{_broken(text)}</td>" for text in texts)
    amounts = "".join(f"<td class=number>{escape(text)}</td>" for text in (finding.left, finding.right, finding.difference))
    return f'<tr class="{_class(finding.verdict)}">{cells}{amounts}<td>{_broken(finding.hint)}</td></tr>\n'


def _said(finding: Finding) -> str:
    places, count = "、".join(map(str, finding.related[:_RELATED])), len(finding.related)
    related = f"\n相关单元格：{places}" + (f" 等 {count} 处" if count > _RELATED else "") if places else ""
    reason = f"\n已核实的理由：{finding.reason}" if finding.reason else ""
    return finding.message + related + reason


def _class(verdict: Verdict) -> str:
    return verdict.name.lower()


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br>")
