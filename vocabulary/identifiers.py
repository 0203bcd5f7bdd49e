"""Numbers of persons and bodies that cannot be wrong, shown or altered by accident.

    text -> 1 cap the length -> 2 normalise -> 3 shape -> 4 check digits -> value

No value exists that has not passed all the steps: the constructor is `parse`.
How values are masked, compared and copied is promised in vocabulary.masked.

Normalised away in the Polish numbers: ASCII space, no-break space (U+00A0),
hyphen-minus and the hyphens and dashes U+2010 to U+2013, which word processors
put in; and `PL` before a NIP. Nothing else is: a tab, a full-width digit or a
longer dash is a refusal, since it says that the text came from somewhere unexpected.

Not here: the arithmetic (vocabulary.checksums), the refusal (vocabulary.errors).
"""

import re
from datetime import date
from typing import Final, TypeAlias, cast

from vocabulary import checksums
from vocabulary.countries import ISO_3166_ALPHA_2
from vocabulary.errors import IdentifierFault, IdentifierInvalid
from vocabulary.masked import MAX_TEXT, SPACES, Identifier

__all__ = [
    "MAX_TEXT",
    "ForeignTaxId",
    "Identifier",
    "IdentifierFault",
    "IdentifierInvalid",
    "InternalId",
    "MandatorId",
    "Nip",
    "Pesel",
    "Regon",
    "parse_mandator",
]

_TO_ASCII = str.maketrans("\u00a0\u2010\u2011\u2012\u2013", " ----")
# MF's TNrNIP and the KSeF API: no leading zero, and no zero in both places 2 and 3.
_NIP_SHAPE = re.compile(r"[1-9]([0-9][1-9]|[1-9][0-9])[0-9]{7}")
_FOREIGN_SHAPE = re.compile(r"[\x20-\x7e]{1,50}")


class Nip(Identifier):
    """A Polish tax number, ten digits; also what KSeF's own pattern allows."""

    __slots__ = ()
    kind = "nip"

    @classmethod
    def _canonical(cls, text: str) -> str:
        bare = text.strip(SPACES)
        if bare[:2] in {"PL", "Pl", "pL", "pl"}:
            bare = bare[2:]
        digits = cls._digits(bare, 10)
        if not _NIP_SHAPE.fullmatch(digits):
            raise cls._refusal(IdentifierFault.FORBIDDEN)
        if not checksums.nip_agrees(digits):
            raise cls._refusal(IdentifierFault.CHECKSUM)
        return digits


class Pesel(Identifier):
    """A number of a natural person, eleven digits, with an existing birth date."""

    __slots__ = ()
    kind = "pesel"

    @classmethod
    def _canonical(cls, text: str) -> str:
        digits = cls._digits(text, 11)
        if not digits.strip("0"):
            raise cls._refusal(IdentifierFault.FORBIDDEN)
        if not checksums.pesel_agrees(digits):
            raise cls._refusal(IdentifierFault.CHECKSUM)
        if checksums.pesel_birth_date(digits) is None:
            raise cls._refusal(IdentifierFault.BIRTH_DATE)
        return digits

    @property
    def birth_date(self) -> date:
        """The birth date that the number says; it may lie in the future."""
        # None was refused when the value was made.
        return cast("date", checksums.pesel_birth_date(self._clear))


class Regon(Identifier):
    """A statistical number: nine digits, or fourteen for a local unit."""

    __slots__ = ()
    kind = "regon"

    @classmethod
    def _canonical(cls, text: str) -> str:
        digits = cls._digits(text, 9, 14)
        # The first nine digits name the entity, also in the long form.
        if not digits[:9].strip("0"):
            raise cls._refusal(IdentifierFault.FORBIDDEN)
        if not checksums.regon_agrees(digits):
            raise cls._refusal(IdentifierFault.CHECKSUM)
        return digits


class InternalId(Identifier):
    """A KSeF internal id (unikalny identyfikator, IDWew), `NIP-ddddd`.

    Its NIP must be a valid one too. Several published samples of the Ministry fit
    the pattern but not the control digit, and are refused.
    """

    __slots__ = ()
    kind = "internal_id"

    @classmethod
    def _canonical(cls, text: str) -> str:
        digits = cls._digits(text, 15)
        nip = digits[:10]
        if not _NIP_SHAPE.fullmatch(nip):
            raise cls._refusal(IdentifierFault.FORBIDDEN)
        if not (checksums.nip_agrees(nip) and checksums.internal_id_agrees(digits)):
            raise cls._refusal(IdentifierFault.CHECKSUM)
        return f"{nip}-{digits[10:]}"

    @property
    def nip(self) -> Nip:
        """The NIP of the taxpayer whose internal unit this is."""
        return Nip(self._clear[:10])


class ForeignTaxId(Identifier):
    """A tax identifier given by another state, written `CZ:12345678`.

    The number itself (1 to 50 printable ASCII characters) is kept as written, inside
    and in its letters' case, since no rule covers all states; only its outer spaces
    go, and no-break spaces and typographic hyphens become the ASCII ones.
    """

    __slots__ = ()
    kind = "foreign_tax_id"

    @classmethod
    def _canonical(cls, text: str) -> str:
        plain = text.translate(_TO_ASCII).strip(" ")
        if not plain:
            raise cls._refusal(IdentifierFault.EMPTY)
        country, colon, number = plain.partition(":")
        country, number = country.strip(" "), number.strip(" ")
        if not (colon and country.isascii() and _FOREIGN_SHAPE.fullmatch(number)):
            raise cls._refusal(IdentifierFault.SHAPE)
        country = country.upper()
        if country == "PL" or country not in ISO_3166_ALPHA_2:
            raise cls._refusal(IdentifierFault.COUNTRY)
        meaningful = [character for character in number if character.isalnum()]
        if all(character == "0" for character in meaningful):
            raise cls._refusal(IdentifierFault.FORBIDDEN)
        return f"{country}:{number}"

    @property
    def country(self) -> str:
        """The state that gave it, ISO 3166-1 alpha-2; never PL."""
        return self._clear[:2]

    def reveal_number(self) -> str:
        """Give the clear number without its country: for the wire, like `reveal`."""
        return self._clear[3:]

    @property
    def masked(self) -> str:
        """Show only the country: the numbers of some states are very short."""
        return f"{self.country}:***"


MandatorId: TypeAlias = Nip | Pesel | ForeignTaxId
"""Whom CRPO can be asked about (mocodawca)."""

_MANDATORS: Final[dict[str, type[Nip | Pesel | ForeignTaxId]]] = {
    "nip": Nip,
    "pesel": Pesel,
    "foreign": ForeignTaxId,
}


def parse_mandator(kind: str, text: str) -> MandatorId:
    """Read the identifier of a mandator.

    Args:
        kind: `nip`, `pesel` or `foreign`; said by the asker, never guessed from the
            digits, since a wrong guess would be a question about somebody else.
        text: The identifier as people write it.

    Raises:
        IdentifierInvalid: Unknown kind, or no identifier of that kind.
    """
    found = _MANDATORS.get(kind)
    if found is None:
        raise IdentifierInvalid("mandator", IdentifierFault.KIND)
    return found.parse(text)
