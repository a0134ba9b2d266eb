"""What is printed above and below every page: headers and footers, without the codes that place and dress their texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from budgetbook.workbooks.file.names import main

_KINDS = {
    main(f"{pages}{margin}"): said
    for pages in ("odd", "even", "first")
    for margin, said in (("Header", "页眉"), ("Footer", "页脚"))
}
_PARTS = re.compile("&[LCR]")  # left, centre, right
_CODES = re.compile(r'&(?:"[^"]*"|K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|[0-9]{1,3}|[A-JM-QS-Za-z])')
_AMPERSAND = "\0"  # stands for && meanwhile


def margins_of(root: etree._Element) -> tuple[tuple[str, str], ...]:
    """页眉 or 页脚, and each different text that is printed there, of a worksheet."""
    element = root.find(main("headerFooter"))
    return () if element is None else tuple(dict.fromkeys(_texts(element)))


def _texts(element: etree._Element) -> Iterator[tuple[str, str]]:
    for child in element:
        margin = _KINDS.get(str(child.tag))
        for part in _PARTS.split((child.text or "").replace("&&", _AMPERSAND)) if margin else ():
            text = _CODES.sub("", part).replace(_AMPERSAND, "&").strip()
            if margin and text:
                yield margin, text
