"""What `jst ksef certificates` lists and revokes."""

from typing import Any

from accountability.model import Purpose
from jst.cli.ksef_grants_run import party_json, print_actions
from jst.cli.ksef_options import Asked
from jst.cli.ksef_work import at_desk
from jst.cli.language import say
from jst.cli.output import (
    cell,
    in_warsaw_column,
    new_table,
    print_json,
    print_line,
    print_table,
)
from jst.cli.words import word_of
from jst.cli.wrapper import Exit
from ksef.access import certificates
from ksef.access.certificates import RevocationReason
from ksef.access.messages_certificates import CertificateInfo
from ksef.access.pages import collect


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
        say("ważny do\n(Warszawa)", "valid until\n(Warsaw)"),
    )
    for each in found:
        table.add_row(
            cell(each.certificate_serial_number),
            cell(each.name),
            cell(each.type),
            cell(each.status),
            cell(in_warsaw_column(each.valid_to)),
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
