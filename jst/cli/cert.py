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

from jst.cli.cert_check import CHECK, check
from jst.cli.cert_choice import Number, chosen
from jst.cli.cert_json import findings_text, seal_json, shown, utc
from jst.cli.cert_watch import WATCH, watch
from jst.cli.language import say
from jst.cli.options import a_file_argument, a_flag
from jst.cli.output import AsJson, new_group, print_line, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from certs.model import SealCertificate


# RFC 5280, section 4.1.2.5: "no well-defined expiration date".
NO_EXPIRY: Final = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def group() -> typer.Typer:
    """Make the group `jst cert`."""
    made = new_group(
        "cert", say("Certyfikat pieczęci elektronicznej.", "A seal's certificate.")
    )
    made.command("show", help=say(*SHOW))(show)
    made.command("check", help=say(*CHECK))(check)
    made.command("watch", help=say(*WATCH))(watch)
    return made


SHOW = (
    (
        "Pokaż numer seryjny, wystawcę, ważność, skrót i osobliwości certyfikatu"
        " (PEM, DER, PKCS#7, PKCS#12 bez hasła). Z kilku w pliku wybiera końcowy."
    ),
    (
        "Show serial number, issuer, validity, digest and oddities of a certificate"
        " (PEM, DER, PKCS#7, PKCS#12 without password). Of several, the leaf."
    ),
)


def show(
    *,
    file: Annotated[
        Path,
        a_file_argument("Plik z certyfikatem.", "File with the certificate."),
    ],
    number: Number = None,
    every: Annotated[
        bool,
        a_flag(
            "--all", "Wszystkie certyfikaty z pliku.", "Every certificate of a file."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print the leaf of a file, the one with a number, or every certificate."""
    from certs.load import read_certificates  # noqa: PLC0415 - keeps --help quick

    bundle = read_certificates(read_file(file))
    found = bundle.certificates
    if not every:
        found = (chosen(bundle, number, as_json=as_json),)
    for line in lines(found, as_json=as_json, every=every):
        print_line(line)


def lines(
    certificates: "Sequence[SealCertificate]", *, as_json: bool, every: bool = True
) -> list[str]:
    """Write what certificates say, safe for a terminal.

    Raises:
        CertificateUnreadable: A field that is read late is broken.
    """
    if as_json:
        described = [seal_json(each) for each in certificates]
        answer = {"certificates": described} if every else described[0]
        return [shown(json.dumps(answer, ensure_ascii=False))]
    written: list[str] = []
    for certificate in certificates:
        told = {label: _told(text) for label, text in _pairs(certificate)}
        width = max(len(label) for label in told) + 2
        written += [""] if written else []
        written += [f"{label + ':':<{width}}{text}" for label, text in told.items()]
        written += findings_text(certificate.findings)
    return written


def _pairs(certificate: "SealCertificate") -> "Iterator[tuple[str, str | None]]":
    """Give what a person reads, each with its label."""
    organisation = certificate.organization_identifier
    usage = certificate.extensions.key_usage
    yield say("Numer seryjny", "Serial number"), certificate.serial_text
    yield say("Podmiot", "Subject"), certificate.subject.windows
    yield say("Wystawca", "Issuer"), certificate.issuer.windows
    yield say("Wystawca (RFC 4514)", "Issuer (RFC 4514)"), certificate.issuer.rfc4514
    yield "organizationIdentifier", organisation.text if organisation else None
    yield say("Ważny od (UTC)", "Valid from (UTC)"), utc(certificate.not_before)
    yield say("Ważny do (UTC)", "Valid until (UTC)"), utc(certificate.not_after)
    begins = _warsaw(certificate.not_before)
    yield say("Ważny od (Warszawa)", "Valid from (Warsaw)"), begins
    ends = _ends(certificate.not_after)
    yield say("Ważny do (Warszawa)", "Valid until (Warsaw)"), ends
    yield say("Klucz", "Key"), certificate.key
    yield say("Użycie klucza", "Key usage"), ", ".join(usage) if usage else None
    yield "SHA-256", certificate.sha256.hex()


def _warsaw(instant: datetime) -> str | None:
    """Write an instant as people in Poland read it; None after their year 9999."""
    from vocabulary.clock import WARSAW, warsaw_time  # noqa: PLC0415 - loads the time zones

    local = warsaw_time(instant)
    if local.tzinfo is not WARSAW:
        return None
    return local.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")


def _ends(not_after: datetime) -> str:
    if not_after == NO_EXPIRY:
        return say("bez terminu (99991231235959Z)", "no expiry (99991231235959Z)")
    return _warsaw(not_after) or say("po roku 9999", "after the year 9999")


def _told(value: str | None) -> str:
    return say("brak", "none") if value is None else shown(value)
