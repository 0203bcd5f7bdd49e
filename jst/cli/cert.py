r"""jst cert: what a seal's certificate says, as the letter to the Head of KAS asks.

Everything in a certificate is somebody else's text: what a terminal would obey
instead of showing (control characters, directions of writing) is written as JSON
writes it, `\u001b`, in both forms of the answer.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jst.cli.language import say
from jst.cli.output import (
    AsJson,
    new_group,
    print_line,
    read_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certs.model import SealCertificate


# RFC 5280, section 4.1.2.5: "no well-defined expiration date".
NO_EXPIRY: Final = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


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

    for line in lines(load(read_file(file)), as_json=as_json):
        print_line(line)


def lines(certificates: "Iterable[SealCertificate]", *, as_json: bool) -> list[str]:
    """Write what certificates say, safe for a terminal.

    Raises:
        CertificateUnreadable: A field that is read late is broken.
    """
    described = [(each, _described(each)) for each in certificates]
    if as_json:
        answer = {"certificates": [fields for _, fields in described]}
        return [shown(json.dumps(answer, ensure_ascii=False))]
    written: list[str] = []
    for certificate, fields in described:
        told = {_label(name): _told(value) for name, value in fields.items()}
        told[_label("notAfterWarsaw")] = _ends(certificate.not_after)
        width = max(len(label) for label in told) + 2
        written += [""] if written else []
        written += [f"{label + ':':<{width}}{text}" for label, text in told.items()]
    return written


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
        "notBeforeWarsaw": _warsaw(certificate.not_before),
        "notAfterWarsaw": _warsaw(certificate.not_after),
        "sha256": certificate.sha256.hex(),
    }


def shown(text: str) -> str:
    """Write what a terminal would obey as JSON does; letters stay as they are."""
    return "".join(
        char if char.isprintable() else json.dumps(char)[1:-1] for char in text
    )


def _utc(instant: datetime) -> str:
    return f"{instant.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _warsaw(instant: datetime) -> str | None:
    """Write an instant as people in Poland read it; None after their year 9999."""
    from vocabulary.clock import WARSAW  # noqa: PLC0415 - loads the time zones

    try:
        local = instant.astimezone(WARSAW).replace(tzinfo=None)
    except OverflowError:
        return None
    return local.isoformat(sep=" ", timespec="seconds")


def _ends(not_after: datetime) -> str:
    if not_after == NO_EXPIRY:
        return say("bez terminu (99991231235959Z)", "no expiry (99991231235959Z)")
    return _warsaw(not_after) or say("po roku 9999", "after the year 9999")


def _told(value: str | None) -> str:
    return say("brak", "none") if value is None else shown(value)


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
