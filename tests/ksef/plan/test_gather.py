"""Records of KSeF become the state of a context; a list with odd ones is not whole."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksef.access.context import ContextId
from ksef.access.requests import Target
from ksef.plan.actual import Kind, Listed, internal_ids_of
from ksef.plan.gather import UNCLEAR
from tests.ksef.plan.town import ANNA, FIRM, HOSTEL, SCHOOL, state_of
from vocabulary.identifiers import Nip

HERE = ContextId.of(Nip("9990000008"))
SINCE = "2026-02-01T08:00:00+01:00"
PESEL = {"type": "Pesel", "value": ANNA.identifier.reveal()}
FIRM_ID = {"type": "Nip", "value": FIRM.identifier.reveal()}
GRANT = {
    "id": "P-1",
    "authorizedIdentifier": PESEL,
    "authorIdentifier": {"type": "System"},
    "permissionScope": "InvoiceRead",
    "permissionState": "Active",
    "startDate": SINCE,
    "canDelegate": False,
}


def page(name: str, *items: object, more: bool = False) -> bytes:
    """Write a page of KSeF's."""
    return json.dumps({name: items, "hasMore": more}).encode()


def test_every_list_is_read() -> None:
    """Persons, units, roles, what was received and what was authorised."""
    unit = {
        "type": "InternalId",
        "value": (HOSTEL.identifier or ANNA.identifier).reveal(),
    }
    state = state_of(
        HERE,
        {
            Listed.PERSONS: [
                page("permissions", GRANT, more=True),
                page(
                    "permissions",
                    GRANT | {"id": "P-2", "targetIdentifier": {"type": "AllPartners"}},
                    GRANT | {"id": "P-3", "permissionState": "Inactive"},
                ),
            ],
            Listed.SUBUNITS: [
                page(
                    "permissions",
                    GRANT
                    | {"id": "R-1", "subunitIdentifier": unit, "subunitName": "Bursa"},
                )
            ],
            Listed.RECEIVED: [
                page("permissions", GRANT | {"id": "C-1", "contextIdentifier": FIRM_ID})
            ],
            Listed.ROLES: [
                page("roles", {"role": "LocalGovernmentUnit", "startDate": SINCE})
            ],
            Listed.SUBORDINATES: [
                page(
                    "roles",
                    {
                        "subordinateEntityIdentifier": FIRM_ID,
                        "role": "LocalGovernmentSubUnit",
                        "startDate": SINCE,
                    },
                )
            ],
            Listed.AUTHORISATIONS: [
                page(
                    "authorizationGrants",
                    {
                        "id": "A-1",
                        "authorIdentifier": PESEL,
                        "authorizedEntityIdentifier": FIRM_ID,
                        "authorizingEntityIdentifier": FIRM_ID,
                        "authorizationScope": "SelfInvoicing",
                        "startDate": SINCE,
                    },
                )
            ],
        },
    )

    assert frozenset(Listed) == state.whole
    assert {
        "P-1": Kind.WORK,
        "P-2": Kind.INDIRECT,
        "R-1": Kind.REPRESENTATIVE,
        "A-1": Kind.AUTHORISATION,
    } == {each.id: each.kind for each in state.standing}
    assert (True, Target.ALL_PARTNERS) == (
        state.standing[0].by_zawfa,
        state.standing[1].client,
    )
    assert [False] == [
        each.as_person for each in state.standing if each.kind is Kind.AUTHORISATION
    ]
    assert {"Bursa": HOSTEL.identifier} == internal_ids_of(state)
    assert frozenset({"LocalGovernmentUnit"}) == state.roles
    assert frozenset({FIRM.identifier}) == state.subordinates
    assert 2 == state.pages[Listed.PERSONS]


def test_a_record_that_a_turned_page_repeats_counts_once() -> None:
    """KSeF may change between two pages."""
    state = state_of(
        HERE,
        {
            Listed.PERSONS: [
                page("permissions", GRANT, more=True),
                page("permissions", GRANT),
            ]
        },
    )

    assert ["P-1"] == [each.id for each in state.standing]


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        pytest.param([b"{"], "ksef.access.unclear", id="no JSON"),
        pytest.param(
            [page("permissions", GRANT | {"authorizedIdentifier": {"type": "New"}})],
            UNCLEAR,
            id="nobody named",
        ),
    ],
)
def test_what_is_odd_makes_a_list_unread(pages: list[bytes], why: str) -> None:
    """Silence is never taken for "nobody has anything"."""
    state = state_of(HERE, {Listed.PERSONS: pages})

    assert (frozenset(), {Listed.PERSONS: why}) == (state.whole, state.unread)


def test_a_list_that_was_refused_keeps_its_reason() -> None:
    """The code of the error says what to do."""
    state = state_of(HERE, {}, {Listed.ROLES: "ksef.access.forbidden"})

    assert {Listed.ROLES: "ksef.access.forbidden"} == state.unread


def test_an_instant_without_zone_keeps_its_day() -> None:
    """KSeF may leave the zone out."""
    raw = page("permissions", GRANT | {"startDate": "2026-02-01T23:59:00"})

    state = state_of(HERE, {Listed.PERSONS: [raw]})

    assert "2026-02-01" == state.standing[0].since.isoformat()


def test_a_number_with_a_wrong_digit_is_kept_as_it_is() -> None:
    """KSeF may hold one; the plan must be able to name its permission."""
    odd = GRANT | {"authorizedIdentifier": {"type": "Pesel", "value": "00000000000"}}

    state = state_of(HERE, {Listed.PERSONS: [page("permissions", odd)]})

    assert "ksef_party" == state.standing[0].holder.kind
    assert SCHOOL.identifier != state.standing[0].holder


@given(raw=st.binary(max_size=200), listed=st.sampled_from(Listed))
def test_any_bytes_are_read_in_order(raw: bytes, listed: Listed) -> None:
    """An answer of others is never a traceback, nor whole by accident."""
    state = state_of(HERE, {listed: [raw]})

    assert listed not in state.whole


@pytest.mark.parametrize(
    ("details", "as_person"),
    [
        ({}, None),
        ({"subjectPersonDetails": {}}, True),
        ({"subjectEntityDetails": {}}, False),
        ({"subjectPersonDetails": {}, "subjectEntityDetails": {}}, None),
        ({"subjectPersonDetails": None, "subjectEntityDetails": {}}, False),
    ],
)
def test_a_number_of_a_person_and_one_of_a_firm_are_told_apart(
    details: dict[str, object], as_person: bool | None
) -> None:
    """By what KSeF shows of the holder; where it shows both or nothing, by nothing."""
    grant = GRANT | {"authorizedIdentifier": FIRM_ID} | details

    state = state_of(HERE, {Listed.PERSONS: [page("permissions", grant)]})

    assert [as_person] == [each.as_person for each in state.standing]
