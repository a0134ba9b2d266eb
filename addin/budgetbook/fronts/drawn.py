"""Lines and lists drawn on a terminal, and the spinner that says which step is on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from .shown import Block, Example, Line, Listing


def draw(blocks: Sequence[Block]) -> None:
    """On the standard output, as wide as the terminal."""
    console = Console(highlight=False)
    for block in blocks:
        if isinstance(block, Line):
            console.print(_text(block))
        elif isinstance(block, Example):
            console.print(Padding(Text(block.text, no_wrap=True, overflow="ignore"), (0, 0, 0, 2)), soft_wrap=True)
        else:
            console.print(_table(block))


@contextmanager
def spinner(title: str) -> Iterator[Callable[[str], None]]:
    """Says on the standard error which step is on, until the work is done."""
    with Console(stderr=True).status(f"{title}…") as status:
        yield lambda step: status.update(f"{title}：{step}…")


def _text(line: Line) -> Text:
    return Text(line.text, style=line.style)


def _table(listing: Listing) -> Table:
    table = Table(
        show_header=True,
        header_style="bold",
        expand=any(column.wide for column in listing.columns),
        title=listing.title or None,
        title_justify="left",
        caption=listing.caption or None,
    )
    for column in listing.columns:
        table.add_column(
            column.heading,
            no_wrap=column.narrow,
            overflow="fold",
            ratio=1 if column.wide else None,
            justify="right" if column.right else "left",
            max_width=column.most,
        )
    for row in listing.rows:
        table.add_row(*map(_text, row))
    return table
