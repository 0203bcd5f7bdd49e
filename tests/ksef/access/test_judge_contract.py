"""What the judge holds the calls to, beside the Ministry's own description."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ksef.access import filters
from ksef.access.judge_calls import CALLS, Details
from ksef.access.judge_facts import ROLES
from ksef.access.judge_vat import VAT_UE
from tests.house.tree import ROOT

FILE = ROOT.parent / "shared" / "real" / "ksef" / "openapi-2.7.0.json"
SCHEMA = ROOT.parent / "shared" / "real" / "ksef" / "schemat_auth_v2-1.xsd"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not FILE.exists(), reason="real: the folder of real public data is absent"
    ),
]


@cache
def api() -> Any:  # noqa: ANN401 - JSON
    """Read the description."""
    return json.loads(FILE.read_text("utf-8"))


def schema(name: str) -> Any:  # noqa: ANN401 - JSON
    """Give a schema by its name."""
    return api()["components"]["schemas"][name]


def resolved(told: Any) -> Any:  # noqa: ANN401 - JSON
    """Follow the one reference of a schema."""
    reference = told.get("$ref") or next(
        (each["$ref"] for each in told.get("allOf", [])), None
    )
    return schema(reference.rpartition("/")[2]) if reference else told


def body(call: str) -> Any:  # noqa: ANN401 - JSON
    """Give the schema of a call's request."""
    operation = api()["paths"][CALLS[call].endpoint.path]["post"]
    return resolved(operation["requestBody"]["content"]["application/json"]["schema"])


def types(call: str, field: str) -> list[str]:
    """List the types of identifiers that a field takes."""
    found = resolved(resolved(body(call)["properties"][field])["properties"]["type"])
    return sorted(found["enum"])


@pytest.mark.parametrize("call", CALLS)
def test_the_fields_are_those_of_the_description(call: str) -> None:
    """An unknown field is told, and a required one asked for."""
    told = body(call)

    assert set(told["properties"]) == set(CALLS[call].fields)
    assert set(told["required"]) == set(CALLS[call].fields) - set(CALLS[call].optional)


@pytest.mark.parametrize("call", [name for name in CALLS if CALLS[name].subjects])
def test_the_types_of_identifiers_are_those_of_the_description(call: str) -> None:
    """One that is not taken would come back as 21405, or as 450 of the operation."""
    assert types(call, "subjectIdentifier") == sorted(CALLS[call].subjects)


@pytest.mark.parametrize("call", [name for name in CALLS if CALLS[name].permissions])
def test_the_permissions_are_those_of_the_description(call: str) -> None:
    """The Ministry adds one now and then; then this says so."""
    properties = body(call)["properties"]
    told = resolved(properties.get("permission") or properties["permissions"]["items"])
    words = told.get("enum") or resolved(told["properties"]["type"])["enum"]

    assert sorted(words) == sorted(CALLS[call].permissions)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("PersonPermissionType", filters.OF_PERSONS),
        ("PersonalPermissionType", filters.OWN),
        ("InvoicePermissionType", filters.OF_ENTITIES),
        ("AuthenticationTokenStatus", filters.TOKEN_STATES),
    ],
)
def test_the_words_of_filters_are_those_of_the_description(
    name: str, words: tuple[str, ...]
) -> None:
    """A word that KSeF knows must not be refused at the desk."""
    assert sorted(schema(name)["enum"]) == sorted(words)


@pytest.mark.parametrize(
    ("call", "field", "expected"),
    [
        ("grant_subunit", "contextIdentifier", ["InternalId", "Nip"]),
        ("grant_eu_administration", "contextIdentifier", ["NipVatUe"]),
        ("grant_indirect", "targetIdentifier", ["AllPartners", "InternalId", "Nip"]),
    ],
)
def test_the_other_identifiers_are_those_of_the_description(
    call: str, field: str, expected: list[str]
) -> None:
    """Whose unit, which client."""
    assert expected == types(call, field)


@pytest.mark.parametrize(
    ("name", "field", "least", "most"),
    [
        ("PersonDetails", "firstName", 2, 30),
        ("PersonDetails", "lastName", 2, 81),
        ("EntityDetails", "fullName", 5, 90),
        ("EntityByFingerprintDetails", "fullName", 0, 100),
        ("EntityByFingerprintDetails", "address", 0, 512),
        ("EuEntityDetails", "fullName", 0, 100),
        ("IdDocument", "type", 0, 20),
        ("IdDocument", "number", 0, 20),
        ("SubunitPermissionsGrantRequest", "subunitName", 5, 256),
        ("SubunitPermissionsGrantRequest", "description", 5, 256),
        ("EuEntityAdministrationPermissionsGrantRequest", "euEntityName", 5, 256),
        ("GenerateTokenRequest", "description", 5, 256),
    ],
)
def test_the_lengths_are_those_of_the_description(
    name: str, field: str, least: int, most: int
) -> None:
    """One character too many, and the whole request comes back."""
    told = schema(name)["properties"][field]

    assert (least, most) == (told.get("minLength", 0), told["maxLength"])


@pytest.mark.parametrize(
    ("name", "details"),
    [
        ("PersonPermissionSubjectDetailsType", Details.PERSON),
        ("EuEntityPermissionSubjectDetailsType", Details.EU),
    ],
)
def test_the_kinds_of_details_are_those_of_the_description(
    name: str, details: Details
) -> None:
    """Each has a block of its own."""
    from ksef.access.judge_details import BLOCKS  # noqa: PLC0415 - beside its only use

    assert sorted(schema(name)["enum"]) == sorted(BLOCKS[details])


def test_the_roles_are_those_of_the_description() -> None:
    """Rules rest on three of the six."""
    assert sorted(schema("EntityRoleType")["enum"]) == sorted(ROLES)


@pytest.mark.parametrize(
    "number", ["CZ12345678", "DE123456789", "DE123456789012", "ESA12345678", "GR1"]
)
def test_vat_numbers_are_read_as_the_schema_has_them(number: str) -> None:
    """The schema's own pattern, without the `$` that XSD takes for a letter."""
    [pattern] = re.findall(r'value="(.*XI.*)"', Path(SCHEMA).read_text("utf-8"))
    plain = re.compile(pattern.removesuffix("$"), re.ASCII)

    theirs = plain.fullmatch(f"1234563218-{number}") is not None

    assert theirs is (VAT_UE.fullmatch(number) is not None)
