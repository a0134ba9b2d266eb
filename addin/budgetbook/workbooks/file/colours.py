"""Colours as files say them (by red, green and blue, from the theme, by number) and as they are shown."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

from lxml import etree

from budgetbook.workbooks.file.names import REL, main
from budgetbook.workbooks.file.styles import FILLS, Styles, expand
from budgetbook.workbooks.file.workbook_part import WorkbookPart

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCHEME = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink")
_OFFICE = (
    *("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47", "0563C1", "954F72"),
)  # where a workbook has no theme of its own
_PALETTE = """000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF
    800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF
    000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99
    3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"""
_WINDOW_TEXT, _WINDOW = 64, 65


def no_fill() -> etree._Element:
    """What fills a cell that nothing fills."""
    return expand('<fill><patternFill patternType="none"/></fill>')


class Colours:
    """What colours of this workbook look like."""

    def __init__(self, book: WorkbookPart):
        self._book = book
        self._theme: Sequence[str] | None = None

    def rgb(self, colour: etree._Element | None, otherwise: str) -> str:
        """RRGGBB of a <color>, <fgColor> and the like; `otherwise` where it says nothing or leaves it to the program."""
        if colour is None:
            return otherwise
        if written := colour.get("rgb"):
            return written[-6:].upper()
        if theme := colour.get("theme"):
            return _tinted(self._of_theme(int(theme), otherwise), float(colour.get("tint") or 0))
        if number := colour.get("indexed"):
            return self._numbered(int(number), otherwise)
        return otherwise

    def _of_theme(self, index: int, otherwise: str) -> str:
        if self._theme is None:
            self._theme = self._read_theme()
        return self._theme[index] if 0 <= index < len(self._theme) else otherwise

    def _read_theme(self) -> Sequence[str]:
        part = self._book.related(f"{REL}/theme")
        if part is None:
            return _OFFICE
        scheme = next(self._book.package.tree(part).iter(f"{_DRAWING}clrScheme"), None)
        found = [None if scheme is None else scheme.find(f"{_DRAWING}{name}") for name in _SCHEME]
        return [_said(element) or known for element, known in zip(found, _OFFICE, strict=True)]

    def _numbered(self, number: int, otherwise: str) -> str:
        if number in (_WINDOW_TEXT, _WINDOW):
            return "000000" if number == _WINDOW_TEXT else "FFFFFF"
        colours = _PALETTE.split()
        return colours[number] if 0 <= number < len(colours) else otherwise

    def fill(self, styles: Styles, style: int) -> str | None:
        """RRGGBB of what fills a cell; None for nothing. Raises NotImplementedError for gradients."""
        fill = styles.part_of(style, FILLS)
        pattern = fill.find(main("patternFill"))
        if pattern is None:
            if fill.find(main("gradientFill")) is not None:
                raise NotImplementedError("渐变填充没有单一的颜色（a gradient fill has no single colour）")
            return None
        kind = pattern.get("patternType") or "none"
        if kind == "none":
            return None
        return self.rgb(pattern.find(main("fgColor" if kind == "solid" else "bgColor")), "000000" if kind == "solid" else "FFFFFF")


def _said(element: etree._Element | None) -> str:
    """The colour in an entry of a theme; "" where it is said in a way that has no plain colour."""
    inner = None if element is None else next(iter(element), None)
    return "" if inner is None else (inner.get("lastClr") or inner.get("val") or "").upper()


def _tinted(colour: str, tint: float) -> str:
    """Lighter for a tint above 0, darker below, by the rule of the file format: the lightness is scaled."""
    if not tint:
        return colour
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(channel * 255):02X}" for channel in colorsys.hls_to_rgb(hue, light, saturation))
