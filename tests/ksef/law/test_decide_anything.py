"""Whatever is asked, of whichever day: an answer that can be traced, and no crash."""

import json
from datetime import date

from hypothesis import assume, example, given
from hypothesis import strategies as st

from jst.cli.ksef_decide import decision_json, lines
from ksef.errors import QuestionInvalid
from ksef.law.book import BOOK
from ksef.law.decide import decide
from ksef.law.decision import Answer, Followed
from ksef.law.links import BOUNDARIES
from ksef.law.question import MayHold, Question
from ksef.law.read import KINDS
from ksef.model import Holder, SystemPermission

FIRST, REPLACED = date(2022, 1, 1), date(2026, 2, 1)
DAYS = st.sampled_from(BOUNDARIES) | st.dates()
IDS = {rule.id for rule in BOOK}


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Draw a question of any kind, with any facts told or untold."""
    kind = draw(st.sampled_from(list(KINDS.values())))
    try:
        return draw(st.from_type(kind))
    except QuestionInvalid:
        assume(condition=False)
        raise


@given(questions(), DAYS, st.from_type(Followed))
def test_every_question_gets_an_answer_that_can_be_traced(
    question: Question, on: date, followed: Followed
) -> None:
    """Rules of the book, a day, a form that JSON and people can read."""
    decision = decide(question, on=on, followed=followed)

    assert decision == decide(question, on=on, followed=followed)
    assert set(decision.rules) <= IDS
    assert decision.rules
    assert on == decision.on
    assert json.loads(json.dumps(decision_json(decision)))["answer"] == decision.answer
    assert lines(decision)


@given(questions(), DAYS)
@example(
    MayHold(permission=SystemPermission.ENFORCEMENT_OPERATIONS, holder=Holder.TAXPAYER),
    date(2000, 1, 1),
)
def test_an_answer_rests_on_rules_in_force_unless_it_says_otherwise(
    question: Question, on: date
) -> None:
    """Only "not in force" and "not applicable" may name rules of another day."""
    decision = decide(question, on=on)
    decided = {Answer.YES, Answer.NO, Answer.CANNOT_TELL}

    assert decision.answer not in decided or all(
        rule.in_force_on(on)
        for rule in (*decision.decided_by, *decision.turns_on, *decision.considered)
    )


@given(questions(), st.dates(max_value=date(2021, 12, 31)))
def test_before_the_act_nothing_is_a_yes(question: Question, on: date) -> None:
    """The regulation entered into force on 1 January 2022 (§ 7)."""
    assert decide(question, on=on).answer in {
        Answer.NOT_IN_FORCE,
        Answer.NOT_APPLICABLE,
        Answer.CANNOT_TELL,
        Answer.NO,
    }


@given(questions(), st.dates(min_value=REPLACED))
def test_from_2026_every_answer_rests_on_a_secondary_source(
    question: Question, on: date
) -> None:
    """The text of Dz.U. 2025 poz. 1815 was not seen by anybody here."""
    assert decide(question, on=on).rests_on_secondary


@given(questions(), st.dates(min_value=date(2023, 1, 1), max_value=date(2025, 12, 31)))
def test_a_yes_of_the_seen_act_rests_on_its_text(question: Question, on: date) -> None:
    """Unless the sources disagree, or only the form's number is told."""
    decision = decide(question, on=on)

    assert (
        decision.answer is not Answer.YES
        or not decision.rests_on_secondary
        or bool(decision.readings)
        or "ksef.zawfa.annex" in decision.rules
    )
