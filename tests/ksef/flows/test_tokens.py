"""KSeF tokens: made once, told once, kept nowhere; listed, revoked, logged in with."""

import contextlib
import json
from base64 import b64decode

import pytest

from accountability.errors import ActionDenied, OutcomeUnknown
from accountability.evidence import Kept
from accountability.model import Purpose
from ksef.access import permissions, tokens
from ksef.access.context import ContextId
from ksef.access.details import PersonName
from ksef.access.errors import Forbidden, InputRefused, KsefRefused, TooManyRequests
from ksef.access.open_session import Session
from ksef.access.pages import collect
from ksef.access.requests import GrantToPerson
from ksef.access.token_login import log_in_with_token
from tests.ksef.flows.conftest import CLERK, GMINA, Gmina
from tests.ksef.flows.tampering import after, tamper
from vocabulary.errors import ToolkitError

WHY = Purpose.CREDENTIALS
SECRET = "bogus-secret-of-a-token-0123456789abcdef"


def opened(gmina: Gmina, intent_id: str) -> Kept:
    """Open what is kept of an action, as its own case may."""
    grounds = gmina.acting(gmina.log_in(), purpose=WHY)["grounds"]
    under = gmina.trail.disclose(
        grounds.actor,
        ref=intent_id,
        case=grounds.case,
        purpose=WHY,
        justification="sprawdzenie, co zostało zachowane",
    )
    return gmina.trail.evidence.open_kept(intent_id, under=under)


def test_a_token_is_told_once_and_kept_nowhere(gmina: Gmina) -> None:
    """What is kept for years may not log in: neither log nor evidence holds it."""
    acting = gmina.acting(gmina.log_in(), purpose=WHY)
    made = tokens.create(("InvoiceRead",), "Program dziedzinowy", **acting)
    value = made.answer.value.reveal()
    kept = opened(gmina, made.intent_id)

    assert value.encode() not in kept.answer
    assert value not in str(gmina.log())
    assert value not in repr(made)
    assert b"InvoiceRead" in kept.question


REFERENCE = "20260101-KT-933147BCA1-82A71E328F-3D"


@pytest.mark.parametrize(
    "told",
    [
        {"referenceNumber": REFERENCE, "token": SECRET, "details": {"token": SECRET}},
        {"referenceNumber": REFERENCE, "tokenValue": SECRET},
        {"referenceNumber": SECRET, "token": SECRET},
        {"referenceNumber": 7, "token": SECRET},
        [SECRET],
        SECRET,
    ],
)
def test_a_token_is_kept_nowhere_wherever_it_stands(gmina: Gmina, told: object) -> None:
    """KSeF may write it under a new name, or twice: only the number is kept."""
    session = gmina.log_in()
    warned = {"x-system-warning": f"[{SECRET}]"}
    tamper(session.client, after("/tokens", 202, told, **warned))
    acting = gmina.acting(session, purpose=WHY)
    with contextlib.suppress(OutcomeUnknown):
        tokens.create(("InvoiceRead",), "Program dziedzinowy", **acting)
    kept = opened(gmina, str(gmina.log()[-1]["ref"]))
    [reply] = json.loads(kept.answer)["replies"]

    assert SECRET.encode() not in b64decode(reply["body"])
    assert SECRET not in kept.answer.decode() + str(gmina.log())


def kept_reply(gmina: Gmina, session: Session) -> tuple[ToolkitError | None, bytes]:
    """Make a token; give the error, and the body that is kept of KSeF's answer."""
    acting = gmina.acting(session, purpose=WHY)
    error = None
    try:
        tokens.create(("InvoiceRead",), "Program dziedzinowy", **acting)
    except ToolkitError as ended:
        error = ended
    [outcome] = [each for each in gmina.log() if each["kind"] == "outcome"]
    kept = opened(gmina, str(outcome["ref"]))
    [reply] = json.loads(kept.answer)["replies"]
    return error, b64decode(reply["body"])


