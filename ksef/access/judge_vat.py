"""EU VAT numbers, as the Ministry's schema of AuthTokenRequest 2.1 writes them.

The schema wraps its pattern in `^` and `$`, which XSD takes literally; they are left
out here. Check digits of other states are not checked.
"""

import re
from typing import Final

_BY_COUNTRY: Final = {
    "AT": r"U[0-9]{8}",
    "BE": r"[01][0-9]{9}",
    "BG": r"[0-9]{9,10}",
    "CY": r"[0-9]{8}[A-Z]",
    "CZ": r"[0-9]{8,10}",
    "DE": r"[0-9]{9}",
    "DK": r"[0-9]{8}",
    "EE": r"[0-9]{9}",
    "EL": r"[0-9]{9}",
    "ES": r"[A-Z][0-9]{8}|[0-9]{8}[A-Z]|[A-Z][0-9]{7}[A-Z]",
    "FI": r"[0-9]{8}",
    "FR": r"[A-Z0-9]{2}[0-9]{9}",
    "HR": r"[0-9]{11}",
    "HU": r"[0-9]{8}",
    "IE": r"[0-9]{7}[A-Z]{2}|[0-9][A-Z0-9+*][0-9]{5}[A-Z]",
    "IT": r"[0-9]{11}",
    "LT": r"[0-9]{9}|[0-9]{12}",
    "LU": r"[0-9]{8}",
    "LV": r"[0-9]{11}",
    "MT": r"[0-9]{8}",
    "NL": r"[A-Z0-9+*]{12}",
    "PT": r"[0-9]{9}",
    "RO": r"[0-9]{2,10}",
    "SE": r"[0-9]{12}",
    "SI": r"[0-9]{8}",
    "SK": r"[0-9]{10}",
    "XI": r"[0-9]{9}|[0-9]{12}|(?:GD|HA)[0-9]{3}",
}
VAT_UE: Final = re.compile(
    "|".join(f"{country}(?:{number})" for country, number in _BY_COUNTRY.items())
)
"""A country's code and a number in its form."""
