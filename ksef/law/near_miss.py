"""Which provision a "no" turns on: the one that comes nearest to reaching.

Nearest is what the fewest other facts would make reach: one fact, two, somebody else,
or somebody else and one fact. What is asked about (who, by what means) changes last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from functools import cache
from itertools import chain, combinations
from typing import Any, Final, TypeVar, get_type_hints

from ksef.law.clause import Clause
from vocabulary.law import Rule

Q = TypeVar("Q")

_SUBJECTS: Final = frozenset({"holder", "filer", "who", "means", "matter"})
_UNTOUCHED: Final = frozenset({"permission", "given", "way"})


def nearest_grounds(question: Q, grounds: Sequence[Clause[Q]]) -> tuple[Rule, ...]:
    """Name the grounds nearest to reaching; all of them where none comes near."""
    choices = _choices_of(question)
    facts = [name for name in choices if name not in _SUBJECTS]
    subjects = [name for name in choices if name in _SUBJECTS]
    for level in (
        [(each,) for each in facts],
        list(combinations(facts, 2)),
        [(each,) for each in subjects],
        [(each, fact) for each in subjects for fact in facts],
    ):
        varied = chain.from_iterable(_varied(question, names) for names in level)
        if found := _reached(list(varied), grounds):
            return found
    return tuple(dict.fromkeys(each.rule for each in grounds))


def _reached(questions: list[Q], grounds: Sequence[Clause[Q]]) -> tuple[Rule, ...]:
    return tuple(
        dict.fromkeys(
            clause.rule
            for clause in grounds
            if any(clause.reaches(each) is not False for each in questions)
        )
    )


def _varied(question: Q, names: tuple[str, ...]) -> Iterator[Q]:
    """Ask the same with these facts put otherwise."""
    found = [question]
    for name in names:
        found = [
            replace(each, **{name: value})  # type: ignore[type-var]  # a data class
            for each in found
            for value in _choices_of(question)[name]
        ]
    yield from found


def _choices_of(question: object) -> dict[str, tuple[Any, ...]]:
    kind: Any = type(question)  # to mypy a class is not hashable
    return _choices(kind)


@cache
def _choices(kind: Any) -> dict[str, tuple[Any, ...]]:  # noqa: ANN401 - a data class
    """List what each fact of a kind of question may be put to.

    Where a fact may be left untold, that stands for all its other values: a clause that
    is not refused without the fact is reached by one of them.
    """
    hints = get_type_hints(kind)
    return {
        each.name: (None,) if each.default is None else tuple(hints[each.name])
        for each in fields(kind)
        if each.name not in _UNTOUCHED
    }
