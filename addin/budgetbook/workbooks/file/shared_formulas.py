"""Shared formulas: one text for many cells. Rows that move break the pattern, so each cell gets a text of its own first."""

from __future__ import annotations

from lxml import etree

from budgetbook.model.grid import Cell, parse_cell
from budgetbook.workbooks.file import xml
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.references import mentions, move_formula

_FORMULA = main("f")


def find(root: etree._Element) -> list[etree._Element]:
    """The <f> elements of a sheet that share a formula."""
    return [element for element in root.iter(_FORMULA) if element.get("t") == "shared"]


def any_mentions(formulas: list[etree._Element], sheet: str) -> bool:
    """Whether one of them refers to the sheet by its name."""
    return any(mentions(element.text, sheet) for element in formulas if element.text and "!" in element.text)


def expand(formulas: list[etree._Element]) -> None:
    """Gives each cell of the shared formulas its own text, moved from the cell that holds the group's. Nothing else changes."""
    masters: dict[str, tuple[Cell, str]] = {}
    for element in formulas:
        if element.text:
            masters.setdefault(element.get("si", ""), (_cell(element), element.text))
    for element in formulas:
        group = element.get("si", "")
        if not element.text and group in masters:
            (row, column), text = masters[group]
            own_row, own_column = _cell(element)
            element.text = move_formula(text, own_row - row, own_column - column)
        xml.drop(element, "t", "si", "ref")


def _cell(formula: etree._Element) -> Cell:
    cell = formula.getparent()
    return parse_cell(cell.get("r", "") if cell is not None else "")
