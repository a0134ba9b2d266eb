"""The zip file under a package: its entries as they lie there, still compressed, and writing them back without touching them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from isal import isal_zlib as zlib  # the same format, several times quicker

from budgetbook.model import limits

_ZlibError = cast(type[Exception], zlib.error)
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_ENTRY = b"PK\x01\x02"
_STORED, _DEFLATED = 0, 8
_HEAVIEST = 64  # bytes that a byte of XML can take in memory at most
_NODE, _ATTRIBUTE = 100, 230  # bytes that each < and each = of XML take in memory, about
_PIECE = 2**20
_ROW, _ROWS = b"<row ", b"sheetData"
_XML = (".xml", ".rels", ".vml")
_KNOWN_FLAGS = 0x806  # UTF-8 names, deflate level; sizes stand in the header, so no data descriptor
_FIXED_DATE, _FIXED_TIME = 0x21, 0  # 1980-01-01 00:00


class ArchiveError(ValueError):
    """The zip file is broken or beyond the limits; the message says how, in Chinese."""


class Entry(NamedTuple):
    """One file in the zip. `packed` are its bytes as they lie in the archive."""

    name: str
    packed: bytes | memoryview
    method: int
    crc: int
    size: int  # inflated
    flags: int = 0x800
    date: int = _FIXED_DATE
    time: int = _FIXED_TIME
    external: int = 0

    def inflate(self) -> bytes:
        """The contents. Raises ArchiveError where they are not what the archive announces, or too much to be taken apart."""
        if self.size * _HEAVIEST > limits.TREE and self.name.lower().endswith(_XML):
            self._weigh()
        if self.method == _STORED:
            data = bytes(self.packed)
        else:
            try:
                data = zlib.decompressobj(-15).decompress(self.packed, self.size + 1)
            except _ZlibError:
                raise ArchiveError(f"部件 {self.name} 的压缩数据已损坏") from None
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            raise ArchiveError(f"部件 {self.name} 的数据与其校验码不符，文件已损坏或被截断")
        return data

    def lacks(self, marks: Mapping[bytes, Sequence[bytes]], around: Mapping[bytes, Sequence[bytes]]) -> bool:
        """Whether a worksheet holds none of these marks, those of `around` looked for before and behind its rows only. It is looked
        through piece by piece and never held whole. The marks stand under a byte that all of them have: to see that it is nowhere
        takes far less time."""
        longest = max(len(mark) for group in (marks, around) for alike in group.values() for mark in alike)
        end, within, everywhere = b"", [*marks.items()], [*marks.items(), *around.items()]
        for piece in self._pieces():
            piece = end + piece
            wanted = within if _ROW in piece and _ROWS not in piece else everywhere
            if any(mark in piece for sign, alike in wanted if sign in piece for mark in alike):
                return False
            end = piece[1 - longest :]
        return True

    def _weigh(self) -> None:
        """Raises ArchiveError for XML that would take far more memory than a file of this size has any right to. It is looked
        through piece by piece and never held whole."""
        allowed = max(limits.TREE, limits.TREE_RATIO * len(self.packed))
        weight = 0
        for piece in self._pieces():
            weight += len(piece) + _NODE * piece.count(b"<") + _ATTRIBUTE * piece.count(b"=")
            if weight > allowed:
                size = f"{limits.TREE >> 20} MB"
                raise ArchiveError(f"部件 {self.name} 的内容展开后要占用的内存超过 {size}，与文件的大小不相称，像是压缩炸弹")

    def _pieces(self) -> Iterator[bytes]:
        """What the entry holds, up to the size that it announces."""
        if self.method == _STORED:
            yield from (bytes(self.packed[at : at + _PIECE]) for at in range(0, len(self.packed), _PIECE))
            return
        unpacker, packed, left = zlib.decompressobj(-15), bytes(self.packed), self.size
        while left > 0 and not unpacker.eof:
            try:
                piece = unpacker.decompress(packed, min(left, _PIECE))
            except _ZlibError:
                return  # said by who inflates it
            packed, left = unpacker.unconsumed_tail, left - len(piece)
            if not piece:
                return
            yield piece


def deflated(name: str, data: bytes) -> Entry:
    """A new entry, with a fixed date so that the same content gives the same bytes."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    return Entry(name, packed, _DEFLATED, zlib.crc32(data), len(data))


