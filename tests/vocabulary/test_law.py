"""The shape of a rule: half-open days, and references that can be opened."""

from datetime import date
from typing import Any

import pytest

from vocabulary.law import LegalRef, Rule

REF: dict[str, Any] = {
    "act": "Dz.U. 2021 poz. 2481",
    "provision": "§ 4 ust. 1b",
    "url": "https://isap.sejm.gov.pl/",
    "text_seen": True,
}
RULE: dict[str, Any] = {
    "id": "ksef.example",
    "says": "An example.",
    "ref": LegalRef(**REF),
    "in_force_from": date(2023, 1, 1),
    "in_force_until": date(2026, 2, 1),
}


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        pytest.param(date(2022, 12, 31), False, id="the day before"),
        pytest.param(date(2023, 1, 1), True, id="the first day"),
        pytest.param(date(2026, 1, 31), True, id="the last day"),
        pytest.param(date(2026, 2, 1), False, id="the day after"),
    ],
)
def test_a_rule_holds_from_its_first_day_to_the_eve_of_its_end(
    day: date, holds: bool
) -> None:
    """Law changes at midnight, so both midnights are tested."""
    assert holds is Rule(**RULE).in_force_on(day)


def test_a_rule_without_a_published_end_still_holds() -> None:
    """None says that no end was published, so no later day is out of force."""
    assert Rule(**RULE | {"in_force_until": None}).in_force_on(date.max)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"id": "Not an id"}, "not a rule id"),
        ({"id": "noparts"}, "not a rule id"),
        ({"says": ""}, "1 to 200 characters"),
        ({"says": "x" * 201}, "1 to 200 characters"),
        ({"in_force_until": date(2023, 1, 1)}, "before it begins"),
        ({"in_force_until": date(2022, 12, 31)}, "before it begins"),
        ({"english": "x" * 201}, "1 to 200 characters"),
        (
            {"in_force_until": None, "until_source": LegalRef(**REF)},
            "an end that is not set",
        ),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_when_made(
    change: dict[str, Any], complaint: str
) -> None:
    """A rule is code that we wrote; its mistakes stop at import, not at a desk."""
    with pytest.raises(ValueError, match=complaint):
        Rule(**RULE | change)


def test_a_rule_may_last_a_single_day() -> None:
    """Half-open: the shortest range has its end on the next day."""
    one_day = Rule(**RULE | {"in_force_until": date(2023, 1, 2)})

    assert one_day.in_force_on(date(2023, 1, 1))
    assert not one_day.in_force_on(date(2023, 1, 2))


@pytest.mark.parametrize(
    "act",
    [
        "Dz.U. 2021 poz. 2481",
        "Dz.U. 1997 nr 137 poz. 926",
        "235/2004 Sb.",
        "(EU) 910/2014",
    ],
)
def test_acts_are_cited_as_their_journals_print_them(act: str) -> None:
    """A reference that a reader can type into the journal's search box."""
    assert act == LegalRef(**REF | {"act": act, "amended_by": act}).act


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"act": "ustawa o KAS"}, "not a journal reference"),
        ({"act": "Dz.U. ٢٠٢١ poz. 2481"}, "not a journal reference"),
        ({"amended_by": "Dz. U. 2021"}, "not a journal reference"),
        ({"url": "http://isap.sejm.gov.pl/"}, "https"),
    ],
)
def test_a_reference_that_cannot_be_opened_is_refused(
    change: dict[str, Any], complaint: str
) -> None:
    """An officer must be able to read the provision within a minute."""
    with pytest.raises(ValueError, match=complaint):
        LegalRef(**REF | change)
