"""[Content_Types].xml: what each part of a package is, said by the part's name or by its extension."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from urllib.parse import unquote

from lxml import etree

from budgetbook.workbooks.file.names import CONTENT_TYPES
from budgetbook.workbooks.file.part_store import PartStore

PART = "[Content_Types].xml"
_DEFAULT, _OVERRIDE = f"{{{CONTENT_TYPES}}}Default", f"{{{CONTENT_TYPES}}}Override"


class ContentTypes:
    """The types of a package's parts, kept in step with the part that says them."""

    def __init__(self, store: PartStore, extensions: Collection[str]):
        self._store = store
        self._extensions = extensions  # those the file came with
        self._overrides: dict[str, list[etree._Element]] = {}  # by casefolded part name; empty until asked for

    def of(self, part: str) -> str | None:
        """By the part's name, else by its extension."""
        for override in self._overrides_of(part):
            return override.get("ContentType")
        return self._default(extension(part))

    def set(self, part: str, content_type: str) -> None:
        """By the part's name, unless its extension says the same already."""
        if self.of(part) == content_type:
            return
        present, types = self._overrides_of(part), self._edit()
        if present:
            present[0].set("ContentType", content_type)
        else:
            new = etree.SubElement(types, _OVERRIDE, {"PartName": f"/{part}", "ContentType": content_type})
            self._overrides[part.casefold()] = [new]

    def set_default(self, extension: str, type: str) -> None:
        """The type of all parts with this extension, unless one is set already."""
        if self._default(extension.lower()) is None:
            self._edit().insert(0, etree.Element(_DEFAULT, {"Extension": extension, "ContentType": type}))

    def drop(self, part: str, left: Collection[str]) -> None:
        """The part is gone, and so is what was said of it; the type of its extension goes with the last of the parts that are
        left, unless the file had it there for no part at all."""
        if gone := self._overrides_of(part):
            types = self._edit()
            for override in gone:
                types.remove(override)
            del self._overrides[part.casefold()]
        if (kind := extension(part)) not in ("xml", "rels") and not any(extension(name) == kind for name in left):
            self._drop_default(kind)

    def forget(self) -> None:
        """The part that says them has changed, and is read anew."""
        self._overrides = {}

    def _overrides_of(self, part: str) -> list[etree._Element]:
        """What is said of the part by its name; one element in any sound file."""
        if not self._overrides:
            for override in self._store.tree(PART).iterchildren(_OVERRIDE):
                self._overrides.setdefault(_named(override), []).append(override)
        return self._overrides.get(part.casefold(), [])

    def _edit(self) -> etree._Element:
        """The part for changing, by those who keep `_overrides` in step."""
        kept = self._overrides
        root = self._store.edit(PART)
        self._overrides = kept
        return root

    def _default(self, extension: str) -> str | None:
        for default in self._store.tree(PART).iterchildren(_DEFAULT):
            if (default.get("Extension") or "").lower() == extension:
                return default.get("ContentType")
        return None

    def _drop_default(self, extension: str) -> None:
        for default in self._store.tree(PART).iterchildren(_DEFAULT):
            stood_idle = extension not in self._extensions and self._in_file(default)
            if (default.get("Extension") or "").lower() == extension and not stood_idle:
                self._edit().remove(default)

    def _in_file(self, default: etree._Element) -> bool:
        pattern = rf'Extension\s*=\s*["\']{re.escape(default.get("Extension") or "")}["\']'
        return re.search(pattern.encode(), self._store.original(PART)) is not None


def extension(name: str) -> str:
    """Of a part: xml, rels, png …"""
    return posixpath.splitext(name)[1][1:].lower()


def _named(override: etree._Element) -> str:
    return unquote(override.get("PartName") or "").lstrip("/").casefold()
