"""Where the sources disagree: every reading, and the one that is followed.

ADR-0021 and ADR-0033 say why the defaults are what they are.
"""

from datetime import date
from typing import Final

from ksef.law.decision import (
    Answer,
    Followed,
    InvoiceKinds,
    NamerEnded,
    Reading,
    ZawFaGives,
)
from ksef.law.dzu_2021_2481.act import END
from ksef.law.dzu_2025_1815.permission_kinds import JOINED, SEPARATE
from ksef.law.standing import ChainReading, Link
from ksef.model import INVOICE_KINDS, Permission

_ONLY_MANAGES: Final[tuple[str, ...]] = (
    "gazetaprawna.pl, 2026-01-20",
    "gazetaprawna.pl, 2026-02-11",
    "github.com/CIRFMF/ksef-api: issues 343, 532",
)
_GIVES_BOTH: Final[tuple[str, ...]] = (
    "MF, Podręcznik KSeF 2.0 cz. I, 2026-08-06",
    "github.com/CIRFMF/ksef-api: dane-testowe-scenariusze.md",
)
_ONE_KIND: Final = ("pragmago.com", "txb.pl", "ewajakubczyk.pl (projekt z 2025-08-26)")
_TWO_KINDS: Final = ("gazetaprawna.pl, 2026-01-20",)


_FORM: Final[tuple[str, ...]] = (
    "Dz.U. 2021 poz. 2481, załącznik: ZAW-FA(1), objaśnienie 2 do poz. 6",
)
_ACT: Final[tuple[str, ...]] = (
    "Dz.U. 2021 poz. 2481, § 2 ust. 3 pkt 5 lit. a: osoba wskazana przez podatnika",
)
_ENDS_TOO: Final[tuple[str, ...]] = (
    "Dz.U. 2021 poz. 2481, § 2 ust. 3 pkt 5 lit. d: wskazuje osoba, która reprezentuje",
    "Dz.U. 2021 poz. 2481, § 2 ust. 4, przez analogię",
)
_STANDS: Final[tuple[str, ...]] = (
    "Dz.U. 2021 poz. 2481, § 3 ust. 2 pkt 2: odbiera się uprawnienie oznaczonej osoby",
)
_ENDS_TOO_NOW: Final = ("pragmago.com: wskazuje osoba, która zarządza uprawnieniami",)
_STANDS_NOW: Final = ("MF, Podręcznik KSeF 2.0 cz. I, 2026-08-06, o osobie z ZAW-FA",)


def of_namer(
    lasting: tuple[Link, ...], on: date, *, stands: bool
) -> tuple[ChainReading, ...]:
    """Say by each reading what is left when the right of a namer has ended.

    Args:
        lasting: The chain by the reading that lets the grant stand.
        on: The day, by which the sources are those of the act in force.
        stands: Whether that reading is followed.
    """
    ends_too, goes_on = (_ENDS_TOO, _STANDS)
    if on >= END:
        ends_too, goes_on = (_ENDS_TOO_NOW, _STANDS_NOW)
    return (
        ChainReading(
            id=NamerEnded.GRANT_ENDS,
            may=False,
            sources=ends_too,
            followed=not stands,
        ),
        ChainReading(
            id=NamerEnded.GRANT_STANDS,
            may=True,
            sources=goes_on,
            followed=stands,
            chain=lasting,
        ),
    )


def of_zawfa(kind: Permission, followed: Followed, on: date) -> tuple[Reading, ...]:
    """Say what the person of a ZAW-FA holds, by each reading; the route is open.

    The press and the manual of 2026 read the act of 2025; before it the act of 2021
    itself is read: its paragraph against the note of the form in its annex, by which
    a ZAW-FA only names the person, and what else he may do is granted in KSeF.
    """
    only_manages = _FORM if on < END else _ONLY_MANAGES
    gives_both = _ACT if on < END else _GIVES_BOTH
    invoices = kind in INVOICE_KINDS
    only = Answer.YES if kind is Permission.MANAGE else Answer.NO
    more = Answer.YES if invoices else only
    return (
        Reading(
            id=ZawFaGives.MANAGE_ONLY,
            answer=only,
            sources=only_manages,
            followed=followed.zawfa_gives is ZawFaGives.MANAGE_ONLY,
        ),
        Reading(
            id=ZawFaGives.MANAGE_AND_INVOICES,
            answer=more,
            sources=gives_both,
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
