"""Units and projects of a list: their codes, a unit's type, and their order."""

from __future__ import annotations

from collections import defaultdict

from .columns import Column, different, joined
from .complaints import Complaint, Complaints
from .lines import Unit

_UNSTATED = "性质不明的单位"
_LAST = "\U0010ffff"  # what has no code stands behind what has one


def judge_units(complaints: Complaints, columns: dict[str, Column]) -> tuple[Unit, ...]:
    """The units in the order of their codes. Complains of a unit with two types (error) or two codes, and of a code with
    two units (warnings)."""
    codes, types = _partners(columns, "unit", "unit_code"), _partners(columns, "unit", "unit_type")
    for name, found in types.items():
        if len(stated := found - {_UNSTATED}) > 1:
            said = f"单位“{name}”写了不同的性质：" + "、".join(sorted(stated))
            complaints.add(Complaint(said, "机关运行经费按性质计算，请改成一样"), "单位性质")
    for name, found in codes.items():
        if len(stated := found - {""}) > 1:
            said = f"单位“{name}”有不同的编码：" + "、".join(sorted(stated))
            complaints.add(Complaint(said, "按名称算作一个单位", True), "单位编码")
    for code, found in _partners(columns, "unit_code", "unit").items():
        if code and len(found) > 1:
            said = f"单位编码“{code}”有不同的名称：" + "、".join(sorted(found))
            complaints.add(Complaint(said, "按名称算作不同的单位", True), "单位名称")
    units = (Unit(min(codes[name] - {""}, default=""), name, _type(types[name])) for name in codes if name)
    return tuple(sorted(units, key=lambda unit: (unit.code or _LAST, unit.name)))


def projects_in_order(columns: dict[str, Column]) -> tuple[str, ...]:
    """Names of projects by their codes, then as they first appear; those without a code come last."""
    codes = _partners(columns, "project", "project_code")
    first = {name: at for at, name in enumerate(columns["project"].values)}
    return tuple(sorted(filter(None, codes), key=lambda name: (min(codes[name] - {""}, default=_LAST), first[name])))


def _type(found: set[str]) -> str:
    return min(found - {_UNSTATED}, default="")


def _partners(columns: dict[str, Column], field: str, other: str) -> dict[str, set[str]]:
    """For each text of one column that a row has, the texts beside it in another."""
    one, two = columns[field], columns[other]
    partners: dict[str, set[str]] = defaultdict(set)
    pairs = joined([(one.codes, len(one.values)), (two.codes, len(two.values))])
    for pair in different(pairs, len(one.values) * len(two.values)).tolist():
        left, right = divmod(pair, len(two.values))
        partners[one.values[left]].add(two.values[right])
    return dict(partners)
