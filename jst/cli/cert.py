"""jst cert: what a seal's certificate says, as the letter to the Head of KAS asks."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jst.cli.language import say
from jst.cli.output import (
    AsJson,
    in_warsaw,
    new_group,
    print_json,
    print_line,
    print_pairs,
    read_file,
)

if TYPE_CHECKING:
    from certs.model import SealCertificate


def group() -> typer.Typer:
    """Make the group `jst cert`."""
    made = new_group(
        "cert", say("Certyfikat pieczęci elektronicznej.", "A seal's certificate.")
    )
    made.command("show", help=say(*SHOW))(show)
    # With one command only, typer would drop its name.
    made.callback()(_group)
    return made


SHOW = (
    "Pokaż numer seryjny, wystawcę, ważność i skrót certyfikatu (PEM, DER).",
    "Show serial number, issuer, validity and digest of a certificate (PEM, DER).",
)


def _group() -> None:
    """Keep `cert` a group."""


def show(
    *,
    file: Annotated[
        Path,
        typer.Argument(
            metavar=say("PLIK", "FILE"),
            help=say("Plik z certyfikatem.", "File with the certificate."),
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Print every certificate of a file."""
    from certs.load import load  # noqa: PLC0415 - keeps --help quick

    found = [_described(certificate) for certificate in load(read_file(file))]
    if as_json:
        print_json({"certificates": found})
        return
    for place, described in enumerate(found):
        if place:
            print_line()
        print_pairs({_label(name): _told(value) for name, value in described.items()})


def _described(certificate: "SealCertificate") -> dict[str, str | None]:
    from certs.names import rfc4514, windows  # noqa: PLC0415 - keeps --help quick

    organisation = certificate.organization_identifier
    return {
        "serial": certificate.serial_text,
        "subject": windows(certificate.subject),
        "issuer": windows(certificate.issuer),
        "issuerRfc4514": rfc4514(certificate.issuer),
        "organizationIdentifier": organisation.text if organisation else None,
        "notBefore": _utc(certificate.not_before),
        "notAfter": _utc(certificate.not_after),
        "notBeforeWarsaw": in_warsaw(certificate.not_before),
        "notAfterWarsaw": in_warsaw(certificate.not_after),
        "sha256": certificate.sha256.hex(),
    }


def _utc(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def _told(value: str | None) -> str:
    return say("brak", "none") if value is None else value


def _label(name: str) -> str:
    labels = {
        "serial": say("Numer seryjny", "Serial number"),
        "subject": say("Podmiot", "Subject"),
        "issuer": say("Wystawca", "Issuer"),
        "issuerRfc4514": say("Wystawca (RFC 4514)", "Issuer (RFC 4514)"),
        "organizationIdentifier": "organizationIdentifier",
        "notBefore": say("Ważny od (UTC)", "Valid from (UTC)"),
        "notAfter": say("Ważny do (UTC)", "Valid until (UTC)"),
        "notBeforeWarsaw": say("Ważny od (Warszawa)", "Valid from (Warsaw)"),
        "notAfterWarsaw": say("Ważny do (Warszawa)", "Valid until (Warsaw)"),
        "sha256": "SHA-256",
    }
    return labels[name]
