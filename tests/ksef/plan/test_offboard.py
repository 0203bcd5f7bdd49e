"""What somebody who leaves has, over a made-up town."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ksef.access.details import PersonOfFingerprint
from ksef.access.fingerprint import Fingerprint
from ksef.access.messages_permissions import SubunitGrant
from ksef.plan.actual import Kind, Listed, Standing, standing_of_subunit
from ksef.plan.deputies import Stage, deputyships_of
from ksef.plan.desired import Person
from ksef.plan.diff import plan
from ksef.plan.errors import LeaverUnknown
from ksef.plan.expiring import expired_steps
from ksef.plan.leaver import SessionFact, Sort, TokenFact
from ksef.plan.model import Act
from ksef.plan.offboard import offboard
from tests.ksef.plan.town import (
    ANNA,
    FIRM,
    GMINA,
    HOSTEL,
    JAN,
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
    ksef,
)
from vocabulary.identifiers import Identifier

HERS = (ANNA.ref,)
DEPUTY = a_deputy()


def by_her(**changes: object) -> Standing:
    """Make a permission that she gave to Jan."""
    made = a_standing(id="ID-2", holder=JAN.identifier, author=ANNA.identifier)
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def test_what_she_has_is_apart_from_what_she_gave() -> None:
    """Hers is revoked; what others have of her has to be confirmed by somebody."""
    state = a_state(SCHOOL, a_standing(), by_her())

    found = offboard(a_town(), ksef(state), refs=HERS, on=ON)

    assert ["ID-1"] == [each.number for each in found.to_revoke]
    assert [("ID-2", "j.bogus")] == [
        (each.number, each.who) for each in found.of_others
    ]
    assert ("sp1",) == found.contexts
    assert 1 == found.exit_code


def test_what_she_gave_is_revoked_when_somebody_names_it() -> None:
    """And a number that is none of it is refused, before anything is done."""
    found = offboard(a_town(), ksef(a_state(SCHOOL, by_her())), refs=HERS, on=ON)

    assert ["ID-2"] == [each.number for each in found.chosen([found.of_others[0].id])]
    with pytest.raises(LeaverUnknown, match="item"):
        found.chosen(["0000000000000000"])


def test_what_a_stranger_has_of_her_is_shown_masked() -> None:
    """The file does not know him; his number is nobody's business."""
    state = a_state(SCHOOL, by_her(holder=STRANGER))

    [item] = offboard(a_town(), ksef(state), refs=HERS, on=ON).of_others

    assert STRANGER.reveal() not in item.who


def test_nothing_of_hers_is_nothing_to_do() -> None:
    """Jan's permission, given by the office, concerns nobody who leaves."""
    other = a_standing(holder=JAN.identifier)
    found = offboard(a_town(), ksef(a_state(SCHOOL, other)), refs=HERS, on=ON)

    assert (0, ()) == (found.exit_code, found.items)
    assert ("bursa", "cuw", "gmina", "sp1") == found.read


def test_a_list_that_was_not_read_is_named() -> None:
    """Silence is not the absence of a permission."""
    state = a_state(SCHOOL, whole=frozenset(), unread={Listed.PERSONS: "x.broke"})
    found = offboard(
        a_town(), ksef(state), refs=HERS, on=ON, unread_tokens={"cuw": "x.late"}
    )

    assert 2 == found.exit_code
    assert "sp1" not in found.read
    assert ("sp1", "x.broke") in {(each.place, each.why) for each in found.unread}
    assert {"cuw": "x.late"} == dict(found.unread_tokens)


def test_sessions_go_first_then_tokens_then_what_hangs_on_another() -> None:
    """A token could log in again while her permissions go."""
    at = datetime(2026, 11, 21, 12, tzinfo=UTC)
    mine = TokenFact(
        reference="KT-1",
        author=ANNA.identifier,
        permissions=("InvoiceRead",),
        since=SINCE,
    )
    others = replace(mine, reference="KT-2", author=JAN.identifier)
    state = a_state(
        GMINA,
        a_standing(),
        a_standing(id="ID-3", kind=Kind.INDIRECT, client=SCHOOL.identifier),
    )

    found = offboard(
        a_town(),
        ksef(state),
        refs=HERS,
        on=ON,
        tokens={"gmina": (mine, others, replace(mine, author=None))},
        sessions={
            "gmina": (
                SessionFact(credential="anna", reference="AU-1", access_until=at),
            )
        },
    )

    assert ["AU-1", "KT-1", "ID-3", "ID-1"] == [each.number for each in found.items]
    assert at == found.items[0].access_until


