"""[3] The one call that takes a permission of a kind away."""

from typing import Unpack

from accountability.action import Performed
from ksef.access.acting import Acting
from ksef.access.operations import Operation
from ksef.access.permissions import revoke_authorisation, revoke_common
from ksef.plan.actual import Kind
from vocabulary.identifiers import Identifier


def revoke(
    kind: Kind | None,
    number: str,
    subjects: tuple[Identifier, ...],
    **acting: Unpack[Acting],
) -> Performed[Operation]:
    """Revoke a permission: an authorisation has a call of its own.

    Args:
        kind: What sort of permission it is; None: nobody has said, so no authorisation.
        number: KSeF's id of it.
        subjects: Whose it is, so that the log can be searched for them.
        acting: Who acts, in which session, why.

    Raises:
        RequestInvalid, ActionDenied, LimitReached, KsefRefused, OutcomeUnknown: As
            `ksef.access.permissions.grant`.
    """
    call = revoke_authorisation if kind is Kind.AUTHORISATION else revoke_common
    return call(number, subjects, **acting)
