"""Names that a workbook gives to cells and formulas, of the workbook as a whole and of single sheets."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from budgetbook.workbooks.file import order
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.references import quote_sheet
from budgetbook.workbooks.file.workbook_part import WorkbookPart

_NAMES, _NAME = main("definedNames"), main("definedName")
_BUILT_IN = "_xlnm."
_KNOWN = (
    "print_area",
    "print_titles",
    "criteria",
    "extract",
    "consolidate_area",
    "database",
    "sheet_title",
    "auto_open",
    "auto_close",
)
_WORD = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*|_[\w.\\?]*")
_CELL_LIKE = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*C?[0-9]*|C[0-9]*", re.IGNORECASE)
_LONGEST = 255


class DefinedName(NamedTuple):
    """A name, the sheet it belongs to ("" for the whole workbook), and what it stands for, without =."""

    name: str
    sheet: str
    formula: str

    @property
    def full(self) -> str:
        """As Excel calls it: with its sheet, where it belongs to one."""
        return f"{quote_sheet(self.sheet)}!{self.name}" if self.sheet else self.name


def all_names(book: WorkbookPart) -> list[DefinedName]:
    """All names in the order of the alphabet."""
    tabs = [tab.get("name") or "" for tab in book.tabs()]
    found = [_read(element, tabs) for element in book.root.iterfind(f"{_NAMES}/{_NAME}")]
    return sorted(found, key=lambda name: (name.name.casefold(), name.sheet.casefold()))


def _read(element: etree._Element, tabs: list[str]) -> DefinedName:
    owner = element.get("localSheetId")
    name = (element.get("name") or "").removeprefix(_BUILT_IN)
    return DefinedName(name, tabs[int(owner)] if owner is not None and int(owner) < len(tabs) else "", element.text or "")


def find(book: WorkbookPart, name: str, sheet: str) -> DefinedName | None:
    """The name of this sheet ("" for the whole workbook)."""
    for known in all_names(book):
        if known.name.casefold() == name.casefold() and known.sheet.casefold() == sheet.casefold():
            return known
    return None


def set_name(book: WorkbookPart, name: str, sheet: str, formula: str) -> None:
    """Gives a name, or lets one that is there stand for something else. Raises BudgetbookError for a word that can be none."""
    if fault := _fault(name):
        raise book.problem(f"名称“{name}”{fault}", sheet, hint="名称以字母、汉字或下划线开头，不含空格，不像单元格地址")
    element = _element(book, name, sheet)
    root = book.package.edit(book.part)
    if element is None:
        container = order.child(root, _NAMES, order.WORKBOOK)
        stored = f"{_BUILT_IN}{name}" if name.casefold() in _KNOWN else name
        element = etree.SubElement(container, _NAME, {"name": stored})
        if sheet:
            element.set("localSheetId", str(book.index(sheet)))
    element.text = formula


def _fault(name: str) -> str:
    if len(name) > _LONGEST or not _WORD.fullmatch(name):
        return "写法不对"
    return "像是单元格地址" if _CELL_LIKE.fullmatch(name) else ""


def remove_name(book: WorkbookPart, name: str, sheet: str) -> None:
    """Takes a name away, if it is there."""
    if _element(book, name, sheet) is None:
        return
    root = book.package.edit(book.part)
    element, container = _element(book, name, sheet), root.find(_NAMES)
    assert element is not None and container is not None  # both have been seen
    container.remove(element)
    if len(container) == 0:
        root.remove(container)


def _element(book: WorkbookPart, name: str, sheet: str) -> etree._Element | None:
    owner = str(book.index(sheet)) if sheet else None
    for element in book.root.iterfind(f"{_NAMES}/{_NAME}"):
        stored = (element.get("name") or "").removeprefix(_BUILT_IN)
        if stored.casefold() == name.casefold() and element.get("localSheetId") == owner:
            return element
    return None
