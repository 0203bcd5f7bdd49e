"""What the judge makes of facts: roles, tokens and delegations that were told."""

import pytest

from ksef.access.judge import Verdict, verdict_of
from ksef.access.judge_facts import read_facts
from tests.ksef.access.grant_requests import (
    CLIENT,
    INDIRECT,
    OFFICE,
    OTHER,
    PERSON,
    PESEL,
    SUBUNIT_BY_NIP,
    TOKEN,
    having,
    judged,
    rules_of,
)

GIVEN = INDIRECT["entityGrants"]


def test_facts_are_taken_as_ksef_answers_them() -> None:
    """Whoever pastes an answer of KSeF has nothing to rewrite."""
    pasted = having(
        SUBUNIT_BY_NIP,
        {
            "roles": [{"role": "LocalGovernmentUnit", "description": "Gmina"}],
            "subordinates": [
                {"subordinateEntityIdentifier": {"type": "Nip", "value": OTHER}}
            ],
        },
    )

    assert Verdict.OK is verdict_of(judged(pasted))


def test_no_number_stands_in_the_repr_of_the_facts() -> None:
    """A traceback with its variables shows them to whoever reads the log."""
    told = having(
        INDIRECT,
        {"roles": [PESEL], "authorPermissions": [OTHER], "entityGrants": GIVEN},
    )

    facts, _ = read_facts({**told, "subordinates": [OTHER]})

    assert [] == [
        each for each in (OFFICE, OTHER, CLIENT, PESEL) if each in repr(facts)
    ]


def test_a_role_that_ksef_may_add_one_day_is_kept() -> None:
    """KSeF adds words every month; a new one is no slip."""
    assert Verdict.OK is verdict_of(judged(having(PERSON, {"roles": ["Monastery"]})))


def test_the_owner_may_put_everything_into_a_token() -> None:
    """Ownership stands in no list of permissions; the office tells it."""
    wide = {"permissions": ["InvoiceWrite"], "authorPermissions": ["Owner"]}

    assert Verdict.OK is verdict_of(judged(having(TOKEN, wide)))


def test_a_bailiff_may_put_enforcement_into_a_token() -> None:
    """The role of the context decides, as for a grant to a person."""
    enforces = {
        "permissions": ["EnforcementOperations"],
        "authorPermissions": ["Owner"],
        "roles": ["CourtBailiff"],
    }

    assert Verdict.OK is verdict_of(judged({**TOKEN, **enforces}))


@pytest.mark.parametrize("state", [None, "Active"])
def test_a_delegation_that_is_live_can_be_passed_on(state: str | None) -> None:
    """The official item has no state; a list of persons' grants has one."""
    given = [each | {"permissionState": state} for each in GIVEN]

    assert "no_delegation" not in rules_of({**INDIRECT, "entityGrants": given})


def test_a_state_of_another_shape_is_no_live_delegation() -> None:
    """Any JSON is judged."""
    given = [each | {"permissionState": ["Active"]} for each in GIVEN]

    assert "no_delegation" in rules_of({**INDIRECT, "entityGrants": given})


def test_whoever_has_what_a_call_needs_may_send_it() -> None:
    """The seal of the office, or a person who manages permissions."""
    by_owner = having(PERSON, {"authorPermissions": ["Owner"]})
    by_manager = having(PERSON, {"authorPermissions": ["CredentialsManage"]})

    assert "author_lacks" not in rules_of(by_owner) | rules_of(by_manager)
