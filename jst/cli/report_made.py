"""One report as a value: what it rests on, and the first of its lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from accountability.report import Cell
from jst.cli.language import entries, say
from jst.cli.output import in_warsaw
from ledger.prune import Missing
from vocabulary.clock import WARSAW

_FILE_NAMES: Final = {"csv": "CSV", "jsonl": "JSON Lines", "pdf": "PDF"}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a report, as it can be told from any other.

    Attributes:
        kind: `csv`, `jsonl` or `pdf`.
        sha256: Of its bytes, in hex.
    """

    kind: str
    sha256: str

    @property
    def name(self) -> str:
        """Name its kind for people."""
        return _FILE_NAMES[self.kind]


@dataclass(slots=True, kw_only=True)
class Made:
    """One report: what it rests on, and the first of its lines.

    Attributes:
        name: Which report.
        office: In whose name it is made.
        made_by: Who made it, with the unit.
        columns: Stable names of the cells.
        entry_id: The entry that says who looked.
        made_at: When that entry was written.
        note: The checkpoint of the state that was read.
        size: Entries in that state.
        missing: Which of them have no body, and which removals the log orders.
        limit: How many lines are kept to be shown.
        since: First day that was searched, None from the beginning.
        until: First day after it, None to the end.
        person: The one of staff whose entries are listed.
        case: The case whose entries are listed.
        thresholds: From where on something counted as unusual.
        periods: Periods whose key exists, of a search by subject.
        searched: Entries that were read; fewer than `size` for a part of the time, or
            where bodies were removed after their retention.
        lines: The first lines.
        count: How many lines there are.
        files: The files that hold it, each as soon as it is complete.
    """

    name: str
    office: str
    made_by: str
    columns: tuple[str, ...]
    entry_id: str
    made_at: datetime
    note: str
    size: int
    missing: Missing
    limit: int
    since: date | None = None
    until: date | None = None
    person: str | None = None
    case: str | None = None
    thresholds: Mapping[str, int] = field(default_factory=dict)
    periods: tuple[str, ...] = ()
    searched: int = 0
    lines: list[tuple[Cell, ...]] = field(default_factory=list)
    count: int = 0
    files: list[File] = field(default_factory=list)

    def take(self, cells: tuple[Cell, ...]) -> None:
        """Count a line, and keep it while there is room."""
        self.count += 1
        if len(self.lines) < self.limit:
            self.lines.append(cells)

    @property
    def only(self) -> str | None:
        """The one person or case whose entries are listed."""
        return self.person or self.case


def rests_on(made: Made) -> dict[str, Any]:
    """Say what a report rests on, for programs."""
    return {
        "report": made.name,
        "office": made.office,
        "madeBy": made.made_by,
        "entry": made.entry_id,
        "madeAt": made.made_at.isoformat(),
        "checkpoint": made.note,
        "size": made.size,
        "searched": made.searched,
        "bodiesPruned": made.missing.allowed_count,
        "bodiesMissing": made.missing.unallowed_count,
        "firstMissing": made.missing.first_unallowed,
        "since": made.since and made.since.isoformat(),
        "until": made.until and made.until.isoformat(),
        "person": made.person,
        "case": made.case,
        "timeZone": WARSAW.key,
        "thresholds": dict(made.thresholds),
        "periods": list(made.periods),
        "count": made.count,
    }


def in_full(made: Made) -> dict[str, Any]:
    """Say that, the lines that are kept, and which files hold the report."""
    lines = [dict(zip(made.columns, line, strict=True)) for line in made.lines]
    files = {file.kind: {"sha256": file.sha256} for file in made.files}
    return {**rests_on(made), "lines": lines, "files": files}


def statement(made: Made) -> dict[str, str]:
    """Say what a report rests on, for people."""
    origin, _, root = made.note.split("\n")[:3]
    told = {
        say("Urząd", "Office"): made.office,
        say("Sporządził(a)", "Made by"): made.made_by,
        say("Sporządzono", "Made"): in_warsaw(made.made_at),
        say("Dziennik", "Log"): origin,
        say("Punkt kontrolny", "Checkpoint"): (
            f"{entries(made.size)}, {say('korzeń', 'root')} {root}"
        ),
        say("Przeszukano", "Searched"): entries(made.searched),
        say("Okres", "Time"): _time(made),
    }
    told |= _missing(made.missing)
    if made.only is not None:
        told[say("Tylko", "Only")] = made.only
    if made.thresholds:
        told[say("Progi", "Thresholds")] = _thresholds(made.thresholds)
    if made.name == "subject":
        told[say("Okresy z kluczem", "Periods with a key")] = ", ".join(made.periods)
    return told | {say("Wpis o raporcie", "Entry of this report"): made.entry_id}


def beside(made: Made) -> dict[str, str]:
    """Say of the files that are complete by what each is known, for people."""
    return {file.name: f"SHA-256 {file.sha256}" for file in made.files}


def how_many(made: Made) -> str:
    """Say how many lines there are, and how many of them are shown."""
    if made.count == 0:
        return say("Brak wierszy.", "No lines.")
    if made.count > len(made.lines):
        shown, count = len(made.lines), made.count
        if any(file.kind == "csv" for file in made.files):
            return say(
                f"Pokazano wierszy: {shown} z {count}; wszystkie są w pliku CSV.",
                f"Lines shown: {shown} of {count}; the CSV file has all of them.",
            )
        return say(
            f"Pokazano wierszy: {shown} z {count}; reszta: --csv PLIK.",
            f"Lines shown: {shown} of {count}; the rest: --csv FILE.",
        )
    return say(f"Wierszy: {made.count}.", f"Lines: {made.count}.")


def _missing(missing: Missing) -> dict[str, str]:
    """Say what no report can search: what was removed by order, and what is gone."""
    gone, told = missing.unallowed_count, {}
    if by_order := missing.allowed_count:
        told[say("Usunięto treść", "Bodies removed")] = say(
            f"{entries(by_order)}, po okresie przechowywania",
            f"{entries(by_order)}, after their retention",
        )
    if gone:
        told[say("Brak treści", "Without bodies")] = say(
            f"{entries(gone)}, pierwszy #{missing.first_unallowed}",
            f"{entries(gone)}, the first #{missing.first_unallowed}",
        )
        told[say("UWAGA", "WARNING")] = say(
            "brak treści bez wpisu o usunięciu: uruchom jst ledger verify",
            "bodies are missing that no entry removes: run jst ledger verify",
        )
    return told


def _time(made: Made) -> str:
    told = [
        say(f"{polish} {day}", f"{english} {day}")
        for polish, english, day in (
            ("od", "from", made.since),
            ("przed", "before", made.until),
        )
        if day is not None
    ]
    return ", ".join(told) or say("cały dziennik", "all of it")


def _thresholds(limits: Mapping[str, int]) -> str:
    hour, day, persons, begins, ends = (
        limits[name]
        for name in (
            *("per_hour", "per_day", "persons_per_subject"),
            *("night_from", "night_until"),
        )
    )
    return say(
        f"{hour} prób w godzinie, {day} w dniu, osób o jedną osobę: {persons},"
        f" noc {begins}-{ends} (Warszawa)",
        f"{hour} attempts an hour, {day} a day, {persons} people about one person,"
        f" night {begins}-{ends} (Warsaw)",
    )
