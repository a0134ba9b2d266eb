"""Packages before they are read for lists: refused when they would eat the machine, or when nobody can say what they hold."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from budgetbook.model import limits
from budgetbook.model.grid import column_number

from .blocks import refused

_UNREADABLE = "文件打不开，可能已损坏或有打开密码"
_SAVE_AGAIN = "请用 Excel 或 WPS 打开，去掉密码后另存为 .xlsx"
_COPY = "请把明细复制到新的工作簿里再试"
_BIG = 32 * limits.MEBIBYTE, limits.MEBIBYTE  # bytes of a sheet, inflated and deflated, from which it is taken to be full
_PIECE, _START = 4 * limits.MEBIBYTE, 4096
_FAR = re.compile(rb'<c(?! r="[A-Z]\d{1,5}"|[a-z])')  # a cell beyond Z99999, or not written as usual
_WIDE = re.compile(rb'<c(?! r="[A-Z]\d|[a-z])')  # a cell beyond column Z, or not written as usual
_ERRORS = (b'"e"', b"'e'")  # the type of a cell, however it is written
_TYPE = b"<!DOCTYPE"
_PREFIXED = re.compile(rb":c[\s/>]")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])")
_HOLDING = re.compile(rb"""<(?:[\w.-]+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']\s*([A-Za-z]{0,8})(\d{0,10})[^<>]*?(?<!/)>""")
_UNPLACED = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])(?![^<>]*\sr\s*=)")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")


class _Span(NamedTuple):
    """What a sheet spans, how many cells it has, and whether there may be error values (#REF!) among them."""

    rows: int
    columns: int
    cells: int
    errors: bool


def check_package(path: Path) -> bool:
    """Whether cells may hold error values, which only the slower way of reading tells. Raises BudgetbookError for bombs, parts
    that stand twice, and sheets whose few cells span millions."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            check_parts(parts, path.name)
            checked = [_check_part(package, part, path.name) for part in parts if is_xml(part)]
            return any(checked)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise refused(_UNREADABLE, path.name, _SAVE_AGAIN) from error


def check_parts(parts: list[zipfile.ZipInfo], file: str) -> None:
    """Raises BudgetbookError for what the list of parts alone tells: bombs, parts that stand twice, other formats."""
    names = {part.filename.casefold() for part in parts}
    if len(names) < len(parts):
        raise refused("文件里有重复的部件，无法判断以哪一个为准", file, "请用 Excel 打开后另存一份再试")
    if "content.xml" in names or "xl/workbook.bin" in names:
        raise refused("这是 .ods 或 .xlsb 格式，读不了", file, "请用 Excel 或 WPS 打开，另存为 .xlsx")
    bombs = [part for part in parts if part.file_size > max(limits.RATIO_FROM, limits.RATIO * part.compress_size)]
    texts = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    inflated = sum(part.file_size for part in parts)
    if bombs or texts > limits.SHARED_TEXTS_SIZE or inflated > limits.TOTAL_SIZE or len(parts) > limits.PARTS:
        raise refused("文件展开后异常地大，不像正常的工作簿", file, _COPY)


def is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith((".xml", ".rels"))


def declares_type(data: bytes, part: zipfile.ZipInfo) -> bool:
    """Whether a part of a package begins with a declaration of its type. Only its first bytes are inflated."""
    lengths = data[part.header_offset + 26 : part.header_offset + 30]
    begin = part.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
    start = data[begin : begin + min(part.compress_size, _START)]
    if part.compress_type == zipfile.ZIP_DEFLATED:
        start = zlib.decompressobj(-zlib.MAX_WBITS).decompress(start, _START)
    return _TYPE in start


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> bool:
    """Look through a part: by reading it, it is held to the size that it announces. Whether there may be error values in it."""
    with package.open(part) as start:
        if _TYPE in start.read(_START):
            raise refused("含有文档类型声明（DOCTYPE），可能有害", file, _COPY)
    if not part.filename.lower().startswith("xl/worksheets/sheet") and "/worksheets/" not in part.filename.lower():
        _read_through(package, part)
        return False
    span = _span(package, part)
    if span.rows * span.columns > max(limits.SPAN, limits.SPAN_RATIO * span.cells):
        hint = "请删去明细下方和右侧远处的多余内容，或把明细复制到新的工作簿里"
        raise refused(f"有一张表跨 {span.rows} 行、{span.columns} 列，太大了", file, hint)
    return span.errors


def _read_through(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with package.open(part) as file:
        while file.read(_PIECE):
            pass


def _span(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> _Span:
    """What the cells of a sheet that hold something span; nothing for a sheet that plainly spans little, or is plainly full."""
    big = part.file_size > _BIG[0] and part.compress_size > _BIG[1]
    far = _WIDE if big else _FAR
    plain, errors = True, False
    for piece in _pieces(package, part):
        plain = plain and not (far.search(piece) or _PREFIXED.search(piece))
        errors = errors or any(mark in piece for mark in _ERRORS)
    if plain:
        return _Span(0, 0, 0, errors)
    rows = columns = cells = count = 0
    for piece in _pieces(package, part):
        places = _HOLDING.findall(piece)
        rows = max(rows, max((int(row) for _, row in places if row), default=0))
        columns = max(columns, max((column_number(name.decode()) for name in {name for name, _ in places}), default=0))
        cells += len(_CELL.findall(piece))
        if _UNPLACED.search(piece):  # cells follow one another
            lines = _ROW.split(piece)
            count += len(lines)
            columns = max(columns, max(len(_CELL.findall(line)) for line in lines))
    return _Span(max(rows, count), columns, cells, errors)


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part piece by piece, cut where an element begins."""
    with package.open(part) as file:
        rest = b""
        while data := file.read(_PIECE):
            piece, mark, rest = (rest + data).rpartition(b"<")
            if piece:
                yield piece
            rest = mark + rest
            if len(rest) > 4 * _PIECE:  # no element in sight
                yield rest
                rest = b""
        yield rest
