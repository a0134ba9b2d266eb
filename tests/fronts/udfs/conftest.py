from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from .windows import windows_xlwings


@pytest.fixture(scope="module")
def excel() -> Iterator[SimpleNamespace]:
    """xlwings as on Windows, with our functions decorated by it."""
    with windows_xlwings() as modules:
        yield modules
