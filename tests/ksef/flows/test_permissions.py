"""Grants and revocations against the simulated KSeF, each an action of the log."""

import json
from datetime import UTC, datetime

import pytest

from accountability.errors import ActionDenied, OutcomeUnknown
from accountability.model import Purpose, Role
from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_permissions import Grant as Stored
from ksef.access import filters, permissions, queries
from ksef.access.context import ContextId
from ksef.access.details import PersonName
from ksef.access.errors import Forbidden, OperationRefused, RequestInvalid
from ksef.access.operations import State
from ksef.access.pages import collect
from ksef.access.reconcile import Seen, reconcile
from ksef.access.requests import (
    GrantIndirect,
    GrantInSubunit,
    GrantOfAuthorisation,
    GrantToEntity,
    GrantToPerson,
    Passing,
    Target,
)
from tests.factories import an_actor
from tests.ksef.flows.conftest import (
    CLERK,
    GMINA,
    HEAD,
    SCHOOL,
    UNIT,
    Gmina,
)

NAME = PersonName(first_name="Bogusia", last_name="Zmyślona")


def to_clerk(*wanted: str) -> GrantToPerson:
    """Let the clerk do something in the gmina's context."""
    return GrantToPerson(
        subject=CLERK,
        permissions=wanted or ("InvoiceRead", "InvoiceWrite"),
        description="Faktury referatu",
        details=NAME,
    )


def test_a_grant_is_asked_once_polled_and_proved(gmina: Gmina) -> None:
    """Intent, POST, its acceptance, poll, kept replies, outcome, receipt."""
    session = gmina.log_in()
    done = permissions.grant(to_clerk(), **gmina.acting(session))
    intent, accepted, outcome = gmina.log()[-3:]

    assert State.DONE is done.answer.state
    assert ("operation-accepted", intent["id"], done.answer.reference) == (
        accepted["event"],
        accepted["ref"],
        accepted["register_message_id"],
    )
    assert ("intent", "ksef", "grant_person", "zarządzenie nr 7/2026") == (
        intent["kind"],
        intent["system"],
        intent["operation"],
        intent["mandate"],
    )
    assert ("answered", done.answer.reference, ["done"], 2) == (
        outcome["result"],
        outcome["register_message_id"],
        outcome["verdicts"],
        outcome["requests"],
    )
    assert CLERK.reveal() not in json.dumps(gmina.log())
    assert 1 == gmina.ksef.received["POST /permissions/persons/grants"]


def test_what_was_granted_is_found_and_revoked(gmina: Gmina) -> None:
    """A query gives the ids that a revocation names; the owner stands in no list."""
    acting = gmina.acting(gmina.log_in())
    permissions.grant(to_clerk("InvoiceRead"), **acting)
    [grant] = collect(queries.persons(**acting), key=lambda each: each.id)
    done = permissions.revoke_common(grant.id, (CLERK,), **acting)

    assert ("InvoiceRead", CLERK) == (
        grant.permission_scope,
        grant.authorized_identifier and grant.authorized_identifier.parse(),
    )
    assert State.DONE is done.answer.state
    assert [] == collect(queries.persons(**acting), key=lambda each: each.id)


def test_a_query_says_whose_data_it_showed(gmina: Gmina) -> None:
    """Art. 15 RODO: the clerk may ask who looked at her permissions."""
    acting = gmina.acting(gmina.log_in())
    permissions.grant(to_clerk("InvoiceRead"), **acting)
    [found] = queries.persons(**acting)
    outcome = gmina.log()[-1]
    index = gmina.trail.current_key().blind_index(CLERK)

    assert index in {each["index"] for each in outcome["disclosed"]}  # type: ignore[attr-defined]
    assert 1 == len(found.answer.items) == outcome["count"]


def test_a_unit_is_made_by_appointing_its_administrator(gmina: Gmina) -> None:
    """With an InternalId the call creates the unit; its head then works there."""
    acting = gmina.acting(gmina.log_in())
    permissions.grant(
        GrantInSubunit(
            subject=HEAD,
            unit=UNIT,
            unit_name="Przedszkole nr 1",
            description="Dyrektor przedszkola",
            details=NAME,
        ),
        **acting,
    )
    [unit] = collect(queries.subunits(**acting), key=lambda each: each.id)
    head = gmina.ksef.issue_person("head", number=HEAD)
    there = gmina.acting(gmina.log_in(ContextId.of(UNIT), head))
    permissions.grant(to_clerk("InvoiceRead"), **there)

    assert "Przedszkole nr 1" == unit.subunit_name
    assert UNIT == unit.subunit_identifier.parse()
    assert "unit" == gmina.log()[-3]["capacity"]
    assert UNIT in {
        grant.context_identifier and grant.context_identifier.parse()
        for grant in collect(queries.persons(**there), key=lambda each: each.id)
    }


