"""Who may look at or change permissions in KSeF: the administrator and the approver."""

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
from vocabulary.identifiers import Pesel

PURPOSES = frozenset(
    {Purpose.PERMISSION_REVIEW, Purpose.PERMISSION_CHANGE, Purpose.CREDENTIALS}
)


def a_change(role: Role = Role.KSEF_ADMINISTRATOR, **changes: object) -> Action:
    """Make a change of permissions that nothing stands against."""
    paper = an_authorisation(systems=frozenset({System.KSEF}), purposes=PURPOSES)
    action = an_action(
        actor=an_actor(authorisation=paper, role=role),
        capacity=Capacity.TAXPAYER,
        system=System.KSEF,
        operation="grant_person",
        purpose=Purpose.PERMISSION_CHANGE,
        basis=(LegalBasis.VAT_106NB, LegalBasis.KSEF_2025_3),
        mandate="zarządzenie nr 0050.13.2026 z 9 lutego 2026 r.",
    )
    return replace(
        action,
        **changes,  # type: ignore[arg-type]  # a test names fields of its own choice
    )


def rules(action: Action) -> list[str]:
    """Name the rules that stand against an action."""
    found = check(action, office=an_office(), standing=CaseStanding.ASSIGNED, on=TODAY)
    return [finding.rule for finding in found]


@pytest.mark.parametrize("purpose", sorted(PURPOSES))
@pytest.mark.parametrize("capacity", [Capacity.TAXPAYER, Capacity.UNIT])
def test_the_administrator_acts_for_the_office_and_its_units(
    capacity: Capacity, purpose: Purpose
) -> None:
    """A unit's context is the unit's, and the same person may manage both."""
    assert [] == rules(a_change(capacity=capacity, purpose=purpose))


def test_an_approver_applies_what_another_planned() -> None:
    """Design, section 6: the approver is never the author of the plan."""
    assert [] == rules(a_change(Role.APPROVER))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"capacity": Capacity.TAX_AUTHORITY}, ["action.capacity"]),
        ({"basis": (LegalBasis.KSEF_2025_3,)}, ["ksef.access.basis"]),
        (
            {"basis": (LegalBasis.VAT_106NB, LegalBasis.OP_138K_2)},
            ["action.basis"],
        ),
        (
            {"purpose": Purpose.SUPPLIER_CHECK},
            ["ordynacja.staff_authorisation", "ksef.access.purpose"],
        ),
        ({"mandate": "zarządzenie\n1/2026"}, ["action.mandate"]),
        ({"mandate": "7" * 501}, ["action.mandate"]),
        ({"mandate": "../etc"}, ["action.mandate"]),
        ({"mandate": "120/2026"}, []),
        ({"mandate": "w sprawie 22271569167"}, ["action.mandate"]),
        (
            {
                "mandate": "pesel 2227 1569 167",
                "subjects": (Pesel("22271569167"),),
            },
            ["action.mandate"],
        ),
    ],
)
def test_what_stands_against_a_change(
    changes: dict[str, object], expected: list[str]
) -> None:
    """Closed lists, and an order that may stand in clear for ever."""
    assert expected == rules(a_change(**changes))  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER, Role.OPERATOR])
def test_others_do_not_touch_permissions(role: Role) -> None:
    """Who reads the log never acts, and a clerk asks registers only."""
    assert ["kri.accountability.role"] == rules(a_change(role))
