"""Accounts in any notation: one canonical key, by which two texts are compared. Pure.

    19-2000145399/0800   000019-2000145399/0800   CZ6508000000192000145399
    CZ65 0800 0000 1920 0014 5399                        -> CZ:0800:19:2000145399

A Czech account is its bank, prefix and number; everything else is its compact text.
The mod 11 test of account numbers is not asked: published accounts fail it. An IBAN
with wrong check digits is not taken apart, since it is not the account it looks like.

Source: notations and failures measured on 128 published accounts (docs/crpdph.md).
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from crpdph.errors import AccountInvalid

MAX_TEXT: Final = 128

_DOMESTIC: Final = re.compile(
    r"(?:(?P<prefix>[0-9]{1,6})-)?(?P<number>[0-9]{1,16})/(?P<bank>[0-9]{4})"
)
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")
_LABEL: Final = re.compile(
    r"^(?:IBAN|ČÍSLO\s+ÚČTU|Č\.?\s*ÚČTU|Č\.?\s*Ú\.?|ÚČET(?:\s+Č\.)?"
    r"|(?:NUMER|NR)\s+RACHUNKU|RACHUNEK)[\s:.]*"
)
_TRAILER: Final = re.compile(r"(?<=[0-9])[\s.]*\(?(?:CZK|KČ|EUR|PLN|USD)?\)?[\s.]*$")
_SLASHES: Final = str.maketrans({"\u2044": "/", "\u2215": "/"})
_NUMBER_DIGITS: Final = 10
_CZECH_IBAN: Final = 24


class AccountKind(StrEnum):
    """How an account was told."""

    STANDARD = "standard"
    IBAN = "iban"
    DOMESTIC_TEXT = "domestic_text"
    FOREIGN = "foreign"


def account_key(text: str) -> str:
    """Give the key that all notations of one account share.

    Args:
        text: As people and the register write it: spaces, grouping, leading zeros,
            small letters, typographic dashes and slashes, a label (`IBAN`, `č. ú.`,
            `číslo účtu:`, `rachunek:`), a currency or a full stop behind are borne.

    Returns:
        `CZ:bank:prefix:number` without leading zeros for a Czech account; else the
        text in capitals without blanks.

    Raises:
        AccountInvalid: No text, too long a text, or one without letters and digits.
    """
    compact = _compact(text)
    if found := _DOMESTIC.fullmatch(compact):
        key = _domestic_key(found["prefix"], found["number"], found["bank"])
        if key:
            return key
    bare = compact.replace("-", "")
    if _IBAN.fullmatch(bare) and iban_agrees(bare):
        if bare.startswith("CZ") and len(bare) == _CZECH_IBAN and bare[2:].isdigit():
            return _czech(bare[4:8], bare[8:14], bare[14:])
        return bare
    return compact


def account_kind(text: str) -> AccountKind:
    """Say what kind of text a non-standard account is."""
    try:
        key = account_key(text)
    except AccountInvalid:
        return AccountKind.FOREIGN
    if not key.startswith("CZ:"):
        return AccountKind.FOREIGN
    return AccountKind.DOMESTIC_TEXT if "/" in text else AccountKind.IBAN


def is_understood(text: str) -> bool:
    """Tell whether a text is a Czech account or an IBAN; else only equal texts match.

    Raises:
        AccountInvalid: As `account_key`.
    """
    key = account_key(text)
    return key.startswith("CZ:") or bool(_IBAN.fullmatch(key) and iban_agrees(key))


def iban_agrees(compact: str) -> bool:
    """Tell whether the check digits of an IBAN fit (ISO 13616, ISO 7064 mod 97-10)."""
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % 97 == 1


def masked_account(text: str) -> str:
    """Show the last four signs of an account, to tell two of them apart."""
    return f"…{text.strip()[-4:]}"


def _compact(text: str) -> str:
    if not isinstance(text, str):
        raise AccountInvalid("no account number: no text")
    if len(text) > MAX_TEXT:
        raise AccountInvalid("no account number: too long a text")
    shown = "".join(
        "-" if unicodedata.category(each) == "Pd" or each == "\u2212" else each
        for each in unicodedata.normalize("NFKC", text)
        if unicodedata.category(each) != "Cf"
    )
    upper = shown.upper().translate(_SLASHES).strip()
    unlabelled = _TRAILER.sub("", _LABEL.sub("", upper))
    compact = "".join(unlabelled.split())
    if not any(each.isalnum() for each in compact):
        raise AccountInvalid("no account number: neither letters nor digits")
    return compact


def _domestic_key(prefix: str | None, number: str, bank: str) -> str:
    """Take a domestic number apart; empty when its parts do not fit."""
    if len(number) > _NUMBER_DIGITS:
        # Prefix and number written together, the number padded to ten digits; or
        # only leading zeros too many.
        before, number = number[:-_NUMBER_DIGITS], number[-_NUMBER_DIGITS:]
        if prefix is not None and before.strip("0"):
            return ""
        prefix = prefix if prefix is not None else before
    return _czech(bank, prefix or "", number)


def _czech(bank: str, prefix: str, number: str) -> str:
    return f"CZ:{bank}:{prefix.lstrip('0') or '0'}:{number.lstrip('0') or '0'}"
