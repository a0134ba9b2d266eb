"""The styles part: which numbers are dates, and new cell formats that are found again before they are added."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Hashable, Iterable

from lxml import etree

from budgetbook.workbooks.file import dates, order, xml
from budgetbook.workbooks.file.names import MAIN, STYLES, STYLES_TYPE, main
from budgetbook.workbooks.file.workbook_part import WorkbookPart

FORMATS, FILLS, FONTS, BORDERS, NUMBER_FORMATS = (main(tag) for tag in ("cellXfs", "fills", "fonts", "borders", "numFmts"))
POOLS = (FORMATS, FILLS, FONTS, BORDERS, NUMBER_FORMATS)
_POINTERS = {FILLS: "fillId", FONTS: "fontId", BORDERS: "borderId"}
_USED = re.compile(rb"""\s(?:s|style)=["'](\d+)["']""")
_FIRST_OWN_NUMBER_FORMAT = 164
MINIMAL = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
).encode()


def _key(element: etree._Element) -> str:
    """The same for what says the same, whatever prefixes the writer chose."""
    children = [_key(child) for child in element if isinstance(child.tag, str)]
    return repr((element.tag, sorted(element.attrib.items()), (element.text or "").strip(), children))


def compact(element: etree._Element) -> str:
    """An element of the main namespace as text, the same for what is the same."""
    written = etree.tostring(element, method="c14n", exclusive=True, with_tail=False).decode()
    return written.replace(f' xmlns="{MAIN}"', "", 1)


def expand(text: str) -> etree._Element:
    """The element that `compact` wrote."""
    if "xmlns" not in text:
        text = re.sub(r"^<(\w+)", rf'<\1 xmlns="{MAIN}"', text, count=1)
    return xml.parse(text.encode())


