"""What permissions, means and states are called in Polish, for who signs sheets. Pure.

Source: ksef-docs, uprawnienia.md (known from a secondary source); art. 106c of the VAT
Act for EnforcementOperations.
"""

from collections.abc import Mapping
from typing import Final

from ksef.plan.desired import SealMeans
from ksef.plan.model import Group

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
STATES: Final[Mapping[Group, str]] = {
    Group.GRANT: "do nadania",
    Group.REVOKE: "do odebrania",
    Group.UNTOUCHED: "bez zmian",
    Group.EXPIRED: "wygasło",
    Group.NOT_YET: "jeszcze nie obowiązuje",
    Group.UNKNOWN: "spoza pliku",
    Group.IMPOSSIBLE: "prawnie niemożliwe",
    Group.ORPHANED: "osierocone",
    Group.UNLISTED: "jednostka poza wykazem ról",
    Group.UNREAD: "do wyjaśnienia",
}


def meaning_of(permission: str) -> str:
    """Give a permission's meaning; empty where KSeF has a new one, or it is none.

    Args:
        permission: As a sheet has it: the API's word, and perhaps more in brackets.
    """
    return PERMISSIONS.get(permission.partition(" ")[0], "")
