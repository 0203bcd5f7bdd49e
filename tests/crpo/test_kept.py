"""A kept answer of CRPO, read again: what the log calls an answer has to be one."""

from pathlib import Path

import pytest

from accountability.entries import Result, Told
from accountability.errors import EvidenceUnreadable
from accountability.model import CaseStanding, Purpose
from crpo.kept import read_answer
from tests.crpo.bench import Bench, a_question
from tests.factories import CASE, NOON, HeldClock, an_action, an_actor
from tests.world import World


def test_a_refusal_that_is_logged_as_an_answer_is_not_read_as_one(
    bench: Bench, tmp_path: Path
) -> None:
    """Whoever could write such a log must not get "no powers" out of a refusal."""
    clock, question = HeldClock(NOON), a_question()
    world = World(tmp_path / "office").found(clock)
    with world.opened(clock=clock) as trail:
        data = bench.contract.encode(question)
        intent = trail.begin(an_action(), CaseStanding.ASSIGNED, question=data)
        kept = trail.evidence.keep(
            intent_id=intent.id,
            key=intent.key,
            question=data,
            answer=bench.refusal("quota_exceeded"),
        )
        told = Told(count=0, answer_digest=kept.answer_digest)
        trail.finish(intent, Result.ANSWERED, told)

        with pytest.raises(EvidenceUnreadable, match="a refusal is kept"):
            read_answer(
                trail,
                bench.contract,
                intent.id,
                actor=an_actor(),
                case=CASE,
                purpose=Purpose.POWER_IN_CASE,
                justification="doręczenie decyzji",
                operation="serve",
            )
