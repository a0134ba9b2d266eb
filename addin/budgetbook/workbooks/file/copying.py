"""Copies of a worksheet behind the last one, with drawings, charts, notes, tables and controls of its own."""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from budgetbook.workbooks.file import following, fresh_ids, legacy_drawings, note_boxes, xml
from budgetbook.workbooks.file.formula_cells import formulas_of, referring
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.package import Package
from budgetbook.workbooks.file.parts import held, kind, relationships_part
from budgetbook.workbooks.file.references import mentions, rename_sheet, rename_words, words
from budgetbook.workbooks.file.rows import drop_calculation_order
from budgetbook.workbooks.file.rules import tag
from budgetbook.workbooks.file.sheets import append_sheets
from budgetbook.workbooks.file.workbook_part import WorkbookPart

_SHARED = ("image", "pivotCacheDefinition", "oleObject", "package", "hyperlink")  # nothing in them tells whose they are
_REFUSED = {"slicer": "切片器", "timeline": "日程表", "queryTable": "外部数据查询"}
_TABLE_NAMES = ("name", "displayName")
_COMPATIBLE = tag("a14:compatExt")  # a control's shape, under the number it has in the legacy drawing


class _Copied(NamedTuple):
    """A part of the copy: what it is, and what it is a copy of."""

    kind: str
    old: str
    new: str


def copy_sheets(workbook: WorkbookPart, source: str, names: Sequence[str]) -> None:
    """Copies sheet `source` under each of the names. References of the sheet to itself point to the copy then.

    Pictures are shared. Raises BudgetbookError for a name that cannot be and for what cannot be copied; then nothing is changed."""
    _refuse_names(workbook, names)
    workbook.refuse_locked_structure()
    package, part = workbook.package, workbook.sheet_part(source)
    _refuse_uncopyable(workbook, source, part)
    position = len(workbook.tabs())
    if package.relationships(part):
        for name in names:  # one after the other, for each takes numbers and names that no other part has
            append_sheets(workbook, {name: _copy_with_parts(workbook, source, name)})
    elif _is_alike(workbook, source):
        append_sheets(workbook, _alike_copies(package, part, names))
    else:
        append_sheets(workbook, {name: _copy_with_parts(workbook, source, name) for name in names})
    _copy_names(workbook, source, {position + place: name for place, name in enumerate(names)})
    if names and formulas_of(package.sheet(part)) is not None:
        drop_calculation_order(workbook)


def _refuse_names(workbook: WorkbookPart, names: Sequence[str]) -> None:
    for name in names:
        workbook.check_new_name(name)
    folded = [name.casefold() for name in names]
    for name in names:
        if folded.count(name.casefold()) > 1:
            raise workbook.problem(f"工作表名“{name}”出现两次", hint="请换一个名称")


def _is_alike(workbook: WorkbookPart, source: str) -> bool:
    """Whether all copies of a sheet without other parts say the same: there are no ids in it, no references to itself."""

    def renamed(text: str) -> str:
        return rename_sheet(text, source, f"{source}_")

    sheet = workbook.package.sheet(workbook.sheet_part(source))
    refers = any(following.plan_renaming(tree, "worksheet", renamed) for tree in referring(sheet))
    return not refers and not fresh_ids.has_ids(sheet.frame)


def _alike_copies(package: Package, part: str, names: Sequence[str]) -> dict[str, str]:
    """The parts of the copies by name."""
    sheet, parts = package.sheet(part).copy(), package.free_names(_pattern(part), len(names))
    _forget_selection(sheet.edit_frame())
    for new in parts:
        package.put_sheet(new, sheet.copy(), package.content_type(part))
    return dict(zip(names, parts, strict=True))


def _copy_with_parts(workbook: WorkbookPart, source: str, name: str) -> str:
    """Copies the sheet's part and all that only it has; returns the new part, for which there is no tab yet."""
    part = workbook.sheet_part(source)
    copied: dict[str, _Copied] = {}
    _copy_part(workbook.package, "worksheet", part, copied)
    _make_own(workbook, source, name, copied)
    return copied[part].new


def _refuse_uncopyable(workbook: WorkbookPart, sheet: str, part: str) -> None:
    for relation in workbook.package.relationships(part):
        what = _REFUSED.get(kind(relation.type))
        if what:
            raise workbook.problem(f"工作表含有{what}，不能复制", sheet, hint="请先在 Excel 中去掉它再试")


def _copy_part(package: Package, what: str, part: str, copied: dict[str, _Copied]) -> str:
    """Copies a part and all that only it has; returns the new name."""
    if part in copied:
        return copied[part].new
    new = package.free_name(_pattern(part))
    copied[part] = _Copied(what, part, new)
    content = copy.deepcopy(package.tree(part)) if following.may_refer(what) else package.read(part)
    package.put(new, content, package.content_type(part))
    relations = package.relationships(part)
    if relations:
        package.put(relationships_part(new), copy.deepcopy(package.tree(relationships_part(part))))
    for relation in relations:
        if not relation.external and kind(relation.type) not in _SHARED and package.has(relation.target):
            package.retarget(new, relation.id, _copy_part(package, kind(relation.type), relation.target, copied))
        elif not relation.external:
            package.retarget(new, relation.id, relation.target)
    return new


def _pattern(part: str) -> str:
    """The part's name with {} for its number."""
    stem, extension = posixpath.splitext(part)
    return re.sub(r"\d*$", "", stem) + "{}" + extension


