"""工具: what the program makes of the workbook and of the machine; its log, its manual, itself."""

from __future__ import annotations

from pathlib import Path

import budgetbook
from budgetbook.fronts.log import log_folder
from budgetbook.model.grid import Cell, cell_name
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.outputs.listing import HEALTH, RECOGNISED, Column, Listing, write_listing
from budgetbook.stories.reading import recognised
from budgetbook.tables.binding_file import unit_name, write_binding
from budgetbook.tables.layout import Layout

from .desk import Desk
from .health import BAD, MIND, UNSEEN, lines

_MANUAL = "使用手册.txt"  # as the installer calls it


def recognise(desk: Desk) -> str:
    """What the workbook's own words say, on a sheet and as the binding file beside the workbook."""
    path, layout = desk.path, recognised(desk.workbook)
    if not layout.tables and not layout.unsettled:
        hint = "请确认打开的是部门预算公开的工作簿，各表有标题、“单位：万元”和表头"
        raise BudgetbookError(Problem("没有认出任何一张预算公开表", path.name, hint=hint))
    beside = path.with_suffix(".toml")
    said = _write_binding(desk, beside, write_binding(layout, path.name))
    write_listing(desk.workbook, RECOGNISED, _tables(layout))
    desk.go_to(RECOGNISED)
    open_ = f"还有 {len(layout.unsettled)} 处待确认，这些表先不填也不核对；请在绑定文件里写明。" if layout.unsettled else ""
    return f"认出 {len(layout.tables)} 张表，列在“{RECOGNISED}”表里。{open_}{said}"


def _write_binding(desk: Desk, beside: Path, text: str) -> str:
    """One that a person has confirmed is not written over unasked."""
    if beside.is_file():
        if beside.read_text(encoding="utf-8-sig", errors="replace") == text:
            return f"\n绑定文件“{beside.name}”已经是这样，没有改动。"
        if not desk.ask(f"已经有绑定文件“{beside.name}”，里面可能有人工确认过的内容。要用重新识别的结果换掉它吗？"):
            return f"\n绑定文件“{beside.name}”没有改动，填报和校验仍按它来做。"
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        said = f"绑定文件写不进去（系统错误号 {error.errno}）"
        raise BudgetbookError(Problem(said, str(beside), hint="请把工作簿存到可以写的文件夹里")) from None
    return f"\n绑定文件写在“{beside.name}”，以后按它填报和校验；改了表的标题或表头，请重新识别。"


def _tables(layout: Layout) -> Listing:
    columns = [Column("工作表", 20), Column("结果", 10), Column("认成什么", 40), Column("位置", 10), Column("为什么待确认", 60)]
    rows, links = list[tuple[str, ...]](), dict[tuple[int, int], tuple[str, Cell]]()
    for table in layout.tables:
        links[len(rows), 0] = table.sheet, table.title_at
        rows.append((table.sheet, "认得", f"{table.title}（{unit_name(table.unit)}）", cell_name(*table.title_at), ""))
    for place in layout.unsettled:
        links[len(rows), 3] = place.sheet, place.at
        choices = f"（可选：{'；'.join(place.choices)}）" if place.choices else ""
        rows.append((place.sheet, "待确认", place.reads, cell_name(*place.at), place.reason + choices))
    return Listing(RECOGNISED, columns, rows, ["待确认的表不填也不核对，在绑定文件里写明后再来。"], links)


def health_check(desk: Desk) -> str:
    """A line for each thing that has to be right."""
    found = list(lines(desk))
    columns = [Column("项目", 16), Column("结果", 9), Column("查到的", 60), Column("怎么办", 60)]
    rows = [(line.what, line.verdict, line.found, line.do) for line in found]
    write_listing(desk.workbook, HEALTH, Listing(HEALTH, columns, rows))
    desk.go_to(HEALTH)
    wrong = [line.what for line in found if line.verdict in (BAD, MIND)]
    if wrong:
        return f"有 {len(wrong)} 项要处理：{'、'.join(wrong)}。怎么办写在“{HEALTH}”表里。"
    unseen = [line.what for line in found if line.verdict == UNSEEN]
    besides = f"看不到的有 {len(unseen)} 项：{'、'.join(unseen)}。" if unseen else ""
    return f"没有发现不正常的。{besides}逐项列在“{HEALTH}”表里。"


def open_log(desk: Desk) -> str:
    folder = log_folder()
    if not folder.is_dir():
        return f"还没有日志：程序没有出过错。以后会记在\n{folder}"
    desk.ways.open(str(folder))
    return ""


def help(desk: Desk) -> str:
    """The manual lies where the program was installed."""
    found = next((path for path in manuals() if path.is_file()), None)
    if found is None:
        hint = f"请看安装包里的“{_MANUAL}”"
        raise BudgetbookError(Problem("没有找到使用手册", str(manuals()[0].parent), hint=hint))
    desk.ways.open(str(found))
    return ""


def manuals() -> tuple[Path, ...]:
    """Where it may lie: beside what was installed, or among the sources."""
    return log_folder().parent / _MANUAL, Path(budgetbook.__file__).resolve().parents[2] / "docs" / "guide.md"


def about(desk: Desk) -> str:
    where = Path(budgetbook.__file__).resolve().parent
    return (
        f"预算公开 budgetbook {budgetbook.__version__}\n部门预算公开的填报和校验。\n\n"
        f"许可：BSD-3-Clause，按原样提供，不作担保。\n装在：{where}\n日志：{log_folder()}"
    )
