"""Evidence of a check: the same verdict offline, or a word for what was changed."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.action import perform
from accountability.errors import ActionDenied, EvidenceUnreadable, ReceiptInvalid
from accountability.model import Purpose
from crpdph.errors import EvidenceDisproved
from crpdph.evidence import Evidence, collect, parse_evidence, verify
from crpdph.lookup import fetch_list
from crpdph.model import Operation
from crpdph.question import Line
from jst.simulators.crpdph import CzechFault
from tests.crpdph.conftest import CzechOffice
from tests.factories import CASE, an_action
from tests.fakes import FakeRegister

WHY = "dowód do akt sprawy"
PUBLISHED = "19-2000145399/0800"


def collected(office: CzechOffice, intent_id: str, **changes: str) -> Evidence:
    """Collect the evidence as the clerk does."""
    said = {"case": CASE, "justification": WHY} | changes
    return collect(
        office.trail,
        intent_id,
        actor=office.grounds().actor,
        purpose=Purpose.PAYMENT_CHECK,
        **said,
    )


def one(office: CzechOffice) -> Evidence:
    """Check a payer and two accounts, and collect the evidence."""
    [found, _] = office.check(
        office.line("reliable", PUBLISHED), office.line("reliable", "1000000011/0100")
    )
    return collected(office, found.intent_id)


def test_evidence_reaches_the_same_verdicts_offline(office: CzechOffice) -> None:
    """From the file and the log's public key alone."""
    text = one(office).to_json()

    shown = verify(parse_evidence(text), [office.world.signer.vkey])

    assert ["reliable/published", "reliable/not_published"] == [
        each.word for each in shown.judged
    ]
    assert shown.request_bound
    assert PUBLISHED == shown.judged[0].line.account


def test_taking_evidence_is_an_entry(office: CzechOffice) -> None:
    """Who took it, why, and for which case."""
    one(office)

    [entry] = office.entries("disclosure")
    assert (CASE, WHY) == (entry["case"]["number"], entry["justification"])  # type: ignore[index]


def test_no_answer_is_evidence_of_no_answer(office: CzechOffice) -> None:
    """That we asked in vain is worth proving too."""
    office.simulator.faults.next(CzechFault.CLOSED)
    [found] = office.check(office.line("reliable"))

    shown = verify(collected(office, found.intent_id), [office.world.signer.vkey])

    assert ((), "crpdph.register_closed") == (shown.judged, shown.reason)


def test_a_cached_check_has_evidence_of_its_own(office: CzechOffice) -> None:
    """It does not lean on another person's action."""
    office.check(office.line("reliable"))
    [again] = office.check(office.line("reliable", PUBLISHED))

    shown = verify(collected(office, again.intent_id), [office.world.signer.vkey])

    assert ["reliable/published"] == [each.word for each in shown.judged]


def test_the_list_is_evidence_too(office: CzechOffice) -> None:
    """Who of the vendors was in it comes out of the file again."""
    found = fetch_list(
        [office.line("unreliable"), office.line("reliable")],
        grounds=office.grounds(),
        register=office.register,
        trail=office.trail,
    )

    shown = verify(collected(office, found.intent_id), [office.world.signer.vkey])

    assert ["unreliable", "unknown:not_listed"] == [each.word for each in shown.judged]


def _answer(said: dict[str, Any], old: bytes, new: bytes) -> None:
    said["answer"] = b64encode(b64decode(said["answer"]).replace(old, new)).decode()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda said: _answer(said, b'"NE"', b'"ANO"'), "answer"),
        (lambda said: said.update(answerSalt="00" * 32), "answer"),
        (lambda said: said.update(questionSalt="00" * 32), "question"),
        (lambda said: said.update(question=b64encode(b"{}").decode()), "question"),
        (lambda said: said.update(format="x"), "format"),
        (lambda said: said.pop("answer"), "format"),
        (lambda said: said.update(answer="!"), "format"),
    ],
)
def test_a_changed_file_is_disproved(
    office: CzechOffice, spoil: Callable[[dict[str, Any]], None], reason: str
) -> None:
    """Each part is bound to the log."""
    said = json.loads(one(office).to_json())
    spoil(said)

    with pytest.raises(EvidenceDisproved) as caught:
        verify(parse_evidence(json.dumps(said)), [office.world.signer.vkey])

    assert reason == caught.value.reason


