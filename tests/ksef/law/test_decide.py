"""The five answers, their precedence, and what each decision says of itself."""

from dataclasses import fields, replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksef.law.clause import Bar, Clause
from ksef.law.decide import decide
from ksef.law.decision import Answer, Followed, InvoiceKinds, ZawFaGives
from ksef.law.differences import ALL
from ksef.law.grants import HOLDERS
from ksef.law.question import MayHold, OpenInvoice, Question, Regulated
from ksef.law.truth import Truth, both, either, is_in
from ksef.law.weigh import weigh
from ksef.model import Body, Holder, Matter, Means, Namer, Permission, Step, Way
from tests.ksef.law.cases import GRANT, SCHOOL, data, hold, login, represents, zawfa
from tests.ksef.law.cases_2025 import CASES
from vocabulary.law import LegalRef, Rule

DAY, NEW = date(2024, 5, 1), date(2026, 3, 2)
ABOUT = Regulated(matter=Matter.MARKING)
TRUTHS: tuple[Truth, ...] = (True, False, frozenset({"a"}), frozenset({"b"}))
BY_ZAWFA = replace(hold(Permission.INVOICES, by=Namer.TAXPAYER), way=Way.ZAW_FA)
MANAGE_BY_ZAWFA = replace(BY_ZAWFA, permission=Permission.MANAGE)


def a_rule(name: str, first: date, until: date | None = None) -> Rule:
    """Make a rule of a made-up provision."""
    ref = LegalRef(
        act="Dz.U. 2021 poz. 2481",
        provision=f"§ {name}",
        url="https://isap.sejm.gov.pl/",
        text_seen=True,
    )
    return Rule(
        id=f"ksef.{name}",
        says="Na próbę.",
        ref=ref,
        in_force_from=first,
        in_force_until=until,
    )


def a_clause(name: str, truth: Truth, first: date = DAY) -> Clause[Regulated]:
    """Make a clause that says always the same."""
    return Clause(a_rule(name, first), lambda _: truth)


def a_bar(truth: Truth, excludes: str, first: date = DAY) -> Bar[Regulated]:
    """Make an exclusion of one rule that says always the same."""
    excluded = frozenset({f"ksef.{excludes}"})
    return Bar(a_rule("bar", first), lambda _: truth, excluded)


def test_what_is_missing_is_told_of_the_ground_and_of_the_exclusion() -> None:
    """A ZAW-FA of which nothing is told turns on both; one fact settles neither."""
    found = weigh(
        ABOUT,
        DAY,
        [a_clause("maybe", frozenset({"x"})), a_clause("no", False)],
        [a_bar(frozenset({"y"}), "maybe"), a_bar(frozenset({"z"}), "no")],
    )

    assert (("x", "y"), ["ksef.maybe", "ksef.bar"]) == (
        found.missing,
        [rule.id for rule in found.turns_on],
    )


@pytest.mark.parametrize(
    ("grounds", "bars", "expected"),
    [
        ([a_clause("yes", True)], [], "yes"),
        ([a_clause("yes", True)], [a_bar(True, "yes")], "no"),
        ([a_clause("yes", True)], [a_bar(True, "other")], "yes"),
        ([a_clause("yes", True), a_clause("two", True)], [a_bar(True, "yes")], "yes"),
        ([a_clause("yes", True)], [a_bar(frozenset({"x"}), "yes")], "cannot_tell"),
        ([a_clause("yes", True)], [a_bar(frozenset({"x"}), "other")], "yes"),
        ([a_clause("yes", True)], [a_bar(True, "yes", NEW)], "yes"),
        (
            [a_clause("yes", True), a_clause("maybe", frozenset({"x"}))],
            [a_bar(True, "yes")],
            "cannot_tell",
        ),
        ([a_clause("maybe", frozenset({"x"}))], [a_bar(True, "maybe")], "no"),
        ([a_clause("late", True, NEW)], [], "not_in_force"),
        ([a_clause("late", True, NEW)], [a_bar(True, "late")], "no"),
        ([a_clause("no", False)], [], "no"),
        ([a_clause("maybe", frozenset({"x"}))], [], "cannot_tell"),
        ([a_clause("maybe", frozenset({"x"})), a_clause("yes", True)], [], "yes"),
        (
            [a_clause("maybe", frozenset({"x"})), a_clause("late", True, NEW)],
            [],
            "cannot_tell",
        ),
        ([a_clause("no", False)], [a_bar(frozenset({"x"}), "no")], "no"),
        ([a_clause("late", False, NEW)], [], "not_in_force"),
        ([], [], "no"),
    ],
)
def test_the_precedence_of_the_answers(
    grounds: list[Clause[Regulated]], bars: list[Bar[Regulated]], expected: str
) -> None:
    """Yes, before an exclusion's no, before another day's provision, before no.

    What an exclusion excludes gives no yes; another provision's yes it leaves alone.
    """
    assert expected == weigh(ABOUT, DAY, grounds, bars).answer


