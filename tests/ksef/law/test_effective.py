"""Who may do what, by which chain, and what breaks it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from ksef.errors import GrantsInvalid
from ksef.law.decide import decide
from ksef.law.decision import DEFAULT, Answer, Followed, NamerEnded
from ksef.law.effective import EVERY_CLIENT, Context, Effective, Grant
from ksef.law.standing import Why
from ksef.model import Body, Holder, Permission
from tests.ksef.law.cases import hold
from tests.ksef.law.office import CONTEXTS, DAY, grant, office
from vocabulary.identifiers import Nip, Pesel

MANAGE, INVOICES = Permission.MANAGE, Permission.INVOICES
ISSUE, ACCESS = Permission.ISSUE, Permission.ACCESS
FIRM: dict[str, Any] = {"holder": Holder.ENTITY, "can_delegate": True}
HEAD: dict[str, Any] = {"as_representative": True}


def who(chain: Any) -> list[str]:  # noqa: ANN401 - links
    """Name the parties of a chain from the top."""
    return [str(link.who) for link in chain]


def test_the_taxpayer_may_do_all_by_law() -> None:
    """Holds: § 2 ust. 2 pkt 1 and ust. 3 pkt 1; no grant is behind it."""
    found = office().may("gmina", INVOICES, "gmina", on=DAY)

    assert found
    assert [None] == [link.grant for link in found.chain]
    assert ("§ 2 ust. 3 pkt 1, Dz.U. 2021 poz. 2481",) == found.chain[0].provisions


def test_the_chain_is_told_from_the_taxpayer_down() -> None:
    """Gmina names an administrator, he a head of school, she a clerk."""
    found = office(
        grant("anna", MANAGE, by="gmina"),
        grant("ewa", MANAGE, by="anna", at="school", **HEAD),
        grant("jan", ACCESS, by="ewa", at="school"),
    ).may("jan", ACCESS, "school", on=DAY)

    assert ["gmina", "anna", "ewa", "jan"] == who(found.chain)
    assert [
        "ksef.manage.taxpayer",
        "ksef.manage.person_of_taxpayer",
        "ksef.manage.person_for_local_unit",
        "ksef.invoices.person_of_representative",
    ] == [link.rules[0].id for link in found.chain]
    assert not found.rests_on_secondary


def test_a_chain_of_2026_rests_on_a_secondary_source() -> None:
    """The grant is of 2024, the provision behind it is that of the day asked."""
    found = office(grant("jan", ACCESS, by="gmina")).may(
        "jan", ACCESS, "gmina", on=date(2026, 2, 1)
    )

    assert found.rests_on_secondary
    assert ["ksef.r1815.invoices.person_of_taxpayer"] == (
        [rule.id for rule in found.chain[-1].rules][:1]
    )


@pytest.mark.parametrize(
    ("day", "secondary"),
    [
        (date(2021, 12, 31), False),
        (date(2022, 6, 1), True),
        (DAY, False),
        (date(2026, 2, 1), True),
    ],
)
def test_a_no_says_that_it_rests_on_a_secondary_source(
    day: date, secondary: bool
) -> None:
    """A provision that nobody here has read could have given it."""
    assert secondary is office().may("jan", ACCESS, "gmina", on=day).rests_on_secondary


@pytest.mark.parametrize(
    ("day", "may"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2024, 5, 31), True),
        (date(2024, 6, 1), False),
    ],
)
def test_a_grant_holds_from_its_first_day_until_its_end(day: date, may: bool) -> None:
    """KSeF knows no term; the office has to keep and execute it."""
    effective = office(grant("jan", ACCESS, by="gmina", valid_until=date(2024, 6, 1)))

    assert may is bool(effective.may("jan", ACCESS, "gmina", on=day))


@pytest.mark.parametrize(
    ("more", "day", "why", "told"),
    [
        ({}, date(2023, 1, 1), Why.NOT_YET, []),
        ({"valid_until": DAY}, DAY, Why.ENDED, ["ksef.system.no_expiry"]),
        ({"revoked_on": DAY}, DAY, Why.REVOKED, []),
        ({"permission": MANAGE, "context": "school"}, DAY, Why.NO_PROVISION, []),
        ({"by": "nikt"}, DAY, Why.NO_POWER, []),
    ],
)
def test_a_grant_that_carries_nothing_says_why(
    more: dict[str, Any], day: date, why: Why, told: list[str]
) -> None:
    """An administrator who sees a grant must see why it is of no use."""
    made = replace(grant("jan", ACCESS, by="gmina"), **more)
    found = office(made).may("jan", made.permission, made.context, on=day)

    assert [(made.id, why)] == [(each.grant, each.why) for each in found.broken]
    assert told == [each.id for each in found.system_differs]
    assert () == found.chain


def test_a_representative_holds_invoices_by_himself_and_an_administrator_does_not() -> (
    None
):
    """Holds: § 2 ust. 3 pkt 4."""
    effective = office(
        grant("anna", MANAGE, by="gmina"),
        grant("ewa", MANAGE, by="anna", at="school", **HEAD),
    )

    assert effective.may("ewa", ISSUE, "school", on=DAY)
    assert effective.may("ewa", INVOICES, "school", on=DAY)
    assert not effective.may("anna", ISSUE, "gmina", on=DAY)
    assert not effective.may("ewa", ISSUE, "gmina", on=DAY)


def test_a_grant_for_invoices_is_one_whoever_it_is_given_to() -> None:
    """Representing counts for managing; the head who grants herself access has it."""
    granted = grant("ewa", ACCESS, by="gmina", at="school", **HEAD)
    found = office(granted).may("ewa", ACCESS, "school", on=DAY)

    assert ["ksef.invoices.person_of_taxpayer"] == [
        rule.id for rule in found.chain[-1].rules
    ]
    assert () == found.system_differs


def test_where_ksef_does_not_let_one_do_what_one_may_is_told() -> None:
    """The gmina in its school, and the head of the school with the invoices."""
    effective = office(grant("ewa", MANAGE, by="gmina", at="school", **HEAD))

    assert ["ksef.system.no_flow_down"] == [
        each.id
        for each in effective.may("gmina", ACCESS, "school", on=DAY).system_differs
    ]
    assert ["ksef.system.unit_administrator_only_manages"] == [
        each.id
        for each in effective.may("ewa", ACCESS, "school", on=DAY).system_differs
    ]
    assert () == effective.may("ewa", MANAGE, "school", on=DAY).system_differs
    assert () == effective.may("gmina", ACCESS, "gmina", on=DAY).system_differs


@pytest.mark.parametrize(
    ("at", "parent", "first"),
    [
        ("członek", "grupa", date(2023, 1, 1)),
        ("school", "gmina", date(2023, 1, 1)),
        ("depot", "gmina", date(2023, 9, 1)),
    ],
)
def test_a_grant_older_than_its_provision_carries_nothing_ever(
    at: str, parent: str, first: date
) -> None:
    """Nobody could be named so on that day, and the provision heals no grant."""
    early = first - timedelta(days=1)
    named = grant("ewa", MANAGE, by=parent, at=at, valid_from=first, **HEAD)
    too_early = replace(named, valid_from=early)

    assert office(named).may("ewa", MANAGE, at, on=first)
    assert office(named).may("ewa", MANAGE, at, on=date(2026, 3, 2))
    assert [Why.NO_PROVISION] == [
        each.why for each in office(too_early).may("ewa", MANAGE, at, on=DAY).broken
    ]
    clerk = grant("jan", ACCESS, by="ewa", at=at)
    assert not office(too_early, clerk).may("jan", ACCESS, at, on=DAY)


def test_one_who_is_an_entity_elsewhere_still_manages_here() -> None:
    """A grant in another context says nothing of this one."""
    effective = office(
        grant("anna", MANAGE, by="gmina"),
        grant("jan", ACCESS, by="anna"),
        grant("anna", ACCESS, by="grupa", at="grupa", **FIRM),
    )

    assert ["gmina", "anna", "jan"] == who(
        effective.may("jan", ACCESS, "gmina", on=DAY).chain
    )


def test_one_who_is_both_here_names_by_either_power() -> None:
    """The end of what she holds as an entity does not end whom she named as manager."""
    both = [
        grant("anna", MANAGE, by="gmina"),
        grant("anna", ACCESS, by="gmina", revoked_on=DAY, **FIRM),
        grant("jan", ACCESS, by="anna"),
    ]

    assert office(*both).may("jan", ACCESS, "gmina", on=date(2024, 4, 30))
    assert office(*both).may("jan", ACCESS, "gmina", on=DAY)
    assert not office(*both[1:]).may("jan", ACCESS, "gmina", on=DAY)


def test_a_person_has_no_people_who_act_for_every_client() -> None:
    """Only what an entity or buyer was given is passed on, whatever a file marks."""
    effective = office(
        grant("anna", ACCESS, by="gmina", can_delegate=True),
        grant("anna", ACCESS, by="grupa", at="grupa", **FIRM),
        grant("jan", ACCESS, by="anna", at=EVERY_CLIENT),
    )

    assert effective.may("jan", ACCESS, "grupa", on=DAY)
    assert not effective.may("jan", ACCESS, "gmina", on=DAY)


A_UNIT = Context(id="a", kind=Body.LOCAL_BUDGET_UNIT, parent="b")


@pytest.mark.parametrize(
    ("contexts", "field"),
    [
        ([A_UNIT, replace(A_UNIT, id="b", parent="a")], "parent"),
        ([replace(A_UNIT, parent="a")], "parent"),
        ([A_UNIT, replace(A_UNIT, id="b", parent="gmina")], "parent"),
        ([A_UNIT, A_UNIT], "contexts.id"),
    ],
)
def test_a_unit_of_a_unit_is_refused(contexts: list[Context], field: str) -> None:
    """Whose unit it is, is a taxpayer; two that are each other's have none."""
    with pytest.raises(GrantsInvalid) as caught:
        Effective([], contexts=contexts)

    assert field == caught.value.field


