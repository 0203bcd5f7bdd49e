"""Which field KSeF complains about: a place made of the interface's own names, or none.

A validator's text may repeat what was sent, so no text is taken over. Of a name that
stands in quotation marks, or before a colon, as validators write them, only parts are
taken that API 2.7.0 has as names of fields in requests.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

NAMES: Final = frozenset(
    (
        "address",
        "allowedIps",
        "authorIdentifier",
        "authorIdentifierType",
        "authorizationPolicy",
        "authorizedFingerprintIdentifier",
        "authorizedIdentifier",
        "authorizingIdentifier",
        "birthDate",
        "canDelegate",
        "certificateName",
        "certificateSerialNumber",
        "certificateSerialNumbers",
        "certificateType",
        "challenge",
        "contextIdentifier",
        "country",
        "csr",
        "description",
        "encryptedToken",
        "entityByFp",
        "euEntityDetails",
        "euEntityName",
        "expiresAfter",
        "firstName",
        "fullName",
        "idDocument",
        "identifier",
        "ip4Addresses",
        "ip4Masks",
        "ip4Ranges",
        "lastName",
        "name",
        "number",
        "pageOffset",
        "pageSize",
        "permission",
        "permissionId",
        "permissionState",
        "permissionTypes",
        "permissions",
        "personByFpNoId",
        "personByFpWithId",
        "personById",
        "publicKeyId",
        "queryType",
        "referenceNumber",
        "revocationReason",
        "status",
        "subjectDetails",
        "subjectDetailsType",
        "subjectIdentifier",
        "subordinateEntityIdentifier",
        "subunitIdentifier",
        "subunitName",
        "targetIdentifier",
        "type",
        "validFrom",
        "value",
        "vatUeIdentifier",
        "verifyCertificateChain",
    )
)
"""Names of fields in requests of /permissions, /tokens, /certificates and /auth."""
_MAX_TEXT: Final = 2_000
_MOST: Final = 10
_PART: Final = r"[A-Za-z0-9]{2,40}(?:\[[0-9]{1,3}\])?"
_PLACE: Final = rf"{_PART}(?:\.{_PART}){{0,5}}"
_NAMED: Final = re.compile(
    rf"['\"„`]({_PLACE})['\"”`]|(?<![A-Za-z0-9.\]])({_PLACE}):", re.ASCII
)
_BY_CASE: Final = {name.casefold(): name for name in NAMES}


def named_fields(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the places that texts of a validator name, each once, ten at most.

    Args:
        texts: As KSeF wrote them.
    """
    found = (
        place
        for text in texts
        for match in _NAMED.finditer(text[:_MAX_TEXT])
        if (place := _place(match[1] or match[2]))
    )
    return tuple(islice(dict.fromkeys(found), _MOST))


def _place(told: str) -> str:
    """Write a place in the interface's own spelling; empty when it is none."""
    parts = []
    for part in told.split("."):
        name, bracket, number = part.partition("[")
        known = _BY_CASE.get(name.casefold())
        if known is None:
            return ""
        parts.append(f"{known}{bracket}{number}")
    return ".".join(parts)
