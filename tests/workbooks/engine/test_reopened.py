"""Whatever is done to a workbook: saved and opened again it shows the same, it is sound; and what was refused changed nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlwings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetbook.model.problem import BudgetbookError
from tests.workbooks import judges

_ROWS, _COLUMNS = st.integers(1, 14), st.integers(1, 6)
_AREAS = st.builds(lambda top, left, down, right: (top, left, down, right), _ROWS, _COLUMNS, st.integers(1, 3), st.integers(1, 3))
_CONTENTS = st.sampled_from(
    [None, "", 1, -2.5, True, "文字", "001", "'001", "12%", "2024-03-01", "=B4*2", "=SUM(B4:B9)", "#N/A", "  空格 "]
)
_FORMATS = st.sampled_from(["General", "@", "0.00", "yyyy-mm-dd", '0"元"'])
_NAMES = st.sampled_from(["甲", "乙 丙", "a'b", "2024"])

Work = Callable[[xlwings.Sheet], Any]


def _work(name: str, area: tuple[int, int, int, int], content: Any, code: str, new: str) -> Work:
    def cells(sheet: xlwings.Sheet) -> xlwings.Range:
        return sheet.range(area)

    rows = f"{area[0]}:{area[0] + area[2] - 1}"
    works: dict[str, Work] = {
        "write": lambda sheet: setattr(cells(sheet), "value", content),
        "clear": lambda sheet: cells(sheet).clear_contents(),
        "wipe": lambda sheet: cells(sheet).clear(),
        "format": lambda sheet: setattr(cells(sheet), "number_format", code),
        "columns": lambda sheet: setattr(sheet.range((1, area[1])).resize(1_048_576, area[3]), "number_format", code),
        "rows": lambda sheet: setattr(sheet.range(rows), "color", (255, 0, 0)),
        "bold": lambda sheet: setattr(cells(sheet).font, "bold", content is not None),
        "merge": lambda sheet: cells(sheet).merge(),
        "unmerge": lambda sheet: cells(sheet).unmerge(),
        "insert": lambda sheet: sheet.range(rows).insert("down"),
        "delete": lambda sheet: sheet.range(rows).delete(),
        "copy": lambda sheet: cells(sheet).copy(sheet.range((area[0] + 3, area[1] + 2))),
        "hide": lambda sheet: setattr(sheet.range(rows).rows, "hidden", content is None),
        "height": lambda sheet: setattr(cells(sheet), "row_height", 20 + area[2]),
        "width": lambda sheet: setattr(cells(sheet), "column_width", 5 + area[3]),
        "note": lambda sheet: sheet.range(area[:2]).add_note(new),
        "link": lambda sheet: sheet.range(area[:2]).add_hyperlink("https://example.org", new),
        "name": lambda sheet: setattr(cells(sheet), "name", "数据"),
        "rename": lambda sheet: setattr(sheet, "name", new),
        "copy_sheet": lambda sheet: sheet.copy(before=sheet),
        "add_sheet": lambda sheet: sheet.book.sheets.add(),
        "move_sheet": lambda sheet: sheet.move(after=sheet.book.sheets[-1]),
        "delete_sheet": lambda sheet: sheet.delete(),
        "freeze": lambda sheet: sheet.freeze_panes.freeze_at(cells(sheet)),
        "activate": lambda sheet: sheet.activate(),
    }
    return works[name]


_WORKS = """write write write write clear wipe format columns rows bold merge unmerge insert delete copy hide height width note link
name rename copy_sheet add_sheet move_sheet delete_sheet freeze activate"""
_KINDS = st.sampled_from(_WORKS.split())
_DONE = st.lists(st.tuples(st.integers(0, 2), _KINDS, _AREAS, _CONTENTS, _FORMATS, _NAMES), min_size=1, max_size=12)


def _shown(book: xlwings.Book) -> dict[str, Any]:
    """All that can be seen of a workbook, sheet by sheet."""
    return {sheet.name: _sheet(sheet) for sheet in book.sheets} | {
        "names": [(name.name, name.refers_to) for name in book.names],
        "front": book.sheets.active.name,
    }


def _sheet(sheet: xlwings.Sheet) -> list[Any]:
    block = sheet["A1:H24"]
    looks = [(cell.number_format, cell.color, cell.font.bold, cell.merge_area.address) for cell in sheet["A1:F14"]]
    sizes = [(row.row_height, row.rows.hidden) for row in block.rows], [column.column_width for column in block.columns]
    notes = {note.location.address: note.text for note in sheet.notes}
    return [repr(block.raw_value), block.formula, looks, sizes, notes, sheet.visible, sheet.used_range.address]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=_DONE)
def test_it_shows_the_same_when_it_is_opened_again(done: list[Any], rich_original: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "before.xlsx"), Path(folder, "after.xlsx")
        source.write_bytes(rich_original.read_bytes())
        with xlwings.Book(source) as book:
            book.app.calculation = "manual"
            for number, *work in done:
                _try(book, number, _work(*work))
            book.save(target)
            shown = _shown(book)
        judges.assert_sound(target)
        with xlwings.Book(target) as book:
            assert _shown(book) == shown


def _try(book: xlwings.Book, number: int, work: Work) -> None:
    before = _shown(book)
    try:
        work(book.sheets[min(number, len(book.sheets) - 1)])
    except (BudgetbookError, NotImplementedError, ValueError):
        assert _shown(book) == before
