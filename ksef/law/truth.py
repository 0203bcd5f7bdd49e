"""Yes, no, or the names of the facts that are missing.

A missing fact never turns a no into a yes: what is False stays False whatever is
missing, and what is True stays True.
"""

from collections.abc import Collection, Mapping
from typing import TypeAlias, TypeVar

T = TypeVar("T")

Truth: TypeAlias = bool | frozenset[str]
"""True, False, or a non-empty set of names of missing facts."""


def is_in(name: str, value: T | None, allowed: Collection[T]) -> Truth:
    """Tell whether a fact is among these; None is a fact that was not told."""
    return frozenset({name}) if value is None else value in allowed


def both(*truths: Truth) -> Truth:
    """Join by "and"."""
    if any(truth is False for truth in truths):
        return False
    return _missing(truths) or True


def either(*truths: Truth) -> Truth:
    """Join by "or"."""
    if any(truth is True for truth in truths):
        return True
    return _missing(truths) or False


def isnt(truth: Truth) -> Truth:
    """Turn it round; what is not known stays so."""
    return not truth if isinstance(truth, bool) else truth


def renamed(truth: Truth, names: Mapping[str, str]) -> Truth:
    """Call missing facts by the names that they have in another question."""
    if isinstance(truth, bool):
        return truth
    return frozenset(names.get(name, name) for name in truth)


def _missing(truths: tuple[Truth, ...]) -> frozenset[str]:
    return frozenset(
        name for truth in truths if isinstance(truth, frozenset) for name in truth
    )
