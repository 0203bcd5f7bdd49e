"""Contexts read one by one: what cannot be entered is told, and the rest is read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

import pytest

from accountability.errors import LimitReached
from jst.errors import CredentialsInvalid, OutputRefused, PermissionsInvalid
from jst.places import Places
from jst.plan_key import plan_key
from jst.plan_reading import NO_CREDENTIAL, read_actual
from ksef.access.acting import Acting
from ksef.plan.actual import Listed
from ksef.plan.desired import Place
from tests.jst.test_patience import Clock
from tests.ksef.plan.town import HOSTEL, SCHOOL, a_town

T = TypeVar("T")
CLOCK = Clock()


class Nobody:
    """Logs in nowhere."""

    def to_read(self, place: Place) -> Acting:
        """Refuse."""
        raise CredentialsInvalid(f"none for {place.ref}")

    def in_session(self, place: Place, act: Callable[[], T]) -> T:
        """Refuse as well."""
        self.to_read(place)
        return act()


class Exhausted:
    """KSeF takes no more reads for an hour."""

    def to_read(self, place: Place) -> Acting:
        """Let everybody in, with a clock that stands still."""
        del place
        session = SimpleNamespace(client=SimpleNamespace(clock=CLOCK, sleep=_waits))
        return {"session": session}  # type: ignore[typeddict-item]  # all that is used

    def in_session(self, place: Place, act: Callable[[], T]) -> T:
        """Refuse until the hour is over."""
        del place, act
        raise LimitReached(CLOCK.now + timedelta(hours=1))


def _waits(seconds: float) -> None:
    pytest.fail(f"waited for {seconds} s")


def places(folder: Path) -> Places:
    """Make the folders of an office."""
    (folder / "keys").mkdir(exist_ok=True)
    return Places(home=folder, keys=folder / "keys", memory=folder)


def test_a_context_that_cannot_be_entered_keeps_the_reason() -> None:
    """The library is a taxpayer of its own, and is not tried."""
    heard: list[str] = []
    desired = a_town(
        units=(replace(SCHOOL, credential=None), replace(HOSTEL, identifier=None))
    )

    actual = read_actual(desired, Nobody(), told=heard.append)

    assert ["gmina", "sp1"] == heard
    assert dict.fromkeys(Listed, "jst.credentials_invalid") == actual.contexts[0].unread
    assert {NO_CREDENTIAL} == set(actual.contexts[1].unread.values())


def test_what_the_limits_put_off_for_an_hour_is_told_as_unread() -> None:
    """The plan goes on with the rest; nobody sits through that."""
    desired = a_town(units=())

    heard: list[str] = []
    [office] = read_actual(desired, Exhausted(), told=heard.append).contexts

    assert {LimitReached.code} == set(office.unread.values())
    assert frozenset() == office.whole


def test_the_key_of_plans_is_made_once(tmp_path: Path) -> None:
    """Ours alone, and the same for whoever comes next."""
    key = plan_key(places(tmp_path))

    assert key == plan_key(places(tmp_path))
    assert 32 == len(key)
    assert 0o600 == (tmp_path / "keys" / "plan.key").stat().st_mode & 0o777
    assert ["plan.key"] == [each.name for each in (tmp_path / "keys").iterdir()]


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """With it a plan of the office can be forged."""
    plan_key(places(tmp_path))
    (tmp_path / "keys" / "plan.key").chmod(0o644)

    with pytest.raises(PermissionsInvalid):
        plan_key(places(tmp_path))


def test_a_key_of_another_length_is_none(tmp_path: Path) -> None:
    """Somebody has put something else there."""
    path = places(tmp_path).keys / "plan.key"
    path.touch(0o600)

    with pytest.raises(PermissionsInvalid):
        plan_key(places(tmp_path))


def test_a_key_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """There is no folder for it."""
    with pytest.raises(OutputRefused):
        plan_key(Places(home=tmp_path, keys=tmp_path / "none", memory=tmp_path))
