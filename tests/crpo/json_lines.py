"""A second contract, to prove the seam: a line of JSON and a line of signature.

It tells only what the one public page promises: attorneys and end dates.
"""

import json
from base64 import b64decode, b64encode
from datetime import date, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from certs.keys import SigningKey, algorithm_of
from crpo.errors import AnswerNotAuthentic, AnswerNotBound, AnswerNotUnderstood
from crpo.model import Answer, MandatorQuery, Question, Refusal
from crpo.power import Attorney, PowerOfAttorney
from vocabulary.clock import iso_utc, parse_iso_utc
from vocabulary.identifiers import Nip, parse_mandator


class JsonLines:
    """One line of JSON, one line of base64 with its ECDSA signature."""

    name, version, content_type = "json_lines", "1", "application/jsonl"

    def __init__(self, register: EllipticCurvePublicKey) -> None:
        self._register = register

    def encode(self, question: Question) -> bytes:
        """Write the four facts of a question."""
        about = question.query.mandator
        asked = {
            "id": question.id,
            "about": [about.kind, about.reveal()],
            "by": question.authority_nip.reveal(),
            "at": iso_utc(question.asked_at),
        }
        return json.dumps(asked, sort_keys=True).encode()

    def read_question(self, data: bytes) -> Question:
        """Read them back."""
        asked = json.loads(data)
        kind, number = asked["about"]
        return Question(
            id=asked["id"],
            query=MandatorQuery(parse_mandator(kind, number)),
            authority_nip=Nip.parse(asked["by"]),
            asked_at=parse_iso_utc(asked["at"]),
        )

    def seal(self, data: bytes, key: SigningKey) -> bytes:
        """Add the signature's line."""
        return data + b"\n" + b64encode(key.sign(data, algorithm_of(key.public_key())))

    def decode(
        self, raw: bytes, question: Question, *, now: datetime
    ) -> Answer | Refusal:
        """Verify, bind, read; a refusal has `no` in place of `powers`."""
        line, _, signature = raw.partition(b"\n")
        try:
            self._register.verify(b64decode(signature), line, ECDSA(SHA256()))
        except (InvalidSignature, ValueError) as wrong:
            raise AnswerNotAuthentic("not signed", reason="signature") from wrong
        try:
            told = json.loads(line)
            if told["to"] != question.id:
                raise AnswerNotBound("another question", reason="to")
            if "no" in told:
                return Refusal(code=told["no"], text="", message_id="-", raw=raw)
            return Answer(
                message_id="-",
                in_reply_to=question.id,
                mandator=question.query.mandator,
                day=date.fromisoformat(told["day"]),
                answered_at=now,
                powers=tuple(_power(each) for each in told["powers"]),
                raw=raw,
            )
        except (ValueError, KeyError, TypeError) as odd:
            raise AnswerNotUnderstood("odd", reason="json") from odd


def _power(told: dict[str, str]) -> PowerOfAttorney:
    who, until = Attorney(surname=told["surname"]), date.fromisoformat(told["until"])
    return PowerOfAttorney(attorneys=(who,), valid_until=until)
