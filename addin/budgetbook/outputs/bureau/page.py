"""The page: one HTML file that needs nothing else and asks for nothing over the network.

Everything from workbooks stands in it as data and becomes text by way of the script's textContent; no text of a workbook is ever
markup. The policy names the page's own scripts and style by their hash, so that nothing else can run, whatever gets in. The library
of the charts is packed like the findings, and runs only after the page has opened."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Any

from .page_data import dense, packed

PAGE = "index.html"
_SCRIPTS = ("page_rows.js", "page_chart_options.js", "page_charts.js", "page.js")


def page(overview: dict[str, Any], blocks: Iterable[str], library: str = "") -> Iterator[bytes]:
    """The page in pieces. `blocks` are the packed findings; `library` is the script that draws charts, "" for none."""
    style, script = _resource("page.css"), "\n".join(map(_resource, _SCRIPTS))
    filled = {"policy": _policy(style, [script, library]), "style": style, "script": script, "data": _as_data(overview)}
    before, after = _resource("page.html").split("{{blocks}}")
    yield _fill(before, filled)
    if library:
        yield _kept("library", packed(library))
    for number, block in enumerate(blocks):
        yield _kept(f"block-{number}", block)
    yield _fill(after, filled)


def _kept(name: str, text: str) -> bytes:
    """What no browser runs: a text that the page's script looks up by its name."""
    return f'<script type="text/plain" id="{name}">{text}</script>\n'.encode()


def _policy(style: str, scripts: Iterable[str]) -> str:
    allowed = " ".join(f"'{_hash(script)}'" for script in scripts if script)
    return (
        f"default-src 'none'; script-src {allowed}; style-src '{_hash(style)}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _as_data(data: object) -> str:
    """JSON that no parser of HTML takes for markup, whatever stands in it."""
    return dense(data).translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def _fill(template: str, filled: dict[str, str]) -> bytes:
    """Every {{name}} replaced, once: what is put in is not looked at again."""
    return re.sub(r"\{\{(\w+)\}\}", lambda name: filled[name[1]], template).encode()


def _resource(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")
