"""The grant that a person of a ZAW-FA gives herself, as a file for `check-grant`."""

from collections.abc import Collection
from typing import Any, Final

from certs.errors import CertsError
from jst.cli.ksef_work import Desk
from jst.cli.output import read_file
from jst.ksef_office import key_of
from jst.seal import close_seal
from ksef.access.context import ContextId
from ksef.access.messages_permissions import PersonGrant
from ksef.access.parties import typed

_GIVEN_NAME: Final = "2.5.4.42"
_SURNAME: Final = "2.5.4.4"
_FOR: Final = "Uprawnienia do faktur dla osoby z ZAW-FA"
Names = tuple[str, str]


def names_of(desk: Desk) -> Names:
    """Read first and last name from the certificate of the credential; empty: none.

    What KSeF wrote from a ZAW-FA names nobody. A key on a token is not asked.
    """
    credential = desk.credential
    if credential.certificate_file is None and credential.key_file is None:
        return "", ""
    from certs.load import load_leaf  # noqa: PLC0415 - this command only

    try:
        if credential.certificate_file is not None:
            named = load_leaf(read_file(credential.certificate_file)).subject
        else:
            key = key_of(credential, desk.settings)
            named = key.certificate.subject
            close_seal(key)
    except CertsError:
        return "", ""
    first, last = named.values(_GIVEN_NAME), named.values(_SURNAME)
    return " ".join(map(str, first)), " ".join(map(str, last))


def own_grant(
    grants: list[PersonGrant],
    missing: list[str],
    *,
    context: ContextId,
    roles: Collection[str],
    names: Names,
) -> dict[str, Any] | None:
    """Make the grant of what is missing to the person herself.

    Args:
        grants: Her own, as KSeF lists them.
        missing: The permissions that she lacks.
        context: Of the session.
        roles: Of the context's entity, as KSeF lists them: the law goes by them.
        names: First and last name, where no grant tells them; what is empty stays
            empty, and is to be filled in.

    Returns:
        The request, or None where no grant tells her number.
    """
    held = [each for each in grants if each.authorized_identifier is not None]
    for each in held:
        holder, details = each.authorized_identifier, each.subject_person_details
        if holder is None or holder.raw is None:
            continue
        first = (details and details.first_name) or names[0]
        last = (details and details.last_name) or names[1]
        return {
            "endpoint": "/permissions/persons/grants",
            "context": typed(context),
            "roles": sorted(roles),
            "subjectIdentifier": {"type": holder.type, "value": holder.raw},
            "permissions": missing,
            "description": _FOR,
            "subjectDetails": _details(holder.type, first, last),
        }
    return None


def to_fill_in(request: dict[str, Any]) -> list[str]:
    """Name the fields that nobody but the person can tell."""
    (person,) = (v for v in request["subjectDetails"].values() if isinstance(v, dict))
    flat = person | person.get("identifier", {})
    return [name for name, value in flat.items() if value == ""]


def _details(kind: str, first: str, last: str) -> dict[str, Any]:
    name = {"firstName": first, "lastName": last}
    if kind != "Fingerprint":
        return {"subjectDetailsType": "PersonByIdentifier", "personById": name}
    return {
        "subjectDetailsType": "PersonByFingerprintWithIdentifier",
        "personByFpWithId": name | {"identifier": {"type": "Pesel", "value": ""}},
    }
