"""jst crpo batch: many questions from one sheet, their answers in another."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from accountability.checks import check_reason
from accountability.model import Role
from crpo.batch import QUOTA, RESUMED, SILENT, Batch
from crpo.batch_log import Done, State
from crpo.batch_sheet import read_sheet
from crpo.model import Answer
from crpo.power import Attorney, PowerOfAttorney
from crpo.told import INDEFINITE
from documents.table import MAX_BYTES, Cell, Rows, new_table
from jst.acting import acting
from jst.cli.bar import Bar
from jst.cli.crpo_lookup import tell_recovered
from jst.cli.language import say
from jst.cli.output import (
    not_written,
    print_json,
    print_line,
    print_note,
    read_file,
)
from jst.cli.words import WrongMix
from jst.cli.wrapper import Exit
from jst.errors import ReasonInvalid
from jst.office import open_office
from jst.settings import load_settings
from vocabulary.identifiers import Identifier

HEADER: Final = (
    "line",
    "kind",
    "identifier",
    "case",
    "purpose",
    "result",
    "reason",
    "day",
    "powers",
    "power",
    "surname",
    "first_name",
    "attorney",
    "valid_until",
    "for_service",
    "electronic_address",
    "question",
    "source",
)
_STATUS: Final = {
    State.ANSWERED: Exit.YES,
    State.REFUSED: Exit.NO,
    State.DENIED: Exit.NO,
    State.NOT_ASKED: Exit.NO,
    State.UNKNOWN: Exit.CANNOT_TELL,
}


def do_batch(
    sheet: Path,
    out: Path,
    *,
    retry_unknown: bool,
    anew: bool,
    reveal: str,
    as_json: bool,
) -> int:
    """Ask all that the sheet asks, and write the result when all is done."""
    if anew and retry_unknown:
        raise WrongMix(
            "--anew albo --retry-unknown, nie oba naraz",
            "--anew or --retry-unknown, not both",
        )
    settings = load_settings()
    person = acting(settings)
    if reveal and (wrong := tuple(check_reason(reveal, needed=True, case=""))):
        raise ReasonInvalid("--reveal takes a reason", wrong)
    lines = read_sheet(read_file(sheet, MAX_BYTES))
    with _place_for(out) as add, open_office(settings) as office:
        tell_recovered(office)
        batch = Batch.of(
            lines,
            actor=person.actor(Role.CLERK),
            register=office.register(),
            trail=office.trail,
            anew=anew,
        )
        ended: Counter[State] = Counter()
        worst, days, stopped = Exit.YES, set(), None
        with Bar(say("zapytano", "asked")) as told:
            run = batch.run(
                retry_unknown=retry_unknown, reason=reveal or RESUMED, told=told
            )
            for done in run:
                if reveal and done.answer is not None and not done.kept:
                    batch.disclose(done, reveal)
                for row in _rows(done, reveal=bool(reveal)):
                    add(row)
                ended[done.state] += 1
                worst = max(worst, _status(done))
                days |= {done.answer.day} if done.answer else set()
                if done.reason in {SILENT, QUOTA}:
                    stopped = done.reason
        resumed = batch.id
    _tell(
        out, ended, days, as_json=as_json, batch=resumed, stopped=stopped, worst=worst
    )
    return worst


@contextmanager
def _place_for(out: Path) -> Iterator[Rows]:
    """Open the result's draft; it appears whole, or not at all.

    Raises:
        OutputRefused: It exists, or cannot be made; nothing was asked.
    """
    try:
        with new_table(out, HEADER) as add:
            yield add
    except OSError as refused:
        if refused.filename is None:
            raise
        raise not_written(Path(refused.filename), refused) from None


def _status(done: Done) -> Exit:
    """Say which exit status a line has; an answer that cannot be read tells nothing."""
    if done.state is State.ANSWERED and done.answer is None:
        return Exit.CANNOT_TELL
    return _STATUS[done.state]


def _rows(done: Done, *, reveal: bool) -> Iterator[Sequence[Cell]]:
    """Write a line of the sheet: one row for each attorney, at least one."""
    line, answer = done.line, done.answer
    start: tuple[Cell, ...] = (
        line.at,
        line.mandator.kind,
        _shown(line.mandator, reveal=reveal),
        line.case,
        line.purpose,
        done.state,
        done.reason,
        _shown(answer.day if answer else None, reveal=reveal),
        len(answer.powers) if answer else None,
    )
    source = "" if answer is None else "kept" if done.kept else "register"
    end: tuple[Cell, ...] = (done.intent_id, source)
    people = [] if answer is None else _people(answer)
    for number, power, person in people:
        told = (
            person.surname,
            person.first_name,
            person.identifier,
            power.valid_until,
            person.for_service,
            getattr(person.electronic_address, "value", None),
        )
        yield (*start, number, *(_shown(v, reveal=reveal) for v in told), *end)
    if not people:
        yield (*start, *[None] * 7, *end)


def _people(answer: Answer) -> list[tuple[int, PowerOfAttorney, Attorney]]:
    return [
        (number, power, person)
        for number, power in enumerate(answer.powers, start=1)
        for person in power.people
    ]


def _shown(value: object, *, reveal: bool) -> Cell:
    """Write a value; what the register did not tell is an empty cell."""
    match value:
        case Identifier():
            return value.reveal() if reveal else value.masked
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case _ if value is INDEFINITE:
            return "indefinite"
        case str():
            return value
        case _:
            return None


def _tell(
    out: Path,
    ended: Counter[State],
    days: set[date],
    *,
    batch: str,
    stopped: str | None,
    worst: Exit,
    as_json: bool,
) -> None:
    if as_json:
        print_json(
            {
                "batch": batch,
                "out": str(out),
                "lines": ended.total(),
                "ended": {str(state): ended[state] for state in State},
                "days": sorted(day.isoformat() for day in days),
                "status": int(worst),
            }
        )
        return
    for state in State:
        if ended[state]:
            print_line(f"{_word(state)}: {ended[state]}")
    print_line(say(f"Wynik: {out}", f"Result: {out}"))
    if ended[State.UNKNOWN]:
        print_note(
            say(
                "wiersze o wyniku nieznanym zapyta na nowo to samo polecenie z"
                " --retry-unknown.",
                "the same command with --retry-unknown asks the unknown lines again.",
            )
        )
    if stopped is not None:
        print_note(_why_stopped(stopped))
    if len(days) > 1:
        print_note(
            say(
                "odpowiedzi pochodzą z różnych dni (kolumna day); do dzisiejszej"
                " decyzji zapytaj na nowo (--anew).",
                "the answers are of several days (column day); for a decision of today"
                " ask anew (--anew).",
            )
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
