"""[1] What may run unattended, from `orders.toml`; without it nothing does.

    [[order]]
    id = "PS-1/2026"               # number of the paper, as approved
    account = "jst-cron"           # the one account that may run it
    person = "a.kowalska"          # id of people.toml: in whose name, with whose case
    approver = "k.kierownik"       # id of people.toml: who approved it (see below)
    case = "FK.3120.7.2026"
    valid_from = 2026-01-01
    valid_until = 2027-01-01       # the first day on which it no longer holds
    covers = "dph-watch"           # this when left out; cert-watch, ksef-expire

It covers that one command and nothing else. A manager approves it; of work at KSeF,
whose person is a ksef-administrator, an approver does.
Trusted: whoever can write this file can let work run in a person's name.
"""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from accountability.model import Actor, Role, System
from accountability.standing_order import StandingOrder, check_terms
from crpdph.model import Operation
from crpo.letter.status import OPEN_RENEWAL
from jst.acting import account_for_order
from jst.errors import OrdersInvalid
from jst.people import load_people
from jst.settings import Settings
from jst.toml_file import read_toml
from ksef.plan.actual import Listed
from vocabulary.clock import Clock, system_clock, warsaw_day

AUTH: Final = "standing-order"
LETTER: Final = "letter"


class Covered(StrEnum):
    """A command that may run unattended."""

    DPH_WATCH = "dph-watch"
    CERT_WATCH = "cert-watch"
    KSEF_EXPIRE = "ksef-expire"


class _Scope(NamedTuple):
    system: str
    operations: frozenset[str]
    acts: Role = Role.CLERK
    approves: Role = Role.MANAGER


_SCOPE: Final = {
    Covered.DPH_WATCH: _Scope(System.CRPDPH.value, frozenset(map(str, Operation))),
    Covered.CERT_WATCH: _Scope(LETTER, frozenset({OPEN_RENEWAL})),
    Covered.KSEF_EXPIRE: _Scope(
        System.KSEF.value,
        frozenset(Listed) | {"revoke_common", "revoke_authorization"},
        acts=Role.KSEF_ADMINISTRATOR,
        approves=Role.APPROVER,
    ),
}


class OrderEntry(BaseModel):
    """One standing order."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str = Field(min_length=1, max_length=100)
    account: str = Field(min_length=1)
    person: str
    approver: str
    case: str = Field(min_length=1)
    valid_from: date
    valid_until: date
    covers: Covered = Covered.DPH_WATCH


class _OrdersToml(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    order: tuple[OrderEntry, ...] = ()


def acting_under(
    settings: Settings,
    order_id: str,
    *,
    command: Covered,
    clock: Clock = system_clock,
) -> tuple[Actor, StandingOrder]:
    """Give the person in whose name an order runs, and the order.

    Raises:
        OrdersInvalid: There is no such order for this account and command; it names
            somebody who is not in people.toml, or an approver without the role
            that approves it, or who is the same person; or it does not hold today.
        PeopleInvalid, RoleMissing: people.toml does not admit it.
        SudoRefused: It was started through sudo, which does not tell of a person.
    """
    found = read_toml(settings.places.orders, _OrdersToml, refusal=OrdersInvalid)
    account = account_for_order(settings)
    for entry in found.order if found else ():
        if entry.id == order_id and entry.account == account:
            break
    else:
        raise OrdersInvalid(
            "no standing order of this number for this account",
            polish="nie ma zlecenia o tym numerze dla tego konta",
        )
    if entry.covers is not command:
        raise OrdersInvalid(
            f"the order covers {entry.covers}, not {command}",
            polish=f"zlecenie obejmuje {entry.covers}, a nie {command} (covers)",
        )
    people = load_people(settings.places.people, demo=settings.file.demo)
    by_id = {person.id: person for person in people.persons}
    person, approver = by_id.get(entry.person), by_id.get(entry.approver)
    scope = _SCOPE[command]
    if person is None or approver is None or scope.approves not in approver.roles:
        role = scope.approves
        raise OrdersInvalid(
            f"an order names a person of people.toml, and a {role} who approved it",
            polish="zlecenie wymienia osobę z people.toml i zatwierdzającego"
            f" (rola {role})",
        )
    actor = replace(person.actor(scope.acts), auth=AUTH)
    order = StandingOrder(
        id=entry.id,
        person=person.id,
        approver=approver.id,
        approver_name=approver.name,
        system=scope.system,
        operations=scope.operations,
        case=entry.case,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
    )
    _check_terms(order, clock)
    return actor, order


def _check_terms(order: StandingOrder, clock: Clock) -> None:
    """Refuse an order that no action could run under, before anything is done."""
    wrong = check_terms(
        order,
        person=order.person,
        system=order.system,
        operation=min(order.operations),
        case=order.case,
        on=warsaw_day(clock()),
    )
    if findings := tuple(wrong):
        raise OrdersInvalid("the order does not hold", findings)
