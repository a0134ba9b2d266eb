"""The project's own template, in memory and as a file."""

import copy
from functools import cache

import pytest

from budgetbook.workbooks.file.workbook import FileWorkbook
from budgetbook.workbooks.port import Workbook
from tests.outputs.memory_workbook import MemoryWorkbook
from tests.reference import REPOSITORY

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"


def memory_template() -> MemoryWorkbook:
    """A fresh copy in memory."""
    return copy.deepcopy(_read_once())


@cache
def _read_once() -> MemoryWorkbook:
    return MemoryWorkbook.of(TEMPLATE)


@pytest.fixture(params=["memory", "file"])
def template(request: pytest.FixtureRequest) -> Workbook:
    return memory_template() if request.param == "memory" else FileWorkbook.open(str(TEMPLATE))


@pytest.fixture
def memory() -> MemoryWorkbook:
    return memory_template()
