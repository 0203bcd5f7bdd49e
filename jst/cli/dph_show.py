"""How the results of `jst dph` look: a block for each line, a CSV row, JSON."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from crpdph.accounts import account_key, masked_account
from crpdph.calendar import in_prague
from crpdph.judging import Judged
from crpdph.lookup import Checked
from crpdph.model import Dic, Subject
from documents.table import Cell
from documents.text import printable
from jst.cli.dph_words import ACCOUNTS, VERDICTS, why
from jst.cli.language import say
from jst.cli.output import print_line

HEADER: Final = (
    "line",
    "dic",
    "account",
    "verdict",
    "account_state",
    "reason",
    "retry_at",
    "unreliable_since",
    "kind",
    "tax_office",
    "name",
    "name_may_be_cut",
    "generated_on",
    "check",
    "source",
    "account_ended_on",
    "published_accounts",
    "reason_detail",
    "dic_as_asked",
)


def dic_shown(dic: Dic, *, reveal: bool) -> str:
    """Write a DIC: a company's in clear, a person's masked unless revealed."""
    return f"CZ{dic.reveal()}" if reveal else dic.shown


def dic_as_asked(judged: Judged, *, reveal: bool) -> str:
    """Write a DIC in the asker's notation; a person's is masked unless revealed."""
    masked = judged.line.dic.is_personal and not reveal
    return judged.line.dic.shown if masked else judged.line.dic_text


def account_shown(judged: Judged, *, reveal: bool) -> str:
    """Write the account asked about: a company's in clear, a person's masked."""
    text = judged.line.account or ""
    masked = judged.line.dic.is_personal and not reveal
    return masked_account(text) if masked and text else text


def name_shown(judged: Judged, *, reveal: bool) -> str | None:
    """Write a company's name; a person's is shown only when revealed."""
    subject = judged.subject
    if subject is None or subject.name is None:
        return None
    return subject.name if reveal or not judged.line.dic.is_personal else "***"


def row_of(at: int, checked: Checked, *, reveal: bool) -> Sequence[Cell]:
    """Write one line of the result's table."""
    judged, subject = checked.judged, checked.judged.subject
    return (
        at,
        dic_shown(judged.line.dic, reveal=reveal),
        account_shown(judged, reveal=reveal) or None,
        judged.verdict.value,
        judged.account.value if judged.account else None,
        judged.reason or None,
        _instant(checked.retry_at),
        day_of(subject),
        subject.kind if subject else None,
        subject.tax_office if subject else None,
        name_shown(judged, reveal=reveal),
        ("yes" if subject.name_may_be_cut else "no") if subject else None,
        judged.generated_on.isoformat() if judged.generated_on else None,
        checked.intent_id or None,
        checked.source or None,
        _day(ended_on(judged)),
        "; ".join(each["text"] for each in _accounts(judged, reveal=reveal)) or None,
        checked.detail or None,
        dic_as_asked(judged, reveal=reveal),
    )


def check_json(at: int, checked: Checked, *, reveal: bool) -> dict[str, Any]:
    """Describe one result; the keys are stable."""
    judged, subject = checked.judged, checked.judged.subject
    agrees = judged.line.dic.check_digit_agrees()
    masked = judged.line.dic.is_personal and not reveal
    address = subject.address if subject else None
    return {
        "line": at,
        "dic": dic_shown(judged.line.dic, reveal=reveal),
        "dicAsAsked": dic_as_asked(judged, reveal=reveal),
        "verdict": judged.verdict.value,
        "unreliableSince": day_of(subject),
        "account": account_shown(judged, reveal=reveal) or None,
        "accountState": judged.account.value if judged.account else None,
        "accountEndedOn": _day(ended_on(judged)),
        "reason": judged.reason or None,
        "reasonDetail": checked.detail or None,
        "retryAt": _instant(checked.retry_at),
        "kind": subject.kind if subject else None,
        "taxOffice": subject.tax_office if subject else None,
        "name": name_shown(judged, reveal=reveal),
        "nameMayBeCut": subject.name_may_be_cut if subject else None,
        "address": None if masked or address is None else address._asdict(),
        "publishedAccounts": len(subject.accounts) if subject else None,
        "accounts": _accounts(judged, reveal=reveal),
        "generatedOn": judged.generated_on.isoformat() if judged.generated_on else None,
        "intentId": checked.intent_id or None,
        "source": checked.source or None,
        "warnings": [
            *([] if agrees else ["check_digit"]),
            *([] if checked.is_remembered else ["not_remembered"]),
            *(f"drift:{each.what}:{each.name}" for each in checked.drift),
        ],
    }