def test_what_came_by_zawfa_is_not_ours_to_revoke() -> None:
    """Another ZAW-FA takes it away; it is told, and no command touches it."""
    state = a_state(GMINA, a_standing(by_zawfa=True))

    found = offboard(a_town(), ksef(state), refs=HERS, on=ON)

    assert () == found.to_revoke
    assert ["ID-1"] == [each.number for each in found.by_zawfa]


@pytest.mark.parametrize(
    ("holds", "hers"),
    [
        pytest.param({"as_person": True}, True, id="KSeF says a person"),
        pytest.param({"as_person": False}, False, id="KSeF says an entity"),
        pytest.param({}, False, id="the file says an entity"),
    ],
)
def test_a_firm_of_her_number_is_no_person_who_leaves(
    holds: dict[str, bool], *, hers: bool
) -> None:
    """It is another holder: told, and taken away only where somebody names it.

    The file wants it for the firm, so that a plan would give it back.
    """
    owner = PersonOfFingerprint(
        first_name="Anna", last_name="Bogus", identifier=FIRM.identifier
    )
    anna = replace(ANNA, identifier=Fingerprint("A" * 64), details=owner)
    town = a_town(an_entry(who=FIRM.ref), persons=(anna, JAN))
    standing = a_standing(holder=FIRM.identifier, **holds)

    found = offboard(town, ksef(a_state(SCHOOL, standing)), refs=HERS, on=ON)

    [item] = found.items
    assert (hers, not hers) == (bool(found.to_revoke), bool(found.of_others))
    assert ("a.bogus" if hers else "biuro") == item.who


def test_what_an_entity_of_her_number_has_goes_when_somebody_names_it() -> None:
    """The file knows nobody else of this number; the list tells them apart."""
    anna = replace(ANNA, identifier=FIRM.identifier)
    given = a_standing(holder=FIRM.identifier, as_person=False)
    town = a_town(persons=(anna, JAN), entities=())

    found = offboard(town, ksef(a_state(SCHOOL, given)), refs=HERS, on=ON)

    assert [(Sort.ENTITY, "a.bogus (podmiot)")] == [
        (each.sort, each.who) for each in found.items
    ]
    assert () == found.chosen(())
    assert found.items == found.chosen([found.items[0].id])


def test_what_an_entity_of_her_number_has_by_zawfa_nobody_can_name() -> None:
    """Another ZAW-FA takes it away, whosesoever it is."""
    anna = replace(ANNA, identifier=FIRM.identifier)
    given = a_standing(holder=FIRM.identifier, as_person=False, by_zawfa=True)
    town = a_town(persons=(anna, JAN), entities=())

    found = offboard(town, ksef(a_state(SCHOOL, given)), refs=HERS, on=ON)

    assert (found.items, ()) == (found.by_zawfa, found.of_others)


def test_a_person_with_two_numbers_is_one_person() -> None:
    """By fingerprint and by PESEL, under two references, or as the owner of one."""
    print_of_hers = Person(
        ref="a.bogus-odcisk",
        identifier=Fingerprint("A" * 64),
        details=PersonOfFingerprint(
            first_name="Anna", last_name="Bogus", identifier=STRANGER
        ),
    )
    town = a_town(persons=(ANNA, JAN, print_of_hers))
    state = a_state(
        SCHOOL,
        a_standing(),
        a_standing(id="ID-5", holder=print_of_hers.identifier),
        a_standing(id="ID-6", holder=STRANGER),
    )

    found = offboard(town, ksef(state), refs=(*HERS, print_of_hers.ref), on=ON)

    assert {"ID-1", "ID-5", "ID-6"} == {each.number for each in found.to_revoke}
    assert {ANNA.ref} == {each.who for each in found.to_revoke}


def test_what_only_people_can_do_is_told() -> None:
    """Entries of the file, deputies, a seal in the drawer, her own credential."""
    town = a_town(
        an_entry(),
        an_entry(id="g2", valid_until=ON),
        deputies=(DEPUTY,),
        holders=(a_seal(), a_seal(who=JAN.ref)),
    )

    found = offboard(town, ksef(), refs=HERS, on=ON, credentials=["anna"])

    assert ("g1",) == found.entries
    assert ("z1",) == found.deputies
    assert ["gmina"] == [each.place for each in found.seals]
    assert ("anna",) == found.credentials
    assert 1 == found.exit_code


def test_a_unit_whose_number_nobody_has_read_is_named() -> None:
    """The office's list of representatives is unread: KSeF may know the unit."""
    nameless = replace(HOSTEL, identifier=None)
    office = a_state(GMINA, whole=frozenset(Listed) - {Listed.SUBUNITS})

    found = offboard(a_town(units=(nameless,)), ksef(office), refs=HERS, on=ON)

    assert ["gmina", "bursa"] == [each.place for each in found.unread]


