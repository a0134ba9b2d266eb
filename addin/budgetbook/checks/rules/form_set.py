"""Rules on the forms as a set: which projects have one, and that all are of one kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from budgetbook.model.book import Book, Form
from budgetbook.model.dimensions import CURRENT
from budgetbook.model.figure import Figure
from budgetbook.model.finding import Severity
from budgetbook.model.text import name_key

from .form_parts import field, title
from .rule import FORMS, Breach, rule

_USUAL_KIND = "申报表"


@rule("P01", "项目支出表列出的项目与绩效目标申报表应一一对应", severity=Severity.ERROR, looks_at=FORMS)
def projects_have_forms(book: Book) -> Iterator[Breach]:
    """常见于项目调整后只改了其中一处：预算没有安排的项目还留着申报表，新增的项目没有补申报表，或者两处项目名称写得不一样。"""
    if not _lists_projects_of_the_year(book):
        yield Breach(None, "没有检查：工作簿里没有认得的、按项目列本年支出的表", "", unread=True)
        return
    listed = _listed(book)
    named = {name_key(form.project.name) for form in book.forms}
    yield from _twice(book)
    for form in book.forms:
        if name_key(form.project.name) not in listed:
            says = f"{title(form)}有申报表，但项目支出表里没有这个项目"
            yield Breach(form.places["项目名称"], says, "请核对项目名称；项目没有安排预算的，删去这张申报表")
    for name, figure in listed.items():
        if name not in named and figure.slice.box & CURRENT:
            says = f"{figure.table}列有“{figure.slice.project}”{figure.text}，但没有它的申报表"
            yield Breach(figure.place, says, "请补上这个项目的申报表，或核对两处的项目名称")


@rule("P13", "全部绩效目标申报表应为同一种表，项目和单位名称应写全", severity=Severity.WARNING, looks_at=FORMS)
def forms_are_alike(book: Book) -> Iterator[Breach]:
    """常见于从系统里逐张导出：有的导出成了“调整申报表”，有的用了旧表样少几栏，有的单位写了简称。"""
    labels: Counter[str] = Counter()
    for found, count in Counter(tuple(form.places) for form in book.forms).items():
        labels.update({label: count for label in found if not label.startswith("指标")})
    for form in book.forms:
        yield from _kind(form)
        yield from _missing_labels(form, labels, len(book.forms))
        yield from _names(form, book)


def _lists_projects_of_the_year(book: Book) -> bool:
    """One that lists only what was carried over says nothing of the forms."""
    listing = {table for table, dimension in book.listings.items() if dimension == "project"}
    return any(figure.table in listing and figure.slice.box & CURRENT for figure in book.figures)


def _twice(book: Book) -> Iterator[Breach]:
    """Projects with several forms, at the second one."""
    forms: dict[str, list[Form]] = {}
    for form in book.forms:
        forms.setdefault(name_key(form.project.name), []).append(form)
    for same in forms.values():
        if len(same) > 1:
            says = f"{title(same[0])}有 {len(same)} 张申报表：{'、'.join(form.sheet for form in same)}"
            places = [form.places["项目名称"] for form in same]
            yield Breach(places[1], says, "请只留一张，或改正项目名称", None, (places[0], *places[2:]))


def _listed(book: Book) -> dict[str, Figure]:
    """The projects that tables list with money in them, each with its first figure."""
    forms = {form.sheet for form in book.forms}
    found: dict[str, Figure] = {}
    for figure in book.figures:
        if figure.slice.project and figure.value and figure.table not in forms:
            found.setdefault(name_key(figure.slice.project), figure)
    return found


def _kind(form: Form) -> Iterator[Breach]:
    if form.project.form != _USUAL_KIND and "表类型" in form.places:
        says = f"{title(form)}的标题写的是“{form.project.form}”，公开的应是“{_USUAL_KIND}”"
        yield Breach(form.places["表类型"], says, f"请把标题改为“{_USUAL_KIND}”，并核对内容是否为最后批复的")


def _missing_labels(form: Form, labels: Counter[str], forms: int) -> Iterator[Breach]:
    missing = [label for label, count in labels.items() if label not in form.places and 2 * count > forms]
    if missing:
        says = f"{title(form)}少了其他申报表都有的栏目：{'、'.join(missing)}"
        yield Breach(form.places["项目名称"], says, "请用同一份表样重做这张申报表")


def _names(form: Form, book: Book) -> Iterator[Breach]:
    """主管部门 and 实施单位 are there, and not abbreviations of names that the workbook gives in full."""
    known = [name for name in (book.department, *book.units) if name]
    for heading in ("主管部门及代码", "实施单位"):
        text = field(form, heading)
        if text is None:
            continue
        if not text.text:
            yield Breach(text.place, f"{title(form)}没有填“{heading}”", "请填写全称")
        elif known and (full := _abbreviated(text.text, known)):
            yield Breach(text.place, f"{title(form)}的“{heading}”写的是“{text.text}”，全称是“{full}”", "请写全称")


def _abbreviated(written: str, known: list[str]) -> str:
    """The full name of which `written` (without its code) is only a part; "" where it is none."""
    name = name_key(written).lstrip("0123456789-_—")
    if any(name_key(full) in name for full in known):
        return ""
    return next((full for full in known if name and set(name) < set(name_key(full))), "")
