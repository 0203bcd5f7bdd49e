"""§ 3 ust. 1: the kinds of permissions from 2026.

The sources disagree whether issuing and access are one kind (pkt 2) or two; both
readings are rules of the book, and ADR-0021 says which one decides.
"""

from collections.abc import Mapping
from typing import Final

from ksef.law.dzu_2025_1815.act import GUIDE, PRESS, rule
from ksef.model import Permission
from vocabulary.law import Rule

MANAGE: Final = rule(
    "kind.manage",
    "§ 3 ust. 1 pkt 1",
    "Uprawnieniem jest nadawanie oraz odbieranie uprawnień; o zmianie przepis nie "
    "mówi.",
    "One kind of permission is to grant and revoke permissions; a change is not named.",
    source=GUIDE,
)
INVOICES: Final = rule(
    "kind.invoices",
    "§ 3 ust. 1 pkt 2",
    "Uprawnieniem jest wystawianie i dostęp do faktur: jeden rodzaj.",
    "One kind of permission is to issue and to access invoices: a single kind.",
    source=GUIDE,
)
ISSUE: Final = rule(
    "kind.issue",
    "§ 3 ust. 1 (wystawianie, według prasy)",
    "Uprawnieniem jest wystawianie faktur: rodzaj odrębny od dostępu.",
    "One kind of permission is to issue invoices, apart from access.",
    source=PRESS,
)
ACCESS: Final = rule(
    "kind.access",
    "§ 3 ust. 1 (dostęp, według prasy)",
    "Uprawnieniem jest dostęp do faktur: rodzaj odrębny od wystawiania.",
    "One kind of permission is to access invoices, apart from issuing.",
    source=PRESS,
)
SELF_BILLING: Final = rule(
    "kind.self_billing",
    "§ 3 ust. 1 pkt 3",
    "Uprawnieniem jest wystawianie faktur przez nabywcę (samofakturowanie).",
    "One kind of permission is for the buyer to issue invoices (self-billing).",
    source=GUIDE,
)
VAT_RR: Final = rule(
    "kind.vat_rr",
    "§ 3 ust. 1 pkt 4",
    "Uprawnieniem jest wystawianie faktur VAT RR i VAT RR KOREKTA.",
    "One kind of permission is to issue VAT RR invoices and their corrections.",
    source=GUIDE,
)

JOINED: Final[Mapping[Permission, tuple[Rule, ...]]] = {
    Permission.MANAGE: (MANAGE,),
    Permission.INVOICES: (INVOICES,),
    Permission.ISSUE: (INVOICES,),
    Permission.ACCESS: (INVOICES,),
    Permission.SELF_BILLING: (SELF_BILLING,),
    Permission.VAT_RR: (VAT_RR,),
}
SEPARATE: Final[Mapping[Permission, tuple[Rule, ...]]] = {
    **JOINED,
    Permission.INVOICES: (ISSUE, ACCESS),
    Permission.ISSUE: (ISSUE,),
    Permission.ACCESS: (ACCESS,),
}
RULES: Final = (MANAGE, INVOICES, ISSUE, ACCESS, SELF_BILLING, VAT_RR)
