"""Numbers that stand where only references may; every one of them is synthetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jst.clear_numbers import holds_number, is_identifier


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("urlop 44051401359", id="a PESEL"),
        pytest.param("44.05.14.01359", id="a PESEL with dots"),
        pytest.param("440514\u00a001359", id="a PESEL with a no-break space"),
        pytest.param("440514\u202f01359", id="a PESEL with a narrow no-break space"),
        pytest.param("\uff14\uff14\uff10\uff15\uff11\uff14 01359", id="full-width"),
        pytest.param("4405140\u200b1359", id="an invisible character in it"),
        pytest.param("526/587/76/35", id="a NIP with slashes"),
        pytest.param("526.58.77.635", id="a NIP with dots"),
        pytest.param("NIP 526-587-76-35", id="a NIP with hyphens"),
        pytest.param("12 44051401359 3", id="other digits beside it"),
        pytest.param("pok. 12 526 587 76 35", id="a room before it"),
        pytest.param("9990000008-00012", id="an internal id"),
        pytest.param("AB" * 32, id="a fingerprint"),
        pytest.param("1234567890", id="ten digits, though no NIP"),
    ],
)
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    """Whoever types it does not think of a program that looks for it."""
    assert holds_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "zarządzenie 0050.13.2026",
        "zarządzenie 2015.14.2026",  # its digits would be a NIP
        "upoważnienie 17/2026",
        "2026-02-01",
        "od 01.02.2026 do 31.12.2026",
        "tel. 22 123 45 67",
        "",
    ],
)
def test_what_an_office_writes_otherwise_is_no_number(text: str) -> None:
    """An order's number cannot be changed to please us."""
    assert not holds_number(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("44051401359", True), ("526-587-76-35", True), ("01 AB 23", False)],
)
def test_only_the_whole_of_a_text_is_an_identifier(
    text: str, *, expected: bool
) -> None:
    """For serial numbers, which are long by nature."""
    assert expected is is_identifier(text)


@given(text=st.text(max_size=200))
def test_any_text_is_looked_through(text: str) -> None:
    """Nothing in it stops the search."""
    assert holds_number(f"{text} 44051401359")
