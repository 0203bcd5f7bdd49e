"""People, powers and answers for the tests on whom to serve."""

from dataclasses import replace
from datetime import datetime

from crpo.model import Answer
from crpo.power import (
    Address,
    Attorney,
    ElectronicAddress,
    ElectronicAddressKind,
    PowerOfAttorney,
    Profession,
    Substitute,
)
from crpo.serving import Serving, whom_to_serve
from crpo.told import Told
from tests.factories import MANDATOR_NIP, NOON, TODAY
from vocabulary.clock import warsaw_day
from vocabulary.identifiers import Pesel

ADE = ElectronicAddress(kind=ElectronicAddressKind.ADE, value="AE:PL-00000-BOGUS")
BOX = ElectronicAddress(kind=ElectronicAddressKind.EPUAP, value="/bogus/skrytka")
IN_POLAND = Address(country="PL", town="Próbkowo")
IN_BRNO = Address(country="CZ", town="Brno")
ELSEWHERE = Address(country="PL", town="Gdzieindziej")
ANNA = Attorney(
    surname="Niebyła",
    identifier=Pesel.parse("44051401359"),
    profession=Profession.NONE,
    for_service=False,
    address_for_service=IN_POLAND,
)
BOGUSZ = replace(ANNA, surname="Zmyślak", identifier=Pesel.parse("02070803628"))
FURTHER = Substitute(
    surname="Dalszy",
    profession=Profession.NONE,
    for_service=True,
    address_for_service=IN_POLAND,
)


def a_power(
    *attorneys: Attorney, further: tuple[Substitute, ...] = ()
) -> PowerOfAttorney:
    """Make a power of these people."""
    return PowerOfAttorney(attorneys=attorneys, substitutes=further)


def an_answer(*powers: PowerOfAttorney, at: datetime = NOON) -> Answer:
    """Make the answer of a day."""
    return Answer(
        message_id="m",
        in_reply_to="q",
        mandator=MANDATOR_NIP,
        day=warsaw_day(at),
        answered_at=at,
        powers=powers,
        raw=b"",
    )


def told(*powers: PowerOfAttorney) -> Serving:
    """Decide today, with nothing in the file."""
    return whom_to_serve(an_answer(*powers), on=TODAY)


def surname(found: Serving) -> Told[str] | None:
    """Say who is served."""
    return None if found.serve is None else found.serve.surname
