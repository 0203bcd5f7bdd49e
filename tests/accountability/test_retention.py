"""What is past retention goes, by two persons and by entries; a held case stays."""

import json
import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from accountability.columns import COLUMNS
from accountability.entries import Result, Told
from accountability.errors import (
    AuditUnavailable,
    EvidenceUnreadable,
    PeriodKeyMissing,
    RetentionRefused,
)
from accountability.evidence import EvidenceStore
from accountability.holds import (
    entries_of,
    held_cases,
    held_file,
    held_subjects,
    holds_of,
    lift_hold,
    question_salt,
    set_hold,
    subjects_of,
)
from accountability.intent import OpenIntent
from accountability.kept import State, list_kept, purge_kept
from accountability.looking import blind_indexes
from accountability.model import Actor, CaseStanding, Purpose, Role
from accountability.privacy import KeyFolder
from accountability.pruning import order_pruning, say_pruned
from accountability.reading import find_asked, read_kept
from accountability.receipt import parse_receipt, verify_receipt
from accountability.report import lines_of
from accountability.report_looks import OneSubject
from accountability.retention import Retention, RetentionClass, promised
from accountability.retiring import Retired, order_retirement, retire
from accountability.trail import AuditTrail
from accountability.unsealing import release, request
from accountability.unsealing import show as unseal
from ledger.entry import Draft, decode_entry, new_entry_id
from ledger.removal import remove_pruned
from ledger.verify import Verdict, verify_log
from tests.factories import (
    CASE,
    MANDATOR_PESEL,
    CaseList,
    HeldClock,
    an_action,
    an_actor,
    an_authorisation,
    an_office,
)
from tests.fakes import a_disclosure, an_unsealing
from tests.world import World, entries

THEN = datetime(2024, 1, 20, 12, tzinfo=UTC)
OLD = "2024-01.standard"
HELD = "FK.3120.8.2024"
LONG = "FK.9999.1.2024"
WHY = "po upływie okresu przechowywania"
ANSWER = b"<bogus>answer</bogus>"
OFFICER = an_actor(id="i.nspektor", name="Iga Nspektor", role=Role.OFFICER)
CLERK = an_actor(
    authorisation=an_authorisation(valid_from=THEN.date(), valid_until=None)
)
MANAGER = an_actor(id="m.anager", name="Mia Nager", role=Role.MANAGER)
OPERATOR = an_actor(id="o.perator", name="Ola Perator", role=Role.OPERATOR)
RETENTION = Retention(2, (RetentionClass(name="long", years=5, cases=r"FK\.9999\..*"),))
OFFICE = an_office(
    cases=CaseList(
        **{
            CASE: CaseStanding.ASSIGNED,
            HELD: CaseStanding.ASSIGNED,
            LONG: CaseStanding.ASSIGNED,
        }
    ),
    retention=RETENTION,
)


@pytest.fixture(name="clock")
def _clock() -> HeldClock:
    """A clock held in January 2024."""
    return HeldClock(THEN)


def ask(trail: AuditTrail, case: str = CASE) -> OpenIntent:
    """Ask and get an answer that is kept; give the question."""
    action = an_action(case=case, subjects=(MANDATOR_PESEL,))
    intent = trail.begin(action, CaseStanding.ASSIGNED, question=b"question")
    kept = trail.evidence.keep(
        intent_id=intent.id, key=intent.key, question=b"question", answer=ANSWER
    )
    told = Told(count=1, answer_digest=kept.answer_digest)
    trail.finish(intent, Result.ANSWERED, told)
    return intent


def show(trail: AuditTrail, intent: OpenIntent, case: str, who: Actor) -> bytes:
    """Show what was kept of a question."""
    with trail.log.reader() as reader:
        asked = find_asked(reader, intent.id)
    return read_kept(
        trail,
        who,
        asked=asked,
        case=case,
        purpose=Purpose.POWER_IN_CASE,
        justification="wniosek sądu o akta",
        masked=True,
    ).kept.answer


def subject_of(trail: AuditTrail, intent: OpenIntent) -> str:
    """Unseal the person an entry is about, as after a release."""
    under = an_unsealing(intent.id)
    with trail.log.reader() as reader:
        entry = decode_entry(reader.entry(intent.index))
    [subject] = subjects_of(trail.home, entry)
    key = trail.keys.of(subject["period"])
    return key.unseal_identifier(subject["sealed"], entry_id=intent.id, under=under)