def test_two_grants_of_one_id_are_refused() -> None:
    """A chain names its links by their ids."""
    made = grant("jan", ACCESS, by="gmina")

    with pytest.raises(GrantsInvalid) as caught:
        office(made, replace(made, who="ewa"))

    assert "grants.id" == caught.value.field


def test_an_entity_passes_on_and_its_end_ends_what_hangs_on_it() -> None:
    """
    KSeF goes on showing the clerk's grant as Active.

    Holds: § 2 ust. 4.
    """
    firm = grant("firm", INVOICES, by="gmina", **FIRM)
    clerk = grant("jan", ACCESS, by="firm")
    stands = office(firm, clerk).may("jan", ACCESS, "gmina", on=DAY)
    gone = office(replace(firm, revoked_on=DAY), clerk).may(
        "jan", ACCESS, "gmina", on=DAY
    )

    assert ["gmina", "firm", "jan"] == who(stands.chain)
    assert "ksef.invoices.passed_on" in [rule.id for rule in stands.chain[-1].rules]
    assert not gone
    assert [Why.LINK_GONE] == [each.why for each in gone.broken]
    assert ["ksef.system.still_active"] == [each.id for each in gone.system_differs]


def test_without_the_right_to_pass_on_an_entity_s_people_hold_nothing() -> None:
    """The law passes it on by itself; the grant and KSeF do not, and that is told."""
    firm = grant("firm", INVOICES, by="gmina", holder=Holder.ENTITY)
    found = office(firm, grant("jan", ACCESS, by="firm")).may(
        "jan", ACCESS, "gmina", on=DAY
    )

    assert [Why.NO_DELEGATION] == [each.why for each in found.broken]
    assert ["ksef.system.needs_delegation"] == [
        each.id for each in found.system_differs
    ]


