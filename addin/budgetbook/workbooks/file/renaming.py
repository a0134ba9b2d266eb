"""A worksheet under another name: whatever in the package refers to it follows."""

from __future__ import annotations

from lxml import etree

from budgetbook.workbooks.file import following, legacy_drawings
from budgetbook.workbooks.file.formula_cells import formulas_of, put_back
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.package import Package
from budgetbook.workbooks.file.parts import Held, held
from budgetbook.workbooks.file.references import rename_sheet as renamed_in
from budgetbook.workbooks.file.rules import tag
from budgetbook.workbooks.file.workbook_part import WorkbookPart

_CACHE_SOURCE, _DATA_REF = tag("m:worksheetSource"), tag("m:dataRef")


def rename_sheet(book: WorkbookPart, old: str, new: str) -> None:
    """Raises BudgetbookError for a name that Excel would not take, or that another sheet has; then nothing is changed."""
    position = book.index(old)
    if new == old:
        return
    if new.casefold() != old.casefold():
        book.check_new_name(new)
    book.refuse_locked_structure()
    for part in list(held(book)):
        _rename_in(book.package, part, old, new)
    for name in book.package.edit(book.part).iter(main("definedName")):
        name.text = renamed_in(name.text or "", old, new)
    book.tabs()[position].set("name", new)
    book.forget_tabs()


def _rename_in(package: Package, part: Held, old: str, new: str) -> None:
    if part.kind == "vmlDrawing":
        text = package.read(part.part).decode("utf-8", "surrogateescape")
        if (changed := legacy_drawings.rename_sheet(text, old, new)) != text:
            package.put(part.part, changed.encode("utf-8", "surrogateescape"))
    elif part.kind == "worksheet":
        _rename_in_worksheet(package, part.part, old, new)
    elif following.may_refer(part.kind):
        _rename_in_tree(package, part, old, new)


def _rename_in_tree(package: Package, part: Held, old: str, new: str) -> None:
    def renamed(text: str) -> str:
        return renamed_in(text, old, new)

    tree = package.tree(part.part)
    if following.plan_renaming(tree, part.kind, renamed) or _named_sources(tree, old):
        root = package.edit(part.part)
        following.carry_out(following.plan_renaming(root, part.kind, renamed))
        _rename_sources(root, old, new)


def _rename_in_worksheet(package: Package, part: str, old: str, new: str) -> None:
    def renamed(text: str) -> str:
        return renamed_in(text, old, new)

    sheet = package.sheet(part)
    if following.plan_renaming(sheet.frame, "worksheet", renamed) or _named_sources(sheet.frame, old):
        frame = package.edit_sheet(part).edit_frame()
        following.carry_out(following.plan_renaming(frame, "worksheet", renamed))
        _rename_sources(frame, old, new)
    formulas = formulas_of(sheet)
    edits = [] if formulas is None else following.plan_renaming(formulas, "worksheet", renamed)
    if formulas is not None and edits:
        following.carry_out(edits)
        put_back(package.edit_sheet(part), formulas)


def _named_sources(root: etree._Element, sheet: str) -> list[etree._Element]:
    """What names the sheet in an attribute of its own: where a pivot table or a consolidation takes its data from."""
    found = root.iter(_CACHE_SOURCE, _DATA_REF)
    return [element for element in found if (element.get("sheet") or "").casefold() == sheet.casefold()]


def _rename_sources(root: etree._Element, old: str, new: str) -> None:
    for element in _named_sources(root, old):
        element.set("sheet", new)
