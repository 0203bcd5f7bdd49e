"""A whole office for trying things out: made-up people, throwaway seal, simulator.

    with running_demo(Path("office")) as demo:
        demo.office.register(), demo.office.trail, demo.actor, demo.examples

Everything lies in one folder, keys and memory too: `demo = true` in its jst.toml is
what allows that, and what a real office never says. The account that runs it is mapped
to a made-up clerk; JST_DEMO_PERSON plays the made-up officer, manager or operator.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from accountability.model import Actor, Role
from documents.whole import new_file
from jst.demo_seal import seal_in_file, seal_on_new_token, token_at_hand
from jst.new_ledger import make_ledger
from jst.office import OpenOffice, open_office
from jst.people import current_account, load_people
from jst.places import make_folder, places_of, refuse_unless_empty
from jst.settings import Settings, settings_of
from vocabulary.clock import Clock, system_clock
from vocabulary.identifiers import MandatorId, Nip

if TYPE_CHECKING:
    from jst.simulators.crpo import CrpoSimulator

OFFICE_NAME: Final = "Wójt Gminy Przykładowa"
OFFICE_NIP: Final = "9990000008"
CASE: Final = "FK.3120.7.2026"
CLERK: Final = "z.niebyla"
OFFICER: Final = "e.nibylska"
OPERATOR: Final = "i.niemozliwy"
MANAGER: Final = "k.wymyslony"

_PEOPLE: Final = """\
# Osoby są zmyślone. Konto, na którym uruchomiono pokaz, gra referentkę.

[[person]]
account = {account}
id = "z.niebyla"
name = "Zofia Niebyła"
unit = "Referat Podatków i Opłat"
roles = ["clerk"]

[person.authorisation]
number = "UP-7/2026"
systems = ["crpo", "crpdph"]
purposes = [
  "pelnomocnictwo-w-sprawie", "doreczenie", "inna-sprawa",
  "weryfikacja-dostawcy", "platnosc-dla-dostawcy",
]
valid_from = 2026-01-01

# Następne osoby gra się w pokazie przez JST_DEMO_PERSON=e.nibylska (i.niemozliwy,
# k.wymyslony); prawdziwy urząd tej zmiennej nie przyjmuje.

[[person]]
account = "demo-inspektor"
id = "e.nibylska"
name = "Ewa Nibylska"
unit = "Inspektor ochrony danych"
roles = ["officer"]

[[person]]
account = "demo-operator"
id = "i.niemozliwy"
name = "Ignacy Niemożliwy"
unit = "Referat Informatyki"
roles = ["operator"]

[[person]]
account = "demo-kierownik"
id = "k.wymyslony"
name = "Kazimierz Wymyślony"
unit = "Referat Podatków i Opłat"
roles = ["manager"]
"""
_SETTINGS: Final = """\
# Urząd fikcyjny. `demo = true` pozwala trzymać klucze i pamięć w tym katalogu;
# prawdziwy urząd trzyma je osobno.
demo = true

[office]
name = {name}
kind = "wójt"
nip = {nip}
node = "demo"

[crpo]
url = {url}
contract = "xades_xml"
register_seal = "simulator/register-seal.crt.pem"
ca_bundle = "simulator/ca.crt.pem"
connect_timeout_s = 5
read_timeout_s = 5
total_timeout_s = 10
{seal}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A running demonstration office.

    Attributes:
        office: Open for acting.
        simulator: The register it asks, serving.
        actor: The made-up clerk.
        examples: Mandators by what they show: `none`, `one`, `several`, `pesel`, ...
    """

    office: OpenOffice
    simulator: "CrpoSimulator"
    actor: Actor
    examples: dict[str, MandatorId]


@contextmanager
def running_demo(folder: Path, *, token: bool = False) -> Iterator[Demo]:
    """Make a demonstration office in an empty or missing folder, and run it.

    Args:
        folder: Where everything is made.
        token: Whether the seal is made on a token (SoftHSM2) and not in a file.

    Raises:
        OutputRefused: The folder holds something, or cannot be made.
        SoftHsmMissing: A token was asked for, and SoftHSM2 is not installed.
    """
    settings = create_demo(folder, token=token)
    with (
        token_at_hand(settings),
        serving(settings) as simulator,
        open_office(settings) as office,
    ):
        yield Demo(
            office=office,
            simulator=simulator,
            actor=demo_actor(settings),
            examples=simulator.examples(),
        )


def create_demo(
    folder: Path, *, clock: Clock = system_clock, token: bool = False
) -> Settings:
    """Write everything that an office has: settings, people, seal, simulator, log."""
    from jst.simulators.crpo import CrpoSimulator  # noqa: PLC0415 - as above

    home = folder.absolute()
    refuse_unless_empty(home)
    for part in (home, home / "keys", home / "memory"):
        make_folder(part)
    nip = Nip.parse(OFFICE_NIP)
    simulator = CrpoSimulator.create(home / "simulator", clock=clock)
    make_seal = seal_on_new_token if token else seal_in_file
    seal = make_seal(home, simulator, nip=nip)
    url = f"https://127.0.0.1:{free_port()}{_path()}"
    _write(
        home / "jst.toml",
        _SETTINGS.format(
            name=_quoted(OFFICE_NAME),
            nip=_quoted(OFFICE_NIP),
            url=_quoted(url),
            seal=seal,
        ),
    )
    _write(home / "people.toml", _PEOPLE.format(account=_quoted(current_account())))
    settings = demo_settings(home)
    make_ledger(settings, clock=clock)
    return settings


def demo_settings(home: Path) -> Settings:
    """Read the settings of a demonstration, whatever the environment says."""
    file = settings_of(home)
    return Settings(places=places_of(home, None, None, demo=True), file=file)


@contextmanager
def serving(
    settings: Settings, *, clock: Clock = system_clock
) -> "Iterator[CrpoSimulator]":
    """Run the simulator of a demonstration office on the port of its settings."""
    from urllib.parse import urlsplit  # noqa: PLC0415 - as above

    from jst.simulators.crpo import CrpoSimulator  # noqa: PLC0415 - as above

    port = urlsplit(settings.crpo.url).port or 0
    folder = settings.places.simulator
    with CrpoSimulator(folder, clock=clock, port=port) as simulator:
        yield simulator


def demo_actor(settings: Settings) -> Actor:
    """The made-up clerk that the current account plays."""
    people = load_people(settings.places.people, demo=True)
    return people.of_account(current_account()).actor(Role.CLERK)


def free_port() -> int:
    """Choose a port once: it stays in jst.toml, for `jst simulate crpo` later."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _path() -> str:
    from jst.simulators.crpo_desk import PATH  # noqa: PLC0415 - as above

    return PATH


def _quoted(text: str) -> str:
    """Write a text as a TOML basic string; JSON's quoting is a part of TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    with new_file(path) as file:
        file.write(text.encode())