def _make_own(workbook: WorkbookPart, source: str, name: str, copied: dict[str, _Copied]) -> None:
    """Names, numbers and references of the copied parts become the copy's own."""
    package, parts = workbook.package, list(copied.values())
    fresh = fresh_ids.maker(parts[0].new)
    shapes = _new_blocks(workbook, parts)
    tables = dict(_renamed_tables(workbook, parts))

    def renamed(formula: str) -> str:
        formula = rename_sheet(formula, source, name)
        return rename_words(formula, tables) if tables else formula

    for part in parts:
        if part.kind == "vmlDrawing":
            vml = legacy_drawings.renumber(_text(package, part.new), shapes)
            vml = legacy_drawings.rename_sheet(vml, source, name)
            package.put(part.new, vml.encode("utf-8", "surrogateescape"))
        elif following.may_refer(part.kind):
            root = package.tree(part.new)
            following.carry_out(following.plan_renaming(root, part.kind, renamed))
            fresh_ids.renew(root, fresh)
            _renumber_controls(root, shapes)
        if package.relationships(part.new):
            links = package.tree(relationships_part(part.new))
            following.carry_out(following.plan_renaming(links, "relationships", renamed))
    _forget_selection(package.tree(parts[0].new))


def _forget_selection(root: etree._Element) -> None:
    """The copy is not the sheet that is shown first, nor the one that macros know by its code name."""
    properties = root.find(main("sheetPr"))
    if properties is not None:
        xml.drop(properties, "codeName")
    for view in root.iterfind(f"{main('sheetViews')}/{main('sheetView')}"):
        xml.drop(view, "tabSelected")


def _new_blocks(workbook: WorkbookPart, parts: list[_Copied]) -> dict[int, int]:
    """A free block of shape numbers for each that the copied legacy drawings use."""
    package = workbook.package
    own = {block for part in parts if part.kind == "vmlDrawing" for block in legacy_drawings.used_blocks(_text(package, part.new))}
    taken = {block for part in package.names() if own and part.endswith(".vml") for block in note_boxes.blocks(package.read(part))}
    workbook.last_block = None
    return {old: new for new, old in enumerate(sorted(own), max(taken | own, default=0) + 1)}


def _text(package: Package, part: str) -> str:
    return package.read(part).decode("utf-8", "surrogateescape")


def _renumber_controls(root: etree._Element, shapes: dict[int, int]) -> None:
    """Controls and objects of a sheet, and their shapes in its drawing, follow the numbers in the legacy drawing."""
    if not shapes:
        return
    for control in root.iter(main("control"), main("oleObject")):
        number = control.get("shapeId")
        if number:
            control.set("shapeId", str(legacy_drawings.renumbered(int(number), shapes)))
    for compatible in root.iter(_COMPATIBLE):
        number = compatible.get("spid", "").removeprefix("_x0000_s")
        properties = next(compatible.iterancestors(tag("xdr:cNvPr")), None)
        if number.isdigit():
            compatible.set("spid", f"_x0000_s{legacy_drawings.renumbered(int(number), shapes)}")
            if properties is not None and properties.get("id") == number:
                properties.set("id", str(legacy_drawings.renumbered(int(number), shapes)))


def _renamed_tables(workbook: WorkbookPart, parts: list[_Copied]) -> Iterator[tuple[str, str]]:
    """Gives each copied table an id and a name of its own; yields old (casefolded) and new names."""
    own = [part.new for part in parts if part.kind == "table"]
    if not own:
        return
    package = workbook.package
    others = [package.tree(part.part) for part in held(workbook) if part.kind == "table"]
    ids = [int(table.get("id") or 0) for table in others]
    names = {table.get(attribute, "").casefold() for table in others for attribute in _TABLE_NAMES}
    names |= {name.get("name", "").casefold() for name in workbook.root.iter(main("definedName"))}
    for part in own:
        table = package.tree(part)
        old = table.get("displayName", "")
        number = next(number for number in range(2, len(names) + 3) if f"{old}_{number}".casefold() not in names)
        new = f"{old}_{number}"
        ids.append(max(ids) + 1)
        names.add(new.casefold())
        table.set("id", str(ids[-1]))
        for attribute in _TABLE_NAMES:
            table.set(attribute, new)
        yield old.casefold(), new


def _copy_names(workbook: WorkbookPart, source: str, copies: Mapping[int, str]) -> None:
    """The sheet's own names (print area, titles) for the copies at these positions; and, as in Excel, names of the whole workbook
    for cells of the sheet that its formulas use: on a copy they mean the copy's cells."""
    container = workbook.root.find(main("definedNames"))
    if container is None:
        return
    old = str(workbook.index(source))
    own = [element for element in container if element.get("localSheetId") == old]
    common = [element for element in container if not element.get("localSheetId") and mentions(element.text or "", source)]
    if common:
        taken = {element.get("name", "").casefold() for element in own}
        trees = referring(workbook.package.sheet(workbook.sheet_part(source)))
        used = {word for tree in trees for word in _words_of(tree)} - taken
        own += [element for element in common if element.get("name", "").casefold() in used]
    if not own:
        return
    workbook.package.edit(workbook.part)
    last = {element.get("name", "").casefold(): element for element in container}  # those of one name stand together
    for position, name in copies.items():
        for element in own:
            twin = copy.deepcopy(element)
            twin.set("localSheetId", str(position))
            twin.text = rename_sheet(element.text or "", source, name)
            last[element.get("name", "").casefold()].addnext(twin)
            last[element.get("name", "").casefold()] = twin


def _words_of(root: etree._Element) -> set[str]:
    formulas = (*map(main, ("f", "formula", "formula1", "formula2")), tag("xm:f"))
    return {word for element in root.iter(*formulas) if element.text for word in words(element.text)}
