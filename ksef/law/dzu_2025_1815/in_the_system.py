"""Permissions are granted and revoked in the system, from 2026.

Known from the Ministry's manual; the number of the provision is not known.
"""

from typing import Final

from ksef.law.clause import Clause
from ksef.law.dzu_2021_2481.in_the_system import verified
from ksef.law.dzu_2025_1815.act import HANDBOOK, rule

IN_SYSTEM: Final = rule(
    "grant.in_system",
    "sposób nadawania: w systemie (numer nieznany)",
    "Uprawnienia nadaje się i odbiera elektronicznie, po uwierzytelnieniu, w granicach "
    "własnych uprawnień.",
    "Permissions are granted and revoked electronically, after authentication, within "
    "one's own permissions.",
    source=HANDBOOK,
)

CLAUSES: Final = (Clause(IN_SYSTEM, verified),)
RULES: Final = (IN_SYSTEM,)
