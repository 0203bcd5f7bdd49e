"""An action that is answered from what an earlier one kept; what an outcome adds."""

from dataclasses import dataclass, field

import pytest

from accountability.action import Answered, perform
from accountability.errors import NotUnderDisclosure, OutcomeUnknown
from accountability.intent import OpenIntent
from accountability.model import CaseStanding
from accountability.trail import AuditTrail
from tests.factories import an_action
from tests.fakes import RAW, FakeRegister, a_disclosure
from tests.world import entries


@dataclass
class Kept(FakeRegister):
    """A register that is never asked: it reads what the cited action kept."""

    trail: AuditTrail | None = None
    licences: list[object] = field(default_factory=list)

    def send(self, question: bytes, *, under: OpenIntent) -> bytes:
        """Read the kept answer under the intent itself."""
        del question
        licence = under.citing()
        assert self.trail is not None
        return self.trail.evidence.open_kept(licence.ref, under=licence).answer

    def read(self, raw: bytes) -> Answered[str]:
        """Say that nothing was asked, and one verdict."""
        return Answered(
            answer=raw.decode(),
            count=1,
            persons=(),
            fields=(),
            message_id="",
            verdicts=("reliable",),
            source="cache",
        )


def test_an_answer_from_the_cache_is_an_action_that_cites(trail: AuditTrail) -> None:
    """The intent says who reads it, why and for which case; nothing was sent."""
    first = perform(an_action(), FakeRegister(), trail=trail)

    again = perform(an_action(ref=first.intent_id), Kept(trail=trail), trail=trail)

    assert RAW.decode() == again.answer
    [*_, intent, outcome] = entries(trail)
    assert first.intent_id == intent["ref"]
    assert ("cache", 0, ["reliable"]) == (
        outcome["source"],
        outcome["requests"],
        outcome["verdicts"],
    )
    assert (
        RAW
        == trail.evidence.open_kept(
            again.intent_id, under=a_disclosure(again.intent_id)
        ).answer
    )


def test_an_intent_that_cites_nothing_reads_nothing(trail: AuditTrail) -> None:
    """Else any question would open any answer."""
    with pytest.raises(OutcomeUnknown) as caught:
        perform(an_action(), Kept(trail=trail), trail=trail)

    assert isinstance(caught.value.__cause__, NotUnderDisclosure)


def test_a_closed_intent_reads_nothing(trail: AuditTrail) -> None:
    """The licence ends with the action."""
    first = perform(an_action(), FakeRegister(), trail=trail)
    intent = trail.begin(
        an_action(ref=first.intent_id), CaseStanding.ASSIGNED, question=b"?"
    )
    intent.close()

    with pytest.raises(NotUnderDisclosure):
        intent.citing()


def test_a_register_without_a_seal_leaves_no_serial(trail: AuditTrail) -> None:
    """Nothing signs, and the entry does not pretend."""
    perform(an_action(), FakeRegister(seal_serial=None), trail=trail)

    assert "seal_serial" not in entries(trail)[0]