@pytest.mark.parametrize("others", [(), (JAN.identifier,)])
def test_who_alone_manages_a_unit_is_told(others: tuple[Identifier, ...]) -> None:
    """As its representative, or with the right; a firm that reads manages nothing."""
    head = a_standing(
        id="R-1",
        kind=Kind.REPRESENTATIVE,
        permission="CredentialsManage",
        unit=SCHOOL.identifier,
    )
    manages = a_standing(id="ID-2", permission="CredentialsManage")
    more = [replace(manages, id=f"ID-3{n}", holder=e) for n, e in enumerate(others)]
    reads = a_standing(id="ID-4", holder=JAN.identifier)
    states = (a_state(GMINA, head), a_state(SCHOOL, manages, reads, *more))

    found = offboard(a_town(), ksef(*states), refs=HERS, on=ON)

    assert (() if others else ("sp1",)) == found.only_manager
    assert ("biblioteka",) == found.apart


def test_where_her_firm_manages_somebody_else_does() -> None:
    """It keeps the right when she goes; KSeF has another one to give rights there."""
    hers = a_standing(id="ID-1", permission="CredentialsManage")
    firms = replace(hers, id="ID-2", as_person=False)

    found = offboard(a_town(), ksef(a_state(SCHOOL, hers, firms)), refs=HERS, on=ON)

    assert () == found.only_manager


def test_a_representative_is_a_person() -> None:
    """KSeF's list of them knows persons alone: her firm's number takes none of them."""
    named = {"type": "Nip", "value": FIRM.identifier.reveal()}
    grant = SubunitGrant.model_validate(
        {
            "id": "R-1",
            "authorizedIdentifier": named,
            "subunitIdentifier": {"type": "Nip", "value": "5265877635"},
            "permissionScope": "CredentialsManage",
            "description": "bogus",
            "subjectPersonDetails": {
                "subjectDetailsType": "PersonByIdentifier",
                "firstName": "Anna",
                "lastName": "Bogus",
            },
            "startDate": "2026-02-01T10:00:00+00:00",
        }
    )

    told = standing_of_subunit(grant)

    assert told is not None
    assert told.as_person is True


def test_a_unit_of_a_number_of_ours_is_not_unread() -> None:
    """KSeF has not made it: she can have nothing there, as the plan says, too."""
    nameless = replace(HOSTEL, identifier=None)

    found = offboard(a_town(units=(SCHOOL, nameless)), ksef(), refs=HERS, on=ON)

    assert ((), 0) == (found.unread, found.exit_code)
    assert ("gmina", "sp1") == found.read


def test_nobody_of_this_name_is_refused() -> None:
    """A firm is no person either."""
    with pytest.raises(LeaverUnknown, match="person"):
        offboard(a_town(), ksef(), refs=("biuro",), on=ON)


def test_only_what_has_ended_expires() -> None:
    """Not the grant that is missing, not what the file never knew."""
    town = a_town(
        an_entry(valid_until=ON),
        an_entry(id="g2", who=JAN.ref, permissions=("InvoiceWrite",)),
    )
    state = a_state(SCHOOL, a_standing(), a_standing(id="ID-9", holder=STRANGER))
    made = plan(town, ksef(state), on=ON)

    assert ["ID-1"] == [each.permission_id for each in expired_steps(made)]
    assert Act.GRANT in {each.act for each in made.steps}


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        pytest.param(date(2026, 10, 31), Stage.TO_COME, id="the day before"),
        pytest.param(date(2026, 11, 1), Stage.HOLDS, id="the first day"),
        pytest.param(date(2026, 11, 30), Stage.HOLDS, id="the last day"),
        pytest.param(date(2026, 12, 1), Stage.ENDED, id="the day after"),
    ],
)
def test_a_deputyship_holds_from_its_first_day_to_its_last(
    day: date, stage: Stage
) -> None:
    """Both midnights, and both persons see it."""
    town = a_town(an_entry(), deputies=(DEPUTY,))

    [hers] = deputyships_of(town, ANNA.ref, on=day)
    [his] = deputyships_of(town, JAN.ref, on=day)

    assert hers == his
    assert stage is hers.stage
    assert ["z1/g1"] == [each.id for each in hers.taken]


def test_a_deputyship_whose_entries_have_ended_is_spent() -> None:
    """It holds on paper, and the plan grants nothing by it any more."""
    town = a_town(an_entry(valid_until=ON), deputies=(DEPUTY,))

    [found] = deputyships_of(town, JAN.ref, on=ON)

    assert Stage.SPENT is found.stage


def test_a_deputyship_of_nobody_is_refused() -> None:
    """A reference that the people file does not have."""
    with pytest.raises(LeaverUnknown):
        deputyships_of(a_town(), "nikt", on=ON)
