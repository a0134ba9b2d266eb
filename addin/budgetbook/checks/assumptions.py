"""What the verdicts rest on, said in Chinese: printed with the report, so that nobody has to guess."""

from __future__ import annotations

from collections.abc import Iterator

from budgetbook.model.dimensions import NODES

from .lines import ROOT
from .sentences import said
from .world import World


def assumptions(world: World) -> tuple[str, ...]:
    """One sentence each, in the order in which they are made."""
    return (*_unnamed(world), *_one_unit(world), *_empty(world), *_refused(world), *_not_listed(world))


def _unnamed(world: World) -> Iterator[str]:
    atoms = [node.name for node in NODES.values() if node.mask.bit_count() == 1 and node.mask & world.absent]
    if atoms:
        yield f"全书没有单独列示{'、'.join(atoms)}，视为没有这些资金"


def _one_unit(world: World) -> Iterator[str]:
    if world.only_unit:
        yield f"全书只有一个单位“{world.only_unit}”，视为该单位的数即部门的数"


def _empty(world: World) -> Iterator[str]:
    """The first figure that prints each empty box."""
    left = set(world.empties.boxes)
    for place, box in enumerate(world.boxes[: world.printed]):
        if not left:
            return
        if box in left and world.lines[place] == ROOT and not world.figures[place].value:
            left.remove(box)
            yield f"{said(world.figures[place])}，视为没有“{world.figures[place].slice.words()}”的资金"


def _refused(world: World) -> Iterator[str]:
    for zero, inside in dict.fromkeys(world.refusals):
        yield f"{said(world.figures[zero])}，但其中的 {said(world.figures[inside])} 不为零，所以不视为没有这笔资金"


def _not_listed(world: World) -> Iterator[str]:
    missing: dict[str, dict[str, None]] = {}
    for figure in world.figures[world.printed :]:
        missing.setdefault(figure.table, {})[figure.label.removeprefix("没有列出的")] = None
    for table, names in missing.items():
        yield f"{table}应全部列出，没有列出的{'、'.join(names)}在该表视为零"