def retire_old(trail: AuditTrail, period: str = OLD) -> Retired:
    """Let the officer order, and the operator do it."""
    order = order_retirement(trail, OFFICER, period=period, justification=WHY)
    return retire(trail, OPERATOR, order_id=order)


def events(trail: AuditTrail) -> list[object]:
    """Name the events of the installation, oldest first."""
    return [entry["event"] for entry in entries(trail) if entry["kind"] == "system"]


@pytest.mark.parametrize(
    ("period", "promised_years", "day"),
    [
        (OLD, 2, date(2026, 2, 1)),
        ("2024-12.standard", 2, date(2027, 1, 1)),
        ("2024-11.long", 2, date(2029, 12, 1)),
        ("2024-11.long", 7, date(2031, 12, 1)),
        ("2024-11.unknown", 2, date(2026, 12, 1)),
    ],
)
def test_retention_counts_from_the_end_of_the_month(
    period: str, promised_years: int, day: date
) -> None:
    """
    The last entry of a month is kept as long as the law says, and so is the first.

    Holds: § 20 ust. 4 KRI.
    """
    assert day == RETENTION.ends_on(period, promised_years)


def test_retention_is_never_below_two_years() -> None:
    """
    The office may only raise it.

    Holds: § 20 ust. 4 KRI.
    """
    with pytest.raises(ValueError, match="at least 2"):
        Retention(1)
    with pytest.raises(ValueError, match="at least 2"):
        Retention(2, (RetentionClass(name="x", years=1, cases=".*"),))


def test_a_case_of_a_class_is_sealed_under_the_key_of_its_class(
    world: World, clock: HeldClock
) -> None:
    """What is kept longer needs a key that lives longer, and the log promises it."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        assert ["2024-01.long", OLD] == [
            ask(trail, case).key.period for case in (LONG, CASE)
        ]
        with trail.log.reader() as reader:
            said = promised(reader.select({"kind": "system"}))
    assert {"2024-01.long": 5, OLD: 2} == said


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        (datetime(2026, 1, 31, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 1, 31, 23, 1, tzinfo=UTC), False),
    ],
)
def test_a_key_goes_on_the_first_day_past_its_retention(
    world: World, clock: HeldClock, now: datetime, refused: bool
) -> None:
    """The day is that of Warsaw, an hour ahead of UTC in winter."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        ask(trail)
        clock.now = now
        if refused:
            with pytest.raises(RetentionRefused, match="2026-02-01"):
                retire_old(trail)
        else:
            assert OLD == retire_old(trail).period
        assert (OLD in trail.keys.periods()) is refused


def test_a_promise_outlives_the_settings(world: World, clock: HeldClock) -> None:
    """Whoever lowers a class in the settings shortens nothing that was promised."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        ask(trail, LONG)
    clock.now = THEN.replace(year=2027)
    with (
        world.opened(clock=clock, office=an_office(retention=Retention())) as trail,
        pytest.raises(RetentionRefused, match="2029-02-01"),
    ):
        retire_old(trail, "2024-01.long")


def test_a_destroyed_key_leaves_proofs_valid_and_nothing_readable(
    world: World, clock: HeldClock, tmp_path: Path
) -> None:
    """
    The story of the officer: neither the store nor its backup can be read any more.

    Holds: ADR-0012.
    """
    with world.opened(clock=clock, office=OFFICE) as trail:
        intent = ask(trail)
        receipt = trail.prove(intent.index, intent.index + 1)
        backup = shutil.copytree(world.paths.home, tmp_path / "backup")
        clock.now = THEN.replace(year=2027)
        assert 0 == retire_old(trail).held
        with pytest.raises(PeriodKeyMissing):
            subject_of(trail, intent)
        with pytest.raises(PeriodKeyMissing):
            show(trail, intent, CASE, CLERK)
        restored = EvidenceStore(backup / "answers", trail.keys)
        under = trail.disclose(
            OFFICER, ref=intent.id, case=CASE, purpose="x", justification=WHY
        )
        with pytest.raises(PeriodKeyMissing):
            restored.open_kept(intent.id, under=under)
        vkey = world.signer.vkey
        verify_receipt(parse_receipt(receipt.to_json()), vkeys=[vkey])
        verify_receipt(trail.prove(intent.index, intent.index + 1), vkeys=[vkey])
    found = verify_log(world.paths.store, vkeys=[vkey], columns=COLUMNS, indexes=True)
    assert Verdict.CONSISTENT is found.verdict


def test_a_case_under_legal_hold_stays_readable(world: World, clock: HeldClock) -> None:
    """Its subjects and answers are sealed anew before the month's key goes."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        held, other = ask(trail, HELD), ask(trail)
        hold = set_hold(trail, OFFICER, case=f" {HELD}\n", justification=WHY)
        clock.now = THEN.replace(year=2027)
        assert 1 == retire_old(trail).held
        assert f"pesel:{MANDATOR_PESEL.reveal()}" == subject_of(trail, held)
        assert ANSWER == show(trail, held, f"{HELD} ", OFFICER)
        with pytest.raises(PeriodKeyMissing):
            show(trail, other, CASE, CLERK)
        assert [hold] == list(holds_of(trail.log.reader()))
        states = {each.intent_id: each.state for each in list_kept(trail)}
    assert {held.id: State.HELD, other.id: State.DESTROYED} == states


