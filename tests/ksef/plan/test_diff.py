"""What a plan says of each permission, and what it does about it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ksef.access.requests import Target
from ksef.model import Body
from ksef.plan.actual import Actual, ContextState, Kind, Listed, Received
from ksef.plan.desired import SealMeans, Unknown
from ksef.plan.diff import plan
from ksef.plan.model import Act, Group, HeldSeal, Owner, Plan, Unread, Why
from tests.ksef.plan.town import (
    ANNA,
    CENTRE,
    FIRM,
    GMINA,
    HOSTEL,
    JAN,
    LIBRARY,
    ON,
    SCHOOL,
    SINCE,
    STRANGER,
    a_deputy,
    a_seal,
    a_standing,
    a_state,
    a_town,
    an_entry,
    appointed,
    ksef,
)
from vocabulary.identifiers import Nip

DAY = timedelta(days=1)


def told(made: Plan) -> list[tuple[Group, str, str, Why | None]]:
    """Say group, holder, permission and reason of every line."""
    return [(e.group, e.key.who, e.key.permission, e.why) for e in made.lines]


def test_what_the_file_wants_and_ksef_lacks_is_granted() -> None:
    """The step carries who, where, what, why, and the provision that allows it."""
    made = plan(a_town(an_entry()), ksef(), on=ON)

    [step] = made.steps
    assert [(Group.GRANT, "a.bogus", "InvoiceRead", None)] == told(made)
    assert (Act.GRANT, 2, "grant_person", "sp1", "sp1") == (
        step.act,
        step.stage,
        step.endpoint,
        step.place,
        step.credential,
    )
    assert "zarządzenie 0050.1.2026: obsługa faktur" == step.description
    assert ("§ 3 ust. 1 pkt 2, Dz.U. 2025 poz. 1815",) == step.provisions
    assert made.lines[0].step == step.id


def test_what_stands_and_is_wanted_is_left_alone() -> None:
    """No step, and nothing to tell the cron job: exit 0."""
    made = plan(a_town(an_entry()), ksef(a_state(SCHOOL, a_standing())), on=ON)

    assert [(Group.UNTOUCHED, "a.bogus", "InvoiceRead", None)] == told(made)
    assert ((), 0) == (made.steps, made.exit_code)


def test_one_call_carries_all_that_one_entry_gives_there() -> None:
    """Limits count calls: three permissions of one person are one request."""
    wanted = ("InvoiceWrite", "InvoiceRead", "Introspection")

    made = plan(a_town(an_entry(permissions=wanted)), ksef(), on=ON)

    assert [tuple(sorted(wanted))] == [each.permissions for each in made.steps]
    assert {made.steps[0].id} == {each.step for each in made.lines}


@pytest.mark.parametrize(
    ("until", "group"),
    [
        pytest.param(ON + DAY, Group.UNTOUCHED, id="the last day"),
        pytest.param(ON, Group.EXPIRED, id="the first day after"),
        pytest.param(ON - DAY, Group.EXPIRED, id="later"),
    ],
)
def test_a_grant_ends_at_midnight_in_warsaw(until: date, group: Group) -> None:
    """KSeF knows no end, so the plan revokes on the first day without it."""
    desired = a_town(an_entry(valid_until=until))

    made = plan(desired, ksef(a_state(SCHOOL, a_standing())), on=ON)

    assert [group] == [each.group for each in made.lines]
    assert (group is Group.EXPIRED) is bool(made.steps)


def test_an_ended_grant_that_ksef_lacks_is_not_told() -> None:
    """The file keeps its history; the plan speaks of today."""
    made = plan(a_town(an_entry(valid_until=ON)), ksef(), on=ON)

    assert ((), 0) == (made.lines, made.exit_code)


def test_what_begins_later_waits() -> None:
    """KSeF knows no start either: the grant is made on its day."""
    made = plan(a_town(an_entry(valid_from=ON + DAY)), ksef(), on=ON)

    assert [Group.NOT_YET] == [each.group for each in made.lines]
    assert ((), 0) == (made.steps, made.exit_code)


def test_what_was_granted_before_its_day_is_taken_back() -> None:
    """Somebody was early; the basis does not cover it yet."""
    desired = a_town(an_entry(valid_from=ON + DAY))

    made = plan(desired, ksef(a_state(SCHOOL, a_standing())), on=ON)

    assert [(Group.REVOKE, Why.TOO_EARLY), (Group.NOT_YET, None)] == [
        (each.group, each.why) for each in made.lines
    ]
    assert ["ID-1"] == [each.permission_id for each in made.steps]


def test_a_known_person_keeps_only_what_the_file_says() -> None:
    """The file decides for whom it names."""
    made = plan(a_town(), ksef(a_state(SCHOOL, a_standing())), on=ON)

    assert [(Group.REVOKE, "a.bogus", "InvoiceRead", Why.NOT_IN_FILE)] == told(made)
    assert [("revoke_common", "ID-1")] == [
        (each.endpoint, each.permission_id) for each in made.steps
    ]


def test_a_stranger_is_told_and_left_alone() -> None:
    """Somebody else's change may have its reason: drift is for a person to judge."""
    state = a_state(SCHOOL, a_standing(holder=STRANGER))

    made = plan(a_town(), ksef(state), on=ON)

    assert [(Group.UNKNOWN, "pesel ***…14", "InvoiceRead", Why.UNKNOWN_HOLDER)] == told(
        made
    )
    assert ((), 1) == (made.steps, made.exit_code)


