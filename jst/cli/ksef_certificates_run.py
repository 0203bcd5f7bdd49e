"""What `jst ksef certificates` does."""

from contextlib import ExitStack
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, Final

from accountability.errors import ActionDenied, LimitReached
from accountability.model import Purpose
from jst.cli.ksef_grants_run import party_json, print_actions
from jst.cli.ksef_options import Asked
from jst.cli.ksef_work import at_desk
from jst.cli.language import say
from jst.cli.output import (
    cell,
    in_warsaw,
    new_table,
    print_json,
    print_line,
    print_note,
    print_table,
    write_new,
)
from jst.cli.words import word_of
from jst.cli.wrapper import Exit
from jst.ksef_office import new_key_on_token
from jst.new_key import NewFileKey
from jst.watching import KSEF_MARK
from ksef.access import certificates
from ksef.access.acting import Acting
from ksef.access.certificates import RevocationReason
from ksef.access.errors import KsefRefused, OperationRefused
from ksef.access.messages_certificates import CertificateInfo
from ksef.access.pages import collect

if TYPE_CHECKING:
    from certs.csr import NewKey

_UNDER_WAY, _DONE = 100, 200
_WHY: Final = Purpose.CREDENTIALS
_POLLS: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)


def do_list(asked: Asked, *, reveal: bool, as_json: bool) -> Exit:
    """List certificates and the limits."""
    with at_desk(asked.credential) as desk:
        acting = desk.acting(asked, Purpose.CREDENTIALS)
        limits = certificates.limits(**acting)
        done = list(certificates.listed(**acting))
    found = collect(done, key=lambda each: each.certificate_serial_number)
    left = limits.answer
    if as_json:
        print_json(
            {
                "certificates": [_json(each, reveal=reveal) for each in found],
                "enrollmentsLeft": left.enrollment.remaining,
                "certificatesLeft": left.certificate.remaining,
                "actions": [limits.intent_id, *(each.intent_id for each in done)],
            }
        )
        return Exit.YES
    table = new_table(
        say("numer", "serial"),
        say("nazwa", "name"),
        say("rodzaj", "type"),
        say("stan", "state"),
        say("ważny do", "valid until"),
    )
    for each in found:
        table.add_row(
            cell(each.certificate_serial_number),
            cell(each.name),
            cell(each.type),
            cell(each.status),
            cell(in_warsaw(each.valid_to)),
        )
    print_table(table)
    print_line(
        say(
            f"Zostało wniosków: {left.enrollment.remaining}, certyfikatów:"
            f" {left.certificate.remaining}.",
            f"Left: {left.enrollment.remaining} requests,"
            f" {left.certificate.remaining} certificates.",
        )
    )
    print_actions([limits.intent_id, *(each.intent_id for each in done)])
    return Exit.YES


def do_enroll(
    asked: Asked, name: str, out: Path, *, token_key: str | None, as_json: bool
) -> Exit:
    """Ask for the certificate of a new key, or of one on the token, and write it."""
    with ExitStack() as stack:
        desk = stack.enter_context(at_desk(asked.credential))
        if token_key is None:
            made = NewFileKey.make()
            key: NewKey = made
            kept = made.pem()
        else:
            key = stack.enter_context(new_key_on_token(desk.settings, token_key))
            kept = b""
        serial = _enrolled(key, kept, (name, out), desk.acting(asked, _WHY))
    if as_json:
        print_json({"serial": serial, "file": str(out)})
        return Exit.YES
    print_line(
        say(
            f"Certyfikat {serial} i jego klucz są w {out}.",
            f"Certificate {serial} and its key are in {out}.",
        )
        if token_key is None
        else say(
            f"Certyfikat {serial} jest w {out}; jego klucz został na tokenie.",
            f"Certificate {serial} is in {out}; its key stayed on the token.",
        )
    )
    print_note(
        say(
            "terminu pilnuje jst cert watch KATALOG; certyfikat niesie wszystkie"
            " uprawnienia swego podmiotu",
            "jst cert watch FOLDER minds its end; a certificate carries all"
            " permissions of its subject",
        )
    )
    return Exit.YES


def _enrolled(
    key: "NewKey", kept: bytes, what: tuple[str, Path], acting: Acting
) -> str:
    """Ask for a certificate and write it after what is kept of its key.

    A key on a token is safe there, so that without its certificate no file stays.
    """
    from certs.csr import make_csr  # noqa: PLC0415 - this command only

    name, out = what
    data = certificates.enrollment_data(**acting).answer
    csr = make_csr(data.name, key=key)
    write_new(out, kept)  # before the request: no certificate without its key
    with ExitStack() as undo:
        if not kept:
            undo.callback(out.unlink)
        try:
            asked_for = certificates.enroll(csr, name=name, **acting)
        except (ActionDenied, LimitReached, KsefRefused):
            if kept:
                out.unlink()  # KSeF has made nothing of it
            raise
        serial = _wait(asked_for.answer, acting)
        [issued] = certificates.retrieve((serial,), **acting).answer
        out.write_bytes(KSEF_MARK + kept + _pem(issued.der))
        undo.pop_all()
    return serial


def do_revoke(asked: Asked, serial: str, reason: str, *, as_json: bool) -> Exit:
    """Revoke a certificate."""
    why = word_of(RevocationReason, reason, "--reason")
    with at_desk(asked.credential) as desk:
        acting = desk.acting(asked, Purpose.CREDENTIALS)
        done = certificates.revoke(serial, why, **acting)
    if as_json:
        print_json({"revoked": done.answer, "actions": [done.intent_id]})
        return Exit.YES
    print_line(
        say(f"Certyfikat {done.answer} unieważniono.", f"{done.answer} is revoked.")
    )
    return Exit.YES


def _wait(reference: str, acting: Acting) -> str:
    """Wait for the issue; each look is an action of its own."""
    for pause_s in _POLLS:
        found = certificates.enrollment(reference, **acting).answer
        if found.status.code == _DONE and found.certificate_serial_number:
            return found.certificate_serial_number
        if found.status.code != _UNDER_WAY:
            raise OperationRefused(found.status.code, reference)
        sleep(pause_s)
    raise OperationRefused(_UNDER_WAY, reference)


def _pem(der: bytes) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - as above
    from cryptography.x509 import load_der_x509_certificate  # noqa: PLC0415 - as above

    return load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def _json(each: CertificateInfo, *, reveal: bool) -> dict[str, Any]:
    subject = each.subject_identifier
    return {
        "serial": each.certificate_serial_number,
        "name": each.name,
        "type": each.type,
        "status": each.status,
        "subject": None if subject is None else party_json(subject, reveal=reveal),
        "validFrom": each.valid_from.isoformat(),
        "validTo": each.valid_to.isoformat(),
    }
