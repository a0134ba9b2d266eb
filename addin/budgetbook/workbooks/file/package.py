"""An OPC package in memory. Parts are read when asked for, parsed once, and copied raw on saving unless they say something new."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file import archive, opening, saving, xml
from budgetbook.workbooks.file.names import CONTENT_TYPES, PACKAGE_REL, RELATIONSHIPS_TYPE

_TYPES_PART = "[Content_Types].xml"
_DEFAULT, _OVERRIDE = f"{{{CONTENT_TYPES}}}Default", f"{{{CONTENT_TYPES}}}Override"
_RELATIONSHIP = f"{{{PACKAGE_REL}}}Relationship"


class Relationship(NamedTuple):
    """From a part to another part (absolute name, no leading slash) or to a URL outside."""

    id: str
    type: str
    target: str
    external: bool = False


class _Part:
    """What is known of one part: the entry it came from, its bytes, its tree. `changed` when it may differ from its entry,
    `length` then is that of the tree as it was when it was written out."""

    __slots__ = ("changed", "content", "entry", "length", "tree")

    def __init__(self, entry: archive.Entry | None = None):
        self.entry = entry
        self.content: bytes | None = None
        self.tree: etree._Element | None = None
        self.changed = entry is None
        self.length: int | None = None


class Package:
    """Parts by name (no leading slash), their relationships and content types."""

    def __init__(self, file: str, entries: list[archive.Entry]):
        self.file = file  # the file's name, for messages
        self._parts = {entry.name: _Part(entry) for entry in entries}
        self._spellings = {entry.name.casefold(): entry.name for entry in entries}
        self._relations: dict[str, list[Relationship]] = {}  # by the part they start from, as last read
        self._extensions = {_extension(entry.name) for entry in entries}  # those the file came with

    @classmethod
    def open(cls, path: str) -> Package:
        """Raises BudgetbookError for whatever is not a sound, plain, harmless workbook package."""
        name = Path(path).name
        package = cls(name, opening.read_entries(name, opening.read_file(path)))
        opening.refuse_unsupported(package)
        return package

    def names(self) -> list[str]:
        """Part names in file order, new ones last; zip folders are kept but are no parts."""
        return [name for name in self._parts if not name.endswith("/")]

    def has(self, part: str) -> bool:
        return part in self._parts

    def read(self, part: str) -> bytes:
        """The part's bytes as they are now; an edited tree is serialised."""
        held = self._part(part)
        if held.changed and held.content is None and held.tree is not None:
            return xml.serialise(held.tree)
        return self._bytes(held)

    def tree(self, part: str) -> etree._Element:
        """The part's XML, parsed once, for looking only. Raises BudgetbookError for broken or forbidden XML."""
        held = self._part(part)
        if held.tree is None:
            try:
                held.tree = xml.parse(self._bytes(held))
            except xml.XmlError as error:
                raise self._broken(f"部件 {part} {error}") from None
        return held.tree

    def is_parsed(self, part: str) -> bool:
        """Whether looking at the part's tree costs nothing."""
        return self._part(part).tree is not None

    def edit(self, part: str) -> etree._Element:
        """The same tree, for changing: from now on the part counts as changed."""
        tree, held = self.tree(part), self._part(part)
        self._forget_relations(part)
        if not held.changed:
            held.length = len(xml.serialise(tree))
        held.changed, held.content = True, None
        return tree

    def put(self, part: str, content: bytes | etree._Element, content_type: str | None = None) -> None:
        """A new part, or new content for an old one."""
        held = self._parts.setdefault(part, _Part())
        self._forget_relations(part)
        self._spellings[part.casefold()] = part
        held.changed, held.length = True, None
        held.content, held.tree = (content, None) if isinstance(content, bytes) else (None, content)
        if content_type is not None:
            self.set_content_type(part, content_type)

    def remove(self, part: str) -> None:
        """Takes the part out with its own relationships and its content type; who points to it must let go by himself."""
        self._part(part)
        rels = _rels_part(part)
        for name in (part, rels):
            if self._parts.pop(name, None):
                self._forget_relations(name)
                self._spellings.pop(name.casefold())
        types = self.tree(_TYPES_PART)
        for override in [e for e in types.iterchildren(_OVERRIDE) if _named(e) == part.casefold()]:
            self.edit(_TYPES_PART).remove(override)
        self._drop_default(_extension(part))

    def relationships(self, part: str) -> list[Relationship]:
        """Where the part points to, in file order; "" is the package itself."""
        rels = _rels_part(part)
        if rels not in self._parts:
            return []
        if part not in self._relations:
            self._relations[part] = [self._relationship(part, element) for element in self.tree(rels).iterchildren(_RELATIONSHIP)]
        return list(self._relations[part])

    def relate(self, part: str, type: str, target: str, external: bool = False) -> str:
        """Adds a relationship and returns its id, the lowest that is free."""
        rels = _rels_part(part)
        if rels not in self._parts:
            self.put(rels, xml.new(f"{{{PACKAGE_REL}}}Relationships", PACKAGE_REL))
            self.default_type("rels", RELATIONSHIPS_TYPE)
        root = self.edit(rels)
        taken = {element.get("Id") for element in root}
        id = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        written = target if external else _relative(part, target)
        element = etree.SubElement(root, _RELATIONSHIP, {"Id": id, "Type": type, "Target": written})
        if external:
            element.set("TargetMode", "External")
        self._forget_relations(rels)
        return id

    def unrelate(self, part: str, id: str) -> None:
        """Takes a relationship away; the relationships part goes with its last one."""
        rels = _rels_part(part)
        root = self.edit(rels)
        root.remove(self._relationship_element(part, id))
        self._forget_relations(rels)
        if len(root) == 0:
            del self._parts[rels], self._spellings[rels.casefold()]

    def retarget(self, part: str, id: str, target: str) -> None:
        """Lets a relationship point to another part."""
        self.edit(_rels_part(part))
        self._relationship_element(part, id).set("Target", _relative(part, target))
        self._forget_relations(_rels_part(part))

    def free_name(self, pattern: str) -> str:
        """The first name of the pattern (xl/worksheets/sheet{}.xml) that no part has."""
        number = 1
        while pattern.format(number).casefold() in self._spellings:
            number += 1
        return pattern.format(number)

    def content_type(self, part: str) -> str | None:
        """What [Content_Types].xml says of the part: by its name, else by its extension."""
        types = self.tree(_TYPES_PART)
        for override in types.iterchildren(_OVERRIDE):
            if _named(override) == part.casefold():
                return override.get("ContentType")
        return self._default(_extension(part))

    def set_content_type(self, part: str, content_type: str) -> None:
        """By the part's name, unless its extension says the same already."""
        if self.content_type(part) == content_type:
            return
        types = self.edit(_TYPES_PART)
        for override in types.iterchildren(_OVERRIDE):
            if _named(override) == part.casefold():
                override.set("ContentType", content_type)
                return
        etree.SubElement(types, _OVERRIDE, {"PartName": f"/{part}", "ContentType": content_type})

    def default_type(self, extension: str, type: str) -> None:
        """The content type of all parts with this extension, unless one is set already."""
        if self._default(extension.lower()) is None:
            self.edit(_TYPES_PART).insert(0, etree.Element(_DEFAULT, {"Extension": extension, "ContentType": type}))

    def save(self, path: str) -> None:
        """Writes the file, whole or not at all; the same content gives the same bytes. Raises BudgetbookError where it cannot."""
        saving.write_whole(path, archive.write(list(self._entries())))

    def _entries(self) -> Iterator[archive.Entry]:
        for name, held in self._parts.items():
            if held.entry is not None and not held.changed:
                yield held.entry
                continue
            data = self.read(name)
            if held.entry is not None and self._says_the_same(held, held.entry, data):
                yield held.entry
            else:
                yield archive.deflated(name, data)

    def _says_the_same(self, held: _Part, entry: archive.Entry, data: bytes) -> bool:
        """A part that was changed and changed back is what it was."""
        if held.content is not None or held.tree is None:
            return data == self._inflate(entry)
        if held.length is not None and len(data) != held.length:  # spares the long way
            return False
        try:
            return xml.canonical(held.tree) == xml.canonical(xml.parse(self._inflate(entry)))
        except xml.XmlError:
            return False

    def _forget_relations(self, changed: str) -> None:
        """What is remembered of relationships is read anew after their part has changed."""
        folder, name = posixpath.split(changed)
        if name.endswith(".rels"):
            self._relations.pop(posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels")), None)

    def _part(self, part: str) -> _Part:
        if part not in self._parts:
            raise self._broken(f"缺少部件 {part}")
        return self._parts[part]

    def _bytes(self, held: _Part) -> bytes:
        if held.content is not None:
            return held.content
        assert held.entry is not None  # a part has bytes, a tree, or an entry
        return self._inflate(held.entry)

    def _inflate(self, entry: archive.Entry) -> bytes:
        try:
            return entry.inflate()
        except archive.ArchiveError as error:
            raise self._broken(str(error)) from None

    def _relationship(self, part: str, element: etree._Element) -> Relationship:
        id, type, target = (element.get(key) or "" for key in ("Id", "Type", "Target"))
        if element.get("TargetMode") == "External":
            return Relationship(id, type, target, True)
        return Relationship(id, type, self._spelt(_absolute(part, target)))

    def _relationship_element(self, part: str, id: str) -> etree._Element:
        for element in self.tree(_rels_part(part)).iterchildren(_RELATIONSHIP):
            if element.get("Id") == id:
                return element
        raise self._broken(f"部件 {part} 没有编号为 {id} 的关系")

    def _spelt(self, name: str) -> str:
        """The part's name as the file spells it: case does not count, nor does %20 for a blank."""
        return self._spellings.get(name.casefold()) or self._spellings.get(unquote(name).casefold()) or name

    def _default(self, extension: str) -> str | None:
        for default in self.tree(_TYPES_PART).iterchildren(_DEFAULT):
            if (default.get("Extension") or "").lower() == extension:
                return default.get("ContentType")
        return None

    def _drop_default(self, extension: str) -> None:
        """The type of an extension goes with its last part, unless the file had it there for no part at all."""
        if any(_extension(name) == extension for name in self._parts) or extension in ("xml", "rels"):
            return
        for default in self.tree(_TYPES_PART).iterchildren(_DEFAULT):
            stood_idle = extension not in self._extensions and self._in_file(default)
            if (default.get("Extension") or "").lower() == extension and not stood_idle:
                self.edit(_TYPES_PART).remove(default)

    def _in_file(self, default: etree._Element) -> bool:
        entry = self._parts[_TYPES_PART].entry
        if entry is None:
            return False
        pattern = rf'Extension\s*=\s*["\']{re.escape(default.get("Extension") or "")}["\']'
        return re.search(pattern.encode(), self._inflate(entry)) is not None

    def _broken(self, message: str) -> BudgetbookError:
        return BudgetbookError(Problem(message, self.file, hint="请用 Excel 打开后另存一份再试，或重新取得这个文件"))


def _extension(name: str) -> str:
    return posixpath.splitext(name)[1][1:].lower()


def _named(override: etree._Element) -> str:
    return unquote(override.get("PartName") or "").lstrip("/").casefold()


def _rels_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _absolute(part: str, target: str) -> str:
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _relative(part: str, target: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(part) or ".")
