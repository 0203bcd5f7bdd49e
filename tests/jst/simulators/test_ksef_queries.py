"""What the simulated KSeF answers to questions about permissions and roles."""

from typing import Any

import pytest

from jst.simulators.ksef import KsefSimulator
from tests.jst.simulators.ksef_office import (
    CLERK,
    GMINA,
    NIP,
    OTHER,
    OTHER_NIP,
    PERSONS,
    SCHOOL,
    Office,
    a_person,
    an_entity,
    code_of,
    in_context,
)


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


def _with_check_digit(ten_digits: str) -> str:
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
    total = sum(int(a) * b for a, b in zip(ten_digits, weights, strict=True))
    return f"{ten_digits}{-total % 10}"
