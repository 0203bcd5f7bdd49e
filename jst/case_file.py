"""[5] What the case file holds and the register does not: special powers, resignations.

    [[special]]                       # pełnomocnictwo szczególne, art. 138e
    surname = "Niebyła"
    first_name = "Żadna"
    pesel = "..."                     # or nip, or document = "CZ:AB123456"
    profession = "advocate"           # legal_counsel, tax_adviser, none
    for_service = true
    ade = "AE:PL-..."                 # or epuap = "/box/SkrytkaESP"
    address = { town = "Przykładowo", street = "Wzorcowa", house = "1" }

    [[resigned]]                      # wypowiedzenie, art. 138i § 3
    surname = "Niebyła"
    profession = "advocate"
    resigned_on = 2026-11-15
    released = false                  # whether the mandator has released him

What is left out is not told, and never a guess. The file holds personal data, and
complaints about it repeat none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    model_validator,
)

from crpo.in_file import Resignation, SpecialPower
from crpo.power import (
    Address,
    Attorney,
    ElectronicAddress,
    ElectronicAddressKind,
    ForeignDocument,
    Profession,
)
from crpo.told import NOT_TOLD, Told
from jst.errors import CaseFileInvalid, InputMissing
from jst.toml_file import read_toml
from vocabulary.identifiers import Nip, Pesel

T = TypeVar("T")
Text = Annotated[str, Field(min_length=1, max_length=300)]
MAX_PEOPLE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """What the case file says.

    Attributes:
        special: Special powers of attorney.
        resigned: Attorneys who have resigned.
    """

    special: tuple[SpecialPower, ...] = ()
    resigned: tuple[Resignation, ...] = ()


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class _Address(_Part):
    country: str = Field(default="PL", pattern=r"^[A-Z]{2}$")
    town: Text
    postcode: Text | None = None
    street: Text | None = None
    house: Text | None = None
    flat: Text | None = None
    commune: Text | None = None
    county: Text | None = None
    voivodeship: Text | None = None

    def made(self) -> Address:
        told = {name: value for name, value in self if value is not None}
        return Address(**told)


class _Person(_Part):
    surname: Text
    first_name: Text | None = None
    nip: Annotated[Nip, PlainValidator(Nip.parse)] | None = None
    pesel: Annotated[Pesel, PlainValidator(Pesel.parse)] | None = None
    document: (
        Annotated[ForeignDocument, PlainValidator(ForeignDocument.parse)] | None
    ) = None
    profession: Profession | None = None
    for_service: StrictBool | None = None
    ade: Text | None = None
    epuap: Text | None = None
    address: _Address | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        """Refuse two identifiers, or two boxes, of one person."""
        if sum(each is not None for each in (self.nip, self.pesel, self.document)) > 1:
            raise ValueError("one identifier of a person")
        if self.ade is not None and self.epuap is not None:
            raise ValueError("one electronic address of a person")
        return self

    def attorney(self) -> Attorney:
        return Attorney(
            identifier=self.nip or self.pesel or self.document or NOT_TOLD,
            surname=self.surname,
            first_name=_told(self.first_name, str),
            profession=_told(self.profession, Profession),
            for_service=_told(self.for_service, bool),
            electronic_address=self._box(),
            address_for_service=_told(self.address, _Address.made),
        )

    def _box(self) -> Told[ElectronicAddress]:
        for kind, value in (
            (ElectronicAddressKind.ADE, self.ade),
            (ElectronicAddressKind.EPUAP, self.epuap),
        ):
            if value is not None:
                return ElectronicAddress(kind=kind, value=value)
        return NOT_TOLD


class _Resigned(_Person):
    resigned_on: Annotated[date, Field(strict=True)]
    released: StrictBool | None = None

    def resignation(self) -> Resignation:
        return Resignation(
            attorney=self.attorney(),
            resigned_on=self.resigned_on,
            released=_told(self.released, bool),
        )


class _CaseFile(_Part):
    special: tuple[_Person, ...] = Field(default=(), max_length=MAX_PEOPLE)
    resigned: tuple[_Resigned, ...] = Field(default=(), max_length=MAX_PEOPLE)


def read_case_file(path: Path) -> CaseFile:
    """Read what the case file says.

    Raises:
        InputMissing: There is no such file.
        CaseFileInvalid: It is no TOML, or not of this shape; the fields are named.
    """
    found = read_toml(path, _CaseFile, refusal=CaseFileInvalid)
    if found is None:
        raise InputMissing(f"{path}: not found", polish=f"{path}: nie ma takiego pliku")
    return CaseFile(
        special=tuple(SpecialPower(attorney=each.attorney()) for each in found.special),
        resigned=tuple(each.resignation() for each in found.resigned),
    )


def _told(value: object, make: Callable[..., T]) -> Told[T]:
    return NOT_TOLD if value is None else make(value)
