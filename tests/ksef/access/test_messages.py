"""KSeF's answers: tolerant of what is new, masked, straight from bytes."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksef.access import messages_certificates as certificates
from ksef.access import messages_permissions as permissions
from ksef.access import messages_tokens as tokens
from ksef.access.errors import KsefUnclear
from ksef.access.messages import Accepted, ForeignId, Message
from ksef.access.messages_permissions import GrantsPage
from ksef.access.parties import ForeignParty
from tests.house.tree import ROOT
from vocabulary.identifiers import IdentifierInvalid, Nip, Pesel

OPENAPI = ROOT.parent / "shared" / "real" / "ksef" / "openapi-2.7.0.json"
PESEL = "22271569167"
# Two answers more are described without an example.
BY_SCHEMA: dict[str, type[Message]] = {
    "PermissionsOperationResponse": Accepted,
    "PermissionsOperationStatusResponse": permissions.OperationStatus,
    "QueryPersonalPermissionsResponse": permissions.GrantsPage,
    "QueryPersonPermissionsResponse": permissions.GrantsPage,
    "QuerySubunitPermissionsResponse": permissions.SubunitGrantsPage,
    "QueryEntityPermissionsResponse": permissions.EntityGrantsPage,
    "QueryEntityRolesResponse": permissions.EntityRolesPage,
    "QuerySubordinateEntityRolesResponse": permissions.SubordinateRolesPage,
    "QueryEntityAuthorizationPermissionsResponse": permissions.AuthorisationGrantsPage,
    "QueryEuEntityPermissionsResponse": permissions.EuEntityGrantsPage,
    "GenerateTokenResponse": tokens.MadeToken,
    "QueryTokensResponse": tokens.TokensPage,
    "TokenStatusResponse": tokens.TokenInfo,
    "CertificateEnrollmentDataResponse": certificates.EnrollmentData,
    "EnrollCertificateResponse": Accepted,
    "CertificateEnrollmentStatusResponse": certificates.EnrollmentStatus,
    "RetrieveCertificatesResponse": certificates.IssuedCertificates,
    "QueryCertificatesResponse": certificates.CertificatesPage,
}


def a_grant(**changes: object) -> dict[str, object]:
    """Make a grant as API 2.7.0 tells it; nobody in it exists."""
    return {
        "id": "0c9a7ed5-1f2e-4b3c-9d8e-aabbccddeeff",
        "authorizedIdentifier": {"type": "Pesel", "value": PESEL},
        "contextIdentifier": {"type": "Nip", "value": "7762811692"},
        "authorIdentifier": {"type": "System", "value": None},
        "permissionScope": "CredentialsManage",
        "description": "Administrator z ZAW-FA",
        "subjectPersonDetails": {
            "subjectDetailsType": "PersonByIdentifier",
            "firstName": "Anna",
            "lastName": "Zmyślona",
            "personIdentifier": {"type": "Pesel", "value": PESEL},
        },
        "permissionState": "Active",
        "startDate": "2026-02-22T10:40:56.000+00:00",
        "canDelegate": False,
    } | changes


def a_page(*grants: dict[str, object], more: bool = False) -> bytes:
    """Make a page of grants."""
    return json.dumps({"permissions": grants, "hasMore": more}).encode()


def told(kind: str, value: str | None) -> ForeignId:
    """Read an identifier as KSeF writes it."""
    return ForeignId.model_validate({"type": kind, "value": value})


def test_a_grant_is_read_and_shows_nobody() -> None:
    """Identifiers stay raw and masked until somebody asks."""
    [grant] = GrantsPage.read(a_page(a_grant())).items

    assert "CredentialsManage" == grant.permission_scope
    assert PESEL not in repr(grant)
    assert "Zmyślona" not in repr(grant)
    assert "ForeignId('Pesel ***…67')" == repr(grant.authorized_identifier)
    assert "System" == str(grant.author_identifier)


def test_an_identifier_is_parsed_when_asked_for() -> None:
    """Its check digit too: KSeF's test data hold wrong ones."""
    holder = told("Pesel", PESEL)
    wrong = told("Nip", "1111111112")

    assert Pesel(PESEL) == holder.parse()
    assert None is told("System", None).parse()
    assert Nip("7762811692") == told("Nip", "7762811692").party()
    assert ForeignParty("1111111112") == wrong.party()
    with pytest.raises(IdentifierInvalid):
        wrong.parse()


def test_a_party_of_a_new_kind_can_still_be_told_in_the_log() -> None:
    """Whose data were shown must be searchable, whatever KSeF calls them."""
    assert ForeignParty("X-1") == told("NewKind", "X-1").party()
    assert ForeignParty("x" * 64) == told("NewKind", "x" * 99).party()
    assert ForeignParty("?") == told("Nip", "").party()
    with pytest.raises(IdentifierInvalid):
        ForeignParty(" ")


def test_what_is_new_is_kept() -> None:
    """KSeF adds fields and values every month, and neither is an error."""
    grant = a_grant(permissionScope="TeleportInvoices", validUntil="2027-01-01")
    [read] = GrantsPage.read(a_page(grant)).items

    assert "TeleportInvoices" == read.permission_scope
    assert {"validUntil": "2027-01-01"} == read.model_extra
    assert "2027" not in repr(read)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"permissions": 7, "hasMore": false}',
        a_page({"id": "x"}),
        a_page(a_grant(startDate="yesterday")),
        b"\xff\xfe",
    ],
)
def test_what_is_no_page_is_unclear_and_quoted_nowhere(raw: bytes) -> None:
    """It never becomes an empty list of permissions."""
    with pytest.raises(KsefUnclear) as unclear:
        GrantsPage.read(raw)

    assert "KSeF's answer is unclear: HTTP 200, body" == str(unclear.value)
    assert None is unclear.value.__cause__


def test_pages_follow_by_number() -> None:
    """`hasMore` is the only thing that says so."""
    assert "1" == GrantsPage.read(a_page(more=True)).following("0")
    assert None is GrantsPage.read(a_page()).following("0")


def test_tokens_follow_by_a_word_of_ksef() -> None:
    """A continuation token; an absent or empty one ends the list."""
    page = tokens.TokensPage.read(b'{"tokens": [], "continuationToken": "abc"}')

    assert "abc" == page.following("0")
    assert None is tokens.TokensPage.read(b'{"tokens": []}').following("abc")


@given(st.binary(max_size=300))
def test_no_bytes_are_unforeseen(raw: bytes) -> None:
    """Foreign bytes end in a page, or in one error of ours."""
    with suppress(KsefUnclear):
        GrantsPage.read(raw)


@pytest.mark.real
@pytest.mark.skipif(
    not OPENAPI.exists(), reason="real: the folder of real public data is absent"
)
@pytest.mark.parametrize("schema", sorted(BY_SCHEMA))
def test_the_ministrys_own_example_is_read(schema: str) -> None:
    """Each answer is described with an example, in the shape that the service uses."""
    described = json.loads(OPENAPI.read_bytes())
    examples = [
        content["example"]
        for methods in described["paths"].values()
        for operation in methods.values()
        for answer in operation["responses"].values()
        for content in answer.get("content", {}).values()
        if _names(content, schema) and "example" in content
    ]
    assert examples

    for example in examples:
        BY_SCHEMA[schema].read(json.dumps(example).encode())


def _names(content: dict[str, Any], schema: str) -> bool:
    return str(content.get("schema", {}).get("$ref", "")).endswith(f"/{schema}")
