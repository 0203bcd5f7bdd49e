"""Make the vectors beside this file anew: `python -m tests.vectors.crpo.make`.

The seals are thrown away; only the register's certificate is kept. ECDSA is random, so
every run gives other bytes with the same meaning.
"""

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from lxml import etree

from crpo.told import INDEFINITE
from jst.simulators.crpo_messages import Element
from jst.simulators.crpo_register import SyntheticRegister
from tests.crpo.bench import (
    QUESTION_ID,
    TOMORROW,
    YESTERDAY,
    Bench,
    a_power,
    a_question,
    put,
)
from tests.factories import NOON, TODAY

_LIST = re.compile(rb"<PowersOfAttorney>.*</PowersOfAttorney>")
HERE = Path(__file__).parent
Vector = tuple[str, str, bytes]


def good(bench: Bench) -> Iterator[Vector]:
    """Name what must be read."""
    register = SyntheticRegister.create()
    for name in ("none", "several", "substitutes", "indefinite", "ending_today"):
        powers = register.powers_of(register.examples[name], TODAY)
        yield f"answer-{name}", f"answer {len(powers)}", bench.answer(powers)
    foreign = register.powers_of(register.examples["foreign"], TODAY)
    yield "answer-foreign-attorney", "answer 1", bench.answer(foreign)
    yield "answer-little-told", "answer 1", bench.answer([a_power()])
    markup = a_power(mandator_name='<Bogus> & "Synowie" ]]>', valid_until=INDEFINITE)
    yield "answer-markup", "answer 1", bench.answer([markup])
    yield "refusal", "refusal quota_exceeded", bench.refusal("quota_exceeded")


def not_authentic(bench: Bench) -> Iterator[Vector]:
    """Name what nobody has signed as it is."""
    raw = bench.answer([a_power()])
    emptied = _LIST.sub(b"<PowersOfAttorney/>", raw)
    comment = raw.replace(b"<Surname>Nie", b"<Surname>Nie<!-- -->")
    yield "bad-emptied", "AnswerNotAuthentic", emptied
    yield "bad-comment", "AnswerNotAuthentic", comment
    yield "bad-half", "AnswerNotAuthentic", raw[: len(raw) // 2]
    yield "bad-unsigned", "AnswerNotAuthentic", _unsigned(raw)
    dtd = b'<!DOCTYPE Answer [<!ENTITY x "bogus">]>' + raw
    yield "bad-dtd", "AnswerNotAuthentic", dtd
    other = etree.fromstring(_unsigned(raw))
    signed = bench.sealed(other, by=bench.somebody_else)
    yield "bad-other-seal", "AnswerNotAuthentic", signed


def not_bound(bench: Bench) -> Iterator[Vector]:
    """Name what is signed, and answers something else."""
    asked = bench.asked()
    register = SyntheticRegister.create()
    other_id = replace(asked, message_id=QUESTION_ID.replace("1", "2"))
    other_bytes = replace(asked, digest="0" * 64)
    other_mandator = replace(asked, mandator=register.examples["one"])
    yield "bad-other-question", "AnswerNotBound", bench.answer(asked=other_id)
    yield "bad-other-digest", "AnswerNotBound", bench.answer(asked=other_bytes)
    yield "bad-other-mandator", "AnswerNotBound", bench.answer(asked=other_mandator)
    stale = bench.answer(at=NOON - timedelta(minutes=6))
    yield "bad-stale", "AnswerNotBound", stale


def not_understood(bench: Bench) -> Iterator[Vector]:
    """Name what is signed and bound, and outside the contract."""

    def answer(
        *, day: date = TODAY, spoil: Callable[[Element], None] = lambda _said: None
    ) -> bytes:
        return bench.answer([a_power()], day=day, spoil=spoil)

    yield "bad-day", "AnswerNotUnderstood", answer(day=YESTERDAY)
    ended = bench.answer([a_power(valid_until=YESTERDAY)])
    yield "bad-ended", "AnswerNotUnderstood", ended
    future = bench.answer([a_power(received_on=TOMORROW)])
    yield "bad-future", "AnswerNotUnderstood", future
    checksum = answer(spoil=put("Mandator/Nip", "9990000015"))
    yield "bad-checksum", "AnswerNotUnderstood", checksum
    impossible = answer(spoil=put("Day", "2026-02-30"))
    yield "bad-date", "AnswerNotUnderstood", impossible
    surplus = answer(spoil=lambda said: said.append(said.makeelement("{urn:x}Extra")))
    yield "bad-surplus", "AnswerNotUnderstood", surplus
    yield "bad-refusal-code", "AnswerNotUnderstood", bench.refusal("bad_weather")


def _unsigned(raw: bytes) -> bytes:
    root = etree.fromstring(raw)
    root.remove(root[-1])
    return etree.tostring(root, encoding="utf-8")


def main() -> None:
    """Write every vector and the list of what each must give."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench.set_up(Path(folder))
        (HERE / "register-bogus.crt.pem").write_text(bench.register.certificate.pem)
        (HERE / "office-bogus.crt.pem").write_text(bench.office.certificate.pem)
        question = bench.contract.encode(a_question())
        (HERE / "question.xml").write_bytes(question)
        sealed = bench.contract.seal(question, bench.office)
        (HERE / "question-sealed.xml").write_bytes(sealed)
        cases = {}
        for family in (good, not_authentic, not_bound, not_understood):
            for name, gives, raw in family(bench):
                (HERE / f"{name}.xml").write_bytes(raw)
                cases[f"{name}.xml"] = gives
    text = json.dumps(cases, indent=1, sort_keys=True)
    (HERE / "cases.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
