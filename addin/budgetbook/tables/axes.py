"""What the rows of a panel are: by its key columns, by the title, by the codes that stand there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from budgetbook.model.grid import Line, shown

from .codes_of_rows import coded, whole_code
from .headings import KeyColumn, Side
from .layout import Axis, Key
from .words import Doubt

_AXES = {
    "行名": Axis.LABELS,
    "功能科目": Axis.FUNCTION,
    "部门经济科目": Axis.ECONOMIC,
    "政府经济科目": Axis.GOVERNMENT,
    "收入科目": Axis.REVENUE,
    "单位": Axis.UNIT,
    "项目": Axis.PROJECT,
}
_BY_DIGIT = {"1": Axis.REVENUE, "2": Axis.FUNCTION, "3": Axis.ECONOMIC, "5": Axis.GOVERNMENT}
_PAIR = {"部门经济科目", "政府经济科目"}
_CODES = {"科目", "功能科目", "部门经济科目", "政府经济科目", "经济科目", "收入科目"}
_ECONOMIC = (Axis.ECONOMIC, Axis.GOVERNMENT)
_GENERAL = ("科目", "行名")
_BESIDE = ("序号", "备注")  # columns that do not say what a row is
_MEANS = {"编码": "code", "名称": "name", "类": "class_code", "款": "section_code", "项": "item_code"}


def axis_of(side: Side, title_family: str, body: Mapping[int, Line]) -> Axis | Doubt:
    """The axis of a panel, or why it is not clear. A bare 科目编码 means the function, unless codes or the title say otherwise;
    a bare 经济科目 is asked, unless they do."""
    families = {family for key in side.keys if (family := _family(key)) not in _BESIDE}
    if not families:
        return Axis.SINGLE
    if families == {"科目"} and title_family:
        families = {title_family}
    if families <= _CODES:
        families = families - {"科目"} or families
    if families & _PAIR:
        families.discard("经济科目")
    digit = _first_digit(side, body)
    if families == _PAIR:
        return Axis.ECONOMIC_PAIR
    if families == {"科目"}:
        return _BY_DIGIT.get(digit, Axis.FUNCTION)
    if families == {"经济科目"}:
        return _economic(digit, title_family)
    if len(families) > 1:
        return Doubt(f"行的名字用了几样东西：{'、'.join(sorted(families))}，看不出一行是什么")
    return _confirmed(_AXES[families.pop()], digit, title_family)


def keys_of(side: Side, axis: Axis) -> tuple[Key, ...]:
    """The key columns and what each holds; remarks are left out."""
    return tuple(Key(key.heading.at, _means(key, axis)) for key in side.keys if _family(key) != "备注")


def _means(key: KeyColumn, axis: Axis) -> str:
    family = _family(key)
    if family == "序号":
        return "ordinal"
    if axis is Axis.LABELS:
        return "label"
    means = _MEANS[key.words[-1].means]
    return f"second_{means}" if axis is Axis.ECONOMIC_PAIR and family == "政府经济科目" else means


def _family(key: KeyColumn) -> str:
    """What the innermost key word that is not general says; 项目 over 科目编码 says nothing of codes."""
    leaf = key.words[-1].family
    if leaf != "科目":
        return leaf
    return next((word.family for word in reversed(key.words) if word.family not in _GENERAL), leaf)


def _first_digit(side: Side, body: Mapping[int, Line]) -> str:
    """The first digit of most codes that stand in the panel's key columns; "" for none."""
    keys = [key for key in keys_of(side, Axis.FUNCTION) if key.means != "ordinal"]
    found = Counter(code[0] for code in _codes(keys, body.values()) if len(code) >= 3)
    return found.most_common(1)[0][0] if found else ""


def _codes(keys: list[Key], rows: Iterable[Line]) -> Iterable[str]:
    for line in rows:
        names = {key.means: shown(line[key.at]) for key in reversed(keys) if key.at in line}
        yield whole_code(names) or coded(names.get("name", "")).code


def _economic(digit: str, title_family: str) -> Axis | Doubt:
    said = {"部门经济科目": Axis.ECONOMIC, "政府经济科目": Axis.GOVERNMENT}.get(title_family)
    axis = said or _BY_DIGIT.get(digit)
    if axis in _ECONOMIC and axis is not None:
        return axis
    return Doubt("没有写明是部门预算经济分类还是政府预算经济分类", tuple(axis.value for axis in _ECONOMIC))


def _confirmed(axis: Axis, digit: str, title_family: str) -> Axis | Doubt:
    said = _AXES.get(title_family)
    if axis in _BY_DIGIT.values() and said and said is not axis:
        return Doubt(f"标题说按{said.value}，表头却是{axis.value}")
    if axis in _BY_DIGIT.values() and digit and _BY_DIGIT.get(digit) is not axis:
        return Doubt(f"表头说是{axis.value}，行里的编码却不是")
    return axis
