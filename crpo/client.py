"""[3] Ask the register: one question becomes one exchange for `perform`.

Nothing is sent here but by the transport, which sends once and only under an open
intent; nothing is understood here but by the contract.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from accountability.action import Answered, Refused
from accountability.intent import OpenIntent
from accountability.transport import Transport
from crpo.contract.port import Contract
from crpo.model import Answer, MandatorQuery, Question, Refusal
from vocabulary.clock import Clock, system_clock, warsaw_day
from vocabulary.identifiers import Nip

if TYPE_CHECKING:  # X.509 takes 60 ms, which importing crpo.lookup must not pay
    from certs.keys import SigningKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Crpo:
    """How this office reaches CRPO; made once, shared by threads.

    Attributes:
        contract: The wire contract, e.g. `crpo.contract.xades_xml.XadesXml`.
        key: The office's registered seal.
        url: The register's address, from the settings.
        transport: Sends bytes and returns bytes.
        clock: Gives the instant of a question, and judges an answer's.
    """

    contract: Contract
    key: "SigningKey"
    url: str
    transport: Transport
    clock: Clock = system_clock

    def question(self, query: MandatorQuery, *, authority_nip: Nip) -> Question:
        """Write a new question under a new random id."""
        return Question(
            id=str(uuid4()),
            query=query,
            authority_nip=authority_nip,
            asked_at=self.clock(),
        )

    def ask(self, question: Question) -> "CrpoExchange":
        """Make the exchange of one question; nothing is sent yet."""
        return CrpoExchange(self, question)


@dataclass(frozen=True, slots=True)
class CrpoExchange:
    """One question to CRPO, as `accountability.action.perform` runs it."""

    register: Crpo
    question: Question

    @property
    def seal_serial(self) -> int:
        """Serial number of the seal that signs."""
        return self.register.key.certificate.serial

    def encode(self) -> bytes:
        """[1b] The question's bytes by the contract.

        Raises:
            AuthoritiesUnusable: It could not be sent.
        """
        self.register.transport.check_authorities()
        return self.register.contract.encode(self.question)

    def send(self, question: bytes, *, under: OpenIntent) -> bytes:
        """[3] Seal the question and send it, once."""
        register = self.register
        return register.transport.send(
            register.contract.seal(question, register.key),
            url=register.url,
            content_type=register.contract.content_type,
            under=under,
        )

    def read(self, raw: bytes) -> Answered[Answer] | Refused:
        """[3b] Verify, bind and read the answer by the contract.

        Raises:
            AnswerError: It proves nothing; `perform` closes the intent as UNKNOWN.
            AnswerStale: It speaks of yesterday; the same.
        """
        contract, now = self.register.contract, self.register.clock()
        reply = contract.decode(raw, self.question, now=now)
        if isinstance(reply, Refusal):
            return Refused(code=reply.code, message_id=reply.message_id)
        # Answered before midnight and read after it: no ground for today.
        reply.for_decision_on(warsaw_day(now))
        return Answered(
            answer=reply,
            count=len(reply.powers),
            persons=reply.disclosed,
            fields=reply.fields_disclosed,
            message_id=reply.message_id,
        )
