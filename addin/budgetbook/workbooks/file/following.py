"""What in a package follows the rows of a sheet: one table of places, each with the rule that gives its new value.

`plan` looks only and `carry_out` changes only, so that whatever has to be refused is refused before anything is changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from budgetbook.workbooks.file import rules
from budgetbook.workbooks.file.rules import Change, Rule, tag, tags


class Place(NamedTuple):
    """An attribute (or the text, when it is "") of the elements with this tag."""

    tag: str
    attribute: str
    rule: Rule
    own: bool = False  # names no sheet: only what stands on the changed sheet itself is meant


class Edit(NamedTuple):
    """A new value for an attribute or the text; None: what the element describes goes."""

    element: etree._Element
    attribute: str
    value: str | None


def _places(rule: Rule, names: str, own: bool = False) -> tuple[Place, ...]:
    """Places as "m:comment@ref": tag and attribute; no attribute means the text."""
    return tuple(Place(tag(name), attribute, rule, own) for name, _, attribute in (word.partition("@") for word in names.split()))


# What is pointless once it is empty; a sparkline group goes with its list of sparklines.
_EMPTY_GOES = tags(
    """m:mergeCells m:dataValidations m:hyperlinks m:rowBreaks m:protectedRanges m:ignoredErrors m:cellWatches m:scenarios
    m:scenario m:cellSmartTags m:smartTags m:ext m:extLst m:definedNames
    x14:conditionalFormattings x14:dataValidations x14:sparklines x14:sparklineGroups"""
)
_SPARKLINES, _EXTENDED_AREAS = tags("x14:sparklines xm:sqref")

_WORKSHEET = (
    *_places(rules.cell_formula, "m:f"),
    *_places(rules.formula, "m:controlPr@linkedCell m:controlPr@listFillRange"),
    *_places(rules.offset_formula, "m:formula m:formula1 m:formula2 m:cfvo@val xm:f"),
    *_places(rules.location, "m:hyperlink@location"),
    *_places(rules.source, "m:dataRef@ref"),
    *_places(
        rules.area,
        "m:f@ref m:f@r1 m:f@r2 m:autoFilter@ref m:sortState@ref m:sortCondition@ref m:hyperlink@ref m:inputCells@r",
        own=True,
    ),
    *_places(rules.area, "m:cellWatch@r m:cellSmartTags@r", own=True),
    *_places(rules.kept_area, "m:dimension@ref m:scenarios@sqref m:webPublishItem@sourceRef", own=True),
    *_places(rules.merge, "m:mergeCell@ref", own=True),
    *_places(
        rules.areas, "m:conditionalFormatting@sqref m:dataValidation@sqref m:protectedRange@sqref m:ignoredError@sqref", own=True
    ),
    *_places(rules.extended_areas, "xm:sqref", own=True),
    *_places(rules.anchor_row, "xdr:row", own=True),
    *_places(rules.page_break, "m:brk@id", own=True),
    *_places(rules.corner, "m:sheetView@topLeftCell m:pane@topLeftCell", own=True),
    *_places(rules.frozen_rows, "m:pane@ySplit", own=True),
)
_PLACES: dict[str, tuple[Place, ...]] = {
    "worksheet": _WORKSHEET,
    "workbook": _places(rules.name, "m:definedName"),
    "drawing": _places(rules.anchor_row, "xdr:row", own=True) + _places(rules.formula, "xdr:sp@textlink a14:cameraTool@cellRange"),
    "chart": _places(rules.formula, "c:f c15:f c15:sqref"),
    "chartEx": _places(rules.formula, "cx:f"),
    "chartUserShapes": _places(rules.formula, "cdr:sp@textlink"),
    "table": _places(rules.formula, "m:calculatedColumnFormula m:totalsRowFormula")
    + _places(rules.list_area, "m:table@ref m:autoFilter@ref m:sortState@ref m:sortCondition@ref", own=True),
    "comments": _places(rules.area, "m:comment@ref", own=True),
    "threadedComment": _places(rules.area, "tc:threadedComment@ref", own=True),
    "pivotTable": _places(rules.kept_area, "m:location@ref", own=True),
    "pivotCacheDefinition": _places(rules.source, "m:worksheetSource@ref"),
    "connections": _places(rules.formula, "m:parameter@cell"),
    "ctrlProp": _places(
        rules.formula, " ".join(f"x14:formControlPr@fmla{kind}" for kind in ("Link", "Range", "Group", "Txbx", "Pict"))
    ),
    "relationships": _places(rules.link, "rel:Relationship@Target"),
}


def plan(root: etree._Element, kind: str, change: Change) -> list[Edit]:
    """What changes in a part of this kind. Raises BudgetbookError where rows would leave the sheet,
    ValueError for broken references."""
    edits = []
    for element, attribute, rule, old in _values(root, kind, own=change.host == change.sheet):
        if (new := rule(old, element, change)) != old:
            edits.append(Edit(element, attribute, new))
    return edits


def plan_renaming(root: etree._Element, kind: str, renamed: Callable[[str], str]) -> list[Edit]:
    """What changes in a part of this kind when each formula and each target of a link in it is renamed."""
    edits = []
    for element, attribute, rule, old in _values(root, kind, own=False):
        new = renamed(old) if rule in rules.NAMING_SHEETS else rules.relinked(old, renamed) if rule is rules.link else old
        if new != old:
            edits.append(Edit(element, attribute, new))
    return edits


def _values(root: etree._Element, kind: str, *, own: bool) -> Iterator[tuple[etree._Element, str, Rule, str]]:
    """The places of a part that hold something: element, attribute, rule and value."""
    places = _by_tag(kind, own)
    if places:
        for element in root.iter(*places):
            for attribute, rule in places[str(element.tag)]:
                value = element.get(attribute) if attribute else element.text
                if value:
                    yield element, attribute, rule, value


@lru_cache(maxsize=64)
def _by_tag(kind: str, own: bool) -> dict[str, list[tuple[str, Rule]]]:
    places: defaultdict[str, list[tuple[str, Rule]]] = defaultdict(list)
    for place in _PLACES[kind]:
        if own or not place.own:
            places[place.tag].append((place.attribute, place.rule))
    return dict(places)


def may_refer(kind: str) -> bool:
    """Whether parts of this kind are XML that may refer to cells."""
    return kind in _PLACES


def carry_out(edits: Iterable[Edit]) -> list[etree._Element]:
    """Makes the edits; returns the elements that were taken out, for those that held a relationship."""
    gone = []
    for element, attribute, value in edits:
        if value is None:
            described = element.getparent() if element.tag == _EXTENDED_AREAS else element
            if described is not None:
                remove(described)
                gone.append(described)
        elif attribute:
            element.set(attribute, value)
        else:
            element.text = value
    return gone


def remove(element: etree._Element) -> None:
    """Takes an element out, and the list that held it when that was its last; counts follow."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if element.tag == _SPARKLINES or (parent.tag in _EMPTY_GOES and len(parent) == 0):
        remove(parent)
    elif parent.get("count") is not None:
        recount(parent)


def recount(container: etree._Element) -> None:
    """Brings the counts of a list up to date."""
    container.set("count", str(len(container)))
    if container.get("manualBreakCount") is not None:
        container.set("manualBreakCount", str(sum(element.get("man") in ("1", "true") for element in container)))
