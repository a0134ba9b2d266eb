"""Fonts and alignments of styles: read, and changed one property at a time."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping

from lxml import etree

from budgetbook.workbooks.file import xml
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.styles import FONTS, Styles

_NAMES = "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme"  # as Excel orders them
_ORDER = tuple(map(main, _NAMES.split()))
_RUN_WHEN_EDITED = re.compile(r"[=@].|[+-](?!\d[\d,]*(\.\d+)?%?$).", re.DOTALL)
_OFF = ("0", "false", "none")
_TIED = {"name": ("family", "charset", "scheme")}  # what is said of a font by another name no longer holds


def is_on(styles: Styles, style: int, tag: str) -> bool:
    """Whether the font is bold (b), italic (i), underlined (u) ..."""
    element = styles.part_of(style, FONTS).find(main(tag))
    return element is not None and (element.get("val") or "1") not in _OFF


def said(styles: Styles, style: int, tag: str) -> str | None:
    """The val of the font's name, size (sz) ..."""
    element = styles.part_of(style, FONTS).find(main(tag))
    return None if element is None else element.get("val")


def colour(styles: Styles, style: int) -> etree._Element | None:
    """The font's <color>."""
    return styles.part_of(style, FONTS).find(main("color"))


def with_font(styles: Styles, style: int, tag: str, attributes: Mapping[str, str] | None) -> int:
    """The style with a font in which this child says this; None: there is no such child."""
    font = copy.deepcopy(styles.part_of(style, FONTS))
    font.tail = None
    for gone in (tag, *_TIED.get(tag, ())):
        for element in font.findall(main(gone)):
            font.remove(element)
    if attributes is not None:
        place = _ORDER.index(main(tag))
        before = sum(1 for element in font if element.tag in _ORDER[:place])
        font.insert(before, font.makeelement(main(tag), dict(attributes)))
    index = styles.find_or_add(FONTS, font)

    def change(entry: etree._Element) -> None:
        entry.set("fontId", str(index))
        entry.set("applyFont", "1")

    return styles.changed(style, change)


def alignment(styles: Styles, style: int, name: str) -> str | None:
    """What the style says of alignment: horizontal, vertical, wrapText."""
    element = styles.format(style).find(main("alignment"))
    return None if element is None else element.get(name)


def with_alignment(styles: Styles, style: int, name: str, value: str) -> int:
    """The style with another alignment."""

    def change(entry: etree._Element) -> None:
        element = entry.find(main("alignment"))
        if element is None:
            element = entry.makeelement(main("alignment"))
            entry.insert(0, element)
        element.set(name, value)
        entry.set("applyAlignment", "1")

    return styles.changed(style, change)


def kept_as_text(styles: Styles, style: str, text: str) -> str:
    """The style of a cell with this text. What begins like a formula, and is no number, stays text when somebody edits the cell:
    it gets the mark that a ' before it would give."""
    return str(with_quote_prefix(styles, int(style or 0))) if _RUN_WHEN_EDITED.match(text) else style


def with_quote_prefix(styles: Styles, style: int) -> int:
    """The style of a cell into which text was entered behind a ' ."""
    return styles.changed(style, lambda entry: entry.set("quotePrefix", "1"))


def without_quote_prefix(styles: Styles, style: int) -> int:
    """The style of such a cell once something else is entered."""
    if styles.format(style).get("quotePrefix") not in ("1", "true"):
        return style
    return styles.changed(style, lambda entry: xml.drop(entry, "quotePrefix"))
