"""What a report puts into the cells: one colour and one note for each cell, from all findings that name it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from budgetbook.model.figure import Place
from budgetbook.model.finding import Finding, Report, Severity, Verdict

# Shades that hardly any workbook has of its own, so that a cell that still bears one of them was coloured by us.
RED, PALE, YELLOW, GREY, BLUE, GREEN = "FF7C81", "FCE3E2", "FFF3C9", "D5D7DA", "CBE4F9", "DBF1DD"
COLOURS = {
    Verdict.DISAGREE: RED,
    Verdict.UNCHECKED: GREY,
    Verdict.TAIL: YELLOW,
    Verdict.REMARK: BLUE,
    Verdict.ACCEPTED: GREEN,
}
STRENGTH = (PALE, GREEN, YELLOW, BLUE, GREY, RED)  # the last wins
_ALONE = (Verdict.DISAGREE, Verdict.REMARK, Verdict.ACCEPTED)  # the place is what is spoken of; the others only take part

SIGNATURE = "【预算公开校验】"  # the first line of what we write into a note
_SHOWN_FINDINGS, _SHOWN_PLACES = 5, 8


def plan_colours(report: Report, sheets: Collection[str]) -> dict[Place, str]:
    """The strongest colour of each cell of these sheets. What takes part in a 不符 is pale; 尾差 and 未检 have one colour; what is
    only for information has none."""
    colours: dict[Place, str] = {}
    for finding in filter(_shows, report.findings):
        places = (finding.place, *finding.related)
        if finding.verdict in (Verdict.REMARK, Verdict.ACCEPTED):
            places = (finding.place,)
        for place in places:
            if place is None or place.sheet not in sheets:
                continue
            beside = finding.verdict is Verdict.DISAGREE and place != finding.place
            colour = PALE if beside else COLOURS[finding.verdict]
            colours[place] = max(colour, colours.get(place, PALE), key=STRENGTH.index)
    return colours


def plan_notes(report: Report, sheets: Collection[str]) -> dict[Place, str]:
    """Our text for each cell that has more than the pale colour, without anything that the cell's own note says."""
    about: dict[Place, list[Finding]] = {}
    for finding in filter(_shows, report.findings):
        places = (finding.place,) if finding.verdict in _ALONE else (finding.place, *finding.related)
        for place in dict.fromkeys(places):
            if place is not None and place.sheet in sheets:
                about.setdefault(place, []).append(finding)
    return {place: _text(place, findings) for place, findings in about.items()}


def _shows(finding: Finding) -> bool:
    """Whether a finding is shown in the cells: what is only for information stands on the list alone."""
    if finding.verdict is Verdict.REMARK:
        return finding.severity is not Severity.INFORMATION
    return finding.verdict is not Verdict.AGREE


def _text(place: Place, findings: Sequence[Finding]) -> str:
    paragraphs = [_paragraph(place, finding) for finding in findings[:_SHOWN_FINDINGS]]
    if len(findings) > _SHOWN_FINDINGS:
        paragraphs.append(f"还有 {len(findings) - _SHOWN_FINDINGS} 条，见“校验结果”表")
    return "\n".join([SIGNATURE, "\n\n".join(paragraphs)])


def _paragraph(place: Place, finding: Finding) -> str:
    lines = [f"{finding.verdict.sign} {finding.verdict.value}（{finding.code}）：{finding.message}"]
    amounts = (("左边", finding.left), ("右边", finding.right), ("差额", finding.difference))
    if any(amount for _, amount in amounts):
        lines.append("，".join(f"{word} {amount or '（空白）'}" for word, amount in amounts))
    others = [other for other in (finding.place, *finding.related) if other not in (None, place)]
    if others:
        more = f" 等 {len(others)} 处" if len(others) > _SHOWN_PLACES else ""
        word = "相关单元格" if finding.verdict in _ALONE else "同样的还有"
        lines.append(f"{word}：{'、'.join(map(str, others[:_SHOWN_PLACES]))}{more}")
    if finding.reason:
        lines.append(f"核实理由：{finding.reason}")
    elif finding.hint:
        lines.append(f"怎么办：{finding.hint}")
    return "\n".join(lines)
