"""Source: a list in a file, its heading row found and its columns named; rows that are no lines left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from budgetbook.model import limits
from budgetbook.model.problem import BudgetbookError, Problem

from .below import Below
from .blocks import Block, ColumnsBlock, EmptyListError, refused
from .columns import Column, Whole
from .headings import Headings
from .money_unit import NOTHING, Above, contradicts, heading_unit, unit_above
from .repeated_headings import repeated_headings
from .totals import totals_among

_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")  # how their files begin
_SHARE = 0.5  # of the required headings that make a row the heading row


@dataclass(frozen=True)
class Source:
    """Columns by official heading, the row number of each line as its author sees it, and the headings as written.

    `problems`: what is wrong with rows that are no lines, for whoever judges the lines to say with the rest. `above`: what stands
    above the headings of the unit of money."""

    file: str
    sheet: str
    rows: Whole
    columns: dict[str, Column]
    written: dict[str, str]
    problems: tuple[Problem, ...] = ()
    above: Above = NOTHING

    def unit(self, heading: str) -> int:
        """Fen in one unit of the amounts under a heading."""
        return heading_unit(self.called(heading), self.above)

    def column(self, heading: str) -> Column:
        """The column under an official heading; all blank where the list has none."""
        return self.columns.get(heading) or Column.constant("", len(self.rows))

    def called(self, heading: str) -> str:
        """What the list itself calls a heading."""
        return self.written.get(heading, heading)


def open_block(path: Path, headings: Headings, sheet: str | None = None) -> Block:
    """The cells of a file, told by what it holds and not by how it is called; in a workbook those of `sheet`, else of the
    sheet that has the list.

    Raises BudgetbookError for a file that is missing, empty, too large, or broken."""
    start = _start(path)
    if start.startswith(b"PAR1"):
        from .arrow import parquet_columns

        return ColumnsBlock(*parquet_columns(path), path.name)
    if start.startswith(_WORKBOOKS):
        return _sheet_block(path, headings, sheet)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise refused("这是网页或 XML 文件，只是扩展名像表格", path.name, "请用 Excel 打开后另存为 .xlsx")
    from .text_files import read_text

    return read_text(path)


def is_workbook(path: Path) -> bool:
    """Whether the file is an Excel workbook, by what it holds. Raises BudgetbookError as open_block does."""
    return _start(path).startswith(_WORKBOOKS)


def source_of(block: Block, headings: Headings) -> Source:
    """Name the columns of a block. Raises BudgetbookError with every heading that is missing or stands twice."""
    head = block.head()
    at = _heading_row(head, headings)
    places = headings.match(head[at]) if at is not None else {}
    if not any(map(any, head)):
        raise EmptyListError(Problem(f"没有{headings.name}", block.file, block.sheet, hint="请确认导出的内容"))
    if at is None:
        hint = f"表头至少要有：{'、'.join(headings.required)}"
        raise refused(f"没有找到{headings.name}的表头", block.file, hint, block.sheet, "前 10 行")
    above = unit_above(head[:at])
    if problems := [
        *_missing(block, head[at], at, headings, places),
        *_repeated(block, head[at], at, places),
        *_of_units(block, head[at], headings, places, above),
    ]:
        raise BudgetbookError(problems)
    first = {official: found[0] for official, found in places.items()}
    return _lines_of(Below(block.file, block.sheet, at + 2, head[at], first, headings, block.below(at), above))


def _lines_of(below: Below) -> Source:
    """The lines among the rows below the heading. Raises BudgetbookError where there are none, or with cells that are too long."""
    repeated = repeated_headings(below)
    lines = ~(below.blank() | repeated.rows)
    totals = totals_among(below, lines)
    lines &= ~totals.rows
    problems = (*repeated.problems, *totals.problems)
    rows = np.flatnonzero(lines) + below.first
    if not len(rows):
        nothing = Problem(f"只有表头，没有{below.headings.name}", below.file, below.sheet, hint="请确认导出的内容")
        raise BudgetbookError(problems) if problems else EmptyListError(nothing)
    columns = {official: below.columns[place].taken(lines) for official, place in below.places.items()}
    written = {official: below.written[place] for official, place in below.places.items()}
    source = Source(below.file, below.sheet, rows, columns, written, problems, below.above)
    if too_long := _too_long(source):
        raise BudgetbookError(too_long)
    return source


def _start(path: Path) -> bytes:
    """The first bytes of a file that is there, not empty and not too large."""
    if path.is_dir():
        raise refused("这是一个文件夹，不是文件", str(path), "请写上里面的文件名")
    if not path.is_file():
        raise refused("没有这个文件", str(path), "请检查路径和文件名")
    size = path.stat().st_size
    if not size:
        raise refused("文件是空的（0 字节）", path.name, "请重新导出")
    if size > limits.LIST_SIZE:
        raise refused(f"文件超过 {limits.LIST_SIZE >> 20} MB", path.name, "请确认文件，或分部门导出")
    try:
        with open(path, "rb") as file:
            return file.read(64)
    except OSError as error:
        raise refused("文件读不了，可能没有权限，或正被别的程序占用", path.name, "请关闭打开它的程序后再试") from error


def _sheet_block(path: Path, headings: Headings, sheet: str | None) -> Block:
    from .excel_files import ExcelFile

    book = ExcelFile(path)
    wanted = (sheet,) if sheet else headings.sheets
    named = [name for name in wanted if name in book.sheets]
    if named:
        return book.block(named[0])
    if sheet is None:
        fitting = [block for name in book.sheets if _heading_row((block := book.block(name)).head(), headings) is not None]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            several = f"有 {len(fitting)} 张表都像{headings.name}，不知道用哪一张"
            raise refused(
                several, path.name, f"请把要用的表改名为“{wanted[0]}”；现有：{'、'.join(block.sheet for block in fitting[:20])}"
            )
    hint = f"请把要用的表改名为“{wanted[0]}”；现有：{'、'.join(book.sheets[:20])}"
    raise refused(f"没有“{wanted[0]}”这张表", path.name, hint)


def _heading_row(head: list[list[str]], headings: Headings) -> int | None:
    """The row with the most known headings, when it has enough of those that must be there."""
    best, most = None, _SHARE * len(headings.required)
    for row, cells in enumerate(head):
        count = headings.required_in(cells)
        if count > most or (best is None and count == most):
            best, most = row, count
        if count == len(headings.required):
            break
    return best


def _missing(block: Block, cells: list[str], row: int, headings: Headings, places: dict[str, list[int]]) -> list[Problem]:
    problems = []
    for official in headings.required:
        if official not in places:
            near = headings.nearest(official, cells)
            hint = f"最接近的是“{near}”，如果就是它，请改名为“{official}”" if near else f"请加上“{official}”这一列"
            problems.append(Problem(f"缺少“{official}”列", block.file, block.sheet, f"第 {row + 1} 行（表头）", hint))
    return problems


def _repeated(block: Block, cells: list[str], row: int, places: dict[str, list[int]]) -> list[Problem]:
    return [
        Problem(
            f"{'、'.join(f'“{cells[place]}”' for place in found)}都是“{official}”",
            block.file,
            block.sheet,
            f"第 {row + 1} 行（表头）",
            "请只留一列",
        )
        for official, found in places.items()
        if len(found) > 1
    ]


def _of_units(block: Block, cells: list[str], headings: Headings, places: dict[str, list[int]], above: Above) -> Iterator[Problem]:
    """What stands above the headings of the unit of money must be known, and fit those of the amounts."""
    amounts = [cells[place] for heading in headings.amounts for place in places.get(heading, ())]
    if amounts and not above.known:
        yield Problem(f"“{above.text}”的金额单位不认得", block.file, block.sheet, "表头上方", "只能用元或万元，请换算后再试")
    for written in amounts if above.known else ():
        if contradicts(written, above):
            said = f"表头上方写着“{above.text}”，金额的列却叫“{written}”"
            yield Problem(said, block.file, block.sheet, "表头", "两处的金额单位不同，请改成一致")


def _too_long(source: Source) -> list[Problem]:
    """Cells that no sheet could hold; in text files mostly a quotation mark that was never closed."""
    problems = []
    for heading, column in source.columns.items():
        if max(map(len, column.values), default=0) <= limits.TEXT:
            continue
        for at in [at for at, text in enumerate(column.values) if len(text) > limits.TEXT]:
            if len(rows := source.rows[column.codes == at]):
                said = f"单元格有 {len(column.values[at])} 字，超过上限 {limits.TEXT} 字"
                place = f"第 {rows[0]} 行“{source.called(heading)}”"
                hint = "请缩短；文本文件里也可能是少了一个英文双引号"
                problems.append(Problem(said, source.file, source.sheet, place, hint))
    return problems
