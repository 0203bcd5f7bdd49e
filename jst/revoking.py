"""[3] The one call that takes a permission of a kind away, and how it ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar, Unpack

from accountability.action import Performed
from accountability.errors import OutcomeUnknown
from ksef.access.acting import Acting
from ksef.access.operations import Operation, State
from ksef.access.permissions import revoke_authorisation, revoke_common
from ksef.plan.actual import Kind
from ksef.plan.leaver import Item
from ksef.plan.model import Step
from vocabulary.errors import ToolkitError
from vocabulary.identifiers import Identifier

PENDING: Final = "pending"
"""In place of a code: KSeF took it, and has not said how it ended."""
What = TypeVar("What", Item, Step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked(Generic[What]):
    """How one revocation ended.

    Attributes:
        what: An item of one who leaves, or a step of a plan.
        code: Code of the error, or empty: it is revoked.
        unknown: Nobody knows whether it is; it has to be read again.
    """

    what: What
    code: str = ""
    unknown: bool = False


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


def taken(what: What, state: State) -> Revoked[What]:
    """Say how a revocation stands that KSeF took, and which it may still carry out."""
    pending = state is not State.DONE
    return Revoked(what=what, code=PENDING if pending else "", unknown=pending)


def not_done(what: What, refused: ToolkitError) -> Revoked[What]:
    """Say that a revocation did not end well, by the error that it ended with."""
    unknown = isinstance(refused, OutcomeUnknown)
    return Revoked(what=what, code=refused.code, unknown=unknown)


def entry_fields(done: Iterable[Revoked[What]]) -> dict[str, object]:
    """Write how revocations ended, as an entry of the log has it: by id."""
    ended = list(done)
    return {
        "revoked": [each.what.id for each in ended if not each.code],
        "failed": {each.what.id: each.code for each in ended if each.code},
    }
