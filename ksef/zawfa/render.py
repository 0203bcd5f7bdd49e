"""[5] A checked notice becomes paper: the form, the sheet to copy from, the checklist.

    notices + findings + day -> documents.pdf

    ZAW-FA(1)  print-ready, "według wzoru", with the official numbers of its 63 fields
    ZAW-FA(2)  refused: its fields were not seen
    ZAW-FA(3)  a sheet to copy into e-Urząd Skarbowy or the official form; a field whose
               number is not known has a dash

Promises
    - Nothing is made of a notice against which a check says something.
    - The same notice and instant give the same bytes; its data are attached as JSON.
    - No XML: the schema of pattern 14160 was not obtained.

Why so: ADR-0027 (of a form only what was seen).
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from documents.pdf import render_pdf
from ksef.errors import NoticeRefused
from ksef.zawfa.checklist import checklist
from ksef.zawfa.fields import Field, parts_of
from ksef.zawfa.model import Notice, Version
from ksef.zawfa.values import TITLES, as_json, choices_of, values_of
from vocabulary.finding import Finding, stops

TITLE: Final = (
    "Zawiadomienie o nadaniu lub odebraniu uprawnień do korzystania z Krajowego"
    " Systemu e-Faktur"
)
_PART_TITLES: Final = {
    "": "Nagłówek",
    "A": "Miejsce i cel składania",
    "B": "Dane podatnika lub podmiotu",
    "B.1": "Dane identyfikacyjne podatnika lub podmiotu",
    "B.2": "Adres siedziby lub zamieszkania",
    "B.3": "Dane kontaktowe",
    "C": "Dane osoby uprawnionej",
    "C.1": "Dane identyfikacyjne osoby uprawnionej",
    "C.2": "Adres zamieszkania osoby uprawnionej",
    "C.3": "Dane kontaktowe osoby uprawnionej",
    "E": "Podpisy osób reprezentujących podatnika lub podmiot",
}
_PART_D: Final = {
    Version.V1: "Dane unikalne podpisu bez NIP i PESEL",
    Version.V3: "Dane unikalne podpisu lub pieczęci bez NIP i PESEL",
}
# Of twelve columns; what is absent takes all of them.
_WIDTHS: Final = {
    "document.kind": 3,
    "document.number": 3,
    "document.country": 3,
    "number": 3,
    "status": 2,
    "nip": 4,
    "copy": 3,
    "country": 2,
    "voivodeship": 3,
    "county": 3,
    "commune": 4,
    "street": 6,
    "house": 3,
    "flat": 3,
    "town": 8,
    "postcode": 4,
    "phone": 4,
    "email": 8,
    "identifier_kind": 6,
    "identifier": 6,
    "person.surname": 6,
    "person.first_name": 6,
    "surname": 3,
    "first_name": 2,
    "birth_date": 3,
    "position": 3,
    "signature": 4,
}


def render_notice(
    notice: Notice, findings: Sequence[Finding], *, made_at: datetime
) -> bytes:
    """Make the PDF of one notice.

    Args:
        notice: What it says.
        findings: What its checks have found (`ksef.zawfa.checks.check`).
        made_at: An aware instant, for the metadata and the footer.

    Raises:
        NoticeRefused: A finding is an error; nothing was made.
        LibraryMissing: The extra `documents` is not installed.
        DocumentNotMade: A letter that no font here has.

    Source: annex to Dz.U. 2021 poz. 2481 (ZAW-FA(1)); for ZAW-FA(3) a guide.
    """
    version = notice.version
    if version is None or version is Version.V2 or stops(findings):
        raise NoticeRefused(findings)
    is_form = version is Version.V1
    return render_pdf(
        "zawfa_form" if is_form else "zawfa_sheet",
        form_data(notice, version) if is_form else sheet_data(notice, version),
        title=f"{version}: {TITLES[notice.purpose]}",
        language="pl",
        made_at=made_at,
    )


def render_checklist(
    notices: Sequence[Notice], findings: Sequence[Finding], *, made_at: datetime
) -> bytes:
    """Make the cover checklist of what is filed together, one notice or two.

    Raises:
        NoticeRefused: A finding is an error; nothing was made.
        LibraryMissing: The extra `documents` is not installed.
        DocumentNotMade: A letter that no font here has.
    """
    if stops(findings):
        raise NoticeRefused(findings)
    return render_pdf(
        "zawfa_checklist",
        checklist(notices, findings),
        title="ZAW-FA: lista kontrolna",
        language="pl",
        made_at=made_at,
    )


def form_data(notice: Notice, version: Version) -> dict[str, object]:
    """Say what stands on the form, copy by copy; pure."""
    return _head(notice, version) | {
        "copies": [
            _parts(notice, version, copy) for copy in range(1, notice.copies + 1)
        ]
    }


def _title(part: str, version: Version) -> str:
    """Name a part; seals came with version 3."""
    return _PART_D[version] if part == "D" else _PART_TITLES[part]


def _head(notice: Notice, version: Version) -> dict[str, object]:
    return {
        "form": version,
        "heading": TITLE,
        "purpose": TITLES[notice.purpose],
        "filing_on": notice.filing_on.isoformat(),
        "attachment": json.dumps(as_json(notice), ensure_ascii=False, indent=1),
    }


def _parts(notice: Notice, version: Version, copy: int) -> list[dict[str, object]]:
    values = values_of(notice, copy)
    choices = choices_of(notice, version)
    return [
        {
            "part": part,
            "title": _title(part, version),
            "cells": [
                {
                    "number": field.shown,
                    "label": field.label,
                    "text": _broken(field, values.get(field.key, "")),
                    "width": _width(field),
                    "choices": [
                        [str(each.number), each.text, each.ticked]
                        for each in choices.get(field.key, ())
                    ],
                    "is_signature": field.key.endswith(".signature"),
                }
                for field in fields
            ],
        }
        for part, fields in parts_of(version).items()
    ]


def _broken(field: Field, text: str) -> str:
    """Write a fingerprint in the two rows of 32 boxes that the form has for it."""
    if field.key != "fingerprint":
        return text
    return f"{text[:32]}\n{text[32:]}".strip()


def _width(field: Field) -> int:
    return next(
        (
            width
            for name, width in _WIDTHS.items()
            if f".{field.key}".endswith(f".{name}")
        ),
        12,
    )


def sheet_data(notice: Notice, version: Version) -> dict[str, object]:
    """Say what is to be copied, part by part; pure."""
    first = [
        {
            "part": part,
            "title": _title(part, version),
            "rows": _rows(notice, version, fields, copy=1),
        }
        for part, fields in parts_of(version).items()
        if part != "E"
    ]
    signing = [
        {
            "part": "E",
            "title": _PART_TITLES["E"] + _of_copies(copy, notice.copies),
            "rows": _rows(notice, version, _of_copy(version, copy), copy=copy),
        }
        for copy in range(1, notice.copies + 1)
    ]
    return _head(notice, version) | {"parts": [*first, *signing]}


def _of_copy(version: Version, copy: int) -> tuple[Field, ...]:
    """Give part E; every copy but the first repeats its number before it."""
    parts = parts_of(version)
    number = [each for each in parts[""] if each.key == "copy" and copy > 1]
    return (*number, *parts["E"])


def _of_copies(copy: int, copies: int) -> str:
    return "" if copies == 1 else f" (egzemplarz {copy} z {copies})"


def _rows(
    notice: Notice, version: Version, fields: tuple[Field, ...], *, copy: int
) -> list[list[str]]:
    """Give number, label and text of each field that is filled in."""
    values = values_of(notice, copy)
    for key, choices in choices_of(notice, version).items():
        ticked = [f"{each.number}. {each.text}" for each in choices if each.ticked]
        if ticked:
            values[key] = "; ".join(ticked)
    return [
        [field.shown, field.label, _broken(field, values[field.key])]
        for field in fields
        if field.key in values
    ]
