"""The desk of the simulated register: a sealed question in, a sealed answer out.

    bytes -> 1 the seal verifies -> 2 it is on the list -> 3 the question is one
          -> 4 fresh and new -> 5 what the register has -> 6 sealed

A question whose seal does not verify gets HTTP 400: there is nobody to answer to.
Everything later gets a refusal that is sealed and bound to the question.
It logs words and counts, never an identifier.
"""

import logging
import re
import threading
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from lxml import etree

from certs.errors import CertsError
from certs.keys import SigningKey
from certs.verify import verify_xades
from certs.xades import sign
from crpo.power import Attorney, PowerOfAttorney
from jst.simulators.admission import AdmissionList
from jst.simulators.crpo_messages import (
    Asked,
    Element,
    NoQuestion,
    Reader,
    write_answer,
    write_refusal,
)
from jst.simulators.crpo_register import SyntheticRegister
from jst.simulators.faults import Fault, Faults
from jst.simulators.https import Reply
from vocabulary.clock import Clock, warsaw_day

PATH: Final = "/crpo/v1/questions"
WINDOW: Final = timedelta(minutes=5)
_LOG = logging.getLogger(__name__)
_LIST = re.compile(rb"<PowersOfAttorney>.*</PowersOfAttorney>", re.DOTALL)
_BOMB: Final = (
    b'<!DOCTYPE Answer [<!ENTITY a "bogus"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<Answer xmlns="urn:crpo-ksef:reference-contract:v1">&b;</Answer>'
)
_CANNED: Final[dict[Fault | None, bytes]] = {
    Fault.HUGE: b" " * (2 * 1_048_576),
    Fault.ENTITY_BOMB: _BOMB,
}


class _Refuse(Exception):
    """Ends the reading of a question with a documented refusal."""

    def __init__(self, asked: Asked, code: str, text: str) -> None:
        super().__init__(code)
        self.asked, self.code, self.text = asked, code, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Seals:
    """What the desk signs with: its own seal, and one that is not the register's."""

    own: SigningKey
    wrong: SigningKey


