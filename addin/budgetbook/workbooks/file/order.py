"""Where a child stands in a worksheet or workbook part: the schema fixes the sequence, and Excel repairs what breaks it."""

from __future__ import annotations

from lxml import etree

from budgetbook.workbooks.file.names import MARKUP, main


def _tags(names: str) -> tuple[str, ...]:
    return tuple(map(main, names.split()))


WORKSHEET = _tags(
    """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter
    sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions
    pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing
    legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst"""
)
WORKBOOK = _tags(
    """fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames calcPr
    oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"""
)
STYLES = _tags("numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst")
_ALTERNATE = f"{{{MARKUP}}}AlternateContent"  # in a worksheet it wraps controls or OLE objects and stands where they do


def insert(root: etree._Element, child: etree._Element, sequence: tuple[str, ...]) -> None:
    """Puts the child where the sequence wants it, behind its like."""
    place = sequence.index(str(child.tag))
    later = set(sequence[place + 1 :])
    if main("oleObjects") in later:
        later.add(_ALTERNATE)
    for position, element in enumerate(root):
        if element.tag in later:
            root.insert(position, child)
            return
    root.append(child)


def child(root: etree._Element, tag: str, sequence: tuple[str, ...]) -> etree._Element:
    """The child with this tag, made where it belongs if it is not there."""
    found = root.find(tag)
    if found is None:
        found = root.makeelement(tag)
        insert(root, found, sequence)
    return found
