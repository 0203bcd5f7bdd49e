"""The receipt convinces somebody who trusts neither us nor our database."""

import json
import sqlite3
from contextlib import closing, nullcontext
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.action import perform
from accountability.errors import ReceiptInvalid, ReceiptUnreadable
from accountability.receipt import (
    MAX_RECEIPT_BYTES,
    Receipt,
    parse_receipt,
    require_proved,
    verify_receipt,
)
from accountability.trail import AuditTrail
from ledger.entry import decode_entry
from ledger.signer import NoteSigner
from tests.factories import an_action
from tests.fakes import FakeRegister
from tests.world import ORIGIN, World


@pytest.fixture(name="receipts")
def _receipts(trail: AuditTrail) -> list[Receipt]:
    """Two receipts of two look-ups on one log."""
    return [perform(an_action(), FakeRegister(), trail=trail).receipt for _ in range(2)]


def test_a_receipt_is_written_and_read_back(receipts: list[Receipt]) -> None:
    """It is filed as a text with the case and taken out again years later."""
    assert receipts[0] == parse_receipt(receipts[0].to_json())


def test_a_receipt_verifies_with_the_logs_key_alone(
    receipts: list[Receipt], world: World
) -> None:
    """No database, no network, no us."""
    checkpoint = verify_receipt(
        parse_receipt(receipts[1].to_json()), [world.signer.vkey]
    )

    assert (ORIGIN, 5) == (checkpoint.origin, checkpoint.size)


def test_a_receipt_of_another_log_is_refused(receipts: list[Receipt]) -> None:
    """A log made up afterwards, under the same name, has another key."""
    stranger = NoteSigner.generate(ORIGIN)

    with pytest.raises(ReceiptInvalid):
        verify_receipt(receipts[0], [stranger.vkey])


def test_an_altered_entry_is_refused(receipts: list[Receipt], world: World) -> None:
    """One letter of a name changed, and the proof no longer leads to the root."""
    forged = replace(receipts[0], intent=receipts[0].intent.replace(b"Anna", b"Hanna"))

    with pytest.raises(ReceiptInvalid):
        verify_receipt(forged, [world.signer.vkey])


def test_of_an_altered_entry_no_receipt_is_made(
    trail: AuditTrail, world: World, receipts: list[Receipt]
) -> None:
    """An answer that we cannot prove is not handed out."""
    assert receipts
    with closing(sqlite3.connect(world.paths.store)) as store:
        store.execute("UPDATE entry SET body = replace(body, 'Anna', 'Hanna')")
        store.commit()

    with pytest.raises(ReceiptInvalid):
        trail.prove(1, 2)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT 1", None),
        ("DELETE FROM entry WHERE kind = 'outcome'", "not there any more"),
        ("UPDATE entry SET body = replace(body, 'answered', 'refused')", "fails"),
    ],
)
def test_an_entry_is_gone_by_when_the_log_proves_it(
    trail: AuditTrail, world: World, sql: str, said: str | None
) -> None:
    """Between finding it and going by it, somebody may write into the store."""
    receipt = perform(an_action(), FakeRegister(), trail=trail).receipt
    outcome = decode_entry(receipt.outcome)
    with closing(sqlite3.connect(world.paths.store)) as store:
        store.execute(sql)
        store.commit()

    refused = pytest.raises(ReceiptInvalid, match=said) if said else nullcontext()
    with trail.log.reader() as reader, refused:
        require_proved(reader, outcome, [trail.log.vkey])


def test_an_entry_is_gone_by_as_the_log_has_it(trail: AuditTrail) -> None:
    """What was read out of the store a while ago may have been another text."""
    receipt = perform(an_action(), FakeRegister(), trail=trail).receipt
    before = decode_entry(receipt.intent) | {"operation": "bogus"}

    with trail.log.reader() as reader, pytest.raises(ReceiptInvalid, match="meanwhile"):
        require_proved(reader, before, [trail.log.vkey])


def test_the_outcome_of_another_question_is_refused(
    receipts: list[Receipt], world: World
) -> None:
    """Both entries are in the log, and do not belong together."""
    first, second = receipts
    mixed = replace(second, intent=first.intent, intent_proof=first.intent_proof)

    with pytest.raises(ReceiptInvalid):
        verify_receipt(mixed, [world.signer.vkey])


def test_proofs_against_two_checkpoints_are_refused(
    receipts: list[Receipt], world: World
) -> None:
    """A receipt leads to one checkpoint, which is what others have kept."""
    first, second = receipts
    mixed = replace(second, outcome=first.outcome, outcome_proof=first.outcome_proof)

    with pytest.raises(ReceiptInvalid, match="different checkpoints"):
        verify_receipt(mixed, [world.signer.vkey])


def test_two_outcomes_are_no_receipt(receipts: list[Receipt], world: World) -> None:
    """Without the intent nobody knows who asked."""
    only = replace(
        receipts[0],
        intent=receipts[0].outcome,
        intent_proof=receipts[0].outcome_proof,
    )

    with pytest.raises(ReceiptInvalid, match="not an intent and an outcome"):
        verify_receipt(only, [world.signer.vkey])


def test_an_outcome_bound_elsewhere_is_refused(
    trail: AuditTrail, receipts: list[Receipt], world: World
) -> None:
    """An intent and the outcome of another one, against one checkpoint."""
    with trail.log.reader() as reader:
        mixed = Receipt(
            intent=reader.entry(1),
            intent_proof=reader.proof(1).to_text(),
            outcome=reader.entry(4),
            outcome_proof=reader.proof(4).to_text(),
        )

    assert 2 == len(receipts)
    with pytest.raises(ReceiptInvalid, match="another intent"):
        verify_receipt(mixed, [world.signer.vkey])


@given(st.text() | st.binary())
def test_any_text_is_a_receipt_or_one_error(text: str | bytes) -> None:
    """A damaged file ends in a clear error, whatever is in it."""
    with pytest.raises(ReceiptInvalid):
        parse_receipt(text)


@pytest.mark.parametrize(
    "change", [{"format": "x"}, {"intent": 7}, {"intentProof": None}, {"outcome": []}]
)
def test_a_field_of_another_shape_is_refused(
    receipts: list[Receipt], world: World, change: dict[str, object]
) -> None:
    """A receipt is checked as any foreign file."""
    text = json.dumps(json.loads(receipts[0].to_json()) | change)

    with pytest.raises(ReceiptInvalid):
        verify_receipt(parse_receipt(text), [world.signer.vkey])


def test_a_field_that_no_receipt_has_is_refused(receipts: list[Receipt]) -> None:
    """Nothing in it proves that field, and "genuine" would seem to speak of it."""
    text = json.dumps(json.loads(receipts[0].to_json()) | {"annotation": "paid"})

    with pytest.raises(ReceiptUnreadable):
        parse_receipt(text)


def test_a_huge_file_is_not_read() -> None:
    """The cap stands before any parsing."""
    with pytest.raises(ReceiptInvalid, match="smaller"):
        parse_receipt(" " * (MAX_RECEIPT_BYTES + 1))
