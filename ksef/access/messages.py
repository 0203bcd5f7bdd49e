"""How KSeF's answers are read: straight from bytes, tolerant of what is new.

KSeF adds fields and values every month. A field that is not known is kept
(`model_extra`), a value of a closed list stays the text that came, and identifiers
stay raw and masked until somebody asks for them. Only what our own decisions need is
required.

Loaded by the function that reads an answer: pydantic is 60 ms that a look-up embedded
elsewhere must not pay (ADR-0028).
"""

from collections.abc import Iterable
from typing import Annotated, Any, Self, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic.alias_generators import to_camel

from ksef.access.errors import KsefUnclear
from ksef.access.fingerprint import Fingerprint
from ksef.access.parties import ForeignParty
from ksef.access.paths import REFERENCE
from ksef.access.vat_ue import VatUe
from vocabulary.errors import IdentifierInvalid
from vocabulary.identifiers import MAX_TEXT, Identifier, InternalId, Nip, Pesel

_KINDS: dict[str, type[Identifier]] = {
    "Nip": Nip,
    "Pesel": Pesel,
    "InternalId": InternalId,
    "Fingerprint": Fingerprint,
    "VatUe": VatUe,
}

MAX_CODE: int = 99_999
"""A longer number is none of the Ministry's codes, and could be a person's."""

Reference: TypeAlias = Annotated[str, StringConstraints(pattern=f"^{REFERENCE}$")]
"""A number of KSeF's: it stands in the log, and goes into an address."""


class Message(BaseModel):
    """One object of KSeF's JSON; its `repr` shows nothing of a person's."""

    model_config = ConfigDict(
        frozen=True, extra="allow", alias_generator=to_camel, populate_by_name=True
    )

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """Read an answer's body.

        Raises:
            KsefUnclear: It is no JSON, or lacks what the interface promises. Nothing
                of it is quoted.
        """
        try:
            return cls.model_validate_json(raw)
        except ValidationError:
            raise KsefUnclear(200, "body") from None

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        for name, field in type(self).model_fields.items():
            if field.repr:
                yield name, getattr(self, name)


class ForeignId(Message):
    """An identifier as KSeF wrote it: raw, masked, parsed only when asked for.

    Attributes:
        type: `Nip`, `Pesel`, `Fingerprint`, `InternalId`, `System`, ... or what is new.
        raw: The clear value; absent for `System` and `AllPartners`.
    """

    type: str
    raw: str | None = Field(default=None, alias="value", repr=False)

    @property
    def masked(self) -> str:
        """Show the kind and at most the last two characters."""
        return self.type if self.raw is None else f"{self.type} ***…{self.raw[-2:]}"

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        yield None, self.masked

    def __str__(self) -> str:
        return self.masked

    def parse(self) -> Identifier | None:
        """Read it as an identifier of ours; None for what is nobody: `System`.

        Raises:
            IdentifierInvalid: KSeF holds a number whose check digit is wrong.
        """
        if self.raw is None:
            return None
        return _KINDS.get(self.type, ForeignParty)(self.raw)

    def party(self) -> Identifier | None:
        """Read it, whatever it is worth: for the log, and to tell two apart."""
        try:
            return self.parse()
        except IdentifierInvalid:
            return ForeignParty((self.raw or "?")[:MAX_TEXT])


class StatusInfo(Message):
    """How an operation stands; the Ministry's texts may repeat identifiers.

    Attributes:
        code: 100 under way, 200 done, others: see `ksef.access.codes`.
    """

    code: int = Field(ge=0, le=MAX_CODE)
    description: str = Field(default="", repr=False)
    details: tuple[str, ...] | None = Field(default=None, repr=False)


class Accepted(Message):
    """An operation was accepted; how it ended, its status says."""

    reference_number: Reference


class NumberedPage(Message):
    """A page of a list whose pages have numbers."""

    has_more: bool

    def following(self, at: str) -> str | None:
        """Say which number the next page has; None: this was the last."""
        number, colon, size = at.partition(":")
        return f"{int(number) + 1}{colon}{size}" if self.has_more else None
