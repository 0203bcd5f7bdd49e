"""The number of an accepted operation is in the log while the action is still open."""

from accountability.accepted import ACCEPTED, accepted_number, note_accepted
from accountability.clear_text import REMOVED
from accountability.entries import Result, Told
from accountability.intent import OpenIntent
from accountability.reading import find_asked
from accountability.trail import AuditTrail
from tests.factories import CASE, MANDATOR_NIP, an_action
from tests.world import World, entries

NUMBER = "20261121-EG-933147BCA1-82A71E328F-3D"


def an_intent(trail: AuditTrail) -> OpenIntent:
    """Open an action."""
    return trail.begin(
        an_action(), trail.office.cases.standing(CASE, ""), question=b"?"
    )


def number_of(trail: AuditTrail, intent_id: str) -> str:
    """Read the number back."""
    with trail.log.reader() as reader:
        outcome = find_asked(reader, intent_id).outcome
        return accepted_number(reader, intent_id, outcome)


def test_the_number_is_there_before_the_outcome(trail: AuditTrail) -> None:
    """Whoever dies in between leaves it behind."""
    intent = an_intent(trail)
    note_accepted(trail, intent, NUMBER)
    [*_, entry] = entries(trail)

    assert ("correction", intent.id, ACCEPTED) == (
        entry["kind"],
        entry["ref"],
        entry["event"],
    )
    assert NUMBER == number_of(trail, intent.id)


def test_the_action_still_gets_its_one_outcome(trail: AuditTrail) -> None:
    """It is no outcome, and closes nothing."""
    intent = an_intent(trail)
    note_accepted(trail, intent, NUMBER)
    trail.finish(intent, Result.ANSWERED, Told(register_message_id=NUMBER))

    assert ["intent", "correction", "outcome"] == [
        entry["kind"] for entry in entries(trail)
    ]


def test_recovery_closes_it_as_unknown_and_the_number_stays(world: World) -> None:
    """A process that is gone says nothing more; the register can still be asked."""
    with world.opened() as trail:
        intent = an_intent(trail)
        note_accepted(trail, intent, NUMBER)
    with world.opened() as again:
        [*_, outcome] = entries(again)

        assert ("unknown", "writer_died") == (outcome["result"], outcome["reason"])
        assert NUMBER == number_of(again, intent.id)


def test_a_number_that_may_be_a_persons_is_not_kept(trail: AuditTrail) -> None:
    """The log must be able to lose a key and forget; a clear PESEL would stay."""
    intent = an_intent(trail)
    note_accepted(trail, intent, "44051401359")
    [*_, entry] = entries(trail)

    assert REMOVED == entry["register_message_id"]
    assert "" == number_of(trail, intent.id)


def test_the_outcome_says_the_number_that_was_not_noted(trail: AuditTrail) -> None:
    """The disk was full for a moment; the register can still be asked."""
    intent = an_intent(trail)
    trail.finish(intent, Result.ANSWERED, Told(register_message_id=NUMBER))

    assert NUMBER == number_of(trail, intent.id)


def test_an_outcome_without_a_number_has_none(trail: AuditTrail) -> None:
    """Nothing was accepted, as far as anybody knows."""
    intent = an_intent(trail)
    trail.finish(intent, Result.UNKNOWN, Told(reason="no_answer"))

    assert "" == number_of(trail, intent.id)


def test_a_number_in_an_outcome_that_may_be_a_persons_is_none(
    trail: AuditTrail,
) -> None:
    """What was taken out of it is nothing to ask a register about."""
    intent = an_intent(trail)
    trail.finish(intent, Result.ANSWERED, Told(register_message_id="44051401359"))

    assert "" == number_of(trail, intent.id)


def test_another_correction_holds_no_number(trail: AuditTrail) -> None:
    """What became known later is told in entries of the same kind."""
    intent = an_intent(trail)
    trail.corrected(intent.id, {"reconciled": "done"})

    assert "" == number_of(trail, intent.id)


def test_a_number_of_ksefs_with_the_digits_of_a_nip_is_kept(trail: AuditTrail) -> None:
    """A group of chance may be a right NIP; the operation must stay askable."""
    intent = an_intent(trail)
    number = f"20261121-EO-{MANDATOR_NIP.reveal()}-62EB9765B0-A3"
    note_accepted(trail, intent, number)

    assert number == number_of(trail, intent.id)
