"""§ 3 ust. 1: permissions are granted, changed and revoked in the system."""

from typing import Final

from ksef.law.clause import Clause
from ksef.law.dzu_2021_2481.act import rule
from ksef.law.question import MayGrant
from ksef.law.truth import Truth, is_in

IN_SYSTEM: Final = rule(
    "grant.in_system",
    "§ 3 ust. 1",
    "Uprawnienia nadaje się, zmienia i odbiera oprogramowaniem interfejsowym, po "
    "weryfikacji posiadanych uprawnień.",
    "Permissions are granted, changed and revoked by interface software, after the "
    "permissions held were verified.",
)


def verified(question: MayGrant) -> Truth:
    """Ask that the permissions of whoever grants were verified."""
    return is_in("permissions_verified", question.permissions_verified, {True})


CLAUSES: Final = (Clause(IN_SYSTEM, verified),)
RULES: Final = (IN_SYSTEM,)
