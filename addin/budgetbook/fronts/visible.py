"""Text from files and their names, so that it steers no terminal: what a terminal would obey is shown instead."""

from __future__ import annotations

import re

# Control characters but the tab and the end of a line, and those that turn the direction of writing.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """The text with ·1B for what would begin a terminal's command, and so on."""
    return _STEERING.sub(lambda found: f"·{ord(found[0]):02X}", text)
