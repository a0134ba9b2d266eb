"""Passwords in addresses: whoever sees a message, a log or a journal does not see them."""

from __future__ import annotations

import re

_HIDDEN = "***"
_IN_FRONT = re.compile(r"(\w:/+[^\s:/@]*):\S*@")  # to the last @, which a password may hold; one slash: as a path
_NAMED = re.compile(
    r"((?:password|passwd|passphrase|pwd|secret|token|sig|api_?key|access_?key)\w*(?:=|%3D))(?:(?!%3B|%26)[^&;\s])+", re.IGNORECASE
)


def without_password(text: str) -> str:
    """The text with what is secret in addresses, smb://user:***@host or ?password=***, left out."""
    return _NAMED.sub(rf"\1{_HIDDEN}", _IN_FRONT.sub(rf"\1:{_HIDDEN}@", text))
