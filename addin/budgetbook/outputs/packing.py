"""Records of what was done as text for the journal, and back: plain JSON, packed so that it fits into few cells."""

from __future__ import annotations

import base64
import datetime
import json
import zlib
from typing import Any

from budgetbook.model.grid import Area, ErrorValue
from budgetbook.workbooks.live.keeping import KeptLook, Parked
from budgetbook.workbooks.live.recording import Added, Deleted, Drawn, Inserted, Linked, Painted, Stood, Widened

_KINDS = {
    kind.__name__: kind for kind in (Area, KeptLook, Parked, Added, Deleted, Drawn, Inserted, Linked, Painted, Stood, Widened)
}


def packed(value: Any) -> str:
    """A text without line breaks."""
    return base64.b64encode(zlib.compress(json.dumps(_plain(value), ensure_ascii=False).encode(), 9)).decode()


def unpacked(text: str) -> Any:
    """Lists come back as tuples. Raises ValueError for a text that `packed` has not made."""
    try:
        return _value(json.loads(zlib.decompress(base64.b64decode(text, validate=True))))
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        raise ValueError(str(error)) from error


def _plain(value: Any) -> Any:
    if type(value).__name__ in _KINDS:
        return [type(value).__name__, *map(_plain, value)]
    if isinstance(value, dict):
        return ["dict", *([_plain(key), _plain(held)] for key, held in value.items())]
    if isinstance(value, list | tuple):
        return ["list", *map(_plain, value)]
    if isinstance(value, ErrorValue):
        return ["error", str(value)]
    if isinstance(value, datetime.datetime):
        return ["moment", value.isoformat()]
    return ["day", value.isoformat()] if isinstance(value, datetime.date) else value


def _value(plain: Any) -> Any:
    if not isinstance(plain, list):
        return plain
    kind, *held = plain
    if kind == "dict":
        return {_value(key): _value(value) for key, value in held}
    if kind == "list":
        return tuple(map(_value, held))
    if kind == "error":
        return ErrorValue(held[0])
    if kind == "moment":
        return datetime.datetime.fromisoformat(held[0])
    return datetime.date.fromisoformat(held[0]) if kind == "day" else _KINDS[kind](*map(_value, held))
