"""Evidence of a check: the same verdict offline, or a word for what was changed."""

import json
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.action import MAX_PERSONS, Answered, perform
from accountability.errors import ActionDenied, EvidenceUnreadable, ReceiptInvalid
from accountability.holds import set_hold
from accountability.intent import OpenIntent
from accountability.model import Action, Capacity, CaseStanding, Purpose, Role, System
from accountability.retiring import order_retirement, retire
from crpdph.errors import EvidenceDisproved
from crpdph.evidence import Evidence, collect, parse_evidence, verify
from crpdph.model import Operation
from crpdph.question import Question
from jst.simulators.crpdph import CzechFault
from tests.crpdph.conftest import CzechOffice
from tests.factories import CASE, an_action, an_actor, an_authorisation
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

    [judged] = shown.judged
    assert ("unknown:crpdph.register_closed", "closed") == (judged.word, shown.detail)


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        pytest.param(CzechFault.HTTP_503, 503, "html", id="the sorry page"),
        pytest.param(CzechFault.SOAP_FAULT_500, 500, "fault", id="a fault"),
        pytest.param(CzechFault.SOAP_FAULT_ECHO, 500, "fault", id="it repeats us"),
    ],
)
def test_what_came_with_another_status_is_kept_and_read_again(
    office: CzechOffice, fault: CzechFault, status: int, body: str
) -> None:
    """Whoever doubts that we asked sees the very bytes that came back."""
    office.simulator.faults.next(fault)
    [found] = office.check(office.line("reliable"))
    evidence = parse_evidence(collected(office, found.intent_id).to_json())

    shown = verify(evidence, [office.world.signer.vkey])

    assert b"" != evidence.answer
    assert (found.judged.reason, found.detail) == (shown.reason, shown.detail)
    assert ("transport.http_status", status, body) == (
        shown.reason,
        shown.http_status,
        shown.body,
    )
    assert ["unknown:transport.http_status"] == [each.word for each in shown.judged]


def test_bytes_of_another_status_that_were_changed_are_disproved(
    office: CzechOffice,
) -> None:
    """Their digest is in the log, as of any answer."""
    office.simulator.faults.next(CzechFault.HTTP_503)
    [found] = office.check(office.line("reliable"))
    evidence = collected(office, found.intent_id)

    with pytest.raises(EvidenceDisproved) as caught:
        verify(
            replace(evidence, answer=evidence.answer + b" "),
            [office.world.signer.vkey],
        )

    assert "answer" == caught.value.reason


def test_a_cached_check_has_evidence_of_its_own(office: CzechOffice) -> None:
    """It does not lean on another person's action."""
    office.check(office.line("reliable"))
    [again] = office.check(office.line("reliable", PUBLISHED))

    shown = verify(collected(office, again.intent_id), [office.world.signer.vkey])

    assert ["reliable/published"] == [each.word for each in shown.judged]


def test_a_cached_check_bundles_the_action_that_it_cites(office: CzechOffice) -> None:
    """So that the file shows that, and when, the register was asked."""
    [first] = office.check(office.line("reliable"))
    [again] = office.check(office.line("reliable", PUBLISHED))
    evidence = parse_evidence(collected(office, again.intent_id).to_json())

    shown = verify(evidence, [office.world.signer.vkey])

    assert ("register", first.intent_id) == (
        (shown.cited or {})["source"],
        (shown.cited or {})["ref"],
    )


@pytest.mark.parametrize("altered", ["the check", "the one it cites"])
def test_what_the_log_does_not_prove_is_not_even_read(
    office: CzechOffice, altered: str
) -> None:
    """The store is not trusted: no entry says that somebody saw what nobody may."""
    [first] = office.check(office.line("reliable"))
    [again] = office.check(office.line("reliable"))
    ids = {"the check": again.intent_id, "the one it cites": first.intent_id}
    with closing(sqlite3.connect(office.world.paths.store)) as store:
        sql = "UPDATE entry SET body = replace(body, 'answered', 'refused')"
        store.execute(f"{sql} WHERE ref = ? AND kind = 'outcome'", (ids[altered],))
        store.commit()

    with pytest.raises(ReceiptInvalid):
        collected(office, again.intent_id)
    assert [] == office.entries("disclosure")


def test_another_action_that_is_cited_is_disproved(office: CzechOffice) -> None:
    """Its receipt is good, and it is not the one that the entry names."""
    [first] = office.check(office.line("reliable"))
    [again] = office.check(office.line("reliable", PUBLISHED))
    evidence = collected(office, again.intent_id)

    with pytest.raises(EvidenceDisproved, match="another action is cited"):
        verify(replace(evidence, cited=evidence.receipt), [office.world.signer.vkey])
    with pytest.raises(EvidenceDisproved, match="another action is cited"):
        verify(
            replace(collected(office, first.intent_id), cited=evidence.receipt),
            [office.world.signer.vkey],
        )


def test_the_list_is_evidence_too(office: CzechOffice) -> None:
    """Who of the vendors was in it comes out of the file again."""
    found = office.listed(office.line("unreliable"), office.line("reliable"))

    shown = verify(collected(office, found.intent_id), [office.world.signer.vkey])

    assert ["unreliable", "unknown:not_listed"] == [each.word for each in shown.judged]


