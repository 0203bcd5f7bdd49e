"""The KSeF part of a demonstration office: a simulated KSeF, a seal, two people.

Added to what `jst.demo` has made. `JST_DEMO_PERSON` plays the administrator or the
approver; credentials.toml names the seal and a person with a ZAW-FA.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from jst.demo import OFFICE_NIP, create_demo, demo_settings, free_port
from jst.settings import Settings
from vocabulary.clock import Clock, system_clock
from vocabulary.identifiers import Nip, Pesel

if TYPE_CHECKING:
    from jst.simulators.ksef import KsefSimulator, Terms

ADMINISTRATOR: Final = "u.urojona"
APPROVER: Final = "p.pozorny"
ZAWFA_PERSON: Final = "44051401359"

_SECTION: Final = """
[ksef_access]
url = "https://127.0.0.1:{port}/v2"
ca_bundle = "simulator-ksef/ca.crt.pem"
limits_folder = "limits"
connect_timeout_s = 5
read_timeout_s = 5
total_timeout_s = 10
"""
_PEOPLE: Final = """
[[person]]
account = "demo-ksef"
id = "u.urojona"
name = "Urszula Urojona"
unit = "Referat Finansowy"
roles = ["ksef-administrator"]

[person.authorisation]
number = "UP-21/2026"
systems = ["ksef"]
purposes = [
  "przeglad-uprawnien", "zmiana-uprawnien", "tokeny-i-certyfikaty", "inna-sprawa",
]
valid_from = 2026-01-01

[[person]]
account = "demo-zatwierdzajacy"
id = "p.pozorny"
name = "Paweł Pozorny"
unit = "Skarbnik"
roles = ["approver"]

[person.authorisation]
number = "UP-22/2026"
systems = ["ksef"]
purposes = ["przeglad-uprawnien", "zmiana-uprawnien"]
valid_from = 2026-01-01
"""
_CREDENTIALS: Final = """\
# Czym urząd loguje się do KSeF. Wszystko zmyślone; wzór opisuje docs/ksef-access.md.

[[credential]]
name = "gmina"
context_type = "Nip"
context = "{nip}"
key_file = "simulator-ksef/{seal}"

[[credential]]
name = "zawfa"
context_type = "Nip"
context = "{nip}"
key_file = "simulator-ksef/{person}"
"""


def create_ksef_demo(folder: Path, *, clock: Clock = system_clock) -> Settings:
    """Make a demonstration office that may log in to a simulated KSeF.

    Raises:
        OutputRefused: The folder holds something, or cannot be made.
    """
    from jst.simulators.ksef import KsefSimulator  # noqa: PLC0415 - an extra

    home = create_demo(folder, clock=clock).places.home
    ksef = KsefSimulator.create(home / "simulator-ksef", clock=clock)
    nip = Nip.parse(OFFICE_NIP)
    seal = ksef.issue_seal("gmina", nip=nip)
    person = ksef.issue_person("zawfa", number=Pesel.parse(ZAWFA_PERSON))
    _append(home / "jst.toml", _SECTION.format(port=free_port()))
    _append(home / "people.toml", _PEOPLE)
    credentials = home / "credentials.toml"
    credentials.touch(0o600)
    _append(
        credentials,
        _CREDENTIALS.format(nip=OFFICE_NIP, seal=seal.name, person=person.name),
    )
    return demo_settings(home)


@contextmanager
def serving_ksef(
    settings: Settings, *, clock: Clock = system_clock, terms: "Terms | None" = None
) -> "Iterator[KsefSimulator]":
    """Run the simulator of a demonstration office on the port of its settings."""
    from jst.simulators.ksef import KsefSimulator  # noqa: PLC0415 - an extra

    port = urlsplit(settings.ksef_access.url).port or 0
    folder = settings.places.ksef_simulator
    with KsefSimulator(folder, clock=clock, port=port, terms=terms) as simulator:
        yield simulator


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
