"""jst report: one pass over one state of the log, to the terminal and to files.

Promises
    - The entry that says who looked, and why, is durable before anything is read.
    - Lines go to the files as they come; the screen and the PDF take the first
      `--limit` of them and say how many there are.
    - Files are new, 0600, and there whole or not at all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from accountability.clear_text import has_valid_identifier
from accountability.holds import held_subjects
from accountability.looking import blind_indexes, look
from accountability.officer_checks import OFFICERS, WATCHERS
from accountability.report import Report, lines_of
from accountability.report_faults import Denials, OpenIntents, WithoutCase
from accountability.report_looks import (
    Keys,
    OfficersLooks,
    OneSubject,
    SystemEntries,
)
from accountability.report_sums import Listing, PerCase, PerPerson
from accountability.report_unusual import Thresholds, Unusual
from jst.acting import acting
from jst.cli.bar import WORTH_TELLING, Bar
from jst.cli.crpo_lookup import Kind
from jst.cli.language import say
from jst.cli.mandator import read_dic, read_mandator
from jst.cli.report_files import Files
from jst.cli.report_made import Made
from jst.cli.report_show import show
from jst.cli.words import WrongMix, WrongWord, word_of
from jst.office import open_office
from jst.settings import load_settings
from ledger.prune import missing_from
from ledger.reader import Reader
from vocabulary.clock import WARSAW
from vocabulary.identifiers import Identifier

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
    "system",
)
_STEP: Final = 5_000
DIC: Final = "dic"


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
    files: Files
    limit: int

    @property
    def scope(self) -> dict[str, str]:
        """What the report is narrowed to; it stands in the entry of the look."""
        told = {
            "person": self.person,
            "case": self.case,
            "since": self.since,
            "until": self.until,
        }
        return {name: str(value) for name, value in told.items() if value is not None}


def do_report(wanted: Wanted, *, as_json: bool) -> int:
    """Log the look, make the report, show it."""
    _refuse_wrong_mix(wanted)
    settings = load_settings()
    roles = WATCHERS if wanted.name == "looks" else OFFICERS
    actor = acting(settings).actor(*sorted(roles, reverse=True))
    subject: Identifier | None = None
    if wanted.name == "subject" and wanted.kind == DIC:
        subject = read_dic(wanted.source)
    elif wanted.name == "subject":
        kind = wanted.kind and word_of(Kind, wanted.kind, "--kind")
        subject = read_mandator(kind, wanted.source)
    wanted.files.require_possible()
    with open_office(settings) as office, office.trail.log.reader() as reader:
        looked = look(
            office.trail,
            actor,
            "search" if subject else "report",
            reason=wanted.reason,
            reader=reader,
            report=wanted.name,
            scope=wanted.scope,
            subjects=() if subject is None else (subject,),
        )
        keys = office.trail.keys
        indexed = blind_indexes(subject, keys) if subject else frozenset()
        one = OneSubject(
            indexed, held_subjects(office.trail.home), since=_midnight(wanted.since)
        )
        limits = settings.file.report.model_dump()
        report = _report(wanted, one, limits)
        made = Made(
            name=wanted.name,
            office=office.trail.office.authority.name,
            made_by=f"{actor.name}, {actor.unit}" if actor.unit else actor.name,
            columns=report.columns,
            entry_id=looked.id,
            made_at=looked.at,
            note=reader.note,
            size=reader.size,
            missing=missing_from(reader),
            limit=wanted.limit,
            since=wanted.since,
            until=wanted.until,
            person=wanted.person,
            case=wanted.case,
            thresholds=limits if wanted.name == "unusual" else {},
            periods=tuple(sorted(period for period, _ in indexed)),
        )
        with wanted.files.take(made, reader) as take:
            for line in lines_of(report, _rows(made, reader)):
                take(line)
                if line.cells is not None:
                    made.take(line.cells)
    return show(made, as_json=as_json)


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
    since, until = wanted.since, wanted.until
    if since is not None and until is not None and since >= until:
        raise WrongMix(
            "--until to pierwszy dzień po okresie: późniejszy niż --since",
            "--until is the first day after the time: later than --since",
        )
    paths = wanted.files.paths
    if len({path.absolute() for path in paths}) < len(paths):
        raise WrongMix("każdy plik ma własną nazwę", "each file has a name of its own")
    if any(map(has_valid_identifier, filter(None, (wanted.person, wanted.case)))):
        raise WrongMix(
            "numeru osoby nie podaje się w wierszu polecenia; raport subject czyta go"
            " z pliku",
            "a person's number is not given on the command line; the report subject"
            " reads it from a file",
        )


def _report(wanted: Wanted, one: OneSubject, limits: dict[str, int]) -> Report:
    """Make the report that was asked for."""
    if wanted.person is not None or wanted.case is not None:
        return Listing(person=wanted.person, case=wanted.case and wanted.case.strip())
    made: dict[str, Callable[[], Report]] = {
        "people": PerPerson,
        "cases": PerCase,
        "no-case": WithoutCase,
        "open": OpenIntents,
        "denials": Denials,
        "unusual": lambda: Unusual(Thresholds(**limits)),
        "subject": lambda: one,
        "looks": OfficersLooks,
        "keys": Keys,
        "system": SystemEntries,
    }
    return made[wanted.name]()


def _rows(made: Made, reader: Reader) -> Iterator[tuple[int, bytes]]:
    """Read the entries of the time that is meant, and count them.

    Who reads an answer cites a question that may be older: of one person all are read.
    """
    since, until = _midnight(made.since), _midnight(made.until)
    since = None if made.name == "subject" else since
    with Bar(say("przeszukano", "searched"), least=WORTH_TELLING) as progress:
        for index, body in reader.select(since=since, until=until):
            made.searched += 1
            if index % _STEP == 0:
                progress(index, reader.size)
            yield index, body
        progress(reader.size, reader.size)


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), WARSAW)