@pytest.mark.parametrize("status", [200, 201, 400, 401, 403, 404, 410, 429, 500, 503])
def test_a_token_is_kept_nowhere_whatever_the_status(gmina: Gmina, status: int) -> None:
    """A token that was made may come with any of them."""
    session = gmina.log_in()
    told = {
        "referenceNumber": REFERENCE,
        "token": SECRET,
        "title": SECRET,
        "reasonCode": "bogusSecretWord",
        "errors": [{"code": 26001, "details": [SECRET]}],
        "security": {"presentPermissions": ["InvoiceRead", "bogusSecretWord"]},
    }
    tamper(session.client, after("/tokens", status, told))
    error, kept = kept_reply(gmina, session)

    assert error is not None
    assert SECRET.encode() not in kept
    assert b"bogusSecretWord" not in kept
    assert REFERENCE.encode() in kept
    assert b"26001" in kept
    assert SECRET not in str(gmina.log())


@pytest.mark.parametrize("pause", ["30", "Fri, 01 Jan 2100 00:00:00 GMT", SECRET])
def test_a_pause_is_kept_and_nothing_else_of_the_headers(
    gmina: Gmina, pause: str
) -> None:
    """Without it a refusal by the limits would not say when to come back."""
    session = gmina.log_in()
    told = {"status": 429}
    tamper(session.client, after("/tokens", 429, told, **{"retry-after": pause}))
    error, kept = kept_reply(gmina, session)

    assert isinstance(error, TooManyRequests)
    assert error.retry_at > gmina.client.clock()
    assert b"" == kept


def test_why_ksef_forbids_a_token_is_kept(gmina: Gmina) -> None:
    """In the words of the API: the error is made of them."""
    session = gmina.log_in()
    told = {
        "reasonCode": "missing-permissions",
        "security": {"requiredAnyOfPermissions": ["CredentialsManage"]},
    }
    tamper(session.client, after("/tokens", 403, told))
    error, kept = kept_reply(gmina, session)

    assert isinstance(error, Forbidden)
    assert ("CredentialsManage",) == error.required
    assert told == json.loads(kept)


def test_a_token_in_place_of_its_number_is_not_kept(gmina: Gmina) -> None:
    """It may have the very length of a number."""
    session = gmina.log_in()
    secret = "0123456789abcdef-0123456789abcdef-01"
    told = {"referenceNumber": secret, "token": secret}
    tamper(session.client, after("/tokens", 200, told))
    _, kept = kept_reply(gmina, session)

    assert 36 == len(secret)
    assert secret.encode() not in kept


def test_a_token_is_not_made_where_the_judge_cannot_tell(gmina: Gmina) -> None:
    """Strict: the office wants to know before it asks; told the fact, it is made."""
    acting = gmina.acting(gmina.log_in(), purpose=WHY)
    with pytest.raises(ActionDenied) as denied:
        tokens.create(("InvoiceRead",), "Program dziedzinowy", strict=True, **acting)
    facts = {"authorPermissions": ["Owner"]}
    made = tokens.create(
        ("InvoiceRead",), "Program dziedzinowy", strict=True, facts=facts, **acting
    )

    assert "ksef.access.untold" in [each.rule for each in denied.value.findings]
    assert made.answer.reference


def test_a_token_logs_in_and_is_revoked(gmina: Gmina) -> None:
    """It opens a session with its own rights, and after a revocation none."""
    acting = gmina.acting(gmina.log_in(), purpose=WHY)
    made = tokens.create(("CredentialsRead",), "Przegląd uprawnień", **acting).answer
    session = log_in_with_token(
        gmina.client, context=ContextId.of(GMINA), token=made.value
    )
    before = tokens.status(made.reference, **acting).answer
    tokens.revoke(made.reference, **acting)
    [after] = collect(tokens.listed(**acting), key=lambda each: each.reference_number)

    assert session.access_token().reveal()
    assert ("Active", ("CredentialsRead",)) == (
        before.status,
        before.requested_permissions,
    )
    assert after.status in {"Revoking", "Revoked"}


