"""What a wire contract of CRPO does; the only thing the rest of crpo knows of it.

The protocol of the real API CRPO is not public. It is given to an office after its
letter is accepted, and then becomes one file here, beside `xades_xml`
(docs/crpo-contract.md). A contract opens nothing: values in, bytes out, and back.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from crpo.model import Answer, Question, Refusal

if TYPE_CHECKING:  # X.509 takes 60 ms, which importing crpo.lookup must not pay
    from certs.keys import SigningKey


class Contract(Protocol):
    """How a question becomes bytes, and how bytes become an answer.

    Attributes:
        name: The contract's name, as the setting has it, e.g. `xades_xml`.
        version: The version that is sent, e.g. its namespace.
        content_type: Media type of the sealed question.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 - told in the class docstring
    @property
    def version(self) -> str: ...  # noqa: D102 - told in the class docstring
    @property
    def content_type(self) -> str: ...  # noqa: D102 - told in the class docstring

    def encode(self, question: Question) -> bytes:
        """Write the question; the same question gives the same bytes, for ever.

        The log keeps a digest of these bytes before anything leaves.
        """
        ...

    def read_question(self, data: bytes) -> Question:
        """Read what `encode` wrote; the bytes are our own, kept with the answer.

        With it a kept answer is verified and read again, bound as it was at first.
        """
        ...

    def seal(self, data: bytes, key: "SigningKey") -> bytes:
        """Sign what `encode` gave with the office's seal; the bytes that are sent."""
        ...

    def decode(
        self, raw: bytes, question: Question, *, now: datetime
    ) -> Answer | Refusal:
        """Verify what came back, bind it to `question`, and read it.

        A field that the register did not tell is NOT_TOLD. A refusal is returned only
        when it is verified, bound, and from the contract's closed list.

        Args:
            raw: The body of the answer, any bytes.
            question: The question that was sent.
            now: An aware instant, for the freshness of the answer.

        Raises:
            AnswerNotAuthentic: It is not signed by the register.
            AnswerNotBound: It belongs to another question or another time.
            AnswerNotUnderstood: It is outside the contract.
        """
        ...
