"""Whom it is given to, and the words that will be read with it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Final

from ksef.access.judge_calls import Call
from ksef.access.judge_facts import Facts
from ksef.access.judge_finding import Judged, note, warning
from ksef.access.judge_identifiers import judge_identifier, type_and_value
from ksef.access.judge_shape import a_text
from vocabulary.identifiers import IdentifierInvalid, Nip, Pesel

_NUMBERS: Final = re.compile(r"(?<![0-9])[0-9]{10,11}(?![0-9])")
_PERSONS: Final = frozenset({"grant_person", "grant_indirect"})


def judge_subject(
    call: Call, request: Mapping[str, Any], facts: Facts, on: date
) -> Iterator[Judged]:
    """Judge who gets it, and the description."""
    if call.subjects:
        at = "subjectIdentifier"
        yield from judge_identifier(request.get(at), at, call.subjects, on)
        yield from _worth_knowing(call, type_and_value(request.get(at)), facts)
    told = request.get("description")
    yield from a_text(told, "description", 5, 256)
    if isinstance(told, str) and _has_number(told):
        yield warning(
            "ksef.grant.number_in_description",
            "description",
            "W opisie stoi numer PESEL albo NIP; opis czyta każdy, kto widzi"
            " uprawnienie. Wpisz rolę albo numer zarządzenia.",
            english="The description holds a PESEL or NIP; everybody who sees the"
            " permission reads it. Write the role or the number of the order.",
            clause="(EU) 2016/679, art. 5 ust. 1 lit. c",
        )


def _worth_knowing(
    call: Call, subject: tuple[str, str] | None, facts: Facts
) -> Iterator[Judged]:
    if subject is None:
        return
    at = "subjectIdentifier"
    if subject == facts.context:
        yield warning(
            "ksef.grant.subject_is_context",
            at,
            "To NIP samego kontekstu: kto loguje się z tym NIP, jest tu właścicielem i"
            " ma prawa bez nadania.",
            english="This is the NIP of the context itself: whoever logs in with it is"
            " the owner here and has its rights without a grant.",
            clause="ksef-api: uprawnienia.md, issue 369",
        )
    elif subject[0] == "Nip" and call.name in _PERSONS:
        yield note(
            "ksef.grant.nip_of_person",
            at,
            "Tak nadaje się uprawnienia osobie fizycznej, która loguje się z NIP (np."
            " przedsiębiorcy). Firmie, jej ludziom i jej pieczęci: entities/grants.",
            english="This gives a permission to a natural person who logs in with a NIP"
            " (e.g. a sole trader). For a firm, its people and seal: entities/grants.",
            clause="ksef-api: issues 496 and 734",
        )
    elif subject[0] == "Nip" and call.name == "grant_entity":
        yield note(
            "ksef.grant.nip_of_entity",
            at,
            "Tak nadaje się uprawnienia podmiotowi i ludziom, których on wskaże. Jednej"
            " osobie, która loguje się z NIP: persons/grants.",
            english="This gives a permission to an entity and the people it names. For"
            " one person who logs in with a NIP: persons/grants.",
            clause="ksef-api: issues 496 and 734",
        )
    elif subject[0] == "Fingerprint":
        yield note(
            "ksef.grant.fingerprint_ends",
            at,
            "Uprawnienie trzyma się tego jednego certyfikatu; po jego odnowieniu trzeba"
            " je nadać na nowo.",
            english="The permission hangs on this one certificate; after its renewal it"
            " has to be granted anew.",
            clause="ksef-api: auth/podpis-xades.md",
        )


def _has_number(text: str) -> bool:
    """Tell whether a text holds a number that is a valid PESEL or NIP."""
    return any(_is_number(each) for each in _NUMBERS.findall(text[:512]))


def _is_number(digits: str) -> bool:
    for kind in (Nip, Pesel):
        with suppress(IdentifierInvalid):
            kind.parse(digits)
            return True
    return False
