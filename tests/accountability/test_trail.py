"""Entries that no register is asked for: corrections, disclosures, system events."""

from accountability.recovery import recover
from accountability.trail import AuditTrail, free_bytes
from tests.factories import CASE, an_action, an_actor
from tests.world import World, entries

INTENT = "0190a5c4-0000-7000-8000-000000000001"


def test_a_disclosure_says_who_saw_a_kept_answer_and_why(trail: AuditTrail) -> None:
    """Showing a kept answer is a use of data like asking for it."""
    trail.disclosed(
        an_actor(), ref=INTENT, case=CASE, purpose="doreczenie", justification="wydruk"
    )
    [entry] = entries(trail)

    assert ("disclosure", INTENT, {"number": CASE}) == (
        entry["kind"],
        entry["ref"],
        entry["case"],
    )


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


def test_free_space_is_that_of_the_disk(world: World) -> None:
    """The check asks the disk on which the log lies."""
    assert 0 < free_bytes(world.folder)
