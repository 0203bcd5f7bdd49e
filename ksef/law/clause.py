"""A rule of the book together with the test by which it decides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ksef.law.truth import Truth
from vocabulary.law import Rule

Q = TypeVar("Q")


@dataclass(frozen=True, slots=True)
class Clause(Generic[Q]):
    """What a rule says about one kind of question.

    Attributes:
        rule: One version of a provision.
        reaches: Tells whether the provision, by its words, reaches the question; or
            names the facts that it needs. It never looks at the day.
    """

    rule: Rule
    reaches: Callable[[Q], Truth]


@dataclass(frozen=True, slots=True)
class Bar(Clause[Q]):
    """A rule that excludes others, and only those: where it reaches, they do not apply.

    Attributes:
        excludes: The ids of the rules of which it says that they do not apply.
    """

    excludes: frozenset[str]