class Styles:
    """Cell formats by their index, which is what cells carry. An index that is not there counts as format 0."""

    def __init__(self, book: WorkbookPart):
        self._package = book.package
        self._part = book.related(STYLES) or self._made(book)
        self._dates: frozenset[str] | None = None
        self._indexes: dict[str, dict[str, int]] = {}
        self._pools: dict[str, list[etree._Element]] = {}
        self.laid: dict[Hashable, int] = {}  # what came of laying a look or a colour over a style, for those who do it again
        self.floor = {tag: self._size(tag) for tag in POOLS}  # what was there before the program added anything
        self.loosened = False  # something the program had added may have gone out of use

    def stamp(self) -> Hashable:
        """The same for the same styles, as they came; None where they are not known to be so."""
        return self._package.stamp(self._part)

    def pool(self, tag: str) -> list[etree._Element]:
        """All entries of a kind, in order."""
        if tag not in self._pools:
            found = self._package.tree(self._part).find(tag)
            self._pools[tag] = [] if found is None else [entry for entry in found if isinstance(entry.tag, str)]
        return self._pools[tag]

    def _size(self, tag: str) -> int:
        """How many entries of a kind there are; -1 where there is not even room for them."""
        return -1 if self._package.tree(self._part).find(tag) is None else len(self.pool(tag))

    @property
    def dates(self) -> frozenset[str]:
        """The formats whose numbers are shown as a date or time, by their index as cells write it."""
        if self._dates is None:
            codes = {entry.get("numFmtId"): entry.get("formatCode") for entry in self.pool(NUMBER_FORMATS)}
            numbers = [entry.get("numFmtId") or "0" for entry in self.pool(FORMATS)]
            shown = {number: dates.is_date_format(int(number), codes.get(number)) for number in set(numbers)}
            self._dates = frozenset(str(index) for index, number in enumerate(numbers) if shown[number])
        return self._dates

    def is_date(self, style: int) -> bool:
        """Whether numbers of this format are shown as a date or time."""
        return str(style) in self.dates

    def format(self, style: int) -> etree._Element:
        """The <xf> of a style index, for looking only."""
        formats = self.pool(FORMATS)
        return formats[style if 0 <= style < len(formats) else 0]

    def part_of(self, style: int, tag: str) -> etree._Element:
        """The font, fill or border of a style index, for looking only."""
        entries = self.pool(tag)
        index = int(self.format(style).get(_POINTERS[tag]) or 0)
        return entries[index if index < len(entries) else 0]

    def find_or_add(self, tag: str, entry: etree._Element) -> int:
        """The index of an entry that says the same, or of this one, put at the end."""
        if tag not in self._indexes:
            known: dict[str, int] = {}
            for index, present in enumerate(self.pool(tag)):
                known.setdefault(_key(present), index)
            self._indexes[tag] = known
        key = _key(entry)
        if key not in self._indexes[tag]:
            pool = order.child(self._package.edit(self._part), tag, order.STYLES)
            self._indexes[tag][key] = len(self.pool(tag))
            new = copy.deepcopy(entry)
            pool.append(new)
            self.pool(tag).append(new)
            _count(pool)
            self._dates = None
        return self._indexes[tag][key]

    def changed(self, style: int, change: Callable[[etree._Element], None]) -> int:
        """The index of the format that is `style` after the change."""
        entry = copy.deepcopy(self.format(style))
        entry.tail = None
        change(entry)
        return self.find_or_add(FORMATS, entry)

    def with_fill(self, style: int, fill: etree._Element) -> int:
        """The style with another fill, else the same."""
        index = self.find_or_add(FILLS, fill)

        def change(entry: etree._Element) -> None:
            entry.set("fillId", str(index))
            entry.set("applyFill", "1")

        return self.changed(style, change)

    def fill(self, style: int) -> str:
        """The style's fill, as text."""
        return compact(self.part_of(style, FILLS))

    def differ_in_fill_only(self, one: int, other: int) -> bool:
        """Whether two styles are the same but for what fills the cell."""
        return _without_fill(self.format(one)) == _without_fill(self.format(other))

    def number_format(self, code: str) -> int:
        """The id of a number format, added if it is not there."""
        present = self.pool(NUMBER_FORMATS)
        for entry in present:
            if entry.get("formatCode") == code:
                return int(entry.get("numFmtId") or 0)
        id = max([_FIRST_OWN_NUMBER_FORMAT - 1, *(int(entry.get("numFmtId") or 0) for entry in present)]) + 1
        element = xml.new(main("numFmt"), MAIN)
        element.set("numFmtId", str(id))
        element.set("formatCode", code)
        self.find_or_add(NUMBER_FORMATS, element)
        return id

    def lower_floor(self, counts: Iterable[int]) -> None:
        """There were only so many entries of each kind before the program came, perhaps in an earlier run."""
        self.floor = {tag: min(count, self.floor[tag]) for tag, count in zip(POOLS, counts, strict=True)}
        self.loosened = True

    def trim(self, sheets: Iterable[str]) -> None:
        """Takes away what the program added at the ends and no cell uses any more, so that the part is as it was."""
        if not self.loosened or all(self._size(tag) <= count for tag, count in self.floor.items()):
            return
        used = {int(number) for sheet in sheets for number in _USED.findall(self._package.read(sheet))}
        self._cut(FORMATS, used)
        entries = [*self.pool(FORMATS), *self.pool(main("cellStyleXfs"))]
        for tag, pointer in _POINTERS.items():
            self._cut(tag, {int(entry.get(pointer) or 0) for entry in entries})
        ids = {entry.get("numFmtId") for entry in entries}
        self._cut(NUMBER_FORMATS, {index for index, entry in enumerate(self.pool(NUMBER_FORMATS)) if entry.get("numFmtId") in ids})
        self._indexes, self.laid, self._dates, self.loosened = {}, {}, None, False

    def _cut(self, tag: str, used: set[int]) -> None:
        entries = self.pool(tag)
        keep = max([self.floor[tag], *(index + 1 for index in used if index < len(entries))])
        if keep >= self._size(tag):
            return
        root = self._package.edit(self._part)
        pool = root.find(tag)
        assert pool is not None  # it has entries
        for entry in entries[max(keep, 0) :]:
            pool.remove(entry)
        _count(pool)
        if keep < 0:
            root.remove(pool)
        del self._pools[tag]

    def _made(self, book: WorkbookPart) -> str:
        part = self._package.free_name("xl/styles{}.xml")
        self._package.put(part, MINIMAL, STYLES_TYPE)
        self._package.relate(book.part, STYLES, part)
        return part


def _count(pool: etree._Element) -> None:
    """The count is kept right where there is one."""
    if pool.get("count") is not None or len(pool) == 1:
        pool.set("count", str(len(pool)))


def _without_fill(entry: etree._Element) -> str:
    bare = copy.deepcopy(entry)
    xml.drop(bare, "fillId", "applyFill")
    return _key(bare)
