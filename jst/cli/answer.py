"""An answer of CRPO as people and machines read it; identifiers masked unless asked.

What the register did not tell is said so: "nie podano", `"not_told"`.
"""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from pydantic.alias_generators import to_camel

from crpo.model import Answer
from crpo.power import Attorney, PowerOfAttorney, Substitute
from crpo.told import INDEFINITE, NOT_TOLD
from jst.cli.language import powers, say
from jst.cli.output import (
    cell,
    in_warsaw,
    new_table,
    print_line,
    print_note,
    print_table,
)
from vocabulary.clock import iso_utc
from vocabulary.identifiers import Identifier

HIDDEN: Final = "hidden"


def answer_json(answer: Answer, intent_id: str, *, reveal: bool) -> dict[str, Any]:
    """Describe an answer; the keys are stable."""
    return {
        "result": "answered",
        "intentId": intent_id,
        "day": answer.day.isoformat(),
        "answeredAt": iso_utc(answer.answered_at),
        "messageId": answer.message_id,
        "answerDigest": answer.digest,
        "mandator": _json(answer.mandator, reveal=reveal),
        "count": len(answer.powers),
        "powers": [_json(power, reveal=reveal) for power in answer.powers],
    }


def of_a_value(value: object) -> Any:  # noqa: ANN401 - JSON of any shape
    """Describe one value of an answer, identifiers masked."""
    return _json(value, reveal=False)


def _json(value: object, *, reveal: bool) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(value, tuple):
        return [_json(item, reveal=reveal) for item in value]
    if is_dataclass(value):
        return {
            to_camel(field.name): _field(field.name, getattr(value, field.name), reveal)
            for field in fields(value)
        }
    return _leaf(value, reveal=reveal)


def _field(name: str, value: object, reveal: bool) -> Any:  # noqa: ANN401, FBT001 - as above; passed on
    """Write a field; the birth date is the first half of a PESEL, and hidden so."""
    if name == "birth_date" and value is not NOT_TOLD and not reveal:
        return HIDDEN
    return _json(value, reveal=reveal)


def _leaf(value: object, *, reveal: bool) -> object:
    match value:
        case Identifier():
            shown = value.reveal() if reveal else value.masked
            return {"kind": value.kind, "value": shown, "masked": not reveal}
        case Enum():
            return value.value
        case datetime():
            return iso_utc(value)
        case date():
            return value.isoformat()
        case _:
            return value


def print_answer(answer: Answer, *, reveal: bool) -> None:
    """Print the answer's day, how many powers there are, and the people in them."""
    day = answer.day.isoformat()
    when = in_warsaw(answer.answered_at)
    if not answer.powers:
        print_line(
            say(
                f"Na dzień {day} rejestr nie wykazuje żadnego pełnomocnictwa ogólnego"
                " tego mocodawcy.",
                f"On {day} the register holds no general power of attorney of this"
                " mandator.",
            )
        )
    else:
        count = powers(len(answer.powers))
        print_line(say(f"Na dzień {day} w rejestrze: {count}.", f"On {day}: {count}."))
        _print_people(answer.powers, reveal=reveal)
    print_line(
        say(
            f"Mocodawca: {_identifier(answer.mandator, reveal=reveal)};"
            f" odpowiedź z {when}.",
            f"Mandator: {_identifier(answer.mandator, reveal=reveal)};"
            f" answered {when}.",
        )
    )


def note_contract(*, reference: bool) -> None:
    """Say of an answer that came by our own contract that it did."""
    if reference:
        print_note(
            say(
                "kontrakt wzorcowy: nasz, nie Ministerstwa Finansów.",
                "reference contract: ours, not the Ministry's.",
            )
        )


def _print_people(found: tuple[PowerOfAttorney, ...], *, reveal: bool) -> None:
    table = new_table(
        "#",
        say("Pełnomocnik", "Attorney"),
        say("Ważne do", "Valid until"),
        say("Doręczenia", "For service"),
        say("Adres elektroniczny", "Electronic address"),
    )
    for number, power in enumerate(found, start=1):
        for person in power.people:
            first = person is power.attorneys[0]
            table.add_row(
                *(
                    cell(text)
                    for text in (
                        str(number) if first else "",
                        (
                            f"{name_of(person)}\n"
                            f"{_identifier(person.identifier, reveal=reveal)}"
                        ),
                        _until(power) if first else "",
                        _yes_no(person.for_service),
                        _address(person),
                    )
                )
            )
    print_table(table)


def name_of(person: Attorney) -> str:
    """Write a person's name; a further attorney is marked."""
    parts = [p for p in (person.first_name, person.surname) if p is not NOT_TOLD]
    name = " ".join(str(part) for part in parts) or _not_told()
    if isinstance(person, Substitute):
        return say(f"↳ dalszy: {name}", f"↳ substitute: {name}")
    return name


def _identifier(value: object, *, reveal: bool) -> str:
    if not isinstance(value, Identifier):
        return _not_told()
    kinds = {
        "nip": "NIP",
        "pesel": "PESEL",
        "foreign_tax_id": say("zagr.", "foreign"),
        "foreign_document": say("dokument", "document"),
    }
    return f"{kinds[value.kind]} {value.reveal() if reveal else value.masked}"


def _until(power: PowerOfAttorney) -> str:
    if power.valid_until is INDEFINITE:
        return say("bezterminowo", "indefinite")
    if isinstance(power.valid_until, date):
        return power.valid_until.isoformat()
    return _not_told()


def _yes_no(value: object) -> str:
    if value is NOT_TOLD:
        return _not_told()
    return say("tak", "yes") if value is True else say("nie", "no")


def _address(person: Attorney) -> str:
    address = person.electronic_address
    return _not_told() if address is NOT_TOLD else address.value


def _not_told() -> str:
    return say("nie podano", "not told")
