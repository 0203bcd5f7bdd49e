"""The story *Leaver and deputy*, told from 15 June to 1 September by a moved clock.

    15 June   KSeF as it stands; the treasurer makes two tokens
    16 June   her deputy begins: plan by the administrator, apply by the approver
    30 June   she leaves, with a session open: one person revokes in an emergency
    1 July    another person approves; the access token she had is over
    1 Sept.   the deputy expires, unattended; a second run finds nothing

What the office does are its commands. What the treasurer does, a program of hers does:
she makes tokens, and tries her access token. It all goes to the simulated KSeF over
HTTPS.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from accountability.model import Purpose, Role
from jst.cli.demo_ksef_play import acting_as, said_by
from jst.cli.demo_ksef_told import LeaverTold, Said
from jst.cli.demo_stage import VKEY
from jst.cli.ksef_apply_run import do_apply
from jst.cli.ksef_deputy_run import do_deputy
from jst.cli.ksef_expire_run import do_expire
from jst.cli.ksef_offboard_run import (
    Leaver,
    do_approve,
    do_emergency,
    do_list,
    do_pending,
)
from jst.cli.ksef_options import Asked
from jst.cli.ksef_plan_run import do_plan
from jst.cli.ksef_work import Timed
from jst.cli.ledger_verify import do_verify
from jst.cli.output import write_new
from jst.demo_ksef import ADMINISTRATOR, APPROVER, serving_ksef
from jst.demo_ksef_leaver_scene import (
    DEPUTY,
    TREASURER,
    create_scene,
    renew,
    set_scene,
)
from jst.ksef_credentials import credential_named
from jst.ksef_office import client_of, log_in_with
from jst.office import open_office, open_reader, own_vkey
from jst.people import load_people
from jst.settings import Settings
from jst.simulators.moving_clock import MovingClock
from ksef.access import tokens
from ksef.access.acting import Acting, Grounds
from ksef.access.errors import KsefRefused, SessionUnusable
from ksef.access.open_session import Session
from vocabulary.clock import WARSAW, warsaw_day

CASE: Final = "FK.3120.7.2026"
ORDER: Final = "PS-2/2026"
REASON: Final = "skarbnik odszedł z pracy, dostęp trzeba odebrać natychmiast"
Teller = Callable[[str], None]


def leaver_story(folder: Path, *, tell: Teller) -> LeaverTold:
    """Make the office in an empty folder, and live through the summer.

    Args:
        folder: Where the demonstration office is made; it stays, to be looked at.
        tell: Hears every line, in Polish.

    Raises:
        OutputRefused: The folder holds something, or cannot be made.
    """
    from jst.simulators.ksef import Terms  # noqa: PLC0415 - an extra

    clock = MovingClock(_at(6, 15, 9))
    settings = create_scene(folder, clock=clock)
    terms = Terms(login_s=0.0, operation_s=0.0)
    told = LeaverTold()
    with serving_ksef(settings, clock=clock, terms=terms) as ksef:
        set_scene(ksef)
        town = _Town(settings=settings, clock=clock, tell=tell)
        town.day()
        town.makes_tokens()
        first = town.keeps_checkpoint("june")
        clock.set(_at(6, 16, 8))
        town.deputy_begins(told)
        clock.set(_at(6, 30, 17))
        session = town.leaves(told)
        clock.advance(seconds=60)
        told.tail_worked = town.tail_works(session)
        clock.set(_at(7, 1, 8))
        town.approves(told)
        told.tail_ended = not town.tail_works(session)
        clock.set(_at(9, 1, 3))
        renew(ksef)
        told.expired, told.expired_again = town.expires()
        last = town.keeps_checkpoint("september")
        told.verified = (town.verifies(first), town.verifies(last))
    return told


def _at(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=WARSAW).astimezone(UTC)


@dataclass(frozen=True, kw_only=True)
class _Town:
    """The office, and its people at their commands."""

    settings: Settings
    clock: MovingClock
    tell: Teller

    @property
    def home(self) -> Path:
        return self.settings.places.home

    @property
    def timed(self) -> Timed:
        """The moved clock; whoever waits moves it on."""
        return {
            "clock": self.clock,
            "sleep": lambda seconds: self.clock.advance(seconds=seconds),
        }

    def day(self) -> None:
        """Say which day it is."""
        self.tell(f"\n== {warsaw_day(self.clock())} ==")

    def makes_tokens(self) -> None:
        """The treasurer makes two tokens, for programs."""
        for text in ("Program finansowy", "Program do umów"):
            session = self._hers()
            with self._as_treasurer(session) as acting:
                tokens.create(("InvoiceRead",), text, **acting)
            session.close()
        self.tell("Skarbnik utworzyła 2 tokeny KSeF.")

    def keeps_checkpoint(self, month: str) -> Path:
        """The officer takes a copy of the log's head, and its key."""
        path = self.home / f"kept-by-officer-{month}.checkpoint"
        with open_reader(self.settings.places) as reader:
            write_new(path, reader.note)
        if not (self.home / VKEY).exists():
            write_new(self.home / VKEY, own_vkey(self.settings.places) + "\n")
        return path

    def verifies(self, checkpoint: Path) -> Said:
        """The approver verifies the log by it."""
        vkey = (self.home / VKEY).read_text("utf-8").strip()
        return self._run(
            APPROVER,
            lambda: do_verify(checkpoint, vkey, indexes=True, as_json=True),
        )

    def deputy_begins(self, told: LeaverTold) -> None:
        """What the file gives the deputy from today: planned, approved, granted."""
        self.day()
        out, timed = self.home / "plan-june.json", self.timed
        asked, on = Asked(None, CASE, "", ""), warsaw_day(self.clock())
        told.plan = self._run(
            ADMINISTRATOR,
            lambda: do_plan(asked, out=out, whole=False, as_json=True, **timed),
        )
        told.applied = self._run(
            APPROVER, lambda: do_apply(asked, out, as_json=True, **timed)
        )
        told.deputy = self._run(
            ADMINISTRATOR, lambda: do_deputy(DEPUTY, as_json=True, on=on)
        )
        [deputy] = told.deputy["deputies"]
        self.tell(
            f"{DEPUTY} zastępuje {TREASURER}; plan zatwierdza i wykonuje {APPROVER},"
            f" kroki: {len(told.applied['steps'])}; wygasną {deputy['until']}."
        )

    def leaves(self, told: LeaverTold) -> Session:
        """She logs in for the last time; the administrator looks, and revokes alone."""
        self.day()
        self.tell("Skarbnik loguje się po raz ostatni.")
        session, timed = self._hers(), self.timed
        leaver, asked = Leaver((TREASURER,), frozenset()), Asked(None, CASE, REASON, "")
        self._shown(
            ADMINISTRATOR, lambda: do_list(leaver, asked, as_json=False, **timed)
        )
        told.listed = self._run(
            ADMINISTRATOR, lambda: do_list(leaver, asked, as_json=True, **timed)
        )
        self.clock.advance(seconds=60)
        told.revoked = self._run(
            ADMINISTRATOR,
            lambda: do_emergency(leaver, asked, as_json=True, **timed),
        )
        ended = [each for each in told.revoked["done"] if each["code"] is None]
        self.tell(f"Odebrano w trybie pilnym: {len(ended)}")
        return session

    def tail_works(self, session: Session) -> bool:
        """Tell whether her access token still opens anything."""
        try:
            with self._as_treasurer(session) as acting:
                list(tokens.listed(**acting))
        except (KsefRefused, SessionUnusable):
            self.tell("Token dostępowy skarbnik już nie działa.")
            return False
        self.tell("Token dostępowy skarbnik jeszcze działa.")
        return True

    def approves(self, told: LeaverTold) -> None:
        """Another person approves what waits."""
        self.day()
        timed = self.timed
        told.waited = self._run(
            ADMINISTRATOR, lambda: do_pending(as_json=True, **timed)
        )
        self.tell(f"Pilne odebrania bez zatwierdzenia: {len(told.waited['pending'])}")
        for each in told.waited["pending"]:
            approve = partial(do_approve, each["id"], as_json=False, **timed)
            self._shown(APPROVER, approve)
        told.waits = self._run(ADMINISTRATOR, lambda: do_pending(as_json=True, **timed))

    def expires(self) -> tuple[Said, Said]:
        """What has ended is revoked under the standing order; then once more."""
        self.day()
        timed = self.timed
        first, again = (
            self._run(ADMINISTRATOR, lambda: do_expire(ORDER, as_json=True, **timed))
            for _ in range(2)
        )
        for each in (first, again):
            self.tell(f"Wygasło i odebrano: {len(each['revoked'])}")
        return first, again

    def _run(self, person: str, command: Callable[[], object]) -> Said:
        with acting_as(person, self.home):
            return said_by(command)

    def _shown(self, person: str, command: Callable[[], object]) -> None:
        """Run a command for people, and tell what it says."""
        out = io.StringIO()
        with (
            acting_as(person, self.home),
            redirect_stdout(out),
            redirect_stderr(io.StringIO()),
        ):
            command()
        self.tell(out.getvalue().rstrip())

    def _hers(self) -> Session:
        credential = credential_named(self.settings, "skarbnik")
        client = client_of(self.settings, **self.timed)
        return log_in_with(credential, client, self.settings)

    @contextmanager
    def _as_treasurer(self, session: Session) -> Iterator[Acting]:
        people = load_people(self.settings.places.people, demo=True)
        [person] = [each for each in people.persons if each.id == TREASURER]
        with open_office(self.settings, clock=self.clock) as office:
            yield {
                "session": session,
                "trail": office.trail,
                "grounds": Grounds(
                    actor=person.known_by("demo").actor(Role.KSEF_ADMINISTRATOR),
                    case=CASE,
                    purpose=Purpose.CREDENTIALS,
                ),
            }
