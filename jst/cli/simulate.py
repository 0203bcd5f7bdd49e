"""jst simulate: a register on this machine, for work before access is granted."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jst.cli import simulate_crpdph, simulate_ksef
from jst.cli.language import say
from jst.cli.options import a_file
from jst.cli.output import (
    AsJson,
    new_group,
    print_json,
    print_line,
    print_pairs,
    read_file,
)
from jst.cli.simulate_ocsp import ocsp
from jst.cli.simulate_options import Folder, Port, fault_option, place_of
from jst.cli.until_stopped import wait_until_stopped
from jst.cli.words import WrongMix, WrongWord

if TYPE_CHECKING:
    from jst.simulators.crpo import CrpoSimulator


FAULTS: Final = (
    "slow, silent, drip, http-503, redirect-307, cut, huge, broken-xml, entity-bomb,"
    " unsigned, wrong-signer, tampered, replay, other-question, other-mandator, stale,"
    " ended-power, refusal, odd-refusal"
)


def group() -> typer.Typer:
    """Make the group `jst simulate`."""
    made = new_group(
        "simulate", say("Fikcyjne rejestry, na tym komputerze.", "Simulated registers.")
    )
    made.command(
        "crpo",
        help=say(
            "Uruchom symulator CRPO i czekaj na Ctrl-C.",
            "Run the simulator of CRPO until Ctrl-C.",
        ),
    )(crpo)
    simulate_crpdph.add_to(made)
    simulate_ksef.add_to(made)
    made.command(
        "ocsp",
        help=say(
            "Uruchom urząd certyfikacji na niby (OCSP i CRL) i czekaj na Ctrl-C.",
            "Run a throwaway authority (OCSP and CRL) until Ctrl-C.",
        ),
    )(ocsp)
    made.callback()(_group)
    return made


def _group() -> None:
    """Keep `simulate` a group."""


def crpo(
    *,
    port: Port = None,
    fault: Annotated[str | None, fault_option(FAULTS)] = None,
    folder: Folder = None,
    admit: Annotated[
        Path | None,
        a_file(
            "Dopuść pieczęć urzędu z tego certyfikatu, jak z pisma (z --nip).",
            "Admit an office's seal by this certificate, as by letter (with --nip).",
        ),
    ] = None,
    nip: Annotated[
        str | None,
        typer.Option(
            metavar="NIP",
            help=say("NIP urzędu, dla --admit.", "NIP of the office, for --admit."),
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Serve the simulator of JST_HOME, or a temporary one where there is none."""
    from jst.simulators.faults import Fault  # noqa: PLC0415 - keeps --help quick

    if fault is not None and fault not in set(Fault):
        raise WrongWord("--fault", Fault)
    if (admit is None) != (nip is None):
        raise WrongMix("podaj --admit razem z --nip", "give --admit with --nip")
    with ExitStack() as stack:
        simulator = _simulator(port, folder, stack)
        if admit is not None and nip is not None:
            _admit(simulator, admit, nip)
        register = stack.enter_context(simulator)
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
                    say("Urząd certyfikacji TLS", "TLS authority"): told["caBundle"],
                    say("Pieczęć rejestru", "Register's seal"): told["registerSeal"],
                }
            )
            print_line(
                say(
                    "Nikt w nim nie istnieje. Zatrzymanie: Ctrl-C.",
                    "Nobody in it exists. Stop it with Ctrl-C.",
                )
            )
        wait_until_stopped()


def _simulator(
    port: int | None, folder: Path | None, stack: ExitStack
) -> "CrpoSimulator":
    from jst.simulators.crpo import CrpoSimulator  # noqa: PLC0415 - keeps --help quick

    folder, number = place_of("crpo", folder, port, stack)
    stands = (folder / "ca.pem").exists()
    make = CrpoSimulator if stands else CrpoSimulator.create
    return make(folder, port=number)


def _admit(simulator: "CrpoSimulator", file: Path, nip: str) -> None:
    """Put an office's seal on the register's list, by what its certificate says."""
    from certs.load import load_leaf  # noqa: PLC0415 - only when asked
    from vocabulary.identifiers import Nip  # noqa: PLC0415 - as above

    simulator.admit_by_attributes(load_leaf(read_file(file)), nip=Nip.parse(nip))
