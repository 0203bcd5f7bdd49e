"""jst report: one pass over one state of the log, to the terminal and to files.

Promises
    - The entry that says who looked, and why, is durable before anything is read.
    - Memory does not grow with the log: lines go to the files as they come; the screen
      and the PDF take the first `--limit` of them and say how many there are.
    - Files are new, 0600, and there whole or not at all.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO, Final

from accountability.holds import held_subjects
from accountability.looking import blind_indexes, look
from accountability.model import Role
from accountability.report import Report, lines_of
from accountability.report_faults import Denials, OpenIntents, WithoutCase
from accountability.report_looks import Keys, OfficersLooks, OneSubject
from accountability.report_sums import Listing, PerCase, PerPerson
from accountability.report_unusual import Thresholds, Unusual
from documents.table import Rows, new_table
from jst.acting import acting
from jst.cli.crpo_lookup import Kind
from jst.cli.language import say
from jst.cli.mandator import read_mandator
from jst.cli.output import not_written
from jst.cli.progress import Progress
from jst.cli.report_file import new_file
from jst.cli.report_show import Made, show
from jst.cli.report_words import header, in_words
from jst.cli.words import WrongMix, WrongWord, word_of
from jst.office import open_office
from jst.settings import Settings, load_settings
from ledger.reader import Reader
from vocabulary.clock import WARSAW

NAMES: Final = (
    "people",
    "cases",
    "no-case",
    "open",
    "denials",
    "unusual",
    "subject",
    "looks",
    "keys",
)
_STEP: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was typed."""

    name: str
    person: str | None
    case: str | None
    since: date | None
    until: date | None
    source: Path | None
    kind: str | None
    reason: str
    csv: Path | None
    jsonl: Path | None
    pdf: Path | None
    limit: int


def do_report(wanted: Wanted, *, as_json: bool) -> int:
    """Log the look, make the report, show it."""
    _refuse_wrong_mix(wanted)
    settings = load_settings()
    person = acting(settings)
    subject = None
    if wanted.name == "subject":
        kind = wanted.kind and word_of(Kind, wanted.kind, "--kind")
        subject = read_mandator(kind, wanted.source)
    for path in (wanted.csv, wanted.jsonl, wanted.pdf):
        if path is not None and os.path.lexists(path):
            raise not_written(path, FileExistsError())
    with open_office(settings) as office, office.trail.log.reader() as reader:
        looked = look(
            office.trail,
            person.actor(Role.OFFICER),
            "search" if subject else "report",
            reason=wanted.reason,
            reader=reader,
            report=wanted.name,
            subjects=() if subject is None else (subject,),
        )
        keys = office.trail.keys
        indexed = blind_indexes(subject, keys) if subject else frozenset()
        one = OneSubject(indexed, held_subjects(office.trail.home))
        report = _report(wanted, one, settings)
        made = Made(
            name=wanted.name,
            columns=report.columns,
            entry_id=looked.id,
            made_at=looked.at,
            note=reader.note,
            size=reader.size,
            limit=wanted.limit,
            periods=tuple(sorted(period for period, _ in indexed)),
        )
        _pass(made, report, reader, wanted)
    return show(made, pdf=wanted.pdf, as_json=as_json)


def _refuse_wrong_mix(wanted: Wanted) -> None:
    if wanted.name not in NAMES:
        raise WrongWord(say("NAZWA", "NAME"), NAMES)
    for option, given, name in (
        ("--person", wanted.person, "people"),
        ("--case", wanted.case, "cases"),
        ("--from", wanted.source, "subject"),
        ("--kind", wanted.kind, "subject"),
    ):
        if given is not None and wanted.name != name:
            raise WrongMix(
                f"{option} należy do raportu {name}",
                f"{option} belongs to the report {name}",
            )


def _report(wanted: Wanted, one: OneSubject, settings: Settings) -> Report:
    """Make the report that was asked for."""
    if wanted.person is not None or wanted.case is not None:
        return Listing(person=wanted.person, case=wanted.case)
    section = settings.file.report
    made: dict[str, Callable[[], Report]] = {
        "people": PerPerson,
        "cases": PerCase,
        "no-case": WithoutCase,
        "open": OpenIntents,
        "denials": Denials,
        "unusual": lambda: Unusual(Thresholds(**section.model_dump())),
        "subject": lambda: one,
        "looks": OfficersLooks,
        "keys": Keys,
    }
    return made[wanted.name]()


def _pass(made: Made, report: Report, reader: Reader, wanted: Wanted) -> None:
    """Read the log once, and send each line where it was asked for."""
    with ExitStack() as open_files:
        add: Rows | None = None
        raw: BinaryIO | None = None
        if wanted.csv is not None:
            add = open_files.enter_context(_table(wanted.csv, made.columns))
        if wanted.jsonl is not None:
            raw = open_files.enter_context(new_file(wanted.jsonl))
        for line in lines_of(report, _rows(made, reader, wanted)):
            if raw is not None:
                for index in line.entries:
                    raw.write(reader.entry(index) + b"\n")
            if line.cells is not None:
                made.take(line.cells)
                if add is not None:
                    add(in_words(made.columns, line.cells))


def _rows(made: Made, reader: Reader, wanted: Wanted) -> Iterator[tuple[int, bytes]]:
    progress = Progress()
    since, until = _midnight(wanted.since), _midnight(wanted.until)
    for index, body in reader.select(since=since, until=until):
        made.searched += 1
        if index % _STEP == 0:
            progress(index, reader.size)
        yield index, body
    progress(reader.size, reader.size)


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), WARSAW)


@contextmanager
def _table(path: Path, columns: tuple[str, ...]) -> Iterator[Rows]:
    try:
        with new_table(path, header(columns)) as add:
            yield add
    except OSError as refused:
        raise not_written(path, refused) from None
