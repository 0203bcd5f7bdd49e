"""[0] Who the references of a plan are: `ksef-people.toml`, protected, mode 0600.

    [[person]]
    ref = "a.kowalska"                 # how permissions.toml names her
    kind = "pesel"                     # pesel, nip or fingerprint
    value = "00000000000"
    first_name = "Anna"
    last_name = "Kowalska"
    staff = "anna.k"                   # her id in people.toml, if it is not the ref

    [[entity]]
    ref = "biuro-abc"
    nip = "0000000000"
    full_name = "Biuro ABC sp. z o.o."

It is the one place with clear numbers: it is never printed, logged or put in a plan.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jst.clear_numbers import holds_number
from jst.errors import PermissionsInvalid
from jst.places import open_to_others
from jst.toml_file import read_toml
from jst.toml_types import Day, Shown
from ksef.access.details import Named, PersonName, PersonOfFingerprint
from ksef.access.details import PersonWithoutNumber as Numberless
from ksef.access.fingerprint import Fingerprint
from ksef.access.parties import Person as Number
from ksef.plan.desired import Entity, Person
from vocabulary.errors import IdentifierInvalid
from vocabulary.finding import Finding, Severity
from vocabulary.identifiers import Nip, Pesel

FILE: Final = "ksef-people.toml"
Ref = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
_KINDS: Final[Mapping[str, type[Number]]] = {
    "nip": Nip,
    "pesel": Pesel,
    "fingerprint": Fingerprint,
}
_HIDDEN: Final = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class _Document(BaseModel):
    model_config = _HIDDEN

    type: Shown = Field(min_length=1, max_length=20)
    number: Shown = Field(min_length=1, max_length=20, repr=False)
    country: str = Field(pattern=r"^[A-Z]{2}$")


class _Person(BaseModel):
    model_config = _HIDDEN

    ref: Ref
    kind: Literal["nip", "pesel", "fingerprint"]
    value: str = Field(max_length=128, repr=False)
    first_name: Shown = Field(min_length=2, max_length=30, repr=False)
    last_name: Shown = Field(min_length=2, max_length=81, repr=False)
    # Whose certificate a fingerprint is: by number, or by birth date and document.
    nip: str | None = Field(default=None, max_length=64, repr=False)
    pesel: str | None = Field(default=None, max_length=64, repr=False)
    birth_date: Day | None = Field(default=None, repr=False)
    document: _Document | None = Field(default=None, repr=False)
    staff: Ref | None = None

    @model_validator(mode="after")
    def _one_owner_of_a_certificate(self) -> Self:
        told = (self.nip, self.pesel, self.birth_date)
        wanted = 1 if self.kind == "fingerprint" else 0
        if sum(each is not None for each in told) != wanted:
            raise ValueError("a fingerprint, and nothing else, takes its owner's data")
        if (self.birth_date is None) is not (self.document is None):
            raise ValueError("birth date and document belong together")
        return self


class _Entity(BaseModel):
    model_config = _HIDDEN

    ref: Ref
    nip: str = Field(max_length=64, repr=False)
    full_name: Shown = Field(min_length=5, max_length=90, repr=False)


class _PeopleToml(BaseModel):
    model_config = _HIDDEN

    person: tuple[_Person, ...] = ()
    entity: tuple[_Entity, ...] = ()


class KsefPeople(NamedTuple):
    """Everybody whom a plan can name."""

    persons: tuple[Person, ...]
    entities: tuple[Entity, ...]


def load_ksef_people(path: Path) -> KsefPeople:
    """Read the protected people file.

    Raises:
        PermissionsInvalid: It is missing, wrong, or others may read it; no number of
            it is repeated.
    """
    try:
        found = read_toml(path, _PeopleToml, refusal=PermissionsInvalid)
    except PermissionsInvalid as refused:
        # A key that we do not know may be a number in the wrong place.
        refused.findings = tuple(map(_without_key, refused.findings))
        raise
    if found is None:
        raise PermissionsInvalid(f"no {FILE}", polish=f"brak pliku {FILE}")
    wrong = [*_exposed(path), *_numbered(found), *_taken(found)]
    persons = [
        read
        for place, each in enumerate(found.person)
        if (read := _person(each, f"person.{place}", wrong)) is not None
    ]
    entities = []
    for place, entry in enumerate(found.entity):
        nip = _number("nip", entry.nip, f"entity.{place}.nip", wrong)
        if isinstance(nip, Nip):
            entities.append(
                Entity(ref=entry.ref, identifier=nip, full_name=entry.full_name)
            )
    if wrong:
        raise PermissionsInvalid(f"{FILE} is wrong", wrong)
    return KsefPeople(tuple(persons), tuple(entities))


def _without_key(finding: Finding) -> Finding:
    if finding.rule != "file.extra_forbidden":
        return finding
    table, _, _ = finding.field.rpartition(".")
    return replace(finding, field=f"{table}.?".lstrip("."))


def _numbered(found: _PeopleToml) -> Iterator[Finding]:
    """Find references that are numbers: they stand in plans and in the log."""
    names = [
        *((f"person.{n}.ref", each.ref) for n, each in enumerate(found.person)),
        *((f"person.{n}.staff", each.staff) for n, each in enumerate(found.person)),
        *((f"entity.{n}.ref", each.ref) for n, each in enumerate(found.entity)),
    ]
    for at, name in names:
        if name is not None and holds_number(name):
            yield Finding(
                "ksef_people.ref_number",
                Severity.ERROR,
                "Nazwa (ref, staff) wygląda na numer osoby lub podmiotu, a stoi jawnie"
                " w planach i w dzienniku; nadaj inną, np. a.kowalska.",
                at,
            )


def _taken(found: _PeopleToml) -> Iterator[Finding]:
    """Find a staff id that is another person's: who leaves would end her sessions."""
    for place, each in enumerate(found.person):
        others = (one for n, one in enumerate(found.person) if n != place)
        if each.staff is not None and any(
            each.staff == one.ref
            or (each.staff == one.staff and _named(each) != _named(one))
            for one in others
        ):
            yield Finding(
                "ksef_people.staff_taken",
                Severity.ERROR,
                "To staff jest już oznaczeniem innej osoby; podaj id tej osoby z"
                " people.toml albo usuń staff.",
                f"person.{place}.staff",
            )