def test_an_entity_s_person_holds_for_every_client_who_named_the_entity() -> None:
    """KSeF's general target; a client who named another entity is none."""
    effective = office(
        grant("firm", ACCESS, by="gmina", **FIRM),
        grant("firm", ACCESS, by="school", at="school", **FIRM),
        grant("jan", ACCESS, by="firm", at=EVERY_CLIENT),
    )

    assert effective.may("jan", ACCESS, "gmina", on=DAY)
    assert effective.may("jan", ACCESS, "school", on=DAY)
    assert not effective.may("jan", ISSUE, "gmina", on=DAY)
    assert not effective.may("jan", ACCESS, "depot", on=DAY)
    assert {
        ("firm", "gmina"),
        ("firm", "school"),
        ("jan", "gmina"),
        ("jan", "school"),
    } == {(each.who, each.context) for each in effective.everything(on=DAY)}


def test_an_entity_passes_nothing_on_to_another_entity_s_people() -> None:
    """Holds: § 2 ust. 4 speaks of natural persons named by the designated entity."""
    effective = office(
        grant("firm", ACCESS, by="gmina", **FIRM),
        grant("second", ACCESS, by="firm", **FIRM),
        grant("jan", ACCESS, by="second"),
    )

    assert not effective.may("second", ACCESS, "gmina", on=DAY)
    assert not effective.may("jan", ACCESS, "gmina", on=DAY)