def test_a_stranger_goes_where_the_file_says_so() -> None:
    """`unknown = "revoke"` is the office's own decision."""
    state = a_state(SCHOOL, a_standing(holder=STRANGER))

    made = plan(a_town(unknown=Unknown.REVOKE), ksef(state), on=ON)

    assert ["ID-1"] == [each.permission_id for each in made.steps]


@pytest.mark.parametrize("until", [None, ON])
def test_what_a_zawfa_gave_is_never_revoked_by_a_plan(until: date | None) -> None:
    """It was granted on paper, and is taken back on paper; the plan says so."""
    entries = [an_entry(valid_until=until)] if until else []
    state = a_state(SCHOOL, a_standing(by_zawfa=True))

    made = plan(a_town(*entries, unknown=Unknown.REVOKE), ksef(state), on=ON)

    assert [Why.BY_ZAWFA] == [each.why for each in made.lines]
    assert () == made.steps


def test_of_a_double_the_oldest_stays() -> None:
    """KSeF may store a grant twice; one revocation would else leave the other."""
    twin = a_standing(id="ID-2", since=SINCE + DAY)

    made = plan(a_town(an_entry()), ksef(a_state(SCHOOL, twin, a_standing())), on=ON)

    assert [(Group.REVOKE, "ID-2"), (Group.UNTOUCHED, "ID-1")] == [
        (each.group, each.permission_id) for each in made.lines
    ]


def test_another_right_to_pass_on_is_a_new_grant() -> None:
    """KSeF has no change: the old goes first, then comes the new."""
    entry = an_entry(who=FIRM.ref, can_delegate=True)
    state = a_state(SCHOOL, a_standing(holder=FIRM.identifier))

    made = plan(a_town(entry), ksef(state), on=ON)

    assert [
        (Act.REVOKE, "replaced", ()),
        (Act.GRANT, "obsługa faktur", ("InvoiceRead",)),
    ] == [(each.act, each.reason, each.delegable) for each in made.steps]


def test_a_representative_is_appointed_from_the_office() -> None:
    """Rights do not flow down: the office's context is the first stage."""
    made = plan(a_town(appointed()), ksef(), on=ON)

    assert [("grant_subunit", 1, "gmina", "sp1")] == [
        (each.endpoint, each.stage, each.place, each.unit) for each in made.steps
    ]


def test_a_representative_is_seen_once() -> None:
    """The unit's own list shows whom the office appointed, too."""
    rep = a_standing(
        id="R-1",
        kind=Kind.REPRESENTATIVE,
        permission="CredentialsManage",
        unit=SCHOOL.identifier,
    )
    shown = a_standing(
        id="R-1", permission="CredentialsManage", author=GMINA.identifier
    )

    made = plan(
        a_town(appointed()), ksef(a_state(GMINA, rep), a_state(SCHOOL, shown)), on=ON
    )

    assert [Group.UNTOUCHED] == [each.group for each in made.lines]


def test_a_representative_is_never_taken_out_of_the_unit_by_its_own_list() -> None:
    """KSeF may show the appointment there under another id."""
    shown = a_standing(id="R-2", permission="CredentialsManage")

    made = plan(a_town(appointed()), ksef(a_state(SCHOOL, shown)), on=ON)

    assert ["grant_subunit"] == [each.endpoint for each in made.steps]
    assert [Why.AS_REPRESENTATIVE] == [
        each.why for each in made.lines if each.key.place == "sp1"
    ]


def test_a_representative_needs_no_second_right_to_manage() -> None:
    """He or she manages permissions in the unit already."""
    manages = an_entry(permissions=("CredentialsManage",))

    made = plan(a_town(appointed(), manages), ksef(), on=ON)

    assert [Why.AS_REPRESENTATIVE] == [
        each.why for each in made.lines if each.key.place == "sp1"
    ]
    assert 1 == len(made.steps)


