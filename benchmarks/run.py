"""Everything in one run: the departments, every case in a process of its own, all outputs compared, the table and the goals."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from pathlib import Path

from .cases import CASES, WITH_MANY_FORMS
from .departments import LARGE, SMALL, Size
from .goals import GOALS, Result
from .processes import REPOSITORY, measured, module

PLACE = REPOSITORY / "out" / "benchmarks"
SIZES = {"small": SMALL, "large": LARGE, "forms": SMALL._replace(forms=200)}
PASSES = {"small": 3, "large": 2}
EXACT = Size(500_000, 100, 66, 4)
EXACT_QUICK = EXACT._replace(items=50_000)

Results = dict[str, dict[str, Result]]


def folder_of(name: str, size: Size) -> Path:
    """Where the files of a department lie; other numbers, another folder."""
    return PLACE / f"{name}-{size.items}-{size.forms}-{size.functions}-{size.units}"


def prepare(name: str, size: Size, *more: str) -> Path:
    """Write the files of a department, in a process of its own. `more`: embedded, formulas, others."""
    folder = folder_of(name, size)
    module("files", folder, *size, *more)
    return folder


def measure_all(sizes: Sequence[str], only: Sequence[str], quick: bool) -> Results:
    """Every case that is asked for, on the sizes that are asked for; medians over all passes."""
    warm = prepare("small", SMALL, "embedded", "formulas", "others")
    results: Results = {}
    for size in sizes:
        folder = warm if size == "small" else prepare(size, SIZES[size], "embedded", "formulas")
        many_forms = prepare("forms", SIZES["forms"])
        times: dict[str, list[float]] = {name: [] for name in CASES if name in only and CASES[name].rounds[_place(size)]}
        worked: dict[str, list[float]] = {name: [] for name in times}
        memory = dict.fromkeys(times, 0.0)
        for turn in range(1 if quick else PASSES[size]):  # one after the other and again, so that a busy minute hits all alike
            for name in times:
                rounds = CASES[name].rounds[_place(size)]
                print(f"{size} {turn + 1}: {CASES[name].label} …", flush=True)
                here = many_forms if name in WITH_MANY_FORMS else folder
                found = measured("worker", name, here, warm, min(rounds, 2) if quick else rounds)
                times[name] += found["times"]
                worked[name] += found["processor"]
                memory[name] = max(memory[name], found["memory"])
        results[size] = {
            name: Result(statistics.median(times[name]), memory[name], sum(worked[name]) / sum(times[name])) for name in times
        }
    return results


def _place(size: str) -> int:
    return ("small", "large").index(size)


def compare_all(results: Results) -> list[str]:
    """Every output that was written, held against the first, cell by cell; what is not the same, in words."""
    wrong = []
    for size, cases in results.items():
        outputs = [folder_of(size, SIZES[size]) / "made" / f"{name}.xlsx" for name in cases if CASES[name].compared]
        if len(outputs) > 1:
            said = module("compare", *outputs, fine=(0, 1))
            print(f"{size}: {len(outputs)} workbooks compared, {said.splitlines()[0]} each", flush=True)
            wrong += [f"{size} {line}" for line in said.splitlines()[1:]]
    return wrong


def check_exact(quick: bool) -> list[str]:
    """Sums of many amounts, and the order of the items."""
    folders = [prepare("small", SMALL), prepare("exact", EXACT_QUICK if quick else EXACT)]
    said = module("exactness", *folders, fine=(0, 1)).split("\n")
    return [line for line in said if line and line != "exact"]


def save(results: Results) -> Path:
    """The figures as JSON."""
    path = PLACE / "results.json"
    path.write_text(json.dumps(results, indent=1), encoding="utf-8")
    return path


def load() -> Results:
    """The figures of the last run."""
    kept = json.loads((PLACE / "results.json").read_text(encoding="utf-8"))
    return {size: {name: Result(*each) for name, each in cases.items()} for size, cases in kept.items()}


def table(results: Results) -> list[list[str]]:
    """Rows of case, size, time, ratio against the first baseline, memory, processors at work."""
    rows = []
    for size, cases in results.items():
        for name, result in cases.items():
            base = cases.get(_base(name))
            ratio = f"{base.seconds / result.seconds:.2f}×" if base else ""
            words = {"small": "小", "large": "大"}[size]
            rows.append(
                [
                    CASES[name].label,
                    words,
                    seconds(result.seconds),
                    ratio,
                    f"{result.memory:.0f} MB",
                    f"{result.processors:.1f}" if result.processors > 0.05 else "",
                ]
            )
    return rows


def _base(name: str) -> str:
    kinds = {"cold": "cold_openpyxl", "forms": "forms_openpyxl", "copies": "copies_openpyxl", "workers": "workers_1"}
    return kinds.get(name.split("_")[0], "openpyxl")


def goals(results: Results) -> list[list[str]]:
    """Rows of goal, what is asked, what was measured, reached or missed; goals that were not measured are left out."""
    rows = []
    for goal in GOALS:
        try:
            value = goal.measure(results)
        except KeyError:
            continue
        rows.append([goal.says, goal.text(), f"{value:.3g}{goal.unit}", "达到" if goal.reached(value) else "未达到"])
    return rows


def seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"
