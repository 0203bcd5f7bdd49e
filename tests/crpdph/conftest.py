"""An office that may ask the Czech register, and the register, under one clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from accountability.model import Purpose, Role, System
from accountability.rates import RateLimiter, Window
from accountability.trail import AuditTrail
from accountability.transport import Transport
from crpdph.client import Crpdph
from crpdph.known import KnownStore
from crpdph.lookup import Checked, Grounds, Listed, check, fetch_list
from crpdph.model import Dic, Operation
from crpdph.question import Line
from crpdph.waiting import Waiting
from jst.simulators.crpdph import CrpdphSimulator
from jst.simulators.crpdph_register import Entry, company
from tests.factories import CASE, HeldClock, an_actor, an_authorisation
from tests.world import World, entries


@dataclass
class CzechOffice:
    """A whole office, the simulated register, and a clock that sleeping moves."""

    trail: AuditTrail
    register: Crpdph
    simulator: CrpdphSimulator
    clock: HeldClock
    world: World

    def dic(self, example: str) -> Dic:
        """Give the number of one of the simulator's examples."""
        return self.simulator.examples()[example]

    def line(self, example: str, account: str | None = None) -> Line:
        """Make a line about an example."""
        return Line.parse(self.dic(example).reveal(), account)

    def check(
        self, *lines: Line, patient: bool = False, grounds: Grounds | None = None
    ) -> tuple[Checked, ...]:
        """Check lines as the clerk does."""
        return check(
            lines,
            grounds=grounds or self.grounds(),
            register=self.register,
            trail=self.trail,
            patient=patient,
        )

    def words(self, *lines: Line, patient: bool = False) -> list[str]:
        """Check lines, and give their verdicts as the log has them."""
        return [each.judged.word for each in self.check(*lines, patient=patient)]

    def listed(self, *lines: Line) -> Listed:
        """Get the list, and look lines up in it."""
        return fetch_list(
            lines, grounds=self.grounds(), register=self.register, trail=self.trail
        )

    def crowd(self, size: int) -> list[Line]:
        """Let the list have so many more, and give lines about them."""
        since = datetime(2025, 1, 2, tzinfo=UTC).date()
        digits = [company(5_000 + n) for n in range(size)]
        self.simulator.add(*(Entry(each, unreliable_since=since) for each in digits))
        return [Line.parse(each) for each in digits]

    def grounds(self, **changes: object) -> Grounds:
        """Say who asks, why and for which case."""
        actor = an_actor(
            role=Role.CLERK,
            authorisation=an_authorisation(systems=frozenset({System.CRPDPH})),
        )
        return replace(
            Grounds(actor=actor, case=CASE, purpose=Purpose.PAYMENT_CHECK),
            **changes,  # type: ignore[arg-type]  # a test names fields of its own
        )

    def asked_with(self, operation: Operation) -> None:
        """Let payers be asked with another operation."""
        self.register = replace(self.register, operation=operation)

    def at(self, text: str) -> None:
        """Move the clock to an instant, written in UTC."""
        self.clock.now = datetime.fromisoformat(text).replace(tzinfo=UTC)

    def entries(self, kind: str) -> Sequence[dict[str, object]]:
        """Give the log's entries of one kind, oldest first."""
        return [entry for entry in entries(self.trail) if entry["kind"] == kind]


@pytest.fixture(name="office")
def _office(tmp_path: Path) -> Iterator[CzechOffice]:
    """At noon of 20 November 2026 (UTC), a Friday; sleeping moves the clock."""
    clock = HeldClock()
    world = World(tmp_path / "office").found(clock)

    def sleep(seconds: float, _stopped: Event) -> None:
        clock.now += timedelta(seconds=seconds)

    with (
        CrpdphSimulator.create(tmp_path / "simulator", clock=clock) as simulator,
        world.opened(clock=clock) as trail,
    ):
        register = Crpdph(
            url=simulator.url,
            transport=Transport(
                ca_bundle=simulator.ca_pem,
                connect_timeout_s=3,
                read_timeout_s=3,
                total_timeout_s=9,
            ),
            limiter=RateLimiter(
                folder=tmp_path / "limits",
                name="crpdph",
                windows=(
                    Window(2_000, timedelta(hours=1)),
                    Window(10_000, timedelta(days=1)),
                ),
                slots=4,
                clock=clock,
            ),
            known=KnownStore(world.paths.home / "state.sqlite"),
            waiting=Waiting(sleep=sleep, jitter=lambda: 0.0),
            clock=clock,
        )
        yield CzechOffice(trail, register, simulator, clock, world)
