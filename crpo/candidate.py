"""[5] The people among whom is chosen whom to serve: each once, all records together.

    powers of the register + special powers of the file -> one candidate a person

A designation in one power counts for the person; an address told in another is not
lost by it. What two records say differently is told, and never settled in silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from crpo.model import Answer
from crpo.power import (
    Attorney,
    ElectronicAddressKind,
    Profession,
    Substitute,
)
from crpo.service_address import ServiceAddress
from crpo.told import NOT_TOLD, Told

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One person who may be served.

    Attributes:
        person: What all records say of him together.
        registered: His records in the register; none: the case file alone knows him.
        may_be_substitute: Whether each power in which he is a substitute lets
            substitutes be appointed.
        differs: Whether two records tell different addresses of one kind, or
            different professions.
    """

    person: Attorney
    registered: tuple[Attorney, ...] = field(default=(), repr=False)
    may_be_substitute: tuple[Told[bool], ...] = ()
    differs: bool = False

    def told_by_register(self, address: Told[ServiceAddress]) -> bool:
        """Tell whether the register has told an address of his."""
        return address is not NOT_TOLD and any(
            address in (record.electronic_address, record.address_for_service)
            for record in self.registered
        )


def candidates(answer: Answer, special: Sequence[Attorney]) -> list[Candidate]:
    """List who may be served, in the order of the register, then of the file.

    A further attorney is among them unless he is told not to be designated; then the
    attorney who appointed him is there and is served.
    """
    records = [
        (person, power.may_appoint_substitutes)
        for power in answer.powers
        for person in power.people
        if not (isinstance(person, Substitute) and person.for_service is False)
    ]
    registered = len(records)
    records += [(person, NOT_TOLD) for person in special]
    found: dict[object, list[int]] = {}
    for number, (person, _) in enumerate(records):
        key = number if person.identifier is NOT_TOLD else person.identifier
        found.setdefault(key, []).append(number)
    return [
        _merged(
            [records[number][0] for number in numbers],
            registered=[records[n][0] for n in numbers if n < registered],
            may_be=[
                records[n][1] for n in numbers if isinstance(records[n][0], Substitute)
            ],
        )
        for numbers in found.values()
    ]


def _merged(
    records: Sequence[Attorney],
    *,
    registered: Sequence[Attorney],
    may_be: Sequence[Told[bool]],
) -> Candidate:
    """Put the records of one person together; an attorney is no mere substitute."""
    first = min(records, key=lambda record: isinstance(record, Substitute))
    boxes = [
        box for record in records if (box := record.electronic_address) is not NOT_TOLD
    ]
    ades = _each_once([box for box in boxes if box.kind is ElectronicAddressKind.ADE])
    boxes = _each_once([box for box in boxes if box not in ades])
    papers = [
        paper
        for record in records
        if (paper := record.address_for_service) is not NOT_TOLD
    ]
    in_poland = _each_once([paper for paper in papers if paper.country == "PL"])
    professions = _each_once(
        [each for record in records if (each := record.profession) is not NOT_TOLD]
    )
    person = replace(
        first,
        for_service=_designation(records),
        profession=_first(
            sorted(professions, key=lambda each: each is Profession.NONE)
        ),
        electronic_address=_first([*ades, *boxes]),
        address_for_service=_first([*in_poland, *papers]),
    )
    return Candidate(
        person=person,
        registered=tuple(registered),
        may_be_substitute=tuple(may_be) if isinstance(person, Substitute) else (),
        differs=any(len(each) > 1 for each in (ades, boxes, in_poland, professions)),
    )


def _designation(records: Sequence[Attorney]) -> Told[bool]:
    """Say yes when any record does, and no only when every one does."""
    said = [record.for_service for record in records]
    if any(each is True for each in said):
        return True
    return False if all(each is False for each in said) else NOT_TOLD


def _first(values: Sequence[T]) -> Told[T]:
    """Give the first, if there is any."""
    return values[0] if values else NOT_TOLD


def _each_once(values: Sequence[T]) -> list[T]:
    """Leave out what was there before."""
    return list(dict.fromkeys(values))
