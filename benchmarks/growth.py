"""How time and memory grow with the number of items and of forms; each point in a process of its own, drawn with log axes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .departments import LARGE, SMALL, Size
from .processes import REPOSITORY, measured
from .run import PLACE, prepare, seconds

ITEMS, FORMS = (500, 5_000, 50_000, 500_000), (1, 10, 100, 1_000)
PICTURE = REPOSITORY / "docs" / "images" / "growth.png"
KEPT = PLACE / "growth.json"
CJK = ("Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "Microsoft YaHei", "SimHei", "PingFang SC")
WORDS = {
    True: ("明细笔数（10 张申报表）", "绩效目标申报表张数（5,000 笔明细）", "时间（秒）", "内存峰值（MB）"),
    False: ("line items (10 forms)", "performance forms (5,000 items)", "time (s)", "peak memory (MB)"),
}

Points = dict[str, list[tuple[int, float, float]]]  # items or forms: (how many, seconds, MB)


def measure_growth(quick: bool) -> Points:
    """Both curves; a point is the median of a few rounds after warming up on the small department."""
    warm = prepare("small", SMALL, "embedded", "formulas")
    points: Points = {"items": [], "forms": []}
    for kind, counts in (("items", ITEMS), ("forms", FORMS)):
        for count in counts[: -1 if quick else None]:
            size = SMALL._replace(items=count) if kind == "items" else Size(5_000, count, SMALL.functions, SMALL.units)
            size = size._replace(functions=LARGE.functions) if count > 100_000 else size
            folder = prepare("growth", size)
            found = measured("worker", "ours", folder, warm, 3)
            points[kind].append((count, sorted(found["times"])[1], found["memory"]))
            print(f"{kind} {count:>7,}: {seconds(points[kind][-1][1]):>10} {found['memory']:6.0f} MB", flush=True)
    KEPT.write_text(json.dumps(points), encoding="utf-8")
    return points


def draw(points: Points, path: Path = PICTURE) -> None:
    """Two panels, items and forms; time on the left axis, memory on the right."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import font_manager, pyplot

    known = {font.name for font in font_manager.fontManager.ttflist}
    chinese = next((name for name in CJK if name in known), None)
    matplotlib.rcParams["font.family"] = [*([chinese] if chinese else []), "DejaVu Sans"]
    items, forms, time_word, memory_word = WORDS[chinese is not None]
    figure, panels = pyplot.subplots(1, 2, figsize=(10, 4), dpi=150, layout="constrained")
    for panel, kind, title in zip(panels, ("items", "forms"), (items, forms), strict=True):
        _panel(panel, points[kind], title, time_word, memory_word)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Software": None})
    pyplot.close(figure)


def _panel(panel: Any, points: list[tuple[int, float, float]], title: str, time_word: str, memory_word: str) -> None:
    from matplotlib.ticker import FuncFormatter, NullFormatter, NullLocator

    counts = [count for count, _, _ in points]
    other = panel.twinx()
    for axis, place, colour, marker, word in ((panel, 1, "#1f5fa8", "o", time_word), (other, 2, "#c46210", "s", memory_word)):
        axis.plot(counts, [point[place] for point in points], color=colour, marker=marker, linewidth=2)
        axis.set_yscale("log")
        axis.set_ylabel(word, color=colour)
        axis.tick_params(axis="y", colors=colour)
        axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.yaxis.set_minor_formatter(NullFormatter())
        axis.spines["top"].set_visible(False)
    decades = 10**3 if all(spent < 10 and memory < 10_000 for _, spent, memory in points) else 10**4
    panel.set_ylim(0.01, 0.01 * decades)  # as many decades on both sides, so that one grid serves both
    other.set_ylim(10, 10 * decades)
    panel.set_xscale("log")
    panel.set_xticks(counts, [f"{count:,}" for count in counts])
    panel.xaxis.set_minor_locator(NullLocator())
    panel.set_xlabel(title)
    panel.grid(True, which="major", color="#dddddd", linewidth=0.6)


def growth_rows(points: Points) -> list[list[str]]:
    """Rows of what, how many, time, memory."""
    names = {"items": "明细笔数", "forms": "申报表张数"}
    return [
        [names[kind], f"{count:,}", seconds(spent), f"{memory:.0f} MB"]
        for kind, line in points.items()
        for count, spent, memory in line
    ]
