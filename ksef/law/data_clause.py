"""A rule that asks a grant for a datum, and the conditions on which such rules turn."""

from collections.abc import Callable
from dataclasses import dataclass

from ksef.law.question import GrantData
from ksef.law.truth import Truth, both, is_in
from ksef.model import Datum, Holder
from vocabulary.law import Rule


@dataclass(frozen=True, slots=True)
class DataClause:
    """A rule that asks for a datum.

    Attributes:
        rule: One version of a provision.
        reaches: Tells whether the datum is asked for, or names the facts it needs.
        datum: What is asked for; None for a rule that only refers to others.
    """

    rule: Rule
    reaches: Callable[[GrantData], Truth]
    datum: Datum | None


def always(question: GrantData) -> Truth:
    """Ask every grant."""
    del question
    return True


def for_person(question: GrantData) -> bool:
    """Tell whether the grant is to a natural person."""
    return question.holder is Holder.NATURAL_PERSON


def gives_identifier(question: GrantData) -> bool | None:
    """Tell whether a NIP or PESEL is given; who has none gives none."""
    if question.gives_identifier is None and question.has_identifier is False:
        return False
    return question.gives_identifier


def is_not_given(question: GrantData) -> Truth:
    """Ask where neither NIP nor PESEL of a person is given (niepodanie)."""
    given = is_in("gives_identifier", gives_identifier(question), {False})
    return both(for_person(question), given)


def has_none(question: GrantData) -> Truth:
    """Ask where the person has neither NIP nor PESEL (nieposiadanie)."""
    has = question.has_identifier
    if has is None and question.gives_identifier is True:
        has = True
    return both(for_person(question), is_in("has_identifier", has, {False}))


def signature_without_id(question: GrantData) -> Truth:
    """Ask where the person's qualified signature holds neither NIP nor PESEL.

    What is told of the certificate tells that there is a signature.
    """
    if question.has_signature is False:
        return False
    holds = is_in("certificate_has_id", question.certificate_has_id, {False})
    return both(for_person(question), holds)
