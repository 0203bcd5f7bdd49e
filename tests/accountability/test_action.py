"""The numbered steps: what is on disk, and what the caller sees, after each ending."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from accountability.action import MAX_PERSONS, Answered, Refused, perform
from accountability.errors import (
    ActionDenied,
    AuditUnavailable,
    HttpStatus,
    OutcomeUnknown,
    RegisterRefused,
    TimedOut,
)
from accountability.evidence import Kept
from accountability.privacy import salted_digest
from accountability.receipt import verify_receipt
from accountability.trail import AuditTrail
from tests.factories import (
    CASE,
    MANDATOR_NIP,
    MANDATOR_PESEL,
    an_action,
    an_actor,
)
from tests.fakes import RAW, FakeRegister, a_disclosure, an_unsealing
from tests.world import World, entries
from vocabulary.identifiers import ForeignTaxId


def kept_of(trail: AuditTrail, intent_id: str) -> Kept:
    """Read what an action kept, without the entry that a reader owes."""
    return trail.evidence.open_kept(intent_id, under=a_disclosure(intent_id))


@dataclass
class EmptyRegister(FakeRegister):
    """A register that knows no power of this mandator."""

    def read(self, raw: bytes) -> Answered[str]:
        """Read the answer as "nobody"."""
        del raw
        return Answered(answer="", count=0, persons=(), fields=(), message_id="m")


def first_subject(entry: dict[str, Any]) -> dict[str, str]:
    """Give what an entry says of the first person asked about."""
    subject: dict[str, str] = entry["subjects"][0]
    return subject


def kinds(trail: AuditTrail) -> list[object]:
    """Name the kinds of all entries, oldest first."""
    return [entry["kind"] for entry in entries(trail)]


def last(trail: AuditTrail) -> dict[str, object]:
    """Give the newest entry."""
    return entries(trail)[-1]


def test_an_answer_leaves_an_intent_and_an_outcome(trail: AuditTrail) -> None:
    """Holds: ADR-0003."""
    performed = perform(an_action(), FakeRegister(), trail=trail)

    assert RAW.decode() == performed.answer
    assert ["intent", "outcome"] == kinds(trail)
    assert performed.intent_id == last(trail)["ref"]
    assert "answered" == last(trail)["result"]


def test_an_intent_says_who_why_for_which_case_and_on_what_basis(
    trail: AuditTrail,
) -> None:
    """The officer reads the entry alone, years later, and needs nothing else."""
    perform(an_action(), FakeRegister(), trail=trail)
    intent = entries(trail)[0]

    assert {
        "id": "a.przykladowa",
        "name": "Anna Przykładowa",
        "unit": "Referat Podatków",
        "role": "clerk",
        "authorisation": "UP-17/2026",
        "auth": "os-account",
        "workstation": "stanowisko-7",
    } == intent["actor"]
    assert {"number": CASE, "standing": "assigned"} == intent["case"]
    assert "pelnomocnictwo-w-sprawie" == intent["purpose"]
    assert ["ordynacja.art138k.par2"] == intent["basis"]
    assert ("crpo", "powers-of-attorney") == (intent["system"], intent["operation"])
    assert "tax-authority" == intent["capacity"]
    assert "12345678901234567890" == intent["seal_serial"]
    assert ("node-1", trail.log.writer) == (intent["node"], intent["writer"])


def test_the_question_is_on_disk_before_the_register_is_asked(
    trail: AuditTrail,
) -> None:
    """
    At the moment of the call the log holds the intent, with the question's digest.

    Holds: ADR-0003.
    """
    seen: list[dict[str, object]] = []

    def look_at_the_log() -> bytes:
        seen.extend(entries(trail))
        return RAW

    register = FakeRegister(says=look_at_the_log)
    perform(an_action(), register, trail=trail)

    [intent] = seen
    [question] = register.questions
    key = trail.keys.of("2026-11.standard")
    salt = key.question_salt(str(intent["id"]))
    assert salted_digest(salt, question) == intent["request_digest"]


def test_the_subject_is_indexed_and_sealed(trail: AuditTrail) -> None:
    """The officer finds and, with cause, reads the person; nobody else does."""
    perform(an_action(subjects=(MANDATOR_PESEL,)), FakeRegister(), trail=trail)
    intent = entries(trail)[0]
    key = trail.keys.of("2026-11.standard")
    subject = first_subject(intent)

    assert key.blind_index(MANDATOR_PESEL) == subject["index"]
    assert "pesel:44051401359" == key.unseal_identifier(
        subject["sealed"],
        entry_id=str(intent["id"]),
        under=an_unsealing(str(intent["id"])),
    )


def test_an_outcome_says_whose_data_was_disclosed(trail: AuditTrail) -> None:
    """Art. 15 RODO: the attorney too may ask who was told about them."""
    performed = perform(an_action(), FakeRegister(), trail=trail)
    key = trail.keys.of("2026-11.standard")
    outcome = last(trail)

    assert [
        {"period": "2026-11.standard", "index": key.blind_index(MANDATOR_PESEL)}
    ] == outcome["disclosed"]
    assert ["name", "pesel"] == outcome["fields_disclosed"]
    assert (1, 1, "register") == (
        outcome["count"],
        outcome["requests"],
        outcome["source"],
    )
    assert "register-1" == outcome["register_message_id"]
    assert performed.answer_digest == outcome["answer_digest"]
    assert 0 == outcome["duration_ms"]


def test_the_raw_answer_is_kept_under_the_digest_of_the_outcome(
    trail: AuditTrail,
) -> None:
    """The kept bytes are evidence only if the log vouches for them."""
    performed = perform(an_action(), FakeRegister(), trail=trail)
    kept = kept_of(trail, performed.intent_id)

    assert RAW == kept.answer
    assert last(trail)["answer_digest"] == kept.answer_digest


def test_the_receipt_proves_both_entries(trail: AuditTrail, world: World) -> None:
    """Step 5: filed with the case, it needs neither us nor the database."""
    performed = perform(an_action(), FakeRegister(), trail=trail)

    checkpoint = verify_receipt(performed.receipt, [world.signer.vkey])

    assert 3 == checkpoint.size
    assert performed.intent_id == performed.receipt.intent_id


def test_an_answer_without_powers_is_an_answer(trail: AuditTrail) -> None:
    """Zero is a statement of the register, unlike silence."""
    perform(an_action(), EmptyRegister(), trail=trail)

    assert ("answered", 0) == (last(trail)["result"], last(trail)["count"])


def test_a_denial_is_an_entry_and_opens_no_intent(trail: AuditTrail) -> None:
    """An attempt without a case is what the officer looks for."""
    register = FakeRegister()
    with pytest.raises(ActionDenied) as caught:
        perform(an_action(case=""), register, trail=trail)

    assert ["action.case.missing"] == [f.rule for f in caught.value.findings]
    assert ["denied"] == kinds(trail)
    assert ["action.case.missing"] == last(trail)["rules"]
    assert [] == register.questions


def test_a_denial_keeps_identifiers_out_of_free_text(trail: AuditTrail) -> None:
    """A PESEL typed into the wrong field must not be logged by the refusal."""
    with pytest.raises(ActionDenied):
        perform(
            an_action(case="44051401359", justification="PESEL 44051401359"),
            FakeRegister(),
            trail=trail,
        )

    assert "44051401359" not in str(entries(trail))
    assert "PESEL […]" == last(trail)["justification"]


def test_a_signed_refusal_is_refused(trail: AuditTrail) -> None:
    """A documented "no" is an outcome of its own, and is kept."""
    register = FakeRegister(means=lambda _: Refused(code="no-access", message_id="r1"))
    with pytest.raises(RegisterRefused) as caught:
        perform(an_action(), register, trail=trail)

    assert "no-access" == caught.value.refusal
    assert ("refused", "no-access", "r1") == (
        last(trail)["result"],
        last(trail)["reason"],
        last(trail)["register_message_id"],
    )
    assert RAW == kept_of(trail, caught.value.intent_id).answer


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TimedOut("silence"), "transport.timed_out"),
        (HttpStatus(503), "transport.http_status"),
        (RuntimeError("a defect of ours"), "RuntimeError"),
    ],
)
def test_a_lost_call_leaves_an_unknown_outcome(
    trail: AuditTrail, error: Exception, reason: str
) -> None:
    """
    A timeout proves nothing, so the log says UNKNOWN and never REFUSED.

    Holds: ADR-0004.
    """
    register = FakeRegister()
    register.raises(error)
    with pytest.raises(OutcomeUnknown) as caught:
        perform(an_action(), register, trail=trail)

    assert ("unknown", reason) == (last(trail)["result"], last(trail)["reason"])
    assert (caught.value.intent_id, reason) == (last(trail)["ref"], caught.value.reason)
    assert error is caught.value.__cause__


def test_an_answer_that_cannot_be_verified_is_unknown_and_kept(
    trail: AuditTrail,
) -> None:
    """A forged answer is evidence too; it is kept before it is judged (ADR-0004)."""

    def forged(_raw: bytes) -> Refused | None:
        raise ValueError("wrong signer")

    with pytest.raises(OutcomeUnknown) as caught:
        perform(an_action(), FakeRegister(means=forged), trail=trail)

    kept = kept_of(trail, caught.value.intent_id)
    assert RAW == kept.answer
    assert kept.answer_digest == last(trail)["answer_digest"]


def test_what_came_with_another_status_is_kept_and_is_no_answer(
    trail: AuditTrail,
) -> None:
    """What the server said may be asked for years later, though it decides nothing."""
    register = FakeRegister()
    register.raises(HttpStatus(503, RAW))
    with pytest.raises(OutcomeUnknown) as caught:
        perform(an_action(), register, trail=trail)

    kept = kept_of(trail, caught.value.intent_id)
    assert RAW == kept.answer
    assert ("transport.http_status", "503", kept.answer_digest) == tuple(
        last(trail)[name] for name in ("reason", "detail", "answer_digest")
    )
    assert "503" == caught.value.detail


def test_a_body_is_not_carried_about_once_it_is_kept(trail: AuditTrail) -> None:
    """Error reporters write out the attributes of exceptions."""
    register, error = FakeRegister(), HttpStatus(500, RAW)
    register.raises(error)
    with pytest.raises(OutcomeUnknown):
        perform(an_action(), register, trail=trail)

    assert RAW not in vars(error).values()


def test_a_body_past_the_size_cap_is_not_kept(trail: AuditTrail) -> None:
    """The caps hold for error pages too; the outcome still says the status."""
    register = FakeRegister()
    register.raises(HttpStatus(503))
    with pytest.raises(OutcomeUnknown):
        perform(an_action(), register, trail=trail)

    assert "503" == last(trail)["detail"]
    assert "answer_digest" not in last(trail)


def test_an_error_of_nobodys_has_no_word_more(trail: AuditTrail) -> None:
    """Only our own errors say words that may be logged."""
    register = FakeRegister()
    register.raises(RuntimeError("44051401359"))
    with pytest.raises(OutcomeUnknown) as caught:
        perform(an_action(), register, trail=trail)

    assert "" == caught.value.detail
    assert "detail" not in last(trail)


def test_an_answer_with_too_many_persons_is_not_handed_out(trail: AuditTrail) -> None:
    """What one entry cannot account for is not disclosed."""
    crowd = tuple(ForeignTaxId.parse(f"CZ:{n}") for n in range(1, MAX_PERSONS + 2))
    with pytest.raises(OutcomeUnknown) as caught:
        perform(an_action(), FakeRegister(persons=crowd), trail=trail)

    assert "accountability.too_many_persons" == caught.value.reason


def test_as_many_persons_as_one_entry_can_hold_are_accounted_for(
    trail: AuditTrail,
) -> None:
    """The cap must fit into an entry, or it would fail exactly at its edge."""
    crowd = tuple(ForeignTaxId.parse(f"CZ:{n}") for n in range(1, MAX_PERSONS + 1))
    perform(an_action(), FakeRegister(persons=crowd), trail=trail)

    assert MAX_PERSONS == len(last(trail)["disclosed"])  # type: ignore[arg-type]  # JSON


def test_an_interrupt_stays_an_interrupt_and_is_logged(trail: AuditTrail) -> None:
    """Ctrl-C while waiting: the shell must see it, and so must the officer."""
    register = FakeRegister()
    register.raises(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        perform(an_action(), register, trail=trail)

    assert ("unknown", "KeyboardInterrupt") == (
        last(trail)["result"],
        last(trail)["reason"],
    )


def test_no_log_no_question(trail: AuditTrail, world: World) -> None:
    """Holds: ADR-0003; the log's file is gone while we run."""
    world.paths.store.unlink()
    register = FakeRegister()
    with pytest.raises(AuditUnavailable):
        perform(an_action(), register, trail=trail)

    assert [] == register.questions


