"""[0] office.toml, written: what an office typed before, for the letter that follows.

    OfficeFile -> text -> office_file.read_office_file gives the same values

Pure. Only values are written, in the order and with the names of office.toml; comments
of the office's own file are not kept.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Final

from crpo.letter.model import OfficeFile, SealEntry
from crpo.letter.office_file import SECTIONS
from crpo.letter.status import SealTerm
from documents.text import printable
from vocabulary.clock import warsaw_day

FILE: Final = "office.toml"
NOTHING_KNOWN: Final = OfficeFile({}, ())
_KEPT: Final = "# Dane jednostki z ostatniego wniosku; wypełnia się nimi odnowienie.\n"


def kept_office(office: OfficeFile) -> str:
    """Write what a renewal is filled with: the unit's data, and no seal."""
    return _KEPT + "".join(f"{line}\n" for line in _values(office))


def renewal_draft(
    office: OfficeFile, seals: Sequence[SealTerm], *, letter_id: str, case_id: str
) -> str:
    """Write the office.toml of a renewal: all but the files of the new certificates.

    Args:
        office: The unit's data, or NOTHING_KNOWN.
        seals: Those that end.
        letter_id: The letter that registered them.
        case_id: Id of the renewal; `jst letter prepare` notes that it goes on with it.
    """
    entries = tuple(SealEntry(printable(seal.name), "") for seal in seals)
    lines = [
        "# Odnowienie wniosku o dostęp do API CRPO (opis: docs/access-letter.md).",
        f"# Kończą się pieczęcie zarejestrowane pismem {letter_id}:",
        *(f"#   {_told(seal)}" for seal in seals),
        "#",
        "# 1. Sprawdź dane: mogły się zmienić od ostatniego wniosku.",
        "# 2. Przy każdej pieczęci wpisz plik nowego certyfikatu (file). Nazwy nie",
        "#    zmieniaj: po niej program pozna, że pieczęć odnowiono.",
        f"# 3. jst letter check {FILE}",
        f"#    jst letter prepare {FILE} --out KATALOG",
        "",
        f"renewal = {_quoted(case_id)}",
        f"seal_count = {len(entries)}",
        *_values(office),
        *_seals(entries),
    ]
    return "".join(f"{line}\n" for line in lines)


def _values(office: OfficeFile) -> Iterable[str]:
    yield f"variant = {_quoted(office['variant'] or 'both')}"
    for section, keys in SECTIONS.items():
        yield ""
        yield f"[{section}]"
        for key in keys:
            yield f"{key} = {_quoted(office[f'{section}.{key}'])}"


def _seals(entries: Iterable[SealEntry]) -> Iterable[str]:
    for entry in entries:
        yield ""
        yield "[[seal]]"
        yield f"name = {_quoted(entry.name)}"
        yield f"file = {_quoted(entry.file)}  # plik nowego certyfikatu"


def _told(seal: SealTerm) -> str:
    end = warsaw_day(seal.not_after)
    return f"„{printable(seal.name)}”, numer {seal.serial}, ważna do {end}"


def _quoted(text: str) -> str:
    """Write a basic string of TOML: of its escapes JSON uses a part."""
    return json.dumps(printable(text), ensure_ascii=False)
