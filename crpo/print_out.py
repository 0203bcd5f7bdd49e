"""[5] The print-out of an answer for the tax file (art. 138h Ordynacji), as PDF.

    answer + who prints, when, for which case -> rows of text -> documents -> PDF

It says what the register told, on which day and at what instant, who asked and who
prints, and leaves a place for the annotation by which staff certifies conformity.
Identifiers are in clear: it is made for the file, which is what the law asks for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from crpo.model import Answer
from crpo.power import (
    Address,
    Attorney,
    ElectronicAddress,
    ElectronicAddressKind,
    Filer,
    PowerOfAttorney,
    Profession,
    Substitute,
)
from crpo.told import INDEFINITE, NOT_TOLD, Told
from documents.pdf import render_pdf
from documents.text import in_groups, printable, printable_rows
from vocabulary.clock import WARSAW
from vocabulary.identifiers import Identifier

TITLE: Final = "Wydruk z Centralnego Rejestru Pełnomocnictw Ogólnych"
NOT_TOLD_WORD: Final = "nie podano"

_PROFESSIONS: Final[dict[object, str]] = {
    Profession.ADVOCATE: "adwokat",
    Profession.LEGAL_COUNSEL: "radca prawny",
    Profession.TAX_ADVISER: "doradca podatkowy",
    Profession.NONE: "nie jest pełnomocnikiem zawodowym",
}
_FILERS: Final[dict[object, str]] = {
    Filer.MANDATOR: "mocodawca",
    Filer.ATTORNEY: "pełnomocnik",
    Filer.SUBSTITUTE: "dalszy pełnomocnik",
    Filer.ADVOCATE: "adwokat",
    Filer.LEGAL_COUNSEL: "radca prawny",
    Filer.TAX_ADVISER: "doradca podatkowy",
    Filer.CARER: "opiekun",
    Filer.AUTHORITY: "organ",
}
_WORDS: Final[dict[object, str]] = {
    NOT_TOLD: NOT_TOLD_WORD,
    INDEFINITE: "bezterminowo",
    True: "tak",
    False: "nie",
    **_PROFESSIONS,
    **_FILERS,
}
_KINDS: Final = {
    "nip": "NIP",
    "pesel": "PESEL",
    "foreign_tax_id": "identyfikator zagraniczny",
    "foreign_document": "dokument zagraniczny",
}

Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """What a print-out says besides the answer.

    Attributes:
        authority: The tax authority, as it writes its name.
        case: Number of the case (znak sprawy).
        asked_by: Who asked the register.
        printed_by: Who prints, with the unit.
        printed_at: An aware instant.
        receipt_id: Id of the question in the log; its receipt is filed beside.
        print_id: Id of the log's entry of this printing.
        reference_contract: Whether the answer came in our own contract.
    """

    authority: str
    case: str
    asked_by: str
    printed_by: str
    printed_at: datetime
    receipt_id: str
    print_id: str
    reference_contract: bool


def print_out(answer: Answer, printing: Printing) -> bytes:
    """Make the PDF; the same answer and printing give the same bytes.

    Raises:
        LibraryMissing: The extra `documents` is not installed.
        DocumentNotMade: A letter in a name that the fonts do not have.

    Source: art. 138h Ordynacji (crpo.law.PRINT_OUT).
    """
    return render_pdf(
        "crpo_print_out",
        print_out_data(answer, printing),
        title=f"{TITLE}, {printable(printing.case)}",
        language="pl",
        made_at=printing.printed_at,
    )


def print_out_data(answer: Answer, printing: Printing) -> dict[str, object]:
    """Say what stands in the print-out, as text; pure."""
    return {
        "heading": TITLE,
        "authority": printable(printing.authority),
        "case": printable(printing.case),
        "reference_contract": printing.reference_contract,
        "print_id": printing.print_id,
        "facts": printable_rows(_facts(answer, printing)),
        "powers": [_power(power) for power in answer.powers],
        "printed_by": printable(printing.printed_by),
    }


def _facts(answer: Answer, printing: Printing) -> Rows:
    return [
        ("Mocodawca", in_words(answer.mandator)),
        ("Stan rejestru na dzień", answer.day.isoformat()),
        ("Odpowiedź rejestru z", _in_warsaw(answer.answered_at)),
        ("Numer odpowiedzi", answer.message_id),
        ("Zapytał(a)", printing.asked_by),
        ("Wydrukował(a)", printing.printed_by),
        ("Czas wydruku", _in_warsaw(printing.printed_at)),
        ("Potwierdzenie zapytania", printing.receipt_id),
        ("Wpis o wydruku", printing.print_id),
        ("Skrót odpowiedzi (z solą)", in_groups(answer.digest or NOT_TOLD_WORD)),
    ]


def _power(power: PowerOfAttorney) -> dict[str, object]:
    further = power.may_appoint_substitutes
    rows: Rows = [
        ("Numer w rejestrze", in_words(power.register_id)),
        ("Mocodawca", in_words(power.mandator_name)),
        ("Wpłynęło do rejestru", in_words(power.received_on)),
        ("Ważne do", in_words(power.valid_until)),
        ("Może ustanawiać dalszych", in_words(further)),
        *_told([("Formularz złożył(a)", power.filed_by)]),
    ]
    if power.substitutes is NOT_TOLD or not power.substitutes:
        silent = power.substitutes is NOT_TOLD
        rows.append(("Dalsi pełnomocnicy", NOT_TOLD_WORD if silent else "brak"))
    return {
        "rows": printable_rows(rows),
        "people": [
            {
                "kind": "Dalszy pełnomocnik"
                if isinstance(person, Substitute)
                else "Pełnomocnik",
                "rows": printable_rows(_person(person)),
            }
            for person in power.people
        ],
    }


def _person(person: Attorney) -> Rows:
    names = [
        part for part in (person.first_name, person.surname) if part is not NOT_TOLD
    ]
    return [
        ("Imię i nazwisko", " ".join(map(str, names)) or NOT_TOLD_WORD),
        ("Identyfikator", in_words(person.identifier)),
        *_told([("Rodzaj dokumentu", person.document_kind)]),
        ("Data urodzenia", in_words(person.birth_date)),
        ("Zawód", in_words(person.profession)),
        *_told([("Numer na liście", person.list_number)]),
        ("Pełnomocnik do doręczeń", in_words(person.for_service)),
        ("Adres elektroniczny", in_words(person.electronic_address)),
        ("Adres do doręczeń", in_words(person.address_for_service)),
        *_district(person.address_for_service),
        *_told([("Telefon", person.phone), ("E-mail", person.email)]),
    ]


def _told(rows: Sequence[tuple[str, object]]) -> Iterator[tuple[str, str]]:
    """Give the rows of what was told; the page says that the rest was not."""
    return ((label, in_words(value)) for label, value in rows if value is not NOT_TOLD)


def _district(address: Told[Address]) -> Iterator[tuple[str, str]]:
    """Give what of an address stands on no envelope."""
    if address is NOT_TOLD:
        return iter(())
    return _told(
        [
            ("Gmina", address.commune),
            ("Powiat", address.county),
            ("Województwo", address.voivodeship),
        ]
    )


def in_words(value: object) -> str:
    """Write one value; what was not told is said so, an address as on an envelope."""
    match value:
        case Identifier():
            return f"{_KINDS[value.kind]} {value.reveal()}"
        case ElectronicAddress():
            kind = "ePUAP" if value.kind is ElectronicAddressKind.EPUAP else "ADE"
            return f"{kind} {value.value}"
        case Address():
            return ", ".join(_lines(value))
        case Enum() | bool():
            return _WORDS[value]
        case _:
            return str(value)  # a day, or the register's own text


def _lines(address: Address) -> Iterator[str]:
    street = [part for part in (address.street, address.house) if isinstance(part, str)]
    flat = address.flat if isinstance(address.flat, str) else ""
    if street:
        yield " ".join(street) + (f"/{flat}" if flat else "")
    elif flat:
        yield f"lok. {flat}"
    postcode = [address.postcode] if isinstance(address.postcode, str) else []
    yield " ".join([*postcode, address.town])
    yield address.country


def _in_warsaw(instant: datetime) -> str:
    return f"{instant.astimezone(WARSAW):%Y-%m-%d %H:%M:%S} (czas warszawski)"
