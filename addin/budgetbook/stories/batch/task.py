"""A task and what came of it: plain data that crosses the borders of processes, and of machines, unchanged."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from budgetbook.model.finding import Report, Verdict
from budgetbook.outputs.report import LISTED

_LONGEST = 255  # bytes of a file's name
OWN = ".budgetbook"  # the folder in OUT that holds what the run itself needs
FILL, CHECK = "fill", "check"
DONE, FAILED, SKIPPED = "done", "failed", "skipped"
COUNTED = (Verdict.AGREE, Verdict.TAIL, Verdict.DISAGREE, Verdict.UNCHECKED, Verdict.REMARK)


class Task(NamedTuple):
    """What to do with which files. `output` is below `out`, with slashes, as is `name`, which tells the task from all others.

    With a template the source holds line items: one department's, or with `by` and `key` those of many, of which one is meant; so
    do the files of `projects` and `indicators`, if any. Without, the source is a workbook."""

    name: str
    source: str
    output: str
    out: str
    jobs: tuple[str, ...]
    template: str = ""
    by: str = ""  # department, unit
    key: str = ""
    settings: str = ""
    size: int = 0  # how long it will take, beside the others: the largest go first
    projects: str = ""
    indicators: str = ""
    refused: str = ""  # why it cannot be done, where that is known before
    paged: bool = False  # whether people get the report as a page besides

    @property
    def report(self) -> str:
        """Where the JSON report goes, below `out`; a name that would get too long is cut, and told apart by its hash."""
        name = PurePosixPath(f"{OWN}/reports/{self.output}.json")
        if len(name.name.encode("utf-8", "surrogateescape")) <= _LONGEST:
            return name.as_posix()
        apart = hashlib.sha256(name.name.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return name.with_name(f"{name.name[:40]}~{apart}.json").as_posix()

    @property
    def page_path(self) -> Path:
        return Path(self.out, OWN, "reports", f"{self.output}.html")

    @property
    def own_path(self) -> Path:
        return Path(self.out, OWN)

    @property
    def output_path(self) -> Path:
        return Path(self.out, self.output)

    @property
    def report_path(self) -> Path:
        return Path(self.out, self.report)


class Marks(NamedTuple):
    """Hashes of all that a result depends on. `projects` is that of the indicators too. "" stands for what there is not."""

    input: str = ""
    template: str = ""
    binding: str = ""
    settings: str = ""
    projects: str = ""
    version: str = ""
    job: str = ""


class Result(NamedTuple):
    """What came of a task. `problems` are whole sentences: why it failed, or what to mind. `amount` is fen. `verdicts` counts
    equations and rules (条), `findings` what is listed (处)."""

    task: str
    state: str
    output: str | None = None
    report: str | None = None
    department: str = ""
    year: int | None = None
    amount: int | None = None
    verdicts: dict[str, int] = {}  # noqa: RUF012  # nobody changes it
    problems: tuple[str, ...] = ()
    seconds: float = 0.0
    marks: Marks = Marks()
    output_hash: str = ""
    report_hash: str = ""
    exhausted: bool = False  # the worker ran out of memory: whoever comes next should have a new one
    findings: dict[str, int] = {}  # noqa: RUF012  # nobody changes it

    @property
    def disagrees(self) -> bool:
        return self.state != FAILED and self.findings.get(Verdict.DISAGREE.value, 0) > 0


_LOGGED = ("task", "state", "output", "report", "department", "year", "amount", "verdicts", "findings", "problems", "seconds")


def logged(result: Result) -> dict[str, Any]:
    """The result as a line of the log says it."""
    return {field: getattr(result, field) for field in _LOGGED} | {"problems": list(result.problems)}


def failed(task: Task, *problems: str, seconds: float = 0.0, exhausted: bool = False) -> Result:
    """A task that could not be done, and why."""
    nothing = {verdict.value: 0 for verdict in COUNTED}
    said = Result(task.name, FAILED, verdicts=nothing, problems=problems, seconds=round(seconds, 3), exhausted=exhausted)
    return said._replace(department=task.name if task.by else "", findings={verdict.value: 0 for verdict in LISTED})


def verdict_counts(report: Report) -> dict[str, int]:
    """How many equations and rules came out how, as the line of summary counts them."""
    return {verdict.value: report.equations.get(verdict, 0) + report.rules.get(verdict, 0) for verdict in COUNTED}


def finding_counts(report: Report) -> dict[str, int]:
    """How many findings are listed with each verdict, as the bureau's page counts them."""
    return {verdict.value: report.found[verdict] for verdict in LISTED}