def test_a_unit_without_number_gets_a_proposal_and_keeps_it() -> None:
    """The call creates the id; afterwards it is found by the unit's name."""
    nameless = replace(HOSTEL, identifier=None)
    desired = a_town(appointed(nameless), units=(SCHOOL, nameless))
    rep = a_standing(
        kind=Kind.REPRESENTATIVE,
        permission="CredentialsManage",
        unit=HOSTEL.identifier,
        unit_name=HOSTEL.name,
    )

    before = plan(desired, ksef(), on=ON)
    after = plan(desired, ksef(a_state(GMINA, rep)), on=ON)

    assert (("bursa",), {"bursa": "00012"}) == (before.proposals, before.internal_ids)
    assert ((), {"bursa": "00012"}) == (after.proposals, after.internal_ids)


def test_a_taxpayer_of_its_own_is_told_with_the_provision() -> None:
    """A library names its people itself; the office's plan cannot."""
    desired = a_town(
        an_entry(where="biblioteka"),
        an_entry(id="t", where="biblioteka", permissions=("Introspection",)),
        appointed(LIBRARY),
    )

    made = plan(desired, ksef(), on=ON)

    assert {Group.IMPOSSIBLE} == {each.group for each in made.lines}
    assert all("Dz.U. 2025 poz. 1815" in each.provision for each in made.lines)
    assert ((), 0) == (made.steps, made.exit_code)


@pytest.mark.parametrize(
    "kind", [Body.CULTURE_INSTITUTION, Body.HEALTHCARE_INSTITUTION, Body.COMPANY]
)
def test_each_kind_of_own_taxpayer_is_refused(kind: Body) -> None:
    """§ 2 ust. 2 pkt 3 lit. c names five kinds of units, and none of these."""
    other = replace(LIBRARY, kind=kind)
    desired = a_town(appointed(other), units=(other,))

    made = plan(desired, ksef(), on=ON)

    assert ["ksef.grant.unit_is_taxpayer"] == [each.rule for each in made.lines]


def test_a_unit_outside_the_role_list_is_named() -> None:
    """KSeF does not know the NIP as subordinate: NIP-2 comes before any plan."""
    state = a_state(GMINA, subordinates=frozenset({Nip("6824515772")}))

    made = plan(a_town(appointed()), ksef(state), on=ON)

    assert ("sp1",) == made.unlisted
    assert [Group.UNLISTED] == [each.group for each in made.lines]
    assert ((), 1) == (made.steps, made.exit_code)


def test_a_unit_outside_the_role_list_is_a_trouble_without_any_entry() -> None:
    """The hint to report it is printed: "no change" would belie it."""
    state = a_state(GMINA, subordinates=frozenset({Nip("6824515772")}))

    made = plan(a_town(), ksef(state), on=ON)

    assert (("sp1",), (), 1) == (made.unlisted, made.lines, made.exit_code)


@pytest.mark.parametrize(
    ("as_person", "said"),
    [
        (False, {("biuro", Group.UNTOUCHED)}),
        (None, {("biuro", Group.UNTOUCHED)}),
        (True, {("biuro", Group.GRANT), ("biuro (osoba)", Group.UNKNOWN)}),
    ],
)
def test_what_a_person_has_by_the_firms_number_is_not_the_firms(
    as_person: bool | None, said: set[tuple[str, Group]]
) -> None:
    """A NIP of a person in business: the firm's people cannot work by that grant."""
    held = a_standing(holder=FIRM.identifier, as_person=as_person)

    made = plan(a_town(an_entry(who=FIRM.ref)), ksef(a_state(SCHOOL, held)), on=ON)

    assert said == {(each.key.who, each.group) for each in made.lines}


def test_what_a_firm_has_is_not_the_persons_of_the_same_number() -> None:
    """The file wants the person; the firm's grant lets others in as well."""
    trader = replace(ANNA, identifier=Nip("7762811692"))
    held = a_standing(holder=trader.identifier, as_person=False)
    town = a_town(an_entry(), persons=(trader, JAN), entities=())

    made = plan(town, ksef(a_state(SCHOOL, held)), on=ON)

    assert {Group.GRANT: trader.ref, Group.UNKNOWN: f"{trader.ref} (podmiot)"} == {
        each.group: each.key.who for each in made.lines
    }


NAMELESS = replace(HOSTEL, identifier=None)


