"""The permissions of the simulated KSeF, and the operations that change them.

    request -> accepted (100) -> due -> done (200) or refused (4xx)

A grant belongs to a context; nothing flows down from a NIP to its units. An operation
runs when its time has come and somebody asks anything; its rights are judged then.
Source: facts/ksef-api.md, section 3.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from jst.simulators.ksef_names import Ident, reference
from jst.simulators.ksef_problems import gone, refused
from vocabulary.clock import Clock

KEPT: Final = timedelta(days=30)
ACCEPTED, DONE, FAILED, UNKNOWN, CANCELLED = 100, 200, 400, 500, 550
INCONSISTENT, NOT_HELD, WRONG_CONTEXT, WRONG_RELATION, WRONG_KIND = (
    410,
    420,
    430,
    440,
    450,
)
STATUS: Final = {
    ACCEPTED: "Operacja przyjęta do realizacji",
    DONE: "Operacja zakończona sukcesem",
    FAILED: "Operacja zakończona niepowodzeniem",
    INCONSISTENT: "Podane identyfikatory są niezgodne lub pozostają w niewłaściwej"
    " relacji",
    NOT_HELD: "Użyte poświadczenia nie mają uprawnień do wykonania tej operacji",
    WRONG_CONTEXT: "Kontekst identyfikatora nie odpowiada wymaganej roli lub"
    " uprawnieniom",
    WRONG_RELATION: "Operacja niedozwolona dla wskazanych powiązań identyfikatorów",
    WRONG_KIND: "Operacja niedozwolona dla wskazanego identyfikatora lub jego typu",
    UNKNOWN: "Nieznany błąd",
    CANCELLED: "Operacja została anulowana przez system",
}
_CANCELLED: Final = (
    "Przetwarzanie zostało przerwane z przyczyn wewnętrznych systemu."
    " Spróbuj ponownie później."
)


class Repeats(StrEnum):
    """What happens to a grant of what stands there already.

    The Ministry documents that the API "may return an error or ignore" it. That it is
    stored twice is the worst that a client can meet: then every repeat can be seen.
    """

    IGNORED = "ignored"
    FAIL = "fail"
    STORED = "stored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One permission that somebody has.

    Attributes:
        kind: By which call it came: persons, entities, authorizations, indirect,
            subunits, eu_administration, eu; or `system`, as after a ZAW-FA.
        authorized: Who has it.
        context: Where it is worth something; of `indirect`, the intermediary's.
        granted_in: The context of the session that granted it.
        author: Who granted it.
        scope: The permission.
        description: Of the grant.
        since: Aware.
        target: Of `indirect`: for which client; None for all of them.
        can_delegate: Of `entities`: whether it may be passed on.
        details: Who has it, as answers show it, by the name of the member.
        id: For revoking it; given when it is stored.
    """

    kind: str
    authorized: Ident
    context: Ident
    granted_in: Ident
    author: Ident
    scope: str
    description: str = field(repr=False)
    since: datetime
    target: Ident | None = None
    can_delegate: bool = False
    details: dict[str, Any] = field(default_factory=dict, repr=False)
    id: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it the same as another one."""
        return (self.kind, self.authorized, self.context, self.scope, self.target)


@dataclass(slots=True)
class Operation:
    """A change that was accepted.

    Attributes:
        reference: Its reference number.
        context: Of the session that asked for it.
        accepted_at: Aware.
        due_at: When it is carried out.
        run: Carries it out and gives its status.
        status: One of `STATUS`.
    """

    reference: str
    context: Ident
    accepted_at: datetime
    due_at: datetime
    run: Callable[[], int] = field(repr=False)
    status: int = ACCEPTED

    @property
    def json(self) -> dict[str, Any]:
        """The status as an answer has it."""
        told: dict[str, Any] = {
            "code": self.status,
            "description": STATUS[self.status],
        }
        if self.status == CANCELLED:
            told["details"] = [_CANCELLED]
        return {"status": told}


class Permissions:
    """All grants and operations of one simulator.

    Attributes:
        operation_s: Seconds of its clock that an operation takes.
        repeats: What happens to a grant of what stands there already.
        repeated: How many such grants there were, whatever became of them.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        operation_s: float,
        repeats: Repeats = Repeats.IGNORED,
    ) -> None:
        self.operation_s = operation_s
        self.repeats = repeats
        self.repeated = 0
        self._clock = clock
        self._grants: dict[str, Grant] = {}
        self._operations: dict[str, Operation] = {}
        self._open: list[Operation] = []

    def all(self) -> tuple[Grant, ...]:
        """Give every grant, newest first, as the API sorts them."""
        self.settle()
        return tuple(
            sorted(
                sorted(self._grants.values(), key=lambda each: each.id),
                key=lambda each: each.since,
                reverse=True,
            )
        )

    def in_context(self, context: Ident) -> Iterator[Grant]:
        """Give the grants that are worth something in a context."""
        return (each for each in self.all() if each.context == context)

    def add(self, *grants: Grant, again: bool = False) -> int:
        """Store grants at once; gives the status of the operation."""
        known = list(self._grants.values())
        for grant in grants:
            if not again and any(each.key == grant.key for each in known):
                self.repeated += 1
                if self.repeats is Repeats.FAIL:
                    return FAILED
                if self.repeats is Repeats.IGNORED:
                    continue
            stored = replace(grant, since=self._clock(), id=str(uuid.uuid4()))
            self._grants[stored.id] = stored
        return DONE

    def remove(self, grant_id: str) -> None:
        """Take a grant away."""
        self._grants.pop(grant_id, None)

    def find(self, grant_id: str) -> Grant | None:
        """Give the grant with this id, if there is one."""
        self.settle()
        return self._grants.get(grant_id)

    def submit(self, context: Ident, run: Callable[[], int]) -> str:
        """Accept a change and give its reference number."""
        now = self._clock()
        due = now + timedelta(seconds=self.operation_s)
        accepted = Operation(reference("PO", now), context, now, due, run)
        self._operations[accepted.reference] = accepted
        self._open.append(accepted)
        return accepted.reference

    def operation(self, number: str, context: Ident) -> dict[str, Any]:
        """Tell the status of an operation of this context.

        Raises:
            Problem: 400 for a number that is not known here, 410 after 30 days.
        """
        self.settle()
        found = self._operations.get(number)
        if found is None or found.context != context:
            raise refused(21405, "Nie znaleziono operacji o podanym numerze.")
        if self._clock() - found.accepted_at > KEPT:
            raise gone()
        return found.json

    def settle(self) -> None:
        """Carry out what is due, in the order it was accepted."""
        now = self._clock()
        due = [each for each in self._open if each.due_at <= now]
        self._open = [each for each in self._open if each.due_at > now]
        for each in due:
            each.status = each.run()
