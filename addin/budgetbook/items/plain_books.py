"""Workbooks whose parts are written as every spreadsheet program writes them: their lists are read straight into columns.

Formulas, dates, errors, rich text and whatever else is not plain is left to the general reader, as is all that is broken."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from budgetbook.model import limits

from .packages import check_parts, declares_type, is_xml
from .plain_sheets import Gathered, PlainBlock
from .plain_texts import plain_text, shared_texts, unplain_styles
from .same_texts import CollisionError
from .sheet_rows import NotPlainError, found_in

_PIECE = limits.MEBIBYTE
_BEGIN, _ROW_END, _END = b"<sheetData>", b"</row>", b"</sheetData>"
_SHEET = re.compile(r"<sheet [^<>]*/>")
_RELATION = re.compile(r"<Relationship [^<>]*/>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_WORKSHEET = "/worksheet"
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_BROKEN = (
    zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, LookupError, zlib.error, CollisionError,
)  # fmt: skip


class PlainBook:
    """A plain workbook. Raises NotPlainError, when made and when asked for a sheet, where the general reader must look."""

    def __init__(self, data: bytes, file: str) -> None:
        """Raises BudgetbookError for bombs and for parts that stand twice."""
        self.file = file
        with _plain():
            self._package = zipfile.ZipFile(io.BytesIO(data))
        check_parts(self._package.infolist(), file)
        with _plain():
            if any(declares_type(data, part) for part in self._package.infolist() if is_xml(part)):
                raise NotPlainError
            self._sheets = self._find_sheets()

    @property
    def sheets(self) -> list[str]:
        return list(self._sheets)

    def block(self, sheet: str) -> PlainBlock:
        found = Gathered(lambda: self._shared)
        with _plain():
            for rows in self._rows(self._sheets[sheet]):
                found.add(found_in(rows))
            if found.styles & self._unplain_styles:
                raise NotPlainError
            return PlainBlock(found.grid(), found.texts, self.file, sheet)

    def _find_sheets(self) -> dict[str, str]:
        """The part of each sheet."""
        relations = [dict(_ATTRIBUTE.findall(each)) for each in _RELATION.findall(self._read("xl/_rels/workbook.xml.rels"))]
        targets = {each["Id"]: each["Target"] for each in relations if each["Type"].endswith(_WORKSHEET)}
        xml = self._read("xl/workbook.xml")
        sheets = [dict(_ATTRIBUTE.findall(each)) for each in _SHEET.findall(xml)]
        found = {plain_text(each["name"]): targets[each["r:id"]] for each in sheets}
        if not len(found) == len(sheets) == xml.count("<sheet "):
            raise NotPlainError
        return {name: target[1:] if target.startswith("/") else f"xl/{target}" for name, target in found.items()}

    def _read(self, part: str) -> str:
        data = self._package.read(part)
        _check_start(data)
        return data.decode()

    def _rows(self, part: str) -> Iterator[bytes]:
        """The rows of a sheet, piece by piece. All of the part is read, so that it is held to its size and checksum."""
        with self._package.open(part) as file:
            data = file.read(_PIECE)
            start = data.find(_BEGIN)
            _check_start(data[:start])
            if start < 0:
                raise NotPlainError
            start += len(_BEGIN)
            while (end := data.find(_END, start)) < 0:
                whole = data.rfind(_ROW_END, start) + len(_ROW_END)
                more = file.read(_PIECE)
                if not more or whole < len(_ROW_END):
                    raise NotPlainError
                yield data[start:whole]
                data, start = data[whole:] + more, 0
            if end > start:
                yield data[start:end]
            while file.read(_PIECE):
                pass

    @cached_property
    def _shared(self) -> list[str]:
        return shared_texts(self._read(_STRINGS))

    @cached_property
    def _unplain_styles(self) -> frozenset[int]:
        return unplain_styles(self._read(_STYLES)) if _STYLES in self._package.NameToInfo else frozenset()


def _check_start(data: bytes) -> None:
    """Raises NotPlainError for what declares its type, or an encoding that is not UTF-8."""
    said = data[: data.find(b"?>") + 1].lower() if data.startswith(b"<?xml") else b""
    if b"<!" in data or (b"encoding" in said and b'"utf-8"' not in said):
        raise NotPlainError


@contextmanager
def _plain() -> Iterator[None]:
    """Whatever is broken is for the general reader, who says so."""
    try:
        yield
    except _BROKEN as error:
        raise NotPlainError from error
