"""Where lines and lists go: drawn on a terminal, plain anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from .shown import Block, Example, Line
from .visible import visible


def show(blocks: Sequence[Block]) -> None:
    """Drawn on a terminal; elsewhere one line each, with tabs, so that nothing is cut or broken and programs can read it."""
    if sys.stdout.isatty():
        from .drawn import draw

        draw(blocks)
    else:
        for block in blocks:
            _print(_plain(block))


def _plain(block: Block) -> list[str]:
    if isinstance(block, Line):
        return [block.text]
    if isinstance(block, Example):
        return [f"  {line}" for line in block.text.splitlines()]
    rows = ["\t".join(column.heading for column in block.columns)]
    rows += ["\t".join(cell.text.replace("\n", " ").replace("\t", " ") for cell in row) for row in block.rows]
    return [*filter(None, [block.title]), *rows, *filter(None, [block.caption])]


def _print(lines: Sequence[str]) -> None:
    encoding = sys.stdout.encoding or "utf-8"  # a Chinese Windows pipes in GBK, which lacks a few signs
    for line in lines:
        click.echo(visible(line).encode(encoding, "replace").decode(encoding))
