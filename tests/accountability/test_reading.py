"""Reading a kept answer: checked like a question, logged first, compared with the log.

Holds: art. 138k § 2 Ordynacji (what was learned for one case is no stock for others).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from accountability.entries import Result, Told
from accountability.errors import ActionDenied, EvidenceUnreadable, ReceiptInvalid
from accountability.model import Actor, CaseStanding, Office, Purpose, Role
from accountability.reading import Reading, find_asked, read_kept
from accountability.trail import AuditTrail
from accountability.unsealing import VALID, release, request
from tests.factories import (
    CASE,
    TODAY,
    CaseList,
    HeldClock,
    an_action,
    an_actor,
    an_authorisation,
    an_office,
)
from tests.world import World, entries

OTHER = "FK.3120.8.2026"
ANSWER = b"<bogus>answer</bogus>"
OFFICER = an_actor(
    id="i.nspektor", name="Iga Nspektor", role=Role.OFFICER, authorisation=None
)
SECOND = an_actor(
    id="k.ierownik", name="Kaja Ierownik", role=Role.MANAGER, authorisation=None
)
OTHER_OFFICER = an_actor(
    id="i.nny", name="Ida Nna", role=Role.OFFICER, authorisation=None
)
WHY = "skarga podatnika na odczyt"
EXPIRED = an_actor(authorisation=an_authorisation(valid_until=TODAY))


@dataclass
class Desk:
    """A trail, and one question that was answered in `CASE`."""

    trail: AuditTrail
    intent_id: str

    def read(self, actor: Actor, *, masked: bool = False, **changes: str) -> Reading:
        """Read what was kept, for the right case and with a reason."""
        with self.trail.log.reader() as reader:
            asked = find_asked(reader, changes.pop("intent_id", self.intent_id))
        how = {"case": CASE, "justification": "wniosek sądu o akta", **changes}
        return read_kept(
            self.trail,
            actor,
            asked=asked,
            purpose=Purpose.POWER_IN_CASE,
            masked=masked,
            **how,
        )

    def last(self) -> dict[str, object]:
        """Give the last entry."""
        return entries(self.trail)[-1]

    def in_an_office(self, office: Office) -> "Desk":
        """Let the office be another."""
        self.trail.office = office
        return self


@pytest.fixture(name="desk")
def _desk(tmp_path: Path, clock: HeldClock) -> Iterator[Desk]:
    """An office with two cases of the clerk's, and one kept answer."""
    mine = CaseList(**{CASE: CaseStanding.ASSIGNED, OTHER: CaseStanding.ASSIGNED})
    world = World(tmp_path / "office").found(clock)
    with world.opened(clock=clock, office=an_office(cases=mine)) as trail:
        intent = trail.begin(an_action(), CaseStanding.ASSIGNED, question=b"question")
        kept = trail.evidence.keep(
            intent_id=intent.id, key=intent.key, question=b"question", answer=ANSWER
        )
        told = Told(count=1, answer_digest=kept.answer_digest)
        trail.finish(intent, Result.ANSWERED, told)
        yield Desk(trail, intent.id)


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(
            "UPDATE entry SET body = replace(body, '3120.7.', '3120.8.')"
            " WHERE kind = 'intent'",
            id="the case it was asked in",
        ),
        pytest.param(
            "UPDATE entry SET body = replace(body, 'answered', 'refused')"
            " WHERE kind = 'outcome'",
            id="its outcome",
        ),
    ],
)
def test_by_an_altered_entry_nothing_is_read(desk: Desk, sql: str) -> None:
    """The store is not trusted: what a check goes by, the log has to prove."""
    size = len(entries(desk.trail))
    with closing(sqlite3.connect(desk.trail.home / "ledger.sqlite")) as store:
        assert 1 == store.execute(sql).rowcount
        store.commit()

    with pytest.raises(ReceiptInvalid):
        desk.read(an_actor(), case=OTHER)
    assert size == len(entries(desk.trail))


def test_a_reading_is_logged_with_what_it_was_for(desk: Desk) -> None:
    """The entry names question, case, purpose and operation."""
    reading = desk.read(an_actor(), operation="print", case=f" {CASE} ")

    entry = desk.last()
    assert ANSWER == reading.kept.answer
    assert (reading.disclosure_id, "disclosure", desk.intent_id, "print") == (
        entry["id"],
        entry["kind"],
        entry["ref"],
        entry["operation"],
    )
    assert {"number": CASE} == entry["case"]