def test_the_salt_of_a_held_question_is_the_one_of_its_digest(
    world: World, clock: HeldClock
) -> None:
    """Whoever verifies the question years later must be able to compare it."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        held = ask(trail, HELD)
        first = question_salt(trail, held.id, under=a_disclosure(held.id))
        set_hold(trail, OFFICER, case=HELD, justification=WHY)
        clock.now = THEN.replace(year=2027)
        retire_old(trail)

        assert first == question_salt(trail, held.id, under=a_disclosure(held.id))


def test_a_held_case_is_still_found_and_unsealed_by_two(
    world: World, clock: HeldClock
) -> None:
    """Its blind index stands under the hold's key, beside the log."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        held, _ = ask(trail, HELD), ask(trail)
        set_hold(trail, OFFICER, case=HELD, justification=WHY)
        clock.now = THEN.replace(year=2027)
        retire_old(trail)
        found = OneSubject(
            blind_indexes(MANDATOR_PESEL, trail.keys), held_subjects(trail.home)
        )
        with trail.log.reader() as reader:
            [line] = lines_of(found, reader.select())
        assert line.cells
        assert held.id == line.cells[-1]
        wanted = request(trail, OFFICER, [held.id], reason=WHY)
        release(trail, MANAGER, wanted.id, reason=WHY)
        [shown] = unseal(trail, OFFICER, wanted.id)
    assert (f"pesel:{MANDATOR_PESEL.reveal()}",) == shown.values


@pytest.mark.usefixtures("nobody_waits")
def test_a_pipe_in_the_place_of_what_a_hold_keeps_is_not_waited_for(
    world: World, clock: HeldClock
) -> None:
    """Nobody would ever write to it."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        path = held_file(trail.home, an_id := new_entry_id())
        path.parent.mkdir()
        os.mkfifo(path, 0o600)
        with pytest.raises(EvidenceUnreadable, match=an_id):
            held_subjects(trail.home)


def test_a_lifted_hold_ends_with_the_destruction_of_its_key(
    world: World, clock: HeldClock
) -> None:
    """Lifting is an entry; the key then goes like any other, by two persons."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        held = ask(trail, HELD)
        hold = set_hold(trail, OFFICER, case=HELD, justification=WHY)
        clock.now = THEN.replace(year=2027)
        retire_old(trail)
        with pytest.raises(RetentionRefused, match="in force"):
            retire_old(trail, hold.period)
        assert lift_hold(trail, OFFICER, case=HELD, justification=WHY).lifted
        retire_old(trail, hold.period)
        with pytest.raises(PeriodKeyMissing):
            subject_of(trail, held)
        assert held_file(trail.home, held.id).exists()
        assert (held.id,) == purge_kept(trail, OPERATOR)
        assert not held_file(trail.home, held.id).exists()
        with trail.log.reader() as reader:
            assert {} == held_cases(reader)