def test_of_the_rules_of_other_days_the_nearest_is_named() -> None:
    """A decision of 2022 does not rest on an act of 2025 when one of 2023 tells it."""
    old = a_clause("old", True, date(2020, 1, 1))
    ended = Clause(a_rule("ended", date(2020, 1, 1), date(2024, 4, 30)), old.reaches)
    late = a_clause("late", True, NEW)

    found = weigh(ABOUT, DAY, [ended, late])

    assert ("not_in_force", ["ksef.ended"]) == (
        found.answer,
        [rule.id for rule in found.decided_by],
    )


@pytest.mark.parametrize(("one", "two"), list(product(TRUTHS, TRUTHS)))
def test_a_missing_fact_never_turns_a_no_into_a_yes(one: Truth, two: Truth) -> None:
    """
    Whatever the missing facts turn out to be, the joined truth was not wrong.

    Holds: house style, rule 21.
    """
    filled = [_filled(one, two, a, b) for a, b in product((True, False), repeat=2)]

    assert both(one, two) not in {True, False} or (
        {both(one, two)} == {x and y for x, y in filled}
    )
    assert either(one, two) not in {True, False} or (
        {either(one, two)} == {x or y for x, y in filled}
    )


def _filled(one: Truth, two: Truth, a: bool, b: bool) -> tuple[bool, bool]:
    values = {"a": a, "b": b}
    first, second = (
        truth if isinstance(truth, bool) else values[next(iter(truth))]
        for truth in (one, two)
    )
    return first, second


def test_a_fact_that_was_not_told_is_named() -> None:
    """None is no answer to anything."""
    assert frozenset({"context"}) == is_in("context", None, {Body.JST})


FACTS: dict[str, list[Any]] = {
    "context": list(Body),
    "named_by": list(Namer),
    "as_representative": [True, False],
    "entity_named_by": list(Namer),
}


@given(
    st.sampled_from(sorted(Permission)),
    st.sampled_from(sorted(Holder)),
    st.fixed_dictionaries(
        {name: st.sampled_from(them) for name, them in FACTS.items()}
    ),
    st.sets(st.sampled_from(sorted(FACTS))),
    st.sampled_from([date(2022, 6, 1), date(2023, 6, 1), DAY, NEW]),
)
def test_what_is_answered_with_facts_missing_stays_answered_with_all(
    permission: Permission,
    holder: Holder,
    facts: dict[str, Any],
    hidden: set[str],
    on: date,
) -> None:
    """
    A yes or no that was given in ignorance must hold when the facts come in.

    Holds: house style, rule 21.
    """
    whole = MayHold(permission=permission, holder=holder, **facts)
    if _is_own_unless_told(whole):
        hidden = hidden - {"context"}
    nothing: dict[str, Any] = dict.fromkeys(hidden)
    partly = replace(whole, **nothing)
    ignorant = decide(partly, on=on).answer

    known = decide(whole, on=on).answer

    assert ignorant in {Answer.CANNOT_TELL, Answer.NOT_IN_FORCE, Answer.NO, known}
    assert ignorant is not Answer.YES or known is Answer.YES
    assert ignorant is not Answer.NO or known in {Answer.NO, Answer.NOT_IN_FORCE}


def _is_own_unless_told(question: MayHold) -> bool:
    """Tell whether an untold context is no missing fact, but the own one."""
    by_law = question.holder not in HOLDERS | {Holder.UNIT}
    bodies = {Namer.ENFORCEMENT_AUTHORITY, Namer.BAILIFF}
    return by_law or question.named_by in bodies


