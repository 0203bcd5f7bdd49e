"""The story *Leaver and deputy*, told from 15 June to 1 September by a moved clock.

    15 June   KSeF as it stands; the treasurer makes two tokens
    16 June   her deputy begins
    30 June   she leaves, with a session open: one person revokes in an emergency
    1 July    another person approves; the access token she had is over
    1 Sept.   the deputy expires, unattended; a second run finds nothing

Every login, question and change goes to the simulated KSeF over HTTPS, and each is an
action in the log of the demonstration office.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from accountability.model import Actor, Purpose, Role
from jst.demo_ksef import ADMINISTRATOR, APPROVER, serving_ksef
from jst.demo_ksef_leaver_scene import (
    DEPUTY,
    TREASURER,
    create_scene,
    renew,
    set_scene,
)
from jst.expiring import Expired, plan_of_today, revoke_expired
from jst.ksef_contexts import Contexts
from jst.ksef_credentials import credential_named
from jst.ksef_office import client_of, log_in_with
from jst.leaving import Revoked, Seen, carry_out, look, own_credentials
from jst.leaving_log import approve, begin_emergency, say_done, say_listed, unapproved
from jst.leaving_show import ended_lines, lines_of
from jst.office import open_office, open_reader
from jst.orders import Covered, acting_under
from jst.people import load_people
from jst.plan_file import load_desired
from jst.settings import Settings
from ksef.access import permissions, tokens
from ksef.access.acting import Acting, Grounds
from ksef.access.errors import KsefRefused, SessionUnusable
from ksef.access.open_session import Session
from ksef.plan.asking import asking_of
from ksef.plan.deputies import Deputyship, deputyships_of
from ksef.plan.leaver import Offboarding
from ksef.plan.model import Act
from vocabulary.clock import WARSAW, Clock, warsaw_day

CASE: Final = "FK.3120.7.2026"
ORDER: Final = "PS-2/2026"
REASON: Final = "skarbnik odszedł z pracy, dostęp trzeba odebrać natychmiast"
Teller = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class LeaverTold:
    """What happened, for who asks afterwards.

    Attributes:
        checkpoint: The log's signed head on 15 June.
        deputy: The deputyship on 16 June.
        granted: How many permissions the deputy got on that day.
        listed: What the treasurer had on 30 June.
        revoked: How each item ended.
        left: What was left a moment later.
        waited: Ids of emergencies that waited for approval the next morning.
        waits: Those after the approval.
        tail_worked: Her access token worked a minute after the revocation.
        tail_ended: The next morning her session could not be taken up.
        expired: What ended on 1 September.
        expired_again: What a second run found.
    """

    checkpoint: str
    deputy: Deputyship
    granted: int
    listed: Offboarding
    revoked: tuple[Revoked, ...]
    left: Offboarding
    waited: tuple[str, ...]
    waits: tuple[str, ...]
    tail_worked: bool
    tail_ended: bool
    expired: tuple[Expired, ...]
    expired_again: tuple[Expired, ...]


def leaver_story(folder: Path, *, tell: Teller) -> LeaverTold:
    """Make the office in an empty folder, and live through the summer.

    Args:
        folder: Where the demonstration office is made; it stays, to be looked at.
        tell: Hears every line, in Polish.

    Raises:
        OutputRefused: The folder holds something, or cannot be made.
    """
    from jst.simulators.ksef import MovingClock, Terms  # noqa: PLC0415 - an extra

    clock = MovingClock(_at(6, 15, 9))
    settings = create_scene(folder, clock=clock)
    terms = Terms(login_s=0.0, operation_s=0.0)
    with serving_ksef(settings, clock=clock, terms=terms) as ksef:
        set_scene(ksef)
        with _Town.opened(settings, clock, tell) as town:
            town.makes_tokens()
        with open_reader(settings.places) as reader:
            checkpoint = reader.note
        clock.set(_at(6, 16, 8))
        with _Town.opened(settings, clock, tell) as town:
            deputy, granted = town.deputy_begins()
        clock.set(_at(6, 30, 17))
        with _Town.opened(settings, clock, tell) as town:
            session = town.treasurer_logs_in()
            listed = town.listed()
            clock.advance(seconds=60)
            revoked, left = town.revokes_alone()
            clock.advance(seconds=60)
            tail_worked = town.tail_works(session)
        clock.set(_at(7, 1, 8))
        with _Town.opened(settings, clock, tell) as town:
            waited = town.waiting()
            town.approves(waited[0])
            waits = town.waiting()
            tail_ended = not town.tail_works(session)
        clock.set(_at(9, 1, 3))
        renew(ksef)
        with _Town.opened(settings, clock, tell) as town:
            expired, again = town.expires(), town.expires()
    return LeaverTold(
        checkpoint=checkpoint,
        deputy=deputy,
        granted=granted,
        listed=listed,
        revoked=revoked,
        left=left,
        waited=waited,
        waits=waits,
        tail_worked=tail_worked,
        tail_ended=tail_ended,
        expired=expired,
        expired_again=again,
    )


def _at(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=WARSAW).astimezone(UTC)


class _Town:
    """The office on one day of the story."""

    def __init__(self, settings: Settings, contexts: Contexts, tell: Teller) -> None:
        self._settings = settings
        self._contexts = contexts
        self._trail = contexts.trail
        self._tell = tell
        self._desired, _ = load_desired(settings.places.home)
        self._today = warsaw_day(contexts.trail.clock())
        tell(f"\n== {self._today} ==")

    @classmethod
    @contextmanager
    def opened(
        cls, settings: Settings, clock: Clock, tell: Teller
    ) -> "Iterator[_Town]":
        """Open the office's log for the administrator."""
        with open_office(settings, clock=clock) as office:
            desired, _ = load_desired(settings.places.home)
            whose = own_credentials(settings, desired, (TREASURER,))
            contexts = Contexts(
                settings=settings,
                client=client_of(settings, clock=clock),
                trail=office.trail,
                actor=_actor(settings, ADMINISTRATOR),
                case=CASE,
                never=whose.never,
            )
            yield cls(settings, contexts, tell)

    def makes_tokens(self) -> None:
        """The treasurer makes two tokens, for programs."""
        for text in ("Program finansowy", "Program do umów"):
            session = self._hers()
            tokens.create(("InvoiceRead",), text, **self._as_treasurer(session))
            session.close()
        self._tell("Skarbnik utworzyła 2 tokeny KSeF.")

    def deputy_begins(self) -> tuple[Deputyship, int]:
        """What the file gives the deputy from today is granted."""
        [deputy] = deputyships_of(self._desired, DEPUTY, on=self._today)
        made = plan_of_today(self._desired, self._contexts, told=_silent)
        asking = asking_of(made, self._desired)
        steps = [
            each for each in made.steps if each.act is Act.GRANT and each.who == DEPUTY
        ]
        for step in steps:
            place = asking.desired.places[step.place]
            permissions.grant(asking.request(step), **self._contexts.to_change(place))
        given = sum(len(each.permissions) for each in steps)
        self._tell(
            f"{DEPUTY} zastępuje {TREASURER}; nadano uprawnień: {given}; wygasną"
            f" {deputy.deputy.valid_until}."
        )
        return deputy, given

    def treasurer_logs_in(self) -> Session:
        """She opens a session on a machine of the office."""
        self._tell("Skarbnik loguje się po raz ostatni.")
        return self._hers()

    def listed(self) -> Offboarding:
        """The administrator looks at what she has."""
        found = self._seen().found
        say_listed(self._trail, self._contexts.actor, found)
        for line in lines_of(found):
            self._tell(line)
        return found

    def revokes_alone(self) -> tuple[tuple[Revoked, ...], Offboarding]:
        """One person revokes at once."""
        seen, actor = self._seen(), self._contexts.actor
        items = seen.found.to_revoke
        begun = begin_emergency(self._trail, actor, items, TREASURER, REASON)
        done = tuple(carry_out(items, seen.desired, self._contexts, told=_silent))
        say_done(self._trail, actor, begun, done)
        for line in ended_lines(done):
            self._tell(line)
        return done, self._seen().found

    def tail_works(self, session: Session) -> bool:
        """Tell whether her access token still opens anything."""
        try:
            list(tokens.listed(**self._as_treasurer(session)))
        except (KsefRefused, SessionUnusable):
            self._tell("Token dostępowy skarbnik już nie działa.")
            return False
        self._tell("Token dostępowy skarbnik jeszcze działa.")
        return True

    def waiting(self) -> tuple[str, ...]:
        """Which emergencies nobody has approved."""
        found = tuple(each.id for each in unapproved(self._trail))
        self._tell(f"Pilne odebrania bez zatwierdzenia: {len(found)}")
        return found

    def approves(self, emergency_id: str) -> None:
        """Another person approves."""
        approve(self._trail, _actor(self._settings, APPROVER), emergency_id)
        self._tell(f"Zatwierdzono: {emergency_id}")

    def expires(self) -> tuple[Expired, ...]:
        """What has ended is revoked under the standing order."""
        actor, order = acting_under(
            self._settings,
            ORDER,
            command=Covered.KSEF_EXPIRE,
            clock=self._trail.clock,
        )
        contexts = replace(self._contexts, actor=actor, order=order, case=order.case)
        made = plan_of_today(self._desired, contexts, told=_silent)
        done = tuple(revoke_expired(made, self._desired, contexts))
        unread = len({each.place for each in made.unread})
        self._tell(
            f"Wygasło i odebrano: {len(done)}; nie odczytano kontekstów: {unread}"
        )
        return done

    def _seen(self) -> Seen:
        refs = (TREASURER,)
        return look(self._desired, self._contexts, refs=refs, told=_silent)

    def _hers(self) -> Session:
        credential = credential_named(self._settings, "skarbnik")
        return log_in_with(credential, self._contexts.client, self._settings)

    def _as_treasurer(self, session: Session) -> Acting:
        return {
            "session": session,
            "trail": self._trail,
            "grounds": Grounds(
                actor=_actor(self._settings, TREASURER),
                case=CASE,
                purpose=Purpose.CREDENTIALS,
            ),
        }


def _actor(settings: Settings, person_id: str) -> Actor:
    people = load_people(settings.places.people, demo=True)
    [person] = [each for each in people.persons if each.id == person_id]
    return person.playing().actor(Role.KSEF_ADMINISTRATOR, Role.APPROVER)


def _silent(place: str) -> None:
    del place
