"""python -m benchmarks: the table. python -m benchmarks growth: how time and memory grow.

Exit status 1: outputs differ, or sums are wrong."""

from __future__ import annotations

import argparse
import shutil
import sys

from . import docs, growth, run
from .cases import CASES


def main() -> int:
    """Exit status."""
    wanted = _arguments().parse_args()
    if wanted.what == "growth":
        points = growth.measure_growth(wanted.quick)
        if not wanted.quick:
            growth.draw(points)
            docs.write_growth(points)
        return 0
    names = wanted.only or [name for name in CASES if name != "libreoffice" or shutil.which("soffice")]
    sizes = ("small", "large") if wanted.size == "all" else (wanted.size,)
    results = run.measure_all(sizes, names, wanted.quick)
    wrong = run.compare_all(results) + ([] if wanted.only else run.check_exact(wanted.quick))
    _show(("", "", "time", "ratio", "memory", "processors"), run.table(results))
    _show(("goal", "", "measured", ""), run.goals(results))
    print("\n".join(wrong) or "All amounts agree; sums are exact." if not wanted.only else "\n".join(wrong))
    run.save(results)
    if wanted.write_docs:
        docs.write_results(results)
    return 1 if wrong else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="?", choices=("table", "growth"), default="table")
    parser.add_argument("--size", choices=("small", "large", "all"), default="all")
    parser.add_argument("--quick", action="store_true", help="two rounds at most")
    parser.add_argument("--only", nargs="+", choices=list(CASES), metavar="CASE", help=f"of: {' '.join(CASES)}")
    parser.add_argument("--write-docs", action="store_true", help="put the figures into docs/speed.md")
    return parser


def _show(headings: tuple[str, ...], rows: list[list[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    if rows:
        shown = Table()
        for place, heading in enumerate(headings):
            shown.add_column(heading, justify="right" if place else "left")
        for row in rows:
            shown.add_row(*row)
        Console(width=None if sys.stdout.isatty() else 120).print(shown)


if __name__ == "__main__":
    sys.exit(main())