def test_a_unit_names_an_entity() -> None:
    """Holds: § 2 ust. 3 pkt 2: a budget unit may name one itself."""
    found = office(grant("firm", ACCESS, by="school", at="school", **FIRM)).may(
        "firm", ACCESS, "school", on=DAY
    )

    assert ["firm"] == who(found.chain)


STANDS = Followed(namer_ended=NamerEnded.GRANT_STANDS)
BOSS = grant("anna", MANAGE, by="gmina")
OF_BOSS = grant("ewa", MANAGE, by="anna", at="school", **HEAD)
OF_HEAD = grant("jan", ACCESS, by="ewa", at="school", valid_from=date(2024, 2, 1))
LEFT = date(2024, 3, 1)
FIRM_OF_HEAD = grant("firm", ACCESS, by="ewa", at="school", **FIRM)


@pytest.mark.parametrize(
    "grants",
    [
        pytest.param(
            [replace(BOSS, revoked_on=DAY), OF_BOSS, OF_HEAD], id="administrator"
        ),
        pytest.param(
            [BOSS, replace(OF_BOSS, revoked_on=DAY), OF_HEAD], id="representative"
        ),
        pytest.param(
            [BOSS, replace(OF_BOSS, valid_until=DAY), OF_HEAD], id="a term that passed"
        ),
        pytest.param(
            [
                *(BOSS, replace(OF_BOSS, revoked_on=DAY), FIRM_OF_HEAD),
                grant("jan", ACCESS, by="firm", at="school"),
            ],
            id="above an entity",
        ),
    ],
)
def test_revoking_a_middle_link_ends_what_hangs_on_it(grants: list[Grant]) -> None:
    """KSeF still shows the clerk's grant as Active, and lets it work. ADR-0033."""
    effective = office(*grants)
    before = effective.may("jan", ACCESS, "school", on=DAY - timedelta(days=1))
    gone = effective.may("jan", ACCESS, "school", on=DAY)

    assert before
    assert not gone
    assert [(grants[-1].id, Why.NAMER_ENDED)] == [
        (each.grant, each.why) for each in gone.broken
    ]
    assert ["ksef.system.still_active", "ksef.system.grants_go_on"] == [
        each.id for each in gone.system_differs
    ]