def test_a_refused_operation_says_why(gmina: Gmina) -> None:
    """A school with its own NIP that is not a unit of this gmina."""
    acting = gmina.acting(gmina.log_in())
    request = GrantInSubunit(
        subject=HEAD, unit=SCHOOL, description="Dyrektor szkoły", details=NAME
    )
    with pytest.raises(OperationRefused) as refused:
        permissions.grant(request, **acting)
    outcome = gmina.log()[-1]

    assert refused.value.number in {410, 430}
    assert ("refused", refused.value.word) == (outcome["result"], outcome["reason"])
    assert refused.value.intent_id == gmina.log()[-3]["id"]


def test_a_person_without_the_right_is_told_which_is_missing(gmina: Gmina) -> None:
    """403: nothing was done, and the log says so."""
    permissions.grant(to_clerk("InvoiceRead"), **gmina.acting(gmina.log_in()))
    clerk = gmina.ksef.issue_person("clerk", number=CLERK)
    session = gmina.log_in(who=clerk)
    with pytest.raises(Forbidden) as refused:
        permissions.grant(to_clerk(), **gmina.acting(session))

    assert ("CredentialsManage",) == refused.value.required
    assert "refused" == gmina.log()[-1]["result"]


def test_a_lost_answer_is_unknown_and_found_by_a_query(gmina: Gmina) -> None:
    """The grant was stored, the answer never came: not repeated, but looked for."""
    acting = gmina.acting(gmina.log_in())
    asked_at = datetime.now(UTC)
    gmina.ksef.faults.next("drop-after-accept", on="/persons/grants")
    with pytest.raises(OutcomeUnknown) as lost:
        permissions.grant(to_clerk(), **acting)
    found = reconcile(lost.value.intent_id, to_clerk(), asked_at=asked_at, **acting)
    correction = gmina.log()[-1]

    assert 1 == gmina.ksef.received["POST /permissions/persons/grants"]
    assert Seen.DONE is found.seen
    assert 2 == len(found.permission_ids)
    assert ("correction", lost.value.intent_id, "done") == (
        correction["kind"],
        correction["ref"],
        correction["reconciled"],
    )


def test_a_request_that_never_arrived_is_not_seen(gmina: Gmina) -> None:
    """That nothing is found proves nothing, so the log is not corrected."""
    acting = gmina.acting(gmina.log_in())
    gmina.ksef.faults.next("http-503", on="/persons/grants")
    with pytest.raises(OutcomeUnknown) as lost:
        permissions.grant(to_clerk(), **acting)
    found = reconcile(
        lost.value.intent_id, to_clerk(), asked_at=datetime.now(UTC), **acting
    )

    assert Seen.NOT_SEEN is found.seen
    assert [] == [each for each in gmina.log() if "reconciled" in each]


def test_an_operation_that_breaks_is_unknown(gmina: Gmina) -> None:
    """500: nobody knows what it did; 550: KSeF says itself that it did nothing."""
    acting = gmina.acting(gmina.log_in())
    gmina.ksef.faults.next("operation-500", on="/persons/grants")
    with pytest.raises(OutcomeUnknown):
        permissions.grant(to_clerk(), **acting)
    gmina.ksef.faults.next("operation-550", on="/persons/grants")
    with pytest.raises(OperationRefused):
        permissions.grant(to_clerk(), **acting)


def test_an_operation_is_gone_on_with(gmina: Gmina) -> None:
    """Who did not wait asks later, by its number, in an action that cites the first."""
    session = gmina.log_in()
    begun = permissions.grant(to_clerk(), **gmina.acting(session), wait_s=0.0)
    later = permissions.operation_status(
        begun.answer.reference, **gmina.acting(session, ref=begun.intent_id)
    )

    assert (State.PENDING, State.DONE) == (begun.answer.state, later.answer.state)
    assert begun.intent_id == gmina.log()[-2]["ref"]


