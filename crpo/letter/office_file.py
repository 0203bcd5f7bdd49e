"""[0] Read office.toml: bytes in, what a person typed out, or findings with fields.

Only the shape is judged here: TOML, known keys, texts. What is missing comes out as an
empty text, and what the texts say is the matter of `crpo.letter.checks`.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Any, Final

from crpo.errors import LetterInvalid
from crpo.letter.model import OfficeFile, SealEntry
from vocabulary.finding import Finding, Severity

MAX_BYTES: Final = 262_144
SECTIONS: Final = {
    "office": ("name", "nip", "office_nip", "regon", "case"),
    "authority": ("kind", "name"),
    "seat": ("street", "building", "flat", "postcode", "town"),
    "unit_head": ("given_names", "surname", "function"),
    "signer": ("name",),
    "contact": ("name", "phone", "administrator_email"),
}
_SPACES: Final = str.maketrans("\u00a0\u202f", "  ")
_AT_LINE: Final = re.compile(r"\(at line ([0-9]{1,7}), column [0-9]+\)\Z")
_CURLY: Final = re.compile("=\\s*[\u201e\u201c\u201d\u2018\u2019\u00ab\u00bb]")
_TWO_QUOTES: Final = 2
_SEAL: Final = ("name", "file")
_MAX_KEY: Final = 60
_TOP: Final = {*SECTIONS, "variant", "seal_count", "seal", "renewal"}

EXAMPLE: Final = """\
# office.toml: dane do wniosku o dostęp do API CRPO (opis: docs/access-letter.md)

variant = "both"          # co podaje treść pisma: attributes, certificate albo both
seal_count = 1            # liczba przekazywanych pieczęci

[office]
name = ""                 # pełna nazwa jednostki, np. Gmina Przykładowa
nip = ""                  # NIP gminy (powiatu, województwa), w cudzysłowie
office_nip = ""           # NIP urzędu, tylko jeśli jest inny
regon = ""
case = ""                 # znak sprawy w urzędzie, nieobowiązkowy

[authority]
kind = "wójt"             # wójt, burmistrz, prezydent miasta, starosta,
                          # marszałek województwa
name = ""                 # np. Wójt Gminy Przykładowa

[seat]
street = ""               # puste, gdy w miejscowości nie ma ulic
building = ""
flat = ""
postcode = ""             # 00-000
town = ""

[unit_head]               # osoba kierująca jednostką: ona podpisuje pismo
given_names = ""          # imię (imiona), bez tytułów
surname = ""              # nazwisko, jak w certyfikacie podpisu
function = ""             # np. Wójt Gminy Przykładowa

[contact]
name = ""                 # imię i nazwisko osoby kontaktowej
phone = ""
administrator_email = ""  # adres e-mail administratora systemu

[[seal]]                  # tyle razy, ile jest pieczęci
name = ""                 # nazwa, pod którą pieczęć wymieni pismo
file = ""                 # plik certyfikatu (.pem, .cer, .crt), bez klucza prywatnego
"""


def read_office_file(data: bytes) -> OfficeFile:
    """Read office.toml.

    Args:
        data: TOML in UTF-8, with or without BOM; at most 256 KiB.

    Raises:
        LetterInvalid: No TOML, an unknown key, a value of the wrong kind; with all
            findings at once. No value is repeated.
    """
    if len(data) > MAX_BYTES:
        raise LetterInvalid(
            [_finding("crpo.letter.file_too_big", "Plik jest za duży (limit 256 KiB).")]
        )
    values = _loaded(data)
    if findings := tuple(_shape(values)):
        raise LetterInvalid(findings)
    fields = {name: _plain(values, name) for name in ("variant", "renewal")}
    for section, keys in SECTIONS.items():
        for key in keys:
            fields[f"{section}.{key}"] = _plain(values.get(section, {}), key)
    seals = tuple(
        SealEntry(_plain(each, "name"), _plain(each, "file"))
        for each in values.get("seal", [])
    )
    return OfficeFile(fields, seals, values.get("seal_count"))


def _loaded(data: bytes) -> dict[str, Any]:
    try:
        text = data.decode("utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError:
        told = _finding(
            "crpo.letter.file_not_utf8",
            "Plik nie jest zapisany w UTF-8; zapisz go w tym kodowaniu.",
        )
    except (ValueError, RecursionError) as wrong:
        where, hint = _where(text, str(wrong))
        told = _finding(
            "crpo.letter.file_not_toml", f"{where} nie jest poprawnym TOML.{hint}"
        )
    raise LetterInvalid([told])


def _where(text: str, said: str) -> tuple[str, str]:
    """Name the line, and what to do about quotes in it; nothing of it is repeated."""
    at = _AT_LINE.search(said)
    number = int(at[1]) if at else 0
    lines = text.splitlines()
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    where = f"W wierszu {number} plik" if line else "Plik"
    if line.count('"') > _TWO_QUOTES:
        return where, " Wewnątrz wartości pisz „…” albo ujmij ją całą w '…'."
    if _CURLY.search(line):
        return where, " Wartość ujmij w proste cudzysłowy \"…\" albo w '…'."
    return where, ""


def _plain(table: dict[str, str], key: str) -> str:
    """Take a text; the no-break spaces of word processors become spaces."""
    return table.get(key, "").translate(_SPACES).strip()


def _shape(values: dict[str, Any]) -> Iterator[Finding]:
    for name in values.keys() - _TOP:
        yield _unknown(name)
    yield from _text(values, "variant")
    yield from _text(values, "renewal")
    count = values.get("seal_count", 0)
    if not isinstance(count, int) or isinstance(count, bool):
        yield _finding(
            "crpo.letter.file_kind",
            "Liczbę pieczęci wpisz cyframi, bez cudzysłowu.",
            "seal_count",
        )
    for section, keys in SECTIONS.items():
        yield from _table(values.get(section, {}), keys, section)
    seals = values.get("seal", [])
    if not isinstance(seals, list):
        yield _finding(
            "crpo.letter.file_kind", "Każda pieczęć to osobna część [[seal]].", "seal"
        )
        return
    for number, each in enumerate(seals, start=1):
        yield from _table(each, _SEAL, f"seal.{number}")


def _table(table: object, keys: tuple[str, ...], name: str) -> Iterator[Finding]:
    if not isinstance(table, dict):
        yield _finding(
            "crpo.letter.file_kind", f"To ma być część pliku: [{name}].", name
        )
        return
    for key in table.keys() - set(keys):
        yield _unknown(f"{name}.{key}")
    for key in keys:
        yield from _text(table, key, f"{name}.{key}")


def _text(table: dict[str, Any], key: str, field: str = "") -> Iterator[Finding]:
    if not isinstance(table.get(key, ""), str):
        yield _finding(
            "crpo.letter.file_kind",
            "Wartość wpisz jako tekst, w cudzysłowie.",
            field or key,
        )


def _unknown(name: str) -> Finding:
    """Name an unknown key; a key may hold anything, so odd ones are not repeated."""
    known = (
        name if len(name) <= _MAX_KEY and name.replace(".", "").isidentifier() else ""
    )
    return _finding("crpo.letter.file_unknown", "Nieznany klucz.", known)


def _finding(rule: str, sentence: str, field: str = "") -> Finding:
    return Finding(rule, Severity.ERROR, sentence, field)
