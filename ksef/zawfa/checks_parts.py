"""[1] Which parts of the form are filled: part C (the person), part D (unique data)."""

import re
from collections.abc import Iterator
from typing import Final

from ksef.law.dzu_2021_2481 import reported_signature, zawfa_one_person
from ksef.law.dzu_2025_1815 import zawfa as zawfa_1815
from ksef.model import ZawFaPurpose
from ksef.zawfa.model import (
    OF_A_PERSON,
    Notice,
    Person,
    Version,
    fingerprint_of,
)
from ksef.zawfa.provisions import error, field_of, note_of, warning
from vocabulary.finding import Finding
from vocabulary.identifiers import Identifier
from vocabulary.law import LegalRef

_FINGERPRINT: Final = re.compile(r"[0-9A-F]{64}")
_WITHOUT_ID: Final = (
    ("birth_date", "Podaj datę urodzenia."),
    ("document.kind", "Podaj rodzaj dokumentu tożsamości."),
    ("document.number", "Podaj numer i serię dokumentu."),
    ("document.country", "Podaj kraj wydania dokumentu."),
)


def check_parts(notice: Notice) -> Iterator[Finding]:
    """Say what is missing from parts C and D, and what must not stand there."""
    yield from _how_many(notice)
    if notice.purpose in OF_A_PERSON and notice.person is not None:
        yield from _identified(notice.person, notice.version)
    yield from _unique_data(notice)


def check_change(revocation: Notice, grant: Notice) -> Iterator[Finding]:
    """Say when the person who loses the permissions is the one who gets them."""
    before, after = revocation.person, grant.person
    if before is None or after is None:
        return
    known = isinstance(before.identifier, Identifier)
    if known and before.identifier == after.identifier:
        yield error(
            "zawfa.same_person",
            "person",
            "Osoba, która traci uprawnienia, i osoba, która je dostaje, to ta sama.",
            _one_person_ref(grant.version),
        )


def _how_many(notice: Notice) -> Iterator[Finding]:
    count = len(notice.persons)
    if notice.purpose in OF_A_PERSON:
        if count != 1:
            yield error(
                "zawfa.one_person",
                "person",
                f"ZAW-FA wskazuje dokładnie jedną osobę; podano: {count}.",
                _one_person_ref(notice.version),
            )
    elif count:
        yield error(
            "zawfa.part_c_empty",
            "person",
            "Przy tym celu części C (osoba uprawniona) się nie wypełnia.",
            note_of(notice.version, 3),
        )


def _one_person_ref(version: Version | None) -> LegalRef:
    if version is Version.V1:  # § 4 ust. 1a came later; the form has room for one
        return field_of(version, 20)
    if version is Version.V3:
        return zawfa_1815.ONE_PERSON.ref
    return zawfa_one_person.ONE_PERSON.ref


def _identified(person: Person, version: Version | None) -> Iterator[Finding]:
    """Ask for what replaces NIP and PESEL, and for nothing beside them."""
    document = person.document
    given = {
        "birth_date": person.birth_date is not None,
        "document.kind": bool(document and document.kind),
        "document.number": bool(document and document.number),
        "document.country": bool(document and document.country),
    }
    note = note_of(version, 6)
    if person.identifier is None and not any(given.values()):
        yield error(
            "zawfa.identifier_missing",
            "person.identifier",
            "Podaj NIP albo PESEL osoby; kto nie ma żadnego z nich, podaje datę"
            " urodzenia i dokument tożsamości.",
            note,
        )
    elif person.identifier is None:
        for name, text in _WITHOUT_ID:
            if not given[name]:
                yield error(
                    "zawfa.data_without_id",
                    f"person.{name}",
                    f"Osoba nie ma NIP i numeru PESEL. {text}",
                    note,
                )
    else:
        for name, _ in _WITHOUT_ID:
            if given[name]:
                yield warning(
                    "zawfa.data_beside_id",
                    f"person.{name}",
                    "Tego pola nie wypełnia się dla osoby, która ma NIP lub PESEL.",
                    note,
                )


def _unique_data(notice: Notice) -> Iterator[Finding]:
    needed, note = notice.takes_unique_data, note_of(notice.version, 8)
    data = notice.unique_data
    if data is None:
        if needed:
            yield error(
                "zawfa.fingerprint_missing",
                "fingerprint",
                "Podaj dane unikalne: skrót SHA-256 certyfikatu albo plik certyfikatu.",
                note,
            )
        return
    if not needed:
        yield error(
            "zawfa.fingerprint_not_wanted",
            "fingerprint",
            "Część D wypełnia się tylko dla podpisu lub pieczęci bez NIP i PESEL.",
            note,
        )
    if not _FINGERPRINT.fullmatch(fingerprint_of(data.fingerprint)):
        yield error(
            "zawfa.fingerprint_shape",
            "fingerprint",
            "Skrót SHA-256 ma 64 znaki: cyfry i litery od A do F.",
            field_of(notice.version, 39),
        )
    if data.has_id:
        yield error(
            "zawfa.certificate_has_id",
            "fingerprint",
            "W certyfikacie jest NIP lub PESEL, więc KSeF rozpozna go bez zgłoszenia.",
            _reported_ref(notice),
        )


def _reported_ref(notice: Notice) -> LegalRef:
    if notice.version is not Version.V3:
        return reported_signature.REPORTED.ref
    if notice.purpose is ZawFaPurpose.REPORT_SEAL:
        return zawfa_1815.REPORT_SEAL.ref
    return zawfa_1815.REPORT_SIGNATURE.ref
