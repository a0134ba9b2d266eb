"""Pages made from results in memory, as the story makes them from a folder."""

from collections.abc import Iterable
from pathlib import Path

from budgetbook.model.finding import Report
from budgetbook.outputs.bureau.library import chart_library
from budgetbook.outputs.bureau.overview import line_of, totals
from budgetbook.outputs.bureau.page import page
from budgetbook.outputs.bureau.page_data import Blocks, overview_data
from budgetbook.outputs.bureau.results import Result, Task


def result(department: str, report: Report | None, /, **more: object) -> Result:
    name = f"{department}.xlsx"
    problems = () if report else (f"{name}：文件打不开，可能已损坏",)
    done = Task(name, "done" if report else "failed", name if report else "", "", department, 2024, 100_000_000, problems)
    return Result(done._replace(**more), report)


def write_page(path: Path, results: Iterable[Result]) -> Path:
    blocks, lines = Blocks(), []
    for each in results:
        lines.append((line_of(each), blocks.add(each)))
    blocks.close()
    lines.sort(key=lambda line: line[0].badness)
    whole = totals(line for line, _ in lines)
    path.write_bytes(b"".join(page(overview_data(lines, whole), blocks.packed, chart_library())))
    return path
