"""The calls that give something, and what each of them takes.

Source: the Ministry's description of API 2.7.0, schemas of the requests;
tests/ksef/access/test_judge_contract.py compares where it is at hand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ksef.access.endpoints import ENDPOINTS, Endpoint
from ksef.access.judge_finding import Judged, error
from ksef.access.judge_shape import meant

API: Final = "KSeF API 2.7.0"
INVOICES: Final = ("InvoiceWrite", "InvoiceRead")
AUTHORISATIONS: Final = (
    "SelfInvoicing",
    "RRInvoicing",
    "TaxRepresentative",
    "PefInvoicing",
)
_MANAGING: Final = ("CredentialsManage", "CredentialsRead", "SubunitManage")
_OTHER: Final = ("Introspection", "EnforcementOperations", "CollectiveIdentifierManage")
PERSON: Final = (*INVOICES, *_MANAGING, *_OTHER)
_PERSON_IDS: Final = ("Nip", "Pesel", "Fingerprint")
_COMMON: Final = ("subjectIdentifier", "description", "subjectDetails")
_DELETES: Final = re.compile(r"(?i)(delete|get|put|patch)\s")
_PREFIX: Final = re.compile(r"(?i)(post\s+)?(https://[^/\s]{1,99})?/?(api/)?(v2/)?/?")


class Details(StrEnum):
    """What `subjectDetails` says of whom it is given to."""

    PERSON = "person"
    ENTITY = "entity"
    EU = "eu"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call that gives something.

    Attributes:
        endpoint: Its path, and which permissions the caller needs.
        subjects: Types of identifiers of whom it is given to.
        permissions: What it gives; empty where it gives one fixed set.
        fields: Every field of the request; `optional` are those that may be absent.
        contexts: The types of contexts in which the call is documented to work; empty
            where nothing is documented.
    """

    endpoint: Endpoint
    subjects: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    details: Details = Details.NONE
    fields: tuple[str, ...]
    optional: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Ours, as it stands in the log."""
        return self.endpoint.name

    @property
    def source(self) -> str:
        """Where the form of the request is described."""
        return f"{API}, {self.endpoint.method} {self.endpoint.path}"


_ALL: Final = (
    Call(
        endpoint=ENDPOINTS["grant_person"],
        subjects=_PERSON_IDS,
        permissions=PERSON,
        details=Details.PERSON,
        fields=(*_COMMON, "permissions"),
        contexts=("Nip", "InternalId"),
    ),
    Call(
        endpoint=ENDPOINTS["grant_entity"],
        subjects=("Nip",),
        permissions=INVOICES,
        details=Details.ENTITY,
        fields=(*_COMMON, "permissions"),
    ),
    Call(
        endpoint=ENDPOINTS["grant_authorization"],
        subjects=("Nip", "PeppolId"),
        permissions=AUTHORISATIONS,
        details=Details.ENTITY,
        fields=(*_COMMON, "permission"),
    ),
    Call(
        endpoint=ENDPOINTS["grant_indirect"],
        subjects=_PERSON_IDS,
        permissions=INVOICES,
        details=Details.PERSON,
        fields=(*_COMMON, "permissions", "targetIdentifier"),
        optional=("targetIdentifier",),
    ),
    Call(
        endpoint=ENDPOINTS["grant_subunit"],
        subjects=_PERSON_IDS,
        details=Details.PERSON,
        fields=(*_COMMON, "contextIdentifier", "subunitName"),
        optional=("subunitName",),
        contexts=("Nip", "InternalId"),
    ),
    Call(
        endpoint=ENDPOINTS["grant_eu_administration"],
        subjects=("Fingerprint",),
        details=Details.EU,
        fields=(*_COMMON, "contextIdentifier", "euEntityName", "euEntityDetails"),
        contexts=("Nip",),
    ),
    Call(
        endpoint=ENDPOINTS["grant_eu"],
        subjects=("Fingerprint",),
        permissions=INVOICES,
        details=Details.EU,
        fields=(*_COMMON, "permissions"),
        contexts=("NipVatUe",),
    ),
    Call(
        endpoint=ENDPOINTS["tokens_create"],
        permissions=PERSON,
        fields=("permissions", "description"),
        contexts=("Nip", "InternalId"),
    ),
)
CALLS: Final[Mapping[str, Call]] = {each.name: each for each in _ALL}
_PATHS: Final[Mapping[str, Call]] = {
    short: each
    for each in _ALL
    for path in (each.endpoint.path.lstrip("/"),)
    for short in (path, path.removeprefix("permissions/"))
}
_NO_GRANT: Final = frozenset(
    word
    for each in ENDPOINTS.values()
    if each.name not in CALLS
    for word in (each.name, each.path.lstrip("/"))
    if word not in _PATHS
)
_OTHER_PATH: Final = re.compile(
    r"((permissions/)?(query|common|operations|attachments|authorizations/grants)"
    r"|tokens|auth|certificates|security)/.*"
)


def call_of(told: object) -> Call | Judged:
    """Find the call that `endpoint` names, by its path or by our name for it.

    Args:
        told: `/permissions/persons/grants`, `permissions/persons/grants`,
            `persons/grants` or `grant_person`; POST and a base address may stand
            before a path.
    """
    if not isinstance(told, str) or not told.strip():
        return error(
            "ksef.grant.endpoint_missing",
            "endpoint",
            "Podaj wywołanie, którego dotyczy żądanie (endpoint), np. persons/grants.",
            english="Name the call of the request (endpoint), e.g. persons/grants.",
        )
    text = told.strip()[:200]
    path = text[_end_of_prefix(text) :].partition("?")[0].rstrip("/")
    if (found := CALLS.get(text) or _PATHS.get(path)) and not _DELETES.match(text):
        return found
    if _DELETES.match(text) or path in _NO_GRANT or _OTHER_PATH.fullmatch(path):
        return error(
            "ksef.grant.no_grant",
            "endpoint",
            "To wywołanie niczego nie nadaje (odczyt, odebranie albo logowanie), więc"
            " nie ma czego oceniać.",
            english="This call gives nothing (a query, a revocation or a login), so"
            " there is nothing to judge.",
        )
    near, nearby = meant(path, (*_PATHS, *CALLS))
    return error(
        "ksef.grant.endpoint_unknown",
        "endpoint",
        f"KSeF nie ma takiego wywołania nadającego uprawnienia.{near}",
        english=f"KSeF has no such call that grants.{nearby}",
    )


def _end_of_prefix(text: str) -> int:
    found = _PREFIX.match(text)
    return found.end() if found else 0
