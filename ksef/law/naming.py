"""Who counts as named by the taxpayer, and who as the representative of a unit.

Shared by the holders of § 2 and the data of § 3. An administrator, who holds the
permission to grant permissions, acts for the taxpayer who named him.
"""

from collections.abc import Collection
from typing import Final, Protocol

from ksef.law.bodies import BODIES_106C, GROUP_MEMBERS, LOCAL_UNITS, UNITS
from ksef.law.truth import Truth, both, either, is_in
from ksef.model import Body, Holder, Namer

_FOR_TAXPAYER: Final = frozenset({Namer.TAXPAYER, Namer.ADMINISTRATOR})
_JST_CONTEXTS: Final = LOCAL_UNITS | {Body.JST, Body.BRANCH, Body.INTERNAL_UNIT}
_NAMES_AS: Final = {
    Body.ENFORCEMENT_AUTHORITY: Namer.ENFORCEMENT_AUTHORITY,
    Body.BAILIFF: Namer.BAILIFF,
}
_GROUP_CONTEXTS: Final = GROUP_MEMBERS | {Body.VAT_GROUP}


class Named(Protocol):
    """A question about somebody who is named in a context."""

    @property
    def holder(self) -> Holder:
        """Who is to hold."""

    @property
    def named_by(self) -> Namer | None:
        """Who names."""

    @property
    def context(self) -> Body | None:
        """In whose context."""

    @property
    def as_representative(self) -> bool | None:
        """Whether as the representative of the context's body."""


def is_person(question: Named) -> bool:
    """Tell whether the holder is a natural person."""
    return question.holder is Holder.NATURAL_PERSON


def by(question: Named, *namers: Namer) -> Truth:
    """Tell whether one of these names the holder."""
    return is_in("named_by", question.named_by, frozenset(namers))


def in_context(question: Named, bodies: Collection[Body]) -> Truth:
    """Tell whether the context is one of these bodies."""
    return is_in("context", question.context, bodies)


def by_taxpayer(question: Named) -> Truth:
    """Tell whether the taxpayer of the context names the holder.

    A JST or a VAT group is the taxpayer in its own context and in those of its units.
    It is none in the context of a culture institution, an SP ZOZ or a company; and
    the context of a body of art. 106c has no taxpayer who could name anybody.
    """
    named = is_in("named_by", question.named_by, _FOR_TAXPAYER)
    return either(
        both(named, in_context(question, frozenset(Body) - BODIES_106C)),
        both(by(question, Namer.JST), in_context(question, _JST_CONTEXTS)),
        both(by(question, Namer.VAT_GROUP), in_context(question, _GROUP_CONTEXTS)),
    )


def of_body_106c(question: Named, *bodies: Body) -> Truth:
    """Tell whether one of these bodies of art. 106c names, in its own context."""
    return either(
        *(
            both(by(question, _NAMES_AS[body]), in_its_own(question, body))
            for body in bodies
        )
    )


def in_its_own(question: Named, *bodies: Body) -> bool:
    """Tell whether the context is such a body's own; an untold one is."""
    return question.context is None or question.context in bodies


def in_own_context(question: Named) -> Truth:
    """Tell whether the context is the taxpayer's own and not a unit's."""
    return in_context(question, frozenset(Body) - UNITS)


def as_representative_of(question: Named, bodies: Collection[Body]) -> Truth:
    """Tell whether a natural person is named as the representative of such a body."""
    return both(
        is_person(question),
        in_context(question, bodies),
        by_taxpayer(question),
        is_in("as_representative", question.as_representative, {True}),
    )
