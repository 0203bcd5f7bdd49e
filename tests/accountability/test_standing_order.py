"""Unattended work: one order, one person, another who approved it, and an end."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accountability.action import perform
from accountability.checks import check
from accountability.model import (
    Action,
    Capacity,
    CaseStanding,
    LegalBasis,
    Purpose,
    System,
)
from accountability.standing_order import StandingOrder
from accountability.trail import AuditTrail
from tests.factories import (
    CASE,
    TODAY,
    an_action,
    an_actor,
    an_authorisation,
    an_office,
)
from tests.fakes import FakeRegister
from tests.world import entries


def an_order(**changes: object) -> StandingOrder:
    """Make an order that today's action may run under."""
    return replace(
        StandingOrder(
            id="PS-1/2026",
            person="a.przykladowa",
            approver="k.kierownicza",
            approver_name="Krystyna Kierownicza",
            system="crpdph",
            operations=frozenset({"getList"}),
            case=CASE,
            valid_from=TODAY,
            valid_until=TODAY + timedelta(days=1),
        ),
        **changes,  # type: ignore[arg-type]  # a test names fields of its own choice
    )


def unattended(order: StandingOrder, **changes: object) -> Action:
    """Make an action of the Czech register under an order."""
    czech = an_authorisation(systems=frozenset({System.CRPDPH}))
    action = an_action(
        actor=an_actor(authorisation=czech, auth="standing-order"),
        capacity=Capacity.BUYER,
        system=System.CRPDPH,
        operation="getList",
        purpose=Purpose.PAYMENT_CHECK,
        basis=(LegalBasis.ZDPH_106A,),
        subjects=(),
        order=order,
    )
    return replace(
        action,
        **changes,  # type: ignore[arg-type]  # as above
    )


def rules(action: Action, on: date = TODAY) -> list[str]:
    """Name the rules that stand against an action."""
    found = check(action, office=an_office(), standing=CaseStanding.ASSIGNED, on=on)
    return [finding.rule for finding in found]


def test_an_order_in_force_stands_against_nothing() -> None:
    """On its first day, which is also its last."""
    assert [] == rules(unattended(an_order()))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"system": "ksef"}, ["action.order.scope"]),
        ({"operations": frozenset({"other"})}, ["action.order.scope"]),
        ({"case": "FK.3120.8.2026"}, ["action.order.scope"]),
        ({"valid_from": TODAY + timedelta(days=1)}, ["action.order.ended"]),
        ({"valid_until": TODAY}, ["action.order.ended"]),
        ({"person": "somebody"}, ["action.order.person"]),
        ({"approver": "a.przykladowa"}, ["action.order.approver"]),
        ({"approver_name": " "}, ["action.order.approver"]),
    ],
)
def test_an_order_covers_what_it_says_and_nothing_else(
    changes: dict[str, object], expected: list[str]
) -> None:
    """Nobody sits there who would notice."""
    assert expected == rules(unattended(an_order(**changes)))


def test_crpo_is_never_asked_unattended() -> None:
    """
    Each look-up there is a person's own.

    Holds: design, section 3.
    """
    order = an_order(system="crpo", operations=frozenset({"powers-of-attorney"}))

    assert ["action.order.never"] == rules(an_action(order=order))


def test_the_entry_names_order_and_approver(trail: AuditTrail) -> None:
    """The officer reads who let it run."""
    perform(unattended(an_order()), FakeRegister(), trail=trail)

    intent = entries(trail)[0]
    assert {
        "id": "PS-1/2026",
        "approver": "k.kierownicza",
        "approver_name": "Krystyna Kierownicza",
        "until": "2026-11-21",
    } == intent["standing_order"]
    assert "standing_order" not in entries(trail)[1]
