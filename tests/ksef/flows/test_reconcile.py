"""A lost grant is found only as what it was: what resembles it corrects nothing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from accountability.errors import OutcomeUnknown, Unreachable
from ksef.access import permissions
from ksef.access.acting import Acting
from ksef.access.context import ContextId
from ksef.access.details import PersonName
from ksef.access.endpoints import ENDPOINTS
from ksef.access.errors import RequestInvalid
from ksef.access.operations import State
from ksef.access.reconcile import Lost, Seen, reconcile
from ksef.access.requests import (
    Grant,
    GrantIndirect,
    GrantInSubunit,
    GrantToEntity,
    GrantToPerson,
    Passing,
    Target,
)
from tests.ksef.flows.conftest import CLERK, GMINA, HEAD, SCHOOL, UNIT, Gmina
from tests.ksef.flows.tampering import before, tamper

NAME = PersonName(first_name="Bogusia", last_name="Zmyślona")
PERSON = GrantToPerson(
    subject=CLERK,
    permissions=("InvoiceRead",),
    description="Faktury referatu",
    details=NAME,
)
ENTITY = GrantToEntity(
    subject=SCHOOL,
    permissions=(Passing(permission="InvoiceRead", can_delegate=True),),
    description="Obsługa księgowa",
    full_name="Centrum Usług Wspólnych",
)
EVERYBODY = GrantIndirect(
    subject=CLERK,
    target=Target.ALL_PARTNERS,
    permissions=("InvoiceRead",),
    description="Obsługa wszystkich",
    details=NAME,
)
HEADED = GrantInSubunit(
    subject=HEAD,
    unit=UNIT,
    unit_name="Przedszkole nr 1",
    description="Dyrektor przedszkola",
    details=NAME,
)


def never_left(request: Grant, acting: Acting) -> str:
    """Lose a grant before it leaves; give the action whose outcome is unknown."""
    client = acting["session"].client
    real = client.transport
    path = ENDPOINTS[request.endpoint].path
    tamper(client, before(path, Unreachable("bogus")))
    with pytest.raises(OutcomeUnknown) as lost:
        permissions.grant(request, **acting)
    client.transport = real
    return lost.value.intent_id


def let_pass_on(gmina: Gmina) -> None:
    """Let the gmina serve the school: only then can it name persons there."""
    seal = gmina.ksef.issue_seal("school", nip=SCHOOL)
    there = gmina.acting(gmina.log_in(ContextId.of(SCHOOL), seal))
    permissions.grant(replace(ENTITY, subject=GMINA), **there)


@pytest.mark.parametrize(
    ("stands", "lost"),
    [
        (replace(PERSON, description="Kolega nadał wcześniej"), PERSON),
        (
            replace(ENTITY, permissions=(Passing(permission="InvoiceRead"),)),
            ENTITY,
        ),
        (replace(PERSON, subject=SCHOOL, description="Obsługa księgowa"), ENTITY),
        (replace(HEADED, description="Kto inny nadał"), HEADED),
    ],
    ids=["description", "canDelegate", "kind", "unit"],
)
def test_what_only_resembles_it_is_ambiguous(
    gmina: Gmina, stands: Grant, lost: Lost
) -> None:
    """A colleague's grant of the same minute: the log is not corrected."""
    acting = gmina.acting(gmina.log_in())
    asked_at = datetime.now(UTC)
    permissions.grant(stands, **acting)
    intent_id = never_left(lost, acting)
    found = reconcile(intent_id, lost, asked_at=asked_at, **acting)

    assert (Seen.AMBIGUOUS, (), 1) == (
        found.seen,
        found.permission_ids,
        len(found.alike),
    )
    assert [] == [each for each in gmina.log() if "reconciled" in each]


@pytest.mark.parametrize("target", [None, Target.ALL_PARTNERS])
def test_a_grant_for_one_client_is_none_for_all(
    gmina: Gmina, target: Target | None
) -> None:
    """An absent target means all of them, and never just any."""
    acting = gmina.acting(gmina.log_in())
    asked_at = datetime.now(UTC)
    lost = replace(EVERYBODY, target=target)
    let_pass_on(gmina)
    permissions.grant(replace(EVERYBODY, target=SCHOOL), **acting)
    found = reconcile(never_left(lost, acting), lost, asked_at=asked_at, **acting)

    assert found.seen in {Seen.AMBIGUOUS, Seen.NOT_SEEN}
    assert [] == [each for each in gmina.log() if "reconciled" in each]