def test_both_readings_of_an_ended_namer_are_told_and_one_is_followed() -> None:
    """Whoever reviews the grants sees whose right has ended, and when. ADR-0033."""
    grants = [BOSS, replace(OF_BOSS, revoked_on=LEFT), OF_HEAD]
    strict = Effective(grants, contexts=CONTEXTS)
    lasting = Effective(grants, contexts=CONTEXTS, followed=STANDS)
    no = strict.may("jan", ACCESS, "school", on=DAY)
    yes = lasting.may("jan", ACCESS, "school", on=DAY)

    assert (False, True) == (no.may, yes.may)
    assert [False, True] == [each.may for each in no.readings]
    assert [True, False] == [each.followed for each in no.readings]
    assert [False, True] == [each.followed for each in yes.readings]
    assert no.readings[1].chain == yes.chain
    assert [None, None, LEFT, None] == [link.ended for link in yes.chain]
    assert no.rests_on_secondary
    assert yes.rests_on_secondary
    assert () == yes.broken


def test_a_chain_of_ended_powers_tells_the_day_on_which_each_was_used() -> None:
    """Gmina and anna for ewa's grant, ewa for jan's, jan today. Holds: ADR-0033."""
    grants = [replace(BOSS, revoked_on=date(2024, 2, 1)), OF_BOSS, OF_HEAD]
    chain = (
        Effective(grants, contexts=CONTEXTS, followed=STANDS)
        .may("jan", ACCESS, "school", on=DAY)
        .chain
    )

    assert ["gmina", "anna", "ewa", "jan"] == who(chain)
    january = date(2024, 1, 1)
    assert [january, january, date(2024, 2, 1), DAY] == [link.on for link in chain]
    assert [None, date(2024, 2, 1), None, None] == [link.ended for link in chain]


def test_what_only_one_reading_gives_is_listed_as_disputed() -> None:
    """A review must not lose sight of what KSeF lets go on. Holds: ADR-0033."""
    grants = [BOSS, replace(OF_BOSS, revoked_on=LEFT), OF_HEAD]
    strict = office(*grants)
    lasting = Effective(grants, contexts=CONTEXTS, followed=STANDS)

    assert ["anna"] == [each.who for each in strict.everything(on=DAY)]
    assert ["jan"] == [each.who for each in strict.disputed(on=DAY)]
    assert ["anna", "jan"] == [each.who for each in lasting.everything(on=DAY)]
    assert ["jan"] == [each.who for each in lasting.disputed(on=DAY)]


def test_who_manages_again_carries_again_whom_he_named() -> None:
    """A link stands day by day, as an entity's does; whose term was renewed goes on."""
    first = replace(OF_BOSS, valid_until=LEFT)
    again = replace(OF_BOSS, id="again", valid_from=DAY)
    renewed = replace(again, valid_from=LEFT)
    gap = office(BOSS, first, again, OF_HEAD)

    assert not gap.may("jan", ACCESS, "school", on=DAY - timedelta(days=1))
    assert ["gmina", "anna", "ewa", "jan"] == who(
        gap.may("jan", ACCESS, "school", on=DAY).chain
    )
    assert office(BOSS, first, renewed, OF_HEAD).may("jan", ACCESS, "school", on=LEFT)


def test_overlapping_powers_are_one() -> None:
    """The end of one of two grants to manage is not the end of the power."""
    short = replace(OF_BOSS, id="short", valid_until=DAY)
    later = replace(OF_BOSS, id="later", valid_from=date(2024, 3, 1), valid_until=DAY)
    inner = replace(short, id="inner", valid_from=LEFT, valid_until=date(2024, 4, 1))
    day_before = DAY - timedelta(days=1)

    for_long = office(BOSS, later, short, OF_BOSS, OF_HEAD)
    assert for_long.may("jan", ACCESS, "school", on=DAY)
    for_short = office(BOSS, inner, short, OF_HEAD)
    assert for_short.may("jan", ACCESS, "school", on=day_before)
    assert not for_short.may("jan", ACCESS, "school", on=DAY)


def test_a_power_of_the_former_act_goes_on_under_the_new_one() -> None:
    """Every link is told of the day asked: the new act's provisions, all unseen."""
    chain = (
        office(BOSS, OF_BOSS, OF_HEAD)
        .may("jan", ACCESS, "school", on=date(2026, 2, 1))
        .chain
    )

    assert {date(2026, 2, 1)} == {link.on for link in chain}
    assert {"Dz.U. 2025 poz. 1815"} == {
        rule.ref.act for link in chain for rule in link.rules
    }


