"""The print-out for the tax file: what it says, and what it must not do."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pypdf
import pytest

from crpo.model import Answer
from crpo.power import Attorney, PowerOfAttorney
from crpo.print_out import Printing, print_out, print_out_data
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