def _without_representatives() -> ContextState:
    """The office's context, whose representatives could not be read."""
    whole = frozenset(Listed) - {Listed.SUBUNITS}
    return a_state(GMINA, whole=whole)


def test_no_number_is_proposed_while_representatives_are_unread() -> None:
    """KSeF may have made the unit long ago: a second number would be a second unit."""
    town = a_town(appointed(NAMELESS), units=(SCHOOL, NAMELESS))

    made = plan(town, ksef(_without_representatives()), on=ON)

    assert ({}, (), ()) == (made.internal_ids, made.proposals, made.steps)
    assert [(Group.UNREAD, Why.NOT_READ)] == [
        (each.group, each.why) for each in made.lines
    ]
    assert ("bursa", Listed.PERSONS) in {
        (each.place, each.listed) for each in made.unread
    }


@pytest.mark.parametrize("until", [None, date(2026, 3, 1)])
def test_inside_a_unit_of_no_known_number_nothing_is_known(until: date | None) -> None:
    """Neither of what is wanted there, nor of what has ended."""
    entry = an_entry(where="bursa", valid_until=until)
    town = a_town(entry, units=(NAMELESS,))

    made = plan(town, ksef(_without_representatives()), on=ON)

    assert [(Group.UNREAD, Why.NOT_READ)] == [
        (each.group, each.why) for each in made.lines
    ]
    assert ((), 2) == (made.steps, made.exit_code)


def test_a_unit_of_a_known_number_is_no_proposal_while_they_are_unread() -> None:
    """The file says the number; whether KSeF has it, nobody has read."""
    made = plan(a_town(appointed(HOSTEL)), ksef(_without_representatives()), on=ON)

    assert ((), {}) == (made.proposals, made.internal_ids)


def test_a_context_that_was_not_read_is_never_no_change() -> None:
    """Silence proves nothing: exit 2, and no step is invented."""
    read = ksef()
    actual = Actual(contexts=(read.of(GMINA.context or read.contexts[0].context),))

    made = plan(a_town(an_entry()), actual, on=ON)

    assert [(Group.UNREAD, Why.NOT_READ)] == [(e.group, e.why) for e in made.lines]
    assert {"sp1", "cuw", "bursa"} >= {each.place for each in made.unread}
    assert ((), 2) == (made.steps, made.exit_code)


def test_a_list_that_broke_off_hides_no_other_list() -> None:
    """What was read is used; what was not is named with its reason."""
    cut = a_state(
        SCHOOL,
        a_standing(),
        whole=frozenset({Listed.AUTHORISATIONS, Listed.RECEIVED}),
        unread={Listed.PERSONS: "ksef.access.limited"},
    )
    desired = a_town(an_entry(), an_entry(id="g2", permissions=("InvoiceWrite",)))

    made = plan(desired, ksef(cut), on=ON)

    assert [(Group.UNTOUCHED, "InvoiceRead"), (Group.UNREAD, "InvoiceWrite")] == [
        (each.group, each.key.permission) for each in made.lines
    ]
    assert (
        Unread(place="sp1", listed=Listed.PERSONS, why="ksef.access.limited"),
    ) == made.unread


def test_an_ended_grant_in_an_unread_context_is_not_taken_as_gone() -> None:
    """It may still stand there."""
    cut = a_state(SCHOOL, whole=frozenset())

    made = plan(a_town(an_entry(valid_until=ON)), ksef(cut), on=ON)

    assert [Group.UNREAD] == [each.group for each in made.lines]


def test_a_manager_may_be_a_representative_whom_nobody_listed() -> None:
    """While the office's own list is unread, nobody is taken out of a unit."""
    office = a_state(GMINA, whole=frozenset(Listed) - {Listed.SUBUNITS})
    manager = a_standing(permission="CredentialsManage")

    made = plan(a_town(), ksef(office, a_state(SCHOOL, manager)), on=ON)

    assert [Group.UNREAD] == [each.group for each in made.lines]
    assert () == made.steps


