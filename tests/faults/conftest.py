"""One server of commands for each module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.commands import Commands, served


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    with served(tmp_path_factory.mktemp("said") / "said.txt") as commands:
        yield commands
