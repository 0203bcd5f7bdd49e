"""Which rules stand for which unit of §§ 1-7 of Dz.U. 2021 poz. 2481.

Written by hand from the consolidated text of 2023-09-01, apart from the book, so that
a provision that nobody made a rule of is missed here. docs/law.md prints it.
"""

from collections.abc import Iterator
from typing import Final

LEAVES: Final[dict[str, tuple[str, ...]]] = {
    "§ 1 pkt 1": ("ksef.regulates.kinds",),
    "§ 1 pkt 2": ("ksef.regulates.granting",),
    "§ 1 pkt 3": ("ksef.regulates.authentication",),
    "§ 1 pkt 4": ("ksef.regulates.access_data",),
    "§ 2 ust. 1 pkt 1": ("ksef.kind.manage",),
    "§ 2 ust. 1 pkt 2": ("ksef.kind.invoices",),
    "§ 2 ust. 1 pkt 3": ("ksef.kind.self_billing",),
    "§ 2 ust. 2 pkt 1": ("ksef.manage.taxpayer",),
    "§ 2 ust. 2 pkt 2": ("ksef.manage.bodies_106c",),
    "§ 2 ust. 2 pkt 3 lit. a": ("ksef.manage.person_of_taxpayer",),
    "§ 2 ust. 2 pkt 3 lit. aa": ("ksef.manage.person_for_branch",),
    "§ 2 ust. 2 pkt 3 lit. b": ("ksef.manage.person_of_enforcement_authority",),
    "§ 2 ust. 2 pkt 3 lit. c": ("ksef.manage.person_for_local_unit",),
    "§ 2 ust. 2 pkt 3 lit. d": ("ksef.manage.person_for_group_member",),
    "§ 2 ust. 3 pkt 1": ("ksef.invoices.taxpayer",),
    "§ 2 ust. 3 pkt 2": ("ksef.invoices.entity",),
    "§ 2 ust. 3 pkt 3": ("ksef.invoices.bodies_106c",),
    "§ 2 ust. 3 pkt 4": ("ksef.invoices.representative",),
    "§ 2 ust. 3 pkt 5 lit. a": ("ksef.invoices.person_of_taxpayer",),
    "§ 2 ust. 3 pkt 5 lit. b": ("ksef.invoices.person_of_entity",),
    "§ 2 ust. 3 pkt 5 lit. c": ("ksef.invoices.person_of_106c",),
    "§ 2 ust. 3 pkt 5 lit. d": ("ksef.invoices.person_of_representative",),
    "§ 2 ust. 4": ("ksef.invoices.passed_on",),
    "§ 2 ust. 5": ("ksef.self_billing.buyer",),
    "§ 3 ust. 1": ("ksef.grant.in_system",),
    "§ 3 ust. 2 pkt 1": ("ksef.data.taxpayer_nip",),
    "§ 3 ust. 2 pkt 2 lit. a": ("ksef.data.identifier",),
    "§ 3 ust. 2 pkt 2 lit. b": ("ksef.data.name",),
    "§ 3 ust. 2 pkt 2 lit. c": ("ksef.data.birth_date",),
    "§ 3 ust. 2 pkt 2 lit. d": ("ksef.data.identity_document",),
    "§ 3 ust. 2 pkt 2 lit. e": ("ksef.data.signature",),
    "§ 3 ust. 2 pkt 3": ("ksef.data.kind",),
    "§ 3 ust. 2 pkt 4": ("ksef.data.tax_representative",),
    "§ 3 ust. 3 pkt 1": ("ksef.data.body_nip_106c",),
    "§ 3 ust. 3 pkt 2": ("ksef.data.person_106c",),
    "§ 3 ust. 4 pkt 1": ("ksef.data.unit_nip",),
    "§ 3 ust. 4 pkt 1 lit. a": ("ksef.data.unit_nip",),
    "§ 3 ust. 4 pkt 1 lit. b": ("ksef.data.member_nip",),
    "§ 3 ust. 4 pkt 2": ("ksef.data.internal_id", "ksef.data.member_nip"),
    "§ 3 ust. 5": ("ksef.data.internal_id_means",),
    "§ 4 ust. 1": ("ksef.zawfa.route",),
    "§ 4 ust. 1a": ("ksef.zawfa.one_person",),
    "§ 4 ust. 1b pkt 1": ("ksef.zawfa.not_for_local_units",),
    "§ 4 ust. 1b pkt 2": ("ksef.zawfa.not_for_group_members",),
    "§ 4 ust. 1b pkt 3": ("ksef.zawfa.not_for_branches",),
    "§ 4 ust. 2": ("ksef.zawfa.form",),
    "§ 5 ust. 1 pkt 1": ("ksef.login.qualified_signature",),
    "§ 5 ust. 1 pkt 2": ("ksef.login.qualified_seal",),
    "§ 5 ust. 1 pkt 3": ("ksef.login.trusted_signature",),
    "§ 5 ust. 1 pkt 4": ("ksef.login.token",),
    "§ 5 ust. 1 (zdanie końcowe)": ("ksef.login.verified",),
    "§ 5 ust. 2": ("ksef.login.reported_signature",),
    "§ 6 pkt 1": ("ksef.open.ksef_number",),
    "§ 6 pkt 2": ("ksef.open.invoice_number",),
    "§ 6 pkt 3": ("ksef.open.buyer_identifier",),
    "§ 6 pkt 4": ("ksef.open.buyer_name",),
    "§ 6 pkt 5": ("ksef.open.total_amount",),
    "§ 7": ("ksef.regulates.from_2022",),
    "załącznik": ("ksef.zawfa.annex",),
}
_PARTS: Final = ("§", "ust.", "pkt", "lit.")


def units() -> dict[str, tuple[str, ...]]:
    """Map every unit to its rules: a paragraph, and all that stands below it."""
    found: dict[str, dict[str, None]] = {}
    for leaf, rules in LEAVES.items():
        for unit in _above(leaf):
            found.setdefault(unit, {}).update(dict.fromkeys(rules))
    return {unit: tuple(rules) for unit, rules in found.items()}


def _above(leaf: str) -> Iterator[str]:
    """Give a unit and those that it is part of, from the paragraph down."""
    words = leaf.split(" ")
    for count in range(2, len(words), 2):
        if words[count] in _PARTS or words[count].startswith("("):
            yield " ".join(words[:count])
    yield leaf
