"""An OPC package in memory. Parts are read when asked for, parsed once, and copied raw on saving unless they say something new."""

from __future__ import annotations

import hashlib
import itertools
import posixpath
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file import archive, saving, templates, xml
from budgetbook.workbooks.file.names import CONTENT_TYPES, PACKAGE_REL, RELATIONSHIPS_TYPE
from budgetbook.workbooks.file.odd_rows import OrderError
from budgetbook.workbooks.file.sheet_part import SheetPart, take_apart

_TYPES_PART = "[Content_Types].xml"
_DEFAULT, _OVERRIDE = f"{{{CONTENT_TYPES}}}Default", f"{{{CONTENT_TYPES}}}Override"
_RELATIONSHIP = f"{{{PACKAGE_REL}}}Relationship"
_UNTIDY = "文件已损坏或由不规范的软件生成，请用 Excel 打开后另存一份再试"


class Relationship(NamedTuple):
    """From a part to another part (absolute name, no leading slash) or to a URL outside."""

    id: str
    type: str
    target: str
    external: bool = False


class _Mark(NamedTuple):
    """By which written out XML is known again without being kept."""

    length: int
    digest: bytes

    @classmethod
    def of(cls, data: bytes) -> _Mark:
        return cls(len(data), hashlib.blake2b(data, digest_size=16).digest())


class _Part:
    """What is known of one part: the entry it came from, its bytes, its tree; of a worksheet that was taken apart, its pieces
    instead of a tree. `changed` when it may differ from its entry, `before` then tells how the tree was written out before."""

    __slots__ = ("before", "changed", "content", "entry", "sheet", "tree")

    def __init__(self, entry: archive.Entry | None = None):
        self.entry = entry
        self.content: bytes | None = None
        self.tree: etree._Element | None = None
        self.sheet: SheetPart | None = None
        self.changed = entry is None
        self.before: _Mark | None = None

    def written(self) -> bytes | None:
        """The part as its pieces or its tree say it; None where its bytes are all there is."""
        if self.sheet is not None:
            return self.sheet.written()
        return xml.serialise(self.tree) if self.tree is not None else None


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


