"""An office with forty units, for the story of `jst demo ksef`: all of it made up.

22 budget units with a NIP of their own, 15 internal units, 2 culture institutions, a
company, 120 people; each unit is represented by its director, whose own certificate
logs in to its context. Added to what `jst.demo_ksef` has made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jst.demo import OFFICE_NAME, OFFICE_NIP, demo_settings
from jst.demo_ksef import create_ksef_demo
from jst.demo_ksef_standing import give
from jst.settings import Settings
from vocabulary.checksums import internal_id_digit
from vocabulary.clock import Clock
from vocabulary.identifiers import Pesel

if TYPE_CHECKING:
    from jst.simulators.ksef import KsefSimulator
    from jst.simulators.ksef_names import Ident

WITH_NIP: Final = 22
INTERNAL: Final = 15
CONTEXTS: Final = WITH_NIP + INTERNAL
IN_OFFICE: Final = 9
PEOPLE: Final = CONTEXTS * 3 + IN_OFFICE
TEMPORARY: Final = 5
"""So many clerks of units have a permission that ends on `ENDS_ON`."""
_NIP_WEIGHTS: Final = (6, 5, 7, 2, 3, 4, 5, 6, 7)
_PESEL_WEIGHTS: Final = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
_OWN: Final = (
    ("dom-kultury", "culture_institution", "Dom Kultury (bogus)"),
    ("biblioteka", "culture_institution", "Biblioteka (bogus)"),
    ("wodociagi", "company", "Wodociągi sp. z o.o. (bogus)"),
)
REFUSED: Final = tuple(ref for ref, _, _ in _OWN)
"""Taxpayers themselves: the office can give nothing in their contexts."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit that the office's plan can reach."""

    ref: str
    kind: str
    name: str
    number: str

    @property
    def context_type(self) -> str:
        """As credentials.toml and KSeF say it."""
        return "InternalId" if "-" in self.number else "Nip"


def create_forty(folder: Path, *, clock: Clock, ends_on: date) -> Settings:
    """Make the office; KSeF does not know its units yet (`introduce`).

    Args:
        folder: Empty or missing.
        clock: What the office takes for now.
        ends_on: First day on which `TEMPORARY` permissions no longer hold.

    Raises:
        OutputRefused: The folder holds something, or cannot be made.
    """
    from jst.simulators.ksef import KsefSimulator  # noqa: PLC0415 - an extra

    home = create_ksef_demo(folder, clock=clock).places.home
    ksef = KsefSimulator(home / "simulator-ksef", clock=clock)
    credentials = []
    for number, unit in enumerate(units(), start=1):
        key = ksef.issue_person(unit.ref, number=Pesel.parse(_pesel(number)))
        credentials.append(
            f'\n[[credential]]\nname = "{unit.ref}"\n'
            f'context_type = "{unit.context_type}"\ncontext = "{unit.number}"\n'
            f'key_file = "simulator-ksef/{key.name}"\n'
        )
    _append(home / "credentials.toml", "".join(credentials))
    settings = home / "jst.toml"
    text = settings.read_text("utf-8")
    node = 'node = "demo"\n'
    settings.write_text(
        text.replace(node, f"{node}questions_per_day = 10000\n"), "utf-8"
    )
    people = home / "ksef-people.toml"
    people.touch(0o600)
    _append(people, "\n".join(_people()))
    _append(home / "permissions.toml", "\n".join(_permissions(ends_on)))
    return demo_settings(home)


def introduce(simulator: "KsefSimulator", *, listed: int) -> None:
    """Let KSeF know the office, and so many of its units with a NIP, and no more."""
    simulator.world.registry.remove_subject(OFFICE_NIP)
    simulator.world.registry.add_subject(
        OFFICE_NIP,
        "JST",
        subunits=[(each.number, each.name) for each in units()[:listed]],
        description="Bogus: gmina",
        since=simulator.clock(),
    )


def add_stranger(simulator: "KsefSimulator") -> "tuple[str, Ident, Ident, str]":
    """Let somebody whom the file does not know read the invoices of a school.

    Returns:
        Kind, holder, context and permission of what stands now.
    """
    from jst.simulators.ksef_names import Ident  # noqa: PLC0415 - an extra

    school = Ident("Nip", units()[0].number)
    somebody = Ident("Pesel", _pesel(PEOPLE + 1))
    give(simulator, somebody, "InvoiceRead", school, school)
    return "persons", somebody, school, "InvoiceRead"


