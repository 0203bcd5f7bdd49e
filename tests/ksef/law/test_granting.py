"""Who may grant, change and revoke (§ 3 ust. 1), and what is no matter of grants."""

from dataclasses import replace
from datetime import date

import pytest

from ksef.law.decide import decide
from ksef.law.decision import Answer
from ksef.law.question import MayGrant
from ksef.model import Body, Holder, Namer, Permission, Step, SystemPermission
from tests.ksef.law.cases import ENTITY, GRANT, PERSON, SCHOOL, UNIT

DAY, NEW = date(2024, 5, 1), date(2026, 3, 2)
MANAGE, ACCESS, ISSUE = Permission.MANAGE, Permission.ACCESS, Permission.ISSUE
BILLING = Permission.SELF_BILLING
YES, NO = Answer.YES, Answer.NO
BY_LAW = (Holder.TAXPAYER, Holder.ENFORCEMENT_AUTHORITY, Holder.BAILIFF)


def step(
    by: Namer,
    permission: Permission = MANAGE,
    holder: Holder = PERSON,
    context: Body | None = Body.JST,
    *,
    kind: Step = Step.REVOKE,
) -> MayGrant:
    """Ask about a step of somebody whose permissions were verified."""
    return MayGrant(
        permission=permission,
        step=kind,
        granted_by=by,
        holder=holder,
        context=context,
        permissions_verified=True,
    )


@pytest.mark.parametrize("holder", BY_LAW)
@pytest.mark.parametrize("kind", [Step.GRANT, Step.CHANGE, Step.REVOKE])
@pytest.mark.parametrize("by", sorted(Namer))
def test_who_holds_by_law_is_given_nothing_and_loses_nothing(
    by: Namer, kind: Step, holder: Holder
) -> None:
    """No bailiff grants the taxpayer his own right, and nobody takes it from him."""
    for permission in (MANAGE, ISSUE, BILLING):
        for context in (Body.JST, Body.BAILIFF, Body.ENFORCEMENT_AUTHORITY, None):
            question = step(by, permission, holder, context, kind=kind)

            assert NO is decide(question, on=DAY).answer


def test_the_no_to_a_grant_names_the_provision_by_which_it_is_held() -> None:
    """§ 2 gives it; there is nothing for § 3 to grant."""
    decision = decide(step(Namer.BAILIFF, ISSUE, Holder.TAXPAYER, SCHOOL), on=DAY)

    assert ("ksef.kind.invoices", "ksef.invoices.taxpayer") == decision.rules


def test_what_has_no_legal_kind_is_no_matter_of_law_for_who_holds_by_law_either() -> (
    None
):
    """Outside the regulation comes before any no."""
    asked = replace(
        step(Namer.TAXPAYER, holder=Holder.TAXPAYER),
        permission=SystemPermission.INTROSPECTION,
    )

    assert Answer.NOT_APPLICABLE is decide(asked, on=DAY).answer


@pytest.mark.parametrize(
    ("by", "permission", "context", "expected"),
    [
        (Namer.TAXPAYER, MANAGE, Body.JST, YES),
        (Namer.ADMINISTRATOR, MANAGE, Body.JST, YES),
        (Namer.ADMINISTRATOR, ACCESS, SCHOOL, YES),
        (Namer.JST, MANAGE, SCHOOL, YES),
        (Namer.JST, MANAGE, Body.CULTURE_INSTITUTION, NO),
        (Namer.REPRESENTATIVE, MANAGE, SCHOOL, YES),
        (Namer.REPRESENTATIVE, MANAGE, Body.JST, NO),
        (Namer.REPRESENTATIVE, ACCESS, None, Answer.CANNOT_TELL),
        (Namer.UNIT, MANAGE, UNIT, NO),
        (Namer.BAILIFF, MANAGE, Body.BAILIFF, YES),
        (Namer.BAILIFF, MANAGE, Body.JST, NO),
        (Namer.ENFORCEMENT_AUTHORITY, ISSUE, Body.ENFORCEMENT_AUTHORITY, YES),
        (Namer.BUYER, ACCESS, Body.JST, NO),
        (Namer.DESIGNATED_ENTITY, MANAGE, Body.JST, NO),
    ],
)
@pytest.mark.parametrize("holder", [PERSON, ENTITY, Holder.UNIT])
def test_revoking_asks_for_the_power_of_whoever_revokes_and_for_nothing_else(
    by: Namer,
    permission: Permission,
    context: Body | None,
    expected: Answer,
    holder: Holder,
) -> None:
    """What an entity should not hold has to be taken back too: § 3 ust. 1."""
    assert expected is decide(step(by, permission, holder, context), on=DAY).answer


@pytest.mark.parametrize(
    ("by", "permission", "context", "may"),
    [
        (Namer.UNIT, ACCESS, UNIT, {ENTITY}),
        (Namer.DESIGNATED_ENTITY, ACCESS, Body.JST, {PERSON}),
        (Namer.DESIGNATED_ENTITY, ACCESS, SCHOOL, {PERSON}),
        (Namer.BUYER, BILLING, Body.JST, {ENTITY, PERSON}),
    ],
)
@pytest.mark.parametrize("holder", [PERSON, ENTITY, Holder.BUYER, Holder.UNIT])
def test_who_names_without_managing_takes_back_only_what_he_may_give(
    by: Namer, permission: Permission, context: Body, may: set[Holder], holder: Holder
) -> None:
    """A firm takes nothing from another firm of the gmina: § 2 ust. 1 pkt 1, ust. 4."""
    asked = replace(
        step(by, permission, holder, context), entity_named_by=Namer.TAXPAYER
    )

    assert (YES if holder in may else NO) is decide(asked, on=DAY).answer


def test_revoking_needs_the_verification_too_and_a_kind_that_exists() -> None:
    """§ 3 ust. 1, its last words; VAT RR is of 2026."""
    unverified = replace(step(Namer.TAXPAYER), permissions_verified=False)
    later = step(Namer.TAXPAYER, Permission.VAT_RR)

    assert (NO, ("ksef.grant.in_system",)) == (
        decide(unverified, on=DAY).answer,
        decide(unverified, on=DAY).rules,
    )
    assert Answer.NOT_IN_FORCE is decide(later, on=DAY).answer
    assert Answer.YES is decide(step(Namer.TAXPAYER), on=NEW).answer


def test_what_may_not_be_held_is_still_not_granted() -> None:
    """Only revoking forgets the holder."""
    granted = replace(GRANT, permission=MANAGE, holder=ENTITY)

    assert NO is decide(granted, on=DAY).answer
    assert YES is decide(replace(granted, step=Step.REVOKE), on=DAY).answer
