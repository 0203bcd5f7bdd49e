"""What became of a batch: how many lines, of which days, and with which exit status."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from crpo.batch import QUOTA, SILENT
from crpo.batch_log import Done, State
from jst.cli.language import say
from jst.cli.output import print_line, print_note
from jst.cli.wrapper import Exit

_STATUS: Final = {
    State.ANSWERED: Exit.YES,
    State.REFUSED: Exit.NO,
    State.DENIED: Exit.NO,
    State.NOT_ASKED: Exit.NO,
    State.UNKNOWN: Exit.CANNOT_TELL,
}


@dataclass(kw_only=True)
class Summary:
    """A batch, added up line by line.

    Attributes:
        batch: Its id.
        kept_ok: Whether kept answers of another day are what the person wants.
        ended: How many lines ended how.
        asked: How many questions this run has asked.
        kept: How many answers it has read from what was kept, by their day.
        days: The days that the answers speak of.
        stopped: Why the rest was not asked, if it was not.
        worst: The exit status of the worst line.
    """

    batch: str
    kept_ok: bool
    ended: Counter[State] = field(default_factory=Counter)
    asked: int = 0
    kept: Counter[date] = field(default_factory=Counter)
    days: set[date] = field(default_factory=set)
    stopped: str | None = None
    worst: Exit = Exit.YES

    def add(self, done: Done) -> None:
        """Add one line."""
        self.ended[done.state] += 1
        self.worst = max(self.worst, _status(done))
        self.asked += bool(done.intent_id) and not done.kept
        if done.answer is not None:
            self.days.add(done.answer.day)
            self.kept[done.answer.day] += done.kept
        if done.reason in {SILENT, QUOTA}:
            self.stopped = done.reason

    def stale(self, today: date) -> bool:
        """Tell whether kept answers of another day stand in for answers of today."""
        return any(self.kept[day] for day in self.days - {today})

    def status(self, today: date) -> Exit:
        """Give the exit status; what was kept of another day tells nothing of today."""
        if self.stale(today) and not self.kept_ok:
            return max(self.worst, Exit.CANNOT_TELL)
        return self.worst

    def json(self, today: date) -> dict[str, Any]:
        """Describe it; the keys are stable."""
        return {
            "batch": self.batch,
            "lines": self.ended.total(),
            "ended": {str(state): self.ended[state] for state in State},
            "asked": self.asked,
            "kept": self.kept.total(),
            "days": sorted(day.isoformat() for day in self.days),
            "stale": self.stale(today),
            "status": int(self.status(today)),
        }


def _status(done: Done) -> Exit:
    """Say which exit status a line has; an answer that cannot be read tells nothing."""
    if done.state is State.ANSWERED and done.answer is None:
        return Exit.CANNOT_TELL
    return _STATUS[done.state]


def print_summary(summary: Summary, out: Path, today: date) -> None:
    """Print what became of the lines, where the result is, and what to do next."""
    for state in State:
        if summary.ended[state]:
            print_line(f"{_word(state)}: {summary.ended[state]}")
    if summary.kept.total():
        print_line(_asked_and_read(summary))
    print_line(say(f"Wynik: {out}", f"Result: {out}"))
    if summary.ended[State.UNKNOWN]:
        print_note(
            say(
                "wiersze o wyniku nieznanym zapyta na nowo to samo polecenie z"
                " --retry-unknown.",
                "the same command with --retry-unknown asks the unknown lines again.",
            )
        )
    if summary.stopped is not None:
        print_note(_why_stopped(summary.stopped))
    if summary.stale(today):
        print_note(
            say(
                f"odczytane odpowiedzi nie są dzisiejsze ({today}) i do dzisiejszego"
                " doręczenia nie służą; zapytaj na nowo (--anew).",
                f"the answers read are not of today ({today}) and serve no letter of"
                " today; ask anew (--anew).",
            )
        )
        if not summary.kept_ok:
            print_note(
                say(
                    "jeśli wynik ma zawierać właśnie je, potwierdź to (--kept-ok).",
                    "if the result is to hold just these, confirm it (--kept-ok).",
                )
            )
    elif len(summary.days) > 1:
        print_note(
            say(
                "odpowiedzi pochodzą z różnych dni (kolumna day); do dzisiejszej"
                " decyzji zapytaj na nowo (--anew).",
                "the answers are of several days (column day); for a decision of today"
                " ask anew (--anew).",
            )
        )


def _asked_and_read(summary: Summary) -> str:
    days = ", ".join(str(day) for day in sorted(summary.days) if summary.kept[day])
    asked, kept = summary.asked, summary.kept.total()
    return say(
        f"zapytano: {asked}, odczytano zachowane: {kept} (z dnia {days})",
        f"asked: {asked}, read from what was kept: {kept} (of {days})",
    )


def _why_stopped(reason: str) -> str:
    """Say why lines were left out, and what lets the same command go on."""
    if reason == SILENT:
        return say(
            "rejestr kilka razy z rzędu nie odpowiedział, więc reszty nie wysłano;"
            " gdy znów działa, wznów tym samym poleceniem.",
            "the register was silent several times in a row, so the rest was not sent;"
            " when it works again, the same command goes on.",
        )
    return say(
        "wyczerpano limit pytań na dziś; jutro, albo gdy kierownik przyzna więcej"
        " (jst quota), wznów tym samym poleceniem.",
        "the quota of today is used up; tomorrow, or when a manager allows more"
        " (jst quota), the same command goes on.",
    )


def _word(state: State) -> str:
    words = {
        State.ANSWERED: "odpowiedzi",
        State.REFUSED: "odmowy rejestru",
        State.UNKNOWN: "NIEZNANE (to nie znaczy „brak pełnomocnictw”)",
        State.DENIED: "nie wysłano, odmowa",
        State.NOT_ASKED: "nie zapytano, wznów później",
    }
    return say(words[state], str(state))
