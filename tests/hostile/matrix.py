"""All that is hostile or broken, put together in two folders: workbooks, which are checked, and lists, which are filled into a
template. What each comes to is the table here and those that it is made of: packages, sheets, tables, values, lists."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.hostile import disclosure, lists, packages, sheets, tables, values
from tests.items.lists import line, text_of
from tests.workbooks import test_refusals as formats

DONE, FAILED = "done", "failed"


class Case(NamedTuple):
    """A file, how its task ends, and what is said of it: words, and the sheet and cell that are named."""

    make: Callable[[Path], object]
    state: str
    says: str = ""
    place: str = ""


def refused(table: dict[str, tuple[Callable[[Path], object], str]]) -> dict[str, Case]:
    return {name: Case(make, FAILED, says) for name, (make, says) in table.items()}


def other_formats() -> dict[str, Case]:
    """Workbooks of other kinds, under their own extensions."""
    cases = [(Path(file).suffix, make, says) for file, make, says, _ in formats.CASES if not file.endswith(".csv")]
    return {f"{at:02d} {says}{extension}": Case(make, FAILED, says) for at, (extension, make, says) in enumerate(cases)}


def cell(value: object) -> Callable[[Path], object]:
    return lambda path: disclosure.write(path, 表三={"D6": value})


PACKAGES = {
    **refused(packages.REFUSED),
    **refused(packages.COSTLY),
    "引用别的文件和 DDE": Case(packages.linked, DONE, "上年.xlsx"),
}
SHEETS = {
    **{name: Case(make, FAILED, says, f"表三{' ' * bool(place)}{place}：") for name, (make, says, place) in sheets.REFUSED.items()},
    **{name: Case(make, FAILED if says else DONE, says) for name, (make, says) in sheets.COSTLY.items()},
    **{name: Case(make, DONE) for name, make in sheets.UNDERSTOOD.items()},
}
TABLES = {
    **{name: Case(make, DONE) for name, make in tables.UNDERSTOOD.items()},
    **{name: Case(make, DONE) for name, (make, _) in tables.HELD.items()},
    "没有一张表": Case(
        lambda path: disclosure.write(path, {part: disclosure.worksheet("") for part in disclosure.SHEETS.values()}),
        FAILED,
        "没有认出任何一张预算公开表",
    ),
    "受保护的工作表，要标色": Case(
        tables.rebuilt(lambda sheet: sheet | {"D6": 1}, behind='<sheetProtection sheet="1"/>'), FAILED, "工作表受保护", "表三"
    ),
}
VALUES = {
    **{f"写成 {name}": Case(cell(written), DONE) for name, written in values.UNDERSTOOD.items()},
    **{f"不是金额 {written}": Case(cell(written), DONE) for written in values.REFUSED},
    **{f"没有 {at}": Case(cell(written), DONE) for at, written in enumerate(values.NOTHING)},
    "逻辑值": Case(cell(disclosure.Raw('<c r="D6" t="b"><v>1</v></c>')), DONE),
    "错误值": Case(cell(disclosure.Raw('<c r="D6" t="e"><v>#REF!</v></c>')), DONE),
    "科目编码是日期": Case(lambda path: disclosure.write(path, 表三={"A7": "2010-03-06"}), DONE),
}
# Names of files; what they hold is sound. Bytes that are no UTF-8 cannot be written in every file system.
NAMES = (
    *("😀", "CON", "nul.公开", "=cmd|' _C calc'!A0", "-o", "--help", "@甲", "%s{0}", "<b>&amp;", "公开.", "公开 ", "[red]甲[bold]"),
    *("甲\n乙", "甲\t乙", "\x1b[2J\x1b[31m甲", "\u202egpj.甲", "甲'乙\"", "é", "e\u0301", "局" * 78, "a" * 250),
    *((os.fsdecode(b"\xbe\xd6"),) if os.name == "posix" else ()),
)
_EXTENSIONS = (".xls", ".et", ".xlsx", ".xlsb", ".ods", ".csv")
WORKBOOKS = {
    "格式": other_formats(),
    "包": PACKAGES,
    "工作表": SHEETS,
    "表格": TABLES,
    "数值": VALUES,
}
NAMED = {"文件名": {name: Case(lambda path: disclosure.write(path, 表三={"C5": 999.5}), DONE) for name in NAMES}}


def _list(make: Callable[[Path], object]) -> Callable[[Path], object]:
    """The list where it is wanted; its maker takes a folder and gives it the name that fits what it holds."""

    def made(path: Path) -> None:
        folder = path.with_suffix("")
        folder.mkdir()
        make(folder)
        [file] = folder.iterdir()
        file.rename(path.with_suffix(file.suffix))
        folder.rmdir()

    return made


def amount(written: str) -> Callable[[Path], object]:
    return lambda path: path.with_suffix(".csv").write_text(text_of(line(), line(amount=f'"{written}"')), encoding="utf-8")


def code(written: str) -> Callable[[Path], object]:
    return lambda path: path.with_suffix(".csv").write_text(text_of(line(function=written)), encoding="utf-8")


def encoded(encoding: str, delimiter: str) -> Callable[[Path], object]:
    return lambda path: path.with_suffix(".csv").write_bytes(text_of(line(), delimiter=delimiter).encode(encoding))


def _place(place: str) -> str:
    """Row and column; the name of the file is another one here."""
    return place[place.index("第") :] if "第" in place else place[place.index("“") :] if "“" in place else ""


LISTS = {
    "清单": {
        **{name: Case(_list(make), FAILED, says, _place(place)) for name, (make, says, place) in lists.REFUSED.items()},
        **{name: Case(_list(make), FAILED, says.removeprefix("明细.xlsx")) for name, (make, says) in lists.COSTLY.items()},
        "重复的行": Case(_list(lists.text(text_of(line(), line()))), DONE, "每一列都相同"),
        "不认识的科目": Case(_list(lists.text(text_of(line(function="2018888")))), DONE, "不在 2024 年的科目表里"),
        **{
            f"{encoding} {name}": Case(encoded(encoding, delimiter), DONE)
            for encoding in ("utf-8", "utf-8-sig", "gbk", "utf-16")
            for name, delimiter in (("逗号", ","), ("分号", ";"), ("制表符", "\t"))
        },
    },
    "包": {f"{name}.xlsx": Case(make, FAILED) for name, (make, _) in {**packages.REFUSED, **packages.COSTLY}.items()},
    "金额": {
        **{f"{name}": Case(amount(written), DONE) for name, written in values.UNDERSTOOD.items()},
        **{f"{at} {written}": Case(amount(written), FAILED, "第 3 行") for at, written in enumerate(values.REFUSED)},
        **{f"没有 {at}": Case(amount(written), FAILED, "第 3 行") for at, written in enumerate(values.NOTHING)},
    },
    "科目": {
        **{name: Case(code(written), DONE) for name, written in values.CODES.items()},
        **{name: Case(code(written), FAILED, says) for name, (written, says) in values.WRONG_CODES.items()},
    },
    "文件名": {name: Case(_list(lists.text(lists.GOOD)), DONE) for name in NAMES},
}


def put(folder: Path, groups: dict[str, dict[str, Case]], extension: str) -> dict[str, Case]:
    """Write all of them, each group in a folder of its own; returns the cases by the path of their files below `folder`."""
    written = {}
    for group, cases in groups.items():
        (folder / group).mkdir(parents=True)
        for name, case in cases.items():
            stem = name if group == "文件名" else re.sub(r'[\\/:*?"<>|%\u200b\u3000\xa0]', "_", name)
            path = folder / group / (stem if Path(stem).suffix in _EXTENSIONS else stem + extension)
            case.make(path)
            written[_written(path).relative_to(folder).as_posix()] = case
    return written


def _written(path: Path) -> Path:
    """A maker of lists gives the extension that fits."""
    return path if path.exists() else next(each for each in path.parent.iterdir() if each.stem == path.stem and each != path)
