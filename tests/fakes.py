"""Small worlds for tests, each honest about what it pretends."""

from collections.abc import Callable
from dataclasses import dataclass, field

from accountability.action import Answered, Refused
from accountability.disclosure import OF_THE_TRAIL, Disclosure, Unsealing
from accountability.intent import OpenIntent
from tests.factories import MANDATOR_PESEL
from vocabulary.identifiers import Identifier

RAW = b"<Answer>44051401359</Answer>"


@dataclass
class FakeRegister:
    """A register that answers with one power until a test tells it otherwise.

    It counts what it was asked. It does not sign and has no socket; the same flow is
    run against the simulator, with both, in tests/crpo and tests/jst.
    """

    seal_serial: int | None = 12_345_678_901_234_567_890
    questions: list[bytes] = field(default_factory=list)
    persons: tuple[Identifier, ...] = (MANDATOR_PESEL,)
    says: Callable[[], bytes] = lambda: RAW
    means: Callable[[bytes], Refused | None] = lambda _raw: None

    def encode(self) -> bytes:
        """Give the question's bytes."""
        return b"<Question>1234563218</Question>"

    def send(self, question: bytes, *, under: OpenIntent) -> bytes:
        """Count the call under its intent and answer."""
        under.count_request()
        self.questions.append(question)
        return self.says()

    def read(self, raw: bytes) -> Answered[str] | Refused:
        """Read the answer as one power, or as what the test says."""
        return self.means(raw) or Answered(
            answer=raw.decode(),
            count=1,
            persons=self.persons,
            fields=("name", "pesel"),
            message_id="register-1",
        )

    def raises(self, error: BaseException) -> None:
        """Fail with `error` when asked next."""

        def fail() -> bytes:
            raise error

        self.says = fail


def a_disclosure(ref: str) -> Disclosure:
    """Make the licence to read what `ref` kept, as the trail does after its entry."""
    return Disclosure(entry_id="entry", ref=ref, maker=OF_THE_TRAIL)


def an_unsealing(ref: str) -> Unsealing:
    """Make the licence to read the identifiers of `ref`, as after a release."""
    return Unsealing(entry_id="entry", ref=ref, maker=OF_THE_TRAIL)
