"""The result of a batch as rows: one for each attorney of a line, at least one."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from crpo.batch_log import Done
from crpo.model import Answer
from crpo.power import Attorney, PowerOfAttorney, Substitute
from crpo.print_out import in_words
from crpo.told import INDEFINITE, NOT_TOLD
from documents.table import Cell
from vocabulary.identifiers import Identifier

HEADER: Final = (
    "line",
    "kind",
    "identifier",
    "case",
    "purpose",
    "result",
    "reason",
    "day",
    "powers",
    "power",
    "role",
    "surname",
    "first_name",
    "attorney",
    "profession",
    "valid_until",
    "for_service",
    "electronic_address",
    "address_for_service",
    "question",
    "source",
)


def rows_of(done: Done, *, reveal: bool) -> Iterator[Sequence[Cell]]:
    """Write a line of the sheet: one row for each attorney, at least one."""
    line, answer = done.line, done.answer
    start: tuple[Cell, ...] = (
        line.at,
        line.mandator.kind,
        _shown(line.mandator, reveal=reveal),
        line.case,
        line.purpose,
        done.state,
        done.reason,
        _shown(answer.day if answer else None, reveal=reveal),
        len(answer.powers) if answer else None,
    )
    source = "" if answer is None else "kept" if done.kept else "register"
    end: tuple[Cell, ...] = (done.intent_id, source)
    people = [] if answer is None else _people(answer)
    for number, power, person in people:
        address = person.address_for_service
        told = (
            "substitute" if isinstance(person, Substitute) else "attorney",
            person.surname,
            person.first_name,
            person.identifier,
            person.profession,
            power.valid_until,
            person.for_service,
            getattr(person.electronic_address, "value", None),
            None if address is NOT_TOLD else in_words(address),
        )
        yield (*start, number, *(_shown(v, reveal=reveal) for v in told), *end)
    if not people:
        yield (*start, *[None] * (len(HEADER) - len(start) - len(end)), *end)


def _people(answer: Answer) -> list[tuple[int, PowerOfAttorney, Attorney]]:
    return [
        (number, power, person)
        for number, power in enumerate(answer.powers, start=1)
        for person in power.people
    ]


def _shown(value: object, *, reveal: bool) -> Cell:
    """Write a value; what the register did not tell is an empty cell."""
    match value:
        case Identifier():
            return value.reveal() if reveal else value.masked
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case _ if value is INDEFINITE:
            return "indefinite"
        case str():
            return str(value)
        case _:
            return None