def test_a_case_that_is_held_again_outlives_the_first_hold_s_key(
    world: World, clock: HeldClock
) -> None:
    """The month's key is gone by then; what the first hold kept is handed over."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        held = ask(trail, HELD)
        first = set_hold(trail, OFFICER, case=HELD, justification=WHY)
        clock.now = THEN.replace(year=2027)
        retire_old(trail)
        salt = json.loads(held_file(trail.home, held.id).read_text())["salt"]
        lift_hold(trail, OFFICER, case=HELD, justification=WHY)
        second = set_hold(trail, OFFICER, case=HELD, justification=WHY)
        assert 1 == retire_old(trail, first.period).held
        assert f"pesel:{MANDATOR_PESEL.reveal()}" == subject_of(trail, held)
        assert ANSWER == show(trail, held, HELD, OFFICER)
        after = json.loads(held_file(trail.home, held.id).read_text())
    assert (second.period, True) == (after["period"], salt != after["salt"])


def test_a_hold_is_set_once_and_lifted_once(world: World, clock: HeldClock) -> None:
    """Two holds on one case would need two liftings that nobody remembers."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        with pytest.raises(RetentionRefused, match="not under"):
            lift_hold(trail, OFFICER, case=HELD, justification=WHY)
        set_hold(trail, OFFICER, case=HELD, justification=WHY)
        with pytest.raises(RetentionRefused, match="is under"):
            set_hold(trail, OFFICER, case=HELD, justification=WHY)


def test_an_order_is_carried_out_by_somebody_else_and_once(
    world: World, clock: HeldClock
) -> None:
    """Two persons, an order that exists, and a key that is still there."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        intent = ask(trail)
        clock.now = THEN.replace(year=2027)
        order = order_retirement(trail, OFFICER, period=OLD, justification=WHY)
        with pytest.raises(RetentionRefused, match="who ordered"):
            retire(trail, OFFICER, order_id=order)
        with pytest.raises(RetentionRefused, match="no such order"):
            retire(trail, OPERATOR, order_id=intent.id)
        with pytest.raises(RetentionRefused, match="no such order"):
            retire(trail, OPERATOR, order_id="bogus")
        retire(trail, OPERATOR, order_id=order)
        with pytest.raises(RetentionRefused, match="destroyed"):
            retire(trail, OPERATOR, order_id=order)
        with pytest.raises(RetentionRefused, match="no such period"):
            order_retirement(
                trail, OFFICER, period="2020-01.standard", justification=WHY
            )


class Killed(BaseException):
    """Stands for the death of the process at one place."""


@pytest.mark.parametrize("dies_in", ["keep_held", "destroy", "system"])
def test_a_retirement_killed_anywhere_is_truthful_and_ends_when_repeated(
    world: World, clock: HeldClock, monkeypatch: pytest.MonkeyPatch, dies_in: str
) -> None:
    """
    Before the key goes the log says "retiring", after it "destroyed", never else.

    Holds: ADR-0012.
    """
    with world.opened(clock=clock, office=OFFICE) as trail:
        held = ask(trail, HELD)
        set_hold(trail, OFFICER, case=HELD, justification=WHY)
        clock.now = THEN.replace(year=2027)
        order = order_retirement(trail, OFFICER, period=OLD, justification=WHY)
        destroy, system = trail.keys.destroy, trail.system

        def dying(*args: object, **kept: object) -> object:
            if dies_in == "system" and args[0] != "period-key-destroyed":
                return system(*args, **kept)  # type: ignore[arg-type] # handed on
            raise Killed

        with monkeypatch.context() as patch:
            if dies_in == "keep_held":
                patch.setattr("accountability.retiring.keep_held", dying)
            else:
                patch.setattr(
                    trail.keys if dies_in == "destroy" else trail, dies_in, dying
                )
            with pytest.raises(Killed):
                retire(trail, OPERATOR, order_id=order)
        assert destroy == trail.keys.destroy
        assert (dies_in != "system") is (OLD in trail.keys.periods())
        assert "period-key-retiring" == events(trail)[-1]
        retire(trail, OPERATOR, order_id=order)
        assert ["period-key-retiring", "period-key-destroyed"] == events(trail)[-2:]
        assert ANSWER == show(trail, held, HELD, OFFICER)


def test_a_key_that_is_lost_is_not_called_destroyed(
    world: World, clock: HeldClock
) -> None:
    """A folder that is not mounted looks empty; the log must not lie about it."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        intent = ask(trail)
        hold = set_hold(trail, OFFICER, case=CASE, justification=WHY)
        clock.now = THEN.replace(year=2027)
        order = order_retirement(trail, OFFICER, period=OLD, justification=WHY)
        keys = world.folder / "keys"
        (keys / f"{OLD}.key").rename(world.folder / "elsewhere")
        with pytest.raises(PeriodKeyMissing, match="no key for"):
            retire(trail, OPERATOR, order_id=order)
        (keys / f"{hold.period}.key").unlink()
        with pytest.raises(PeriodKeyMissing, match="mounted"):
            retire(trail, OPERATOR, order_id=order)
        assert [State.NO_KEY] == [each.state for each in list_kept(trail)]
        assert () == purge_kept(trail, OPERATOR)
        assert trail.evidence.period_of(intent.id)


