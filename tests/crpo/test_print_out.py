"""The print-out for the tax file: what it says, and what it must not do."""

import io
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pikepdf
import pypdf
import pytest

from crpo.model import Answer
from crpo.power import (
    Address,
    Attorney,
    ElectronicAddress,
    ElectronicAddressKind,
    Filer,
    ForeignDocument,
    PowerOfAttorney,
    Profession,
)
from crpo.print_out import Printing, print_out, print_out_data
from crpo.told import NOT_TOLD
from jst.simulators.crpo_register import SyntheticRegister
from tests.factories import CASE, NOON, TODAY

REGISTER = SyntheticRegister.create()
PRINTING = Printing(
    authority="Burmistrz Przykładowa",
    case=CASE,
    asked_by="Anna Przykładowa",
    printed_by="Anna Przykładowa, Referat Podatków",
    printed_at=NOON,
    receipt_id="0190a2b4-0000-7000-8000-000000000001",
    print_id="0190a2b4-0000-7000-8000-000000000002",
    reference_contract=True,
)


def an_answer(example: str) -> Answer:
    """Make the answer about one of the register's examples."""
    mandator = REGISTER.examples[example]
    return Answer(
        message_id="CRPO-1",
        in_reply_to="q",
        mandator=mandator,
        day=TODAY,
        answered_at=NOON,
        powers=tuple(REGISTER.powers_of(mandator, TODAY)),
        raw=b"",
        digest="0123456789abcdef" * 4,
    )


def text_of(made: bytes) -> str:
    """Read a PDF's text, on one line."""
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    "expected",
    [
        "Wydruk z Centralnego Rejestru Pełnomocnictw Ogólnych",
        "art. 138h Ordynacji podatkowej",
        CASE,
        "2026-11-20 13:00:00 (czas warszawski)",
        "Anna Przykładowa, Referat Podatków",
        PRINTING.receipt_id,
        PRINTING.print_id,
        "Adnotacja pracownika organu",
        "Pełnomocnictwo ogólne 1 z 3",
        "nie w interfejsie Ministerstwa Finansów",
        REGISTER.examples["several"].reveal(),
    ],
    ids=range(11),
)
def test_it_says_what_the_file_needs(expected: str) -> None:
    """Holds: art. 138h Ordynacji: the answer, when, who prints, place to certify."""
    assert expected in text_of(print_out(an_answer("several"), PRINTING))


def test_a_real_contract_is_not_called_ours() -> None:
    """The note stands only where it is true."""
    real = replace(PRINTING, reference_contract=False)

    assert "Kontrakt wzorcowy" not in text_of(print_out(an_answer("one"), real))


def test_nobody_is_said_in_words() -> None:
    """An empty list could be taken for a lost page."""
    made = text_of(print_out(an_answer("none"), PRINTING))

    assert "rejestr nie wykazuje żadnego pełnomocnictwa ogólnego" in made


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("little_told", "nie podano"),
        ("indefinite", "bezterminowo"),
        ("substitutes", "Dalszy pełnomocnik"),
        ("foreign", "dokument zagraniczny CZ:"),
        ("advocate", "adwokat"),
    ],
)
def test_every_kind_of_answer_has_its_words(example: str, expected: str) -> None:
    """What was not told is said so; what was, in Polish."""
    assert expected in text_of(print_out(an_answer(example), PRINTING))


def test_it_claims_what_every_document_claims_and_has_stable_bytes() -> None:
    """Holds: ADR-0010."""
    made = print_out(an_answer("many"), PRINTING)
    with pikepdf.open(io.BytesIO(made)) as file, file.open_metadata() as told:
        claims = (
            told["{http://www.aiim.org/pdfua/ns/id/}part"],
            told["{http://www.aiim.org/pdfa/ns/id/}part"],
            told["{http://www.aiim.org/pdfa/ns/id/}conformance"],
        )

    assert ("1", "3", "A") == claims
    assert made == print_out(an_answer("many"), PRINTING)


def test_a_name_that_turns_the_writing_round_is_shown_as_it_is() -> None:
    """A right-to-left override could make one number look like another."""
    power = PowerOfAttorney(
        attorneys=(Attorney(surname="A\u202e987\x1b", birth_date=date(2201, 1, 1)),)
    )
    data = print_out_data(replace(an_answer("none"), powers=(power,)), PRINTING)

    assert "A\N{REPLACEMENT CHARACTER}987\N{REPLACEMENT CHARACTER}" in str(data)


FULL = replace(
    Attorney(),
    identifier=ForeignDocument.parse("CZ:BOGUS123"),
    document_kind="paszport",
    surname="Zmyślak",
    first_name="Bogusz",
    birth_date=date(2201, 2, 3),
    profession=Profession.LEGAL_COUNSEL,
    list_number="BOGUS-26",
    for_service=True,
    electronic_address=ElectronicAddress(
        kind=ElectronicAddressKind.ADE, value="AE:PL-00000-00000-BOGUS-36"
    ),
    address_for_service=Address(
        country="PL",
        town="Próbkowo",
        postcode="00-038",
        street="Wzorcowa",
        house="39A",
        flat="40",
        commune="Zmyślona",
        county="próbny",
        voivodeship="nieistniejące",
    ),
    phone="000-046",
    email="nikt@example.invalid",
)
FULL_POWER = PowerOfAttorney(
    attorneys=(FULL,),
    register_id="PPO-BOGUS-1",
    mandator_name="Spółka Zmyślona",
    received_on=date(2026, 10, 11),
    filed_by=Filer.CARER,
    valid_until=date(2027, 8, 9),
    may_appoint_substitutes=True,
    substitutes=(),
)
WORDS = {
    Filer.CARER: "opiekun",
    Profession.LEGAL_COUNSEL: "radca prawny",
    ElectronicAddressKind.ADE: "ADE",
    True: "tak",
}


