"""Who may ask the Czech register: a clerk, for the office as a buyer."""

from dataclasses import replace

import pytest

from accountability.checks import check
from accountability.model import (
    Action,
    Capacity,
    CaseStanding,
    LegalBasis,
    Purpose,
    Role,
    System,
)
from tests.factories import (
    TODAY,
    an_action,
    an_actor,
    an_authorisation,
    an_office,
)

CZECH = frozenset({System.CRPDPH})


def a_check(**changes: object) -> Action:
    """Make a check of a supplier that nothing stands against."""
    action = an_action(
        actor=an_actor(authorisation=an_authorisation(systems=CZECH)),
        capacity=Capacity.BUYER,
        system=System.CRPDPH,
        purpose=Purpose.PAYMENT_CHECK,
        basis=(LegalBasis.ZDPH_106A, LegalBasis.ZDPH_109),
    )
    return replace(
        action,
        **changes,  # type: ignore[arg-type]  # a test names fields of its own choice
    )


def rules(action: Action) -> list[str]:
    """Name the rules that stand against an action."""
    found = check(action, office=an_office(), standing=CaseStanding.ASSIGNED, on=TODAY)
    return [finding.rule for finding in found]


@pytest.mark.parametrize("purpose", [Purpose.SUPPLIER_CHECK, Purpose.PAYMENT_CHECK])
def test_a_buyer_may_check_a_supplier(purpose: Purpose) -> None:
    """Before a contract, and before a payment."""
    assert [] == rules(a_check(purpose=purpose))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"capacity": Capacity.TAX_AUTHORITY}, ["action.capacity"]),
        (
            {"purpose": Purpose.POWER_IN_CASE},
            ["crpdph.access.purpose"],
        ),
        ({"basis": (LegalBasis.ZDPH_109,)}, ["crpdph.access.basis"]),
        (
            {"basis": (LegalBasis.ZDPH_106A, LegalBasis.OP_138K_2)},
            ["action.basis"],
        ),
        ({"actor": an_actor()}, ["ordynacja.staff_authorisation"]),
        (
            {
                "actor": an_actor(
                    role=Role.OFFICER, authorisation=an_authorisation(systems=CZECH)
                )
            },
            ["kri.accountability.role"],
        ),
        (
            {"purpose": Purpose.OTHER_CASE, "justification": ""},
            ["crpdph.access.purpose"],
        ),
    ],
)
def test_what_stands_against_it_is_named(
    changes: dict[str, object], expected: list[str]
) -> None:
    """The lists of this register are its own."""
    assert expected == rules(a_check(**changes))


def test_the_purposes_of_this_register_are_none_of_crpo() -> None:
    """What CRPO is asked for is in a provision; buying is not."""
    assert ["crpo.access.purpose"] == rules(an_action(purpose=Purpose.PAYMENT_CHECK))
