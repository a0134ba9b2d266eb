"""Names of files: made from names of departments, and no two the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]')
_NO_TEXT = re.compile(r"[\ud800-\udfff]")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # what Windows takes for a device
_LONGEST = 180  # bytes: file systems take 255, and a number and an extension are to follow


def file_stem(name: str) -> str:
    """A file name without extension that every system takes: _ for what is forbidden, cut where it is too long."""
    plain = unicodedata.normalize("NFC", _FORBIDDEN.sub("_", name))
    while len(plain.encode("utf-8")) > _LONGEST:
        plain = plain[:-1]
    plain = plain.strip(" .\u3000\u00a0") or "未命名"
    return f"_{plain}" if _DEVICES.match(plain) or plain.startswith("~$") else plain


def readable(text: str) -> str:
    """The text with what is no text in it, bytes of a name that are not UTF-8, written as ·DCFF: it can be written anywhere."""
    return _NO_TEXT.sub(lambda found: f"·{ord(found[0]):X}", text)


def told_apart(paths: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """The paths with those that are the same on some system told apart: by their kinds, （csv） and （xlsx）, then by numbers."""
    counts = Counter(map(_folded, paths))
    said = [_marked(path, kind) if counts[_folded(path)] > 1 and kind else path for path, kind in zip(paths, kinds, strict=True)]
    alone = Counter(map(_folded, said))
    used = {path for path, count in alone.items() if count == 1}
    return [path if alone[_folded(path)] == 1 else _numbered(path, used) for path in said]


def _numbered(path: str, used: set[str]) -> str:
    number, free = 1, path
    while _folded(free) in used:
        number += 1
        free = _marked(path, str(number))
    used.add(_folded(free))
    return free


def _marked(path: str, mark: str) -> str:
    whole = PurePosixPath(path)
    return str(whole.with_name(f"{whole.stem}（{mark}）{whole.suffix}"))


def _folded(path: str) -> str:
    """As the most forgetful file system tells names apart."""
    return unicodedata.normalize("NFKC", path).casefold()