def test_a_crowded_list_is_evidence_of_unknown(office: CzechOffice) -> None:
    """It was kept and not shown; the parts that were shown cite it."""
    found = office.listed(*office.crowd(MAX_PERSONS + 1))
    vkeys, asked = [office.world.signer.vkey], office.entries("intent")[0]["id"]

    crowded = verify(collected(office, str(asked)), vkeys)
    part = verify(collected(office, found.intent_id), vkeys)

    assert "accountability.too_many_persons" == crowded.reason
    assert {"unreliable"} == {each.word for each in part.judged}


def test_what_no_entry_vouches_for_is_no_evidence(office: CzechOffice) -> None:
    """Its writer died between keeping and logging: that proves nothing either way."""
    action = a_czech_action(office)
    question = Question(Operation.ROZSIRENY, (office.line("reliable"),)).to_bytes()
    trail = office.trail
    intent = trail.begin(action, CaseStanding.DECLARED, question=question)
    trail.evidence.keep(
        intent_id=intent.id, key=intent.key, question=question, answer=b"<x/>"
    )
    trail.closed_after_death(intent.id, batch=None)

    with pytest.raises(EvidenceUnreadable, match="no answer"):
        collected(office, intent.id)


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
        (lambda said: said.update(cited=""), "format"),
        (lambda said: said.update(cited={}), "format"),
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


@pytest.mark.parametrize("salt", [None, ""])
def test_a_question_that_nothing_binds_proves_nothing(
    office: CzechOffice, salt: str | None
) -> None:
    """
    Without its salt the account could be swapped for another published one.

    Its salt is in the file of every check, also of one that a hold has kept.
    """
    evidence = one(office)
    other = office.line("reliable", "5245280/0300")
    swapped = replace(_question(evidence), lines=(other,)).to_bytes()
    said = json.loads(evidence.to_json())
    said |= {"question": b64encode(swapped).decode(), "questionSalt": salt}

    with pytest.raises(EvidenceDisproved):
        verify(parse_evidence(json.dumps(said)), [office.world.signer.vkey])


def test_a_held_check_is_bound_to_its_question_too(office: CzechOffice) -> None:
    """The month's key is gone; the salt was handed over to the key of the hold."""
    [found] = office.check(office.line("reliable", PUBLISHED))
    officer = an_actor(id="i.nspektor", name="Iga Nspektor", role=Role.OFFICER)
    operator = an_actor(id="o.perator", name="Ola Perator", role=Role.OPERATOR)
    set_hold(office.trail, officer, case=CASE, justification=WHY)
    office.at("2029-01-02T12:00:00")
    order = order_retirement(
        office.trail, officer, period="2026-11.standard", justification=WHY
    )
    retire(office.trail, operator, order_id=order)
    grounds = office.grounds()
    lasting = replace(
        grounds.actor,
        authorisation=an_authorisation(
            systems=frozenset({System.CRPDPH}), valid_until=None
        ),
    )

    evidence = collect(
        office.trail,
        found.intent_id,
        actor=lasting,
        case=CASE,
        purpose=Purpose.PAYMENT_CHECK,
        justification=WHY,
    )

    [shown] = verify(evidence, [office.world.signer.vkey]).judged
    assert ("reliable/published", PUBLISHED) == (shown.word, shown.line.account)


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


@dataclass
class Faulty:
    """An exchange that a faulty program might have run: it logs what is not so."""

    question: bytes
    answer: bytes
    verdicts: tuple[str, ...] = ("reliable/published", "reliable/not_published")
    seal_serial: int | None = None

    def encode(self) -> bytes:
        """Give the question that is kept."""
        return self.question

    def send(self, question: bytes, *, under: OpenIntent) -> bytes:
        """Give the answer that is kept."""
        del question, under
        return self.answer

    def read(self, raw: bytes) -> Answered[None]:
        """Say what is not so."""
        del raw
        return Answered(
            answer=None,
            count=1,
            persons=(),
            fields=(),
            message_id="",
            verdicts=self.verdicts,
        )


def a_czech_action(office: CzechOffice) -> Action:
    """Make the action of a check of one payer."""
    grounds = office.grounds()
    return an_action(
        actor=grounds.actor,
        system=System.CRPDPH,
        capacity=Capacity.BUYER,
        operation=Operation.ROZSIRENY.value,
        purpose=grounds.purpose,
        basis=grounds.basis,
        subjects=(office.dic("reliable"),),
    )


@pytest.mark.parametrize(
    ("faulty", "reason"),
    [
        (lambda _question, answer: Faulty(b"{}", answer), "question"),
        (
            lambda question, answer: Faulty(
                replace(question, operation=Operation.PLATCE).to_bytes(),
                answer.replace(b"Rozsireny", b""),
            ),
            "operation",
        ),
        (
            lambda question, answer: Faulty(question.to_bytes(), answer, ("reliable",)),
            "verdict",
        ),
    ],
)
def test_a_log_that_says_what_is_not_so_is_disproved(
    office: CzechOffice, faulty: Callable[[Any, bytes], Faulty], reason: str
) -> None:
    """The digests agree; the bytes say something else than the entries."""
    evidence = one(office)
    action = a_czech_action(office)
    exchange = faulty(_question(evidence), evidence.answer)
    done = perform(action, exchange, trail=office.trail)

    with pytest.raises(EvidenceDisproved) as caught:
        verify(collected(office, done.intent_id), [office.world.signer.vkey])

    assert reason == caught.value.reason


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
