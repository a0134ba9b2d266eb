"""What lies over cells and cannot be dealt with here: rather than leave it behind in silence, the work is refused."""

from __future__ import annotations

from budgetbook.model.grid import Area, parse_cell
from budgetbook.workbooks.engine.unsupported import refuse
from budgetbook.workbooks.file.areas import parse_area, parse_areas
from budgetbook.workbooks.file.names import THREADED_COMMENT, main
from budgetbook.workbooks.file.parts import kind
from budgetbook.workbooks.file.rules import tag
from budgetbook.workbooks.file.sheet import Sheet

_CALLED = {"conditionalFormatting": "条件格式", "dataValidations": "数据验证"}
_AREAS = {"conditionalFormatting": "x14:conditionalFormatting", "dataValidations": "x14:dataValidation"}


def _meet(one: Area, other: Area) -> bool:
    return one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right


def refuse_rules(sheet: Sheet, area: Area, *kinds: str) -> None:
    """Raises NotImplementedError where conditional formats or validation (by the tag of their list) hold for cells of the area."""
    for what in kinds:
        plain = sheet.root.iter(main("dataValidation" if what == "dataValidations" else what))
        said = [element.get("sqref") or "" for element in plain]
        said += [found.text or "" for element in sheet.root.iter(tag(_AREAS[what])) for found in element.iter(tag("xm:sqref"))]
        if any(_meet(area, other) for text in said for other in parse_areas(text)):
            refuse(f"{_CALLED[what]}的清除或复制", f"{sheet.name}!{area.name}")


def refuse_threads(sheet: Sheet, area: Area) -> None:
    """Raises NotImplementedError where a cell of the area has a thread of comments."""
    for relation in sheet.package.relationships(sheet.part):
        if relation.type == THREADED_COMMENT and sheet.package.has(relation.target):
            for element in sheet.package.tree(relation.target):
                if (written := element.get("ref")) and area.holds(parse_cell(written)):
                    refuse("带会话的批注", f"{sheet.name}!{written}")


def refuse_tables(sheet: Sheet, area: Area, what: str = "Range.table") -> None:
    """Raises NotImplementedError where the area has cells of a table."""
    for relation in sheet.package.relationships(sheet.part):
        if kind(relation.type) == "table" and sheet.package.has(relation.target):
            ref = sheet.package.tree(relation.target).get("ref") or "A1"
            if _meet(area, parse_area(ref)):
                refuse(what, f"表格占着 {sheet.name}!{ref}")
