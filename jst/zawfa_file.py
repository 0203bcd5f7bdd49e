"""[0] A ZAW-FA as a person writes it: TOML or JSON with the same keys -> notices.

`jst zawfa new` writes a commented one. A change of person is one file and two notices:
first the person of `[[revoked]]` loses the permissions, then that of `[[person]]` gets
them. Complaints name keys and never repeat what stands there.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    StrictInt,
)

from jst.errors import ZawfaFileInvalid
from jst.zawfa_shape import read_shape
from ksef.model import Body, ZawFaPurpose
from ksef.zawfa.model import (
    Address,
    Contact,
    EarlierPerson,
    Filer,
    IdentityDocument,
    LocalGovernment,
    NipGiven,
    Notice,
    Person,
    PersonGiven,
    Route,
    Signer,
    UniqueData,
)
from ksef.zawfa.official import OfficialMapping
from vocabulary.errors import IdentifierFault, IdentifierInvalid
from vocabulary.identifiers import Nip, Pesel

T = TypeVar("T", Nip, Pesel)
MAX_PEOPLE: Final = 100
Text = Annotated[str, Field(max_length=1000)]
# A name of a file; a NUL in it is no name for any system.
FileName = Annotated[str, Field(max_length=255, pattern=r"^[^\x00-\x1f]*$")]
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Told where a NIP and a PESEL are given: which of the two kinds is meant, is not.
_TWO: Final = IdentifierFault.KIND


def _day(value: object) -> object:
    """Take a day of TOML, or a text of JSON; no number, and no instant."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if type(value) is date:
        return value
    raise ValueError("no day")


def _number(kind: type[T]) -> Any:  # noqa: ANN401 - a validator of pydantic
    """Read a number, or keep why it is none; a text that is refused is forgotten."""

    def read(value: object) -> T | IdentifierFault | None:
        if value == "":
            return None
        try:
            return kind.parse(value)  # type: ignore[arg-type]  # it refuses what is no text
        except IdentifierInvalid as refused:
            return refused.reason

    return PlainValidator(read)


