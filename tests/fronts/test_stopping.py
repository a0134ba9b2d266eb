"""Being told to end is heard, even where Python drops the interrupt."""

import os
import signal
import time

import pytest

from budgetbook.fronts.stopping import stopped_in_order

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such signals")
BOTH = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])


class _Going:
    """Is interrupted while it is taken away."""

    def __init__(self, number: signal.Signals) -> None:
        self._number = number

    def __del__(self) -> None:
        os.kill(os.getpid(), self._number)
        time.sleep(0.05)


@BOTH
def test_an_interrupt_is_raised(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt), stopped_in_order() as go_on:
        go_on()
        os.kill(os.getpid(), number)
        time.sleep(5)
    assert signal.getsignal(number) is before


@BOTH
@pytest.mark.filterwarnings("error")
def test_one_that_was_dropped_is_raised_again(number: signal.Signals, capsys: pytest.CaptureFixture[str]) -> None:
    reached = False
    with pytest.raises(KeyboardInterrupt), stopped_in_order() as go_on:
        going = _Going(number)
        del going
        reached = True
        go_on()
    assert reached and not capsys.readouterr().err


def test_what_a_shell_has_told_not_to_listen_does_not() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stopped_in_order() as go_on:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.05)
            go_on()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
