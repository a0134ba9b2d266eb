"""An OPC package in memory: its parts, what they are, and which of them points to which."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file import archive, xml
from budgetbook.workbooks.file.content_types import PART as TYPES_PART
from budgetbook.workbooks.file.content_types import ContentTypes, extension
from budgetbook.workbooks.file.names import PACKAGE_REL, RELATIONSHIPS_TYPE
from budgetbook.workbooks.file.part_store import PartStore
from budgetbook.workbooks.file.sheet_part import SheetPart

_RELATIONSHIP = f"{{{PACKAGE_REL}}}Relationship"


class Relationship(NamedTuple):
    """From a part to another part (absolute name, no leading slash) or to a URL outside."""

    id: str
    type: str
    target: str
    external: bool = False


class _Relations:
    """The relationships of one part, as they stand in its relationships part: read once, kept in step."""

    def __init__(self, relationships: Iterable[Relationship]):
        self.all = list(relationships)
        self._ids = {relationship.id for relationship in self.all}
        self._lowest = 1  # no number below it is free

    def free_id(self) -> str:
        """The lowest id that is free."""
        while f"rId{self._lowest}" in self._ids:
            self._lowest += 1
        return f"rId{self._lowest}"

    def add(self, relationship: Relationship) -> None:
        self.all.append(relationship)
        self._ids.add(relationship.id)

    def without(self, ids: Iterable[str]) -> _Relations:
        gone = set(ids)
        return _Relations(relationship for relationship in self.all if relationship.id not in gone)


class Package(PartStore):
    """Parts by name (no leading slash), their relationships and content types."""

    def __init__(self, file: str, entries: list[archive.Entry]):
        super().__init__(file, entries)
        self._relations: dict[str, _Relations] = {}  # by the part they start from
        self._types = ContentTypes(self, {extension(entry.name) for entry in entries})
        self.links = 0  # how often parts or what points to them have come or gone

    def put(self, part: str, content: bytes | etree._Element, content_type: str | None = None) -> None:
        """A new part, or new content for an old one."""
        if not self.has(part):
            self.links += 1
        super().put(part, content)
        if content_type is not None:
            self.set_content_type(part, content_type)

    def put_sheet(self, part: str, sheet: SheetPart, content_type: str | None = None) -> None:
        """A new worksheet part, from its pieces."""
        super().put_sheet(part, sheet)
        if content_type is not None:
            self.set_content_type(part, content_type)

    def remove(self, part: str) -> None:
        """Takes the part out with its own relationships and its content type; who points to it must let go by himself."""
        self._part(part)
        for name in (part, _rels_part(part)):
            if self.has(name):
                self._drop(name)
        self._types.drop(part, self.names())

    def content_type(self, part: str) -> str | None:
        """What [Content_Types].xml says of the part."""
        return self._types.of(part)

    def set_content_type(self, part: str, content_type: str) -> None:
        """By the part's name, unless its extension says the same already."""
        self._types.set(part, content_type)

    def default_type(self, extension: str, type: str) -> None:
        """The content type of all parts with this extension, unless one is set already."""
        self._types.set_default(extension, type)

    def relationships(self, part: str) -> list[Relationship]:
        """Where the part points to, in file order; "" is the package itself."""
        return list(self._known(part).all) if self.has(_rels_part(part)) else []

    def relate(self, part: str, type: str, target: str, external: bool = False) -> str:
        """Adds a relationship and returns its id, the lowest that is free."""
        rels = _rels_part(part)
        if not self.has(rels):
            self.put(rels, xml.new(f"{{{PACKAGE_REL}}}Relationships", PACKAGE_REL))
            self.default_type("rels", RELATIONSHIPS_TYPE)
        known = self._known(part)
        written = target if external else _relative(part, target)
        element = etree.SubElement(self.edit(rels), _RELATIONSHIP, {"Id": known.free_id(), "Type": type, "Target": written})
        if external:
            element.set("TargetMode", "External")
        relationship = self._relationship(part, element)
        known.add(relationship)
        self._relations[part] = known
        return relationship.id

    def unrelate(self, part: str, *ids: str) -> None:
        """Takes relationships away; the relationships part goes with its last one."""
        rels = _rels_part(part)
        elements = {element.get("Id"): element for element in self.tree(rels).iterchildren(_RELATIONSHIP)}
        for id in ids:
            if id not in elements:
                raise self._lacks(part, id)
        known, root = self._known(part), self.edit(rels)
        for id in ids:
            root.remove(elements[id])
        self._relations[part] = known.without(ids)
        if len(root) == 0:
            self._drop(rels)

    def retarget(self, part: str, id: str, target: str) -> None:
        """Lets a relationship point to another part."""
        self.edit(_rels_part(part))
        self._relationship_element(part, id).set("Target", _relative(part, target))

    def _known(self, part: str) -> _Relations:
        if part not in self._relations:
            elements = self.tree(_rels_part(part)).iterchildren(_RELATIONSHIP)
            self._relations[part] = _Relations(self._relationship(part, element) for element in elements)
        return self._relations[part]

    def _forget(self, changed: str) -> None:
        """What is remembered of relationships and content types is read anew after their part has changed."""
        if changed.endswith(".rels"):
            folder, name = posixpath.split(changed)
            self.links += 1
            self._relations.pop(posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels")), None)
        if changed == TYPES_PART:
            self._types.forget()

    def _drop(self, name: str) -> None:
        self.links += 1
        super()._drop(name)

    def _relationship(self, part: str, element: etree._Element) -> Relationship:
        id, type, target = (element.get(key) or "" for key in ("Id", "Type", "Target"))
        if element.get("TargetMode") == "External":
            return Relationship(id, type, target, True)
        return Relationship(id, type, self.spelt(_absolute(part, target)))

    def _relationship_element(self, part: str, id: str) -> etree._Element:
        for element in self.tree(_rels_part(part)).iterchildren(_RELATIONSHIP):
            if element.get("Id") == id:
                return element
        raise self._lacks(part, id)

    def _lacks(self, part: str, id: str) -> BudgetbookError:
        return self._broken(f"部件 {part} 没有编号为 {id} 的关系")


@lru_cache(maxsize=4096)
def _rels_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _absolute(part: str, target: str) -> str:
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _relative(part: str, target: str) -> str:
    """The way from the folder of a part to another part."""
    start, end = part.split("/")[:-1], target.split("/")
    common = next((place for place, (one, other) in enumerate(zip(start, end, strict=False)) if one != other), len(start))
    common = min(common, len(end) - 1)
    return "/".join([".."] * (len(start) - common) + end[common:])
