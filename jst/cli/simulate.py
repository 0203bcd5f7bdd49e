"""jst simulate: a register on this machine, for work before access is granted."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from jst.cli.language import say
from jst.cli.output import AsJson, new_group, print_json, print_line, print_pairs

if TYPE_CHECKING:
    from jst.simulators.crpo import CrpoSimulator


def group() -> typer.Typer:
    """Make the group `jst simulate`."""
    made = new_group(
        "simulate", say("Rejestry na niby, na tym komputerze.", "Simulated registers.")
    )
    made.command(
        "crpo",
        help=say(
            "Uruchom symulator CRPO i czekaj na Ctrl-C.",
            "Run the simulator of CRPO until Ctrl-C.",
        ),
    )(crpo)
    made.callback()(_group)
    return made


def _group() -> None:
    """Keep `simulate` a group."""


def crpo(
    *,
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            help=say(
                "Port TCP na 127.0.0.1; domyślnie z jst.toml, inaczej dowolny.",
                "TCP port on 127.0.0.1; by default that of jst.toml, else any.",
            ),
        ),
    ] = None,
    fault: Annotated[
        str | None,
        typer.Option(
            metavar=say("NAZWA", "NAME"),
            help=say(
                "Psuj każdą odpowiedź w ten sposób, np. silent, http-503, refusal.",
                "Spoil every answer in this way, e.g. silent, http-503, refusal.",
            ),
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Serve the simulator of JST_HOME, or a temporary one where there is none."""
    import signal  # noqa: PLC0415 - keeps --help quick
    from threading import Event  # noqa: PLC0415 - as above

    from jst.simulators.faults import Fault  # noqa: PLC0415 - keeps --help quick

    if fault is not None and fault not in set(Fault):
        raise typer.BadParameter("no such fault", param_hint="--fault")
    with ExitStack() as stack:
        register = stack.enter_context(_simulator(port, stack))
        register.faults.always(fault)
        told = {
            "url": register.url,
            "caBundle": str(register.ca_pem),
            "registerSeal": str(register.register_seal_pem),
        }
        if as_json:
            print_json(told)
        else:
            print_pairs(
                {
                    say("Symulator CRPO", "CRPO simulator"): told["url"],
                    say("Urząd TLS", "TLS authority"): told["caBundle"],
                    say("Pieczęć rejestru", "Register's seal"): told["registerSeal"],
                }
            )
            print_line(
                say(
                    "Nikt w nim nie istnieje. Zatrzymanie: Ctrl-C.",
                    "Nobody in it exists. Stop it with Ctrl-C.",
                )
            )
        _flush()
        # A service manager stops us by SIGTERM: as clean as Ctrl-C.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        Event().wait()


def _simulator(port: int | None, stack: ExitStack) -> "CrpoSimulator":
    from jst.settings import load_settings  # noqa: PLC0415 - loads pydantic
    from jst.simulators.crpo import CrpoSimulator  # noqa: PLC0415 - keeps --help quick

    settings = load_settings()
    folder = settings.places.simulator
    if folder.exists():
        if port is None and settings.file.crpo is not None:
            port = urlsplit(settings.file.crpo.url).port
        return CrpoSimulator.load(folder, port=port or 0)
    temporary = stack.enter_context(TemporaryDirectory(prefix="jst-crpo-"))
    return CrpoSimulator.create(Path(temporary) / "simulator", port=port or 0)


def _flush() -> None:
    """Let whoever waits for the address read it now."""
    import sys  # noqa: PLC0415 - one line needs it

    sys.stdout.flush()