def _named(person: _Person) -> tuple[str, str]:
    return person.first_name.casefold(), person.last_name.casefold()


def _exposed(path: Path) -> Iterator[Finding]:
    if open_to_others(path):
        yield Finding(
            "ksef_people.exposed",
            Severity.ERROR,
            "Inni mogą czytać ten plik; ustaw prawa 0600.",
            FILE,
        )


def _person(entry: _Person, at: str, wrong: list[Finding]) -> Person | None:
    number = _number(entry.kind, entry.value, f"{at}.value", wrong)
    details: Named | None = PersonName(
        first_name=entry.first_name, last_name=entry.last_name
    )
    if entry.birth_date is not None and entry.document is not None:
        details = Numberless(
            first_name=entry.first_name,
            last_name=entry.last_name,
            birth_date=entry.birth_date,
            document_type=entry.document.type,
            document_number=entry.document.number,
            document_country=entry.document.country,
        )
    elif (kind := _owner_by(entry)) is not None:
        owner = _number(kind, getattr(entry, kind), f"{at}.{kind}", wrong)
        details = None
        if isinstance(owner, Nip | Pesel):
            details = PersonOfFingerprint(
                first_name=entry.first_name,
                last_name=entry.last_name,
                identifier=owner,
            )
    if number is None or details is None:
        return None
    return Person(
        ref=entry.ref, identifier=number, details=details, staff=entry.staff or ""
    )


def _owner_by(entry: _Person) -> Literal["nip", "pesel"] | None:
    if entry.nip is not None:
        return "nip"
    return "pesel" if entry.pesel is not None else None


def _number(kind: str, text: str, at: str, wrong: list[Finding]) -> Number | None:
    """Read a number; what is wrong with it becomes a finding without it."""
    try:
        return _KINDS[kind](text)
    except IdentifierInvalid as refused:
        wrong.append(
            Finding(
                "ksef_people.number",
                Severity.ERROR,
                f"Zły numer: {refused.polish}.",
                at,
            )
        )
        return None
