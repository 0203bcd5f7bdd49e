"""Which provisions stand behind a link of a chain, on which days.

    a link's question (`MayHold`) -> for each era the rules that make it a yes

An era is a run of days on which no rule of the book begins or ends; the clauses are the
same that `decide` weighs, evaluated once for each kind of link.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from typing import Final, TypeAlias

from ksef.law.book import BOOK
from ksef.law.dzu_2021_2481.invoice_holders import REPRESENTATIVE
from ksef.law.dzu_2025_1815.holders import REPRESENTATIVE as REPRESENTATIVE_1815
from ksef.law.holding import GROUNDS
from ksef.law.question import MayHold
from ksef.model import Permission
from vocabulary.law import Rule

Eras: TypeAlias = tuple[tuple[Rule, ...], ...]
"""The rules that reach, for each era; an empty tuple where none does."""

BOUNDARIES: Final = tuple(
    sorted(
        {rule.in_force_from for rule in BOOK}
        | {rule.in_force_until for rule in BOOK if rule.in_force_until is not None}
    )
)
_DAYS: Final = (date.min, *BOUNDARIES)
BY_ITSELF: Final = frozenset({REPRESENTATIVE[0].id, REPRESENTATIVE_1815[1].id})
"""What a representative holds without a further grant (§ 2 ust. 3 pkt 4)."""
NEVER: Final[Eras] = tuple(() for _ in _DAYS)
ERA_DAYS: Final = tuple(zip(_DAYS, (*BOUNDARIES, date.max), strict=True))
"""The first day of each era, and the first of the next."""


UNSEEN: Final[Mapping[Permission, tuple[bool, ...]]] = {
    permission: tuple(
        any(
            each.rule.in_force_on(day) and not each.rule.ref.text_seen
            for each in grounds
        )
        for day in _DAYS
    )
    for permission, grounds in GROUNDS.items()
}
"""For each era whether a provision on who holds it is known from elsewhere only."""


def era_of(on: date) -> int:
    """Give the number of the era of a day."""
    return bisect_right(BOUNDARIES, on)


class Links:
    """The eras of each kind of link, made when first asked for."""

    def __init__(self) -> None:
        self._known: dict[tuple[MayHold, bool], Eras] = {}

    def eras(self, question: MayHold, *, by_itself: bool = False) -> Eras:
        """Give the rules behind a link.

        Args:
            question: What the link says: this holder may have this, named so.
            by_itself: Only what comes with being a representative (§ 2 ust. 3 pkt 4),
                without a grant of its own.
        """
        key = (question, by_itself)
        if key not in self._known:
            self._known[key] = _eras(question, by_itself=by_itself)
        return self._known[key]


def _eras(question: MayHold, *, by_itself: bool) -> Eras:
    reached = [
        clause.rule
        for clause in GROUNDS[Permission(question.permission)]
        if clause.reaches(question) is True
        and (clause.rule.id in BY_ITSELF or not by_itself)
    ]
    return tuple(
        tuple(rule for rule in reached if rule.in_force_on(day)) for day in _DAYS
    )
