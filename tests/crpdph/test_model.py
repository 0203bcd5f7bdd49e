"""The DIC: format is an error, the check digit a warning, a birth number a secret."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cz import dic as oracle

from crpdph.model import Dic, Operation
from jst.simulators.crpdph_register import company, group_number, made_up, person
from vocabulary.errors import IdentifierInvalid


@pytest.mark.parametrize(
    "text", ["CZ90000019", "cz 900 000 19", "90000019", "CZ-90000019", "\u00a090000019"]
)
def test_a_dic_is_its_digits(text: str) -> None:
    """Notations of one number are one number."""
    assert "90000019" == Dic.parse(text).reveal()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CZ",
        "1234567",
        "12345678901",
        "SK90000019",
        "9000001x",
        "00000000",
        "x" * 99,
    ],
)
def test_what_has_another_shape_is_refused(text: str) -> None:
    """The service answers NENALEZEN to a typing error, which looks like a verdict."""
    with pytest.raises(IdentifierInvalid):
        Dic.parse(text)


@pytest.mark.parametrize(
    "number", ["445522999", "8855229999", "7755229999", "010101010"]
)
def test_the_official_examples_are_numbers(number: str) -> None:
    """The page's own examples fail their check digits; they are sent all the same."""
    assert number == Dic.parse(number).reveal()


def test_a_wrong_check_digit_is_told_and_no_refusal() -> None:
    """The register holds active numbers with a wrong one."""
    assert Dic.parse("90000019").check_digit_agrees() is (company(1) == "90000019")
    assert not Dic.parse(
        company(1)[:7] + str((int(company(1)[7]) + 1) % 10)
    ).check_digit_agrees()


@given(st.integers(10_000_000, 89_999_999))
def test_company_numbers_agree_with_the_oracle(number: int) -> None:
    """python-stdnum is the second opinion, and no dependency."""
    assert oracle.is_valid(str(number)) is Dic.parse(str(number)).check_digit_agrees()


@given(st.integers(600_000_000, 699_999_999))
def test_numbers_given_by_tax_offices_agree_with_the_oracle(number: int) -> None:
    """Persons without a birth number, foreigners, groups."""
    assert oracle.is_valid(str(number)) is Dic.parse(str(number)).check_digit_agrees()


@given(st.integers(1_000_000_000, 9_999_999_999))
def test_birth_numbers_that_the_oracle_takes_agree(number: int) -> None:
    """The oracle also asks whether the day exists, and we do not."""
    if oracle.is_valid(str(number)):
        assert Dic.parse(str(number)).check_digit_agrees()


@pytest.mark.parametrize("number", [person(1), group_number(1), "101010101"])
def test_what_may_be_a_birth_number_is_masked_where_it_is_shown(number: str) -> None:
    """Nine and ten digits are personal data, and shown like a PESEL."""
    dic = Dic.parse(number)

    assert dic.is_personal
    assert number not in f"{dic!r} {dic} {dic.shown} {copy.copy(dic)}"


def test_a_company_is_shown_in_clear_where_people_read() -> None:
    """It is public, and two vendors must be told apart; logs mask it all the same."""
    dic = Dic.parse(company(1))

    assert f"CZ{company(1)}" == dic.shown
    assert company(1) not in repr(dic)


def test_the_made_up_numbers_have_right_check_digits() -> None:
    """Else the simulator's examples would be stopped as mostly wrong."""
    assert all(
        Dic.parse(entry.dic).check_digit_agrees() for entry in made_up().values()
    )


def test_a_birth_number_before_1954_has_no_check_digit() -> None:
    """Nine digits that do not start with 6."""
    assert Dic.parse("101010101").check_digit_agrees()


def test_five_operations_have_five_requests_and_four_answers() -> None:
    """V2 is answered with the root of its predecessor."""
    assert 5 == len({each.request_root for each in Operation})
    assert 4 == len({each.response_root for each in Operation})
