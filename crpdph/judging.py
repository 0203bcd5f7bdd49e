"""[3b] Question and answer -> one verdict for each line. Pure, and the same offline.

Each DIC that was asked is answered exactly once, or unknown: an answer that lacks it,
has it twice, or says a word that we do not know, says nothing about it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from crpdph.accounts import account_key, is_understood
from crpdph.errors import (
    AnswerNotUnderstood,
    RegisterClosed,
    RegisterUnavailable,
)
from crpdph.messages import CLOSED, FIRST_HUNDRED, UNAVAILABLE, StatusAnswer
from crpdph.model import AccountState, Operation, PublishedAccount, Subject, Verdict
from crpdph.question import Line, Question

MISSING: Final = "missing"
NOT_LISTED: Final = "not_listed"
DOUBLED: Final = "doubled"
BEYOND: Final = "beyond_the_first_100"
ODD_WORD: Final = "odd_verdict"
NO_ACCOUNTS_TOLD: Final = "no_accounts_told"
NOT_UNDERSTOOD: Final = "account_not_understood"
STALE: Final = "stale"
"""The answer's own day is not the day on which it was asked."""

_CLOCKS_DIFFER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What an answer says of one line.

    Attributes:
        line: What was asked.
        verdict: Of the payer.
        account: Of the account, where one was asked about.
        reason: Why it is unknown, in one word; else empty.
        subject: What the register said of the payer; None when it said nothing.
        generated_on: The answer's own day.
    """

    line: Line
    verdict: Verdict
    account: AccountState | None = None
    reason: str = ""
    subject: Subject | None = None
    generated_on: date | None = None

    @property
    def word(self) -> str:
        """One word for the log: `reliable`, `reliable/published`, `unknown:missing`."""
        account = f"/{self.account}" if self.account is not None else ""
        return f"{self.verdict}{account}" + (f":{self.reason}" if self.reason else "")


def require_answer(question: Question, answer: StatusAnswer) -> None:
    """Pass when it answers this operation, and answers at all.

    Raises:
        RegisterClosed, RegisterUnavailable: It says that it does not answer now.
        AnswerNotUnderstood: It answers another operation.
    """
    if answer.status_code == CLOSED:
        raise RegisterClosed("statusCode 2", reason="closed")
    if answer.status_code == UNAVAILABLE:
        raise RegisterUnavailable("statusCode 3", reason="unavailable")
    if answer.root != question.operation.response_root:
        raise AnswerNotUnderstood("another operation's answer", reason="root")


def judge(
    question: Question, answer: StatusAnswer, *, asked_on: date
) -> tuple[Judged, ...]:
    """Judge every line, in the order of the lines.

    Args:
        question: What was asked.
        answer: What came back.
        asked_on: The register's day when it was asked; an answer of another day, one
            to either side borne for clocks that differ, says nothing of this one.

    Raises:
        RegisterClosed, RegisterUnavailable, AnswerNotUnderstood: See `require_answer`.
    """
    require_answer(question, answer)
    day = answer.generated_on
    if day is not None and abs(day - asked_on) > _CLOCKS_DIFFER:
        return tuple(unknown(line, STALE, day) for line in question.lines)
    times = Counter(subject.dic for subject in answer.subjects)
    found = {subject.dic: subject for subject in answer.subjects}
    if question.operation is Operation.SEZNAM:
        return tuple(_listed(line, found, times, day) for line in question.lines)
    lost = BEYOND if answer.status_code == FIRST_HUNDRED else MISSING
    return tuple(
        _one(line, found, times, lost=lost, answer=answer) for line in question.lines
    )


def words(question: Question, judged: Sequence[Judged]) -> tuple[str, ...]:
    """Say the verdicts as the log has them, in the order of the lines.

    Of the list, in which thousands of payers may be looked for, only the counts.
    """
    said = [each.word for each in judged]
    if question.operation is not Operation.SEZNAM:
        return tuple(said)
    return tuple(f"{word} x{times}" for word, times in sorted(Counter(said).items()))


def _one(
    line: Line,
    found: Mapping[str, Subject],
    times: Mapping[str, int],
    *,
    lost: str,
    answer: StatusAnswer,
) -> Judged:
    digits = line.dic.reveal()
    subject = found.get(digits)
    day = answer.generated_on
    if subject is None or times[digits] > 1:
        return unknown(line, lost if subject is None else DOUBLED, day)
    if subject.verdict is Verdict.UNKNOWN:
        return unknown(line, ODD_WORD, day)
    state, reason = None, ""
    if line.account is not None:
        if day is None or not answer.lists_accounts:
            state, reason = AccountState.UNKNOWN, NO_ACCOUNTS_TOLD
        else:
            state = account_state(subject.accounts, line.account, on=day)
            reason = NOT_UNDERSTOOD if state is AccountState.UNKNOWN else ""
    return Judged(
        line=line,
        verdict=subject.verdict,
        account=state,
        reason=reason,
        subject=subject,
        generated_on=day,
    )


def unknown(line: Line, reason: str, day: date | None = None) -> Judged:
    """Say that nothing is known of a line, and why."""
    account = None if line.account is None else AccountState.UNKNOWN
    return Judged(
        line=line,
        verdict=Verdict.UNKNOWN,
        account=account,
        reason=reason,
        generated_on=day,
    )


def _listed(
    line: Line, found: Mapping[str, Subject], times: Mapping[str, int], day: date | None
) -> Judged:
    """Look a line up in the list; who is not in it may be reliable, or nobody."""
    subject = found.get(line.dic.reveal())
    if subject is None:
        return unknown(line, NOT_LISTED, day)
    if times[subject.dic] > 1 or subject.verdict is not Verdict.UNRELIABLE:
        return unknown(line, DOUBLED, day)
    return Judged(
        line=line, verdict=Verdict.UNRELIABLE, subject=subject, generated_on=day
    )


def account_state(
    accounts: Sequence[PublishedAccount], text: str, *, on: date
) -> AccountState:
    """Say whether an account is among a payer's published accounts.

    Args:
        accounts: What the register told of this payer.
        text: The account in any notation (`crpdph.accounts.account_key`).
        on: The day of the answer.

    Returns:
        PUBLISHED from its first day until the day before its publication ended; ENDED
        from that day; NOT_PUBLISHED otherwise, which does not say whose it is. UNKNOWN
        for a text that is neither a Czech account nor an IBAN, nor told as such.

    Raises:
        AccountInvalid: `text` is no account.
    """
    key = account_key(text)
    same = [each for each in accounts if each.key == key]
    begun = [each for each in same if each.published_from <= on]
    if any(each.ended_on is None or on < each.ended_on for each in begun):
        return AccountState.PUBLISHED
    if begun:
        return AccountState.ENDED
    told = same or is_understood(text)
    return AccountState.NOT_PUBLISHED if told else AccountState.UNKNOWN
