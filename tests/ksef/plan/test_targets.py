"""What a step touches is known by numbers, which nobody can read from its id.

Holds: ADR-0039.
"""

from dataclasses import replace
from typing import Any

import pytest

from ksef.plan.actual import Kind
from ksef.plan.desired import Desired
from ksef.plan.diff import plan
from ksef.plan.model import EVERY_CLIENT
from ksef.plan.steps import target_of
from ksef.plan.targets import with_targets
from tests.ksef.plan.town import (
    ANNA,
    GMINA,
    HOSTEL,
    JAN,
    ON,
    SCHOOL,
    STRANGER,
    a_standing,
    a_state,
    a_town,
    an_entry,
    appointed,
    ksef,
)

KEY = b"k" * 32
TOWN = a_town(an_entry())


def targets(desired: Desired, key: bytes = KEY, **changes: Any) -> list[str]:  # noqa: ANN401 - fields of a plan
    """Say what the steps of a town's plan touch."""
    made = replace(plan(desired, ksef(), on=ON), **changes)
    return [target_of(each.id) for each in with_targets(made, desired, key=key).steps]


def test_a_new_name_of_a_holder_or_a_unit_touches_the_same() -> None:
    """The grant under the old name may still come."""
    anna = replace(ANNA, ref="anna.nowa")
    school = replace(SCHOOL, ref="szkola-1")
    renamed = a_town(
        an_entry(who="anna.nowa", where="szkola-1"),
        persons=(anna, JAN),
        units=(school,),
    )

    assert targets(TOWN) == targets(renamed)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(a_town(an_entry(who=JAN.ref)), id="another person"),
        pytest.param(
            a_town(an_entry(), persons=(replace(ANNA, identifier=STRANGER), JAN)),
            id="another number",
        ),
        pytest.param(a_town(an_entry(where="cuw")), id="another place"),
        pytest.param(a_town(an_entry(client=EVERY_CLIENT)), id="for every client"),
    ],
)
def test_who_or_what_is_another_is_another_target(other: Desired) -> None:
    """Else one grant would keep another from being sent."""
    assert not set(targets(TOWN)) & set(targets(other))


def test_other_words_touch_the_same_and_are_another_step() -> None:
    """As they did by name."""
    made = with_targets(plan(TOWN, ksef(), on=ON), TOWN, key=KEY)
    said = a_town(an_entry(reason="zastępstwo"))
    other = with_targets(plan(said, ksef(), on=ON), said, key=KEY)

    assert targets(TOWN) == targets(said)
    assert made.steps[0].id != other.steps[0].id
    assert [made.steps[0].id] == [each.step for each in made.lines]


def test_without_the_key_nobody_can_guess_whom_it_touches() -> None:
    """A PESEL has few enough values to try them all."""
    assert targets(TOWN) != targets(TOWN, key=b"x" * 32)


def test_a_unit_that_is_to_come_is_known_by_its_name() -> None:
    """The number that we propose may be another's in the next plan."""
    town = a_town(appointed(HOSTEL))
    moved = replace(HOSTEL, identifier=None)
    other = a_town(appointed(moved), units=(SCHOOL, moved))

    assert targets(town) == targets(other)
    assert targets(town) != targets(town, proposals=())


def test_a_revocation_is_known_by_the_permission() -> None:
    """Whoever holds it, and whatever the file calls the holder."""
    gone = a_state(GMINA, a_standing(kind=Kind.WORK))
    made = with_targets(plan(TOWN, ksef(gone), on=ON), TOWN, key=KEY)
    renamed = a_town(an_entry(), persons=(replace(ANNA, ref="anna.nowa"), JAN))
    other = a_town(persons=renamed.persons)
    again = with_targets(plan(other, ksef(gone), on=ON), other, key=KEY)

    revoked = [target_of(each.id) for each in made.steps if each.permission_id]
    assert revoked == [target_of(each.id) for each in again.steps]
