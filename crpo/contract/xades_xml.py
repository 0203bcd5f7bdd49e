"""The reference contract: XML with enveloped XAdES, both sides signed.

It is ours, made from public facts. It is NOT the Ministry's interface, which is not
public; docs/crpo-contract.md shows how the real one takes this file's place.

    question -> encode (Canonical XML) -> seal (the office's) -> HTTPS POST
    answer   -> 1 size -> 2 the register's pinned seal -> 3 schema
             -> 4 bound to our question -> 5 fresh, of one day -> 6 its powers

Promises
    - `encode` gives Canonical XML 1.0, so the same question gives the same bytes.
    - An answer counts only when it names our message id, the SHA-256 of our question
      and the mandator we asked for. The question's random id salts that digest.
    - Whatever the bytes, `decode` returns a value or raises an `AnswerError`.

Trusted: the register's seal certificate, which the office pins. ADR-0008.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

from lxml import etree

from certs.errors import SignatureInvalid
from certs.keys import SigningKey
from certs.model import SealCertificate
from crpo.contract.xml_read import (
    MAX_POWERS,
    NAMESPACE,
    child,
    read_day,
    read_instant,
    read_mandator,
    read_powers,
    words,
)
from crpo.errors import AnswerNotAuthentic, AnswerNotBound, AnswerNotUnderstood
from crpo.model import Answer, MandatorQuery, Question, Refusal
from vocabulary.clock import (
    Clock,
    iso_utc,
    parse_iso_utc,
    system_clock,
    warsaw_day,
)
from vocabulary.identifiers import ForeignTaxId, MandatorId, Nip

SCHEMA: Final = Path(__file__).parent / "schema"
MAX_ANSWER_BYTES: Final = 1_048_576
WINDOW: Final = timedelta(minutes=5)
# A minute, as the Ministry's own client of KSeF takes off; clocks differ.
SIGNING_SKEW: Final = timedelta(minutes=1)

REFUSALS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "seal_not_registered": "Szef KAS nie ma tej pieczęci na liście.",
        "authority_not_entitled": "Pytający nie jest organem podatkowym.",
        "question_not_understood": "Zapytanie nie jest zgodne z kontraktem.",
        "question_repeated": "Rejestr już otrzymał zapytanie o tym numerze.",
        "question_not_fresh": "Czas zapytania odbiega od czasu rejestru.",
        "quota_exceeded": "Przekroczono limit zapytań.",
    }
)
"""Every documented refusal; a signed refusal with another code is not understood."""


class XadesXml:
    """The reference contract, version 1; safe to share between threads."""

    name = "xades_xml"
    version = NAMESPACE
    content_type = "application/xml; charset=utf-8"

    def __init__(
        self,
        *,
        register_seals: Sequence[SealCertificate],
        window: timedelta = WINDOW,
        signing_skew: timedelta = SIGNING_SKEW,
        clock: Clock = system_clock,
    ) -> None:
        """Pin the register's seals and compile the schema.

        Args:
            register_seals: The seals that may sign an answer; two while one is renewed.
            window: How far the answer's instant may lie from ours, either way.
            signing_skew: How far before the clock the office's seal says it signed.
            clock: Tells the time of which the signing skew is taken off.
        """
        if not register_seals:
            raise ValueError("an answer can be verified only against a pinned seal")
        self._seals = tuple(seal.der for seal in register_seals)
        self._window = window
        self._signing_skew = signing_skew
        self._clock = clock
        self._schema = etree.XMLSchema(file=str(SCHEMA / "answer.xsd"))

    def encode(self, question: Question) -> bytes:
        """Write the question in Canonical XML 1.0 (UTF-8, no declaration)."""
        root = etree.Element(
            f"{{{NAMESPACE}}}Question",
            nsmap={None: NAMESPACE},  # type: ignore[dict-item]  # the stubs forgot the default namespace
        )
        _add(root, "MessageId", question.id)
        _add(root, "AskedAt", iso_utc(question.asked_at))
        _add(root, "AuthorityNip", question.authority_nip.reveal())
        write_mandator(_add(root, "Mandator"), question.query.mandator)
        return canonical(root)

    def read_question(self, data: bytes) -> Question:
        """Read back what `encode` wrote; whatever else is refused."""
        try:
            root = parse_own(data)
            found = Question(
                id=words(child(root, "MessageId")),
                query=MandatorQuery(read_mandator(child(root, "Mandator"))),
                authority_nip=Nip.parse(words(child(root, "AuthorityNip"))),
                asked_at=parse_iso_utc(words(child(root, "AskedAt"))),
            )
        except (etree.XMLSyntaxError, ValueError):
            raise AnswerNotUnderstood("not our question", reason="question") from None
        if self.encode(found) != data:
            raise AnswerNotUnderstood("not as we write it", reason="question")
        return found

    def seal(self, data: bytes, key: SigningKey) -> bytes:
        """Sign the encoded question; enveloped XAdES-BASELINE-B."""
        from certs.xades import sign  # noqa: PLC0415 - decoding alone needs no signer

        return sign(
            parse_own(data),
            key=key,
            certificate=key.certificate,
            signing_time=self._clock() - self._signing_skew,
        )

    def decode(
        self, raw: bytes, question: Question, *, now: datetime
    ) -> Answer | Refusal:
        """Verify, bind and read; the steps and promises are the module's."""
        root = self._verified(raw, now)
        self._bind(root, question)
        answered_at = read_instant(child(root, "AnsweredAt"))
        if abs(now - answered_at) > self._window:
            raise AnswerNotBound("the answer is of another time", reason="not_fresh")
        message_id = words(child(root, "MessageId"))
        if root.tag == f"{{{NAMESPACE}}}Refusal":
            code = words(child(root, "Code"))
            if code not in REFUSALS:
                raise AnswerNotUnderstood(
                    "the refusal is not documented", reason="refusal_code"
                )
            text = words(child(root, "Text"))
            return Refusal(code=code, text=text, message_id=message_id, raw=raw)

        day = read_day(child(root, "Day"))
        if day != warsaw_day(answered_at):
            raise AnswerNotUnderstood("the day is not the instant's", reason="day")
        mandator = read_mandator(child(root, "Mandator"))
        if mandator != question.query.mandator:
            raise AnswerNotBound("it speaks of another mandator", reason="mandator")
        powers = child(root, "PowersOfAttorney")
        if len(powers) > MAX_POWERS:
            raise AnswerNotUnderstood(f"more than {MAX_POWERS} powers", reason="count")
        return Answer(
            message_id=message_id,
            in_reply_to=question.id,
            mandator=mandator,
            day=day,
            answered_at=answered_at,
            powers=read_powers(powers),
            raw=raw,
        )

    def _verified(self, raw: bytes, now: datetime) -> etree._Element:
        """Steps 1 to 3: what is returned was signed by the register, and is valid."""
        if len(raw) > MAX_ANSWER_BYTES:
            raise AnswerNotUnderstood("the answer is too big", reason="size")
        from certs.verify import verify_xades  # noqa: PLC0415 - loads the XML verifier

        try:
            verified = verify_xades(raw, trusted=self._seals, at=now)
        except SignatureInvalid as rejected:
            raise AnswerNotAuthentic(
                "the answer is not signed by the register", reason=rejected.reason
            ) from rejected
        root = verified.element
        # No comment can cut a text in two here: certs.verify refuses any.
        if not self._schema.validate(root):
            raise AnswerNotUnderstood("it does not fit the schema", reason="schema")
        return root

    def _bind(self, root: etree._Element, question: Question) -> None:
        """Step 4: it names our question's id and the digest of its bytes."""
        if words(child(root, "InReplyTo")) != question.id:
            raise AnswerNotBound("it answers another question", reason="in_reply_to")
        if words(child(root, "QuestionSha256")) != digest_of(self.encode(question)):
            raise AnswerNotBound("it answers other bytes", reason="question_digest")


def digest_of(question: bytes) -> str:
    """SHA-256 of the encoded question, hex, as the answer must repeat it."""
    return hashlib.sha256(question).hexdigest()


def canonical(element: etree._Element) -> bytes:
    """Write an element in Canonical XML 1.0, without comments."""
    return etree.tostring(element, method="c14n", with_comments=False)


def write_mandator(parent: etree._Element, mandator: MandatorId) -> None:
    """Write the identifier into the element `parent`."""
    if isinstance(mandator, ForeignTaxId):
        written = _add(parent, "ForeignTaxId", mandator.reveal_number())
        written.set("country", mandator.country)
    else:
        name = "Nip" if isinstance(mandator, Nip) else "Pesel"
        _add(parent, name, mandator.reveal())


def parse_own(data: bytes) -> etree._Element:
    """Parse what we wrote ourselves; still no entity, DTD or network."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(data, parser)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    added = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    added.text = text
    return added