@pytest.mark.parametrize("followed", [DEFAULT, STANDS])
def test_a_chain_may_be_longer_than_a_program_can_call_itself(
    followed: Followed,
) -> None:
    """A file made up to do harm gets an answer too, whatever order it is in."""
    names = ["gmina", *(f"p{n}" for n in range(2000))]
    named = [grant(to, MANAGE, by=by) for by, to in pairwise(names)]
    effective = Effective(reversed(named), contexts=CONTEXTS, followed=followed)

    assert names == who(effective.may(names[-1], MANAGE, "gmina", on=DAY).chain)


def test_nobody_is_the_body_of_every_client() -> None:
    """`*` means the clients of an entity; as a namer it is nobody."""
    effective = office(
        grant("jan", ACCESS, by=EVERY_CLIENT, at=EVERY_CLIENT),
        grant("ewa", MANAGE, by=EVERY_CLIENT, at=EVERY_CLIENT),
    )

    assert [] == list(effective.everything(on=DAY))
    assert not effective.may("jan", ACCESS, "gmina", on=DAY)


def test_whom_an_administrator_names_after_his_end_holds_nothing() -> None:
    """The power is asked for on the day of the grant."""
    boss = grant("anna", MANAGE, by="gmina", revoked_on=date(2024, 2, 1))
    clerk = grant("jan", ACCESS, by="anna", valid_from=date(2024, 2, 1))

    found = office(boss, clerk).may("jan", ACCESS, "gmina", on=DAY)

    assert [Why.NO_POWER] == [each.why for each in found.broken]


def test_a_circle_of_people_who_name_each_other_holds_nothing() -> None:
    """Powers come from the taxpayer, or from nowhere."""
    effective = office(
        grant("anna", MANAGE, by="ewa"),
        grant("ewa", MANAGE, by="anna"),
        grant("jan", ACCESS, by="ewa"),
    )

    assert [] == list(effective.everything(on=DAY))


def test_a_manager_of_one_unit_has_no_power_in_another() -> None:
    """The head of the school names nobody in the depot, nor in the gmina."""
    effective = office(
        grant("ewa", MANAGE, by="gmina", at="school", **HEAD),
        grant("jan", ACCESS, by="ewa", at="depot"),
        grant("iga", ACCESS, by="ewa"),
    )

    assert ["ewa"] * 3 == [each.who for each in effective.everything(on=DAY)]


@pytest.mark.parametrize("head_first", [True, False])
def test_a_person_with_two_powers_uses_the_one_that_suffices(head_first: bool) -> None:
    """As head of the school she names no further head; as administrator she does."""
    powers = [
        grant("anna", MANAGE, by="gmina", at="school", **HEAD),
        grant("anna", MANAGE, by="gmina"),
    ]
    named = grant("ewa", MANAGE, by="anna", at="school", **HEAD)
    effective = office(*(powers if head_first else powers[::-1]), named)

    assert effective.may("ewa", MANAGE, "school", on=DAY)
    assert [Why.NOT_YET] == [
        each.why
        for each in effective.may("ewa", MANAGE, "school", on=date(2023, 5, 1)).broken
    ]


def test_the_parts_of_the_invoice_kind_may_come_from_two_grants() -> None:
    """`INVOICES` asks for both parts; one of them is not the whole kind."""
    issue = grant("jan", ISSUE, by="gmina")
    access = grant("jan", ACCESS, by="gmina")

    assert not office(issue).may("jan", INVOICES, "gmina", on=DAY)
    assert (
        2 == len(office(issue, access).may("jan", INVOICES, "gmina", on=DAY).chain) - 1
    )
    assert office(grant("jan", INVOICES, by="gmina")).may("jan", ISSUE, "gmina", on=DAY)