def units() -> tuple[Unit, ...]:
    """Give the 37 units that the office can reach; those with a NIP first."""
    schools = (
        Unit(
            f"sp{each:02}",
            "local_budget_unit",
            f"Szkoła Podstawowa nr {each} (bogus)",
            _nip(each),
        )
        for each in range(1, WITH_NIP + 1)
    )
    inner = (
        Unit(
            f"dzial{each:02}",
            "internal_unit",
            f"Dział nr {each} (bogus)",
            _internal_id(each),
        )
        for each in range(1, INTERNAL + 1)
    )
    return (*schools, *inner)


def _people() -> Iterator[str]:
    for each in range(1, PEOPLE + 1):
        yield (
            f'[[person]]\nref = "osoba{each:03}"\nkind = "pesel"\n'
            f'value = "{_pesel(each)}"\nfirst_name = "Bogusława"\n'
            f'last_name = "Bogus"\n'
        )


def _permissions(ends_on: date) -> Iterator[str]:
    yield (
        "# Urząd fikcyjny: czterdzieści jednostek (docs/ksef-plan.md).\nversion = 1\n\n"
        f'[office]\nref = "gmina"\nname = "{OFFICE_NAME}"\nnip = "{OFFICE_NIP}"\n'
        'credential = "gmina"\n\n[bundle]\n'
        'ksiegowosc = ["InvoiceRead", "InvoiceWrite"]\n'
    )
    for each in units():
        own = "internal_id" if each.context_type == "InternalId" else "nip"
        yield (
            f'[[unit]]\nref = "{each.ref}"\nkind = "{each.kind}"\n'
            f'name = "{each.name}"\n{own} = "{each.number}"\n'
            f'credential = "{each.ref}"\n'
        )
    for number, (ref, kind, name) in enumerate(_OWN, start=CONTEXTS + 1):
        yield (
            f'[[unit]]\nref = "{ref}"\nkind = "{kind}"\nname = "{name}"\n'
            f'nip = "{_nip(number)}"\n'
        )
    for number, unit in enumerate(units(), start=1):
        yield _grant(f"dyrektor-{unit.ref}", number, unit.ref, "representative = true")
        yield _grant(
            f"ksiegowa-{unit.ref}", CONTEXTS + number, unit.ref, 'bundle = "ksiegowosc"'
        )
        until = f"\nuntil = {ends_on}" if number <= TEMPORARY else ""
        yield _grant(
            f"referent-{unit.ref}",
            2 * CONTEXTS + number,
            unit.ref,
            f'permissions = ["InvoiceRead"]{until}',
        )
    for number in range(1, IN_OFFICE + 1):
        who = 3 * CONTEXTS + number
        yield _grant(f"urzad-{number}", who, "gmina", 'bundle = "ksiegowosc"')
    for number, ref in enumerate(REFUSED, start=1):
        yield _grant(f"dyrektor-{ref}", number, ref, 'permissions = ["InvoiceRead"]')


def _grant(name: str, person: int, where: str, what: str) -> str:
    return (
        f'[[grant]]\nid = "{name}"\nwho = "osoba{person:03}"\nwhere = "{where}"\n'
        f"{what}\nfrom = 2026-02-01\n"
        'reason = "obsługa faktur jednostki"\nbasis = "zarządzenie 0050.1.2026"\n'
    )


def _nip(number: int) -> str:
    """Make the n-th NIP whose check digit fits; nobody's, as 999 was never given."""
    found, middle = 0, 100
    while True:
        middle += 1
        digits = f"999{middle:06}"
        check = sum(
            int(digit) * weight
            for digit, weight in zip(digits, _NIP_WEIGHTS, strict=True)
        )
        if check % 11 == 10:  # noqa: PLR2004 - no digit fits
            continue
        found += 1
        if found == number:
            return f"{digits}{check % 11}"


def _pesel(number: int) -> str:
    """Make a PESEL of somebody born in 1899, so of nobody who lives."""
    digits = f"998101{number:04}"
    check = sum(
        int(digit) * weight
        for digit, weight in zip(digits, _PESEL_WEIGHTS, strict=True)
    )
    return f"{digits}{-check % 10}"


def _internal_id(number: int) -> str:
    digit = internal_id_digit(f"{OFFICE_NIP}{number:04}")
    return f"{OFFICE_NIP}-{number:04}{digit}"


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
