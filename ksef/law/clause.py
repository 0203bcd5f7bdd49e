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