def test_bodies_of_article_106c_hold_and_name() -> None:
    """Holds: § 2 ust. 2 pkt 2 and pkt 3 lit. b, ust. 3 pkt 3 and pkt 5 lit. c."""
    effective = office(
        grant("ola", MANAGE, by="wójt", at="wójt"),
        grant("jan", ISSUE, by="ola", at="wójt"),
        grant("pan", MANAGE, by="komornik", at="komornik"),
        grant("iga", ISSUE, by="komornik", at="komornik"),
    )

    assert effective.may("wójt", MANAGE, "wójt", on=DAY)
    assert effective.may("ola", MANAGE, "wójt", on=DAY)
    assert effective.may("jan", ISSUE, "wójt", on=DAY)
    assert not effective.may("pan", MANAGE, "komornik", on=DAY)
    assert effective.may("iga", ISSUE, "komornik", on=DAY)


def test_a_buyer_and_those_he_entitles_issue_for_the_seller() -> None:
    """Holds: § 2 ust. 5; the buyer's end ends theirs."""
    billing = Permission.SELF_BILLING
    buyer = grant("buyer", billing, by="gmina", holder=Holder.BUYER)
    firm = grant("firm", billing, by="buyer", holder=Holder.ENTITY)

    assert office(buyer, firm).may("firm", billing, "gmina", on=DAY)
    assert not office(firm).may("firm", billing, "gmina", on=DAY)
    ended = office(replace(buyer, revoked_on=DAY), firm)
    assert not ended.may("firm", billing, "gmina", on=DAY)


def test_parties_may_be_masked_identifiers() -> None:
    """Two NIP are one party when they are equal, and no party shows itself."""
    gmina, person = Nip.parse("9990000008"), Pesel.parse("44051401359")
    effective = Effective(
        [replace(grant("x", ACCESS, by="y"), who=person, context=gmina, by=gmina)]
    )

    found = effective.may(Pesel.parse("44051401359"), ACCESS, gmina, on=DAY)

    assert found
    assert "44051401359" not in repr(found)
    assert not effective.may("44051401359", ACCESS, gmina, on=DAY)


def test_who_holds_by_law_is_given_nothing() -> None:
    """A grant to the taxpayer himself is a mistake of whoever wrote the file."""
    with pytest.raises(GrantsInvalid):
        grant("gmina", ACCESS, by="gmina", holder=Holder.TAXPAYER)


@pytest.mark.parametrize("until", [date(2024, 1, 1), date(2023, 1, 1)])
def test_a_grant_that_ends_before_it_begins_is_refused(until: date) -> None:
    """Half-open: its shortest range is one day."""
    with pytest.raises(GrantsInvalid):
        grant("jan", ACCESS, by="gmina", valid_until=until)


@pytest.mark.parametrize(
    ("kind", "parent"), [(Body.JST, "gmina"), (Body.LOCAL_BUDGET_UNIT, None)]
)
def test_a_unit_has_a_parent_and_nothing_else_has(
    kind: Body, parent: str | None
) -> None:
    """Without the parent nobody could name the unit's representative."""
    with pytest.raises(GrantsInvalid):
        Context(id="x", kind=kind, parent=parent)


@pytest.mark.parametrize(
    "on", [date(2022, 6, 1), date(2023, 6, 1), DAY, date(2026, 3, 2)]
)
def test_the_last_link_is_what_decide_says(on: date) -> None:
    """Two ways to ask the law, one answer."""
    from ksef.model import Namer  # noqa: PLC0415 - beside its only use

    effective = office(grant("jan", ISSUE, by="gmina", valid_from=date(2022, 1, 1)))
    decision = decide(hold(ISSUE, by=Namer.TAXPAYER), on=on)

    assert Answer.YES is decision.answer
    assert {
        rule.id for rule in effective.may("jan", ISSUE, "gmina", on=on).chain[-1].rules
    } < (set(decision.rules))


def test_vat_rr_is_never_said_to_be_held() -> None:
    """Who holds it was in no source; a grant of it proves nothing about the law."""
    made = grant("jan", Permission.VAT_RR, by="gmina")

    assert not office(made).may("jan", Permission.VAT_RR, "gmina", on=date(2026, 3, 2))