def test_tokens_are_listed_by_pages_and_by_status(gmina: Gmina) -> None:
    """The list goes on by KSeF's own word, in a header."""
    acting = gmina.acting(gmina.log_in(), purpose=WHY)
    for number in range(12):
        tokens.create(("InvoiceRead",), f"Program {number}", **acting)
    listed = collect(tokens.listed(**acting), key=lambda each: each.reference_number)
    revoked = tokens.listed(statuses=("Revoked", "Failed"), **acting)

    assert 12 == len(listed)
    assert [] == collect(revoked, key=lambda each: each.reference_number)


def test_a_token_makes_no_token(gmina: Gmina) -> None:
    """Only after a login by signature or certificate."""
    acting = gmina.acting(gmina.log_in(), purpose=WHY)
    made = tokens.create(("CredentialsManage",), "Zarządzanie", **acting).answer
    session = log_in_with_token(
        gmina.client, context=ContextId.of(GMINA), token=made.value
    )
    with pytest.raises(KsefRefused):
        tokens.create(
            ("InvoiceRead",), "Z tokenu", **gmina.acting(session, purpose=WHY)
        )


def test_a_token_that_may_have_been_made_is_unknown(gmina: Gmina) -> None:
    """Its value is lost: it is looked for in the list, and revoked."""
    acting = gmina.acting(gmina.log_in(), purpose=WHY)
    gmina.ksef.faults.next("drop-after-accept", on="/tokens")
    with pytest.raises(OutcomeUnknown):
        tokens.create(("InvoiceRead",), "Program dziedzinowy", **acting)
    [lost] = collect(tokens.listed(**acting), key=lambda each: each.reference_number)

    assert "Program dziedzinowy" == lost.description


def test_a_token_wider_than_its_author_is_refused(gmina: Gmina) -> None:
    """26001: who only manages permissions makes no token that reads invoices (#373)."""
    owner = gmina.acting(gmina.log_in())
    permissions.grant(
        GrantToPerson(
            subject=CLERK,
            permissions=("CredentialsManage",),
            description="Administratorka",
            details=PersonName(first_name="Bogusia", last_name="Zmyślona"),
        ),
        **owner,
    )
    clerk = gmina.ksef.issue_person("clerk", number=CLERK)
    acting = gmina.acting(gmina.log_in(who=clerk), purpose=WHY)
    with pytest.raises(InputRefused) as refused:
        tokens.create(("InvoiceRead",), "Program dziedzinowy", **acting)

    assert (26001,) == refused.value.numbers
    assert "refused" == gmina.log()[-1]["result"]


def test_a_token_with_a_right_that_nobody_knows_does_not_leave(gmina: Gmina) -> None:
    """The judge says no, and the denial is in the log."""
    acting = gmina.acting(gmina.log_in(), purpose=WHY)
    with pytest.raises(ActionDenied) as denied:
        tokens.create(("TeleportInvoices",), "Program dziedzinowy", **acting)

    assert ["ksef.grant.permission_unknown"] == [
        each.rule for each in denied.value.findings
    ]
    assert "denied" == gmina.log()[-1]["kind"]
    assert 0 == gmina.ksef.received["POST /tokens"]


def test_a_refused_token_names_its_field_and_keeps_no_value(gmina: Gmina) -> None:
    """Of the validator's text the name of the field is left, in error and evidence."""
    told = {"errors": [{"code": 21405, "details": [f"'Description': {SECRET}"]}]}
    session = gmina.log_in()
    tamper(session.client, after("/tokens", 400, told))
    with pytest.raises(InputRefused) as refused:
        tokens.create(
            ("InvoiceRead",),
            "Program dziedzinowy",
            **gmina.acting(session, purpose=WHY),
        )

    assert ((21405,), ("description",)) == (refused.value.numbers, refused.value.fields)
    assert SECRET not in repr(refused.value.args)
