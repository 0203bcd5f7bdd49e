"""[1] What each system admits: closed lists, and the provisions behind them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from accountability import law
from accountability.model import Capacity, LegalBasis, Purpose, Role, System
from vocabulary.law import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemRules:
    """What one system admits: closed lists, and the provisions behind them.

    Attributes:
        capacities: In which the office acts; the usual one first.
    """

    capacities: tuple[Capacity, ...]
    roles: frozenset[Role]
    purposes: frozenset[Purpose]
    required_basis: LegalBasis
    bases: frozenset[LegalBasis]
    basis_rule: Rule
    basis_words: str
    purpose_rule: Rule


CRPO_RULES: Final = SystemRules(
    capacities=(Capacity.TAX_AUTHORITY,),
    roles=frozenset({Role.CLERK}),
    purposes=frozenset(
        {Purpose.POWER_IN_CASE, Purpose.SERVICE_OF_LETTERS, Purpose.OTHER_CASE}
    ),
    required_basis=LegalBasis.OP_138K_2,
    bases=frozenset(
        {
            LegalBasis.OP_138K_2,
            LegalBasis.OP_138G,
            LegalBasis.OP_138H,
            LegalBasis.OP_138I_1,
            LegalBasis.OP_145_2,
            LegalBasis.OP_145_3,
        }
    ),
    basis_rule=law.ACCESS_BASIS,
    basis_words="art. 138k § 2",
    purpose_rule=law.PURPOSE_LIMIT,
)

CRPDPH_RULES: Final = SystemRules(
    capacities=(Capacity.BUYER,),
    roles=frozenset({Role.CLERK}),
    purposes=frozenset(
        {Purpose.SUPPLIER_CHECK, Purpose.PAYMENT_CHECK, Purpose.OTHER_CASE}
    ),
    required_basis=LegalBasis.ZDPH_106A,
    bases=frozenset({LegalBasis.ZDPH_98, LegalBasis.ZDPH_106A, LegalBasis.ZDPH_109}),
    basis_rule=law.CZECH_REGISTER,
    basis_words="§ 106a zákona č. 235/2004 Sb.",
    purpose_rule=law.CZECH_PURPOSE,
)

KSEF_RULES: Final = SystemRules(
    capacities=(Capacity.TAXPAYER, Capacity.UNIT),
    roles=frozenset({Role.KSEF_ADMINISTRATOR, Role.APPROVER}),
    purposes=frozenset(
        {
            Purpose.PERMISSION_REVIEW,
            Purpose.PERMISSION_CHANGE,
            Purpose.CREDENTIALS,
            Purpose.OTHER_CASE,
        }
    ),
    required_basis=LegalBasis.VAT_106NB,
    bases=frozenset(
        {LegalBasis.VAT_106NB, LegalBasis.KSEF_2021_3, LegalBasis.KSEF_2025_3}
    ),
    basis_rule=law.KSEF_BASIS,
    basis_words="art. 106nb ustawy o VAT",
    purpose_rule=law.KSEF_PURPOSE,
)

SYSTEMS: Final[Mapping[System, SystemRules]] = {
    System.CRPO: CRPO_RULES,
    System.CRPDPH: CRPDPH_RULES,
    System.KSEF: KSEF_RULES,
}
