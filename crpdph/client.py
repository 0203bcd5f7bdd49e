"""[3] Ask the register: one request becomes one exchange for `perform`.

Nothing is sent here but by the transport, which sends once, only under an open intent,
over a fresh connection to a freshly resolved name. An answer that was kept today is
read again by the same exchange, without a request.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from accountability.action import Answered
from accountability.evidence import EvidenceStore
from accountability.intent import OpenIntent
from accountability.rates import RateLimiter
from accountability.transport import Transport
from crpdph.calendar import register_day
from crpdph.judging import Judged, judge, words
from crpdph.known import KnownStore
from crpdph.messages import CONTENT_TYPE, StatusAnswer, read_answer, soap_action
from crpdph.model import Dic, Operation
from crpdph.question import Question
from crpdph.waiting import Waiting
from vocabulary.clock import Clock, system_clock

MOJE_DANE: Final = (
    "https://mojedane.gov.cz/dpr/axis2/services/rozhraniCRPDPH.rozhraniCRPDPHSOAP"
)
FIELDS: Final = ("verdict", "tax_office", "accounts", "name", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crpdph:
    """How this office reaches the register; made once, shared by threads.

    Attributes:
        url: The service's address, from the settings; it is never varied to gain
            budget.
        transport: Sends bytes and returns bytes.
        limiter: The terms of the service, shared by all processes of the host.
        known: What was learned, and which of it is of today.
        operation: What payers are asked with.
        waiting: How a batch waits.
        clock: Gives the instant of a question.
    """

    url: str
    transport: Transport
    limiter: RateLimiter
    known: KnownStore
    operation: Operation = Operation.ROZSIRENY
    waiting: Waiting = field(default_factory=Waiting)
    clock: Clock = system_clock

    def ask(self, question: Question) -> "RegisterExchange":
        """Make the exchange of one request; nothing is sent yet."""
        return RegisterExchange(question, self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer, and what it says of each line of its question."""

    answer: StatusAnswer
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class _Asks:
    """What both exchanges share: no seal signs, and what is kept is the question."""

    question: Question

    @property
    def seal_serial(self) -> None:
        """No seal signs: the register asks for none."""
        return

    def encode(self) -> bytes:
        """[1b] What is kept: the exact request, and what its lines want to know."""
        return self.question.to_bytes()


@dataclass(frozen=True, slots=True)
class RegisterExchange(_Asks):
    """One request to the register, as `accountability.action.perform` runs it."""

    register: Crpdph

    def encode(self) -> bytes:
        """[1b] The same; AuthoritiesUnusable when it could not be sent."""
        self.register.transport.check_authorities()
        return _Asks.encode(self)

    def send(self, question: bytes, *, under: OpenIntent) -> bytes:
        """[3] Send the request, once."""
        register = self.register
        return register.transport.send(
            Question.from_bytes(question).request,
            url=register.url,
            content_type=CONTENT_TYPE,
            headers={"SOAPAction": soap_action(self.question.operation)},
            under=under,
        )

    def read(self, raw: bytes) -> Answered[Reply]:
        """[3b] Read the answer and judge every line by it.

        Raises:
            NoAnswer, AnswerNotUnderstood: Nothing is known; `perform` closes the
                intent as UNKNOWN.
        """
        asked_on = register_day(self.register.clock())
        return read_reply(self.question, raw, asked_on=asked_on, source="register")


@dataclass(frozen=True, slots=True)
class KeptExchange(_Asks):
    """An answer of today, read again under an intent that cites where it is kept."""

    evidence: EvidenceStore
    clock: Clock

    def send(self, question: bytes, *, under: OpenIntent) -> bytes:
        """[3] Read what the cited action kept; no request leaves."""
        del question
        licence = under.citing()
        return self.evidence.open_kept(licence.ref, under=licence).answer

    def read(self, raw: bytes) -> Answered[Reply]:
        """[3b] As of a fresh answer."""
        asked_on = register_day(self.clock())
        return read_reply(self.question, raw, asked_on=asked_on, source="cache")


def read_reply(
    question: Question, raw: bytes, *, asked_on: date, source: str
) -> Answered[Reply]:
    """Say in the terms of `perform` what an answer holds."""
    answer = read_answer(raw)
    judged = judge(question, answer, asked_on=asked_on)
    disclosed = dict.fromkeys(
        each.line.dic for each in judged if each.subject is not None
    )
    return Answered(
        answer=Reply(answer=answer, judged=judged),
        count=len(answer.subjects),
        persons=tuple[Dic, ...](disclosed),
        fields=FIELDS,
        message_id="",
        verdicts=words(question, judged),
        source=source,
    )
