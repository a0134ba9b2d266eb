"""Text in SpreadsheetML: shared and inline strings, plain or rich, with characters that XML cannot hold written as _x000D_."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence

from lxml import etree

from budgetbook.model import limits
from budgetbook.workbooks.file import xml
from budgetbook.workbooks.file.names import SHARED_STRINGS, XML_SPACE, main
from budgetbook.workbooks.file.workbook_part import WorkbookPart

_TEXT, _RUN = main("t"), main("r")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # each underscore that would open one, also within another
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def text_of(item: etree._Element) -> str:
    """The text of an <si>, <is> or <text>: its own or its runs'; readings (phonetic runs) are left out."""
    pieces = [child if child.tag == _TEXT else child.find(_TEXT) for child in item if child.tag in (_TEXT, _RUN)]
    return unescape("".join(piece.text or "" for piece in pieces if piece is not None))


def unescape(text: str) -> str:
    """_x000D_ is a carriage return. Halves of characters that find no other half become \ufffd: nothing could be done with them."""
    if "_x" not in text:
        return text
    written = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def set_text(element: etree._Element, text: str) -> None:
    """Text into a <t> or <v>, so that it is read back as it was: blanks kept, what looks escaped escaped."""
    element.text, kept = escaped(text)
    if kept:
        element.set(XML_SPACE, "preserve")
    else:
        xml.drop(element, XML_SPACE)


def escaped(text: str) -> tuple[str, bool]:
    """The text as a <t> or <v> holds it, and whether it must say that its blanks are to be kept."""
    if "_x" in text:
        text = _LIKE_ESCAPED.sub("_x005F_", text)
    text = text.replace("\r", "_x000D_")
    return text, text != text.strip() or "\n" in text or "  " in text


def fault(text: str) -> str:
    """Why a cell cannot hold the text, in Chinese; "" when it can."""
    illegal = _ILLEGAL.search(text)
    if illegal:
        return f"文字里有不能保存的控制字符（第 {illegal.start() + 1} 个字，U+{ord(illegal[0]):04X}）"
    if len(text.encode("utf-16-le")) // 2 > limits.TEXT:
        return f"文字长达 {len(text)} 字，超过单元格上限 {limits.TEXT} 字"
    return ""


def all_sound(texts: Sequence[str]) -> bool:
    """Whether cells can hold each of the texts, as far as one look at all of them laid end to end can tell."""
    return not _ILLEGAL.search("".join(texts)) and max(map(len, texts), default=0) <= limits.TEXT // 2


def writable(text: str) -> str:
    """The text as far as a cell can hold it: no control characters, not too long."""
    return _ILLEGAL.sub("\ufffd", text)[: limits.TEXT // 2]


class Strings:
    """The shared strings, read when first asked for; never written, for what the program writes stands in the cells."""

    def __init__(self, book: WorkbookPart):
        self._book = book
        self._texts: list[str] | None = None

    def stamp(self) -> Hashable:
        """The same for the same strings; None where they are not known to be so."""
        part = self._book.related(SHARED_STRINGS)
        return self._book.package.stamp(part) if part else ()

    def text(self, index: int) -> str:
        """Raises IndexError for one that is not there."""
        if self._texts is None:
            part = self._book.related(SHARED_STRINGS)
            items = self._book.package.tree(part).iterchildren(main("si")) if part else ()
            self._texts = [text_of(item) for item in items]
        if index < 0:
            raise IndexError(index)
        return self._texts[index]