def print_checks(found: Sequence[Checked], *, reveal: bool) -> None:
    """Print a block for each line."""
    for checked in found:
        judged = checked.judged
        print_line(
            f"{dic_shown(judged.line.dic, reveal=reveal)}"
            f"  {say(VERDICTS[judged.verdict], judged.verdict.value)}"
        )
        for label, text in _facts(checked, reveal=reveal):
            print_line(f"  {label + ':':<22}{printable(text)}")


def _facts(checked: Checked, *, reveal: bool) -> list[tuple[str, str]]:
    judged, subject = checked.judged, checked.judged.subject
    facts: list[tuple[str, str]] = []
    if judged.account is not None:
        state = say(ACCOUNTS[judged.account], judged.account.value)
        text = account_shown(judged, reveal=reveal)
        end = ended_on(judged)
        until = say(f" (do {end})", f" (until {end})") if end else ""
        facts.append((say("rachunek", "account"), f"{text}: {state}{until}"))
    if judged.reason:
        facts.append((say("powód", "reason"), why(judged.reason, checked.detail)))
    if checked.retry_at is not None:
        when = in_prague(checked.retry_at)
        facts.append(
            (
                say("zapytaj po", "ask after"),
                say(f"{when} czasu czeskiego", f"{when} Prague"),
            )
        )
    if subject is not None:
        facts += _of_subject(judged, subject, reveal=reveal)
    if not judged.line.dic.check_digit_agrees():
        facts.append(
            (
                say("uwaga", "warning"),
                say("cyfra kontrolna DIČ się nie zgadza", "check digit"),
            )
        )
    if checked.intent_id:
        cached = say(" (odpowiedź dzisiejsza, bez zapytania)", " (an answer of today)")
        source = cached if checked.source == "cache" else ""
        facts.append((say("sprawdzenie", "check"), checked.intent_id + source))
    return facts


def _of_subject(
    judged: Judged, subject: Subject, *, reveal: bool
) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    if (name := name_shown(judged, reveal=reveal)) is not None:
        cut = say(" (pole ma 23 znaki, nazwa może być ucięta)", " (may be cut)")
        facts.append(
            (say("nazwa", "name"), name + (cut if subject.name_may_be_cut else ""))
        )
    if subject.unreliable_since is not None:
        facts.append((say("nierzetelny od", "unreliable since"), str(day_of(subject))))
    if subject.kind is not None:
        facts.append((say("rodzaj", "kind"), subject.kind))
    if subject.tax_office is not None:
        facts.append((say("urząd (FÚ)", "tax office"), subject.tax_office))
    facts.append((say("rachunków", "accounts"), str(len(subject.accounts))))
    facts.append((say("stan na dzień", "as of"), str(judged.generated_on)))
    return facts


def ended_on(judged: Judged) -> date | None:
    """Say when the publication of the account asked about ended, or will end."""
    subject, text = judged.subject, judged.line.account
    if subject is None or text is None:
        return None
    key = account_key(text)
    ends = [each.ended_on for each in subject.accounts if each.key == key]
    return max((end for end in ends if end is not None), default=None)


def _accounts(judged: Judged, *, reveal: bool) -> list[dict[str, Any]]:
    """Describe the published accounts; a person's are masked unless revealed."""
    masked = judged.line.dic.is_personal and not reveal
    return [
        {
            "text": masked_account(each.text) if masked else each.text,
            "kind": each.kind.value,
            "publishedFrom": each.published_from.isoformat(),
            "endedOn": _day(each.ended_on),
        }
        for each in (judged.subject.accounts if judged.subject else ())
    ]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def day_of(subject: Subject | None) -> str | None:
    """Write the day since which a subject is unreliable."""
    since = subject.unreliable_since if subject else None
    return since.isoformat() if since else None


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