class Package:
    """Parts by name (no leading slash), their relationships and content types."""

    def __init__(self, file: str, entries: list[archive.Entry]):
        self.file = file  # the file's name, for messages
        self._parts = {entry.name: _Part(entry) for entry in entries}
        self._spellings = {entry.name.casefold(): entry.name for entry in entries}
        self._relations: dict[str, _Relations] = {}  # by the part they start from
        self._overrides: dict[str, list[etree._Element]] = {}  # content types by casefolded part name; empty until asked for
        self._lowest: dict[str, int] = {}  # by pattern: no number below it gives a free part name
        self._lacking: dict[str, bool] = {}  # whether parts, as they came, lack the marks that they were searched for
        self._extensions = {_extension(entry.name) for entry in entries}  # those the file came with
        self.links = 0  # how often parts or what points to them have changed

    def names(self) -> list[str]:
        """Part names in file order, new ones last; zip folders are kept but are no parts."""
        return [name for name in self._parts if not name.endswith("/")]

    def has(self, part: str) -> bool:
        return part in self._parts

    def read(self, part: str) -> bytes:
        """The part's bytes as they are now; an edited tree is serialised."""
        held = self._part(part)
        written = held.written() if held.changed and held.content is None else None
        return self._bytes(held) if written is None else written

    def tree(self, part: str) -> etree._Element:
        """The part's XML, parsed once, for looking only. Raises BudgetbookError for broken or forbidden XML.

        A worksheet that was taken apart is put together for it, which takes time: `sheet` is the quick way into those."""
        held = self._part(part)
        if held.tree is None:
            held.tree = self._parsed(part, self.read(part))
            held.sheet = None
        return held.tree

    def sheet(self, part: str) -> SheetPart:
        """A worksheet part taken apart, for looking only. Raises BudgetbookError for broken or forbidden XML, and for rows or cells
        that stand twice or out of order."""
        held = self._part(part)
        if held.sheet is None:
            held.sheet = self._taken_apart(part, held)
            held.tree = None
        return held.sheet

    def edit_sheet(self, part: str) -> SheetPart:
        """The same, for changing: from now on the part counts as changed."""
        sheet, held = self.sheet(part), self._part(part)
        held.changed, held.content = True, None
        return sheet

    def _parsed(self, part: str, data: bytes) -> etree._Element:
        try:
            return xml.parse(data)
        except xml.XmlError as error:
            raise self._broken(f"部件 {part} {error}") from None

    def _taken_apart(self, part: str, held: _Part) -> SheetPart:
        try:
            if not held.changed and held.entry is not None:
                return templates.taken_apart(held.entry).copy()
            data = self.read(part)
            return take_apart(data, held.tree if held.tree is not None else self._parsed(part, data))
        except OrderError as error:
            raise BudgetbookError(Problem(str(error), self.file, place=error.place, hint=_UNTIDY)) from None
        except xml.XmlError as error:
            raise self._broken(f"部件 {part} {error}") from None
        except archive.ArchiveError as error:
            raise self._broken(str(error)) from None

    def stamp(self, part: str) -> Hashable:
        """The same for parts that came with the same content; None for one that is long, changed, or did not come with the file."""
        held = self._part(part)
        if held.changed or held.entry is None or held.entry.size > templates.LONGEST:
            return None
        return held.entry.crc, held.entry.size, bytes(held.entry.packed)

    def weight(self, part: str) -> int:
        """Bytes that the part came with, inflated; 0 for one that did not come with the file."""
        entry = self._part(part).entry
        return entry.size if entry else 0

    def lacks(self, part: str, marks: Mapping[bytes, Sequence[bytes]]) -> bool:
        """Whether a part that nobody has looked into yet holds none of these marks, which stand under a byte that all of them
        have; looked for once, and the part stays unparsed."""
        held = self._part(part)
        if held.changed or self.is_parsed(part) or held.entry is None:
            return False
        if part not in self._lacking:
            self._lacking[part] = held.entry.lacks(marks)
        return self._lacking[part]

    def is_parsed(self, part: str) -> bool:
        """Whether looking at what the part says costs nothing."""
        held = self._part(part)
        return held.tree is not None or held.sheet is not None

    def edit(self, part: str) -> etree._Element:
        """The same tree, for changing: from now on the part counts as changed."""
        tree, held = self.tree(part), self._part(part)
        self._forget(part)
        if not held.changed:
            held.before = _Mark.of(xml.serialise(tree))
        held.changed, held.content = True, None
        return tree

    def put(self, part: str, content: bytes | etree._Element, content_type: str | None = None) -> None:
        """A new part, or new content for an old one."""
        if part not in self._parts:
            self.links += 1
        held = self._parts.setdefault(part, _Part())
        self._forget(part)
        self._spellings[part.casefold()] = part
        held.changed, held.before, held.sheet = True, None, None
        held.content, held.tree = (content, None) if isinstance(content, bytes) else (None, content)
        if content_type is not None:
            self.set_content_type(part, content_type)

    def put_sheet(self, part: str, sheet: SheetPart, content_type: str | None) -> None:
        """A new worksheet part, from its pieces."""
        self.put(part, b"", content_type)
        held = self._parts[part]
        held.sheet, held.content = sheet, None

    def remove(self, part: str) -> None:
        """Takes the part out with its own relationships and its content type; who points to it must let go by himself."""
        self._part(part)
        for name in (part, _rels_part(part)):
            if name in self._parts:
                self._drop(name)
        if gone := self._overrides_of(part):
            types = self._edit_types()
            for override in gone:
                types.remove(override)
            del self._overrides[part.casefold()]
        self._drop_default(_extension(part))

    def relationships(self, part: str) -> list[Relationship]:
        """Where the part points to, in file order; "" is the package itself."""
        return list(self._known(part).all) if _rels_part(part) in self._parts else []

    def relate(self, part: str, type: str, target: str, external: bool = False) -> str:
        """Adds a relationship and returns its id, the lowest that is free."""
        rels = _rels_part(part)
        if rels not in self._parts:
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

    def free_name(self, pattern: str) -> str:
        """The first name of the pattern (xl/worksheets/sheet{}.xml) that no part has."""
        return self.free_names(pattern, 1)[0]

    def free_names(self, pattern: str, count: int) -> list[str]:
        """The first names of the pattern that no part has."""
        numbers = itertools.count(self._lowest.get(pattern, 1))
        free = (number for number in numbers if pattern.format(number).casefold() not in self._spellings)
        found = list(itertools.islice(free, count))
        self._lowest[pattern] = min(found, default=1)
        return [pattern.format(number) for number in found]

    def content_type(self, part: str) -> str | None:
        """What [Content_Types].xml says of the part: by its name, else by its extension."""
        for override in self._overrides_of(part):
            return override.get("ContentType")
        return self._default(_extension(part))

    def set_content_type(self, part: str, content_type: str) -> None:
        """By the part's name, unless its extension says the same already."""
        if self.content_type(part) == content_type:
            return
        present, types = self._overrides_of(part), self._edit_types()
        if present:
            present[0].set("ContentType", content_type)
        else:
            new = etree.SubElement(types, _OVERRIDE, {"PartName": f"/{part}", "ContentType": content_type})
            self._overrides[part.casefold()] = [new]

    def default_type(self, extension: str, type: str) -> None:
        """The content type of all parts with this extension, unless one is set already."""
        if self._default(extension.lower()) is None:
            self._edit_types().insert(0, etree.Element(_DEFAULT, {"Extension": extension, "ContentType": type}))

    def save(self, path: str) -> None:
        """Writes the file, whole or not at all; the same content gives the same bytes. Raises BudgetbookError where it cannot."""
        saving.write_whole(path, archive.write(list(self._entries())))

    def _entries(self) -> Iterator[archive.Entry]:
        packed: dict[bytes, archive.Entry] = {}  # by content: parts that say the same are packed once
        for name, held in self._parts.items():
            if held.entry is not None and not held.changed:
                yield held.entry
                continue
            data = self.read(name)
            if held.entry is not None and self._says_the_same(held, held.entry, data):
                yield held.entry
            else:
                if data not in packed:
                    packed[data] = archive.deflated(name, data)
                yield packed[data]._replace(name=name)

    def _says_the_same(self, held: _Part, entry: archive.Entry, data: bytes) -> bool:
        """A part that was changed and changed back is what it was."""
        if held.sheet is not None:
            return held.sheet.says_the_same(templates.taken_apart(entry))
        if held.content is not None or held.tree is None:
            return data == self._inflate(entry)
        if held.before is not None and (held.before.length != len(data) or held.before == _Mark.of(data)):  # spares the long way
            return held.before.length == len(data)
        try:
            return xml.canonical(held.tree) == xml.canonical(xml.parse(self._inflate(entry)))
        except xml.XmlError:
            return False

    def _known(self, part: str) -> _Relations:
        if part not in self._relations:
            elements = self.tree(_rels_part(part)).iterchildren(_RELATIONSHIP)
            self._relations[part] = _Relations(self._relationship(part, element) for element in elements)
        return self._relations[part]

    def _overrides_of(self, part: str) -> list[etree._Element]:
        """What [Content_Types].xml says of the part by its name; one element in any sound file."""
        if not self._overrides:
            for override in self.tree(_TYPES_PART).iterchildren(_OVERRIDE):
                self._overrides.setdefault(_named(override), []).append(override)
        return self._overrides.get(part.casefold(), [])

    def _edit_types(self) -> etree._Element:
        """[Content_Types].xml for changing, by those who keep `_overrides` in step."""
        kept = self._overrides
        root = self.edit(_TYPES_PART)
        self._overrides = kept
        return root

    def _forget(self, changed: str) -> None:
        """What is remembered of relationships and content types is read anew after their part has changed."""
        if changed.endswith(".rels"):
            folder, name = posixpath.split(changed)
            self.links += 1
            self._relations.pop(posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels")), None)
        if changed == _TYPES_PART:
            self._overrides = {}

    def _drop(self, name: str) -> None:
        self.links += 1
        del self._parts[name], self._spellings[name.casefold()]
        self._forget(name)
        self._lowest.clear()  # its name is free now

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
        raise self._lacks(part, id)

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
        if extension in ("xml", "rels") or any(_extension(name) == extension for name in self._parts):
            return
        for default in self.tree(_TYPES_PART).iterchildren(_DEFAULT):
            stood_idle = extension not in self._extensions and self._in_file(default)
            if (default.get("Extension") or "").lower() == extension and not stood_idle:
                self._edit_types().remove(default)

    def _in_file(self, default: etree._Element) -> bool:
        entry = self._parts[_TYPES_PART].entry
        if entry is None:
            return False
        pattern = rf'Extension\s*=\s*["\']{re.escape(default.get("Extension") or "")}["\']'
        return re.search(pattern.encode(), self._inflate(entry)) is not None

    def _lacks(self, part: str, id: str) -> BudgetbookError:
        return self._broken(f"部件 {part} 没有编号为 {id} 的关系")

    def _broken(self, message: str) -> BudgetbookError:
        return BudgetbookError(Problem(message, self.file, hint="请用 Excel 打开后另存一份再试，或重新取得这个文件"))


def _extension(name: str) -> str:
    return posixpath.splitext(name)[1][1:].lower()


def _named(override: etree._Element) -> str:
    return unquote(override.get("PartName") or "").lstrip("/").casefold()


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