@pytest.mark.parametrize(
    ("actor", "changes", "rule"),
    [
        pytest.param(
            an_actor(), {"case": OTHER}, "action.case.other", id="another case"
        ),
        pytest.param(
            OFFICER, {"case": OTHER}, "action.case.other", id="officer, another case"
        ),
        pytest.param(
            an_actor(),
            {"justification": "bo tak"},
            "crpo.access.purpose",
            id="no reason",
        ),
        pytest.param(
            OFFICER,
            {"justification": "bo tak"},
            "crpo.access.purpose",
            id="officer, no reason",
        ),
        pytest.param(
            EXPIRED, {}, "ordynacja.staff_authorisation", id="authorisation has ended"
        ),
        pytest.param(
            OFFICER, {"operation": "print"}, "kri.accountability.role", id="not hers"
        ),
        pytest.param(
            an_actor(),
            {"intent_id": "0190a2b4-0000-7000-8000-000000000001"},
            "action.question.missing",
            id="no such question",
        ),
    ],
)
def test_whoever_could_not_ask_does_not_read(
    desk: Desk, actor: Actor, changes: dict[str, str], rule: str
) -> None:
    """A denial is an entry with the rules that stopped it, each once."""
    with pytest.raises(ActionDenied):
        desk.read(actor, masked=False, **changes)

    entry = desk.last()
    assert "denied" == entry["kind"]
    assert rule in entry["rules"]  # type: ignore[operator]  # a list of ids


def test_a_denial_names_each_rule_once_and_no_notes(desk: Desk) -> None:
    """What the checks of question and disclosure both find is told once."""
    desk.in_an_office(an_office())

    with pytest.raises(ActionDenied):
        desk.read(an_actor(name="system"), operation="serve")

    assert ("serve", ["kri.accountability.one_person"]) == (
        desk.last()["operation"],
        desk.last()["rules"],
    )


def test_a_case_that_is_no_longer_the_clerks_is_the_officers_only(desk: Desk) -> None:
    """The case book decides at the time of reading."""
    given = CaseList(**{CASE: CaseStanding.NOT_ASSIGNED})
    desk.in_an_office(an_office(cases=given))

    with pytest.raises(ActionDenied, match="not_assigned"):
        desk.read(an_actor())

    assert ANSWER == desk.read(OFFICER, masked=True).kept.answer


def test_an_answer_that_was_swapped_is_not_given(desk: Desk) -> None:
    """The outcome's digest says which answer it was."""
    desk.trail.evidence.keep(
        intent_id=desk.intent_id,
        key=desk.trail.current_key(),
        question=b"q",
        answer=b"swapped",
    )

    with pytest.raises(EvidenceUnreadable, match="not the answer"):
        desk.read(OFFICER, masked=True)


def test_only_a_question_with_an_answer_is_answered(desk: Desk) -> None:
    """Neither an open question, nor an outcome's id."""
    still_open = desk.trail.begin(
        an_action(), CaseStanding.ASSIGNED, question=b"question"
    )
    outcome = next(e for e in entries(desk.trail) if e["kind"] == "outcome")
    with desk.trail.log.reader() as reader:
        found = [
            find_asked(reader, name).answered
            for name in (desk.intent_id, still_open.id, str(outcome["id"]))
        ]

    assert [True, False, False] == found


def requested(desk: Desk, *, released: bool) -> None:
    """Let the officer request the question's identifiers, and a manager release."""
    asked = request(desk.trail, OFFICER, [desk.intent_id], reason=WHY)
    if released:
        release(desk.trail, SECOND, asked.id, reason=WHY)


def test_an_officer_alone_reads_no_identifier_in_clear(desk: Desk) -> None:
    """
    Neither without a request, nor with one that nobody has released.

    Holds: ADR-0013.
    """
    with pytest.raises(ActionDenied, match=r"unsealing\.answer"):
        desk.read(OFFICER)
    requested(desk, released=False)

    with pytest.raises(ActionDenied, match=r"unsealing\.answer"):
        desk.read(OFFICER)
    assert ["unsealing.answer"] == desk.last()["rules"]


def test_what_a_second_person_released_its_requester_reads_in_clear(desk: Desk) -> None:
    """Another officer has a request of his own to make."""
    requested(desk, released=True)

    assert ANSWER == desk.read(OFFICER).kept.answer
    with pytest.raises(ActionDenied, match=r"unsealing\.answer"):
        desk.read(OTHER_OFFICER)


def test_a_release_of_long_ago_shows_no_answer(desk: Desk, clock: HeldClock) -> None:
    """It holds as long as for `jst officer show`."""
    requested(desk, released=True)
    clock.now += VALID + timedelta(seconds=1)

    with pytest.raises(ActionDenied, match=r"unsealing\.answer"):
        desk.read(OFFICER)


def test_a_masked_reading_says_so_in_its_entry(desk: Desk) -> None:
    """An entry without the word promises nothing."""
    desk.read(OFFICER, masked=True)
    masked = desk.last()
    desk.read(an_actor())

    assert (True, None) == (masked["masked"], desk.last().get("masked"))