def leaves(value: object) -> Iterator[str]:
    """Yield the words of every value within a value."""
    if is_dataclass(value):
        for field in fields(value):
            yield from leaves(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from leaves(part)
    else:
        reveal = getattr(value, "reveal", value.__str__)
        yield WORDS.get(value) or reveal()


def test_every_told_field_is_printed() -> None:
    """
    Staff certify conformity with what the register told, and not with a part of it.

    Holds: art. 138h Ordynacji; PPO-1(3), fields 4-71.
    """
    answer = replace(an_answer("none"), powers=(FULL_POWER,))
    made = text_of(print_out(answer, PRINTING))

    assert [] == [words for words in leaves(FULL_POWER) if words not in made]


@pytest.mark.parametrize("field", [f.name for f in fields(Attorney)])
def test_no_field_of_an_attorney_is_left_out(field: str) -> None:
    """Without it the page would read otherwise; also for a field that is new."""
    less = replace(FULL, **{field: NOT_TOLD})

    assert printed_of(FULL_POWER) != printed_of(replace(FULL_POWER, attorneys=(less,)))


@pytest.mark.parametrize(
    "field", [f.name for f in fields(PowerOfAttorney) if f.name != "attorneys"]
)
def test_no_field_of_a_power_is_left_out(field: str) -> None:
    """Also the register's own "none" of further attorneys."""
    less = replace(FULL_POWER, **{field: NOT_TOLD})  # type: ignore[arg-type]  # any field

    assert printed_of(FULL_POWER) != printed_of(less)


@pytest.mark.parametrize(
    "field", [f.name for f in fields(Address) if f.name not in {"country", "town"}]
)
def test_no_field_of_an_address_is_left_out(field: str) -> None:
    """A flat without a street, too."""
    short = Address(country="PL", town="Próbkowo")
    told = replace(short, **{field: "Wzorcowa"})
    powers = [
        PowerOfAttorney(attorneys=(Attorney(address_for_service=each),))
        for each in (short, told)
    ]

    assert printed_of(powers[0]) != printed_of(powers[1])


@pytest.mark.parametrize("count", range(1, 9))
def test_the_annotation_stands_on_the_page_of_the_last_attorney(count: int) -> None:
    """A signature alone on a sheet certifies nothing that stands beside it."""
    people = [replace(FULL, surname=f"Zmyślak{n}") for n in range(1, count + 1)]
    powers = tuple(replace(FULL_POWER, attorneys=(each,)) for each in people)
    answer = replace(an_answer("none"), powers=powers)
    pages = pypdf.PdfReader(io.BytesIO(print_out(answer, PRINTING))).pages
    last = pages[-1].extract_text()

    assert "Adnotacja pracownika organu" in last
    assert f"Zmyślak{count}" in last


def test_a_page_that_begins_with_an_attorney_says_of_which_power() -> None:
    """The heading of the power may stand on the page before."""
    made = text_of(print_out(an_answer("several"), PRINTING))

    assert "Pełnomocnik (pełnomocnictwo ogólne 2 z 3)" in made


def printed_of(power: PowerOfAttorney) -> object:
    """Give what is printed of a power."""
    return print_out_data(replace(an_answer("none"), powers=(power,)), PRINTING)


def tags_under(node: pikepdf.Object, tag: str) -> list[pikepdf.Object]:
    """Collect the structure elements of one kind, in the order of reading."""
    if isinstance(node, pikepdf.Array):
        return [found for part in node for found in tags_under(part, tag)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    inner = tags_under(node["/K"], tag) if "/K" in node else []
    return [node, *inner] if node.get("/S") == pikepdf.Name(tag) else inner


def test_each_label_is_tagged_as_the_label_of_its_value() -> None:
    """
    A screen reader then says which value is whose; a plain cell would not tell.

    Holds: ISO 14289-1 (PDF/UA-1), 7.6: a list has Lbl and LBody in each item.
    """
    data = print_out_data(an_answer("several"), PRINTING)
    with pikepdf.open(io.BytesIO(print_out(an_answer("several"), PRINTING))) as file:
        root = file.Root["/StructTreeRoot"]["/K"]
        items = tags_under(root, "/LI")
        inside = [
            (len(tags_under(item, "/Lbl")), len(tags_under(item, "/LBody")))
            for item in items
        ]
        cells = tags_under(root, "/TD")

    assert [] == cells
    assert len(data["facts"]) < len(items)  # type: ignore[arg-type]  # rows of text
    assert {(1, 1)} == set(inside)
