"""A workbench for the reference contract: one question, and answers signed at will.

The register's pen is the simulator's; the clock is held. No socket, no ledger.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from certs.keys_file import FileKey, load_key
from certs.xades import sign
from crpo.contract.xades_xml import XadesXml, digest_of
from crpo.model import Answer, MandatorQuery, Question, Refusal
from crpo.power import Attorney, PowerOfAttorney
from jst.simulators.crpo_messages import Asked, Element, write_answer, write_refusal
from jst.simulators.pki import BogusCa
from tests.factories import NOON, OFFICE_NIP, TODAY
from vocabulary.identifiers import MandatorId, Nip

QUESTION_ID = "0190a2b4-0000-4000-8000-000000000001"
MANDATOR = Nip.parse("9990000014")
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
SOMEBODY = Attorney(surname="Niebyła", first_name="Żadna")


def a_question(mandator: MandatorId = MANDATOR, **changes: object) -> Question:
    """Make the question that the bench asks, at noon."""
    return replace(
        Question(
            id=QUESTION_ID,
            query=MandatorQuery(mandator),
            authority_nip=OFFICE_NIP,
            asked_at=NOON,
        ),
        **changes,  # type: ignore[arg-type]  # a test names fields of its own choice
    )


def a_power(**changes: object) -> PowerOfAttorney:
    """Make a power of which nothing is told but somebody's name."""
    return replace(
        PowerOfAttorney(attorneys=(SOMEBODY,)),
        **changes,  # type: ignore[arg-type]  # a test names fields of its own choice
    )


@dataclass(frozen=True)
class Bench:
    """A contract with a pinned register, and that register's pen."""

    contract: XadesXml
    register: FileKey
    somebody_else: FileKey
    office: FileKey

    @classmethod
    def set_up(cls, folder: Path, *, now: datetime = NOON) -> "Bench":
        """Make throwaway seals in `folder`, valid around `now`."""
        ca = BogusCa.create(now=now)
        register, other, office = (
            load_key(
                ca.issue_seal(
                    name, organization_identifier="VATPL-9990000014", now=now
                ).save(folder / f"{name}.pem")
            )
            for name in ("register", "other", "office")
        )
        contract = XadesXml(register_seals=[register.certificate], clock=lambda: now)
        return cls(contract, register, other, office)

    def asked(self, question: Question | None = None) -> Asked:
        """Say what the register has read of the question."""
        question = question or a_question()
        return Asked(
            message_id=question.id,
            digest=digest_of(self.contract.encode(question)),
            asked_at=question.asked_at,
            authority_nip=question.authority_nip,
            mandator=question.query.mandator,
        )

    def sealed(
        self, said: Element, *, by: FileKey | None = None, at: datetime = NOON
    ) -> bytes:
        """Seal what the register says."""
        key = by or self.register
        return sign(said, key=key, certificate=key.certificate, signing_time=at)

    def answer(
        self,
        powers: Sequence[PowerOfAttorney] = (),
        *,
        asked: Asked | None = None,
        at: datetime = NOON,
        day: date = TODAY,
        spoil: Callable[[Element], None] = lambda _said: None,
    ) -> bytes:
        """Write and seal an answer; `spoil` changes it before it is sealed."""
        said = write_answer(asked or self.asked(), list(powers), at=at, day=day)
        spoil(said)
        return self.sealed(said, at=at)

    def refusal(self, code: str) -> bytes:
        """Write and seal a refusal."""
        return self.sealed(
            write_refusal(self.asked(), code=code, text="Nie, bo nie.", at=NOON)
        )

    def read(self, raw: bytes, question: Question | None = None) -> Answer | Refusal:
        """Decode as the office does, at noon."""
        return self.contract.decode(raw, question or a_question(), now=NOON)

    def powers(self, raw: bytes) -> tuple[PowerOfAttorney, ...]:
        """Decode what must be an answer, and give its powers."""
        answer = self.read(raw)
        assert isinstance(answer, Answer)
        return answer.powers


def put(path: str, text: str) -> Callable[[Element], None]:
    """Make a spoiler that writes `text` into the element at `path`."""

    def spoil(said: Element) -> None:
        found = said.find(path, {None: said.nsmap[None]})  # type: ignore[dict-item]  # the stubs forgot the default namespace
        assert found is not None
        found.text = text

    return spoil
