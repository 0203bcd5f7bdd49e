"""Any bytes end in a value or in a documented error; nothing else ever escapes.

The hardest case is bytes that the register really signed: what a schema and a
checksum let through is read, and must be read whole or refused.
"""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from crpo.contract.xml_read import NAMESPACE
from crpo.errors import AnswerError
from crpo.model import Answer, Refusal
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
from crpo.told import INDEFINITE, NOT_TOLD
from tests.crpo.bench import MANDATOR, Bench, a_power
from tests.factories import TODAY
from vocabulary.identifiers import Pesel

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8
)
TAGS = st.sampled_from(
    [
        "MessageId",
        "InReplyTo",
        "QuestionSha256",
        "AnsweredAt",
        "Day",
        "Mandator",
        "PowersOfAttorney",
        "Code",
        "Text",
        "Nip",
        "Pesel",
        "ForeignTaxId",
        "Odd",
    ]
)
LEAF = st.sampled_from(
    [
        "-",
        "2026-11-20",
        "2026-11-20T12:00:00.000000Z",
        "quota_exceeded",
        "9990000014",
        "0190a2b4-0000-4000-8000-000000000001",
    ]
)


def told(what: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Let a field be told or not."""
    return st.just(NOT_TOLD) | what


ADDRESSES = st.builds(
    Address,
    country=st.just("PL"),
    town=TEXT,
    **{
        name: told(TEXT)
        for name in (
            *("postcode", "street", "house", "flat"),
            *("commune", "county", "voivodeship"),
        )
    },
)
PEOPLE = {
    "identifier": told(
        st.sampled_from(
            [MANDATOR, Pesel.parse("00610100006"), ForeignDocument.parse("CZ:1")]
        )
    ),
    "surname": TEXT,
    "first_name": TEXT,
    "birth_date": told(st.dates()),
    "profession": told(st.sampled_from(Profession)),
    "list_number": told(TEXT),
    "for_service": told(st.booleans()),
    "electronic_address": told(
        st.builds(
            ElectronicAddress, kind=st.sampled_from(ElectronicAddressKind), value=TEXT
        )
    ),
    "address_for_service": told(ADDRESSES),
    "phone": told(TEXT),
    "email": told(TEXT),
}
POWERS = st.builds(
    PowerOfAttorney,
    attorneys=st.lists(st.builds(Attorney, **PEOPLE), min_size=1, max_size=2).map(
        tuple
    ),
    register_id=told(TEXT),
    mandator_name=told(TEXT),
    received_on=told(st.dates(max_value=TODAY)),
    filed_by=told(st.sampled_from(Filer)),
    valid_until=told(st.just(INDEFINITE) | st.dates(min_value=TODAY)),
    may_appoint_substitutes=told(st.booleans()),
    substitutes=told(st.lists(st.builds(Substitute, **PEOPLE), max_size=1).map(tuple)),
)


def outcome_of(bench: Bench, raw: bytes) -> object:
    """Decode; a documented error is an outcome, anything else fails the test."""
    try:
        return bench.read(raw)
    except AnswerError as refused:
        return refused


@settings(deadline=None, max_examples=40)
@given(powers=st.lists(POWERS, max_size=2))
def test_whatever_the_register_tells_comes_back_as_it_was_told(
    bench: Bench, powers: list[PowerOfAttorney]
) -> None:
    """The writer is the simulator's, the reader ours; the schema is all they share."""
    assert tuple(powers) == bench.powers(bench.answer(powers))


@settings(deadline=None, max_examples=200)
@given(raw=st.binary(max_size=300))
def test_any_bytes_are_a_documented_error(bench: Bench, raw: bytes) -> None:
    """Nobody has signed them, so none of them is an answer."""
    assert isinstance(outcome_of(bench, raw), AnswerError)


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_a_changed_byte_is_an_error_or_changes_nothing(
    bench: Bench, data: st.DataObject
) -> None:
    """A signature has no unsigned corner in which the list could be altered."""
    raw = bench.answer([a_power()])
    place = data.draw(st.integers(0, len(raw) - 1))
    byte = data.draw(st.binary(min_size=0, max_size=2))

    got = outcome_of(bench, raw[:place] + byte + raw[place + 1 :])

    assert isinstance(got, AnswerError) or (
        isinstance(got, Answer) and got.powers == (a_power(),)
    )


@st.composite
def documents(draw: st.DrawFn) -> etree._Element:
    """Draw a document out of the contract's words in any order."""
    root = etree.Element(
        f"{{{NAMESPACE}}}{draw(st.sampled_from(['Answer', 'Refusal']))}"
    )
    for tag in draw(st.lists(TAGS, max_size=8)):
        child = etree.SubElement(root, f"{{{NAMESPACE}}}{tag}")
        child.text = draw(LEAF)
        if draw(st.booleans()):
            etree.SubElement(child, f"{{{NAMESPACE}}}{draw(TAGS)}").text = draw(LEAF)
    return root


@settings(deadline=None, max_examples=60)
@given(document=documents())
def test_a_signed_heap_of_words_is_a_documented_error(
    bench: Bench, document: etree._Element
) -> None:
    """A register with a defect signs it as well; a seal makes no sense of nonsense."""
    got = outcome_of(bench, bench.sealed(document))

    assert isinstance(got, AnswerError | Answer | Refusal)


@settings(deadline=None, max_examples=60)
@given(day=st.dates(), received=st.dates())
def test_only_powers_that_are_current_on_the_day_are_read(
    bench: Bench, day: date, received: date
) -> None:
    """Both ends count: the day of receipt, and the last day of validity."""
    raw = bench.answer([a_power(valid_until=day, received_on=received)])

    got = outcome_of(bench, raw)

    assert (received <= TODAY <= day) is isinstance(got, Answer)
