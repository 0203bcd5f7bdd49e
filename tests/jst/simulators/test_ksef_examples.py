"""The example persons can be granted something, now and in years to come."""

from datetime import date

import pytest

from jst.simulators.ksef_examples import ADMINISTRATOR, DIRECTOR
from jst.simulators.ksef_names import Ident
from ksef.access.judge import Verdict, judge, verdict_of
from tests.ksef.access.grant_requests import PERSON


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2099, 12, 31)])
@pytest.mark.parametrize("who", [ADMINISTRATOR, DIRECTOR])
def test_an_example_person_passes_our_own_judge(who: Ident, day: date) -> None:
    """The documented trial ends with a request that can be sent."""
    found = judge({**PERSON, "subjectIdentifier": who.json}, on=day)

    assert Verdict.OK is verdict_of(found)
