"""Grant requests that stand, one for each call, and how a test changes them.

Every number is made up; the NIPs and PESELs only pass their check digits.
"""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any, Final

from ksef.access.judge import Judged, judge

DAY: Final = date(2026, 11, 21)
OFFICE: Final = "1234563218"
OTHER: Final = "9990000014"
CLIENT: Final = "9990000020"
PESEL: Final = "44051401359"
UNIT: Final = "1234563218-12341"
FINGERPRINT: Final = "0123456789ABCDEF" * 4
NIP_VAT_UE: Final = "1234563218-CZ12345678"
NONE: Final = object()
"""Put in place of a value, it takes the field out."""
Row = tuple[dict[str, Any], dict[str, object], str, str]
"""A request, what is changed in it, the rule that finds it, in which field."""
Untold = tuple[dict[str, Any], dict[str, object], str, str, str]
"""The same, and the fact that is missing."""
Note = tuple[dict[str, Any], dict[str, object], str, dict[str, object]]
"""A request, changed so that the note is made, the rule, changed so that it is not."""

_BY_ID: Final = {
    "subjectDetailsType": "PersonByIdentifier",
    "personById": {"firstName": "Anna", "lastName": "Wymyślona"},
}
_BY_FP: Final = {
    "subjectDetailsType": "PersonByFingerprintWithoutIdentifier",
    "personByFpNoId": {
        "firstName": "Anna",
        "lastName": "Wymyślona",
        "birthDate": "1980-02-01",
        "idDocument": {"type": "paszport", "number": "BOGUS0001", "country": "CZ"},
    },
}
BY_FP_WITH_ID: Final = {
    "subjectDetailsType": "PersonByFingerprintWithIdentifier",
    "personByFpWithId": {
        "firstName": "Anna",
        "lastName": "Wymyślona",
        "identifier": {"type": "Pesel", "value": PESEL},
    },
}
ENTITY_BY_FP: Final = {
    "subjectDetailsType": "EntityByFingerprint",
    "entityByFp": {"fullName": "Bogus s.r.o.", "address": "Praha 1"},
}


def _id(kind: str, value: str) -> dict[str, str]:
    return {"type": kind, "value": value}


def _request(endpoint: str, subject: object, details: object, **more: object) -> Any:  # noqa: ANN401 - JSON
    return {
        "endpoint": endpoint,
        "context": _id("Nip", OFFICE),
        "roles": ["LocalGovernmentUnit"],
        "subjectIdentifier": subject,
        "description": "zarządzenie 7/2026",
        "subjectDetails": details,
        **more,
    }


PERSON: Final = _request(
    "persons/grants", _id("Pesel", PESEL), _BY_ID, permissions=["InvoiceRead"]
)
ENTITY: Final = _request(
    "/permissions/entities/grants",
    _id("Nip", OTHER),
    {"fullName": "Biuro Bogus"},
    permissions=[{"type": "InvoiceRead", "canDelegate": False}],
)
AUTHORIZATION: Final = _request(
    "permissions/authorizations/grants",
    _id("Nip", OTHER),
    {"fullName": "Biuro Bogus"},
    permission="SelfInvoicing",
)
INDIRECT: Final = _request(
    "grant_indirect",
    _id("Pesel", PESEL),
    _BY_ID,
    permissions=["InvoiceRead"],
    targetIdentifier=_id("Nip", CLIENT),
    entityGrants=[
        {
            "contextIdentifier": _id("Nip", CLIENT),
            "permissionScope": "InvoiceRead",
            "canDelegate": True,
        }
    ],
)
SUBUNIT: Final = _request(
    "POST https://api.ksef.mf.gov.pl/v2/permissions/subunits/grants",
    _id("Pesel", PESEL),
    _BY_ID,
    contextIdentifier=_id("InternalId", UNIT),
    subunitName="Szkoła Podstawowa nr 1",
)
SUBUNIT_BY_NIP: Final = _request(
    "subunits/grants",
    _id("Pesel", PESEL),
    _BY_ID,
    contextIdentifier=_id("Nip", OTHER),
    subordinates=[OTHER],
    unitKind="local_budget_unit",
)
EU_ADMINISTRATION: Final = _request(
    "eu-entities/administration/grants",
    _id("Fingerprint", FINGERPRINT),
    ENTITY_BY_FP,
    contextIdentifier=_id("NipVatUe", NIP_VAT_UE),
    euEntityName="Bogus s.r.o., Praha 1",
    euEntityDetails={"fullName": "Bogus s.r.o.", "address": "Praha 1"},
)
EU: Final = _request(
    "eu-entities/grants",
    _id("Fingerprint", FINGERPRINT),
    _BY_FP,
    permissions=["InvoiceWrite", "InvoiceRead"],
) | {"context": _id("NipVatUe", NIP_VAT_UE)}
TOKEN: Final = {
    "endpoint": "/tokens",
    "context": _id("Nip", OFFICE),
    "permissions": ["InvoiceRead"],
    "description": "program księgowy",
    "authorPermissions": ["InvoiceRead", "CredentialsManage"],
}
GOOD: Final[Mapping[str, dict[str, Any]]] = {
    "person": PERSON,
    "entity": ENTITY,
    "authorization": AUTHORIZATION,
    "indirect": INDIRECT,
    "subunit": SUBUNIT,
    "subunit by nip": SUBUNIT_BY_NIP,
    "eu administration": EU_ADMINISTRATION,
    "eu": EU,
    "token": TOKEN,
}


def having(request: Mapping[str, Any], changes: Mapping[str, object]) -> dict[str, Any]:
    """Change values by their place, e.g. `subjectIdentifier.value`; `NONE` removes."""
    made = deepcopy(dict(request))
    for place, value in changes.items():
        *path, last = place.split(".")
        inner = made
        for name in path:
            inner = inner[name]
        if value is NONE:
            del inner[last]
        else:
            inner[last] = value
    return made


def judged(request: Mapping[str, Any], on: date = DAY) -> tuple[Judged, ...]:
    """Judge by the rules of the day of these tests."""
    return judge(request, on=on)


def found(request: Mapping[str, Any], on: date = DAY) -> set[tuple[str, str]]:
    """Name the rules that say something, each with its field."""
    return {
        (each.rule.removeprefix("ksef.grant."), each.field)
        for each in judged(request, on)
    }


def rules_of(request: Mapping[str, Any], on: date = DAY) -> set[str]:
    """Name the rules that say something."""
    return {rule for rule, _ in found(request, on)}


def only(rule: str, told: tuple[Judged, ...]) -> Judged:
    """Give the one finding of a rule."""
    [one] = [each for each in told if each.rule.endswith(f".{rule}")]
    return one
