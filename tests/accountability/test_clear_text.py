"""What may stand in clear in the log for ever: text without identifiers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.clear_text import (
    MAX_TEXT,
    REMOVED,
    has_control,
    has_long_number,
    hides_identifier,
    names_a_subject,
    one_hides_identifier,
    one_names_a_subject,
    safe_id,
    scrubbed,
)
from tests.factories import MANDATOR_NIP, MANDATOR_PESEL
from vocabulary.identifiers import ForeignTaxId


def test_a_denial_is_logged_without_what_looks_like_an_identifier() -> None:
    """A PESEL pasted into the wrong field is denied, and the log stays clean."""
    assert "dotyczy […], pilne" == scrubbed(" dotyczy 440514 01359, pilne ")


def test_a_number_across_the_cut_leaves_nothing() -> None:
    """Nine digits of a NIP give away the tenth, which is its check digit."""
    text = "x" * (MAX_TEXT - 9) + MANDATOR_NIP.reveal()

    assert "x" * (MAX_TEXT - 9) + REMOVED == scrubbed(text)


def test_a_long_text_is_cut() -> None:
    """A refused text of a megabyte must not fill an entry."""
    assert "x" * MAX_TEXT == scrubbed("x" * 600)


def test_a_text_that_names_the_subject_is_removed_whole() -> None:
    """A foreign number has no shape to be found by."""
    asked = ForeignTaxId.parse("CZ:AB-123-456")

    assert REMOVED == scrubbed("firma AB 123 456", (asked,))


@given(st.lists(st.sampled_from(" .-/_\u2013\u00ad\u200b"), min_size=10, max_size=10))
def test_no_separator_hides_a_number(separators: list[str]) -> None:
    """One sign between any two digits changes nothing."""
    digits = MANDATOR_PESEL.reveal()
    text = digits[0] + "".join(
        s + d for s, d in zip(separators, digits[1:], strict=True)
    )

    assert has_long_number(text)
    assert REMOVED in scrubbed(text)


@pytest.mark.parametrize(
    ("text", "logged"),
    [
        (
            "8e201688-549f-4275-8180-63460cb3217f",
            "8e201688-549f-4275-8180-63460cb3217f",
        ),
        ("message of 44051401359", REMOVED),
        ("m" * 600, "m" * MAX_TEXT),
    ],
)
def test_an_id_of_others_is_kept_unless_it_is_a_person(text: str, logged: str) -> None:
    """The register chooses its message ids; one that holds a PESEL is not logged."""
    assert logged == safe_id(text)


_HEX = st.text("0123456789ABCDEF", min_size=10, max_size=10)


@given(
    st.dates(date(2021, 1, 1), date(2099, 12, 31)),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2),
    _HEX | st.just(MANDATOR_NIP.reveal()),
    _HEX | st.just(MANDATOR_NIP.reveal()),
)
def test_every_number_of_ksefs_form_reaches_the_log(
    day: date, kind: str, first: str, second: str
) -> None:
    """Ten digits of chance may be a right NIP; without it nobody could ask again."""
    number = f"{day:%Y%m%d}-{kind}-{first}-{second}-A3"

    assert number == safe_id(number)


@pytest.mark.parametrize(
    "form", ["{}", "x-{}", "20261121-EO-{}", "20261321-EO-{}-{}-A3"]
)
def test_a_nip_in_another_form_does_not_reach_the_log(form: str) -> None:
    """Also not where it only resembles one of KSeF's numbers."""
    nip = MANDATOR_NIP.reveal()

    assert REMOVED == safe_id(form.format(nip, nip))


_NIP, _PESEL = MANDATOR_NIP.reveal(), MANDATOR_PESEL.reveal()
_PARTS = [_NIP[:7], _NIP[7:], _NIP, _PESEL, "a", "\t", "-", "\u0301", "\u00ad"]


@given(
    st.lists(
        st.lists(st.sampled_from(_PARTS), max_size=4).map("".join),
        min_size=1,
        max_size=4,
    )
)
def test_several_texts_are_judged_like_each_of_them(texts: list[str]) -> None:
    """They are looked at together first; what stands in two of them is no number."""
    subjects = (MANDATOR_NIP, MANDATOR_PESEL)

    assert any(map(hides_identifier, texts)) == one_hides_identifier(texts)
    assert any(
        names_a_subject(text, subjects) for text in texts
    ) == one_names_a_subject(texts, subjects)
    assert any(map(has_control, texts)) == has_control(" ".join(texts))
