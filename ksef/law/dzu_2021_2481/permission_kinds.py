"""§ 2 ust. 1: the three kinds of permissions.

"Wystawianie lub dostęp" (pkt 2) is one kind; KSeF makes two of it.
"""

from collections.abc import Mapping
from typing import Final

from ksef.law.dzu_2021_2481.act import rule
from ksef.model import Permission
from vocabulary.law import Rule

MANAGE: Final = rule(
    "kind.manage",
    "§ 2 ust. 1 pkt 1",
    "Uprawnieniem jest nadawanie, zmiana lub odbieranie uprawnień do korzystania z "
    "KSeF.",
    "One kind of permission is to grant, change or revoke permissions to use KSeF.",
)
INVOICES: Final = rule(
    "kind.invoices",
    "§ 2 ust. 1 pkt 2",
    "Uprawnieniem jest wystawianie lub dostęp do faktur ustrukturyzowanych: jeden "
    "rodzaj.",
    "One kind of permission is to issue or to access structured invoices: a single "
    "kind.",
)
SELF_BILLING: Final = rule(
    "kind.self_billing",
    "§ 2 ust. 1 pkt 3",
    "Uprawnieniem jest wystawianie faktur ustrukturyzowanych z art. 106d ust. 1 ustawy "
    "(samofakturowanie).",
    "One kind of permission is to issue structured invoices under art. 106d ust. 1 "
    "(self-billing).",
)

BY_PERMISSION: Final[Mapping[Permission, tuple[Rule, ...]]] = {
    Permission.MANAGE: (MANAGE,),
    Permission.INVOICES: (INVOICES,),
    Permission.ISSUE: (INVOICES,),
    Permission.ACCESS: (INVOICES,),
    Permission.SELF_BILLING: (SELF_BILLING,),
    Permission.VAT_RR: (),
}
RULES: Final = (MANAGE, INVOICES, SELF_BILLING)
