"""The precedence of the five answers, once for all questions.

    not applicable > yes > express exclusion in force = no
        > not in force (only another day's provision would decide) > no

"Cannot tell" comes where a missing fact could still make a yes. An exclusion says of
certain provisions that they do not apply (§ 4 ust. 1b: of ust. 1), so these give no
yes; one that another provision gives it leaves alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any, TypeVar, get_type_hints

from ksef.law.clause import Bar, Clause
from ksef.law.decision import Answer, Decision
from ksef.law.near_miss import nearest_grounds
from ksef.law.truth import Truth, both, isnt
from vocabulary.law import Rule

Q = TypeVar("Q")


@dataclass(frozen=True, slots=True)
class Weighed:
    """An answer with its rules, before readings and differences are added.

    The fields are those of `Decision`.
    """

    answer: Answer
    decided_by: tuple[Rule, ...] = ()
    considered: tuple[Rule, ...] = ()
    missing: tuple[str, ...] = ()
    turns_on: tuple[Rule, ...] = ()

    def decision(self, on: date) -> Decision:
        """Give it as the decision of a day."""
        return Decision(
            answer=self.answer,
            on=on,
            decided_by=self.decided_by,
            turns_on=self.turns_on,
            considered=self.considered,
            missing=self.missing,
        )


def weigh(
    question: Q,
    on: date,
    grounds: Sequence[Clause[Q]],
    bars: Sequence[Bar[Q]] = (),
) -> Weighed:
    """Weigh what gives a yes against what excludes it.

    Args:
        question: What is asked.
        on: The day, Europe/Warsaw.
        grounds: Clauses of which one is enough for a yes; of all days.
        bars: Rules that exclude some of the grounds; of all days.
    """
    told = _told(question, on, grounds)
    stops = [
        (each, each.reaches(question)) for each in bars if each.rule.in_force_on(on)
    ]
    considered = tuple(
        dict.fromkeys((*(rule for rule, _ in told), *(bar.rule for bar, _ in stops)))
    )
    left = [(rule, both(truth, _applies(rule, stops))) for rule, truth in told]
    if reached := _reached(left):
        return Weighed(Answer.YES, reached, considered)
    if missing := missing_of(truth for _, truth in left):
        if anyhow := _yes_anyhow(question, on, grounds, bars, missing):
            return Weighed(Answer.YES, anyhow, considered)
        turns_on = _turning(told, left, stops)
        return Weighed(Answer.CANNOT_TELL, (), considered, missing, turns_on)
    if barred := tuple(bar.rule for bar, truth in stops if truth is True):
        return Weighed(Answer.NO, barred, considered)
    other = tuple(each.rule for each in grounds if each.reaches(question) is True)
    if grounds and not told:  # a day without any provision to say no
        other = other or tuple(each.rule for each in grounds)
    if other:
        return Weighed(Answer.NOT_IN_FORCE, nearest(other, on), considered)
    held = [each for each in grounds if each.rule.in_force_on(on)]
    return Weighed(Answer.NO, (), considered, (), nearest_grounds(question, held))


def _yes_anyhow(
    question: Q,
    on: date,
    grounds: Sequence[Clause[Q]],
    bars: Sequence[Bar[Q]],
    missing: Sequence[str],
) -> tuple[Rule, ...]:
    """Give the rules of a yes that the missing facts cannot change, whatever they are.

    Only where each is a yes or no; the one or the other provision then gives it.
    """
    hints = get_type_hints(type(question))
    if any(hints.get(name) != bool | None for name in missing):
        return ()
    rules: dict[Rule, None] = {}
    for values in product((True, False), repeat=len(missing)):
        told: dict[str, Any] = dict(zip(missing, values, strict=True))
        found = weigh(replace(question, **told), on, grounds, bars)  # type: ignore[type-var]  # a data class
        if found.answer is not Answer.YES:
            return ()
        rules |= dict.fromkeys(found.decided_by)
    return tuple(rules)


def _applies(rule: Rule, stops: Sequence[tuple[Bar[Q], Truth]]) -> Truth:
    """Tell whether no exclusion says of a rule that it does not apply."""
    return both(*(isnt(truth) for bar, truth in stops if rule.id in bar.excludes))


def _turning(
    told: Sequence[tuple[Rule, Truth]],
    left: Sequence[tuple[Rule, Truth]],
    stops: Sequence[tuple[Bar[Q], Truth]],
) -> tuple[Rule, ...]:
    """Name the rules, grounds and exclusions, that the missing facts would decide."""
    open_ = [rule for rule, truth in left if truth is not False]
    grounds = (rule for rule, truth in told if rule in open_ and truth is not True)
    ids = {rule.id for rule in open_}
    bars = (
        bar.rule
        for bar, truth in stops
        if isinstance(truth, frozenset) and ids & bar.excludes
    )
    return tuple(dict.fromkeys((*grounds, *bars)))


def nearest(rules: Sequence[Rule], on: date) -> tuple[Rule, ...]:
    """Choose the rules whose days lie nearest to a day on which none holds."""
    far = {id(rule): _days_off(rule, on) for rule in rules}
    least = min(far.values())
    return tuple(rule for rule in rules if far[id(rule)] == least)


def _days_off(rule: Rule, on: date) -> int:
    """Count the days to the rule's first day, or from its last one."""
    if on < rule.in_force_from:
        return (rule.in_force_from - on).days
    return (on - (rule.in_force_until or on)).days + 1


def missing_of(truths: Iterable[Truth]) -> tuple[str, ...]:
    """Name the facts that are missing, in order."""
    names = {name for truth in truths if isinstance(truth, frozenset) for name in truth}
    return tuple(sorted(names))


def _told(
    question: Q, on: date, clauses: Sequence[Clause[Q]]
) -> list[tuple[Rule, Truth]]:
    return [
        (each.rule, each.reaches(question))
        for each in clauses
        if each.rule.in_force_on(on)
    ]


def _reached(told: Iterable[tuple[Rule, Truth]]) -> tuple[Rule, ...]:
    return tuple(rule for rule, truth in told if truth is True)
