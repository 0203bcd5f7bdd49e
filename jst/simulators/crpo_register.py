"""A synthetic register of general powers of attorney: seeded, so always the same.

Nobody in it exists. People are born after the year 2200, so their PESEL numbers belong
to nobody living; names are made up from word lists; NIP numbers only fit the checksum.
`today` is an argument: what ends today and what ended yesterday is told from it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final, TypeVar

from crpo.power import (
    Address,
    Attorney,
    ElectronicAddress,
    ElectronicAddressKind,
    Filer,
    ForeignDocument,
    PowerOfAttorney,
    Profession,
    Substitute,
)
from crpo.told import INDEFINITE, NOT_TOLD, Indefinite
from vocabulary.identifiers import ForeignTaxId, MandatorId, Nip, Pesel

SEED: Final = 20_261_120
MANDATORS: Final = 600

_FIRST: Final = ("Zorina", "Bogusz", "Fikcja", "Wymysław", "Próbek", "Żadna", "Niktor")
_LAST: Final = ("Testowska", "Próbny", "Zmyślak", "Niebyła", "Ćwiczeń", "Łątka-Wzór")
_TOWNS: Final = ("Próbkowo", "Nieistny Dół", "Zmyślenice", "Żadnów")
_STREETS: Final = ("Przykładowa", "Wzorcowa", "Bogus & Synowie", "3 Testów")

_NIP_WEIGHTS: Final = (6, 5, 7, 2, 3, 4, 5, 6, 7)
_PESEL_WEIGHTS: Final = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)

P = TypeVar("P", bound=Attorney)
Record = Callable[[date], PowerOfAttorney | None]
"""What the register sends of one power on a day; None when it is not current."""


@dataclass(frozen=True, slots=True)
class SyntheticRegister:
    """Mandators and their powers."""

    records: dict[MandatorId, tuple[Record, ...]]
    examples: dict[str, MandatorId]

    @classmethod
    def create(cls, *, seed: int = SEED, size: int = MANDATORS) -> "SyntheticRegister":
        """Make the register; the same seed and size give the same people."""
        maker = _Maker(Random(seed))  # noqa: S311 - reproducible on purpose, no secret
        records: dict[MandatorId, tuple[Record, ...]] = {}
        examples: dict[str, MandatorId] = {}
        for name, mandator, powers in maker.named():
            records[mandator] = powers
            examples[name] = mandator
        while len(records) < size:
            mandator, powers = maker.ordinary(len(records))
            records.setdefault(mandator, powers)
        # Drawn apart, so that nobody above becomes somebody else.
        apart = _Maker(Random(seed + 1))  # noqa: S311 - as above
        examples["two_by_pesel"] = mandator = apart.pesel()
        records[mandator] = (apart.power(), apart.power())
        return cls(records, examples)

    def revoke_all(self, mandator: MandatorId) -> None:
        """Take all powers of a mandator back, as a notice of revocation does."""
        self.records[mandator] = (_Maker.revoked,)

    def powers_of(self, mandator: MandatorId, today: date) -> list[PowerOfAttorney]:
        """List the powers of a mandator that are current on `today`.

        A mandator the register does not know has none: it knows powers, not people.
        """
        known = self.records.get(mandator, ())
        return [power for record in known if (power := record(today)) is not None]


class _Maker:
    """Draws people, identifiers and powers from one seeded generator."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def named(self) -> Iterator[tuple[str, MandatorId, tuple[Record, ...]]]:
        """Give the cases that demo, tests and trainers ask for by name."""
        advocate = self.person(Attorney, Profession.ADVOCATE)
        served = self.person(Attorney, for_service=True)
        yield "none", self.nip(), ()
        yield "one", self.nip(), (self.power(),)
        yield "several", self.nip(), (self.power(served), self.power(), self.power())
        yield "two_in_one", self.nip(), (self.power(served, self.person(Attorney)),)
        yield "substitutes", self.nip(), (self.power(substitutes=2),)
        yield "indefinite", self.nip(), (self.power(ends=None),)
        yield "ending_today", self.nip(), (self.power(ends=0),)
        yield "ended_yesterday", self.nip(), (self.power(ends=-1),)
        yield "revoked", self.nip(), (self.revoked,)
        yield "advocate", self.nip(), (self.power(advocate),)
        yield "pesel", self.pesel(), (self.power(),)
        yield "foreign", self.foreign(), (self.power(self.foreigner()),)
        yield "little_told", self.nip(), (self.little_told(),)
        yield "many", self.nip(), tuple(self.power() for _ in range(60))

    def ordinary(self, number: int) -> tuple[MandatorId, tuple[Record, ...]]:
        """Draw one more mandator: of five, three by NIP, one by PESEL, one foreign."""
        mandators = (self.nip, self.nip, self.nip, self.pesel, self.foreign)
        kinds: tuple[tuple[Record, ...], ...] = (
            (),
            (self.power(),),
            (self.power(ends=None), self.power(ends=0)),
            (self.power(substitutes=1),),
            (self.power(ends=-1),),
            (self.revoked, self.power()),
        )
        return mandators[number % 5](), self._random.choice(kinds)

    def power(
        self, *attorneys: Attorney, ends: int | None = 365, substitutes: int = 0
    ) -> Record:
        """Make a power that ends so many days after any `today`, or never."""
        people = attorneys or (self.person(Attorney),)
        further = tuple(self.person(Substitute) for _ in range(substitutes))
        number = f"PPO-{self._digits(10)}"
        received = date(2024, 1, 1) + timedelta(days=self._random.randrange(600))

        def on(today: date) -> PowerOfAttorney | None:
            if ends is not None and ends < 0:
                return None
            end: date | Indefinite = (
                INDEFINITE if ends is None else today + timedelta(days=ends)
            )
            return PowerOfAttorney(
                register_id=number,
                mandator_name="Bogus Spółka z o.o. <w żadnej organizacji> & Co.",
                received_on=min(received, today),
                filed_by=Filer.MANDATOR,
                valid_until=end,
                may_appoint_substitutes=bool(further),
                attorneys=people,
                substitutes=further,
            )

        return on

    def little_told(self) -> Record:
        """Make a power of which the register tells next to nothing."""
        who = Attorney(surname=self._random.choice(_LAST), first_name="Ktoś")
        return lambda _today: PowerOfAttorney(attorneys=(who,))

    @staticmethod
    def revoked(_today: date) -> PowerOfAttorney | None:
        """Make a revoked power: it is in the register and is sent to nobody."""
        return None

    def person(
        self,
        kind: type[P],
        profession: Profession = Profession.NONE,
        *,
        for_service: bool = False,
    ) -> P:
        """Draw a person with all that the form records."""
        pesel = self.pesel()
        licensed = profession is not Profession.NONE
        town = self._random.choice(_TOWNS)
        return kind(
            identifier=pesel,
            surname=self._random.choice(_LAST),
            first_name=self._random.choice(_FIRST),
            birth_date=pesel.birth_date,
            profession=profession,
            list_number=f"BOGUS-{self._digits(4)}" if licensed else NOT_TOLD,
            for_service=for_service,
            electronic_address=ElectronicAddress(
                kind=ElectronicAddressKind.ADE,
                value=f"AE:PL-{self._digits(5)}-{self._digits(5)}-BOGUS-00",
            ),
            address_for_service=Address(
                country="PL",
                town=town,
                postcode=f"00-{self._digits(3)}",
                street=self._random.choice(_STREETS),
                house=self._digits(2),
            ),
            email="nikt@example.invalid",
        )

    def foreigner(self) -> Attorney:
        """Draw an attorney with neither NIP nor PESEL."""
        return Attorney(
            identifier=ForeignDocument.parse(f"CZ:BOGUS {self._digits(6)}"),
            document_kind="paszport",
            surname="Smyšlená",
            first_name="Žádná",
            birth_date=date(2201, 2, 3),
            profession=Profession.NONE,
            for_service=True,
        )

    def nip(self) -> Nip:
        """Draw ten digits that fit the checksum, and nothing else."""
        while True:
            nine = "999" + self._digits(6)
            total = sum(int(d) * w for d, w in zip(nine, _NIP_WEIGHTS, strict=True))
            if total % 11 != 10:  # noqa: PLR2004 - no digit stands for ten
                return Nip.parse(f"{nine}{total % 11}")

    def pesel(self) -> Pesel:
        """Draw the number of somebody born in the 2200s."""
        born = date(2200, 1, 1) + timedelta(days=self._random.randrange(36_000))
        ten = f"{born:%y}{born.month + 60:02}{born:%d}{self._digits(4)}"
        total = sum(int(d) * w for d, w in zip(ten, _PESEL_WEIGHTS, strict=True))
        return Pesel.parse(f"{ten}{-total % 10}")

    def foreign(self) -> ForeignTaxId:
        """Draw a foreign tax id that says what it is."""
        country = self._random.choice(("CZ", "DE", "SK", "UA"))
        return ForeignTaxId.parse(f"{country}:BOGUS-{self._digits(8)}")

    def _digits(self, count: int) -> str:
        return "".join(self._random.choices("0123456789", k=count))
