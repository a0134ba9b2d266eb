"""What a finding says: both sides with their cells, the difference, what rounding could explain, and where to look first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from budgetbook.model.amount import UNIT_NAMES, WANYUAN, YUAN, AmountError, exact_text, parse_amount
from budgetbook.model.figure import Figure, Place, State
from budgetbook.model.finding import Finding, Severity, Verdict

from .equations import ITEM, PART, SAME, SUM, Equation, members
from .verdict import as_printed, interval
from .world import World

if TYPE_CHECKING:
    from .culprit import Suspicion

AGREES = "应与"
_TERMS_SHOWN = 4
_RIVALS_SHOWN = 4
_UNREAD_SHOWN = 3


class Sides(NamedTuple):
    """Two sides of a comparison, in fen: amounts, what they can stand for, and how they are said."""

    left: int
    right: int
    left_range: tuple[int, int]
    right_range: tuple[int, int]
    left_says: str
    right_says: str
    relation: str
    unit: int


def disagreement(world: World, suspicion: Suspicion, cutting: bool, settled: bool) -> Finding:
    """The finding about a likely culprit. `settled`: every cell agrees with the line items, so something is not shown."""
    equation = _simplest(suspicion.failed)
    sides = sides_of(world, equation, suspicion.figure, cutting)
    figure = world.figures[suspicion.figure]
    return Finding(
        equation.kind,
        Verdict.DISAGREE,
        Severity.ERROR,
        _compared(sides, cutting) + _either(suspicion.rivals),
        figure.place,
        *_amounts(sides),
        counterparts(world, suspicion.failed, suspicion.figure, suspicion.rivals),
        _unshown() if settled else _hint(world, suspicion),
    )


def item_disagreement(figure: Figure, total: int, half: int, cutting: bool, related: Sequence[Place]) -> Finding:
    """A cell that is not the total of its line items; `half` is half its last place."""
    unit = unit_of(figure)
    printed = interval(figure.value, 0 if figure.state is State.BLANK else figure.half, cutting)
    sides = Sides(figure.value, total, printed, (total, total), said(figure), _items_say(total, unit), "应等于", unit)
    hint = f"先看 {figure.place}；按预算明细应为 {plain(as_printed(total, half, cutting), unit)}{UNIT_NAMES[unit]}"
    return Finding(
        ITEM, Verdict.DISAGREE, Severity.ERROR, _compared(sides, cutting), figure.place, *_amounts(sides), tuple(related), hint
    )


def missing_rows(table: str, place: Place, rows: Sequence[tuple[str, int]], unit: int) -> Finding:
    """Rows with money in the line items that a full listing does not have; (code and name, amount in fen)."""
    listed = "；".join(f"{name} {plain(amount, unit)}{UNIT_NAMES[unit]}" for name, amount in rows)
    return Finding(
        ITEM,
        Verdict.DISAGREE,
        Severity.ERROR,
        f"{table}应全部列出，但缺少预算明细中有金额的 {len(rows)} 行：{listed}",
        place,
        right=plain(sum(amount for _, amount in rows), unit),
        hint=f"先看 {place} 下面是否漏了这些行",
    )


def tails(world: World, equations: Sequence[Equation], cutting: bool) -> Finding:
    """Differences of one table (of the whole book, where it cuts) that the printed decimals explain."""
    example = sides_of(world, equations[0], equations[0].left, cutting)
    difference = f"{plain(abs(example.left - example.right), example.unit)}{UNIT_NAMES[example.unit]}"
    shown = f"例如 {example.left_says} 与 {example.right_says} 相差{difference}"
    if cutting:
        message = f"本文件的数看来是截去尾数得来的，不是四舍五入，由此有 {len(equations)} 处尾差（截尾），不是错误。{shown}"
    else:
        table = world.figures[equations[0].left].table
        message = f"{table}有 {len(equations)} 处尾差，四舍五入可以解释，不是错误。{shown}"
    places = list(dict.fromkeys(world.figures[equation.left].place for equation in equations))
    return Finding(equations[0].kind, Verdict.TAIL, Severity.INFORMATION, message, places[0], *_amounts(example), tuple(places[1:]))


def unchecked(table: str, figures: Sequence[Figure], count: int) -> Finding:
    """Cells of one table that could not be read, and how many equations were not checked because of them."""
    reasons = "；".join(f"{figure.place.cell} {figure.reason or '没有读出'}" for figure in figures[:_UNREAD_SHOWN])
    more = f"等 {len(figures)} 格" if len(figures) > _UNREAD_SHOWN else ""
    message = f"{table}有金额没有读出（{reasons}{more}），涉及的 {count} 条勾稽未检"
    places = [figure.place for figure in figures]
    hint = f"请把 {places[0]} 改成数字后重新校验"
    return Finding(SAME, Verdict.UNCHECKED, Severity.WARNING, message, places[0], related=tuple(places[1:]), hint=hint)


def said(figure: Figure) -> str:
    """A figure as an accountant would point at it: 表五!C6 合计 / 基本支出 18.37万元."""
    if figure.state is State.BLANK:
        return f"{figure.place} {figure.label} 空白{f'（{figure.reason}）' if figure.reason else ''}"
    unit = unit_of(figure)
    return f"{figure.place} {figure.label} {figure.text or plain(figure.value, unit)}{UNIT_NAMES[unit]}"


def unit_of(figure: Figure) -> int:
    """The unit in which a figure is printed, by its text; 万元 where it has none."""
    try:
        return YUAN if figure.text and parse_amount(figure.text, WANYUAN) != figure.value else WANYUAN
    except AmountError:
        return WANYUAN


def _simplest(equations: Sequence[Equation]) -> Equation:
    """The failed equation that shows the fact best."""
    order = (SAME, SUM, PART)
    return min(equations, key=lambda equation: (order.index(equation.kind), equation.assumed, len(equation.right)))


def sides_of(world: World, equation: Equation, culprit: int, cutting: bool) -> Sides:
    left, right = equation.left, equation.right
    if equation.kind == SAME:
        left, right = _odd_pair(world, equation, culprit)
    terms = [world.figures[term] for term in right]
    total = sum(term.value for term in terms)
    unit = unit_of(next((figure for figure in (world.figures[left], *terms) if figure.text), world.figures[left]))
    ranges = [_range(world.figures[term], cutting) for term in right]
    says = [_say(world, term) for term in right[:_TERMS_SHOWN]]
    says += [f"……（共 {len(right)} 处）"] if len(right) > _TERMS_SHOWN else []
    right_says = " + ".join(says) + (f" = {plain(total, unit)}{UNIT_NAMES[unit]}" if len(right) > 1 else "")
    return Sides(
        world.figures[left].value,
        total,
        _range(world.figures[left], cutting),
        (sum(low for low, _ in ranges), sum(high for _, high in ranges)),
        _say(world, left),
        right_says,
        {SAME: AGREES, SUM: "应等于", PART: "应不小于"}[equation.kind],
        unit,
    )


def _odd_pair(world: World, equation: Equation, culprit: int) -> tuple[int, tuple[int, ...]]:
    """The culprit, and the figure of its group that differs most from it."""
    odd = culprit if culprit in members(equation) else equation.left
    value = world.figures[odd].value
    other = max(members(equation), key=lambda member: (abs(world.figures[member].value - value), -member))
    return odd, (other,)


def _range(figure: Figure, cutting: bool) -> tuple[int, int]:
    return interval(figure.value, 0 if figure.state is State.BLANK else figure.half, cutting)


def _say(world: World, place: int) -> str:
    figure = world.figures[place]
    return said(figure) if place < world.printed else f"{figure.table}{figure.label}（按 0 计）"


def _items_say(total: int, unit: int) -> str:
    return f"预算明细的汇总数 {plain(total, unit)}{UNIT_NAMES[unit]}"


def _compared(sides: Sides, cutting: bool) -> str:
    difference = f"{plain(abs(sides.left - sides.right), sides.unit)}{UNIT_NAMES[sides.unit]}"
    sentence = (
        f"{sides.left_says} {sides.relation} {sides.right_says}{' 一致' if sides.relation == AGREES else ''}，相差{difference}"
    )
    ranges = f"{span(sides.left_range, sides.unit)} 与 {span(sides.right_range, sides.unit)}"
    return f"{sentence}，超出{'截尾' if cutting else '四舍五入'}所能解释的范围（{ranges}）"


def _either(rivals: Sequence[int]) -> str:
    if not rivals:
        return ""
    return "。二者之一有误" if len(rivals) == 1 else "。这几处之一有误"


def _hint(world: World, suspicion: Suspicion) -> str:
    figure = world.figures[suspicion.figure]
    unit = unit_of(figure)
    spots = [_spot(world, place) for place in (suspicion.figure, *suspicion.rivals)]
    look = f"先看 {'、'.join(list(dict.fromkeys(spots))[:_RIVALS_SHOWN])}；"
    count = len(suspicion.failed)
    amount = f"{plain(suspicion.proposed, unit)}{UNIT_NAMES[unit]}" if suspicion.proposed else "空白（0）"
    repaired = "都能对上" if suspicion.repaired == count else f"其中 {suspicion.repaired} 处能对上"
    if suspicion.figure >= world.printed:
        return f"{look}是不是漏了这一行，补上 {amount}，不一致的 {count} 处{repaired}"
    if suspicion.rivals:
        return f"{look}如把 {figure.place} 改为 {amount}，不一致的 {count} 处{repaired}"
    return f"{look}它与 {count} 处不一致，改为 {amount} 后{repaired}"


def _spot(world: World, place: int) -> str:
    """Where to look: the cell; of a row that is not there, which row of which table."""
    figure = world.figures[place]
    return str(figure.place) if place < world.printed else f"{figure.table}{figure.label}"


def _unshown() -> str:
    return "各格都与预算明细的汇总数一致：可能有一类资金在表中没有单独列示，请对照预算明细"


def _amounts(sides: Sides) -> tuple[str, str, str]:
    difference = sides.left - sides.right
    sign = "-" if difference < 0 else ""
    return plain(sides.left, sides.unit), plain(sides.right, sides.unit), sign + plain(abs(difference), sides.unit)


def span(bounds: tuple[int, int], unit: int) -> str:
    return "～".join(dict.fromkeys(plain(bound, unit) for bound in bounds))


def plain(fen: int, unit: int) -> str:
    """An amount in a unit with every fen; yuan without decimals where there are none."""
    return str(fen // YUAN) if unit == YUAN and fen % YUAN == 0 else exact_text(fen, unit)


def counterparts(world: World, equations: Sequence[Equation], culprit: int, rivals: Sequence[int] = ()) -> tuple[Place, ...]:
    """Where the figures stand that a culprit was compared with, each place once, and those that may be wrong in its stead. A term
    of a sum was compared with the whole: the other terms, of which there may be one on every form, are not in question."""
    compared = chain.from_iterable(_compared_with(equation, culprit) for equation in equations)
    places = dict.fromkeys(world.figures[member].place for member in (*rivals, *compared))
    return tuple(place for place in places if place != world.figures[culprit].place)


def _compared_with(equation: Equation, culprit: int) -> tuple[int, ...]:
    if equation.kind != SAME and culprit in equation.right:
        return (equation.left,)
    return members(equation)
