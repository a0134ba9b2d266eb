"""The workbook part: which sheets there are, in which parts they stand, and what the workbook as a whole says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file import order
from budgetbook.workbooks.file.names import OFFICE_DOCUMENT, REL_ID, WORKSHEET, main
from budgetbook.workbooks.file.package import Package

_FORBIDDEN = re.compile(r"[\\/?*\[\]:\x00-\x1f]")
_LONGEST_NAME = 31
_NUMBER = re.compile("[0-9]{1,9}")
_NUMBERS = {
    f"{main('sheets')}/{main('sheet')}": ("sheetId",),
    f"{main('definedNames')}/{main('definedName')}": ("localSheetId",),
    f"{main('bookViews')}/{main('workbookView')}": ("activeTab", "firstSheet"),
}
_SAVE_AGAIN = "请用 Excel 打开，改正后另存一份再试"
_SHOWN = 20


class _Place(NamedTuple):
    """A sheet's position among all tabs, and its part; "" for a sheet that is no worksheet."""

    position: int
    part: str


class WorkbookPart:
    """xl/workbook.xml (or however the file calls it)."""

    def __init__(self, package: Package):
        self.package = package
        self.part = next(relation.target for relation in package.relationships("") if relation.type == OFFICE_DOCUMENT)
        self._known: dict[str, _Place] | None = None
        self.held: tuple[int, Any] | None = None  # the parts that may hold references, and how often links had changed then
        self.last_block: int | None = None  # of shape ids that a legacy drawing claims, once somebody has looked
        self._refuse_unsound()

    @property
    def root(self) -> etree._Element:
        """For looking only."""
        return self.package.tree(self.part)

    def tabs(self) -> list[etree._Element]:
        """The <sheet> elements of all sheets, chart sheets too; the position is what localSheetId counts."""
        return list(self.root.iterfind(f"{main('sheets')}/{main('sheet')}"))

    def sheets(self) -> list[str]:
        """Names of the worksheets in tab order."""
        return [name for name, place in self._places().items() if place.part]

    def index(self, name: str) -> int:
        """The sheet's place among all tabs, from 0. Raises BudgetbookError for a name that is not there."""
        if name not in self._places():
            raise self.problem(f"没有工作表“{name}”", hint=f"文件里有：{'、'.join(self.sheets())}")
        return self._places()[name].position

    def sheet_part(self, name: str) -> str:
        """The part that holds the worksheet."""
        self.index(name)
        part = self._places()[name].part
        if not self.package.has(part):
            raise self.problem(f"“{name}”不是普通工作表，或者文件不完整", hint="请用 Excel 打开后另存一份再试")
        return part

    def forget_tabs(self) -> None:
        """Tabs have come or gone."""
        self._known = self.held = None

    def _places(self) -> dict[str, _Place]:
        """Where every sheet is, by its name; looked up once, for there may be a thousand."""
        if self._known is None:
            parts = {
                relation.id: relation.target for relation in self.package.relationships(self.part) if relation.type == WORKSHEET
            }
            self._known = {}
            for position, tab in enumerate(self.tabs()):
                self._known.setdefault(tab.get("name") or "", _Place(position, parts.get(tab.get(REL_ID) or "", "")))
        return self._known

    def sheet_name(self, part: str) -> str:
        """The name of the worksheet that stands in a part."""
        return next(name for name in self.sheets() if self.sheet_part(name) == part)

    def related(self, type: str) -> str | None:
        """The part that the workbook points to with a relationship of this type, if there is one."""
        for relation in self.package.relationships(self.part):
            if relation.type == type and not relation.external and self.package.has(relation.target):
                return relation.target
        return None

    @property
    def counts_from_1904(self) -> bool:
        properties = self.root.find(main("workbookPr"))
        return properties is not None and properties.get("date1904") in ("1", "true")

    def recalculate_on_load(self) -> None:
        """Formulas stay with the values they had; Excel computes them again when it opens the file."""
        found = self.root.find(main("calcPr"))
        if found is None or found.get("fullCalcOnLoad") != "1":
            order.child(self.package.edit(self.part), main("calcPr"), order.WORKBOOK).set("fullCalcOnLoad", "1")

    def check_new_name(self, name: str) -> None:
        """Raises BudgetbookError for a name that Excel would not take, or that is taken."""
        fault = ""
        if not name.strip() or len(name.encode("utf-16-le")) // 2 > _LONGEST_NAME:
            fault = f"须为 1 至 {_LONGEST_NAME} 个字"
        elif _FORBIDDEN.search(name) or name.startswith("'") or name.endswith("'"):
            fault = "不能含有 \\ / ? * [ ] : 等字符，首尾不能是单引号"
        elif name.casefold() == "history":
            fault = "是 Excel 保留的名称"
        elif name.casefold() in {(tab.get("name") or "").casefold() for tab in self.tabs()}:
            fault = "已经有了"
        if fault:
            raise self.problem(f"工作表名“{name}”{fault}", hint="请换一个名称")

    def refuse_locked_structure(self) -> None:
        protection = self.root.find(main("workbookProtection"))
        if protection is not None and protection.get("lockStructure") in ("1", "true"):
            raise self.problem("工作簿结构受保护，不能增删工作表", hint="请先在“审阅”中撤销工作簿保护")

    def _refuse_unsound(self) -> None:
        """Raises BudgetbookError for sheets that cannot be told apart, and for numbers of sheets that are none."""
        odd = (*self._odd_tabs(), *self._odd_numbers())
        problems = [Problem(message, self.package.file, name, hint=_SAVE_AGAIN) for name, message in odd]
        if problems:
            raise BudgetbookError(problems[:_SHOWN])

    def _odd_tabs(self) -> Iterator[tuple[str, str]]:
        names: set[str] = set()
        ids: set[str] = set()
        for position, tab in enumerate(self.tabs(), 1):
            name, id = tab.get("name") or "", tab.get(REL_ID) or ""
            if not name.strip():
                yield "", f"第 {position} 张工作表没有名称"
            elif name.casefold() in names:
                yield name, "工作表重名，无法判断以哪一张为准"
            if id in ids:
                yield name, "和另一张工作表是同一个部件，无法分开读写"
            names.add(name.casefold())
            ids.add(id)

    def _odd_numbers(self) -> Iterator[tuple[str, str]]:
        for path, attributes in _NUMBERS.items():
            for element in self.root.iterfind(path):
                for attribute in attributes:
                    if not _NUMBER.fullmatch(element.get(attribute, "0")):
                        yield "", f"工作簿部件里的 {attribute}=“{element.get(attribute, '')[:20]}”不是编号，文件已损坏"

    def problem(self, message: str, sheet: str = "", place: str = "", hint: str = "") -> BudgetbookError:
        """An error about this file, for the caller to raise."""
        return BudgetbookError(Problem(message, self.package.file, sheet, place, hint))
