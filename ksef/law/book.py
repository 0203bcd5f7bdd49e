"""Every rule of both regulations, in the order in which they are printed."""

from datetime import date
from typing import Final

from ksef.errors import RuleUnknown
from ksef.law.dzu_2021_2481 import (
    grant_data,
    in_the_system,
    invoice_holders,
    issuing_for_106c,
    managers,
    matters,
    means,
    open_invoice,
    passed_on,
    permission_kinds,
    reported_signature,
    self_billing,
    unit_data,
    zawfa_form,
    zawfa_not_for_units,
    zawfa_one_person,
    zawfa_route,
)
from ksef.law.dzu_2025_1815 import (
    holders,
)
from ksef.law.dzu_2025_1815 import (
    in_the_system as in_the_system_1815,
)
from ksef.law.dzu_2025_1815 import (
    matters as matters_1815,
)
from ksef.law.dzu_2025_1815 import (
    means as means_1815,
)
from ksef.law.dzu_2025_1815 import (
    open_invoice as open_invoice_1815,
)
from ksef.law.dzu_2025_1815 import (
    permission_kinds as permission_kinds_1815,
)
from ksef.law.dzu_2025_1815 import (
    zawfa as zawfa_1815,
)
from vocabulary.law import Rule

BOOK: Final[tuple[Rule, ...]] = (
    *matters.RULES,
    *permission_kinds.RULES,
    *managers.RULES,
    *invoice_holders.RULES,
    *passed_on.RULES,
    *self_billing.RULES,
    *in_the_system.RULES,
    *grant_data.RULES,
    *issuing_for_106c.RULES,
    *unit_data.RULES,
    *zawfa_route.RULES,
    *zawfa_one_person.RULES,
    *zawfa_not_for_units.RULES,
    *zawfa_form.RULES,
    *means.RULES,
    *reported_signature.RULES,
    *open_invoice.RULES,
    *matters_1815.RULES,
    *permission_kinds_1815.RULES,
    *holders.RULES,
    *in_the_system_1815.RULES,
    *zawfa_1815.RULES,
    *means_1815.RULES,
    *open_invoice_1815.RULES,
)


def in_force(on: date) -> tuple[Rule, ...]:
    """Give the rules that hold on a day (Europe/Warsaw)."""
    return tuple(rule for rule in BOOK if rule.in_force_on(on))


def versions(rule_id: str) -> tuple[Rule, ...]:
    """Give every wording of a rule, oldest first.

    Raises:
        RuleUnknown: No rule has this id.
    """
    found = tuple(rule for rule in BOOK if rule.id == rule_id)
    if not found:
        raise RuleUnknown("no rule of the book has this id")
    return found
