"""Whose signature on the Polish trusted list is believed, unless the office says other.

Loads nothing, since every command reads the settings.
"""

from typing import Final

# SHA-256 of "Polish TSL Operator" (National Bank of Poland), valid 2022-07-04 to
# 2027-07-03, as seen in list 139; docs/certificates.md says how to compare it.
OPERATORS: Final = frozenset(
    {"fe20344059a1bae7089c3300b6d5cd64dfe1a05c822a0120316520fdef393377"}
)
