"""jst simulate ocsp: an authority on this machine that answers for its one seal."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import typer

from jst.cli.language import say
from jst.cli.options import a_word
from jst.cli.output import AsJson, print_json, print_line, print_pairs
from jst.cli.simulate_options import AnyPort
from jst.cli.until_stopped import wait_until_stopped
from jst.cli.words import word_of

MODES: Final = (
    "good, revoked, on-hold, unknown, try-later, stale, wrong-signer,"
    " wrong-certificate-id, silent, html, huge"
)


def ocsp(
    *,
    port: AnyPort = 0,
    mode: Annotated[
        str,
        a_word(
            "NAZWA", "NAME", f"Co odpowiadać: {MODES}.", f"What to answer: {MODES}."
        ),
    ] = "good",
    crl: Annotated[
        bool,
        typer.Option(
            help=say(
                "Czy wydawać też listę CRL.", "Whether to serve a revocation list too."
            ),
        ),
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Serve a new authority from a temporary folder, with a seal of its own."""
    from jst.simulators.ocsp import (  # noqa: PLC0415 - keeps --help quick
        Mode,
        OcspSimulator,
    )

    wanted = word_of(Mode, mode, "--mode")
    with (
        TemporaryDirectory(prefix="jst-ocsp-") as folder,
        OcspSimulator(Path(folder), port=port) as authority,
    ):
        authority.mode, authority.lists = wanted, crl
        told = {
            "url": authority.url,
            "seal": str(authority.seal),
            "issuer": str(authority.issuer),
        }
        if as_json:
            print_json(told)
        else:
            print_pairs(
                {
                    say("Adres", "Address"): told["url"],
                    say("Pieczęć", "Seal"): told["seal"],
                    say("Wystawca", "Issuer"): told["issuer"],
                }
            )
            print_line(
                say(
                    "Program zapyta go dopiero, gdy w jst.toml, w części [fetch],"
                    ' stoi: internal_hosts = ["127.0.0.1"]',
                    "It is asked only if [fetch] in jst.toml says:"
                    ' internal_hosts = ["127.0.0.1"]',
                )
            )
            print_line(
                say(
                    "Nikt mu nie ufa. Zatrzymanie: Ctrl-C.",
                    "Nobody trusts it. Stop it with Ctrl-C.",
                )
            )
        wait_until_stopped()
