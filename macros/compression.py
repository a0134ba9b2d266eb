"""Compression of VBA text, [MS-OVBA] 2.4.1: chunks of 4096 bytes, each a row of letters and of copies of what stood before."""

from __future__ import annotations

import struct
from collections.abc import Iterator

CHUNK = 4096
_SIGNATURE = b"\x01"
_SHORTEST = 3  # bytes that a copy is worth
_TRIES = 64  # earlier places looked at for one copy; more find hardly anything
_COMPRESSED, _RAW = 0xB000, 0x3000  # flag and signature of a chunk's header


def compress(data: bytes) -> bytes:
    """The compressed container of these bytes."""
    chunks = (data[at : at + CHUNK] for at in range(0, len(data), CHUNK))
    return _SIGNATURE + b"".join(map(_chunk, chunks))


def decompress(container: bytes) -> bytes:
    """What a container holds. Raises ValueError for one that is broken."""
    if container[:1] != _SIGNATURE:
        raise ValueError("no compressed container")
    at, chunks = 1, []
    while at < len(container):
        (header,) = struct.unpack_from("<H", container, at)
        end = at + 3 + (header & 0xFFF)
        body = container[at + 2 : end]
        chunks.append(_unpacked(body) if header & 0x8000 else body)
        at = end
    return b"".join(chunks)


def _chunk(data: bytes) -> bytes:
    """One chunk with its header; what does not get shorter is stored as it is, which only a full chunk can be."""
    packed = b"".join(_groups(data))
    if len(packed) < CHUNK:
        return struct.pack("<H", _COMPRESSED | (len(packed) - 1)) + packed
    if len(data) < CHUNK:
        raise ValueError("the last bytes cannot be compressed; VBA text always can")
    return struct.pack("<H", _RAW | (CHUNK - 1)) + data


def _groups(data: bytes) -> Iterator[bytes]:
    """Eight tokens at a time, each group behind a byte whose bits say which of them are copies."""
    tokens = list(_tokens(data))
    for at in range(0, len(tokens), 8):
        group = tokens[at : at + 8]
        flags = sum(1 << bit for bit, token in enumerate(group) if len(token) == 2)
        yield bytes([flags]) + b"".join(group)


def _tokens(data: bytes) -> Iterator[bytes]:
    """One byte for a letter, two for a copy."""
    places: dict[bytes, list[int]] = {}
    at = 0
    while at < len(data):
        length, distance = _longest(data, at, places.get(data[at : at + _SHORTEST], []))
        step = max(length, 1)
        yield _copy(at, length, distance) if length else data[at : at + 1]
        for place in range(at, at + step):
            places.setdefault(data[place : place + _SHORTEST], []).append(place)
        at += step


def _longest(data: bytes, at: int, places: list[int]) -> tuple[int, int]:
    """Length and distance of the longest copy of what stands here; (0, 0) where there is none."""
    limit = min((0xFFFF >> _distance_bits(at)) + _SHORTEST, len(data) - at)
    best = (0, 0)
    for place in reversed(places[-_TRIES:]):
        length = 0
        while length < limit and data[place + length] == data[at + length]:
            length += 1
        if length >= _SHORTEST and length > best[0]:
            best = (length, at - place)
    return best


def _copy(at: int, length: int, distance: int) -> bytes:
    return struct.pack("<H", ((distance - 1) << (16 - _distance_bits(at))) | (length - _SHORTEST))


def _distance_bits(at: int) -> int:
    """How many of the 16 bits of a copy say its distance: enough for all that stands before it in the chunk, at least four."""
    return max(4, (at - 1).bit_length()) if at else 4


def _unpacked(body: bytes) -> bytes:
    data, at = bytearray(), 0
    while at < len(body):
        flags, at = body[at], at + 1
        for bit in range(8):
            if at >= len(body):
                break
            if flags >> bit & 1:
                _paste(data, struct.unpack_from("<H", body, at)[0])
                at += 2
            else:
                data.append(body[at])
                at += 1
    return bytes(data)


def _paste(data: bytearray, token: int) -> None:
    """A copy may overlap what it writes, so it goes byte by byte."""
    bits = _distance_bits(len(data))
    distance, length = (token >> (16 - bits)) + 1, (token & (0xFFFF >> bits)) + _SHORTEST
    if distance > len(data):
        raise ValueError("a copy from before the chunk")
    for _ in range(length):
        data.append(data[-distance])
