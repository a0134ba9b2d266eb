"""Parts of an OPC package in memory: read when asked for, parsed once, copied raw on saving unless they say something new."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file import archive, saving, templates, xml
from budgetbook.workbooks.file.odd_rows import OrderError
from budgetbook.workbooks.file.sheet_part import SheetPart, take_apart

_UNTIDY = "文件已损坏或由不规范的软件生成，请用 Excel 打开后另存一份再试"


class _Mark(NamedTuple):
    """By which written out XML is known again without being kept."""

    length: int
    hash: int  # 64 bits, keyed anew in every process

    @classmethod
    def of(cls, data: bytes) -> _Mark:
        return cls(len(data), hash(data))


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


class PartStore:
    """Parts by name (no leading slash). What else remembers something of a part is told by `_forget` when it changes."""

    def __init__(self, file: str, entries: list[archive.Entry]):
        self.file = file  # the file's name, for messages
        self._parts = {entry.name: _Part(entry) for entry in entries}
        self._spellings = {entry.name.casefold(): entry.name for entry in entries}
        self._lowest: dict[str, int] = {}  # by pattern: no number below it gives a free part name
        self._lacking: dict[tuple[str, tuple[bytes, ...]], bool] = {}  # by part, as it came, and the marks that were looked for

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

    def lacks(self, part: str, marks: Mapping[bytes, Sequence[bytes]], around: Mapping[bytes, Sequence[bytes]]) -> bool:
        """Whether a worksheet that nobody has looked into yet holds none of these marks, those of `around` before and behind its
        rows; they stand under a byte that all of them have. Looked for once, and the part stays unparsed."""
        held = self._part(part)
        if held.changed or self.is_parsed(part) or held.entry is None:
            return False
        asked = part, tuple(chain.from_iterable((*marks.values(), *around.values())))
        if asked not in self._lacking:
            self._lacking[asked] = held.entry.lacks(marks, around)
        return self._lacking[asked]

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

    def put(self, part: str, content: bytes | etree._Element) -> None:
        """A new part, or new content for an old one."""
        held = self._parts.setdefault(part, _Part())
        self._forget(part)
        self._spellings[part.casefold()] = part
        held.changed, held.before, held.sheet = True, None, None
        held.content, held.tree = (content, None) if isinstance(content, bytes) else (None, content)

    def put_sheet(self, part: str, sheet: SheetPart) -> None:
        """A new worksheet part, from its pieces."""
        self.put(part, b"")
        held = self._parts[part]
        held.sheet, held.content = sheet, None

    def spelt(self, name: str) -> str:
        """The part's name as the file spells it: case does not count, nor does %20 for a blank."""
        return self._spellings.get(name.casefold()) or self._spellings.get(unquote(name).casefold()) or name

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

    def _forget(self, changed: str) -> None:
        """A part has changed, come or gone."""

    def _drop(self, name: str) -> None:
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

    def original(self, part: str) -> bytes:
        """What the part said when it came with the file; nothing when it did not."""
        entry = self._part(part).entry
        return self._inflate(entry) if entry else b""

    def _inflate(self, entry: archive.Entry) -> bytes:
        try:
            return entry.inflate()
        except archive.ArchiveError as error:
            raise self._broken(str(error)) from None

    def _broken(self, message: str) -> BudgetbookError:
        return BudgetbookError(Problem(message, self.file, hint="请用 Excel 打开后另存一份再试，或重新取得这个文件"))