def test_evidence_of_another_log_proves_nothing(office: CzechOffice) -> None:
    """The key comes from elsewhere than the file."""
    with pytest.raises(ReceiptInvalid):
        verify(one(office), ["x+00000000+AAAA"])


def test_without_the_salt_of_the_question_the_rest_is_verified(
    office: CzechOffice,
) -> None:
    """Under a legal hold the salt lies with the hold; the file says so."""
    evidence = replace(one(office), question_salt=None)

    assert not verify(evidence, [office.world.signer.vkey]).request_bound


def test_a_question_that_was_swapped_gives_another_verdict(office: CzechOffice) -> None:
    """Even where the question's salt is not there to compare."""
    evidence = one(office)
    other = Line.parse(office.dic("unreliable").reveal())
    swapped = office.register.ask(replace(_question(evidence), lines=(other,))).encode()

    with pytest.raises(EvidenceDisproved, match="verdict"):
        verify(
            replace(evidence, question=swapped, question_salt=None),
            [office.world.signer.vkey],
        )


def _question(evidence: Evidence) -> Any:  # noqa: ANN401 - a question, to be changed
    from crpdph.question import Question  # noqa: PLC0415 - one test

    return Question.from_bytes(evidence.question)


def test_the_action_of_another_system_is_no_check(office: CzechOffice) -> None:
    """Its receipt is good, and says nothing about a payer."""
    done = perform(an_action(), FakeRegister(), trail=office.trail)
    evidence = replace(one(office), receipt=done.receipt)

    with pytest.raises(EvidenceDisproved, match="another system"):
        verify(evidence, [office.world.signer.vkey])
    with pytest.raises(EvidenceUnreadable, match="no finished check"):
        collected(office, done.intent_id)


def test_the_question_of_another_operation_is_disproved(office: CzechOffice) -> None:
    """The entry says which operation was asked."""
    evidence = one(office)
    question = replace(_question(evidence), operation=Operation.PLATCE)
    plain = evidence.answer.replace(b"Rozsireny", b"")

    with pytest.raises(EvidenceDisproved):
        verify(
            replace(
                evidence,
                question=question.to_bytes(),
                question_salt=None,
                answer=plain,
            ),
            [office.world.signer.vkey],
        )
    with pytest.raises(EvidenceDisproved, match="another operation"):
        verify(
            replace(evidence, question=question.to_bytes(), question_salt=None),
            [office.world.signer.vkey],
        )


def test_a_question_that_is_none_is_disproved(office: CzechOffice) -> None:
    """Also where its digest cannot be compared."""
    with pytest.raises(EvidenceDisproved, match="no question of ours"):
        verify(
            replace(one(office), question=b"{}", question_salt=None),
            [office.world.signer.vkey],
        )


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends it chooses its size."""
    monkeypatch.setattr("crpdph.evidence.MAX_BYTES", 10)

    with pytest.raises(EvidenceDisproved, match="too large"):
        parse_evidence("x" * 11)


def test_another_case_gets_no_evidence(office: CzechOffice) -> None:
    """A denial is an entry, and nothing was read."""
    [found] = office.check(office.line("reliable"))

    with pytest.raises(ActionDenied):
        collected(office, found.intent_id, case="FK.3120.8.2026")

    assert 1 == len(office.entries("denied"))


@pytest.mark.parametrize(
    "intent_id", ["nobody", "01a02b03-0000-7000-8000-000000000000"]
)
def test_nothing_is_collected_for_what_is_no_check(
    office: CzechOffice, intent_id: str
) -> None:
    """Ids come from people."""
    with pytest.raises(EvidenceUnreadable):
        collected(office, intent_id)


def test_evidence_shows_nobody_in_its_repr(office: CzechOffice) -> None:
    """It holds numbers in clear."""
    evidence = one(office)

    assert office.dic("reliable").reveal() not in repr(evidence)


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_no_text_breaks_the_reader_of_evidence(text: str | bytes) -> None:
    """Files come from elsewhere."""
    with pytest.raises(EvidenceDisproved):
        parse_evidence(text)
