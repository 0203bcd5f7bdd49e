"""Nouns of the Czech register of VAT payers. Pure values.

What the register tells is kept as told and masked: a DIC of nine or ten digits is
usually a birth number (rodné číslo), so nothing here shows one in its repr.
"""

from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from crpdph.accounts import AccountKind, account_key, account_kind
from crpdph.errors import AccountInvalid
from vocabulary.errors import IdentifierFault
from vocabulary.masked import Identifier

NAME_FIELD: Final = 23
"""Characters of the name's fixed field: a longer name is cut, and nobody says so."""

MAX_PER_REQUEST: Final = 100
"""DIC of one request, by the official page."""


class Dic(Identifier):
    """A Czech tax number (DIČ) of 8 to 10 digits; `CZ` before it is dropped.

    Eight digits name a legal person (its IČO); nine or ten are a birth number, or a
    number starting with 6 that a tax office gave (persons, foreigners, VAT groups).
    A wrong check digit is no refusal: the register holds such numbers.
    """

    __slots__ = ()
    kind = "dic"

    @classmethod
    def _canonical(cls, text: str) -> str:
        bare = text.strip(" \u00a0")
        if bare[:2].upper() == "CZ":
            bare = bare[2:]
        digits = cls._digits(bare, 8, 9, 10)
        if not digits.strip("0"):
            raise cls._refusal(IdentifierFault.FORBIDDEN)
        return digits

    @property
    def is_personal(self) -> bool:
        """Whether it may be a birth number: nine or ten digits."""
        return len(self._clear) > _COMPANY

    @property
    def shown(self) -> str:
        """Show a company's number in clear, and mask what may be a birth number."""
        return f"CZ{self.masked if self.is_personal else self._clear}"

    def check_digit_agrees(self) -> bool:
        """Tell whether the check digit fits; False is a warning and no refusal.

        Source: python-stdnum's cz.dic, compared with it in tests/crpdph.
        """
        digits = [int(each) for each in self._clear]
        if len(digits) == _COMPANY:
            total = sum(w * d for w, d in zip(range(8, 1, -1), digits, strict=False))
            return digits[7] == (11 - total % 11) % 10
        if len(digits) == _PERSON:
            body = int(self._clear[:9]) % 11
            return digits[9] == body % 10
        if digits[0] == _GIVEN:
            total = sum((8 - n) * d for n, d in enumerate(digits[1:8])) % 11
            return digits[8] == (8 - (10 - total) % 11) % 10
        return True  # a birth number before 1954 has none


_COMPANY, _PERSON, _GIVEN = 8, 10, 6


class Operation(StrEnum):
    """What the register is asked; the value is the operation's own name."""

    PLATCE = "getStatusNespolehlivyPlatce"
    ROZSIRENY = "getStatusNespolehlivyPlatceRozsireny"
    SUBJEKT = "getStatusNespolehlivySubjektRozsireny"
    SUBJEKT_V2 = "getStatusNespolehlivySubjektRozsirenyV2"
    SEZNAM = "getSeznamNespolehlivyPlatce"

    @property
    def request_root(self) -> str:
        """Name of the request's element."""
        return f"{self.value.removeprefix('get')}Request"

    @property
    def response_root(self) -> str:
        """Name of the answer's element: V2 is answered as its predecessor."""
        return f"{self.value.removeprefix('get').removesuffix('V2')}Response"


class Verdict(StrEnum):
    """What we know of a payer; UNKNOWN is what every trouble ends in."""

    RELIABLE = "reliable"
    UNRELIABLE = "unreliable"
    NOT_FOUND = "not_found"
    UNKNOWN = "unknown"


class AccountState(StrEnum):
    """What we know of an account; NOT_PUBLISHED is not "somebody else's"."""

    PUBLISHED = "published"
    NOT_PUBLISHED = "not_published"
    ENDED = "ended"
    UNKNOWN = "unknown"


class Address(NamedTuple):
    """Where a subject is, as told: street with number, district, town, code, state."""

    street: str
    district: str
    town: str
    postcode: str
    country: str

    def __repr__(self) -> str:
        return "Address(***)"


class PublishedAccount(NamedTuple):
    """One published account, as told.

    Attributes:
        text: `prefix-number/bank` of a standard account, else the register's text.
        published_from: First day of its publication.
        ended_on: Day on which its publication ended, or None.
        is_standard: Whether the register told it in parts.
    """

    text: str
    published_from: date
    ended_on: date | None = None
    is_standard: bool = True

    @property
    def key(self) -> str:
        """The canonical key that every notation of this account has; empty: none."""
        try:
            return account_key(self.text)
        except AccountInvalid:
            return ""

    @property
    def kind(self) -> AccountKind:
        """Standard, or what kind of text a non-standard one is."""
        return AccountKind.STANDARD if self.is_standard else account_kind(self.text)


class Subject(NamedTuple):
    """What the register says of one DIC.

    A tuple, because a list has thousands of them. The DIC stays text, so that reading
    a list costs no check of each; `identifier` is the checked and masked value.

    Attributes:
        dic: Digits only.
        dic_as_told: As the answer echoes it, with or without `CZ`.
        kind: typSubjektu as told (`PLATCE_DPH`, `SKUPINA_DPH` ...), or None.
        verdict: What nespolehlivyPlatce says.
        unreliable_since: Day on which unreliability was published.
        tax_office: cisloFu as told, unpadded.
        name: Without its padding; cut when `name_may_be_cut`.
        name_may_be_cut: Whether the name fills its field of 23 characters.
        accounts: Published accounts, in the register's order.
    """

    dic: str
    dic_as_told: str
    kind: str | None
    verdict: Verdict
    unreliable_since: date | None = None
    tax_office: str | None = None
    name: str | None = None
    name_may_be_cut: bool = False
    address: Address | None = None
    accounts: tuple[PublishedAccount, ...] = ()

    def __repr__(self) -> str:
        return f"Subject(***, {self.verdict}, {len(self.accounts)} accounts)"

    @property
    def identifier(self) -> Dic:
        """The DIC as a checked value; IdentifierInvalid for an odd echo."""
        return Dic.parse(self.dic)
