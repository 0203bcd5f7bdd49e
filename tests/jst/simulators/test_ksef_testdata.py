"""What the tax administration knows, as test-data calls tell it to the simulator."""

import pytest

from jst.simulators.ksef import KsefSimulator
from tests.jst.simulators.ksef_office import (
    CLERK,
    DIRECTOR,
    GMINA,
    NIP,
    OTHER,
    OTHER_NIP,
    SCHOOL,
    Office,
    code_of,
    in_context,
)


def test_roles_show_the_gmina_and_its_units(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """The link is data of the tax administration, and is shown from both ends."""
    unit = {"subjectNip": OTHER_NIP.reveal(), "description": "Bogus: jednostka"}
    subject = {
        "subjectNip": GMINA.reveal(),
        "subjectType": "JST",
        "description": "Bogus: gmina",
        "subunits": [unit],
    }
    assert office.call("POST", "/testdata/subject", subject).ok
    again = office.call("POST", "/testdata/subject", subject)
    below = office.log_in(ksef.issue_seal("unit", nip=OTHER_NIP), *OTHER)

    mine = gmina.call("GET", "/permissions/query/entities/roles").json()["roles"]
    its = below.call("GET", "/permissions/query/entities/roles").json()["roles"]
    under = gmina.query("subordinate-entities/roles")["roles"]
    other = {"subordinateEntityIdentifier": {"type": "Nip", "value": GMINA.reveal()}}

    assert (400, 30001) == code_of(again)
    assert [("LocalGovernmentUnit", None)] == [
        (each["role"], each["parentEntityIdentifier"]) for each in mine
    ]
    assert [("LocalGovernmentSubUnit", GMINA.reveal())] == [
        (each["role"], each["parentEntityIdentifier"]["value"]) for each in its
    ]
    assert [OTHER_NIP.reveal()] == [
        each["subordinateEntityIdentifier"]["value"] for each in under
    ]
    assert [] == gmina.query("subordinate-entities/roles", other)["roles"]


def test_a_unit_without_a_nip_has_no_role_of_its_own(
    ksef: KsefSimulator, office: Office, granted: Office
) -> None:
    """Roles are of taxpayers."""
    office.call(
        "POST",
        "/testdata/subject",
        {
            "subjectNip": GMINA.reveal(),
            "subjectType": "JST",
            "description": "Bogus: gmina",
        },
    )
    pem = ksef.issue_person("director", number=DIRECTOR)
    director = office.log_in(pem, "InternalId", SCHOOL.reveal())

    roles = director.call("GET", "/permissions/query/entities/roles").json()["roles"]

    assert [] == roles
    assert 1 == len(granted.query("subunits/grants")["permissions"])


def test_a_bailiff_has_a_role_and_a_second_person_none(
    ksef: KsefSimulator, office: Office
) -> None:
    """A person is one NIP with one PESEL; code 30001 for the second."""
    person = {
        "nip": OTHER_NIP.reveal(),
        "pesel": CLERK.reveal(),
        "isBailiff": True,
        "description": "Bogus: komornik",
    }
    assert office.call("POST", "/testdata/person", person).ok
    again = office.call("POST", "/testdata/person", person)
    bailiff = office.log_in(ksef.issue_person("bailiff", number=CLERK), *OTHER)

    roles = bailiff.call("GET", "/permissions/query/entities/roles").json()["roles"]

    assert (400, 30001) == code_of(again)
    assert ["CourtBailiff"] == [each["role"] for each in roles]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("person", {"nip": "9990000009", "pesel": CLERK.reveal()}),
        ("person", {"nip": OTHER_NIP.reveal(), "pesel": "99723100033"}),
    ],
    ids=["NIP", "PESEL"],
)
def test_numbers_of_test_data_are_checked_too(
    office: Office, path: str, body: dict[str, str]
) -> None:
    """A wrong check digit would be found out only at the login."""
    whole = {"isBailiff": False, "description": "Bogus: osoba"} | body

    assert (400, 21405) == code_of(office.call("POST", f"/testdata/{path}", whole))


def test_a_persons_permissions_go_with_the_person(
    ksef: KsefSimulator, office: Office, granted: Office
) -> None:
    """Under all numbers of that person."""
    person = {
        "nip": OTHER_NIP.reveal(),
        "pesel": CLERK.reveal(),
        "isBailiff": False,
        "description": "Bogus: osoba",
    }
    office.call("POST", "/testdata/person", person)

    office.call("POST", "/testdata/person/remove", {"nip": OTHER_NIP.reveal()})

    pem = ksef.issue_person("clerk", number=CLERK)
    assert 415 == office.ends_as(office.signed(pem, *NIP))[0]
    assert [] == granted.query("persons/grants", in_context())["permissions"]


def test_a_permission_after_a_zawfa_is_taken_back(
    office: Office, gmina: Office
) -> None:
    """The test-data calls stand for both notices."""
    context = {"contextIdentifier": {"type": "Nip", "value": GMINA.reveal()}}
    whom = {"authorizedIdentifier": {"type": "Pesel", "value": CLERK.reveal()}}
    what = [{"permissionType": "CredentialsManage", "description": "Bogus: ZAW-FA"}]
    path = "/testdata/permissions"
    office.call("POST", path, context | whom | {"permissions": what})
    shown = len(gmina.query("persons/grants", in_context())["permissions"])

    office.call("POST", f"{path}/revoke", context | whom)

    assert (1, []) == (
        shown,
        gmina.query("persons/grants", in_context())["permissions"],
    )


def test_attachments_are_allowed_until_they_end(office: Office, gmina: Office) -> None:
    """The consent itself is given elsewhere; KSeF tells only whether it is there."""
    nip = {"nip": GMINA.reveal()}

    def told() -> tuple[bool, bool]:
        status = gmina.call("GET", "/permissions/attachments/status").json()
        return status["isAttachmentAllowed"], status["revokedDate"] is not None

    states = [told()]
    office.call("POST", "/testdata/attachment", nip)
    states.append(told())
    ends = nip | {"expectedEndDate": "2299-12-31"}
    office.call("POST", "/testdata/attachment/revoke", ends)
    states.append(told())
    office.call("POST", "/testdata/attachment/revoke", nip)
    states.append(told())

    assert [(False, False), (True, False), (True, True), (False, True)] == states
