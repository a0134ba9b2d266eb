"""Garbage collection is as it was when a story is over, however it ends."""

from __future__ import annotations

import gc

import pytest

from budgetbook.stories.collecting import nothing_collected


@nothing_collected()
def told(ends_well: bool) -> bool:
    if not ends_well:
        raise ValueError
    return gc.isenabled()


@pytest.fixture(params=[True, False])
def enabled(request: pytest.FixtureRequest) -> bool:
    before = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    request.addfinalizer(gc.enable if before else gc.disable)
    return bool(request.param)


def test_it_is_off_within_and_as_before_behind(enabled: bool) -> None:
    assert told(ends_well=True) is False
    assert gc.isenabled() is enabled
    with pytest.raises(ValueError):
        told(ends_well=False)
    assert gc.isenabled() is enabled