@pytest.mark.parametrize(
    "lost", [PERSON, ENTITY, EVERYBODY, replace(EVERYBODY, target=SCHOOL), HEADED]
)
def test_what_it_asked_for_is_found(gmina: Gmina, lost: Lost) -> None:
    """Stored, and its answer lost: each kind of grant is found as what it was."""
    acting = gmina.acting(gmina.log_in())
    asked_at = datetime.now(UTC)
    path = ENDPOINTS[lost.endpoint].path.removeprefix("/permissions")
    let_pass_on(gmina)
    gmina.ksef.faults.next("drop-after-accept", on=path)
    with pytest.raises(OutcomeUnknown) as unknown:
        permissions.grant(lost, **acting)
    found = reconcile(
        unknown.value.intent_id, lost, asked_at=asked_at, author=GMINA, **acting
    )

    assert Seen.DONE is found.seen
    assert "correction" == gmina.log()[-1]["kind"]


def test_another_author_s_grant_is_ambiguous(gmina: Gmina) -> None:
    """Where the caller knows who asked, another's grant does not count."""
    acting = gmina.acting(gmina.log_in())
    asked_at = datetime.now(UTC)
    permissions.grant(PERSON, **acting)
    found = reconcile(
        never_left(PERSON, acting), PERSON, asked_at=asked_at, author=HEAD, **acting
    )

    assert Seen.AMBIGUOUS is found.seen


def test_a_part_of_it_is_partly(gmina: Gmina) -> None:
    """One permission of two stands, and nothing resembles the other."""
    acting = gmina.acting(gmina.log_in())
    asked_at = datetime.now(UTC)
    lost = replace(PERSON, permissions=("InvoiceRead", "InvoiceWrite"))
    permissions.grant(PERSON, **acting)
    found = reconcile(never_left(lost, acting), lost, asked_at=asked_at, **acting)

    assert Seen.PARTLY is found.seen
    assert "partly" == gmina.log()[-1]["reconciled"]


def test_what_was_under_way_is_found(gmina: Gmina) -> None:
    """KSeF took it, and says no more by its number how it ended: a query does."""
    acting = gmina.acting(gmina.log_in())
    asked_at = datetime.now(UTC)
    left = permissions.grant(PERSON, wait_s=0.0, **acting)
    found = reconcile(left.intent_id, PERSON, asked_at=asked_at, **acting)

    assert (State.PENDING, Seen.DONE) == (left.answer.state, found.seen)
    assert "done" == gmina.log()[-1]["reconciled"]


def test_a_part_of_what_was_under_way_is_no_end(gmina: Gmina) -> None:
    """The rest may still come, and its number can be asked about."""
    acting = gmina.acting(gmina.log_in())
    asked_at = datetime.now(UTC)
    whole = replace(PERSON, permissions=("InvoiceRead", "InvoiceWrite"))
    left = permissions.grant(whole, wait_s=0.0, **acting)
    [written] = [
        each
        for each in gmina.ksef.world.permissions.all()
        if each.scope == "InvoiceWrite"
    ]
    gmina.ksef.world.permissions.remove(written.id)
    entries = len(gmina.log())
    found = reconcile(left.intent_id, whole, asked_at=asked_at, **acting)

    assert Seen.PARTLY is found.seen
    assert [] == [each for each in gmina.log()[entries:] if "reconciled" in each]


def test_only_an_end_that_nobody_saw_is_corrected(gmina: Gmina) -> None:
    """What was answered stands; what is no action of the log, or another's, too."""
    acting = gmina.acting(gmina.log_in())
    asked_at = datetime.now(UTC)
    done = permissions.grant(PERSON, **acting)
    other = never_left(ENTITY, acting)
    entries = len(gmina.log())
    with pytest.raises(RequestInvalid):
        reconcile(done.intent_id, PERSON, asked_at=asked_at, **acting)
    with pytest.raises(RequestInvalid):
        reconcile("nonsense", PERSON, asked_at=asked_at, **acting)
    with pytest.raises(RequestInvalid):
        reconcile(other, PERSON, asked_at=asked_at, **acting)

    assert entries == len(gmina.log())
