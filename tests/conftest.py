"""What every test run has: skips are counted by name (tests/house/skips.py)."""

import signal
import threading
from collections.abc import Callable, Iterator

import pytest

pytest_plugins = ["tests.house.skips"]


@pytest.fixture
def press_ctrl_c() -> Iterator[Callable[[], None]]:
    """Interrupt the main thread from any other, also where a shell has us ignore it."""
    here = threading.main_thread().ident or 0
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield lambda: signal.pthread_kill(here, signal.SIGINT)
    signal.signal(signal.SIGINT, before)
