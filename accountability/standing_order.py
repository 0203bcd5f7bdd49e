"""[1] Work that nobody sits in front of: a standing order, approved and bounded. Pure.

An order names one person in whose name it runs, another who approved it, the one case,
the operations, and its last day. It is never one for CRPO: there each question is a
person's own. The action stays that person's, and its entry names order and approver.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from vocabulary.finding import Finding, error

if TYPE_CHECKING:  # actions carry orders
    from accountability.model import Action

NEVER: Final = frozenset({"crpo"})
"""Systems that are asked by a person at a desk only (design, section 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOrder:
    """An order to do something unattended.

    Attributes:
        id: As in the office's papers, e.g. `PS-1/2026`.
        person: Id of whose authorisation and case it runs under.
        approver: Id of who approved it; another person.
        approver_name: Name and surname of the approver.
        system: The one system.
        operations: Operations of that system.
        case: Number of the one case (znak sprawy).
        valid_from: First day, Europe/Warsaw.
        valid_until: First day on which it no longer holds; there is always one.
    """

    id: str
    person: str
    approver: str
    approver_name: str
    system: str
    operations: frozenset[str]
    case: str
    valid_from: date
    valid_until: date

    def fields(self) -> dict[str, str]:
        """Say it as the entries of its actions do."""
        return {
            "id": self.id,
            "approver": self.approver,
            "approver_name": self.approver_name,
            "until": self.valid_until.isoformat(),
        }


def check_order(action: "Action", on: date) -> Iterator[Finding]:
    """Say what stands against an action under its standing order, if it has one."""
    order = action.order
    if order is None:
        return
    yield from check_terms(
        order,
        person=action.actor.id,
        system=action.system,
        operation=action.operation,
        case=action.case,
        on=on,
    )


def check_terms(
    order: StandingOrder,
    *,
    person: str,
    system: str,
    operation: str,
    case: str,
    on: date,
) -> Iterator[Finding]:
    """Say what stands against doing something under an order.

    Args:
        order: The order.
        person: Id of whose name it runs in.
        system: What is worked on.
        operation: What is done.
        case: For which case.
        on: The day, Europe/Warsaw.
    """
    if system in NEVER:
        yield error(
            "action.order.never",
            "order",
            "O to pyta tylko człowiek, bez nadzoru nigdy.",
        )
    if (system, case) != (order.system, order.case) or (
        operation not in order.operations
    ):
        yield error(
            "action.order.scope",
            "order",
            "Zlecenie stałe nie obejmuje tego systemu, tej operacji albo tej sprawy.",
        )
    if not order.valid_from <= on < order.valid_until:
        yield error(
            "action.order.ended", "order", "Zlecenie stałe nie obowiązuje w tym dniu."
        )
    if person != order.person:
        yield error(
            "action.order.person", "order", "Zlecenie stałe jest na inną osobę."
        )
    if order.approver == order.person or not order.approver_name.strip():
        yield error(
            "action.order.approver",
            "order",
            "Zlecenie stałe zatwierdza inna, wymieniona z nazwiska osoba.",
        )
