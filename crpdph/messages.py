"""[1b, 3b] Requests as text, answers by streaming expat. Pure; no SOAP library.

    raw bytes -> 1 caps -> 2 expat, DOCTYPE refused -> 3 pinned table -> StatusAnswer

Promises
    - What is no answer raises; nothing is read out of it.
    - What the pinned table (crpdph.schema) does not know is skipped and told as drift.
    - statusCode 2 and 3 are answers without subjects.

Measured against bare expat in benchmarks/crpdph_read.py.
Source: official page, version 41.39.1 of 9 November 2021; what no schema tells, in
docs/crpdph.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.parsers import expat

from crpdph.errors import AnswerNotUnderstood, NoAnswer
from crpdph.model import Dic, Operation, Subject
from crpdph.reading import Reading
from crpdph.schema import NAMESPACE, RESPONSE_ROOTS, Drift

MAX_ANSWER_BYTES: Final = 64 * 1_048_576
CONTENT_TYPE: Final = "text/xml; charset=utf-8"
_CHUNK: Final = 65_536
_OK: Final = 200

OK, FIRST_HUNDRED, CLOSED, UNAVAILABLE = 0, 1, 2, 3
"""The documented values of statusCode."""

_ENVELOPE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">'
    "<soapenv:Body>"
    f'<{{root}} xmlns="{NAMESPACE}">{{inner}}</{{root}}>'
    "</soapenv:Body></soapenv:Envelope>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusAnswer:
    """One answer of the register, as told.

    Attributes:
        root: Name of the answer's element, by which it belongs to an operation.
        status_code: 0 answered; 1 only the first hundred; 2 closed for the night;
            3 out of service.
        generated_on: Day on which the register made it; None only with 2 and 3.
        lists_accounts: False for the list, which tells no accounts.
        drift: What the pinned table does not know.
        subjects: In the register's order; none with 2 and 3.
    """

    root: str
    status_code: int
    generated_on: date | None
    lists_accounts: bool
    drift: tuple[Drift, ...]
    subjects: tuple[Subject, ...]

    def __repr__(self) -> str:
        return f"StatusAnswer({self.status_code}, {len(self.subjects)} subjects)"


def soap_action(operation: Operation) -> str:
    """Give the value of the SOAPAction header, quoted (SOAP 1.1, section 6.1.1)."""
    return f'"{NAMESPACE}{operation.value}"'


def write_request(operation: Operation, dics: Iterable[Dic] = ()) -> bytes:
    """Write a request; the same numbers give the same bytes.

    Digits only are sent: the schema has no `CZ`, though the service bears it.
    """
    inner = "".join(f"<dic>{dic.reveal()}</dic>" for dic in dics)
    return _ENVELOPE.format(root=operation.request_root, inner=inner).encode()


def read_answer(raw: bytes, *, http_status: int = 200) -> StatusAnswer:
    """Read what came back.

    Args:
        raw: The body, any bytes.
        http_status: Its HTTP status; only 200 carries an answer.

    Raises:
        NoAnswer: A SOAP fault, an HTML page, nothing at all, or another HTTP status,
            whose cause says what the body is.
        AnswerNotUnderstood: No XML, cut XML, a DOCTYPE, another document, or a value
            that contradicts the interface.
    """
    if http_status != _OK:
        other = NoAnswer(f"HTTP status {http_status}", reason="http_status")
        try:
            read_answer(raw)
        except (NoAnswer, AnswerNotUnderstood) as said:
            raise other from said
        raise other
    if not raw.strip():
        raise NoAnswer("an empty body", reason="empty")
    if len(raw) > MAX_ANSWER_BYTES:
        raise AnswerNotUnderstood("too long an answer", reason="too_large")
    reading = Reading()
    _parse(raw, reading)
    return _answer(reading)


def _parse(raw: bytes, reading: Reading) -> None:
    parser = reading.parser()
    try:
        for start in range(0, len(raw), _CHUNK):
            parser.Parse(raw[start : start + _CHUNK], False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        if _looks_like_html(raw):
            raise NoAnswer("an HTML page", reason="html") from None
        raise AnswerNotUnderstood("no well-formed XML", reason="broken_xml") from None
    except (LookupError, ValueError):  # an encoding that Python or expat lacks
        raise AnswerNotUnderstood("an odd encoding", reason="encoding") from None
    finally:
        reading.let_go()


def _looks_like_html(raw: bytes) -> bool:
    head = raw[:4096].lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html")) or b"sorry-page" in raw


def _answer(reading: Reading) -> StatusAnswer:
    """Judge what was read as a whole."""
    status = reading.status
    if reading.root not in RESPONSE_ROOTS or status is None:
        raise AnswerNotUnderstood("no answer's element, or no status", reason="root")
    code_text = status.get("statusCode", "")
    if code_text not in {"0", "1", "2", "3"}:
        raise AnswerNotUnderstood("an undocumented statusCode", reason="status_code")
    code = int(code_text)
    answered = code in {OK, FIRST_HUNDRED}
    generated = status.get("odpovedGenerovana")
    if generated is None and answered:
        raise AnswerNotUnderstood("the answer has no day", reason="missing")
    if reading.subjects and not answered:
        reading.note("subject", f"statusCode {code}")
    return StatusAnswer(
        root=reading.root,
        status_code=code,
        generated_on=None if generated is None else reading.day(generated),
        lists_accounts=status.get("bezVypisuUctu") != "ANO",
        drift=reading.drift,
        subjects=tuple(reading.subjects) if answered else (),
    )
