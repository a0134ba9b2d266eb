"""A browser, and the page of a small run to open in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from budgetbook.stories.bureau import bureau
from tests.outputs.bureau.browser import Browser, chromium
from tests.outputs.bureau.runs import small_run


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as tab:
        yield tab


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = small_run(tmp_path_factory.mktemp("small"))
    bureau(out)
    return out / "index.html"
