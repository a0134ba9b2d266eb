"""Findings: what a check has to say. Frozen plain data; a front turns it into a colour, a note, a row or JSON."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import NamedTuple

from .figure import Place


class Verdict(Enum):
    """How two sides compare; the sign stands beside the word so that colour is never alone."""

    AGREE = "相符"
    TAIL = "尾差"
    DISAGREE = "不符"
    UNCHECKED = "未检"
    REMARK = "提示"  # a rule asks to look; nothing is wrong for sure
    ACCEPTED = "已核实"  # a person has looked and said why it stands

    __hash__ = object.__hash__  # a member is only itself; verdicts are counted by the thousand

    @property
    def sign(self) -> str:
        return _SIGNS[self.value]


_SIGNS = {"相符": "✓", "尾差": "≈", "不符": "✗", "未检": "?", "提示": "!", "已核实": "○"}


class Severity(Enum):
    """How much a finding matters."""

    ERROR = "错误"
    WARNING = "警告"
    INFORMATION = "提示"


class Finding(NamedTuple):
    """One fact. Amounts are decimal strings as the message says them; "" where there is none.

    `place` is the likely culprit (None for a finding about the whole workbook), `related` the other cells that take part."""

    code: str
    verdict: Verdict
    severity: Severity
    message: str
    place: Place | None = None
    left: str = ""
    right: str = ""
    difference: str = ""
    related: tuple[Place, ...] = ()
    hint: str = ""
    reason: str = ""  # why a person let it stand (已核实)


class Check(NamedTuple):
    """What was checked under one code: the sentence of law, how many came out how, and why it was not checked at all."""

    code: str
    says: str
    counts: dict[Verdict, int]
    reason: str = ""


class Report(NamedTuple):
    """The outcome of checking one book. `equations` counts verdicts of derived equations, `rules` how each named rule came out.

    `assumptions` are the sentences that the verdicts rest on; findings stand with the most likely culprit first."""

    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]
    equations: dict[Verdict, int]
    rules: dict[Verdict, int]
    assumptions: tuple[str, ...] = ()

    @property
    def found(self) -> Counter[Verdict]:
        """How many findings (处) bear each verdict: one for one reason, however many equations (条) fail by it."""
        return Counter(finding.verdict for finding in self.findings)

    @property
    def disagreements(self) -> int:
        return self.found[Verdict.DISAGREE]
