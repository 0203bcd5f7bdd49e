"""What a plan leaves, what has ended beside what begins, and whom it tells apart."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ksef.plan.actual import Kind
from ksef.plan.checks import check_desired
from ksef.plan.desired import entries_of
from ksef.plan.diff import plan
from ksef.plan.expiring import expired_steps
from ksef.plan.model import Group, Why
from tests.ksef.plan.town import (
    FIRM,
    GMINA,
    LIBRARY,
    ON,
    SCHOOL,
    SINCE,
    STRANGER,
    a_deputy,
    a_standing,
    a_state,
    a_town,
    an_entry,
    appointed,
    ksef,
)
from vocabulary.identifiers import Pesel

DAY = timedelta(days=1)
# Synthetic, and with the last two digits of `STRANGER`: the same mask.
TWIN = Pesel("90060801714")
DEPUTY = a_deputy(valid_from=ON - 10 * DAY, valid_until=ON + 10 * DAY)


@pytest.mark.parametrize(
    ("ours_since", "theirs_since"),
    [
        pytest.param(SINCE, SINCE + DAY, id="the ZAW-FA came second"),
        pytest.param(SINCE + DAY, SINCE, id="the ZAW-FA came first"),
    ],
)
def test_of_a_double_the_one_from_a_zawfa_stays(
    ours_since: date, theirs_since: date
) -> None:
    """No plan takes back what came on paper: ours goes, whichever is older."""
    ours = a_standing(id="ID-2", since=ours_since)
    theirs = a_standing(id="ID-3", since=theirs_since, by_zawfa=True)

    made = plan(a_town(an_entry()), ksef(a_state(SCHOOL, ours, theirs)), on=ON)

    assert [(Group.REVOKE, "ID-2"), (Group.UNTOUCHED, "ID-3")] == [
        (each.group, each.permission_id) for each in made.lines
    ]
    assert ["ID-2"] == [each.permission_id for each in made.steps]


def test_two_zawfas_for_one_thing_are_told_and_left() -> None:
    """Only another ZAW-FA takes the second away."""
    first = a_standing(by_zawfa=True)
    second = a_standing(id="ID-2", since=SINCE + DAY, by_zawfa=True)

    made = plan(a_town(an_entry()), ksef(a_state(SCHOOL, first, second)), on=ON)

    assert () == made.steps
    assert [(Group.UNTOUCHED, None), (Group.UNKNOWN, Why.BY_ZAWFA)] == [
        (each.group, each.why) for each in made.lines
    ]


def test_a_grant_of_a_zawfa_makes_no_room_for_another() -> None:
    """What may not be passed on stays beside what may."""
    entry = an_entry(who=FIRM.ref, can_delegate=True)
    theirs = a_standing(holder=FIRM.identifier, by_zawfa=True)

    made = plan(a_town(entry), ksef(a_state(SCHOOL, theirs)), on=ON)

    assert ["grant_entity"] == [each.endpoint for each in made.steps]
    assert {(Group.GRANT, None), (Group.UNKNOWN, Why.BY_ZAWFA)} == {
        (each.group, each.why) for each in made.lines
    }


def test_what_has_ended_ends_though_it_begins_again() -> None:
    """A deputy of every summer: in between nothing is wanted, and cron takes it."""
    past = an_entry(id="lato-2026", valid_until=ON)
    coming = an_entry(id="lato-2027", valid_from=ON + DAY)

    made = plan(a_town(past, coming), ksef(a_state(SCHOOL, a_standing())), on=ON)

    assert [
        (Group.EXPIRED, Why.ENDED, ("lato-2026",)),
        (Group.NOT_YET, None, ("lato-2027",)),
    ] == [(each.group, each.why, each.entries) for each in made.lines]
    assert ["ID-1"] == [each.permission_id for each in expired_steps(made)]


def test_what_has_ended_in_an_unread_context_is_not_known_though_it_begins_again() -> (
    None
):
    """It may still stand there."""
    past = an_entry(id="lato-2026", valid_until=ON)
    coming = an_entry(id="lato-2027", valid_from=ON + DAY)
    cut = a_state(SCHOOL, whole=frozenset())

    made = plan(a_town(past, coming), ksef(cut), on=ON)

    assert [(Group.NOT_YET, ("lato-2027",)), (Group.UNREAD, ("lato-2026",))] == [
        (each.group, each.entries) for each in made.lines
    ]


def test_strangers_of_one_mask_are_told_apart() -> None:
    """A hundred numbers share a mask; two persons must not become one line."""
    first = a_standing(holder=STRANGER)
    second = a_standing(id="ID-2", holder=TWIN, permission="InvoiceWrite")
    other = a_standing(id="ID-3", holder=TWIN)

    made = plan(
        a_town(), ksef(a_state(SCHOOL, first, second), a_state(GMINA, other)), on=ON
    )

    assert STRANGER.masked == TWIN.masked
    assert {
        ("sp1", "pesel ***…14", "InvoiceRead"),
        ("sp1", "pesel ***…14 (2)", "InvoiceWrite"),
        ("gmina", "pesel ***…14 (2)", "InvoiceRead"),
    } == {(each.key.place, each.key.who, each.key.permission) for each in made.lines}


def test_who_is_appointed_nowhere_does_not_manage_as_a_representative() -> None:
    """The appointment is refused, so nothing stands; the plan grants what is wanted."""
    manages = an_entry(permissions=("CredentialsManage",))
    unlisted = a_state(GMINA, subordinates=frozenset())

    made = plan(a_town(appointed(), manages), ksef(unlisted), on=ON)

    assert [(Group.GRANT, "sp1"), (Group.UNLISTED, "gmina")] == [
        (each.group, each.key.place) for each in made.lines
    ]


def test_a_deputy_has_nothing_before_the_other_has() -> None:
    """The entry begins tomorrow: today neither of them is wanted."""
    desired = a_town(an_entry(valid_from=ON + DAY), deputies=(DEPUTY,))

    made = plan(desired, ksef(), on=ON)

    assert {Group.NOT_YET} == {each.group for each in made.lines}
    assert {ON + DAY} == {each.starts for each in made.lines}


@pytest.mark.parametrize(
    ("outlasts", "ends"),
    [
        pytest.param(False, ON + DAY, id="with the other's entry"),
        pytest.param(True, ON + 10 * DAY, id="with his own time, as the file says"),
    ],
)
def test_a_deputy_goes_on_past_the_end_only_where_the_file_says_so(
    outlasts: bool, ends: date
) -> None:
    """Who leaves may have a deputy who stays; who lost a right may not pass it on."""
    entry = an_entry(valid_until=ON + DAY)
    deputy = replace(DEPUTY, outlasts=outlasts)

    made = entries_of(a_town(entry, deputies=(deputy,)))

    assert [ON + DAY, ends] == [each.ends for each in made]


def test_a_deputy_who_is_cut_short_is_told() -> None:
    """Whoever wrote the file may have meant that he stays."""
    entry = an_entry(valid_until=ON + DAY)

    told = check_desired(a_town(entry, deputies=(DEPUTY,)))

    assert [("ksef.plan.deputy_cut", "deputy.z1.outlasts")] == [
        (each.rule, each.field) for each in told if "deputy" in each.rule
    ]


def test_what_begins_later_at_a_taxpayer_of_its_own_is_impossible_today() -> None:
    """Its day will change nothing, so nobody has to wait for it."""
    later = an_entry(where=LIBRARY.ref, valid_from=ON + DAY)

    made = plan(a_town(later), ksef(), on=ON)

    assert [Group.IMPOSSIBLE] == [each.group for each in made.lines]
    assert Kind.WORK is made.lines[0].key.kind
