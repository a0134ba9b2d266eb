"""xlwings as it is on Windows, without Windows: its own code for functions in cells runs over stubs of the modules that talk to
Excel. Everything is put back afterwards."""

from __future__ import annotations

import ctypes
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from unittest.mock import MagicMock, patch

FUNCTIONS = "budgetbook.fronts.udfs.functions"
MISSING = -2147352572  # what VBA passes on for an argument that is left out
_STUBS = (
    "pythoncom", "pywintypes", "win32api", "win32con", "win32gui", "win32process", "win32timezone", "win32com", "win32com.client",
    "xlwings.com_server",
)  # fmt: skip
_OURS = ("functions", "cell_function")


class ComError(Exception):
    """Excel is busy, or refuses."""


@contextmanager
def windows_xlwings() -> Iterator[SimpleNamespace]:
    """`functions`: the module with the functions in cells, decorated as on Windows; `udfs` and `windows`: xlwings' own modules."""
    import xlwings

    before = dict(sys.modules)
    kept = {name: getattr(xlwings, name, None) for name in ("func", "arg", "ret", "_xlwindows", "udfs")}
    engines = list(xlwings.engines.engines), dict(xlwings.engines.engines_by_name)
    try:
        _stub_modules()
        with patch.object(ctypes, "PyDLL", MagicMock()):
            windows = importlib.import_module("xlwings._xlwindows")
        udfs = importlib.import_module("xlwings.udfs")
        windows.is_range_instance = lambda value: isinstance(value, ComRange)
        xlwings.func, xlwings.arg, xlwings.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
        xlwings.engines.add(xlwings.Engine(impl=windows.engine))
        for name in _OURS:
            sys.modules.pop(f"budgetbook.fronts.udfs.{name}", None)
        yield SimpleNamespace(functions=importlib.import_module(FUNCTIONS), udfs=udfs, windows=windows)
    finally:
        xlwings.engines.engines, xlwings.engines.engines_by_name = engines
        for name, value in kept.items():
            setattr(xlwings, name, value) if value is not None else xlwings.__dict__.pop(name, None)
        for name in set(sys.modules) - set(before):
            if name.startswith(("xlwings.", "win32", "pythoncom", "pywintypes", "budgetbook.fronts.udfs")):
                del sys.modules[name]
        sys.modules.update({name: module for name, module in before.items() if name.startswith(("xlwings", "budgetbook.fronts"))})
        for name in ("oledll", "windll"):
            ctypes.__dict__.pop(name, None)


def _stub_modules() -> None:
    for name in _STUBS:
        sys.modules[name] = MagicMock(name=name)
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(sys.modules["win32com.client"], name, type(name, (), {}))
    sys.modules["pywintypes"].TimeType = type("TimeType", (), {})
    sys.modules["pywintypes"].com_error = ComError
    sys.modules["pythoncom"].__file__ = "pythoncom.dll"
    sys.modules["win32com"].client = sys.modules["win32com.client"]
    ctypes.oledll = ctypes.windll = MagicMock()
    sys.modules.setdefault("winreg", ModuleType("winreg"))


class ComSheet:
    """A sheet as Excel offers it: values by row and column, and how far it is used."""

    def __init__(self, rows: list[list[object]], top: int = 1, left: int = 1) -> None:
        self.values = {(top + row, left + column): value for row, line in enumerate(rows) for column, value in enumerate(line)}
        self.fetched = 0  # cells that Excel was asked for
        self.Parent = MagicMock(name="workbook")

    @property
    def UsedRange(self) -> ComRange:  # noqa: N802
        rows, columns = zip(*self.values, strict=True) if self.values else ((1,), (1,))
        return ComRange(self, min(rows), min(columns), max(rows), max(columns))

    def Cells(self, row: int, column: int) -> ComRange:  # noqa: N802
        return ComRange(self, row, column, row, column)

    def Range(self, start: ComRange, end: ComRange) -> ComRange:  # noqa: N802
        return ComRange(self, start.Row, start.Column, end.bottom, end.right)

    def whole_columns(self, first: int, last: int) -> ComRange:
        return ComRange(self, 1, first, 1_048_576, last)


class ComRange:
    """A range as Excel offers it. `Value` of one cell is the value alone; of more, rows as tuples."""

    def __init__(self, sheet: ComSheet, top: int, left: int, bottom: int, right: int, more: str = "") -> None:
        self.Worksheet, self.Row, self.Column, self.bottom, self.right = sheet, top, left, bottom, right
        self.Rows, self.Columns = SimpleNamespace(Count=bottom - top + 1), SimpleNamespace(Count=right - left + 1)
        self._more = more

    def GetAddress(self, *_: object, **__: object) -> str:  # noqa: N802
        from budgetbook.model.grid import Area

        return Area(self.Row, self.Column, self.bottom, self.right).name + self._more

    Address = property(GetAddress)

    @property
    def Value(self) -> object:  # noqa: N802
        rows = tuple(
            tuple(self.Worksheet.values.get((row, column)) for column in range(self.Column, self.right + 1))
            for row in range(self.Row, self.bottom + 1)
        )
        self.Worksheet.fetched += len(rows) * len(rows[0])
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows
