"""The commands of the story of forty units, played by its two people, and killed."""

import io
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from jst.cli.demo_ksef_counts import Standing, received
from jst.cli.demo_run import require_shown
from jst.cli.demo_stage import VKEY, Stage
from jst.cli.ksef_apply_run import do_apply
from jst.cli.ksef_options import Asked
from jst.cli.ksef_plan_run import do_plan
from jst.cli.ledger_verify import do_verify
from jst.cli.output import write_new
from jst.demo import CASE
from jst.demo_ksef import ADMINISTRATOR, APPROVER
from jst.office import open_reader, own_vkey
from jst.places import Places, places_of
from jst.plan_file import load_desired
from jst.simulators.moving_clock import MovingClock
from ksef.plan.desired import Desired
from vocabulary.clock import warsaw_day

if TYPE_CHECKING:
    from jst.simulators.ksef import KsefSimulator

_WATCH_S: Final = 0.002
_PHASES: Final = 5
_PHASE_S: Final = 0.008


@dataclass(frozen=True, kw_only=True)
class Play:
    """Everything that a step of the story needs."""

    home: Path
    clock: MovingClock
    ksef: "KsefSimulator"
    stage: Stage
    plans: list[Path] = field(default_factory=list)
    checkpoints: list[Path] = field(default_factory=list)

    def plan(self) -> dict[str, Any]:
        """Let the administrator make a plan, and keep its file."""
        out = self.home / f"plan-{len(self.plans) + 1}.json"
        self.plans.append(out)
        with acting_as(ADMINISTRATOR, self.home):
            return said_by(
                lambda: do_plan(
                    Asked(None, CASE, "", ""),
                    out=out,
                    whole=False,
                    as_json=True,
                    clock=self.clock,
                    sleep=self.sleep,
                )
            )

    def apply(self, *, kills: int = 0) -> dict[str, Any]:
        """Let the approver apply the last plan, killed so often before it ends."""
        with acting_as(APPROVER, self.home):
            for number in range(kills):
                self._killed(number)
            return said_by(self._apply)

    def keep_checkpoint(self) -> None:
        """Let the officer take a copy of the log's head as it is, and its key."""
        name = f"kept-by-officer-{len(self.checkpoints) + 1}.checkpoint"
        self.checkpoints.append(self.home / name)
        with open_reader(self.places) as reader:
            write_new(self.home / name, reader.note)
        if not (self.home / VKEY).exists():
            write_new(self.home / VKEY, own_vkey(self.places) + "\n")

    def verify(self, checkpoint: Path) -> dict[str, Any]:
        """Verify the log against a head that the officer has kept."""
        vkey = (self.home / VKEY).read_text("utf-8").strip()
        with acting_as(APPROVER, self.home):
            return said_by(
                lambda: do_verify(checkpoint, vkey, indexes=True, as_json=True)
            )

    @property
    def places(self) -> Places:
        """Where the office keeps its log."""
        return places_of(self.home, None, None, demo=True)

    @property
    def desired(self) -> Desired:
        """What permissions.toml says."""
        return load_desired(self.home)[0]

    @property
    def today(self) -> date:
        """The day by the fast clock, Europe/Warsaw."""
        return warsaw_day(self.clock())

    def sleep(self, seconds: float) -> None:
        """Wait so many seconds of the fast clock."""
        time.sleep(seconds / self.clock.factor)

    @property
    def changes(self) -> int:
        """How many changes KSeF was asked for."""
        return received(self.ksef.received).total()

    def standing(self) -> Counter[Standing]:
        """Count every permission that stands; a double counts two."""
        return Counter(
            (each.kind, each.authorized, each.context, each.scope)
            for each in self.ksef.world.permissions.all()
        )

    def _apply(self) -> int:
        return do_apply(
            Asked(None, CASE, "", ""),
            self.plans[-1],
            as_json=True,
            clock=self.clock,
            sleep=self.sleep,
        )

    def _killed(self, number: int) -> None:
        """Kill an apply after its next grant has come in, at one moment or another.

        Not after the second next: a quick machine leaves work for every kill.
        """
        before = self.changes
        child = os.fork()
        if child == 0:
            _apart(self._apply)
        while self.changes == before:
            time.sleep(_WATCH_S)
            ended, _ = os.waitpid(child, os.WNOHANG)
            require_shown(ended == 0, "an apply with work left to be killed in")
        at = time.monotonic() + number % _PHASES * _PHASE_S
        while time.monotonic() < at and self.changes == before + 1:
            time.sleep(_WATCH_S)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        require_shown(os.WIFSIGNALED(status), "a killed apply")


@contextmanager
def acting_as(person: str, home: Path) -> Iterator[None]:
    """Be one of the office's people; the environment is put back afterwards."""
    told = {"JST_HOME": str(home), "JST_DEMO_PERSON": person}
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _apart(run: Callable[[], object]) -> NoReturn:
    """Run something in a process of its own, silently, and never come back."""
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            run()
    finally:
        os._exit(0)


def said_by(run: Callable[[], object]) -> dict[str, Any]:
    """Run a command with --json, and read what it prints."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        run()
    said: dict[str, Any] = json.loads(out.getvalue())
    return said
