"""The states of a login and of the session it opens, and the only steps between them.

    NEW -> CHALLENGED -> SUBMITTED -> ACCEPTED -> REDEEMING -> OPEN -> CLOSED
                            |                        |          |
                         REFUSED                  UNKNOWN    EXPIRED

A table and no chain of `if` (house style, 14). What stands in no row is an illegal
order and raises before anything leaves us. REDEEMING is noted before the tokens are
asked for, since KSeF gives them once only: who finds it noted after a crash does not
know whether they were given, and the one way on is a new login.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ksef.access.errors import SessionUnusable


class State(StrEnum):
    """Where a login stands; the word is what the state file holds."""

    NEW = "new"
    CHALLENGED = "challenged"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REDEEMING = "redeeming"
    OPEN = "open"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    CLOSED = "closed"


class Step(StrEnum):
    """What happens to a login."""

    CHALLENGE = "challenge"
    SUBMIT = "submit"
    WAIT = "wait"
    ACCEPT = "accept"
    REFUSE = "refuse"
    REDEEM = "redeem"
    HOLD = "hold"
    RECEIVE = "receive"
    LOSE = "lose"
    REFRESH = "refresh"
    EXPIRE = "expire"
    CLOSE = "close"


NEXT: Final[Mapping[tuple[State, Step], State]] = MappingProxyType(
    {
        (State.NEW, Step.CHALLENGE): State.CHALLENGED,
        # A lost answer, or a challenge that grew old: a fresh one costs nothing.
        (State.CHALLENGED, Step.CHALLENGE): State.CHALLENGED,
        (State.CHALLENGED, Step.SUBMIT): State.SUBMITTED,
        (State.SUBMITTED, Step.WAIT): State.SUBMITTED,
        (State.SUBMITTED, Step.ACCEPT): State.ACCEPTED,
        (State.SUBMITTED, Step.REFUSE): State.REFUSED,
        (State.SUBMITTED, Step.EXPIRE): State.EXPIRED,
        (State.ACCEPTED, Step.REDEEM): State.REDEEMING,
        (State.ACCEPTED, Step.EXPIRE): State.EXPIRED,
        # Our own limits, or a 429: KSeF did nothing, so the tokens are still there.
        (State.REDEEMING, Step.HOLD): State.ACCEPTED,
        (State.REDEEMING, Step.RECEIVE): State.OPEN,
        (State.REDEEMING, Step.REFUSE): State.REFUSED,
        (State.REDEEMING, Step.LOSE): State.UNKNOWN,
        (State.OPEN, Step.REFRESH): State.OPEN,
        (State.OPEN, Step.EXPIRE): State.EXPIRED,
        (State.OPEN, Step.CLOSE): State.CLOSED,
    }
)
"""Every legal step, and where it leads."""


class OrderIllegal(SessionUnusable):
    """A step of a login was asked for that its state does not allow; nothing left us.

    Attributes:
        state: Where the login stands.
        step: What was asked for.
    """

    code = "ksef.access.order_illegal"
    hint = "Tej sesji nie da się już użyć w ten sposób; zaloguj się od nowa."

    def __init__(self, state: State, step: Step) -> None:
        super().__init__(f"a login that is {state} cannot {step}")
        self.state = state
        self.step = step


def after(state: State, step: Step) -> State:
    """Tell where a step leads.

    Raises:
        OrderIllegal: It is none from there.
    """
    try:
        return NEXT[state, step]
    except KeyError:
        raise OrderIllegal(state, step) from None
