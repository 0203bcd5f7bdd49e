"""How requests end, and what becomes of the lines that they ask about."""

from dataclasses import dataclass
from datetime import datetime

from accountability.action import Performed
from crpdph.client import Reply
from crpdph.judging import Judged, unknown
from crpdph.question import Line, Question
from crpdph.schema import Drift


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What became of one line.

    Attributes:
        judged: The verdict, and what it rests on.
        intent_id: The action that decided it, or that failed; empty: nothing was sent.
        source: `register` or `cache`; empty where nothing was answered.
        retry_at: When to ask again, for what is unknown for now.
        detail: One word more about why it is unknown: `fault`, `html`, `503`.
        drift: What its answer has beyond the pinned interface: a warning.
        is_remembered: Whether `state.sqlite` knows of it; else it may be asked again
            today, and `--as-of` will not find it: a warning.
    """

    judged: Judged
    intent_id: str = ""
    source: str = ""
    retry_at: datetime | None = None
    detail: str = ""
    drift: tuple[Drift, ...] = ()
    is_remembered: bool = True

    @property
    def line(self) -> Line:
        """What was asked."""
        return self.judged.line


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """How one request ended."""

    performed: Performed[Reply] | None = None
    intent_id: str = ""
    source: str = ""
    reason: str = ""
    detail: str = ""
    retry_at: datetime | None = None
    is_remembered: bool = True


def all_unknown(
    question: Question,
    reason: str,
    *,
    intent_id: str = "",
    retry_at: datetime | None = None,
    detail: str = "",
) -> dict[Line, Checked]:
    """Say of every line of a question that nothing is known."""
    return {
        line: Checked(
            judged=unknown(line, reason),
            intent_id=intent_id,
            retry_at=retry_at,
            detail=detail,
        )
        for line in question.lines
    }
