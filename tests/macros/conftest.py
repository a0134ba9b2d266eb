"""The add-in and the template, built once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros import build, packages


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the build has filled."""
    folder = tmp_path_factory.mktemp("built")
    build.build(folder)
    return folder


@pytest.fixture(scope="session")
def addin(built: Path) -> Path:
    return built / "budgetbook.xlam"


@pytest.fixture(scope="session")
def template(built: Path) -> Path:
    return built / "department_budget.xlsm"


@pytest.fixture(scope="session")
def addin_as_workbook(built: Path) -> Path:
    """The add-in under the content type of a workbook, for readers that know no add-ins."""
    path = built / "addin_as_workbook.xlsm"
    packages.addin(main_type=packages.MACRO_WORKBOOK).save(str(path))
    return path
