"""jst simulate crpdph: the Czech register on this machine, with a clock of its own."""

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jst.cli.language import say
from jst.cli.output import AsJson, print_json, print_line, print_pairs
from jst.cli.simulate_options import Folder, Port, fault_option, place_of
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
            "Uruchom symulator czeskiego rejestru podatników VAT i czekaj na Ctrl-C.",
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
    fault: Annotated[str | None, fault_option(FAULTS)] = None,
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
    from jst.simulators.crpdph import CrpdphSimulator  # noqa: PLC0415 - quick --help

    folder, number = place_of("crpdph", folder, port, stack)
    stands = (folder / "ca.pem").exists()
    make = CrpdphSimulator if stands else CrpdphSimulator.create
    return make(folder, clock=clock, port=number)