@pytest.mark.parametrize("name", sorted(CASES))
@pytest.mark.parametrize("on", [date(2020, 1, 1), date(2022, 6, 1), DAY, NEW], ids=str)
def test_every_decision_can_be_traced(name: str, on: date) -> None:
    """An answer without a provision behind it is an opinion."""
    for question in (CASES[name].reached, CASES[name].other):
        decision = decide(question, on=on)

        assert decision.rules
        assert decision.provisions
        assert decision == decide(question, on=on)


def test_a_decision_that_rests_on_a_secondary_source_says_so() -> None:
    """From 2026 all do; the wording of 2022 too; and one that follows a reading."""
    school = represents(SCHOOL)
    person = hold(Permission.MANAGE, by=Namer.TAXPAYER)

    assert decide(person, on=date(2022, 6, 1)).rests_on_secondary
    assert not decide(school, on=date(2026, 1, 31)).rests_on_secondary
    assert decide(school, on=date(2026, 2, 1)).rests_on_secondary
    assert decide(data(), on=NEW).rests_on_secondary
    assert decide(BY_ZAWFA, on=DAY).rests_on_secondary
    assert decide(login(Means.TRUSTED_SIGNATURE), on=NEW).rests_on_secondary


def test_the_end_of_an_act_known_from_elsewhere_is_a_secondary_source() -> None:
    """Self-billing's old rule ended by an act whose text was not seen."""
    decision = decide(replace(GRANT, step=Step.CHANGE), on=NEW)

    assert Answer.NOT_IN_FORCE is decision.answer
    assert all(rule.ref.text_seen for rule in decision.decided_by)
    assert decision.rests_on_secondary


@pytest.mark.parametrize(
    ("question", "gives", "expected"),
    [
        (BY_ZAWFA, ZawFaGives.MANAGE_ONLY, Answer.NO),
        (BY_ZAWFA, ZawFaGives.MANAGE_AND_INVOICES, Answer.YES),
        (MANAGE_BY_ZAWFA, ZawFaGives.MANAGE_ONLY, Answer.YES),
        (MANAGE_BY_ZAWFA, ZawFaGives.MANAGE_AND_INVOICES, Answer.YES),
    ],
)
@pytest.mark.parametrize("on", [DAY, NEW], ids=str)
def test_all_readings_of_a_zaw_fa_are_told_and_one_is_followed(
    question: MayHold, gives: ZawFaGives, expected: Answer, on: date
) -> None:
    """Holds: ADR-0021."""
    decision = decide(question, on=on, followed=Followed(zawfa_gives=gives))

    assert expected is decision.answer
    assert list(ZawFaGives) == [each.id for each in decision.readings]
    assert [gives] == [each.id for each in decision.readings if each.followed]
    assert all(each.sources for each in decision.readings)


@pytest.mark.parametrize(
    ("on", "acts"), [(DAY, {"Dz.U. 2021 poz. 2481"}), (NEW, set())], ids=str
)
def test_the_act_of_2021_is_read_by_its_own_text_and_form(
    on: date, acts: set[str]
) -> None:
    """
    The press and the manual of 2026 read another act.

    Holds: ADR-0021.
    """
    readings = decide(BY_ZAWFA, on=on).readings

    assert acts == {
        source.split(",", maxsplit=1)[0]
        for each in readings
        for source in each.sources
        if source.startswith("Dz.U.")
    }
    assert bool(acts) is all(
        source.startswith("Dz.U.") for each in readings for source in each.sources
    )


def test_a_no_by_zaw_fa_turns_on_the_route_and_not_on_what_would_be_held() -> None:
    """The form names a person; it is not § 2 that denies the invoices."""
    rules = decide(BY_ZAWFA, on=DAY).rules

    assert "ksef.zawfa.route" in rules
    assert "ksef.invoices.person_of_taxpayer" not in rules


def test_by_zaw_fa_the_route_has_to_be_open() -> None:
    """§ 4 ust. 1b shuts it for a school; an untold context leaves it open."""
    school = replace(represents(SCHOOL), way=Way.ZAW_FA)
    unsaid = replace(hold(Permission.INVOICES, Holder.TAXPAYER), context=None)

    assert (Answer.NO, ("ksef.zawfa.not_for_local_units",)) == (
        decide(school, on=DAY).answer,
        decide(school, on=DAY).rules,
    )
    assert ("context",) == decide(replace(unsaid, way=Way.ZAW_FA), on=DAY).missing


