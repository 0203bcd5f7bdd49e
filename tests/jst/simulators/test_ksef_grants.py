"""Which grants the simulated KSeF accepts, carries out, and refuses."""

from typing import Any

import pytest

from jst.simulators.ksef import KsefSimulator
from tests.jst.simulators.ksef_office import (
    AUTHORIZATIONS,
    CLERK,
    DIRECTOR,
    ENTITIES,
    EU_ADMINISTRATION,
    FINGERPRINT,
    GMINA,
    INDIRECT,
    OTHER,
    OTHER_NIP,
    PERSONS,
    SCHOOL,
    SUBUNITS,
    Office,
    a_person,
    an_entity,
    code_of,
    for_joint,
    for_unit,
)

THIRD = "1234563218"
FOREIGN_UNIT = "9990000020-00010"


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        pytest.param(
            PERSONS, a_person() | {"permissions": ["InvoiceRead"]}, 200, id="person"
        ),
        pytest.param(
            PERSONS,
            a_person() | {"permissions": ["EnforcementOperations"]},
            430,
            id="enforcement outside of it",
        ),
        pytest.param(
            ENTITIES,
            an_entity() | {"permissions": [{"type": "InvoiceRead"}]},
            200,
            id="entity",
        ),
        pytest.param(
            ENTITIES,
            an_entity(GMINA) | {"permissions": [{"type": "InvoiceRead"}]},
            450,
            id="itself",
        ),
        pytest.param(
            AUTHORIZATIONS,
            an_entity() | {"permission": "SelfInvoicing"},
            200,
            id="self-billing",
        ),
        pytest.param(
            AUTHORIZATIONS,
            an_entity(GMINA) | {"permission": "SelfInvoicing"},
            450,
            id="own",
        ),
        pytest.param(
            AUTHORIZATIONS,
            an_entity() | {"permission": "PefInvoicing"},
            450,
            id="Peppol, a NIP",
        ),
        pytest.param(
            AUTHORIZATIONS,
            an_entity()
            | {
                "permission": "PefInvoicing",
                "subjectIdentifier": {"type": "PeppolId", "value": "PPL000001"},
            },
            200,
            id="Peppol",
        ),
        pytest.param(
            INDIRECT,
            a_person() | {"permissions": ["InvoiceRead"]},
            200,
            id="for all clients",
        ),
        pytest.param(
            INDIRECT,
            a_person()
            | {
                "permissions": ["InvoiceRead"],
                "targetIdentifier": {"type": "Nip", "value": OTHER_NIP.reveal()},
            },
            440,
            id="for a client who let nothing be passed on",
        ),
        pytest.param(SUBUNITS, for_unit("InternalId", SCHOOL.reveal()), 200, id="unit"),
        pytest.param(
            SUBUNITS, for_unit("InternalId", FOREIGN_UNIT), 410, id="another's unit"
        ),
        pytest.param(SUBUNITS, for_unit(*OTHER), 430, id="no role"),
        pytest.param(EU_ADMINISTRATION, for_joint(), 200, id="EU administrator"),
        pytest.param(
            EU_ADMINISTRATION,
            for_joint("9990000020-CZ12345678"),
            410,
            id="another's EU",
        ),
    ],
)
def test_the_seal_grants_what_the_rules_let_it(
    gmina: Office, path: str, body: dict[str, Any], code: int
) -> None:
    """
    A 202 says nothing: the code of the operation does.

    Holds: facts/ksef-api.md, 3.2 and 3.3; which code stands where is our reading.
    """
    assert code == gmina.change("POST", path, body)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (PERSONS, {"permissions": []}),
        (PERSONS, {"permissions": ["InvoiceRead", "InvoiceRead"]}),
        (PERSONS, {"permissions": ["VatUeManage"]}),
        (PERSONS, {"description": "krót"}),
        (PERSONS, {"description": "x" * 257}),
        (PERSONS, {"subjectIdentifier": {"type": "Pesel", "value": "99723100033"}}),
        (PERSONS, {"subjectIdentifier": {"type": "Nip", "value": "9990000009"}}),
        (PERSONS, {"subjectIdentifier": {"type": "Fingerprint", "value": "ab"}}),
        (PERSONS, {"subjectIdentifier": {"type": "Fingerprint", "value": FINGERPRINT}}),
        (PERSONS, {"subjectDetails": {"subjectDetailsType": "PersonByIdentifier"}}),
        (PERSONS, {"subjectDetails": None}),
        (INDIRECT, {"targetIdentifier": {"type": "AllPartners", "value": THIRD}}),
        (INDIRECT, {"targetIdentifier": {"type": "Nip"}}),
    ],
)
def test_a_request_off_its_form_is_refused_at_once(
    gmina: Office, path: str, change: dict[str, Any]
) -> None:
    """Code 21405; nothing was accepted."""
    body = a_person() | {"permissions": ["InvoiceRead"]} | change

    assert (400, 21405) == code_of(gmina.call("POST", path, body))