def test_what_is_held_and_altered_stops_the_destruction(
    world: World, clock: HeldClock
) -> None:
    """A case that the court waits for is looked at by a person first."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        intent = ask(trail, HELD)
        set_hold(trail, OFFICER, case=HELD, justification=WHY)
        clock.now = THEN.replace(year=2027)
        path = trail.home / "answers" / f"{intent.id}.evidence"
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        with pytest.raises(EvidenceUnreadable):
            retire_old(trail)
        assert OLD in trail.keys.periods()


def test_a_held_entry_without_an_answer_is_kept_too(
    world: World, clock: HeldClock
) -> None:
    """A denial and an UNKNOWN kept nothing but their subject."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        trail.denied(an_action(case=HELD), CaseStanding.CLOSED, ())
        ask(trail)
        set_hold(trail, OFFICER, case=HELD, justification=WHY)
        clock.now = THEN.replace(year=2027)
        assert 1 == retire_old(trail).held


def test_a_held_file_that_was_altered_stops_the_destruction(
    world: World, clock: HeldClock
) -> None:
    """What a first hold kept must open before its key goes."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        held = ask(trail, HELD)
        first = set_hold(trail, OFFICER, case=HELD, justification=WHY)
        clock.now = THEN.replace(year=2027)
        retire_old(trail)
        path = held_file(trail.home, held.id)
        path.write_text(json.dumps(json.loads(path.read_text()) | {"salt": "?"}))
        lift_hold(trail, OFFICER, case=HELD, justification=WHY)
        set_hold(trail, OFFICER, case=HELD, justification=WHY)
        with pytest.raises(EvidenceUnreadable, match="base64"):
            retire_old(trail, first.period)
        assert first.period in trail.keys.periods()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "crpo-ksef/held/v1", "entry": "x"}']
)
def test_a_held_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    """Nothing is believed about a person from a file that anybody may have written."""
    entry_id = Draft.of("denied", {}).id
    path = held_file(tmp_path, entry_id)
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(EvidenceUnreadable):
        subjects_of(tmp_path, {"id": entry_id})


def test_a_held_file_of_another_entry_is_refused(tmp_path: Path) -> None:
    """One person's file under another entry's name would speak of the wrong person."""
    entry_id = Draft.of("denied", {}).id
    path = held_file(tmp_path, entry_id)
    path.parent.mkdir()
    path.write_text(
        '{"format": "crpo-ksef/held/v1", "entry": "x", "period": "p", "subjects": []}'
    )
    with pytest.raises(EvidenceUnreadable, match="elsewhere"):
        subjects_of(tmp_path, {"id": entry_id})
    path.write_text("[" * 200_000)
    with pytest.raises(EvidenceUnreadable, match="odd"):
        subjects_of(tmp_path, {"id": entry_id})
    with pytest.raises(EvidenceUnreadable):
        held_file(tmp_path, "../bogus")


def test_the_list_shows_terms_and_nobody(world: World, clock: HeldClock) -> None:
    """The deletion date is that of the retention class."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        short, long = ask(trail), ask(trail, LONG)
        (trail.home / "answers" / "bogus.evidence").write_text("odd")
        lines = list(list_kept(trail))
    assert {short.id: date(2026, 2, 1), long.id: date(2029, 2, 1)} == {
        line.intent_id: line.ends_on for line in lines
    }
    assert {State.READABLE} == {line.state for line in lines}
    assert MANDATOR_PESEL.reveal() not in repr(lines)


