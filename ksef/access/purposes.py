"""[1] Why a call of KSeF may be made: its purpose has to be that of the call. Pure.

    permissions are changed     -> zmiana-uprawnien
    tokens and certificates     -> tokeny-i-certyfikaty; withdrawn also with permissions
    whatever only reads         -> any purpose of KSeF

So a reviewer's authorisation changes nothing, and an incident nobody has described
(`inna-sprawa`, with a justification) is reason enough to look, never to change.

The approver may do all of this: he applies a plan that another has made, and the two
are never one person (design, section 6). Who may act at all, accountability.checks
says; this adds the call.
"""

from collections.abc import Iterator
from typing import Final

from accountability.law import KSEF_PURPOSE
from accountability.model import Purpose
from ksef.access.endpoints import Endpoint
from ledger.entry import is_entry_id
from vocabulary.finding import Finding, Severity

_CREDENTIALS: Final = frozenset({"tokens_create", "enroll"})
_REVOKED: Final = frozenset({"token_revoke", "certificate_revoke"})
_CHANGE: Final = frozenset({Purpose.PERMISSION_CHANGE})
_MAKE: Final = frozenset({Purpose.CREDENTIALS})


def purposes_of(endpoint: Endpoint) -> frozenset[Purpose] | None:
    """Give the purposes that a call may be made for; None: each that KSeF has."""
    if not endpoint.one_shot:
        return None
    if endpoint.name in _CREDENTIALS:
        return _MAKE
    return _MAKE | _CHANGE if endpoint.name in _REVOKED else _CHANGE


def check_purpose(endpoint: Endpoint, purpose: Purpose) -> Iterator[Finding]:
    """Say whether a call may be made for a purpose."""
    admitted = purposes_of(endpoint)
    if admitted is not None and purpose not in admitted:
        yield Finding(
            KSEF_PURPOSE.id,
            Severity.ERROR,
            f"Tę operację wykonuje się w celu: {', '.join(sorted(admitted))}. (Przepis"
            " znany ze źródła wtórnego.)",
            "purpose",
            KSEF_PURPOSE.ref,
        )


def check_ref(ref: str | None) -> Iterator[Finding]:
    """Say whether an action names another one of the log, or none."""
    if ref is not None and not is_entry_id(ref):
        yield Finding(
            "action.ref",
            Severity.ERROR,
            "Działanie, na które się powołujesz, podaje się jego identyfikatorem z"
            " dziennika.",
            "ref",
        )


def check_emergency(endpoint: Endpoint, emergency: str | None) -> Iterator[Finding]:
    """Say that an emergency reads and takes away; it gives nobody anything."""
    if emergency is not None and endpoint.one_shot and "revoke" not in endpoint.name:
        yield Finding(
            "action.emergency",
            Severity.ERROR,
            "W trybie pilnym wolno tylko czytać i odbierać.",
            "emergency",
        )
