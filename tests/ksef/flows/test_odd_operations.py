"""An accepted change whose end is odd: never a "no" that nobody has said."""

import errno
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from accountability.errors import ActionDenied, OutcomeUnknown
from accountability.model import Purpose
from accountability.transport import HttpReply
from ksef.access import certificates, permissions, tokens
from ksef.access.details import PersonName
from ksef.access.errors import NotAuthenticated, OperationRefused, RequestInvalid
from ksef.access.limits import Limits
from ksef.access.operations import State
from ksef.access.requests import GrantToPerson
from tests.ksef.flows.conftest import CLERK, Gmina
from tests.ksef.flows.tampering import after, before, tamper

PESEL = "44051401359"
REQUEST = GrantToPerson(
    subject=CLERK,
    permissions=("InvoiceRead",),
    description="Faktury referatu",
    details=PersonName(first_name="Bogusia", last_name="Zmyślona"),
)


def status(code: object) -> dict[str, object]:
    """A poll, as KSeF writes it."""
    return {"status": {"code": code, "description": "bogus"}}


@pytest.mark.parametrize("code", [201, 300, 401, 500, 999])
def test_a_code_that_nobody_described_is_unknown(gmina: Gmina, code: int) -> None:
    """A "no" that KSeF has not said would be granted a second time."""
    session = gmina.log_in()
    tamper(session.client, after("/operations/", 200, status(code)))
    with pytest.raises(OutcomeUnknown):
        permissions.grant(REQUEST, **gmina.acting(session))

    assert "unknown" == gmina.log()[-1]["result"]


@pytest.mark.parametrize("code", [400, 410, 420, 430, 440, 450, 550])
def test_a_code_of_the_table_is_a_refusal(gmina: Gmina, code: int) -> None:
    """KSeF says itself that it did nothing."""
    session = gmina.log_in()
    tamper(session.client, after("/operations/", 200, status(code)))
    with pytest.raises(OperationRefused):
        permissions.grant(REQUEST, **gmina.acting(session))

    assert f"operation-{code}" == gmina.log()[-1]["reason"]


@pytest.mark.parametrize(
    ("http", "told"),
    [
        (200, status(101)),
        (200, status(199)),
        (200, status(int(PESEL))),
        (200, b"<html>"),
        (404, {}),
        (503, {}),
    ],
)
def test_a_poll_that_says_nothing_leaves_it_pending(
    gmina: Gmina, http: int, told: object
) -> None:
    """It was accepted: its number is what to ask with again."""
    session = gmina.log_in()
    tamper(session.client, after("/operations/", http, told))
    done = permissions.grant(REQUEST, **gmina.acting(session))

    assert State.PENDING is done.answer.state
    assert done.answer.reference == gmina.log()[-1]["register_message_id"]
    assert PESEL not in json.dumps(gmina.log())


def test_a_status_that_says_nothing_is_unclear(gmina: Gmina) -> None:
    """Nothing else came: there is no state to tell."""
    session = gmina.log_in()
    reference = permissions.grant(REQUEST, **gmina.acting(session))
    tamper(session.client, after("/operations/", 200, b"<html>"))
    with pytest.raises(OutcomeUnknown):
        permissions.operation_status(
            reference.answer.reference, **gmina.acting(session)
        )