def test_purging_removes_expired_answers_by_an_entry(
    world: World, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Expired ones go, named by entries; others and held ones stay."""
    monkeypatch.setattr("accountability.kept.MAX_NAMED", 1)
    with world.opened(clock=clock, office=OFFICE) as trail:
        gone = (ask(trail).id, ask(trail).id)
        stay = (ask(trail, LONG).id, ask(trail, HELD).id)
        set_hold(trail, OFFICER, case=HELD, justification=WHY)
        assert () == purge_kept(trail, OPERATOR)
        clock.now = THEN.replace(year=2027)
        assert gone == purge_kept(trail, OPERATOR)
        assert stay == tuple(trail.evidence.kept_intents())
        said = [entry for entry in entries(trail) if entry.get("intents")]
    assert [[each] for each in gone] == [entry["intents"] for entry in said]


def prune(world: World, clock: HeldClock, before: date) -> tuple[int, int]:
    """Order and carry out a pruning; how many were said and removed."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        order = order_pruning(trail, OFFICER, before=before, justification=WHY)
        said = say_pruned(trail, OPERATOR, order_id=order)
    done = remove_pruned(world.paths, columns=COLUMNS, vkey=world.signer.vkey)
    return said, done.bodies


def test_bodies_past_retention_are_pruned_and_others_stay(
    world: World, clock: HeldClock
) -> None:
    """Held cases, longer classes, open intents and the system's entries stay."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        for case in (CASE, HELD, LONG, CASE):
            ask(trail, case)
        set_hold(trail, OFFICER, case=HELD, justification=WHY)
        trail.denied(an_action(), CaseStanding.CLOSED, ())
        left = trail.begin(an_action(), CaseStanding.ASSIGNED, question=b"q")
        clock.now = THEN.replace(month=2)
        trail.finish(left, Result.UNKNOWN, Told(reason="timed_out"))
    clock.now = THEN.replace(year=2027)
    assert (5, 5) == prune(world, clock, date(2024, 2, 1))
    found = verify_log(
        world.paths.store, vkeys=[world.signer.vkey], columns=COLUMNS, indexes=True
    )
    assert (Verdict.CONSISTENT, 5) == (found.verdict, found.pruned)
    # A second order has nothing more to say, and nothing to remove.
    assert (0, 0) == prune(world, clock, date(2024, 2, 1))
    # With the next month the open intent's outcome goes, and the intent with it.
    assert (2, 2) == prune(world, clock, date(2024, 3, 1))


def test_nothing_is_pruned_of_months_before_the_log(
    world: World, clock: HeldClock
) -> None:
    """A year that was mistyped must not look like an order that was carried out."""
    clock.now = THEN.replace(year=2027)
    with world.opened(clock=clock, office=OFFICE) as trail:
        before = len(entries(trail))
        with pytest.raises(RetentionRefused, match="begins on 2024-01"):
            order_pruning(trail, OFFICER, before=date(2024, 1, 1), justification=WHY)
        assert before == len(entries(trail))


def test_a_hold_reaches_the_entries_that_name_its_case(
    world: World, clock: HeldClock
) -> None:
    """Holds of the case itself are none of them."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        ask(trail, HELD)
        set_hold(trail, OFFICER, case=HELD, justification=WHY)
        with trail.log.reader() as reader:
            assert (1, 0) == (entries_of(reader, f" {HELD} "), entries_of(reader, CASE))


def test_nothing_within_retention_is_pruned(world: World, clock: HeldClock) -> None:
    """The month that ends last decides."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        ask(trail)
        clock.now = datetime(2026, 1, 20, tzinfo=UTC)
        with pytest.raises(RetentionRefused, match="2026-02-01"):
            order_pruning(trail, OFFICER, before=date(2024, 2, 1), justification=WHY)


def test_a_destroyed_key_is_never_made_anew(world: World, clock: HeldClock) -> None:
    """Not even when the clock is set back into the month."""
    with world.opened(clock=clock, office=OFFICE) as trail:
        ask(trail)
        clock.now = THEN.replace(year=2027)
        retire_old(trail)
    clock.now = THEN
    with (
        world.opened(clock=clock, office=OFFICE) as trail,
        pytest.raises(AuditUnavailable),
    ):
        ask(trail)
    assert OLD not in KeyFolder(world.folder / "keys").periods()
