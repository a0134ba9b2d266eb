"""Compound files, [MS-CFB] version 3: a small file system of streams in one file. The same streams give the same bytes: no times,
no ids, and every stream in its place by rule."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

Streams = Mapping[str, "bytes | Streams"]  # a storage: its streams, and the storages in it

SECTOR, SMALL_SECTOR = 512, 64
CUTOFF = 4096  # bytes; shorter streams share the stream of the root
_END, _FREE, _TABLE, _NOBODY = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_TABLES = 109  # sectors of the allocation table that the header can name: 7 MB, and no project comes near that
_ENTRY = struct.Struct("<64sHBBIII36xIQ")
_HEADER = struct.Struct("<8s16x5H6x9I")
_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")


@dataclass
class _Entry:
    """One line of the directory. `left`, `right` and `child` are numbers of other lines."""

    name: str
    kind: int
    content: bytes = b""
    left: int = _NOBODY
    right: int = _NOBODY
    child: int = _NOBODY
    start: int = _END
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        black = 1
        start = 0 if self.kind == _STORAGE else self.start
        return _ENTRY.pack(name, len(name), self.kind, black, self.left, self.right, self.child, start, self.size)


class _Sectors:
    """Streams one behind the other, each from the start of a sector, and the table that says which sector follows which."""

    def __init__(self, size: int):
        self.size, self.data, self.table = size, bytearray(), list[int]()

    def put(self, content: bytes) -> int:
        """The number of the first sector."""
        if not content:
            return _END
        start, count = len(self.table), -(-len(content) // self.size)
        self.data += content.ljust(count * self.size, b"\0")
        self.table += [*range(start + 1, start + count), _END]
        return start


def write(streams: Streams) -> bytes:
    """The compound file that holds these streams. Raises ValueError for more than 7 MB."""
    entries = _directory(streams)
    sectors, small = _Sectors(SECTOR), _Sectors(SMALL_SECTOR)
    for entry in entries:
        entry.size = len(entry.content)
        entry.start = (small if entry.size < CUTOFF else sectors).put(entry.content)
    entries[0].size, entries[0].start = len(small.data), sectors.put(bytes(small.data))
    small_table = sectors.put(_packed_table(small.table))
    directory = sectors.put(_padded(b"".join(entry.packed() for entry in entries)))
    first, count = _add_table(sectors)
    small_count = -(-len(small.table) * 4 // SECTOR)
    return _header(first, count, directory, small_table, small_count) + bytes(sectors.data)


def _directory(streams: Streams) -> list[_Entry]:
    entries = [_Entry("Root Entry", _ROOT)]
    _add(entries, entries[0], streams)
    return entries


def _add(entries: list[_Entry], storage: _Entry, streams: Streams) -> None:
    numbers = []
    for name in sorted(streams, key=lambda name: (len(name), name.upper())):  # the order that readers search by
        content = streams[name]
        numbers.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entries.append(_Entry(name, _STORAGE))
            _add(entries, entries[-1], content)
    storage.child = _tree(entries, numbers)


def _tree(entries: list[_Entry], numbers: list[int]) -> int:
    """A balanced tree over lines that are in order; returns its root."""
    if not numbers:
        return _NOBODY
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left, entry.right = _tree(entries, numbers[:middle]), _tree(entries, numbers[middle + 1 :])
    return numbers[middle]


def _padded(directory: bytes) -> bytes:
    unused = _ENTRY.pack(b"", 0, 0, 0, _NOBODY, _NOBODY, _NOBODY, 0, 0)
    return directory + unused * (-len(directory) % SECTOR // _ENTRY.size)


def _packed_table(table: list[int]) -> bytes:
    packed = struct.pack(f"<{len(table)}I", *table)
    return packed + struct.pack("<I", _FREE) * (-len(packed) % SECTOR // 4)


def _add_table(sectors: _Sectors) -> tuple[int, int]:
    """The allocation table behind everything else, which it holds with itself. Returns its first sector and their number."""
    first, count = len(sectors.table), 1
    while count * SECTOR // 4 < first + count:
        count += 1
    if count > _TABLES:
        raise ValueError("a compound file of more than 7 MB")
    sectors.table += [_TABLE] * count
    sectors.data += _packed_table(sectors.table)
    return first, count


def _header(first: int, count: int, directory: int, small_table: int, small_count: int) -> bytes:
    minor, major, little_endian, sector_shift, small_shift = 0x3E, 3, 0xFFFE, 9, 6
    fixed = _HEADER.pack(
        _MAGIC, minor, major, little_endian, sector_shift, small_shift,
        0, count, directory, 0, CUTOFF, small_table, small_count, _END, 0,
    )  # fmt: skip
    named = [*range(first, first + count), *[_FREE] * (_TABLES - count)]
    return fixed + struct.pack(f"<{_TABLES}I", *named)
