"""Entries that no register is asked for: corrections, disclosures, system events."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from accountability.action import perform
from accountability.disclosure import Disclosure
from accountability.entries import Result, Told
from accountability.errors import ActionDenied, AuditUnavailable
from accountability.privacy import KeyFolder
from accountability.recovery import recover
from accountability.trail import AuditTrail
from ledger.errors import StoreFull
from ledger.model import Appended
from tests.factories import CASE, NOON, HeldClock, an_action, an_actor
from tests.fakes import RAW, FakeRegister
from tests.world import World, entries

INTENT = "0190a5c4-0000-7000-8000-000000000001"


def disclose(trail: AuditTrail, **changes: Any) -> Disclosure:  # noqa: ANN401 - a test's own
    """Ask to see what was kept, with a good reason unless a test says otherwise."""
    wanted = {
        "ref": INTENT,
        "case": CASE,
        "purpose": "doreczenie",
        "justification": "wydruk do akt sprawy",
    } | changes
    return trail.disclose(wanted.pop("actor", an_actor()), **wanted)


def test_reading_a_kept_answer_is_an_entry_first(trail: AuditTrail) -> None:
    """Showing a kept answer is a use of data like asking for it."""
    asked = perform(an_action(), FakeRegister(), trail=trail)
    licence = disclose(trail, ref=asked.intent_id)
    kept = trail.evidence.open_kept(asked.intent_id, under=licence)

    assert RAW == kept.answer
    entry = entries(trail)[-1]
    assert ("disclosure", asked.intent_id, {"number": CASE}) == (
        entry["kind"],
        entry["ref"],
        entry["case"],
    )
    assert licence.entry_id == entry["id"]


def test_no_entry_no_reading(trail: AuditTrail, world: World) -> None:
    """The log is gone: what was kept stays closed."""
    asked = perform(an_action(), FakeRegister(), trail=trail)
    world.paths.store.rename(world.folder / "elsewhere")

    with pytest.raises(AuditUnavailable):
        disclose(trail, ref=asked.intent_id)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"actor": an_actor(name="system")}, "kri.accountability.one_person"),
        ({"actor": an_actor(unit="nr 44051401359")}, "action.actor.identifier"),
        ({"justification": "..........."}, "crpo.access.purpose"),
        (
            {"justification": "dotyczy numeru 44051401359"},
            "action.justification.identifier",
        ),
    ],
)
def test_a_disclosure_without_a_person_or_a_reason_is_denied_and_logged(
    trail: AuditTrail, changes: dict[str, Any], rule: str
) -> None:
    """The attempt is what the officer looks for; the log stays clean of numbers."""
    with pytest.raises(ActionDenied):
        disclose(trail, **changes)
    [entry] = entries(trail)

    assert ("denied", "disclose", [rule]) == (
        entry["kind"],
        entry["operation"],
        entry["rules"],
    )
    assert "44051401359" not in str(entry)


def test_the_key_of_a_new_month_is_made_once_and_logged(
    trail: AuditTrail, clock: HeldClock
) -> None:
    """The log knows which periods have a key, so that a lost one is noticed."""
    clock.now += timedelta(days=30)
    perform(an_action(), FakeRegister(), trail=trail)
    perform(an_action(), FakeRegister(), trail=trail)

    made = [entry for entry in entries(trail) if entry["kind"] == "system"]
    assert [("period-key-made", "2026-12.standard")] == [
        (entry["event"], entry["period"]) for entry in made
    ]


def test_a_key_that_is_gone_is_not_made_anew(
    trail: AuditTrail, clock: HeldClock, world: World
) -> None:
    """With another key the same person would be another one to the officer."""
    clock.now += timedelta(days=30)
    perform(an_action(), FakeRegister(), trail=trail)
    (world.folder / "keys/2026-12.standard.key").unlink()
    register = FakeRegister()

    with pytest.raises(AuditUnavailable, match="gone"):
        perform(an_action(), register, trail=trail)
    assert [] == register.questions


def test_a_key_whose_entry_was_lost_is_logged_at_the_next_start(world: World) -> None:
    """We died between making the key and saying so; both are mended together."""
    clock = HeldClock(NOON + timedelta(days=30))
    KeyFolder(world.folder / "keys").make("2026-12.standard")
    with world.opened(clock=clock) as trail:
        perform(an_action(), FakeRegister(), trail=trail)

        assert ["system", "intent", "outcome"] == [e["kind"] for e in entries(trail)]


def test_threads_that_meet_a_new_month_make_one_key(
    trail: AuditTrail, clock: HeldClock
) -> None:
    """A gateway at midnight of the first: nobody is turned away, one entry is made."""
    clock.now += timedelta(days=30)
    with ThreadPoolExecutor(8) as pool:
        asked = [
            pool.submit(perform, an_action(), FakeRegister(), trail=trail)
            for _ in range(24)
        ]
    assert 24 == len({each.result().intent_id for each in asked})
    assert 1 == sum(entry["kind"] == "system" for entry in entries(trail))


@pytest.mark.parametrize("name", ["of", "make"])
def test_keys_that_cannot_be_reached_stop_the_question(
    trail: AuditTrail, monkeypatch: pytest.MonkeyPatch, clock: HeldClock, name: str
) -> None:
    """A failing disk is no reason to ask without a trace."""

    def fail(_: str) -> None:
        raise OSError("bogus")

    clock.now += timedelta(days=30)
    monkeypatch.setattr(trail.keys, name, fail)
    with pytest.raises(AuditUnavailable):
        perform(an_action(), FakeRegister(), trail=trail)


def test_a_log_that_cannot_be_read_makes_no_key(
    trail: AuditTrail, clock: HeldClock, world: World
) -> None:
    """Whether a period is new, only the log can tell."""
    clock.now += timedelta(days=30)
    world.paths.store.rename(world.folder / "elsewhere")
    with pytest.raises(AuditUnavailable, match="read"):
        perform(an_action(), FakeRegister(), trail=trail)


def test_a_correction_says_what_became_known_later(trail: AuditTrail) -> None:
    """UNKNOWN is never rewritten; what is learnt later is an entry of its own."""
    trail.corrected(INTENT, {"result": "answered"})
    [entry] = entries(trail)

    assert ("correction", INTENT, "answered") == (
        entry["kind"],
        entry["ref"],
        entry["result"],
    )


def test_an_event_of_the_installation_is_logged(trail: AuditTrail) -> None:
    """The destruction of a key, a clock that was set: the officer sees them."""
    trail.system("key_destroyed", {"period": "2026-11.standard"})
    [entry] = entries(trail)

    assert ("system", "key_destroyed") == (entry["kind"], entry["event"])


def test_recovery_closes_nothing_of_its_own_process(trail: AuditTrail) -> None:
    """A question that is being asked right now is not dead."""
    trail.begin(an_action(), trail.office.cases.standing(CASE, ""), question=b"?")

    assert () == recover(trail)


def test_recovery_of_a_clean_end_finds_nothing(world: World) -> None:
    """A process that ended in order leaves nothing to close."""
    with world.opened() as trail:
        trail.system("ended", {})
    with world.opened(recovering=False) as trail:
        assert () == recover(trail)


def test_recovery_passes_over_an_intent_whose_process_was_quicker(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody emptied `run/`: a process that lives looks dead, and still answers."""
    with world.opened() as asking, world.opened() as starting:
        standing = asking.office.cases.standing(CASE, "")
        intent = asking.begin(an_action(), standing, question=b"?")
        (world.paths.run / asking.log.writer).unlink()
        close = AuditTrail.closed_after_death

        def close_too_late(trail: AuditTrail, intent_id: str, **said: Any) -> Appended:  # noqa: ANN401 - passed on
            asking.finish(intent, Result.REFUSED, Told())
            return close(trail, intent_id, **said)

        monkeypatch.setattr(AuditTrail, "closed_after_death", close_too_late)
        assert () == recover(starting)
        assert "refused" == entries(starting)[-1]["result"]


def test_recovery_stops_where_the_log_takes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An open intent of the dead must not be passed over for another reason."""
    with world.opened() as asking, world.opened() as starting:
        standing = asking.office.cases.standing(CASE, "")
        asking.begin(an_action(), standing, question=b"?")
        (world.paths.run / asking.log.writer).unlink()

        def refuse(*_: object, **__: object) -> Appended:
            raise StoreFull("bogus")

        monkeypatch.setattr(starting.log, "append", refuse)
        with pytest.raises(AuditUnavailable):
            recover(starting)
