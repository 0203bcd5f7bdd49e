"""Where the sources disagree: every reading, and the one that is followed.

ADR-0021 says why the defaults are what they are.
"""

from typing import Final

from ksef.law.decision import (
    Answer,
    Followed,
    InvoiceKinds,
    Reading,
    ZawFaGives,
)
from ksef.law.dzu_2025_1815.permission_kinds import JOINED, SEPARATE
from ksef.model import INVOICE_KINDS, Permission

_ONLY_MANAGES: Final = (
    "gazetaprawna.pl, 2026-01-20",
    "gazetaprawna.pl, 2026-02-11",
    "github.com/CIRFMF/ksef-api: issues 343, 532",
)
_GIVES_BOTH: Final = (
    "MF, Podręcznik KSeF 2.0 cz. I, 2026-08-06",
    "github.com/CIRFMF/ksef-api: dane-testowe-scenariusze.md",
)
_ONE_KIND: Final = ("pragmago.com", "txb.pl", "ewajakubczyk.pl (projekt z 2025-08-26)")
_TWO_KINDS: Final = ("gazetaprawna.pl, 2026-01-20",)


def of_zawfa(kind: Permission, followed: Followed) -> tuple[Reading, ...]:
    """Say what the person of a ZAW-FA holds, by each reading; the route is open."""
    invoices = kind in INVOICE_KINDS
    only = Answer.YES if kind is Permission.MANAGE else Answer.NO
    more = Answer.YES if invoices else only
    return (
        Reading(
            id=ZawFaGives.MANAGE_ONLY,
            answer=only,
            sources=_ONLY_MANAGES,
            followed=followed.zawfa_gives is ZawFaGives.MANAGE_ONLY,
        ),
        Reading(
            id=ZawFaGives.MANAGE_AND_INVOICES,
            answer=more,
            sources=_GIVES_BOTH,
            followed=followed.zawfa_gives is ZawFaGives.MANAGE_AND_INVOICES,
        ),
    )


def of_kinds(
    kind: Permission, answer: Answer, followed: Followed
) -> tuple[Reading, ...]:
    """Say by which kind, or kinds, invoices are issued and accessed from 2026.

    The answer is the same by both; the kind that the grant has to name is not.
    """
    return (
        Reading(
            id=InvoiceKinds.JOINED,
            answer=answer,
            sources=_ONE_KIND,
            followed=followed.invoice_kinds is InvoiceKinds.JOINED,
            rules=tuple(rule.id for rule in JOINED[kind]),
        ),
        Reading(
            id=InvoiceKinds.SEPARATE,
            answer=answer,
            sources=_TWO_KINDS,
            followed=followed.invoice_kinds is InvoiceKinds.SEPARATE,
            rules=tuple(rule.id for rule in SEPARATE[kind]),
        ),
    )
