"""What each grant and revocation does in the simulated KSeF, and what it refuses."""

from pathlib import Path
from typing import Any

import pytest

from jst.simulators.ksef import KsefSimulator
from jst.simulators.ksef_permissions import Repeats
from tests.jst.simulators.ksef_office import (
    AUTHORIZATIONS,
    CLERK,
    DIRECTOR,
    ENTITIES,
    EU,
    EU_ADMINISTRATION,
    FINGERPRINT,
    GMINA,
    INDIRECT,
    JOINT,
    NIP,
    OTHER,
    OTHER_NIP,
    PERSONS,
    SCHOOL,
    SUBUNITS,
    Office,
    a_certificate,
    a_person,
    an_entity,
    code_of,
    fingerprint_of,
    for_joint,
    for_unit,
    in_context,
)


def test_a_director_grants_in_the_unit_also_to_himself(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """
    The Ministry's own story: gmina, kindergarten, director.

    Holds: facts/ksef-api.md, 3.5.
    """
    gmina.change("POST", SUBUNITS, for_unit("InternalId", SCHOOL.reveal()))
    pem = ksef.issue_person("director", number=DIRECTOR)
    director = office.log_in(pem, "InternalId", SCHOOL.reveal())
    body = a_person(DIRECTOR) | {"permissions": ["InvoiceRead"]}

    assert 200 == director.change("POST", PERSONS, body)

    mine = director.query("personal/grants")["permissions"]
    assert {"InvoiceRead", "CredentialsManage"} == {
        each["permissionScope"] for each in mine
    }
    assert [] == gmina.query("persons/grants", in_context())["permissions"]
    [administrator] = gmina.query("subunits/grants")["permissions"]
    assert "Bogus: jednostka" == administrator["subunitName"]


def test_a_chain_holds_while_every_link_stands(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """
    Client, intermediary, person: the person's grant stays Active when it is broken.

    Holds: facts/ksef-api.md, 3.5 (issue 370).
    """
    may_pass = [{"type": "InvoiceRead", "canDelegate": True}]
    gmina.change("POST", ENTITIES, an_entity() | {"permissions": may_pass})
    [link] = gmina.query("persons/grants", in_context())["permissions"]
    bureau = office.log_in(ksef.issue_seal("bureau", nip=OTHER_NIP), *OTHER)
    body = a_person() | {
        "permissions": ["InvoiceRead", "InvoiceWrite"],
        "targetIdentifier": {"type": "Nip", "value": GMINA.reveal()},
    }
    assert 200 == bureau.change("POST", INDIRECT, body)
    pem = ksef.issue_person("clerk", number=CLERK)
    clerk = office.log_in(pem, *NIP)

    refused = clerk.call("POST", PERSONS, body).json()
    path = f"/permissions/common/grants/{link['id']}"
    assert 200 == gmina.change("DELETE", path)
    broken = office.ends_as(office.signed(pem, *NIP))[0]

    assert ["InvoiceRead"] == refused["security"]["presentPermissions"]
    assert 415 == broken
    shown = bureau.query("persons/grants", in_context())["permissions"]
    assert ["Active", "Active"] == [each["permissionState"] for each in shown]
    assert {GMINA.reveal()} == {each["targetIdentifier"]["value"] for each in shown}


@pytest.mark.parametrize(
    "target", [{}, {"targetIdentifier": {"type": "AllPartners"}}], ids=["absent", "all"]
)
def test_a_general_grant_serves_every_client(
    ksef: KsefSimulator, office: Office, gmina: Office, target: dict[str, Any]
) -> None:
    """Also one who comes later."""
    bureau = office.log_in(ksef.issue_seal("bureau", nip=OTHER_NIP), *OTHER)
    body = a_person() | {"permissions": ["InvoiceRead"]} | target
    bureau.change("POST", INDIRECT, body)
    pem = ksef.issue_person("clerk", number=CLERK)
    before = office.ends_as(office.signed(pem, *NIP))[0]
    may_pass = [{"type": "InvoiceRead", "canDelegate": True}]

    gmina.change("POST", ENTITIES, an_entity() | {"permissions": may_pass})

    assert (415, 200) == (before, office.ends_as(office.signed(pem, *NIP))[0])


def test_a_right_that_was_lost_meanwhile_counts_no_more(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """Code 420: the token still says so, the register no longer does."""
    body = a_person() | {"permissions": ["CredentialsManage"]}
    gmina.change("POST", PERSONS, body)
    clerk = office.log_in(ksef.issue_person("clerk", number=CLERK), *NIP)
    [mine] = clerk.query("personal/grants")["permissions"]
    gmina.change("DELETE", f"/permissions/common/grants/{mine['id']}")

    assert 420 == clerk.change("POST", PERSONS, body)
    assert 400 == clerk.change("DELETE", f"/permissions/common/grants/{'0' * 36}")


def test_what_was_granted_is_taken_back(gmina: Office) -> None:
    """By its id, at the call that fits its kind."""
    gmina.change("POST", AUTHORIZATIONS, an_entity() | {"permission": "RRInvoicing"})
    [one] = gmina.query("authorizations/grants", {"queryType": "Granted"})[
        "authorizationGrants"
    ]

    wrong = gmina.change("DELETE", f"/permissions/common/grants/{one['id']}")
    right = gmina.change("DELETE", f"/permissions/authorizations/grants/{one['id']}")

    assert (400, 200) == (wrong, right)


def test_a_grant_of_another_context_is_not_taken_back(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """Code 410."""
    gmina.change("POST", PERSONS, a_person() | {"permissions": ["InvoiceRead"]})
    [one] = gmina.query("persons/grants", in_context())["permissions"]
    bureau = office.log_in(ksef.issue_seal("bureau", nip=OTHER_NIP), *OTHER)

    assert 410 == bureau.change("DELETE", f"/permissions/common/grants/{one['id']}")


def test_an_administrator_of_the_gmina_ends_an_administrator_of_a_unit(
    gmina: Office,
) -> None:
    """Appointed from above, dismissed from above."""
    gmina.change("POST", SUBUNITS, for_unit("InternalId", SCHOOL.reveal()))
    [one] = gmina.query("subunits/grants")["permissions"]

    assert 200 == gmina.change("DELETE", f"/permissions/common/grants/{one['id']}")
    assert [] == gmina.query("subunits/grants")["permissions"]


def test_a_holder_of_subunits_alone_ends_administrators_of_units_alone(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """
    The call lets in whoever has one of three permissions; the operation is stricter.

    That it is so is our reading (docs/ksef-simulator.md).
    """
    body = a_person() | {"permissions": ["SubunitManage"]}
    gmina.change("POST", PERSONS, body)
    gmina.change("POST", SUBUNITS, for_unit("InternalId", SCHOOL.reveal()))
    clerk = office.log_in(ksef.issue_person("clerk", number=CLERK), *NIP)
    [own] = clerk.query("persons/grants", in_context())["permissions"]
    [unit] = clerk.query("subunits/grants")["permissions"]

    assert 420 == clerk.change("DELETE", f"/permissions/common/grants/{own['id']}")
    assert 200 == clerk.change("DELETE", f"/permissions/common/grants/{unit['id']}")


def test_a_person_known_by_fingerprint_and_number_is_shown_with_both(
    gmina: Office,
) -> None:
    """The number says who it is, the fingerprint what counts."""
    number = {"type": "Pesel", "value": CLERK.reveal()}
    body = a_certificate(FINGERPRINT) | {
        "permissions": ["InvoiceRead"],
        "subjectDetails": {
            "subjectDetailsType": "PersonByFingerprintWithIdentifier",
            "personByFpWithId": {
                "firstName": "Bogusia",
                "lastName": "Bogusowska",
                "identifier": number,
            },
        },
    }

    assert 200 == gmina.change("POST", PERSONS, body)

    [one] = gmina.query("persons/grants", in_context())["permissions"]
    assert number == one["subjectPersonDetails"]["personIdentifier"]


def test_an_entity_of_another_state_names_its_representatives(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """The joint context exists once the gmina has named its administrator."""
    pem, guest = ksef.issue_nameless("cz"), ksef.issue_nameless("guest")
    body = for_joint() | {
        "subjectIdentifier": {"type": "Fingerprint", "value": _print(pem)}
    }
    assert 200 == gmina.change("POST", EU_ADMINISTRATION, body)
    administrator = office.log_in(
        pem, "NipVatUe", JOINT, subject="certificateFingerprint"
    )
    body = a_certificate(_print(guest)) | {"permissions": ["InvoiceRead"]}

    assert 200 == administrator.change("POST", EU, body)

    seen = administrator.query("eu-entities/grants")["permissions"]
    assert 5 == len(seen)
    [one] = administrator.query(
        "eu-entities/grants",
        {"authorizedFingerprintIdentifier": _print(guest)[:20].lower()},
    )["permissions"]
    assert ("CZ12345678", "InvoiceRead") == (
        one["vatUeIdentifier"],
        one["permissionScope"],
    )
    assert 4 == len(gmina.query("eu-entities/grants")["permissions"])
    path = f"/permissions/common/grants/{one['id']}"
    assert 200 == administrator.change("DELETE", path)
    manage = administrator.query(
        "eu-entities/grants", {"permissionTypes": ["VatUeManage"]}
    )["permissions"]
    path = f"/permissions/common/grants/{manage[0]['id']}"
    assert 200 == administrator.change("DELETE", path)


def test_an_entity_may_not_name_representatives_in_its_own_context(
    gmina: Office,
) -> None:
    """The owner has every right but this one."""
    body = a_certificate(FINGERPRINT) | {"permissions": ["InvoiceRead"]}

    refused = gmina.call("POST", EU, body).json()

    assert "missing-permissions" == refused["reasonCode"]
    assert {
        "requiredAnyOfPermissions": ["VatUeManage"],
        "presentPermissions": ["Owner"],
    } == refused["security"]


@pytest.mark.parametrize(
    ("repeats", "status", "stands"),
    [(Repeats.IGNORED, 200, 1), (Repeats.FAIL, 400, 1), (Repeats.STORED, 200, 2)],
)
def test_a_repeated_grant_is_ignored_fails_or_is_stored(
    ksef: KsefSimulator, gmina: Office, repeats: Repeats, status: int, stands: int
) -> None:
    """The documentation allows two; the third shows what a client did twice."""
    body = a_person() | {"permissions": ["InvoiceRead"]}
    ksef.world.permissions.repeats = repeats

    first, second = (gmina.change("POST", PERSONS, body) for _ in range(2))

    assert (200, status) == (first, second)
    assert stands == len(gmina.query("persons/grants", in_context())["permissions"])
    assert 1 == ksef.world.permissions.repeated


def test_an_operation_is_kept_for_thirty_days_and_for_its_own_context(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """410 then; and another context is told nothing."""
    body = a_person() | {"permissions": ["InvoiceRead"]}
    number = gmina.call("POST", PERSONS, body).json()["referenceNumber"]
    path = f"/permissions/operations/{number}"
    at_once = gmina.call("GET", path).json()["status"]["code"]
    bureau = office.log_in(ksef.issue_seal("bureau", nip=OTHER_NIP), *OTHER)
    elsewhere = bureau.call("GET", path)
    gmina.pass_time(31 * 86_400)
    later = office.log_in(ksef.issue_seal("gmina2", nip=GMINA), *NIP)

    assert 100 == at_once
    assert (400, 21405) == code_of(elsewhere)
    assert 410 == later.call("GET", path).status_code


def _print(pem: Path) -> str:
    return fingerprint_of(pem)


@pytest.mark.parametrize("kind", ["common", "authorizations"])
def test_a_grant_has_a_number_of_36_characters(gmina: Office, kind: str) -> None:
    """A shorter one is refused at once, and no operation begins."""
    answer = gmina.call("DELETE", f"/permissions/{kind}/grants/abc")

    assert (400, 21405) == code_of(answer)
