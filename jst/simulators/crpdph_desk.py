"""The desk of the simulated Czech register: limits, hours, faults, then an answer.

It logs words and counts, never a number of anybody's.
"""

import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from crpdph.calendar import PRAGUE, SUNDAY_FROM, SUNDAY_UNTIL, register_day
from crpdph.messages import CLOSED, UNAVAILABLE
from crpdph.model import Operation
from jst.simulators.crpdph_messages import (
    FAULT,
    SORRY_PAGE,
    NoRequest,
    Writer,
    read_request,
)
from jst.simulators.crpdph_register import Entry
from jst.simulators.faults import Faults
from jst.simulators.https import Reply
from vocabulary.clock import Clock

PATH: Final = "/dpr/axis2/services/rozhraniCRPDPH.rozhraniCRPDPHSOAP"
_SUNDAY: Final = 6


class CzechFault(StrEnum):
    """One way of going wrong; the value is the word for the command line.

    Every one of them must end as UNKNOWN, or be borne (`drift`), never as a negative.
    """

    SLOW = "slow"
    SILENT = "silent"
    HTTP_503 = "http-503"  # with the sorry page
    HTML_200 = "html"  # the sorry page, as if it were an answer
    SOAP_FAULT_500 = "fault-500"  # empty faultcode, a Java message
    SOAP_FAULT_200 = "fault-200"
    SOAP_FAULT_ECHO = "fault-echo"  # at 500, and it repeats the request
    EMPTY = "empty"
    CUT = "cut"  # the body ends in the middle, rightly declared
    DOCTYPE = "doctype"
    BAD_DAY = "bad-day"
    MISSING_DIC = "missing-dic"  # the last one asked is left out
    DOUBLED_DIC = "doubled-dic"  # the first one asked comes twice
    CLOSED = "closed"  # statusCode 2
    OUT_OF_SERVICE = "out-of-service"  # statusCode 3
    DRIFT = "drift"  # a new element, a new attribute, a new kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the service bears before it bans a source address until it is restarted."""

    per_hour: int = 2_000
    per_day: int = 10_000
    at_once: int = 4


class CzechDesk:
    """Answers requests; shared by the server's threads."""

    def __init__(
        self,
        *,
        known: dict[str, Entry],
        faults: Faults[CzechFault],
        terms: Terms,
        clock: Clock,
    ) -> None:
        self.received: Counter[str] = Counter()
        self.said: Counter[str] = Counter()
        self.banned = False
        self.most_at_once = 0
        self._known = known
        self._faults = faults
        self._terms = terms
        self._clock = clock
        self._lock = threading.Lock()
        self._calls: deque[datetime] = deque()
        self._now = 0

    def answer(self, path: str, body: bytes) -> Reply:
        """Answer one POST, rightly or with the fault that is due."""
        if path != PATH:
            return self._told("404", Reply(status=404))
        with self._counted():
            if self.banned:
                return self._told("banned", Reply(status=403, body=SORRY_PAGE))
            return self._answer(body)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Count a call against the terms; breaking one of them bans for good."""
        now, terms = self._clock(), self._terms
        with self._lock:
            self._calls.append(now)
            while self._calls and self._calls[0] <= now - timedelta(days=1):
                self._calls.popleft()
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            in_hour = sum(at > now - timedelta(hours=1) for at in self._calls)
            self.banned = (
                self.banned
                or in_hour > terms.per_hour
                or len(self._calls) > terms.per_day
                or self._now > terms.at_once
            )
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1

    def _answer(self, body: bytes) -> Reply:
        fault = self._faults.take()
        canned = {
            CzechFault.HTTP_503: Reply(status=503, body=SORRY_PAGE),
            CzechFault.HTML_200: Reply(body=SORRY_PAGE),
            CzechFault.SOAP_FAULT_500: Reply(status=500, body=FAULT),
            CzechFault.SOAP_FAULT_200: Reply(body=FAULT),
            CzechFault.SOAP_FAULT_ECHO: Reply(
                status=500, body=FAULT.replace(b"<detail/>", _detail(body))
            ),
            CzechFault.EMPTY: Reply(),
            CzechFault.SILENT: Reply(never=True),
        }
        if fault in canned:
            return self._told(fault, canned[fault])
        try:
            operation, asked = read_request(body)
        except NoRequest:
            return self._told("fault", Reply(status=500, body=FAULT))
        with self._lock:
            self.received[operation.value] += 1
        code = self._closed(fault)
        writer = Writer(register_day(self._clock()))
        if code is not None:
            return self._told(
                f"statusCode {code}", Reply(body=writer.closed(operation, code))
            )
        written = self._written(writer, operation, asked, fault)
        if fault is CzechFault.SLOW:
            # Here, and not on the way out: a slow answer counts as one on its way.
            time.sleep(self._faults.delay_s)
        return self._told(fault or "answer", Reply(body=written))

    def _closed(self, fault: CzechFault | None) -> int | None:
        """Say which statusCode the hour, or a fault, calls for; None: open."""
        here = self._clock().astimezone(PRAGUE)
        if fault is CzechFault.OUT_OF_SERVICE or (
            here.weekday() == _SUNDAY and SUNDAY_FROM <= here.time() < SUNDAY_UNTIL
        ):
            return UNAVAILABLE
        told = here.strftime("%H:%M:%S")
        if fault is CzechFault.CLOSED or told == "23:59:59" or told < "00:10:00":
            return CLOSED
        return None

    def _written(
        self,
        writer: Writer,
        operation: Operation,
        asked: list[str],
        fault: CzechFault | None,
    ) -> bytes:
        with self._lock:
            known = dict(self._known)
        if operation is Operation.SEZNAM:
            return _spoiled(writer.list(known.values()), fault)
        if fault is CzechFault.MISSING_DIC:
            asked = asked[:-1]
        if fault is CzechFault.DOUBLED_DIC:
            asked = [asked[0], *asked]
        return _spoiled(writer.answer(operation, asked, known), fault)

    def _told(self, word: str, reply: Reply) -> Reply:
        with self._lock:
            self.said[word] += 1
        return reply


def _spoiled(written: bytes, fault: CzechFault | None) -> bytes:
    match fault:
        case CzechFault.CUT:
            return written[: len(written) // 2]
        case CzechFault.DOCTYPE:
            bare = written.partition(b"?>")[2] or written
            return b'<!DOCTYPE x [<!ENTITY a "bogus">]>' + bare
        case CzechFault.BAD_DAY:
            return written.replace(b'odpovedGenerovana="2', b'odpovedGenerovana="x')
        case CzechFault.DRIFT:
            return written.replace(b"<status ", b'<status novy="1" ', 1).replace(
                b"</soapenv:Body>", b"<bogus:novy xmlns:bogus='urn:x'/></soapenv:Body>"
            )
        case _:
            return written


def _detail(body: bytes) -> bytes:
    """Repeat a request in a fault, as servers do for those who look for errors."""
    return b"<detail><![CDATA[" + body.replace(b"]]>", b"") + b"]]></detail>"
