"""A range of cells as xlwings asks for it: all that can be done with cells, put together."""

from __future__ import annotations

from budgetbook.model.grid import Cell
from budgetbook.workbooks.engine.copying import Copying
from budgetbook.workbooks.engine.ends import end_of_run, region
from budgetbook.workbooks.engine.looks import Looks
from budgetbook.workbooks.engine.names import Name, add_name, name_of, split
from budgetbook.workbooks.engine.notes import Note
from budgetbook.workbooks.engine.obstacles import refuse_rules, refuse_tables, refuse_threads
from budgetbook.workbooks.engine.pages import absolute
from budgetbook.workbooks.engine.searching import Searching
from budgetbook.workbooks.engine.sizes import Sizes
from budgetbook.workbooks.engine.unsupported import complete
from budgetbook.workbooks.file import addresses, fonts
from budgetbook.workbooks.file.addresses import Link
from budgetbook.workbooks.file.references import quote_sheet

_LINK_COLOUR = "FF0563C1"


@complete("expand", "max_cells_per_read", "max_cells_per_write")
class Range(Copying, Searching, Looks, Sizes):
    """Cells of one sheet."""

    def clear_formats(self) -> None:
        """As a new sheet looks; merges go, too."""
        refuse_rules(self.part, self.area, "conditionalFormatting")
        self.unmerge()
        self.restyle(lambda style: 0)

    def clear(self) -> None:
        """Contents, looks, notes and links."""
        refuse_rules(self.part, self.area, "conditionalFormatting", "dataValidations")
        refuse_threads(self.part, self.area)
        self.clear_contents()
        self.clear_formats()
        notes = {place: None for place in self.workbook.notes(self.tab.name) if self.area.holds(place)}
        self.workbook.note(self.tab.name, notes)
        addresses.remove_links(self.part, self.area)

    def keep_first(self) -> None:
        grid, part = self.workbook.grid(self.tab.name), self.part
        filled = sorted(place for place in {*grid.values, *grid.formulas} if self.area.holds(place))
        head = self.area.top, self.area.left
        moved = part.rows().cell(filled[0]) if filled and filled[0] != head else None
        first = {head: (moved[1], None)} if moved else {}
        gone: dict[Cell, tuple[str, int | None]] = {place: ("/>", None) for place in filled if place != head}
        if first or gone:
            self.workbook.put(self.tab.name, {**gone, **first})
            self.tab.document.changed(self.tab, [*gone, *first])

    def end(self, direction: str) -> Range:
        """Where Ctrl and an arrow key lead from the first cell."""
        grid = self.workbook.grid(self.tab.name)
        row, column = end_of_run({*grid.values, *grid.formulas}, (self.area.top, self.area.left), direction)
        return Range(self.tab, row, column, row, column)

    @property
    def current_region(self) -> Range:
        grid = self.workbook.grid(self.tab.name)
        return Range(self.tab, *region({*grid.values, *grid.formulas}, (self.area.top, self.area.left)))

    @property
    def name(self) -> Name | None:
        return name_of(self.tab, self.area) if len(self) else None

    @name.setter
    def name(self, value: str) -> None:
        sheet, word = split(value)
        add_name(self.tab.document, word, sheet or "", f"={quote_sheet(self.tab.name)}!{absolute(self.area)}")

    @property
    def note(self) -> Note | None:
        place = self.area.top, self.area.left
        return Note(self.tab, place) if place in self.workbook.notes(self.tab.name) else None

    def add_note(self, text: str) -> Note:
        place = self.area.top, self.area.left
        self.workbook.note(self.tab.name, {place: text})
        return Note(self.tab, place)

    @property
    def comment(self) -> None:
        """There is none; a thread of comments cannot be handed over."""
        refuse_threads(self.part, self.area)

    @property
    def hyperlink(self) -> str:
        link = addresses.link_of(self.part, (self.area.top, self.area.left))
        if link is None:
            raise ValueError("单元格没有超链接（the cell doesn't seem to contain a hyperlink）")
        return link.address

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        """To an address outside, or (#Sheet1!A1) to a place in the workbook."""
        outside, _, place = address.partition("#")
        cell = self(1, 1)
        if text_to_display is not None:
            cell.raw_value = text_to_display
        addresses.set_link(self.part, (self.area.top, self.area.left), Link(outside, place, screen_tip or ""))
        styles = self.workbook.styles
        cell.restyle(lambda style: fonts.with_font(styles, style, "u", {}))
        cell.restyle(lambda style: fonts.with_font(styles, style, "color", {"rgb": _LINK_COLOUR}))

    @property
    def table(self) -> None:
        """There is none; one that is there cannot be handed over."""
        refuse_tables(self.part, self.area)