def test_what_nobody_holds_no_zaw_fa_gives() -> None:
    """The holder comes first; the route does not heal it."""
    bank = replace(BY_ZAWFA, named_by=Namer.BUYER)

    assert Answer.NO is decide(bank, on=DAY).answer


@pytest.mark.parametrize(
    ("kinds", "rules"),
    [
        (InvoiceKinds.JOINED, {"ksef.r1815.kind.invoices"}),
        (InvoiceKinds.SEPARATE, {"ksef.r1815.kind.issue", "ksef.r1815.kind.access"}),
    ],
)
def test_the_kinds_of_2026_are_told_by_both_readings(
    kinds: InvoiceKinds, rules: set[str]
) -> None:
    """
    The answer is the same, the kind that a grant names is not.

    Holds: ADR-0021.
    """
    question = hold(Permission.INVOICES, by=Namer.TAXPAYER)
    decision = decide(question, on=NEW, followed=Followed(invoice_kinds=kinds))

    assert Answer.YES is decision.answer
    assert rules <= set(decision.rules)
    assert list(InvoiceKinds) == [each.id for each in decision.readings]
    assert [kinds] == [each.id for each in decision.readings if each.followed]
    assert () == decide(question, on=date(2026, 1, 31)).readings


@pytest.mark.parametrize(
    ("question", "on", "expected"),
    [
        (represents(SCHOOL, Permission.ISSUE), DAY, "unit_administrator_only_manages"),
        (
            hold(Permission.ACCESS, by=Namer.JST, context=SCHOOL),
            DAY,
            "no_flow_down",
        ),
        (
            hold(
                Permission.ACCESS,
                by=Namer.DESIGNATED_ENTITY,
                first=Namer.TAXPAYER,
            ),
            DAY,
            "needs_delegation",
        ),
        (
            hold(Permission.SELF_BILLING, Holder.BUYER, Namer.TAXPAYER),
            DAY,
            "self_billing_own_context",
        ),
        (
            hold(Permission.ISSUE, Holder.BAILIFF, context=Body.BAILIFF),
            DAY,
            "enforcement_operations",
        ),
        (zawfa(), DAY, "zawfa_effect"),
        (data(), DAY, "data_of_a_grant"),
        (login(Means.TOKEN, after=Means.QUALIFIED_SEAL), NEW, ""),
        (
            login(Means.TOKEN, after=Means.QUALIFIED_SEAL),
            date(2027, 1, 1),
            "tokens_after_2026",
        ),
        (login(Means.PEPPOL_CERTIFICATE), NEW, "other_means"),
        (login(Means.QUALIFIED_SEAL, signed=False), DAY, "seal_without_nip"),
    ],
)
def test_what_ksef_does_otherwise_is_told(
    question: Question, on: date, expected: str
) -> None:
    """The law says one thing and the system another: an office has to know both."""
    told = [
        each.id.removeprefix("ksef.system.")
        for each in decide(question, on=on).system_differs
    ]

    assert expected in (told or [""])


def test_every_difference_has_an_id_of_its_own_and_a_source() -> None:
    """Ids are public; a difference without its source cannot be checked."""
    assert len(ALL) == len({each.id for each in ALL})
    assert [] == [
        each.id
        for each in ALL
        if not (each.id.startswith("ksef.system.") and each.source)
    ]


def test_what_the_regulation_does_not_regulate_is_outside_it() -> None:
    """Marking came with the act of 2025: another day's provision."""
    marking = Regulated(matter=Matter.MARKING)

    assert Answer.NOT_IN_FORCE is decide(marking, on=DAY).answer
    assert Answer.YES is decide(marking, on=NEW).answer


def test_questions_are_values() -> None:
    """A question can be kept beside its answer, and compared."""
    assert {True} == {
        type(case.reached).__dataclass_params__.frozen  # type: ignore[union-attr]  # set by dataclass
        for case in CASES.values()
    }
    assert fields(OpenInvoice)[0].name == "given"
