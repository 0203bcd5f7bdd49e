"""The Czech part of a demonstration office: a simulated register, and its settings.

Added to what `jst.demo` has made; the vendors are the simulator's made-up firms.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from crpdph.calendar import PRAGUE
from jst.demo import create_demo, demo_settings, free_port
from jst.settings import Settings
from jst.simulators.crpdph import CrpdphSimulator
from jst.simulators.crpdph_desk import PATH
from vocabulary.clock import Clock, system_clock

PUBLISHED: Final = "CZ65 0800 0000 1920 0014 5399"
UNPUBLISHED: Final = "1000000011/0100"

_SECTION: Final = """
[crpdph]
url = "https://127.0.0.1:{port}{path}"
ca_bundle = "simulator-crpdph/ca.crt.pem"
limits_folder = "limits"
connect_timeout_s = 5
read_timeout_s = 5
total_timeout_s = 10
"""


def last_night(hour: int, minute: int) -> datetime:
    """Give a time of the night that has just gone by in Prague."""
    here = system_clock().astimezone(PRAGUE)
    night = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
    begun = here.replace(hour=0, minute=30)
    return night if here > begun else night - timedelta(days=1)


def create_czech_demo(folder: Path, *, clock: Clock) -> Settings:
    """Make a demonstration office that may ask the Czech register too.

    Raises:
        OutputRefused: The folder holds something, or cannot be made.
    """
    home = create_demo(folder, clock=clock).places.home
    CrpdphSimulator.create(home / "simulator-crpdph", clock=clock)
    with (home / "jst.toml").open("a", encoding="utf-8") as file:
        file.write(_SECTION.format(port=free_port(), path=PATH))
    return demo_settings(home)


@contextmanager
def serving_czech(settings: Settings, *, clock: Clock) -> Iterator[CrpdphSimulator]:
    """Run the simulator of a demonstration office on the port of its settings."""
    port = urlsplit(settings.crpdph.url).port or 0
    folder = settings.places.czech_simulator
    with CrpdphSimulator(folder, clock=clock, port=port) as simulator:
        yield simulator
