"""Check any number of payers and accounts, accountably, within the register's terms.

    lines -> by DIC, each once -> today's kept answers -> requests of 100, 4 at a time
          -> perform() each -> one verdict for each line, in the asker's order

Promises
    - Each line gets one verdict; every trouble is UNKNOWN with its reason, never a
      negative.
    - What was answered today (until 00:10 in Prague) is not asked again today; an
      answer from the cache is an action too.
    - No request leaves while the register is closed or its limits are reached: a
      batch waits, a single check says when to come back (`retry_at`).
    - A failed request is repeated only by a batch, as a new action that cites it.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from accountability.action import MAX_PERSONS
from accountability.errors import TooManyPersons
from accountability.trail import AuditTrail
from crpdph.asking import Grounds, Run, Waits
from crpdph.calendar import register_day
from crpdph.client import Crpdph, Reply
from crpdph.errors import MostlyWrong, QueryInvalid
from crpdph.model import Operation
from crpdph.question import Line, Question, by_payer, questions
from crpdph.results import Attempt, Checked, all_unknown
from vocabulary.errors import ToolkitError

__all__ = [
    "Checked",
    "Grounds",
    "Listed",
    "account_published",
    "check",
    "fetch_list",
]

MANY: Final = 5
"""From so many numbers on, a batch whose check digits are mostly wrong is stopped."""

PARALLEL: Final = 4


Progress = Callable[[int, int], None]


def check(
    lines: Sequence[Line],
    *,
    grounds: Grounds,
    register: Crpdph,
    trail: AuditTrail,
    patient: bool = False,
    told: Progress = lambda _done, _total: None,
    waits: Waits = lambda _until: None,
) -> tuple[Checked, ...]:
    """Check payers, and accounts of payers, in any number.

    Args:
        lines: What to find out; a DIC may occur many times, in any notation.
        grounds: Who asks, why, for which case.
        register: How the register is reached.
        trail: Where every request is logged.
        patient: Wait for the register to open and for its limits, and repeat failed
            requests after 5, 30 and 120 s; else come back at once with `retry_at`.
        told: Hears how many lines of how many are done.
        waits: Hears until when a patient check waits.

    Returns:
        One result for each line, in the order of the lines.

    Raises:
        QueryInvalid, MostlyWrong: Nothing was asked.
        ActionDenied, AuditUnavailable, LimitsUnavailable: Nothing was asked; where a
            part was, the rest is UNKNOWN with the error's code instead.
    """
    refuse_mostly_wrong(lines)
    run = Run(grounds, register, trail, patient=patient, waits=waits)
    done: dict[Line, Checked] = {}
    for cited, group in _kept_today(lines, register, trail).items():
        for question in questions(register.operation, group):
            done |= run.read_kept(question, cited)
    rest = [line for line in lines if line not in done]
    told(len(lines) - len(rest), len(lines))
    wanted = list(questions(register.operation, rest))
    failed: list[ToolkitError] = []
    with _stoppable(run) as pool:
        for question, result in zip(wanted, pool.map(run.ask, wanted), strict=True):
            if isinstance(result, ToolkitError):
                failed.append(result)
                result = all_unknown(question, result.code)  # noqa: PLW2901 - told as such
            done |= result
            told(min(len(done), len(lines)), len(lines))
    if failed and len(failed) == len(wanted) and len(rest) == len(lines):
        raise failed[0]
    return tuple(done[line] for line in lines)


def account_published(
    dic: str,
    account: str,
    *,
    grounds: Grounds,
    register: Crpdph,
    trail: AuditTrail,
    patient: bool = False,
) -> Checked:
    """Check whether an account is published for a payer: `check` of one line.

    Args:
        dic: The payer's DIČ, in any notation.
        account: The account, in any notation (`crpdph.accounts.account_key`).
        grounds: Who asks, why, for which case.
        register: How the register is reached.
        trail: Where the request is logged.
        patient: As of `check`.

    Returns:
        The result; its `judged.account` is published, not published (which is not
        "somebody else's"), ended or unknown.

    Raises:
        IdentifierInvalid, AccountInvalid: Nothing was asked.
        ActionDenied, AuditUnavailable, LimitsUnavailable: Nothing was asked.
    """
    line = Line.parse(dic, account)
    [checked] = check(
        [line], grounds=grounds, register=register, trail=trail, patient=patient
    )
    return checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The register's list of unreliable payers, and which of the lines are in it.

    Attributes:
        reply: The list; None where nothing was answered.
        checked: One result for each line: UNRELIABLE, or UNKNOWN (`not_listed` does
            not say that a payer is reliable, or is one), in their order.
        detail, is_remembered: As of `Checked`.
    """

    reply: Reply | None
    checked: tuple[Checked, ...]
    intent_id: str = ""
    source: str = ""
    retry_at: datetime | None = None
    reason: str = ""
    detail: str = ""
    is_remembered: bool = True