def test_no_outcome_no_answer(trail: AuditTrail, world: World) -> None:
    """The log goes while the register answers: the answer is withheld."""

    def answer_while_the_log_goes() -> bytes:
        world.paths.store.rename(world.folder / "elsewhere")
        return RAW

    with pytest.raises(OutcomeUnknown) as caught:
        perform(an_action(), FakeRegister(says=answer_while_the_log_goes), trail=trail)

    assert "accountability.audit_unavailable" == caught.value.reason


def test_an_answer_that_cannot_be_proved_is_not_handed_out(
    trail: AuditTrail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outcome is logged; the caller learns UNKNOWN, and asks again."""

    def fail(*_: int) -> None:
        raise OSError("bogus")

    monkeypatch.setattr(trail, "prove", fail)
    with pytest.raises(OutcomeUnknown) as caught:
        perform(an_action(), FakeRegister(), trail=trail)

    assert ("OSError", "answered") == (caught.value.reason, last(trail)["result"])


def test_a_lost_call_with_a_lost_log_is_still_unknown(
    trail: AuditTrail, world: World
) -> None:
    """Both fail: the caller learns UNKNOWN, and that the log could not say so."""

    def lose_everything() -> bytes:
        world.paths.store.rename(world.folder / "elsewhere")
        raise TimedOut("silence")

    with pytest.raises(OutcomeUnknown) as caught:
        perform(an_action(), FakeRegister(says=lose_everything), trail=trail)

    assert caught.value.__cause__ is not None
    assert "could not be logged either" in caught.value.__cause__.__notes__[0]


def test_a_repeated_question_names_the_first(trail: AuditTrail) -> None:
    """A retry is a new intent that says which one it repeats."""
    first = perform(an_action(), FakeRegister(), trail=trail)
    perform(an_action(ref=first.intent_id), FakeRegister(), trail=trail)

    assert first.intent_id == entries(trail)[2]["ref"]


def test_the_officer_can_tell_persons_apart(trail: AuditTrail) -> None:
    """Two mandators have two indexes; one mandator asked twice has one."""
    perform(an_action(), FakeRegister(), trail=trail)
    perform(an_action(actor=an_actor(id="b.inna")), FakeRegister(), trail=trail)
    perform(an_action(subjects=(MANDATOR_PESEL,)), FakeRegister(), trail=trail)
    indexes = [
        first_subject(entry)["index"]
        for entry in entries(trail)
        if entry["kind"] == "intent"
    ]

    assert indexes[0] == indexes[1]
    assert indexes[0] != indexes[2]


def test_nothing_in_the_home_folder_names_the_person(
    trail: AuditTrail, world: World, tmp_path: Path
) -> None:
    """A stolen backup of the home folder tells no PESEL and no NIP of a person."""
    perform(
        an_action(subjects=(MANDATOR_NIP, MANDATOR_PESEL)), FakeRegister(), trail=trail
    )
    everything = b"".join(
        path.read_bytes() for path in world.paths.home.rglob("*") if path.is_file()
    )

    assert MANDATOR_NIP.reveal().encode() not in everything
    assert MANDATOR_PESEL.reveal().encode() not in everything
    assert tmp_path.exists()
