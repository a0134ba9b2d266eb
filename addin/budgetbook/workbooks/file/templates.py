"""What has been made of parts as they lie in files, kept for the next workbook with the same ones: a template is filled again and
again, and many departments share one."""

from __future__ import annotations

from functools import lru_cache

from budgetbook.workbooks.file import archive, xml
from budgetbook.workbooks.file.sheet_part import SheetPart, take_apart

LONGEST = 2**18  # bytes inflated; what is longer is a list, and taken apart each time
_KEPT = 64  # sheets


def taken_apart(entry: archive.Entry) -> SheetPart:
    """The worksheet in the entry; it may be kept, so whoever changes it takes a copy.

    Raises ArchiveError, XmlError and OrderError."""
    if entry.size > LONGEST:
        return _taken_apart(entry.name, entry.packed, entry.method, entry.crc, entry.size)
    return _kept(entry.name, bytes(entry.packed), entry.method, entry.crc, entry.size)


def _taken_apart(name: str, packed: bytes | memoryview, method: int, crc: int, size: int) -> SheetPart:
    data = archive.Entry(name, packed, method, crc, size).inflate()
    return take_apart(data, xml.parse(data))


_kept = lru_cache(maxsize=_KEPT)(_taken_apart)
