"""Whatever goes wrong ends as UNKNOWN; only a signed, documented refusal is a no.

Over a real socket, with real TLS and real signatures. Nothing here may ever look like
"there is no attorney".
"""

import pytest

from accountability.errors import (
    AnswerTooLarge,
    HttpStatus,
    OutcomeUnknown,
    RedirectRefused,
    RegisterRefused,
    TimedOut,
    Unreachable,
)
from accountability.trail import AuditTrail
from crpo.client import Crpo
from crpo.errors import AnswerNotAuthentic, AnswerNotBound, AnswerNotUnderstood
from jst.simulators.crpo import CrpoSimulator
from jst.simulators.faults import Fault
from tests.crpo.asking import ask
from tests.world import entries

LATE = [Fault.SLOW, Fault.SILENT, Fault.DRIP]
UNKNOWN = {
    Fault.HTTP_503: HttpStatus,
    Fault.REDIRECT_307: RedirectRefused,
    Fault.CUT: Unreachable,
    Fault.HUGE: AnswerTooLarge,
    Fault.BROKEN_XML: AnswerNotAuthentic,
    Fault.ENTITY_BOMB: AnswerNotAuthentic,
    Fault.UNSIGNED: AnswerNotAuthentic,
    Fault.WRONG_SIGNER: AnswerNotAuthentic,
    Fault.TAMPERED: AnswerNotAuthentic,
    Fault.REPLAY: AnswerNotBound,
    Fault.OTHER_QUESTION: AnswerNotBound,
    Fault.OTHER_MANDATOR: AnswerNotBound,
    Fault.STALE: AnswerNotBound,
    Fault.ENDED_POWER: AnswerNotUnderstood,
    Fault.ODD_REFUSAL: AnswerNotUnderstood,
}


def require_unknown(
    cause: type[Exception],
    fault: Fault,
    simulator: CrpoSimulator,
    register: Crpo,
    trail: AuditTrail,
) -> None:
    """Ask once under a fault: nothing is answered, and the log says exactly that."""
    asked_before = sum(simulator.received.values())
    simulator.faults.next(fault)

    with pytest.raises(OutcomeUnknown) as caught:
        ask(simulator.examples()["one"], register, trail)

    intent, outcome = entries(trail)
    assert cause is type(caught.value.__cause__)
    assert ("intent", "outcome", "unknown") == (
        intent["kind"],
        outcome["kind"],
        outcome["result"],
    )
    assert intent["id"] == outcome["ref"] == caught.value.intent_id
    assert "count" not in outcome
    assert 1 == sum(simulator.received.values()) - asked_before


@pytest.mark.parametrize(("fault", "cause"), UNKNOWN.items())
def test_a_fault_leaves_an_unknown_outcome(
    fault: Fault,
    cause: type[Exception],
    simulator: CrpoSimulator,
    register: Crpo,
    trail: AuditTrail,
) -> None:
    """
    It was asked once, nothing was answered, and the log says exactly that.

    Holds: ADR-0004, ADR-0008.
    """
    require_unknown(cause, fault, simulator, register, trail)


@pytest.mark.parametrize("fault", LATE)
def test_an_answer_that_is_late_leaves_an_unknown_outcome(
    fault: Fault, simulator: CrpoSimulator, hasty: Crpo, trail: AuditTrail
) -> None:
    """
    However it is late: none at all, not yet, or never whole.

    Holds: ADR-0004, ADR-0008.
    """
    require_unknown(TimedOut, fault, simulator, hasty, trail)


def test_a_replayed_answer_of_a_real_earlier_question_is_unknown(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """An answer that was true an hour ago is the best forgery there is."""
    ask(simulator.examples()["one"], register, trail)
    simulator.faults.next(Fault.REPLAY)

    with pytest.raises(OutcomeUnknown) as caught:
        ask(simulator.examples()["one"], register, trail)

    assert AnswerNotBound is type(caught.value.__cause__)


def test_a_signed_refusal_is_refused(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """
    A documented refusal under the register's seal is the only "no".

    Holds: design, section 3, step 4.
    """
    simulator.faults.next(Fault.REFUSAL)

    with pytest.raises(RegisterRefused) as caught:
        ask(simulator.examples()["one"], register, trail)

    assert "quota_exceeded" == caught.value.refusal
    assert "refused" == entries(trail)[-1]["result"]


def test_every_fault_is_tested() -> None:
    """A fault that nobody asks for tests nothing."""
    assert set(Fault) == {*LATE, *UNKNOWN, Fault.REFUSAL}


def test_after_a_fault_the_next_answer_is_good(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """UNKNOWN is repeated by a person, under a new intent, and then answered."""
    simulator.faults.next("unsigned")
    with pytest.raises(OutcomeUnknown):
        ask(simulator.examples()["one"], register, trail)

    assert 1 == len(ask(simulator.examples()["one"], register, trail).answer.powers)
