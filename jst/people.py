"""[1] Who may do what: `people.toml`, one operating-system account = one person.

    [[person]]
    account = "akowalska"          # of the operating system
    id = "a.kowalska"              # of the office, never shared, never reused
    name = "Anna Kowalska"
    unit = "Referat Podatków"
    roles = ["clerk"]

    [person.authorisation]         # upoważnienie, art. 143 Ordynacji
    number = "UP-17/2026"
    systems = ["crpo"]
    purposes = ["pelnomocnictwo-w-sprawie", "doreczenie"]
    valid_from = 2026-01-01
    valid_until = 2027-01-01       # the first day on which it no longer holds

Trusted: whoever can write this file can act as anybody (docs/trust.md).
"""

import os
import pwd
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from accountability.model import Actor, Purpose, Role, StaffAuthorisation, System
from jst.errors import PeopleInvalid, PersonUnknown, RoleMissing
from jst.toml_file import read_toml
from vocabulary.finding import Finding, Severity, error

FIRST_PERSONAL_UID: Final = 1000

_ASKS_OR_DECIDES = (Role.CLERK, Role.MANAGER, Role.KSEF_ADMINISTRATOR, Role.APPROVER)
FORBIDDEN_PAIRS: Final = frozenset(
    {frozenset({Role.OFFICER, other}) for other in _ASKS_OR_DECIDES}
    | {
        frozenset({Role.OPERATOR, Role.OFFICER}),
        frozenset({Role.OPERATOR, Role.CLERK}),
        frozenset({Role.KSEF_ADMINISTRATOR, Role.APPROVER}),
    }
)
"""The officer never asks; the operator reads neither; nobody approves his own plan."""


class _Entry(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )


class AuthorisationEntry(_Entry):
    """The staff authorisation of a person."""

    number: str = Field(min_length=1, max_length=100)
    systems: frozenset[System]
    purposes: frozenset[Purpose]
    valid_from: date
    valid_until: date | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise ValueError("it ends before it begins")
        return self

    @property
    def value(self) -> StaffAuthorisation:
        """The authorisation as an actor carries it."""
        return StaffAuthorisation(
            number=self.number,
            systems=self.systems,
            purposes=self.purposes,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )


class Person(_Entry):
    """One natural person of staff."""

    account: str = Field(min_length=1, max_length=64)
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")
    # Name and surname: an account called "system" is not a person.
    name: str = Field(pattern=r"^\S+(\s\S+)+$", max_length=120)
    unit: str = Field(default="", max_length=120)
    roles: tuple[Role, ...] = Field(min_length=1)
    authorisation: AuthorisationEntry | None = None
    _auth: str = PrivateAttr("os-account")

    def known_by(self, auth: str) -> Self:
        """Give the same person, known in another way than by the process's account."""
        known = self.model_copy()
        known._auth = auth  # noqa: SLF001 - a copy of our own class
        return known

    def actor(self, *wanted: Role) -> Actor:
        """Act in the first of the wanted roles that the person holds, else in another.

        A role that does not fit is not hidden here: the checks of the action refuse
        it, and the refusal is logged.
        """
        held = [role for role in wanted if role in self.roles]
        return Actor(
            id=self.id,
            name=self.name,
            unit=self.unit,
            role=(held or self.roles)[0],
            authorisation=self.authorisation.value if self.authorisation else None,
            auth=self._auth,
            workstation=socket.gethostname(),
        )

    def require(self, *wanted: Role) -> None:
        """Pass when the person holds one of the roles; RoleMissing otherwise."""
        if not set(wanted) & set(self.roles):
            names = ", ".join(sorted(wanted))
            raise RoleMissing(
                f"this takes one of the roles: {names}",
                polish=f"wymagana rola: {names}",
            )


class _PeopleToml(_Entry):
    person: tuple[Person, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who may use this installation."""

    persons: tuple[Person, ...]

    def of_account(self, account: str) -> Person:
        """Give the person of an account; PersonUnknown when there is none."""
        for person in self.persons:
            if person.account == account:
                return person
        raise PersonUnknown(
            f"account {account!r} is no person of people.toml",
            polish=f"konto {account}",
        )


def current_account() -> str:
    """Name the account this process runs as; never the environment's `$USER`."""
    uid = os.geteuid()
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid-{uid}"  # an account without a name is no person either


def load_people(path: Path, *, demo: bool) -> People:
    """Read people.toml and refuse what must not be.

    Raises:
        PeopleInvalid: With all findings at once.
    """
    people = read_people(path)
    grave = [f for f in check_people(people, demo=demo) if f.severity is Severity.ERROR]
    if grave:
        raise PeopleInvalid("people.toml", grave)
    return people


def read_people(path: Path) -> People:
    """Read people.toml; what it says is not judged yet."""
    found = read_toml(path, _PeopleToml, refusal=PeopleInvalid)
    if found is None:
        raise PeopleInvalid(
            "there is no people.toml in JST_HOME",
            polish="w JST_HOME nie ma pliku people.toml",
        )
    return People(found.person)


def check_people(
    people: People, *, demo: bool = False, on: date | None = None
) -> Iterator[Finding]:
    """Say what stands against the list: shared accounts, forbidden pairs, ended papers.

    Args:
        people: As read.
        demo: A demonstration may map a system account to a made-up person.
        on: The day for which authorisations are judged, Europe/Warsaw; None: not.
    """
    seen: set[tuple[str, str]] = set()
    for place, person in enumerate(people.persons):
        where = f"person.{place}"
        for field, value in (("account", person.account), ("id", person.id)):
            if (field, value) in seen:
                yield error(
                    f"people.{field}.shared",
                    f"{where}.{field}",
                    "Ta sama wartość u dwóch osób; jedno konto to jedna osoba.",
                )
            seen.add((field, value))
        yield from _pairs(person, where)
        yield from _account(person, where, demo=demo)
        yield from _authorisation(person, where, on)


def _pairs(person: Person, where: str) -> Iterator[Finding]:
    for pair in sorted(sorted(pair) for pair in FORBIDDEN_PAIRS):
        if set(pair) <= set(person.roles):
            yield error(
                "people.roles.forbidden_pair",
                f"{where}.roles",
                f"Jedna osoba nie może łączyć ról: {pair[0]} i {pair[1]}.",
            )


def _account(person: Person, where: str, *, demo: bool) -> Iterator[Finding]:
    try:
        uid = pwd.getpwnam(person.account).pw_uid
    except KeyError:
        if demo:  # its people are made up, and so are their accounts
            return
        yield Finding(
            "people.account.absent",
            Severity.WARNING,
            "Na tym komputerze nie ma takiego konta.",
            f"{where}.account",
        )
        return
    if uid < FIRST_PERSONAL_UID and not demo:
        yield error(
            "people.account.system",
            f"{where}.account",
            "To konto systemowe; działanie musi wskazywać jedną osobę.",
        )


def _authorisation(person: Person, where: str, on: date | None) -> Iterator[Finding]:
    field = f"{where}.authorisation"
    paper = person.authorisation
    if paper is None:
        if Role.CLERK in person.roles:
            yield Finding(
                "people.authorisation.missing",
                Severity.WARNING,
                "Osoba w roli clerk nie ma upoważnienia; każde pytanie zostanie"
                " odrzucone.",
                field,
            )
    elif on is not None and not paper.value.holds_on(on):
        yield Finding(
            "people.authorisation.not_in_force",
            Severity.WARNING,
            "Upoważnienie dziś nie obowiązuje.",
            field,
        )