def test_a_deputy_takes_over_for_the_whole_of_his_time() -> None:
    """The treasurer leaves on 30 June; her deputy goes on until 31 August."""
    deputy = a_deputy(
        valid_from=date(2026, 6, 16), valid_until=date(2026, 9, 1), outlasts=True
    )
    desired = a_town(an_entry(valid_until=date(2026, 7, 1)), deputies=(deputy,))
    theirs = a_standing(id="ID-2", holder=JAN.identifier)

    last = plan(desired, ksef(a_state(SCHOOL, theirs)), on=date(2026, 8, 31))
    after = plan(desired, ksef(a_state(SCHOOL, theirs)), on=date(2026, 9, 1))

    assert [(Group.UNTOUCHED, ("z1/g1",))] == [(e.group, e.entries) for e in last.lines]
    assert [(Group.EXPIRED, ("z1/g1",))] == [(e.group, e.entries) for e in after.lines]


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        pytest.param((), Why.LINK_GONE, id="the client took it back"),
        pytest.param((False,), Why.NO_DELEGATION, id="not to be passed on"),
        pytest.param((True,), None, id="the chain stands"),
    ],
)
def test_a_broken_chain_is_told_though_ksef_says_active(
    received: tuple[bool, ...], expected: Why | None
) -> None:
    """Revoking the middle link ends the right, and the last one still shows."""
    entry = an_entry(where="cuw", client="sp1")
    state = a_state(
        CENTRE,
        a_standing(kind=Kind.INDIRECT, client=SCHOOL.identifier),
        received=tuple(
            Received(
                id="C-1",
                client=Nip("5265877635"),
                permission="InvoiceRead",
                can_delegate=flag,
                since=SINCE,
            )
            for flag in received
        ),
    )

    made = plan(a_town(entry), ksef(state), on=ON)

    assert [expected] == [each.why for each in made.lines]
    assert (expected is not None) is (made.lines[0].group is Group.ORPHANED)


def test_a_chain_may_be_granted_in_one_plan() -> None:
    """The client's link is made first; both stand in the same file."""
    first = an_entry(id="c", who="cuw", can_delegate=True)
    second = an_entry(where="cuw", client="sp1")

    made = plan(a_town(first, second), ksef(), on=ON)

    assert ["grant_entity", "grant_indirect"] == [each.endpoint for each in made.steps]
    assert () == made.steps[1].warnings


def test_nothing_is_passed_on_that_no_client_gives() -> None:
    """KSeF would refuse it (410, 440); the plan says why."""
    made = plan(a_town(an_entry(where="cuw", client="sp1")), ksef(), on=ON)

    assert ["ksef.grant.no_delegation"] == [each.rule for each in made.lines]
    assert () == made.steps


def test_a_grant_for_every_client_hangs_on_one_of_them() -> None:
    """With no client left it carries nothing."""
    entry = an_entry(where="cuw", client="*")
    state = a_state(CENTRE, a_standing(kind=Kind.INDIRECT, client=Target.ALL_PARTNERS))

    made = plan(a_town(entry), ksef(state), on=ON)

    assert [(Group.ORPHANED, Why.LINK_GONE)] == [(e.group, e.why) for e in made.lines]


def test_owners_stand_outside_every_list() -> None:
    """KSeF shows no owner, so the office keeps the register of who holds the seal."""
    gone = a_seal(who=JAN.ref, valid_until=ON)

    made = plan(a_town(holders=(a_seal(), gone)), ksef(), on=ON)

    assert (
        Owner(place="gmina", holders=(HeldSeal(who="a.bogus", means=SealMeans.SEAL),))
        == made.owners[0]
    )
    assert ["gmina", "cuw", "sp1"] == [e.place for e in made.owners]


def test_an_authorisation_is_a_call_of_its_own() -> None:
    """Self-billing and VAT RR are given to an entity, one a call."""
    entry = an_entry(
        who=FIRM.ref, where="gmina", permissions=("SelfInvoicing", "RRInvoicing")
    )

    made = plan(a_town(entry), ksef(), on=ON)

    assert [("grant_authorization", 1), ("grant_authorization", 1)] == [
        (each.endpoint, each.stage) for each in made.steps
    ]


def test_the_right_to_manage_is_taken_last() -> None:
    """Who works in the context may need it until everything else is done."""
    manages = a_standing(id="ID-0", permission="CredentialsManage")

    made = plan(a_town(), ksef(a_state(SCHOOL, manages, a_standing())), on=ON)

    assert ["ID-1", "ID-0"] == [each.permission_id for each in made.steps]


def test_calls_are_counted_by_context_and_endpoint() -> None:
    """130 revocations in one context do not fit into an hour of 120 calls."""
    many = [a_standing(id=f"ID-{n}", holder=ANNA.identifier) for n in range(130)]

    made = plan(a_town(), ksef(a_state(SCHOOL, *many)), on=ON)

    [cost] = [each for each in made.costs if each.endpoint == "revoke_common"]
    assert (130, 3600) == (cost.calls, cost.at_least_s)
    assert 60 == made.minutes_at_least
    read_before, read_after = 6 + 3 + 3 + 1, 6 + 3
    assert 130 + 130 + read_before + read_after == made.calls