def read(data: bytes) -> list[Entry]:
    """All entries in file order. Raises ArchiveError for what is broken, ambiguous, dangerous or too large."""
    if (count := data.count(_ENTRY)) > limits.PARTS:  # before each of them becomes an object
        raise ArchiveError(f"部件多达 {count} 个，超过上限 {limits.PARTS} 个")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError, OverflowError):
        raise ArchiveError("文件不完整或已损坏（压缩包目录读不出来）") from None
    _check(infos)
    view = memoryview(data)
    return [_entry(view, info) for info in infos]


def _check(infos: list[zipfile.ZipInfo]) -> None:
    total, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if total > limits.TOTAL_SIZE:
        raise ArchiveError("解压后的内容过大，超过上限")
    if total > limits.RATIO_FROM and total > limits.RATIO * max(packed, 1):
        raise ArchiveError(f"全部部件解压后异常巨大（{total:,} 字节），像是压缩炸弹")
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        if name.startswith("/") or "\\" in name or "\0" in name or {"..", "."} & set(name.split("/")):
            raise ArchiveError(f"部件名“{name}”不合规（可能指向文件之外）")
        if name.casefold() in seen:
            raise ArchiveError(f"部件 {name} 重复出现，无法判断以哪一个为准")
        seen.add(name.casefold())
        if info.flag_bits & 1:
            raise ArchiveError("压缩包带有密码")
        if info.compress_type not in (_STORED, _DEFLATED):
            raise ArchiveError(f"部件 {name} 用了不支持的压缩方法")
        if info.file_size > limits.PART_SIZE or (
            info.file_size > limits.RATIO_FROM and info.file_size > limits.RATIO * max(info.compress_size, 1)
        ):
            raise ArchiveError(f"部件 {name} 解压后异常巨大（{info.file_size:,} 字节），像是压缩炸弹")


def _entry(view: memoryview, info: zipfile.ZipInfo) -> Entry:
    header = view[info.header_offset : info.header_offset + _LOCAL.size]
    if len(header) < _LOCAL.size or bytes(header[:4]) != b"PK\x03\x04":
        raise ArchiveError("文件不完整或已损坏（部件的开头读不出来）")
    *_, name_length, extra_length = _LOCAL.unpack(header)
    start = info.header_offset + _LOCAL.size + name_length + extra_length
    packed = view[start : start + info.compress_size]
    if len(packed) != info.compress_size:
        raise ArchiveError(f"文件不完整：部件 {info.filename} 被截断")
    year, month, day, hour, minute, second = info.date_time
    date, time = (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
    flags = info.flag_bits & _KNOWN_FLAGS
    return Entry(info.orig_filename, packed, info.compress_type, info.CRC, info.file_size, flags, date, time, info.external_attr)


def write(entries: Iterable[Entry]) -> Iterator[bytes | memoryview]:
    """The pieces of a zip file that holds the entries in this order, compressed as they are."""
    directory, offset, count = [], 0, 0
    for entry in entries:
        name = entry.name.encode("utf-8" if entry.flags & 0x800 else "cp437")
        common = (entry.flags, entry.method, entry.time, entry.date, entry.crc, len(entry.packed), entry.size, len(name), 0)
        yield _LOCAL.pack(b"PK\x03\x04", 20, *common) + name
        yield entry.packed
        directory.append(_CENTRAL.pack(b"PK\x01\x02", 20, 20, *common, 0, 0, 0, entry.external, offset) + name)
        offset += _LOCAL.size + len(name) + len(entry.packed)
        count += 1
    table = b"".join(directory)
    yield table
    yield _END.pack(b"PK\x05\x06", 0, 0, count, count, len(table), offset, 0)
