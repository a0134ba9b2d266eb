"""The small dimensions of a budget: each a handful of atoms, and the nodes above them. A set of atoms is a bit mask.

Every line item carries exactly one atom of each dimension, so its box has one bit set in each field; a slice's box has
the bits of all atoms it takes. An item lies in a slice when its box is inside the slice's box."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

UNSTATED = "未分明细"  # the atom of an item that does not say: 单位资金 without its kind, a unit without its type

# Official terms, see docs/glossary.md. The last atom of a dimension stands for what has no other (a surplus has no kind).
_ATOMS = {
    "fund": (
        "一般公共预算",
        "政府性基金预算",
        "国有资本经营预算",
        "财政专户管理资金",
        "事业收入",
        "事业单位经营收入",
        "上级补助收入",
        "附属单位上缴收入",
        "其他收入",
        "未分明细的单位资金",
    ),
    "kind": (
        "人员经费",
        "公用经费",
        "其他运转类",
        "特定目标类",
        "上缴上级支出",
        "事业单位经营支出",
        "对附属单位补助支出",
        "未分类型的资金",
    ),
    "source": ("本年", "上年结转", "使用非财政拨款结余"),
    "use": ("支出", "年终结转", "结余分配"),
    "unit_type": ("行政单位", "参公单位", "事业单位", "性质不明的单位"),
    "procurement": ("政府采购货物", "政府采购工程", "政府采购服务", "非政府采购"),
}
_NODES = {
    "财政拨款": _ATOMS["fund"][:3],
    "单位资金": _ATOMS["fund"][4:],
    "非财政拨款": _ATOMS["fund"][3:],
    "基本支出": _ATOMS["kind"][:2],
    "项目支出": _ATOMS["kind"][2:4],
    "机关单位": _ATOMS["unit_type"][:2],
    "政府采购": _ATOMS["procurement"][:3],
}


class Dimension(NamedTuple):
    """One small dimension: its field in the box, which is all its atoms."""

    name: str
    mask: int


class Node(NamedTuple):
    """A named part of one dimension; an atom has one bit."""

    name: str
    dimension: str
    mask: int


def _lay_out() -> tuple[dict[str, Dimension], dict[str, Node]]:
    dimensions: dict[str, Dimension] = {}
    nodes: dict[str, Node] = {}
    shift = 0
    for name, atoms in _ATOMS.items():
        dimensions[name] = Dimension(name, ((1 << len(atoms)) - 1) << shift)
        for place, atom in enumerate(atoms):
            nodes[atom] = Node(atom, name, 1 << (shift + place))
        shift += len(atoms)
    for name, parts in _NODES.items():
        nodes[name] = Node(name, nodes[parts[0]].dimension, sum(nodes[part].mask for part in parts))
    return dimensions, nodes


DIMENSIONS, NODES = _lay_out()
_MASKS = tuple(dimension.mask for dimension in DIMENSIONS.values())
ALL = sum(_MASKS)

GENERAL = NODES["一般公共预算"].mask
GOVERNMENT_FUND = NODES["政府性基金预算"].mask
STATE_CAPITAL = NODES["国有资本经营预算"].mask
SPECIAL_ACCOUNT = NODES["财政专户管理资金"].mask
UNIT_FUNDS = NODES["单位资金"].mask
APPROPRIATION = NODES["财政拨款"].mask
PERSONNEL = NODES["人员经费"].mask
PUBLIC_USE = NODES["公用经费"].mask
BASIC = NODES["基本支出"].mask
PROJECT = NODES["项目支出"].mask
CURRENT = NODES["本年"].mask
CARRIED_OVER = NODES["上年结转"].mask
SPENT = NODES["支出"].mask
LEFT_OVER = NODES["年终结转"].mask


def field(box: int, dimension: str) -> int:
    """The bits of one dimension in a box."""
    return box & DIMENSIONS[dimension].mask


def narrow(box: int, mask: int) -> int:
    """The box with the dimensions that `mask` speaks of cut down to it; other dimensions stay. May leave a field empty."""
    for every in _MASKS:
        if mask & every:
            box &= mask | ~every
    return box


@lru_cache(maxsize=4096)
def is_empty(box: int) -> bool:
    """Whether some dimension has no atom left: nothing can lie in such a box."""
    return any(not box & every for every in _MASKS)
