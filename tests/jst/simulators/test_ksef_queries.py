"""What the simulated KSeF answers to questions about permissions and roles."""

from typing import Any

import pytest

from jst.simulators.ksef import KsefSimulator
from tests.jst.simulators.ksef_office import (
    CLERK,
    DIRECTOR,
    GMINA,
    OTHER_NIP,
    SCHOOL,
    Office,
    a_person,
    an_entity,
    code_of,
    in_context,
)

NIP = ("Nip", GMINA.reveal())
OTHER = ("Nip", OTHER_NIP.reveal())
PERSONS = "/permissions/persons/grants"


@pytest.fixture(name="granted")
def _granted(gmina: Office) -> Office:
    """A gmina that let a clerk, a bureau and a unit's director work."""
    both = a_person() | {"permissions": ["InvoiceRead", "CredentialsManage"]}
    may_pass = [{"type": "InvoiceRead", "canDelegate": True}, {"type": "InvoiceWrite"}]
    unit = a_person(DIRECTOR) | {
        "contextIdentifier": {"type": "InternalId", "value": SCHOOL.reveal()},
        "subunitName": "Bogus: szkoła",
    }
    gmina.change("POST", PERSONS, both)
    gmina.change(
        "POST", "/permissions/entities/grants", an_entity() | {"permissions": may_pass}
    )
    gmina.change("POST", "/permissions/subunits/grants", unit)
    return gmina


@pytest.mark.parametrize(
    ("asked", "scopes"),
    [
        ({}, ["CredentialsManage", "InvoiceRead", "InvoiceRead", "InvoiceWrite"]),
        ({"permissionTypes": ["InvoiceWrite"]}, ["InvoiceWrite"]),
        ({"permissionState": "Inactive"}, []),
        (
            {"authorizedIdentifier": {"type": "Pesel", "value": CLERK.reveal()}},
            ["CredentialsManage", "InvoiceRead"],
        ),
        ({"authorIdentifier": {"type": "System"}}, []),
        ({"targetIdentifier": {"type": "AllPartners"}}, []),
        (
            {"contextIdentifier": {"type": "InternalId", "value": SCHOOL.reveal()}},
            [],
        ),
    ],
    ids=["all", "type", "state", "whom", "author", "target", "context"],
)
def test_those_who_work_here_are_listed_as_asked(
    granted: Office, asked: dict[str, Any], scopes: list[str]
) -> None:
    """The administrators of units are not among them."""
    told = granted.query("persons/grants", in_context() | asked)

    assert scopes == sorted(each["permissionScope"] for each in told["permissions"])


def test_what_i_granted_holds_units_too(
    ksef: KsefSimulator, office: Office, granted: Office
) -> None:
    """The second list is the author's, wherever it took effect."""
    mine = {"queryType": "PermissionsGrantedInCurrentContext"}
    clerk = office.log_in(ksef.issue_person("clerk", number=CLERK), *NIP)

    told = granted.query("persons/grants", mine)["permissions"]

    assert 5 == len(told)
    [unit] = [each for each in told if each["contextIdentifier"]]
    assert SCHOOL.reveal() == unit["contextIdentifier"]["value"]
    assert [] == clerk.query("persons/grants", mine)["permissions"]


def test_a_list_comes_page_by_page_and_newest_first(gmina: Office) -> None:
    """`pageOffset` counts pages; `hasMore` says whether there is another one."""
    people = [_with_check_digit(f"997231{each:04}") for each in range(4, 16)]
    for each in people:
        body = a_person() | {
            "permissions": ["InvoiceRead"],
            "subjectIdentifier": {"type": "Pesel", "value": each},
        }
        assert 200 == gmina.change("POST", PERSONS, body)

    first = gmina.query("persons/grants", in_context())
    second = gmina.query("persons/grants", in_context(), query={"pageOffset": 1})
    whole = gmina.query("persons/grants", in_context(), query={"pageSize": 100})

    shown = first["permissions"] + second["permissions"]
    assert (True, False) == (first["hasMore"], second["hasMore"])
    assert shown == whole["permissions"]
    starts = [each["startDate"] for each in shown]
    assert sorted(starts, reverse=True) == starts


@pytest.mark.parametrize(
    "query", [{"pageSize": 9}, {"pageSize": 101}, {"pageOffset": -1}]
)
def test_a_page_of_another_size_is_refused(
    gmina: Office, query: dict[str, object]
) -> None:
    """Ten to a hundred; code 21405."""
    path = "/permissions/query/persons/grants"

    assert (400, 21405) == code_of(gmina.call("POST", path, in_context(), query=query))


def test_an_intermediary_sees_who_let_it_in(
    ksef: KsefSimulator, office: Office, granted: Office
) -> None:
    """Also its owner's own list, which is empty otherwise."""
    bureau = office.log_in(ksef.issue_seal("bureau", nip=OTHER_NIP), *OTHER)
    client = {"contextIdentifier": {"type": "Nip", "value": GMINA.reveal()}}

    received = bureau.query("entities/grants", client)["permissions"]
    own = bureau.query("personal/grants")["permissions"]

    assert [("InvoiceRead", True), ("InvoiceWrite", False)] == sorted(
        (each["permissionScope"], each["canDelegate"]) for each in received
    )
    assert 2 == len(own)
    assert [] == granted.query("entities/grants")["permissions"]


def test_personal_permissions_are_filtered(
    ksef: KsefSimulator, office: Office, granted: Office
) -> None:
    """By kind, by client, by who gave them."""
    clerk = office.log_in(ksef.issue_person("clerk", number=CLERK), *NIP)

    def found(**asked: object) -> int:
        return len(clerk.query("personal/grants", asked)["permissions"])

    assert 2 == found()
    assert 1 == found(permissionTypes=["InvoiceRead"])
    assert 0 == found(targetIdentifier={"type": "AllPartners"})
    assert 0 == found(contextIdentifier={"type": "Nip", "value": OTHER_NIP.reveal()})
    assert 0 == found(permissionState="Inactive")
    assert granted.access != clerk.access


def test_authorisations_are_seen_from_both_sides(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """Given by the seller, received by the buyer."""
    body = an_entity() | {"permission": "SelfInvoicing"}
    gmina.change("POST", "/permissions/authorizations/grants", body)
    bureau = office.log_in(ksef.issue_seal("bureau", nip=OTHER_NIP), *OTHER)
    seller = {"authorizingIdentifier": {"type": "Nip", "value": GMINA.reveal()}}

    def seen(session: Office, **asked: object) -> int:
        return len(session.query("authorizations/grants", asked)["authorizationGrants"])

    assert (1, 0) == tuple(
        seen(gmina, queryType=each) for each in ("Granted", "Received")
    )
    assert 1 == seen(bureau, queryType="Received", **seller)
    assert 0 == seen(bureau, queryType="Received", permissionTypes=["RRInvoicing"])


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


def _with_check_digit(ten_digits: str) -> str:
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
    total = sum(int(a) * b for a, b in zip(ten_digits, weights, strict=True))
    return f"{ten_digits}{-total % 10}"
