"""What one request asks, in the asker's own notation, as bytes that are kept. Pure.

The kept bytes hold the exact request *and* what a person wanted to know (which account
of which DIC, as typed), so that the answer can be judged again, offline, years later.
The intent carries their digest before anything leaves.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from crpdph.accounts import account_key
from crpdph.errors import AnswerNotUnderstood, QueryInvalid
from crpdph.messages import write_request
from crpdph.model import MAX_PER_REQUEST, Dic, Operation
from crpdph.tool import tool

FORMAT: Final = "crpo-ksef/crpdph-question/v1"
MAX_TOOL: Final = 64
MAX_LINES: Final = 200
"""Lines of one request: so many verdicts fit into one entry with room to spare."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to find out: a payer, or a payer and an account.

    Attributes:
        dic: Whose.
        dic_text: As it was typed.
        account: As it was typed; None asks for the payer alone.
    """

    dic: Dic
    dic_text: str = field(repr=False)
    account: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.account is not None:
            account_key(self.account)  # AccountInvalid before anything is asked

    @classmethod
    def parse(cls, dic: str, account: str | None = None) -> "Line":
        """Read what a person typed.

        Raises:
            IdentifierInvalid: No DIC.
            AccountInvalid: No account.
        """
        return cls(Dic.parse(dic), dic, account)


@dataclass(frozen=True, slots=True)
class Question:
    """One request: an operation, and the lines it is to answer.

    `lines` of the list operation are the payers to be looked for in it; `tool` is the
    program and version that asked, bound to the log with all the rest.
    """

    operation: Operation
    lines: tuple[Line, ...]
    tool: str = field(default_factory=tool)

    def __post_init__(self) -> None:
        if self.operation is Operation.SEZNAM:
            return
        if not self.lines:
            raise QueryInvalid("a question about nobody")
        if len(self.dics) > MAX_PER_REQUEST or len(self.lines) > MAX_LINES:
            raise QueryInvalid("too many lines for one request")

    @property
    def dics(self) -> tuple[Dic, ...]:
        """Whom it asks about, each once, in the order of the lines."""
        return tuple(dict.fromkeys(line.dic for line in self.lines))

    @property
    def request(self) -> bytes:
        """The exact bytes that go to the register."""
        asked = () if self.operation is Operation.SEZNAM else self.dics
        return write_request(self.operation, asked)

    def to_bytes(self) -> bytes:
        """Write what is kept; the same question gives the same bytes."""
        said = {
            "format": FORMAT,
            "tool": self.tool,
            "operation": self.operation.value,
            "lines": [
                {"dic": line.dic_text, "account": line.account} for line in self.lines
            ],
            "request": self.request.decode(),
        }
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Question":
        """Read back what `to_bytes` wrote.

        Raises:
            AnswerNotUnderstood: These are not bytes of ours, or their request is not
                the one that their lines make.
        """
        try:
            said = json.loads(data)
            lines = tuple(
                Line.parse(each["dic"], each["account"]) for each in said["lines"]
            )
            question = cls(Operation(said["operation"]), lines, _tool(said["tool"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise AnswerNotUnderstood("no kept question", reason="question") from None
        if question.to_bytes() != data:
            raise AnswerNotUnderstood("not the request of its lines", reason="question")
        return question


def _tool(told: object) -> str:
    """Read a program's name: a short text that can be printed."""
    if isinstance(told, str) and told.isprintable() and len(told) <= MAX_TOOL:
        return told
    raise ValueError("no name of a program")


def by_payer(lines: Iterable[Line]) -> list[list[Line]]:
    """Put the lines of one DIC together, in the order of their first lines."""
    found: dict[Dic, list[Line]] = {}
    for line in lines:
        found.setdefault(line.dic, []).append(line)
    return list(found.values())


def questions(operation: Operation, lines: Sequence[Line]) -> Iterator[Question]:
    """Divide lines into requests of at most 100 DIC; a DIC is asked in one of them.

    Lines of one DIC stay together, as far as one request can hold them.
    """
    chunk: list[Line] = []
    count = 0
    for same in by_payer(lines):
        if len(same) > MAX_LINES:
            raise QueryInvalid(f"more than {MAX_LINES} accounts of one payer")
        if count == MAX_PER_REQUEST or len(chunk) + len(same) > MAX_LINES:
            yield Question(operation, tuple(chunk))
            chunk, count = [], 0
        chunk += same
        count += 1
    if chunk:
        yield Question(operation, tuple(chunk))
