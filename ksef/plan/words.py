"""What permissions and means are called in Polish, for people who sign sheets. Pure.

Source: ksef-docs, uprawnienia.md (known from a secondary source); art. 106c of the VAT
Act for EnforcementOperations.
"""

from collections.abc import Mapping
from typing import Final

from ksef.plan.desired import SealMeans

PERMISSIONS: Final[Mapping[str, str]] = {
    "InvoiceRead": "przeglądanie faktur",
    "InvoiceWrite": "wystawianie faktur",
    "CredentialsManage": "zarządzanie uprawnieniami",
    "CredentialsRead": "przeglądanie uprawnień",
    "SubunitManage": "zarządzanie jednostkami podrzędnymi",
    "Introspection": "przeglądanie historii sesji",
    "EnforcementOperations": "faktury w egzekucji (art. 106c)",
    "CollectiveIdentifierManage": "identyfikatory zbiorcze",
    "SelfInvoicing": "samofakturowanie",
    "RRInvoicing": "wystawianie faktur VAT RR",
    "TaxRepresentative": "przedstawiciel podatkowy",
}
MEANS: Final[Mapping[SealMeans, str]] = {
    SealMeans.SEAL: "pieczęć",
    SealMeans.ENTITY_CERTIFICATE: "certyfikat podmiotu",
}


def meaning_of(permission: str) -> str:
    """Give a permission's meaning; empty where KSeF has a new one, or it is none.

    Args:
        permission: As a sheet has it: the API's word, and perhaps more in brackets.
    """
    return PERMISSIONS.get(permission.partition(" ")[0], "")
