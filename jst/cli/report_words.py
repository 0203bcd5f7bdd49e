"""What reports are called, their columns and their words, in Polish and English."""

from collections.abc import Sequence
from typing import Final

from accountability.report import Cell
from jst.cli.entry_words import deed_word, kind_word, result_word
from jst.cli.language import say

_TITLES: Final = {
    "people": ("Raport: kto ile pytał", "Report: who asked how much"),
    "people-one": ("Raport: wpisy jednej osoby", "Report: entries of one person"),
    "cases-one": ("Raport: wpisy jednej sprawy", "Report: entries of one case"),
    "cases": ("Raport: zapytania w sprawach", "Report: questions by case"),
    "no-case": ("Raport: bez otwartej sprawy", "Report: without an open case"),
    "open": ("Raport: zapytania bez wyniku", "Report: questions without outcome"),
    "denials": ("Raport: odmowy", "Report: denials"),
    "unusual": ("Raport: co jest nietypowe", "Report: what is unusual"),
    "subject": (
        "Raport: kto pytał o jedną osobę (art. 15 RODO)",
        "Report: who asked about one person (art. 15 GDPR)",
    ),
    "looks": ("Raport: wglądy do dziennika", "Report: looks into the log"),
    "keys": ("Raport: klucze okresów", "Report: period keys"),
    "system": ("Raport: wpisy o samym dzienniku", "Report: entries on the log itself"),
}

# column -> Polish, English, width in the PDF
_COLUMNS: Final = {
    "index": ("Nr", "#", 4),
    "at": ("Czas (Warszawa)", "Time (Warsaw)", 10),
    "kind": ("Rodzaj", "Kind", 7),
    "person": ("Osoba", "Person", 11),
    "personId": ("Konto osoby", "Person id", 10),
    "unit": ("Komórka", "Unit", 11),
    "case": ("Sprawa", "Case", 12),
    "purpose": ("Cel", "Purpose", 10),
    "result": ("Wynik", "Result", 8),
    "justification": ("Uzasadnienie", "Justification", 14),
    "standing": ("Sprawa wg spisu", "Case book says", 10),
    "rules": ("Reguły odmowy", "Rules", 14),
    "sign": ("Oznaka", "Sign", 10),
    "count": ("Liczba", "Count", 5),
    "details": ("Szczegóły", "Details", 10),
    "as": ("Jako", "As", 8),
    "id": ("Wpis", "Entry", 23),
    "event": ("Zdarzenie", "Event", 12),
    "period": ("Okres", "Period", 10),
    "questions": ("Pytania", "Questions", 6),
    "denials": ("Odmowy", "Denials", 6),
    "disclosures": ("Wglądy", "Looks", 6),
    "documents": ("Dokumenty", "Papers", 8),
    "unknown": ("Nieznane", "Unknown", 6),
    "cases": ("Spraw", "Cases", 5),
    "persons": ("Osób", "Persons", 5),
    "first": ("Pierwszy (Warszawa)", "First (Warsaw)", 10),
    "last": ("Ostatni (Warszawa)", "Last (Warsaw)", 10),
}

_WORDS: Final = {
    "night": ("noc", "night"),
    "weekend": ("sobota/niedziela", "weekend"),
    "volume-hour": ("dużo w godzinie", "many in an hour"),
    "volume-day": ("dużo w dniu", "many in a day"),
    "readings-hour": ("wiele wglądów w godzinie", "many readings in an hour"),
    "readings-day": ("wiele wglądów w dniu", "many readings in a day"),
    "same-subject": ("wielu o jedną osobę", "several about one person"),
    "declared": ("oświadczona", "declared"),
    "not-assigned": ("nie jej/jego", "not assigned"),
    "closed": ("zakończona", "closed"),
    "not-found": ("nie ma takiej", "not found"),
    "missing": ("brak", "missing"),
    "subject": ("pytano o nią", "asked about"),
    "disclosed": ("w odpowiedzi", "in the answer"),
    "read": ("wgląd w jej dane", "her data were read"),
    "read-print": ("wydruk jej danych", "her data were printed"),
    "read-unsealed": ("odsłonięcie jej numeru", "her number was shown in clear"),
    "read-denied": ("próba wglądu, odmówiono", "a reading that was denied"),
}
_TOLD: Final = {
    "period": ("okres", "period"),
    "retention_years": ("lata", "years"),
    "held": ("wstrzymane", "held"),
    "before": ("przed", "before"),
    "from": ("od wpisu", "from entry"),
    "below": ("przed wpisem", "below entry"),
    "intents": ("odpowiedzi", "answers"),
    "allows": ("komu", "whom"),
    "questions": ("pytania", "questions"),
    "cases": ("sprawy", "cases"),
    "until": ("do dnia (bez niego)", "until, without it"),
}


def _detail(each: str) -> str:
    """Put a report's name, or the fields of a system entry, into words."""
    pairs = [pair.partition("=") for pair in each.split(", ")]
    if not all(equals and name in _TOLD for name, equals, _ in pairs):
        return deed_word(each)
    return ", ".join(f"{say(*_TOLD[name])}: {value}" for name, _, value in pairs)


_KNOWN: Final = {
    "kind": kind_word,
    "purpose": deed_word,
    "details": _detail,
    "event": deed_word,
    "result": result_word,
}


def title(name: str, *, of_one: bool) -> str:
    """Name a report, of all or of the one person or case that was asked for."""
    return say(*_TITLES[f"{name}-one" if of_one else name])


def header(columns: Sequence[str]) -> list[str]:
    """Name the columns."""
    return [say(*_COLUMNS[column][:2]) for column in columns]


def widths(columns: Sequence[str]) -> list[int]:
    """Give the widths of the columns on paper, in parts."""
    return [_COLUMNS[column][2] for column in columns]


def in_words(columns: Sequence[str], cells: Sequence[Cell]) -> list[Cell]:
    """Put the words of closed lists into the reader's language."""
    return [_word(column, each) for column, each in zip(columns, cells, strict=True)]


def _word(column: str, each: Cell) -> Cell:
    if not isinstance(each, str):
        return each
    if column == "as":
        return say(" i ", " and ").join(say(*_WORDS[one]) for one in each.split("+"))
    if each in _WORDS and column in {"sign", "standing"}:
        return say(*_WORDS[each])
    return _KNOWN[column](each) if column in _KNOWN else each
