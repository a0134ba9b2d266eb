"""Whatever the live code asks xlwings for is there in Excel itself, not only in the engine over files.

Excel's side of xlwings cannot be imported without Windows, so its source is read."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

import pytest
import xlwings

from budgetbook.fronts.ribbon import run
from budgetbook.fronts.ribbon.commands import COMMANDS
from budgetbook.fronts.ribbon.desk import Ways
from budgetbook.workbooks import engine
from budgetbook.workbooks.engine import app, books, looks, names, notes, range, sheet, sheets
from tests.stories import open_case

_CLASSES = (
    *(app.App, books.Books, books.Book, sheets.Sheets, sheet.Sheet, range.Range),
    *(looks.Font, notes.Note, names.Names, names.Name),
)
_FOLDER = Path(xlwings.__file__).parent
_OWN = ("options",)  # which xlwings itself hangs on a range


def _members(file: str) -> dict[str, tuple[list[str], set[str]]]:
    """The classes of a module with their bases, and what they can do: "name" to be read or called, "name=" to be set."""
    found = {}
    for node in ast.parse((_FOLDER / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            can = set()
            for member in node.body:
                if isinstance(member, ast.FunctionDef) and "NotImplementedError" not in ast.unparse(member):
                    setter = any(ast.unparse(decorator).endswith(".setter") for decorator in member.decorator_list)
                    can.add(f"{member.name}=" if setter else member.name)
                    can |= {node.attr for node in ast.walk(member) if isinstance(node, ast.Attribute) and _is_set_on_self(node)}
                elif isinstance(member, ast.Assign):
                    can |= {ast.unparse(target) for target in member.targets}
            found[node.name] = [ast.unparse(base).split(".")[-1] for base in node.bases], can
    return found


def _is_set_on_self(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"


def _excel_can(name: str) -> set[str]:
    """What Excel's own class of this name can do, with what it inherits."""
    own, general = _members("_xlwindows.py"), _members("base_classes.py")
    bases, can = own[name]
    for base in (name, *bases):
        can = can | general.get(base, ([], set()))[1]
        if base != name and base in own:
            can = can | own[base][1]
    return can


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """What xlwings asks the engine for from now on."""
    found: set[tuple[str, str]] = set()

    def watch(cls: type) -> None:
        read, put = cls.__getattribute__, cls.__setattr__

        def get(self: Any, name: str) -> Any:
            if sys._getframe(1).f_globals["__name__"] == "xlwings.main" and not name.startswith("_"):
                found.add((cls.__name__, name))
            return read(self, name)

        def set_(self: Any, name: str, value: Any) -> None:
            if sys._getframe(1).f_globals["__name__"] == "xlwings.main":
                found.add((cls.__name__, f"{name}="))
            put(self, name, value)

        monkeypatch.setattr(cls, "__getattribute__", get)
        monkeypatch.setattr(cls, "__setattr__", set_)

    for cls in _CLASSES:
        watch(cls)
    return found


def test_excel_can_do_all_that_the_commands_ask_for(asked: set[tuple[str, str]], tmp_path: Path) -> None:
    with engine.activated(lambda alert: "yes" if "yes" in alert.answers else alert.answers[0]):
        path = open_case.make(tmp_path)
        book = xlwings.Book(path)
        ways = Ways(lambda title: open_case.CASE / "line_items.csv", lambda what: None, lambda: False)
        book.sheets["表三"].activate()
        book.sheets["表三"].range("C7").select()
        for _ in (1, 2):
            for command in COMMANDS:
                run(command.id, book, ways)
    assert len(asked) > 60
    assert "copy_from" not in _excel_can("Range") and "paste" in _excel_can("Range")
    missing = {(cls, name) for cls, name in asked if name.rstrip("=") not in _OWN and name not in _excel_can(cls)}
    assert missing == set()
