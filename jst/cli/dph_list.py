"""What `jst dph list` does."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crpdph.lookup import Checked, Listed, fetch_list
from crpdph.model import Subject, Verdict
from crpdph.sheet import read_sheet
from jst.acting import acting
from jst.cli.crpo_lookup import tell_recovered
from jst.cli.dph_notes import note_forgotten, note_scope, note_wait
from jst.cli.dph_run import Asked, place_for, read_input
from jst.cli.dph_show import check_json, day_of, print_checks
from jst.cli.dph_words import why
from jst.cli.language import say
from jst.cli.output import print_json, print_line
from jst.cli.wrapper import Exit
from jst.office import open_office
from jst.settings import load_settings
from vocabulary.errors import IdentifierInvalid

HEADER = ("dic", "unreliable_since", "tax_office")
Hit = tuple[int, Checked]


def do_list(
    source: Path | None, out: Path | None, asked: Asked, *, as_json: bool
) -> int:
    """Get the list, look the suppliers up in it, and write it where asked."""
    settings = load_settings()
    person = acting(settings)
    grounds = asked.grounds(person)
    rows = read_sheet(read_input(source)) if source is not None else ()
    with place_for(out, HEADER) as add, open_office(settings) as office:
        tell_recovered(office)
        note_scope(settings.crpdph)
        listed = fetch_list(
            [row.line for row in rows],
            grounds=grounds,
            register=office.czech(),
            trail=office.trail,
            patient=asked.wait,
            waits=note_wait,
        )
        for subject in listed.reply.answer.subjects if listed.reply else ():
            dic = _shown(subject, reveal=asked.reveal)
            add((dic, day_of(subject), subject.tax_office))
    status = _status(listed)
    hits = [
        (row.at, checked)
        for row, checked in zip(rows, listed.checked, strict=True)
        if checked.judged.verdict is Verdict.UNRELIABLE
    ]
    if as_json:
        said = _json(listed, hits, reveal=asked.reveal)
        print_json(
            said | {"asked": len(rows), "out": out and str(out), "status": int(status)}
        )
    else:
        _print(listed, hits, asked=len(rows), reveal=asked.reveal)
        note_forgotten(is_remembered=listed.is_remembered)
    return status


def _json(listed: Listed, hits: Sequence[Hit], *, reveal: bool) -> dict[str, Any]:
    answer = listed.reply.answer if listed.reply else None
    day = answer.generated_on if answer else None
    return {
        "count": len(answer.subjects) if answer else None,
        "generatedOn": day and day.isoformat(),
        "listed": [check_json(at, each, reveal=reveal) for at, each in hits],
        "reason": listed.reason or None,
        "reasonDetail": listed.detail or None,
        "retryAt": listed.retry_at and listed.retry_at.isoformat(),
        "intentId": listed.intent_id or None,
        "source": listed.source or None,
    }


def _print(listed: Listed, hits: Sequence[Hit], *, asked: int, reveal: bool) -> None:
    if listed.reply is None:
        print_line(say("NIE WIADOMO: listy nie pobrano.", "UNKNOWN: no list came."))
        print_line(f"  {why(listed.reason, listed.detail)}")
        return
    answer = listed.reply.answer
    count, day = len(answer.subjects), answer.generated_on
    print_line(
        say(
            f"Nierzetelnych podatników na liście z {day}: {count}",
            f"Unreliable payers in the list of {day}: {count}",
        )
    )
    if asked:
        print_line(
            say(
                f"Wierszy z Twoimi dostawcami na liście: {len(hits)} z {asked}",
                f"Lines with your suppliers in it: {len(hits)} of {asked}",
            )
        )
        print_checks([checked for _, checked in hits], reveal=reveal)


def _status(listed: Listed) -> Exit:
    """Say no when a supplier is in the list, and "could not tell" without a list."""
    if listed.reply is None:
        return Exit.CANNOT_TELL
    hit = any(c.judged.verdict is Verdict.UNRELIABLE for c in listed.checked)
    return Exit.NO if hit else Exit.YES


def _shown(subject: Subject, *, reveal: bool) -> str:
    try:
        dic = subject.identifier
    except IdentifierInvalid:
        return "?"
    return f"CZ{dic.reveal()}" if reveal else dic.shown
