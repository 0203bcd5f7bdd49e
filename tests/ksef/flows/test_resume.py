"""A change whose process was killed while it waited is asked about, never sent anew.

A real SIGKILL of a real process, which works against the simulator over TLS; whoever
comes next knows only what lies on the disk.

Holds: ADR-0041.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from accountability.errors import AuditUnavailable, OutcomeUnknown
from accountability.trail import AuditTrail
from accountability.transport import Transport
from jst.simulators.ksef import KsefSimulator, MovingClock, Terms
from ksef.access import permissions, queries
from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.errors import (
    Gone,
    InputRefused,
    KsefRefused,
    NotKnown,
    OperationRefused,
    RequestInvalid,
)
from ksef.access.operations import State
from ksef.access.pages import collect
from ksef.access.requests import GrantInSubunit
from ksef.access.resuming import resume
from tests.ksef.flows.conftest import GMINA, HEAD, SCHOOL, UNIT, Gmina, no_sleep
from tests.ksef.flows.tampering import after, tamper
from tests.ksef.flows.test_logins import admit
from tests.ksef.flows.test_permissions import NAME, to_clerk
from tests.world import World
from vocabulary.identifiers import InternalId, Nip

WRITER_DIED = "writer_died"
POST = "POST /permissions/persons/grants"


def die(seconds: float) -> None:
    """Be killed in the pause before a poll."""
    del seconds
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Town:
    """An office on the disk, beside a KSeF; opened by one process at a time."""

    world: World
    ksef: KsefSimulator
    clock: MovingClock
    seal: Path

    @contextmanager
    def opened(self, sleep: Callable[[float], None] = no_sleep) -> Iterator[Gmina]:
        """Open the office, as a process does at its start."""
        transport = Transport(ca_bundle=self.ksef.ca_pem)
        client = KsefClient(self.ksef.url, transport=transport, sleep=sleep)
        with self.world.opened() as trail:
            yield Gmina(trail=trail, ksef=self.ksef, client=client, seal=self.seal)

    def killed_at_the_first_poll(self, act: Callable[[Gmina], object]) -> None:
        """Do something in a child process, which is killed before its first poll."""
        child = os.fork()
        if child == 0:
            try:
                with self.opened(sleep=die) as gmina:
                    act(gmina)
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        assert signal.SIGKILL == os.WTERMSIG(status), "it did not die at its point"


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    """An office founded a moment ago, and a KSeF that decides at once."""
    terms = Terms(login_s=0.0, operation_s=0.0, limited=False)
    clock = MovingClock()
    with KsefSimulator.create(tmp_path / "ksef", terms=terms, clock=clock) as ksef:
        yield Town(
            clock=clock,
            world=World(tmp_path / "office").found(),
            ksef=ksef,
            seal=ksef.issue_seal("gmina", nip=GMINA),
        )


def full(*told: object) -> None:
    """Refuse a correction, as a log does that takes no more."""
    del told
    raise AuditUnavailable("the log refused the correction")


def grant(gmina: Gmina) -> object:
    """Grant the clerk a permission."""
    acting = gmina.acting(gmina.log_in())
    return permissions.grant(to_clerk("InvoiceRead"), **acting)


def grant_at_a_stranger(gmina: Gmina) -> object:
    """Ask for what KSeF accepts and then refuses: a school of somebody else."""
    request = GrantInSubunit(
        subject=HEAD, unit=SCHOOL, description="Dyrektor szkoły", details=NAME
    )
    return permissions.grant(request, **gmina.acting(gmina.log_in()))


def lost_in(gmina: Gmina) -> str:
    """Find the one action whose outcome recovery wrote, by its id."""
    [outcome] = [each for each in gmina.log() if each.get("reason") == WRITER_DIED]
    return str(outcome["ref"])


def last_reconciled(gmina: Gmina) -> object:
    """Say what the log came to know of a change."""
    return [each["reconciled"] for each in gmina.log() if "reconciled" in each][-1]


def test_a_grant_that_was_killed_in_its_wait_is_resumed(town: Town) -> None:
    """Its number lies in the log: KSeF is asked how it ended, and nothing is sent."""
    town.killed_at_the_first_poll(grant)
    with town.opened() as gmina:
        intent_id = lost_in(gmina)
        session = gmina.log_in()
        done = resume(intent_id, **gmina.acting(session))
        held = collect(
            queries.persons(**gmina.acting(session)), key=lambda each: each.id
        )

        assert State.DONE is done.answer.state
        assert "done" == last_reconciled(gmina)
        assert ["InvoiceRead"] == [each.permission_scope for each in held]
        assert 1 == town.ksef.received[POST]
        [asked] = [each for each in gmina.log() if each.get("ref") == intent_id][-2:-1]
        assert ("intent", "operation") == (asked["kind"], asked["operation"])


def test_a_refusal_is_learnt_that_no_query_could_show(town: Town) -> None:
    """What is not there may be on its way; only the operation says that it is not."""
    town.killed_at_the_first_poll(grant_at_a_stranger)
    with town.opened() as gmina:
        with pytest.raises(OperationRefused):
            resume(lost_in(gmina), **gmina.acting(gmina.log_in()))

        assert "refused" == last_reconciled(gmina)


def test_an_operation_still_under_way_is_resumed_again(town: Town) -> None:
    """KSeF takes its time: the log is corrected when it has ended, and not before."""
    town.ksef.world.permissions.operation_s = 60.0
    town.killed_at_the_first_poll(grant)
    with town.opened() as gmina:
        intent_id, session = lost_in(gmina), gmina.log_in()
        first = resume(intent_id, wait_s=0.0, **gmina.acting(session))
        before = [each for each in gmina.log() if "reconciled" in each]
        town.clock.advance(seconds=61)
        second = resume(intent_id, **gmina.acting(session))

        assert (State.PENDING, []) == (first.answer.state, before)
        assert (State.DONE, "done") == (second.answer.state, last_reconciled(gmina))


def test_a_change_that_was_left_under_way_is_resumed(town: Town) -> None:
    """Nobody died: the wait was over."""
    with town.opened() as gmina:
        acting = gmina.acting(gmina.log_in())
        left = permissions.grant(to_clerk(), wait_s=0.0, **acting)
        done = resume(left.intent_id, **acting)

        assert (State.PENDING, State.DONE) == (left.answer.state, done.answer.state)


def test_what_was_never_accepted_or_has_ended_is_not_resumed(town: Town) -> None:
    """There is no operation to ask about."""
    with town.opened() as gmina:
        acting = gmina.acting(gmina.log_in())
        done = permissions.grant(to_clerk(), **acting)
        gmina.ksef.faults.next("http-500", on="/persons/grants")
        with pytest.raises(OutcomeUnknown) as lost:
            permissions.grant(to_clerk(), **acting)
        for intent_id in (done.intent_id, lost.value.intent_id, "0" * 36):
            with pytest.raises(RequestInvalid):
                resume(intent_id, **acting)


def test_what_the_log_knows_to_have_ended_is_not_asked_again(town: Town) -> None:
    """A second correction would say the same; nothing leaves."""
    with town.opened() as gmina:
        acting = gmina.acting(gmina.log_in())
        left = permissions.grant(to_clerk(), wait_s=0.0, **acting)
        resume(left.intent_id, **acting)
        before = len(gmina.log())
        with pytest.raises(RequestInvalid) as refused:
            resume(left.intent_id, **acting)

        assert "dziennik już wie" in refused.value.polish
        assert before == len(gmina.log())


@pytest.mark.parametrize("context", [UNIT, SCHOOL], ids=["InternalId", "Nip"])
def test_a_change_is_resumed_only_in_its_own_context(
    town: Town, context: InternalId | Nip
) -> None:
    """KSeF knows no such operation elsewhere, and would say only that."""
    with town.opened() as gmina:
        admit(gmina)  # the school administers the unit
        acting = gmina.acting(gmina.log_in())
        left = permissions.grant(to_clerk(), wait_s=0.0, **acting)
        seal = town.ksef.issue_seal("school", nip=SCHOOL)
        session = gmina.log_in(ContextId.of(context), seal)
        before = len(gmina.log())
        with pytest.raises(RequestInvalid) as refused:
            resume(left.intent_id, **gmina.acting(session))

        assert "w innym kontekście" in refused.value.polish
        assert before == len(gmina.log())


@pytest.mark.parametrize(
    ("status", "error"), [(400, InputRefused), (404, NotKnown), (410, Gone)]
)
def test_an_operation_that_ksef_has_forgotten_is_to_be_looked_for(
    town: Town, status: int, error: type[KsefRefused]
) -> None:
    """Its number says nothing any more; a query may show what it gave."""
    with town.opened() as gmina:
        session = gmina.log_in()
        acting = gmina.acting(session)
        left = permissions.grant(to_clerk(), wait_s=0.0, **acting)
        tamper(session.client, after("/permissions/operations", status, {}))
        with pytest.raises(error) as forgotten:
            resume(left.intent_id, **acting)

        assert "ksef.access.reconcile" in forgotten.value.hint
        assert [] == [each for each in gmina.log() if "reconciled" in each]


def test_a_change_in_a_units_context_is_resumed_there(town: Town) -> None:
    """The unit is a subject of the entry, by which its context is known again."""
    with town.opened() as gmina:
        admit(gmina)
        seal = town.ksef.issue_seal("school", nip=SCHOOL)
        acting = gmina.acting(gmina.log_in(ContextId.of(UNIT), seal))
        left = permissions.grant(to_clerk("InvoiceRead"), wait_s=0.0, **acting)

        assert State.DONE is resume(left.intent_id, **acting).answer.state


def test_a_log_that_takes_no_more_stops_no_polling(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change has been accepted: its end is worth more than the note."""
    with town.opened() as gmina, monkeypatch.context() as patched:
        acting = gmina.acting(gmina.log_in())
        patched.setattr(AuditTrail, "corrected", full)
        done = permissions.grant(to_clerk(), **acting)

        assert State.DONE is done.answer.state
        assert "outcome" == gmina.log()[-1]["kind"]


def test_a_number_that_only_the_outcome_says_is_resumed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log refused the note, and took the outcome: KSeF can still be asked."""
    with town.opened() as gmina:
        acting = gmina.acting(gmina.log_in())
        with monkeypatch.context() as patched:
            patched.setattr(AuditTrail, "corrected", full)
            left = permissions.grant(to_clerk(), wait_s=0.0, **acting)
        done = resume(left.intent_id, **acting)

        assert (State.PENDING, State.DONE) == (left.answer.state, done.answer.state)
        assert "done" == last_reconciled(gmina)