def test_ctrl_c_in_a_poll_keeps_what_came(gmina: Gmina) -> None:
    """The number of the accepted operation stands in the log before it is raised."""
    session = gmina.log_in()
    tamper(session.client, before("/operations/", KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        permissions.grant(REQUEST, **gmina.acting(session))
    outcome = gmina.log()[-1]

    assert ("answered", ["pending"]) == (outcome["result"], outcome["verdicts"])
    assert 36 == len(str(outcome["register_message_id"]))


def test_ctrl_c_stays_an_interrupt_where_the_outcome_is_unknown(
    gmina: Gmina, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when the answers are to be kept: both are told."""

    def full(**told: object) -> None:
        del told
        raise OSError(errno.ENOSPC, "bogus")

    session = gmina.log_in()
    tamper(session.client, before("/operations/", KeyboardInterrupt()))
    monkeypatch.setattr(gmina.trail.evidence, "keep", full)
    with pytest.raises(KeyboardInterrupt) as pressed:
        permissions.grant(REQUEST, **gmina.acting(session))

    assert isinstance(pressed.value.__cause__, OutcomeUnknown)
    assert "unknown" == gmina.log()[-1]["result"]


def test_ctrl_c_stays_an_interrupt_where_ksef_has_refused(
    gmina: Gmina, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operation has ended without effect, and somebody pressed at that moment."""

    def pressing(*told: object, **more: object) -> Iterator[tuple[str, HttpReply]]:
        del told, more
        yield "operation", HttpReply(200, {}, json.dumps(status(550)).encode())
        raise KeyboardInterrupt

    monkeypatch.setattr(permissions, "polls", pressing)
    with pytest.raises(KeyboardInterrupt) as pressed:
        permissions.grant(REQUEST, **gmina.acting(gmina.log_in()))

    assert isinstance(pressed.value.__cause__, OperationRefused)
    assert "refused" == gmina.log()[-1]["result"]


@pytest.mark.parametrize("reference", [PESEL, "..", "x" * 35, "x/" * 18])
def test_a_number_of_another_form_is_none_of_ksefs(
    gmina: Gmina, reference: str
) -> None:
    """It would stand in an address and in the log."""
    session = gmina.log_in()
    told = {"referenceNumber": reference}
    wire = tamper(session.client, after("/persons/grants", 202, told))
    with pytest.raises(OutcomeUnknown):
        permissions.grant(REQUEST, **gmina.acting(session))

    assert 1 == len(wire.urls)
    assert reference not in json.dumps(gmina.log()[-1])


def test_a_person_s_number_is_no_number_of_ksefs(gmina: Gmina) -> None:
    """Neither a permission nor a token nor a certificate; nothing leaves."""
    session = gmina.log_in()
    change = gmina.acting(session)
    credentials = gmina.acting(session, purpose=Purpose.CREDENTIALS)
    wire = tamper(session.client, after("nowhere", 200, {}))
    with pytest.raises(RequestInvalid):
        permissions.revoke_common(PESEL, **change)
    with pytest.raises(RequestInvalid):
        permissions.operation_status(PESEL, **change)
    with pytest.raises(RequestInvalid):
        certificates.revoke(PESEL, **credentials)
    with pytest.raises(RequestInvalid):
        tokens.revoke(PESEL, **credentials)

    assert ([], []) == (wire.urls, gmina.log())


def test_the_log_has_the_call_and_not_its_numbers(gmina: Gmina) -> None:
    """The address of an outcome names parameters instead of their values."""
    session = gmina.log_in()
    permissions.grant(REQUEST, **gmina.acting(session))
    peer = gmina.log()[-1]["peer"]

    assert (
        f"{session.client.base_url}/permissions/operations/{{referenceNumber}}"
        == (
            peer["url"]  # type: ignore[index]  # an object of the entry
        )
    )


def test_a_number_of_eleven_digits_is_none_of_the_ministry_s(gmina: Gmina) -> None:
    """It could be a person's: neither error nor log repeats it."""
    session = gmina.log_in()
    told = {"errors": [{"code": int(PESEL)}]}
    tamper(session.client, after("/persons/grants", 400, told))
    with pytest.raises(Exception, match="no number") as refused:
        permissions.grant(REQUEST, **gmina.acting(session))

    assert PESEL not in repr(refused.value)
    assert PESEL not in json.dumps(gmina.log())


def test_a_429_of_a_poll_holds_the_next(gmina: Gmina) -> None:
    """Also when it was not the first request of its action."""
    session = gmina.log_in()
    client = session.client
    client.limits = Limits(folder=gmina.seal.parent / "limits", service="bogus")
    wire = tamper(client, after("/operations/", 429, {}, **{"retry-after": "600"}))
    done = permissions.grant(REQUEST, **gmina.acting(session))
    with pytest.raises(Exception, match="limit"):
        permissions.operation_status(done.answer.reference, **gmina.acting(session))

    assert 1 == len([url for url in wire.urls if "/operations/" in url])


def test_a_grant_is_not_sent_where_the_judge_cannot_tell(gmina: Gmina) -> None:
    """Strict, and no roles told; the role is a fact that the caller may hand in."""
    session = gmina.log_in()
    request = replace(REQUEST, permissions=("EnforcementOperations",))
    with pytest.raises(ActionDenied) as untold:
        permissions.grant(request, strict=True, **gmina.acting(session))
    with pytest.raises(ActionDenied) as told:
        permissions.grant(request, facts={"roles": []}, **gmina.acting(session))

    assert "ksef.access.untold" in [each.rule for each in untold.value.findings]
    assert "ksef.access.untold" not in [each.rule for each in told.value.findings]
    assert 0 == gmina.ksef.received["POST /permissions/persons/grants"]


@pytest.mark.parametrize(
    "purpose", [Purpose.PERMISSION_REVIEW, Purpose.CREDENTIALS, Purpose.OTHER_CASE]
)
def test_a_change_needs_the_purpose_of_a_change(gmina: Gmina, purpose: Purpose) -> None:
    """Whoever may only review gives nobody a right."""
    session = gmina.log_in()
    acting = gmina.acting(
        session, purpose=purpose, justification="bo tak będzie szybciej"
    )
    with pytest.raises(ActionDenied) as denied:
        permissions.grant(REQUEST, **acting)

    assert ["ksef.access.purpose"] == [each.rule for each in denied.value.findings]
    assert "denied" == gmina.log()[-1]["kind"]
    assert 0 == gmina.ksef.received["POST /permissions/persons/grants"]


def test_a_token_is_made_for_credentials_and_withdrawn_with_permissions(
    gmina: Gmina,
) -> None:
    """Who changes permissions may end a token of the one who leaves."""
    session = gmina.log_in()
    change = gmina.acting(session)
    with pytest.raises(ActionDenied):
        tokens.create(("InvoiceRead",), "Program dziedzinowy", **change)
    made = tokens.create(
        ("InvoiceRead",),
        "Program dziedzinowy",
        **gmina.acting(session, purpose=Purpose.CREDENTIALS),
    )

    reference = made.answer.reference
    assert reference == tokens.revoke(reference, **change).answer


@pytest.mark.parametrize("ref", [PESEL, "nope", ""])
def test_what_is_no_id_of_the_log_is_not_cited(gmina: Gmina, ref: str) -> None:
    """It is denied, and stands in no entry; what was booked is given back."""
    session = gmina.log_in()
    session.client.limits = Limits(folder=gmina.seal.parent / "limits", service="bogus")
    with pytest.raises(ActionDenied) as denied:
        permissions.grant(REQUEST, **gmina.acting(session, ref=ref))

    assert ["action.ref"] == [each.rule for each in denied.value.findings]
    assert "ref" not in gmina.log()[-1]


def test_a_token_that_ksef_refused_is_refreshed_before_the_next_call(
    gmina: Gmina,
) -> None:
    """The refused call is not repeated; the session is not stuck."""
    session = gmina.log_in()
    answers = [HttpReply(401, {}, b"{}")]

    def once(url: str, reply: HttpReply | None) -> HttpReply | None:
        del url
        return answers.pop() if reply is None and answers else None

    wire = tamper(session.client, once)
    with pytest.raises(NotAuthenticated):
        permissions.grant(REQUEST, **gmina.acting(session))
    sent = len(wire.urls)
    done = permissions.grant(REQUEST, **gmina.acting(session))

    assert 1 == sent
    assert State.DONE is done.answer.state
    assert 1 == gmina.ksef.received["POST /auth/token/refresh"]
