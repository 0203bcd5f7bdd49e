"""What every test run has: skips are counted by name (tests/house/skips.py)."""

import signal
import threading
from collections.abc import Callable, Iterator

import pytest

pytest_plugins = ["tests.house.skips"]

_PATIENCE_S = 15.0


@pytest.fixture
def press_ctrl_c() -> Iterator[Callable[[], None]]:
    """Interrupt the main thread from any other, also where a shell has us ignore it."""
    here = threading.main_thread().ident or 0
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield lambda: signal.pthread_kill(here, signal.SIGINT)
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def nobody_waits() -> Iterator[None]:
    """Fail a test that waits, as it would for ever at a pipe that nobody writes to.

    What it raises is no Exception: nothing of ours takes it for an error of its own.
    """

    def fail(*_: object) -> None:
        pytest.fail(f"waited for {_PATIENCE_S:.0f} s")

    before = signal.signal(signal.SIGALRM, fail)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE_S)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)
