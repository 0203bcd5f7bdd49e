"""Waiting for limits: ours and KSeF's, as long as they say, and no other error."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from accountability.errors import LimitReached
from accountability.model import Role
from jst.demo import demo_settings
from jst.demo_ksef import ADMINISTRATOR
from jst.expiring import plan_of_today, revoke_expired
from jst.ksef_contexts import Contexts
from jst.ksef_office import client_of
from jst.leaving import carry_out, look
from jst.office import OpenOffice, open_office
from jst.patience import patiently
from jst.people import load_people
from jst.plan_file import load_desired
from jst.settings import Settings
from jst.simulators.ksef import KsefSimulator
from ksef.access.acting import Acting
from ksef.access.errors import TooManyRequests
from ksef.plan.desired import Place
from tests.jst.leaver_town import CASE, scopes
from vocabulary.clock import system_clock

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Clock:
    """A clock that goes on by sleeping alone."""

    def __init__(self) -> None:
        """Begin at noon."""
        self.now = AT
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time go by."""
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


class Refusing:
    """Something that is refused a few times, and then done."""

    def __init__(self, *refusals: Exception) -> None:
        """Take the refusals, in their order."""
        self._left = list(refusals)

    def __call__(self) -> str:
        """Refuse, or do it."""
        if self._left:
            raise self._left.pop(0)
        return "done"


@dataclass(frozen=True, kw_only=True)
class Full(Contexts):
    """Contexts whose limits are full the first time that anything is to change."""

    turned_away: list[str] = field(default_factory=list)

    def to_change(self, place: Place) -> Acting:
        """Let nothing through once."""
        if not self.turned_away:
            self.turned_away.append(place.ref)
            raise TooManyRequests(system_clock())
        return super().to_change(place)


def contexts_of(settings: Settings, office: OpenOffice) -> Full:
    """Enter as the administrator."""
    people = load_people(settings.places.people, demo=True)
    [person] = [each for each in people.persons if each.id == ADMINISTRATOR]
    return Full(
        settings=settings,
        client=client_of(settings),
        trail=office.trail,
        actor=person.playing().actor(Role.KSEF_ADMINISTRATOR),
        case=CASE,
    )


def test_a_full_limit_is_waited_for_and_then_it_is_done() -> None:
    """Ours, then KSeF's; of a moment that has passed, a little."""
    clock = Clock()
    act = Refusing(
        LimitReached(AT + timedelta(seconds=60)),
        TooManyRequests(AT + timedelta(seconds=90)),
        LimitReached(AT),
    )

    assert "done" == patiently(act, clock=clock, sleep=clock.sleep)
    assert [60.0, 30.0, 0.1] == clock.slept


def test_what_is_no_limit_is_not_waited_for() -> None:
    """It is somebody else's to judge."""
    clock = Clock()

    with pytest.raises(ValueError, match="other"):
        patiently(Refusing(ValueError("other")), clock=clock, sleep=clock.sleep)
    assert [] == clock.slept


def test_what_has_ended_is_revoked_when_the_limits_let_us(
    leaver_office: Path, leaver_ksef: KsefSimulator
) -> None:
    """On 1 January a whole office ends at once; the 121st is no failure."""
    settings = demo_settings(leaver_office)
    desired, _ = load_desired(leaver_office)
    with open_office(settings) as office:
        contexts = contexts_of(settings, office)
        made = plan_of_today(desired, contexts, told=lambda _: None)
        done = list(revoke_expired(made, desired, contexts))

    assert ["gmina"] == contexts.turned_away
    assert [""] == [each.code for each in done]
    assert ["CredentialsManage", "InvoiceWrite"] == scopes(leaver_ksef)


def test_of_somebody_who_leaves_everything_goes_when_the_limits_let_us(
    leaver_office: Path, leaver_ksef: KsefSimulator
) -> None:
    """Whoever revokes waits, and does not have to begin again."""
    settings = demo_settings(leaver_office)
    desired, _ = load_desired(leaver_office)
    with open_office(settings) as office:
        contexts = contexts_of(settings, office)
        seen = look(desired, contexts, refs=("a.bogus",), told=lambda _: None)
        items = seen.found.to_revoke
        done = list(carry_out(items, seen.desired, contexts, told=lambda _: None))

    assert ["gmina"] == contexts.turned_away
    assert ["", ""] == [each.code for each in done]
    assert ["InvoiceWrite"] == scopes(leaver_ksef)