Day = Annotated[date, BeforeValidator(_day)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class _Address(_Part):
    country: Text = "PL"
    voivodeship: Text = ""
    county: Text = ""
    commune: Text = ""
    street: Text = ""
    house: Text = ""
    flat: Text = ""
    town: Text = ""
    postcode: Text = ""

    def made(self) -> Address:
        return Address(**self.model_dump())


class _Document(_Part):
    kind: Text = ""
    number: Text = ""
    country: Text = ""

    def made(self) -> IdentityDocument | None:
        given = self.kind or self.number or self.country
        return IdentityDocument(**self.model_dump()) if given else None


class _Filer(_Part):
    kind: Body
    name: Text = ""
    nip: Annotated[NipGiven, _number(Nip)] = None
    phone: Text = ""
    email: Text = ""
    address: _Address = _Address(country="")
    local_government: LocalGovernment | None = None
    can_authenticate: StrictBool | None = None
    seal_certificate: FileName = ""
    signers_required: Annotated[StrictInt, Field(ge=1, le=MAX_PEOPLE)] | None = None

    def made(self) -> Filer:
        return Filer(
            body=self.kind,
            name=self.name,
            nip=self.nip,
            address=self.address.made(),
            contact=Contact(phone=self.phone, email=self.email),
            local_government=self.local_government,
            can_authenticate=self.can_authenticate,
            signers_required=self.signers_required,
        )


class _Person(_Part):
    surname: Text = ""
    first_name: Text = ""
    nip: Annotated[NipGiven, _number(Nip)] = None
    pesel: Annotated[Pesel | IdentifierFault | None, _number(Pesel)] = None
    birth_date: Day | None = None
    document: _Document = _Document()
    phone: Text = ""
    email: Text = ""
    address: _Address = _Address(country="")
    signature_without_id: StrictBool = False

    def made(self) -> Person:
        return Person(
            identifier=self._identifier(),
            surname=self.surname,
            first_name=self.first_name,
            birth_date=self.birth_date,
            document=self.document.made(),
            address=self.address.made(),
            contact=Contact(phone=self.phone, email=self.email),
            signature_without_id=self.signature_without_id,
        )

    def _identifier(self) -> PersonGiven:
        """Give the one number; the form has room for one."""
        if self.nip is not None and self.pesel is not None:
            return _TWO
        return self.pesel if self.nip is None else self.nip


class _Unique(_Part):
    fingerprint: Text = ""
    certificate: FileName = ""


class _Signer(_Part):
    surname: Text = ""
    first_name: Text = ""
    position: Text = ""


class _ZawfaFile(_Part):
    purpose: ZawFaPurpose
    filing_on: Day
    addressee: Text = ""
    route: Route = Route.PAPER
    earlier_person: EarlierPerson | None = None
    filer: _Filer
    person: Annotated[tuple[_Person, ...], Field(max_length=MAX_PEOPLE)] = ()
    revoked: Annotated[tuple[_Person, ...], Field(max_length=MAX_PEOPLE)] = ()
    unique_data: _Unique = _Unique()
    signer: Annotated[tuple[_Signer, ...], Field(max_length=MAX_PEOPLE)] = ()

    def notice(self) -> Notice:
        text = self.unique_data.fingerprint
        return Notice(
            purpose=self.purpose,
            filing_on=self.filing_on,
            addressee=self.addressee,
            route=self.route,
            filer=self.filer.made(),
            persons=tuple(each.made() for each in self.person),
            earlier=self.earlier_person,
            unique_data=UniqueData(fingerprint=text) if text else None,
            signers=tuple(Signer(**each.model_dump()) for each in self.signer),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ZawfaFile:
    """What was written.

    Attributes:
        notices: One, or for a change of person the revocation and the grant.
        certificate: File of the certificate whose unique data are reported, or None.
        seal_certificate: File of the certificate of the filer's seal, or None.
    """

    notices: tuple[Notice, ...]
    certificate: Path | None
    seal_certificate: Path | None


class _Mapping(_Part):
    text: dict[str, str] = {}
    tick: dict[str, str] = {}


def parse_mapping(data: bytes) -> OfficialMapping:
    """Read which field of an official form is which of ours.

    Raises:
        ZawfaFileInvalid: It is no TOML of `[text]` and `[tick]`.
    """
    read = read_shape(data, _Mapping, is_json=False)
    return OfficialMapping(text=read.text, tick=read.tick)


def parse_zawfa(data: bytes, *, is_json: bool, folder: Path) -> ZawfaFile:
    """Read a file's bytes.

    Args:
        data: UTF-8 TOML or JSON.
        is_json: Which of the two.
        folder: From where the certificates in it are named.

    Raises:
        ZawfaFileInvalid: It is neither, or not of this shape; findings say where.
    """
    file = read_shape(data, _ZawfaFile, is_json=is_json)
    return ZawfaFile(
        notices=_notices(file),
        certificate=_below(folder, file.unique_data.certificate),
        seal_certificate=_below(folder, file.filer.seal_certificate),
    )


def _notices(file: _ZawfaFile) -> tuple[Notice, ...]:
    """Give one notice, or the two of a change of person, in the order of filing."""
    notice = file.notice()
    if notice.purpose is not ZawFaPurpose.CHANGE:
        if file.revoked:
            raise ZawfaFileInvalid(
                "[[revoked]] belongs to a change of person",
                polish="[[revoked]] podaje się tylko przy zmianie osoby (change)",
            )
        return (notice,)
    before = tuple(each.made() for each in file.revoked)
    revocation = replace(
        notice, purpose=ZawFaPurpose.REVOKE, persons=before, unique_data=None
    )
    grant = replace(notice, purpose=ZawFaPurpose.GRANT, earlier=EarlierPerson.REVOKED)
    return revocation, grant


def _below(folder: Path, name: str) -> Path | None:
    return folder / name if name else None