def test_an_accounting_office_passes_it_on(gmina: Gmina) -> None:
    """The entity may delegate; its own person then serves the gmina."""
    permissions.grant(
        GrantToEntity(
            subject=SCHOOL,
            permissions=(Passing(permission="InvoiceRead", can_delegate=True),),
            description="Obsługa księgowa",
            full_name="Centrum Usług Wspólnych",
        ),
        **gmina.acting(gmina.log_in()),
    )
    centre = gmina.ksef.issue_seal("centre", nip=SCHOOL)
    there = gmina.acting(gmina.log_in(ContextId.of(SCHOOL), centre))
    received = collect(queries.entities(**there), key=lambda each: each.id)
    permissions.grant(
        GrantIndirect(
            subject=CLERK,
            target=GMINA,
            permissions=("InvoiceRead",),
            description="Obsługa gminy",
            details=NAME,
        ),
        **there,
    )
    given = filters.PersonsFilter(scope=filters.Scope.GIVEN_HERE, target=GMINA)
    [grant] = collect(queries.persons(given, **there), key=lambda each: each.id)

    assert [(True, GMINA)] == [
        (each.can_delegate, each.context_identifier.parse()) for each in received
    ]
    assert GMINA == (grant.target_identifier and grant.target_identifier.parse())


def test_a_general_indirect_grant_names_no_client(gmina: Gmina) -> None:
    """`AllPartners` is a word, and nobody's number."""
    request = GrantIndirect(
        subject=CLERK,
        target=Target.ALL_PARTNERS,
        permissions=("InvoiceRead",),
        description="Obsługa wszystkich",
        details=NAME,
    )
    done = permissions.grant(request, **gmina.acting(gmina.log_in()))

    assert State.DONE is done.answer.state


def test_an_authorisation_of_an_entity(gmina: Gmina) -> None:
    """Self-billing by a buyer; asked for, and taken back."""
    acting = gmina.acting(gmina.log_in())
    permissions.grant(
        GrantOfAuthorisation(
            subject=SCHOOL,
            permission="SelfInvoicing",
            description="Samofakturowanie",
            full_name="Spółka Zmyślona",
        ),
        **acting,
    )
    [grant] = collect(queries.authorisations(**acting), key=lambda each: each.id)
    permissions.revoke_authorisation(grant.id, (SCHOOL,), **acting)

    assert "SelfInvoicing" == grant.authorisation_scope
    assert [] == collect(queries.authorisations(**acting), key=lambda each: each.id)


def test_a_denied_action_sends_nothing(gmina: Gmina) -> None:
    """A clerk does not manage permissions; the denial is in the log."""
    session = gmina.log_in()
    with pytest.raises(ActionDenied):
        permissions.grant(
            to_clerk(), **gmina.acting(session, actor=an_actor(role=Role.CLERK))
        )

    assert "denied" == gmina.log()[-1]["kind"]
    assert 0 == gmina.ksef.received["POST /permissions/persons/grants"]


def test_an_id_that_is_none_does_not_leave(gmina: Gmina) -> None:
    """A slash in it would name another call."""
    session = gmina.log_in()
    with pytest.raises(RequestInvalid):
        permissions.revoke_common("../tokens/x", **gmina.acting(session))

    assert [] == gmina.log()


def test_many_pages_are_several_actions(gmina: Gmina) -> None:
    """450 people on five pages: no entry names more than it can account for."""
    session = gmina.log_in()
    fill(gmina, 450)
    review = gmina.acting(session, purpose=Purpose.PERMISSION_REVIEW)
    found = list(queries.persons(**review))
    outcomes = [each for each in gmina.log() if each["kind"] == "outcome"][
        -len(found) :
    ]
    intents = [each for each in gmina.log() if each["kind"] == "intent"][-len(found) :]

    assert 450 == len(collect(found, key=lambda each: each.id))
    assert 2 <= len(found)
    assert all(len(each["disclosed"]) <= 400 for each in outcomes)  # type: ignore[arg-type]
    assert [None, *(done.intent_id for done in found[:-1])] == [
        each.get("ref") for each in intents
    ]


def fill(gmina: Gmina, people: int) -> None:
    """Let so many persons stand in KSeF, as a ZAW-FA would have it."""
    context = Ident("Nip", GMINA.reveal())
    gmina.ksef.world.permissions.add(
        *(
            Stored(
                kind="persons",
                authorized=Ident("Fingerprint", f"{number:064X}"),
                context=context,
                granted_in=context,
                author=context,
                scope="InvoiceRead",
                description="Faktury referatu",
                since=datetime.now(UTC),
            )
            for number in range(people)
        )
    )
