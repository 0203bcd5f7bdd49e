"""jst simulate crpdph: the Czech register on this machine, with a clock of its own."""

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit

import typer

from jst.cli.language import say
from jst.cli.output import AsJson, print_json, print_line, print_pairs
from jst.cli.simulate_options import Folder, Port
from jst.cli.until_stopped import wait_until_stopped
from jst.cli.words import WrongWord

if TYPE_CHECKING:
    from jst.simulators.crpdph import CrpdphSimulator
    from vocabulary.clock import Clock

FAULTS: Final = (
    "slow, silent, http-503, html, fault-500, fault-200, fault-echo, empty, cut,"
    " doctype, bad-day, missing-dic, doubled-dic, closed, out-of-service, drift"
)


def add_to(group: typer.Typer) -> None:
    """Declare the command."""
    group.command(
        "crpdph",
        help=say(
            "Uruchom symulator czeskiego rejestru płatników VAT i czekaj na Ctrl-C.",
            "Run the simulator of the Czech register of VAT payers until Ctrl-C.",
        ),
    )(crpdph)


def crpdph(
    *,
    port: Port = None,
    at: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
            metavar=say("CHWILA", "INSTANT"),
            help=say(
                "Zegar rejestru rusza od tej chwili czasu czeskiego, np."
                " 2026-11-21T00:05.",
                "The register's clock starts at this Prague time, e.g."
                " 2026-11-21T00:05.",
            ),
        ),
    ] = None,
    fault: Annotated[
        str | None,
        typer.Option(
            metavar=say("NAZWA", "NAME"),
            help=say(
                f"Psuj każdą odpowiedź w ten sposób: {FAULTS}.",
                f"Spoil every answer in this way: {FAULTS}.",
            ),
        ),
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Serve the simulator of JST_HOME, or a temporary one where there is none."""
    from jst.simulators.crpdph import CzechFault  # noqa: PLC0415 - keeps --help quick

    if fault is not None and fault not in set(CzechFault):
        raise WrongWord("--fault", CzechFault)
    with ExitStack() as stack:
        simulator = stack.enter_context(
            _simulator(port, folder, _clock_from(at), stack)
        )
        simulator.faults.always(fault)
        examples = {name: dic.reveal() for name, dic in simulator.examples().items()}
        told = {"url": simulator.url, "caBundle": str(simulator.ca_pem)}
        if as_json:
            print_json(told | {"examples": examples})
        else:
            print_pairs(
                {
                    say("Symulator CRPDPH", "CRPDPH simulator"): told["url"],
                    say("Urząd certyfikacji TLS", "TLS authority"): told["caBundle"],
                }
                | {name: f"CZ{dic}" for name, dic in examples.items()}
            )
            print_line(
                say(
                    "Nikt w nim nie istnieje. Zatrzymanie: Ctrl-C.",
                    "Nobody in it exists. Stop it with Ctrl-C.",
                )
            )
        wait_until_stopped()


def _clock_from(at: datetime | None) -> "Clock":
    """Make a clock that runs on from an instant, or the host's."""
    from crpdph.calendar import PRAGUE  # noqa: PLC0415 - loads the time zones
    from vocabulary.clock import system_clock  # noqa: PLC0415 - as above

    if at is None:
        return system_clock
    ahead = at.replace(tzinfo=PRAGUE) - system_clock()
    return lambda: system_clock() + ahead


def _simulator(
    port: int | None, folder: Path | None, clock: "Clock", stack: ExitStack
) -> "CrpdphSimulator":
    from jst.places import make_folder, refuse_unless_empty  # noqa: PLC0415 - as below
    from jst.simulators.crpdph import CrpdphSimulator  # noqa: PLC0415 - quick --help

    if folder is None:
        from jst.settings import load_settings  # noqa: PLC0415 - loads pydantic

        settings = load_settings()
        folder = settings.places.czech_simulator
        if not folder.exists():
            kept = stack.enter_context(TemporaryDirectory(prefix="jst-crpdph-"))
            folder = Path(kept) / "simulator"
        elif port is None and settings.file.crpdph is not None:
            port = urlsplit(settings.file.crpdph.url).port
    if (folder / "ca.pem").exists():
        return CrpdphSimulator.load(folder, clock=clock, port=port or 0)
    refuse_unless_empty(folder)
    make_folder(folder)
    return CrpdphSimulator.create(folder, clock=clock, port=port or 0)