class Desk:
    """Answers questions; shared by the server's threads."""

    def __init__(
        self,
        *,
        register: SyntheticRegister,
        admission: AdmissionList,
        seals: Seals,
        faults: Faults[Fault],
        clock: Clock,
    ) -> None:
        self.received: Counter[str] = Counter()
        self.said: Counter[str] = Counter()
        self._register = register
        self._admission = admission
        self._seals = seals
        self._faults = faults
        self._clock = clock
        self._reader = Reader()
        self._lock = threading.Lock()
        self._seen: set[str] = set()
        self._last: bytes | None = None

    def answer(self, path: str, body: bytes) -> Reply:
        """Answer one POST, rightly or with the fault that is due."""
        with self._lock:
            self.received[path] += 1
        if path != PATH:
            return self._told("404", Reply(status=404))
        fault = self._faults.take()
        if fault is Fault.HTTP_503:
            return self._told(fault, Reply(status=503))
        if fault is Fault.REDIRECT_307:
            return self._told(fault, Reply(status=307, headers={"Location": PATH}))
        if fault is Fault.SILENT:
            return self._told(fault, Reply(never=True))
        try:
            asked = self._accept(body)
            said, sealed = "answer", self._answered(asked, fault)
        except _Refuse as no:
            refusal = write_refusal(
                no.asked, code=no.code, text=no.text, at=self._clock()
            )
            said, sealed = no.code, self._sealed(refusal)
        except (CertsError, NoQuestion) as unsealed:
            _LOG.info("no question: %s", type(unsealed).__name__)
            return self._told("400", Reply(status=400))
        return self._told(fault or said, self._delivered(sealed, fault))

    def _told(self, word: str, reply: Reply) -> Reply:
        with self._lock:
            self.said[word] += 1
        return reply

    def _accept(self, body: bytes) -> Asked:
        """Steps 1 to 4: verify the seal, then say what it may ask."""
        # Who may ask is step 2.
        verified = verify_xades(body, trusted=None)
        now = self._clock()
        asked = self._reader.read(verified.element)
        seal = verified.signer
        listed = self._admission.find(seal)
        if listed is None or not seal.valid_at(now):
            text = "Szef KAS nie ma tej pieczęci na liście."
            raise _Refuse(asked, "seal_not_registered", text)
        if listed.nip != asked.authority_nip.reveal():
            text = "Pieczęć zgłosił inny organ."
            raise _Refuse(asked, "authority_not_entitled", text)
        if abs(now - asked.asked_at) > WINDOW:
            text = "Czas zapytania odbiega od czasu rejestru."
            raise _Refuse(asked, "question_not_fresh", text)
        with self._lock:
            repeated = asked.message_id in self._seen
            self._seen.add(asked.message_id)
        if repeated:
            text = "Rejestr już otrzymał zapytanie o tym numerze."
            raise _Refuse(asked, "question_repeated", text)
        return asked

    def _answered(self, asked: Asked, fault: Fault | None) -> bytes:
        """Steps 5 and 6: say what is known, sealed; or what the fault makes of it."""
        if fault in _CANNED:
            return _CANNED[fault]
        if fault is Fault.REPLAY:
            earlier = replace(asked, message_id=str(uuid4()))
            return self._last or self._sealed(self._say(earlier))
        said = self._say(asked, fault)
        if fault is Fault.UNSIGNED:
            return _bytes(said)
        sealed = self._sealed(said, wrongly=fault is Fault.WRONG_SIGNER)
        if fault is Fault.TAMPERED:
            return _without_powers(sealed)
        if fault is Fault.BROKEN_XML:
            return sealed[: len(sealed) // 2]
        if fault is None:
            self._last = sealed
        return sealed

    def _sealed(self, said: Element, *, wrongly: bool = False) -> bytes:
        key = self._seals.wrong if wrongly else self._seals.own
        return sign(
            said, key=key, certificate=key.certificate, signing_time=self._clock()
        )

    def _say(self, asked: Asked, fault: Fault | None = None) -> Element:
        """Write the answer, unsigned."""
        now = self._clock()
        if fault is Fault.REFUSAL:
            text = "Przekroczono limit zapytań (na życzenie)."
            return write_refusal(asked, code="quota_exceeded", text=text, at=now)
        if fault is Fault.ODD_REFUSAL:
            return write_refusal(asked, code="bad_weather", text="Bo pada.", at=now)
        if fault is Fault.STALE:
            now -= timedelta(hours=1)
        if fault is Fault.OTHER_QUESTION:
            asked = replace(asked, message_id=str(uuid4()))
        if fault is Fault.OTHER_MANDATOR:
            other = (m for m in self._register.records if m != asked.mandator)
            asked = replace(asked, mandator=next(other))
        return self._listed(asked, now, ended=fault is Fault.ENDED_POWER)

    def _listed(self, asked: Asked, now: datetime, *, ended: bool) -> Element:
        day = warsaw_day(now)
        powers = self._register.powers_of(asked.mandator, day)
        if ended:
            who = Attorney(surname="Niebyła", first_name="Żadna")
            yesterday = day - timedelta(days=1)
            powers.append(PowerOfAttorney(attorneys=(who,), valid_until=yesterday))
        return write_answer(asked, powers, at=now, day=day)

    def _delivered(self, sealed: bytes, fault: Fault | None) -> Reply:
        """Say how the bytes go out."""
        if fault is Fault.SLOW:
            return Reply(body=sealed, delay_s=self._faults.delay_s)
        if fault is Fault.DRIP:
            return Reply(body=sealed, pause_s=self._faults.drip_s)
        if fault is Fault.CUT:
            return Reply(body=sealed[: len(sealed) // 2], declared=len(sealed))
        return Reply(body=sealed)


def _bytes(element: Element) -> bytes:
    return etree.tostring(element, encoding="utf-8")


def _without_powers(sealed: bytes) -> bytes:
    """Take the powers out of a signed answer: the forgery that would hurt most."""
    emptied = _LIST.sub(b"<PowersOfAttorney/>", sealed)
    if emptied == sealed:  # it held none: lie about the day instead
        return re.sub(rb"<Day>\d", b"<Day>9", sealed)
    return emptied