def fetch_list(
    lines: Sequence[Line],
    *,
    grounds: Grounds,
    register: Crpdph,
    trail: AuditTrail,
    patient: bool = False,
    waits: Waits = lambda _until: None,
) -> Listed:
    """Get the list of unreliable payers, in one request a day, and look lines up.

    The list is public and names thousands; the log says whose lines were found in it.
    Where these are more than one entry can account for, the first action ends as
    UNKNOWN, and what it kept is read in parts, each an action that cites it.

    Raises:
        ActionDenied, AuditUnavailable, LimitsUnavailable: Nothing was asked.
    """
    run = Run(grounds, register, trail, patient=patient, waits=waits)
    question = Question(Operation.SEZNAM, tuple(lines))
    kept = register.known.list_kept_on(register_day(register.clock()))
    attempt = run.attempt_kept(question, kept) if kept else None
    if attempt is None or not (attempt.performed or _is_crowded(attempt)):
        attempt = run.attempt(question)
    if _is_crowded(attempt):
        return _listed_in_parts(run, lines, attempt.intent_id)
    if attempt.performed is None:
        lost = all_unknown(question, attempt.reason, detail=attempt.detail)
        return Listed(
            reply=None,
            checked=tuple(lost[line] for line in question.lines),
            intent_id=attempt.intent_id,
            retry_at=attempt.retry_at,
            reason=attempt.reason,
            detail=attempt.detail,
        )
    found = run.results(attempt)
    return Listed(
        reply=attempt.performed.answer,
        checked=tuple(found[line] for line in question.lines),
        intent_id=attempt.intent_id,
        source=attempt.source,
        is_remembered=attempt.is_remembered,
    )


def _is_crowded(attempt: Attempt) -> bool:
    """Tell whether an answer came and was kept, of more persons than one entry says."""
    return attempt.reason == TooManyPersons.code


def _listed_in_parts(run: Run, lines: Sequence[Line], cited: str) -> Listed:
    """Look lines up in a kept list, as many payers at a time as an entry can hold."""
    payers = by_payer(lines)
    found: dict[Line, Checked] = {}
    attempts: list[Attempt] = []
    for start in range(0, len(payers), MAX_PERSONS):
        part = chain.from_iterable(payers[start : start + MAX_PERSONS])
        question = Question(Operation.SEZNAM, tuple(part))
        attempt = run.attempt_kept(question, cited)
        attempts.append(attempt)
        found |= run.results(attempt) or all_unknown(
            question,
            attempt.reason,
            intent_id=attempt.intent_id,
            detail=attempt.detail,
        )
    # A part that cannot be read leaves its lines unknown, and the others as they are.
    best = next((each for each in attempts if each.performed), attempts[0])
    return Listed(
        reply=best.performed.answer if best.performed else None,
        checked=tuple(found[line] for line in lines),
        intent_id=best.intent_id,
        source=best.source,
        reason=best.reason,
        detail=best.detail,
        is_remembered=all(each.is_remembered for each in found.values()),
    )


@contextmanager
def _stoppable(run: Run) -> Iterator[ThreadPoolExecutor]:
    """Give a pool that Ctrl-C ends: nothing begins, and what is sent is logged."""
    with ThreadPoolExecutor(PARALLEL) as pool:
        try:
            yield pool
        except BaseException:
            run.stop()
            pool.shutdown(cancel_futures=True)
            raise


def _kept_today(
    lines: Sequence[Line], register: Crpdph, trail: AuditTrail
) -> dict[str, list[Line]]:
    """Group the lines that were answered today by the action that kept the answer."""
    kept = register.known.kept_on(
        register_day(register.clock()),
        dict.fromkeys(line.dic for line in lines),
        operation=register.operation,
        key=trail.current_key(),
    )
    groups: dict[str, list[Line]] = {}
    for line in lines:
        if line.dic in kept:
            groups.setdefault(kept[line.dic], []).append(line)
    return groups


def refuse_mostly_wrong(lines: Sequence[Line]) -> None:
    """Pass a batch that is not mostly wrong.

    Raises:
        QueryInvalid, MostlyWrong: It is, or it is empty.
    """
    if not lines:
        raise QueryInvalid("a question about nobody")
    dics = {line.dic for line in lines}
    wrong = sum(not dic.check_digit_agrees() for dic in dics)
    if len(dics) >= MANY and 2 * wrong > len(dics):
        raise MostlyWrong(wrong=wrong, total=len(dics))
