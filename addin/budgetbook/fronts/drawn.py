"""Lines and lists drawn on a terminal, the spinner that says which step is on, and the bar that says how many are done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from .shown import Block, Example, Line, Listing
from .visible import visible


def draw(blocks: Sequence[Block]) -> None:
    """On the standard output, as wide as the terminal."""
    console = Console(highlight=False)
    for block in blocks:
        if isinstance(block, Line):
            console.print(_text(block))
        elif isinstance(block, Example):
            console.print(Padding(Text(visible(block.text), no_wrap=True, overflow="ignore"), (0, 0, 0, 2)), soft_wrap=True)
        else:
            console.print(_table(block))


@contextmanager
def spinner(title: str) -> Iterator[Callable[[str], None]]:
    """Says on the standard error which step is on, until the work is done."""
    with Console(stderr=True).status(f"{title}…") as status:
        yield lambda step: status.update(Text(visible(f"{title}：{step}…")))  # no markup: names of sheets stand in it


@contextmanager
def bar(title: str, total: int) -> Iterator[Callable[[int, str], None]]:
    """Says on the standard error how many of so many are done, and something besides."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[said]}"))
    with Progress(*columns, console=Console(stderr=True), refresh_per_second=5) as progress:
        task = progress.add_task(title, total=total, said="")
        yield lambda done, said: progress.update(task, completed=done, said=said)


def _text(line: Line) -> Text:
    return Text(visible(line.text), style=line.style)


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
