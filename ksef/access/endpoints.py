"""Every access call of the API, pinned: path, method, what it needs, how often.

Compared with the Ministry's own description of API 2.7.0 wherever that is at hand
(tests/ksef/access/test_endpoints.py). `needs` is ANY-OF, and empty where the rights of
the session do not matter. Limits are dated in `ksef.access.limits`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Limited(StrEnum):
    """How often a call may be made, by which the limits are dated."""

    PUBLIC = "public"
    ACCESS = "access"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One call.

    Attributes:
        name: Ours, as it stands in the log.
        method: Of HTTP.
        path: Below the base address, with names of parameters in braces.
        success: The one status that means "done" or "accepted".
        needs: Permissions, of which a session needs one.
        limited: Its group of limits.
        infrastructure: A login or a list of keys: no action, asks about nobody.
        one_shot: It changes what KSeF holds: sent once and never repeated in silence,
            for when its answer is lost nobody knows what it did.
    """

    name: str
    method: str
    path: str
    success: int = 200
    needs: tuple[str, ...] = ()
    limited: Limited = Limited.ACCESS
    infrastructure: bool = False
    one_shot: bool = False


_MANAGE = ("CredentialsManage",)
_READ = ("CredentialsManage", "CredentialsRead")
_READ_UNITS = (*_READ, "SubunitManage")


def _login(
    name: str, method: str, path: str, success: int = 200, *, one_shot: bool = False
) -> Endpoint:
    return Endpoint(
        name=name,
        method=method,
        path=path,
        success=success,
        limited=Limited.PUBLIC,
        infrastructure=True,
        one_shot=one_shot,
    )


def _session(name: str, method: str, path: str, success: int) -> Endpoint:
    return Endpoint(
        name=name,
        method=method,
        path=path,
        success=success,
        infrastructure=True,
        one_shot=method == "DELETE",
    )


def _read(name: str, method: str, path: str, needs: tuple[str, ...] = ()) -> Endpoint:
    return Endpoint(name=name, method=method, path=path, needs=needs)


def _change(
    name: str, method: str, path: str, success: int, needs: tuple[str, ...] = ()
) -> Endpoint:
    return Endpoint(
        name=name, method=method, path=path, success=success, needs=needs, one_shot=True
    )


_GRANTS: Final = "/permissions/{}/grants"
_QUERY: Final = "/permissions/query/{}"

_ALL: Final = (
    _login("challenge", "POST", "/auth/challenge"),
    _login("xades_signature", "POST", "/auth/xades-signature", 202),
    _login("ksef_token", "POST", "/auth/ksef-token", 202),
    _login("auth_status", "GET", "/auth/{referenceNumber}"),
    _login("redeem", "POST", "/auth/token/redeem", one_shot=True),
    _login("refresh", "POST", "/auth/token/refresh"),
    _login("public_keys", "GET", "/security/public-key-certificates"),
    _session("sessions", "GET", "/auth/sessions", 200),
    _session("revoke_current_session", "DELETE", "/auth/sessions/current", 204),
    _session("revoke_session", "DELETE", "/auth/sessions/{referenceNumber}", 204),
    _change("grant_person", "POST", _GRANTS.format("persons"), 202, _MANAGE),
    _change("grant_entity", "POST", _GRANTS.format("entities"), 202, _MANAGE),
    _change(
        "grant_authorization", "POST", _GRANTS.format("authorizations"), 202, _MANAGE
    ),
    _change("grant_indirect", "POST", _GRANTS.format("indirect"), 202, _MANAGE),
    _change(
        "grant_subunit", "POST", _GRANTS.format("subunits"), 202, ("SubunitManage",)
    ),
    _change(
        "grant_eu_administration",
        "POST",
        _GRANTS.format("eu-entities/administration"),
        202,
        _MANAGE,
    ),
    _change("grant_eu", "POST", _GRANTS.format("eu-entities"), 202, ("VatUeManage",)),
    _change(
        "revoke_common",
        "DELETE",
        "/permissions/common/grants/{permissionId}",
        202,
        ("CredentialsManage", "VatUeManage", "SubunitManage"),
    ),
    _change(
        "revoke_authorization",
        "DELETE",
        "/permissions/authorizations/grants/{permissionId}",
        202,
        _MANAGE,
    ),
    _read("operation", "GET", "/permissions/operations/{referenceNumber}"),
    _read("attachments", "GET", "/permissions/attachments/status", _READ),
    _read("query_personal", "POST", _QUERY.format("personal/grants")),
    _read("query_persons", "POST", _QUERY.format("persons/grants"), _READ_UNITS),
    _read("query_subunits", "POST", _QUERY.format("subunits/grants"), _READ_UNITS),
    _read("query_entities", "POST", _QUERY.format("entities/grants"), _READ),
    _read("query_entity_roles", "GET", _QUERY.format("entities/roles"), _READ),
    _read(
        "query_subordinate_roles",
        "POST",
        _QUERY.format("subordinate-entities/roles"),
        _READ_UNITS,
    ),
    _read(
        "query_authorizations",
        "POST",
        _QUERY.format("authorizations/grants"),
        (*_READ, "PefInvoiceWrite"),
    ),
    _read(
        "query_eu",
        "POST",
        _QUERY.format("eu-entities/grants"),
        (*_READ, "VatUeManage"),
    ),
    _change("tokens_create", "POST", "/tokens", 202),
    _read("tokens", "GET", "/tokens"),
    _read("token", "GET", "/tokens/{referenceNumber}"),
    _change("token_revoke", "DELETE", "/tokens/{referenceNumber}", 204),
    _read("certificate_limits", "GET", "/certificates/limits"),
    _read("enrollment_data", "GET", "/certificates/enrollments/data"),
    _change("enroll", "POST", "/certificates/enrollments", 202),
    _read("enrollment", "GET", "/certificates/enrollments/{referenceNumber}"),
    _read("certificates_retrieve", "POST", "/certificates/retrieve"),
    _read("certificates_query", "POST", "/certificates/query"),
    _change(
        "certificate_revoke",
        "POST",
        "/certificates/{certificateSerialNumber}/revoke",
        204,
    ),
)

ENDPOINTS: Final[Mapping[str, Endpoint]] = {each.name: each for each in _ALL}
