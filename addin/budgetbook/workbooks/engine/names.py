"""Names of cells and formulas as xlwings asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings import base_classes

from budgetbook.model.grid import Area
from budgetbook.workbooks.engine.document import Document, Tab
from budgetbook.workbooks.engine.functions import shown_formula, stored_formula
from budgetbook.workbooks.engine.pages import absolute
from budgetbook.workbooks.engine.places import target_of
from budgetbook.workbooks.engine.unsupported import Native, complete
from budgetbook.workbooks.file import defined_names
from budgetbook.workbooks.file.areas import parse_area
from budgetbook.workbooks.file.defined_names import DefinedName
from budgetbook.workbooks.file.references import quote_sheet

if TYPE_CHECKING:
    from budgetbook.workbooks.engine.range import Range


@complete("snapshot")
class Names(base_classes.Names):
    """All names of a workbook in the order of the alphabet, or (with `tab`) those that belong to one sheet."""

    def __init__(self, document: Document, tab: Tab | None = None):
        self._document, self._tab = document, tab

    @property
    def api(self) -> Native:
        return Native("Names")

    def _all(self) -> list[DefinedName]:
        self._document.refuse_closed()
        names = defined_names.all_names(self._document.workbook.book)
        return [name for name in names if self._tab is None or name.sheet == self._tab.name]

    def _found(self, name: str) -> DefinedName | None:
        sheet, word = split(name)
        owners = [sheet] if sheet is not None else [self._tab.name if self._tab else "", *([] if self._tab else [None])]
        for owner in owners:
            for known in self._all():
                if known.name.casefold() == word.casefold() and owner in (None, known.sheet):
                    return known
        return None

    def __call__(self, name_or_index: str | int) -> Name:
        found = self._all()[name_or_index - 1] if isinstance(name_or_index, int) else self._found(name_or_index)
        if found is None:
            raise KeyError(f"没有名称“{name_or_index}”（no such name）")
        return Name(self._document, found)

    def contains(self, name_or_index: str | int) -> bool:
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return self._found(name_or_index) is not None

    def __len__(self) -> int:
        return len(self._all())

    def add(self, name: str, refers_to: str) -> Name:
        """Raises BudgetbookError for a word that can be no name."""
        sheet, word = split(name)
        owner = sheet if sheet is not None else self._tab.name if self._tab else ""
        return add_name(self._document, word, owner, refers_to)


def split(name: str) -> tuple[str | None, str]:
    """The sheet that a name such as Sheet1!total belongs to, None where it does not say, and the name itself."""
    sheet, mark, word = name.rpartition("!")
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return (sheet if mark else None), word


def add_name(document: Document, word: str, owner: str, refers_to: str) -> Name:
    """A name of the sheet `owner`, "" for the whole workbook."""
    owner = document.tab(owner).name if owner else ""
    book = document.workbook.book
    defined_names.set_name(book, word, owner, _formula(document, refers_to))
    found = defined_names.find(book, word, owner)
    assert found is not None  # it has just been given
    return Name(document, found)


def _formula(document: Document, refers_to: str) -> str:
    """What a name stands for, as a file holds it: without = it is a text, and cells of no sheet are those of the one in front."""
    if not refers_to.startswith("="):
        return f'"{refers_to.replace(chr(34), chr(34) * 2)}"'
    formula = stored_formula(refers_to[1:])
    try:
        area = parse_area(formula)
    except ValueError:
        return formula
    if "$" not in formula:
        raise NotImplementedError("名称里的相对引用取决于选中的单元格，请写成 =Sheet1!$A$1（relative references in names）")
    return f"{quote_sheet(document.active.name)}!{absolute(area)}"


@complete()
class Name(base_classes.Name):
    """A name; it is found again by what it is called."""

    def __init__(self, document: Document, name: DefinedName):
        self._document, self._name = document, name

    @property
    def api(self) -> Native:
        return Native("Name")

    @property
    def name(self) -> str:
        return self._now().full

    @name.setter
    def name(self, value: str) -> None:
        old, (sheet, word) = self._now(), split(value)
        owner = old.sheet if sheet is None else sheet
        new = add_name(self._document, word, owner, f"={old.formula}")
        if (word.casefold(), owner) != (old.name.casefold(), old.sheet):
            defined_names.remove_name(self._document.workbook.book, old.name, old.sheet)
        self._name = new._name

    @property
    def refers_to(self) -> str:
        return f"={shown_formula(self._now().formula)}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        now = self._now()
        add_name(self._document, now.name, now.sheet, value)

    @property
    def refers_to_range(self) -> Range:
        target = target_of(self._document, self._now().formula)
        if target is None:
            raise ValueError(f"名称“{self.name}”不代表单元格区域：{self.refers_to}（does not refer to a range）")
        return self._document.app.kinds.range(*target)

    def delete(self) -> None:
        now = self._now()
        defined_names.remove_name(self._document.workbook.book, now.name, now.sheet)

    def _now(self) -> DefinedName:
        found = defined_names.find(self._document.workbook.book, self._name.name, self._name.sheet)
        if found is None:
            raise KeyError(f"没有名称“{self._name.full}”（no such name）")
        return found


def name_of(tab: Tab, area: Area) -> Name | None:
    """The first name that stands for just this area."""
    for name in defined_names.all_names(tab.workbook.book):
        if target_of(tab.document, name.formula) == (tab, area):
            return Name(tab.document, name)
    return None
