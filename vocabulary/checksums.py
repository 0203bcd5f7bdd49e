"""The arithmetic of Polish numbers: check digits, and the date inside a PESEL.

Every function takes ASCII digits that its caller has counted; nothing here cleans,
masks or refuses text (vocabulary.identifiers does).

Source: weights as python-stdnum gives them, compared with it over 102,000 numbers
in tests/vocabulary/test_against_stdnum.py; the internal id's rule is the Ministry's
answer in ksef-api issue 116, with its published example in the tests.
"""

from datetime import date

_NIP = (6, 5, 7, 2, 3, 4, 5, 6, 7)
_PESEL = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
_REGON_9 = (8, 9, 2, 3, 4, 5, 6, 7)
_REGON_14 = (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)
_INTERNAL_ID = (1, 3) * 7

# A PESEL adds 20 to the month for each century after the 1900s; the 1800s have 80.
_CENTURIES = (1900, 2000, 2100, 2200, 1800)


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    """Sum the leading digits times their weights; digits beyond them are left out."""
    return sum(
        int(digit) * weight for digit, weight in zip(digits, weights, strict=False)
    )


def nip_agrees(ten_digits: str) -> bool:
    """Tell whether the last digit fits; a remainder of 10 fits no digit."""
    return _weighted(ten_digits, _NIP) % 11 == int(ten_digits[9])


def pesel_agrees(eleven_digits: str) -> bool:
    """Tell whether the last digit fits; says nothing about the birth date."""
    return -_weighted(eleven_digits, _PESEL) % 10 == int(eleven_digits[10])


def regon_agrees(digits: str) -> bool:
    """Tell whether the check digits of a REGON of 9 or 14 digits fit.

    A long number holds its unit's short one, so both of its check digits must fit.
    """
    short = _weighted(digits, _REGON_9) % 11 % 10 == int(digits[8])
    if len(digits) == 9:  # noqa: PLR2004 - a REGON has 9 or 14 digits
        return short
    return short and _weighted(digits, _REGON_14) % 11 % 10 == int(digits[13])


def internal_id_agrees(fifteen_digits: str) -> bool:
    """Tell whether the last digit of a KSeF internal id (IDWew) fits."""
    return internal_id_digit(fifteen_digits) == int(fifteen_digits[14])


def internal_id_digit(fourteen_digits: str) -> int:
    """Give the check digit of a NIP and the four digits that an office chooses."""
    return _weighted(fourteen_digits, _INTERNAL_ID) % 10


def pesel_birth_date(eleven_digits: str) -> date | None:
    """Read the birth date; None when no such day exists in any century.

    No clock is asked: a date in the future is a date.
    """
    century, month = divmod(int(eleven_digits[2:4]), 20)
    year = _CENTURIES[century] + int(eleven_digits[:2])
    try:
        return date(year, month, int(eleven_digits[4:6]))
    except ValueError:
        # Swallowed here, as newer Pythons write the offending digits into its text.
        return None
