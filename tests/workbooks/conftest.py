from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbooks import rich


@pytest.fixture(scope="session")
def rich_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rich workbook, made once; never to be written to."""
    return rich.make(tmp_path_factory.mktemp("rich") / "rich.xlsx")


@pytest.fixture
def rich_path(rich_original: Path, tmp_path: Path) -> Path:
    """A copy of the rich workbook that the test may spoil."""
    target = tmp_path / "部门预算.xlsx"
    target.write_bytes(rich_original.read_bytes())
    return target