@pytest.mark.parametrize(
    ("value", "name"),
    [("9990000008-00011", "Bogus: szkoła"), (SCHOOL.reveal(), None)],
    ids=["the check digit", "no name"],
)
def test_a_unit_needs_a_right_number_and_a_name(
    gmina: Office, value: str, name: str | None
) -> None:
    """The call creates the unit, so it must be told right."""
    body = for_unit("InternalId", value) | {"subunitName": name}

    assert (400, 21405) == code_of(gmina.call("POST", SUBUNITS, body))


def test_a_refusal_holds_no_number_of_a_person(gmina: Office) -> None:
    """What was refused may be a right number at the wrong place."""
    change = {"subjectIdentifier": {"type": "Nip", "value": CLERK.reveal()}}
    body = a_person() | {"permissions": ["InvoiceRead"]} | change

    assert CLERK.reveal() not in gmina.call("POST", PERSONS, body).text


def test_a_local_government_appoints_in_its_subordinates_only(
    office: Office, gmina: Office
) -> None:
    """
    The link between both NIPs is the tax administration's.

    Holds: facts/ksef-api.md, 3.5.
    """
    _subject(office, "JST", subunits=[OTHER_NIP.reveal()])

    assert 200 == gmina.change("POST", SUBUNITS, for_unit(*OTHER))
    assert 410 == gmina.change("POST", SUBUNITS, for_unit("Nip", THIRD))


def test_an_enforcement_authority_may_grant_enforcement(
    office: Office, gmina: Office
) -> None:
    """The role comes first."""
    _subject(office, "EnforcementAuthority")
    body = a_person() | {"permissions": ["EnforcementOperations"]}

    assert 200 == gmina.change("POST", PERSONS, body)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (PERSONS, a_person() | {"permissions": ["SubunitManage"]}),
        (PERSONS, a_person() | {"permissions": ["EnforcementOperations"]}),
        (INDIRECT, a_person() | {"permissions": ["InvoiceRead"]}),
        (AUTHORIZATIONS, an_entity() | {"permission": "SelfInvoicing"}),
        (EU_ADMINISTRATION, for_joint()),
    ],
    ids=["subunits", "enforcement", "indirect", "authorisation", "EU"],
)
def test_a_unit_is_not_the_place_for_some_grants(
    ksef: KsefSimulator, office: Office, gmina: Office, path: str, body: dict[str, Any]
) -> None:
    """Code 430: the context lacks the role or is of another kind."""
    gmina.change("POST", SUBUNITS, for_unit("InternalId", SCHOOL.reveal()))
    pem = ksef.issue_person("director", number=DIRECTOR)
    director = office.log_in(pem, "InternalId", SCHOOL.reveal())

    assert 430 == director.change("POST", path, body)


def _subject(office: Office, kind: str, *, subunits: list[str] | None = None) -> None:
    body = {
        "subjectNip": GMINA.reveal(),
        "subjectType": kind,
        "description": "Bogus: gmina",
        "subunits": [
            {"subjectNip": each, "description": "Bogus: jednostka"}
            for each in subunits or []
        ],
    }
    assert office.call("POST", "/testdata/subject", body).ok
