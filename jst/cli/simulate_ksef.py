"""jst simulate ksef: KSeF's access part on this machine, with a clock of its own."""

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jst.cli.language import say
from jst.cli.options import a_file, a_flag, a_word
from jst.cli.output import AsJson, print_json, print_line, print_pairs
from jst.cli.simulate_options import AnyPort, Folder, fault_option
from jst.cli.until_stopped import wait_until_stopped
from jst.cli.words import WrongMix, WrongWord

if TYPE_CHECKING:
    from jst.simulators.ksef import KsefSimulator, MovingClock, Terms

FAULTS: Final = (
    "slow, silent, http-500, http-503, maintenance, redirect-307, expired,"
    " drop-after-accept, duplicate, cut, drift, warning, operation-500, operation-550"
)


def add_to(group: typer.Typer) -> None:
    """Declare the command."""
    group.command(
        "ksef",
        help=say(
            "Uruchom symulator KSeF (logowanie i uprawnienia) i czekaj na Ctrl-C.",
            "Run the simulator of KSeF (logins, permissions) until Ctrl-C.",
        ),
    )(ksef)


def ksef(  # noqa: PLR0913 - the options of one command
    *,
    port: AnyPort = 0,
    at: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
            metavar=say("CHWILA", "INSTANT"),
            help=say(
                "Zegar symulatora rusza od tej chwili czasu polskiego.",
                "The simulator's clock starts at this Warsaw time.",
            ),
        ),
    ] = None,
    speed: Annotated[
        float,
        typer.Option(
            min=0,
            max=100_000,
            metavar=say("RAZY", "TIMES"),
            help=say(
                "Ile razy szybciej biegnie ten zegar; 0: stoi.",
                "How many times faster that clock runs; 0 holds it.",
            ),
        ),
    ] = 1.0,
    unlimited: Annotated[
        bool,
        a_flag(
            "--unlimited",
            "Nie ograniczaj liczby żądań (bez 429).",
            "Do not limit the number of requests (no 429).",
        ),
    ] = False,
    check_chain: Annotated[
        bool,
        a_flag(
            "--check-chain",
            "Wpuszczaj tylko certyfikaty znanego urzędu, jak DEMO i PRD.",
            "Let in only certificates of a known authority, as DEMO and PRD do.",
        ),
    ] = False,
    fault: Annotated[str | None, fault_option(FAULTS)] = None,
    on: Annotated[
        str | None,
        a_word(
            "ŚCIEŻKA",
            "PATH",
            "Psuj tylko wywołania, których ścieżka to zawiera.",
            "Spoil only calls whose path holds this.",
        ),
    ] = None,
    units: Annotated[
        Path | None,
        a_file(
            "Uznaj za podrzędne jednostki z NIP z tego permissions.toml.",
            "Take the units with a NIP of this permissions.toml for subordinates.",
        ),
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Serve the simulator of a folder, or a temporary one."""
    try:
        from jst.simulators.ksef import KsefFault, Terms  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as missing:
        from jst.errors import ServerMissing  # noqa: PLC0415 - keeps --help quick

        raise ServerMissing(f"no module {missing.name}") from missing

    from jst.plan_file import load_subordinates  # noqa: PLC0415 - keeps --help quick

    if fault is not None and fault not in set(KsefFault):
        raise WrongWord("--fault", KsefFault)
    if on is not None and fault is None:
        raise WrongMix("--on działa tylko z --fault", "--on goes only with --fault")
    known = None if units is None else load_subordinates(units)
    terms = Terms(limited=not unlimited, checks_chain=check_chain)
    with ExitStack() as stack:
        simulator = _simulator(port, folder, _clock(at, speed), terms, stack)
        served = stack.enter_context(simulator)
        served.faults.always(fault, on=on or "")
        if known is not None:
            served.introduce_units(*known)
        _tell(served, as_json=as_json)
        wait_until_stopped()


def _tell(simulator: "KsefSimulator", *, as_json: bool) -> None:
    examples = simulator.examples()
    told = {"url": simulator.url, "caBundle": str(simulator.ca_pem)}
    context = simulator.example_context
    if as_json:
        pems = {name: str(each.pem) for name, each in examples.items()}
        print_json(told | {"context": context.json, "examples": pems})
        return
    print_pairs(
        {
            say("Symulator KSeF", "KSeF simulator"): told["url"],
            say("Urząd certyfikacji TLS", "TLS authority"): told["caBundle"],
            say("NIP wymyślonej gminy", "NIP of the invented gmina"): context.nip,
        }
        | {each.what: str(each.pem) for each in examples.values()}
    )
    print_line(
        say(
            "Nikt w nim nie istnieje; pamięta tylko klucze. Zatrzymanie: Ctrl-C.",
            "Nobody in it exists; it remembers its keys only. Stop it with Ctrl-C.",
        )
    )


def _clock(at: datetime | None, speed: float) -> "MovingClock":
    from jst.simulators.ksef import MovingClock  # noqa: PLC0415 - keeps --help quick
    from vocabulary.clock import WARSAW  # noqa: PLC0415 - loads the time zones

    return MovingClock(at.replace(tzinfo=WARSAW) if at else None, factor=speed)


def _simulator(
    port: int,
    folder: Path | None,
    clock: "MovingClock",
    terms: "Terms",
    stack: ExitStack,
) -> "KsefSimulator":
    from jst.places import make_folder, refuse_unless_empty  # noqa: PLC0415 - as below
    from jst.simulators.ksef import KsefSimulator  # noqa: PLC0415 - keeps --help quick

    if folder is None:
        kept = stack.enter_context(TemporaryDirectory(prefix="jst-ksef-"))
        folder = Path(kept) / "simulator"
    if (folder / "ca.pem").exists():
        return KsefSimulator(folder, clock=clock, port=port, terms=terms)
    refuse_unless_empty(folder)
    make_folder(folder)
    return KsefSimulator.create(folder, clock=clock, port=port, terms=terms)
