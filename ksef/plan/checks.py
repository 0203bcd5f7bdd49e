"""[1] Say what stands against a file of permissions, before anything is asked. Pure.

Only what the file alone tells; what the law and KSeF say of a grant, a plan tells.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from typing import Final

from ksef.access.judge_calls import INVOICES, PERSON
from ksef.plan.desired import (
    Deputy,
    Desired,
    Entry,
    Person,
    Who,
    entries_of,
)
from ksef.plan.model import EVERY_CLIENT
from ksef.plan.places import is_own_taxpayer
from ksef.plan.wants import AUTHORISATIONS, MANAGES
from vocabulary.finding import Finding, Severity, error
from vocabulary.identifiers import Nip

MIN_TEXT: Final = 5
MAX_TEXT: Final = 256
"""Characters of what stays in KSeF: a description, the name of a unit."""


def check_desired(desired: Desired) -> Iterator[Finding]:
    """Yield every finding; a file with an ERROR makes no plan."""
    yield from _names(desired)
    yield from _places(desired)
    for entry in desired.entries:
        yield from _entry(entry, desired)
    for deputy in desired.deputies:
        yield from _deputy(deputy, desired)
    for holder in desired.holders:
        at = f"seal.{holder.where}"
        place = desired.places.get(holder.where)
        if place is None:
            yield _unknown(at, "where")
        elif not isinstance(place.identifier, Nip):
            yield error(
                "ksef.plan.seal_without_nip",
                f"{at}.where",
                "Właściciela, a więc i pieczęć, ma tylko kontekst NIP; tu jest"
                " identyfikator wewnętrzny.",
            )
        if holder.valid_until is not None and holder.valid_until <= holder.valid_from:
            yield _early(at)
        if not isinstance(desired.parties.get(holder.who), Person):
            yield _unknown(at, "who")


def _names(desired: Desired) -> Iterator[Finding]:
    """One reference is one party, and one number has one reference."""
    places = (desired.office, *desired.units)
    listed: tuple[Who, ...] = (*places, *desired.persons, *desired.entities)
    ids = [each.id for each in desired.entries]
    ids += [each.id for each in desired.deputies]
    for ref in _twice([*(each.ref for each in listed), *ids]):
        yield error(
            "ksef.plan.ref_twice", ref, "Ta sama nazwa (ref, id) występuje dwa razy."
        )
    numbers = Counter(each.identifier for each in listed if each.identifier is not None)
    for each in listed:
        if each.identifier is not None and numbers[each.identifier] > 1:
            yield error(
                "ksef.plan.number_twice",
                each.ref,
                "Ten sam numer ma w plikach dwie nazwy; zostaw jedną.",
            )
    for name in _twice([each.name for each in places]):
        yield error(
            "ksef.plan.name_twice",
            next(each.ref for each in places if each.name == name),
            "Dwie jednostki mają tę samą nazwę, a po niej poznaje się je w KSeF.",
        )


def _places(desired: Desired) -> Iterator[Finding]:
    if not is_own_taxpayer(desired.office):
        yield error(
            "ksef.plan.office_kind",
            "office.kind",
            "Urzędem planu jest podatnik: gmina, powiat albo województwo (jst).",
        )
    for unit in desired.units:
        at = f"unit.{unit.ref}"
        if not MIN_TEXT <= len(unit.name) <= MAX_TEXT:
            yield error(
                "ksef.plan.name_length",
                f"{at}.name",
                "Nazwa jednostki ma w KSeF od 5 do 256 znaków.",
            )
        if is_own_taxpayer(unit) and not isinstance(unit.identifier, Nip):
            yield error(
                "ksef.plan.taxpayer_nip",
                f"{at}.nip",
                "To osobny podatnik; podaj jego NIP.",
            )
        elif unit.identifier is not None and (
            unit.identifier.reveal()[:10] == desired.nip.reveal()
        ) is isinstance(unit.identifier, Nip):
            yield error(
                "ksef.plan.unit_number",
                at,
                "Jednostka ma albo własny NIP, inny niż urząd, albo identyfikator"
                " wewnętrzny, który zaczyna się od NIP urzędu.",
            )
        if unit.credential is None and not is_own_taxpayer(unit):
            yield Finding(
                "ksef.plan.no_credential",
                Severity.WARNING,
                "Bez credential nie można zalogować się do kontekstu tej jednostki;"
                " plan nie powie, co w nim jest.",
                f"{at}.credential",
            )


def _entry(entry: Entry, desired: Desired) -> Iterator[Finding]:
    at = f"grant.{entry.id}"
    who = desired.parties.get(entry.who)
    if who is None:
        yield _unknown(at, "who")
    if entry.where not in desired.places:
        yield _unknown(at, "where")
    if entry.who == entry.where:
        yield error(
            "ksef.plan.own_context",
            f"{at}.who",
            "We własnym kontekście podmiot ma uprawnienia właściciela.",
        )
    if entry.client not in {None, EVERY_CLIENT, *desired.parties}:
        yield _unknown(at, "client")
    yield from _time_and_words(entry, entry.ends, at)
    yield from _permissions(entry, desired, at, is_person=isinstance(who, Person))


def _time_and_words(who: Entry | Deputy, ends: date, at: str) -> Iterator[Finding]:
    if ends <= who.valid_from:
        yield _early(at)
    if not MIN_TEXT <= len(f"{who.basis}: {who.reason}") <= MAX_TEXT:
        yield error(
            "ksef.plan.description_length",
            f"{at}.reason",
            "Podstawa i uzasadnienie mają razem od 5 do 256 znaków; zostają w KSeF.",
        )


def _permissions(
    entry: Entry, desired: Desired, at: str, *, is_person: bool
) -> Iterator[Finding]:
    allowed: Collection[str] = {*INVOICES, *AUTHORISATIONS}
    if entry.as_representative:
        allowed = {MANAGES}
        if entry.where == desired.office.ref or not is_person:
            yield error(
                "ksef.plan.representative",
                f"{at}.representative",
                "Przedstawicielem jest osoba, a reprezentuje jednostkę, nie urząd.",
            )
    elif is_person:
        allowed = INVOICES if entry.client is not None else PERSON
    if not entry.permissions or set(entry.permissions) - set(allowed):
        yield error(
            "ksef.plan.permissions",
            f"{at}.permissions",
            f"Tu można nadać tylko: {', '.join(sorted(allowed))}.",
        )
    if entry.can_delegate and (is_person or not set(entry.permissions) & set(INVOICES)):
        yield error(
            "ksef.plan.can_delegate",
            f"{at}.can_delegate",
            "Dalej przekazuje tylko podmiot, i tylko InvoiceRead albo InvoiceWrite.",
        )
    if entry.client is not None and not is_person:
        yield error(
            "ksef.plan.client",
            f"{at}.client",
            "Klienta podaje się dla osoby, która u podmiotu obsługuje tego klienta.",
        )


def _deputy(deputy: Deputy, desired: Desired) -> Iterator[Finding]:
    at = f"deputy.{deputy.id}"
    for name, ref in (("who", deputy.who), ("for", deputy.stands_for)):
        if not isinstance(desired.parties.get(ref), Person):
            yield _unknown(at, name)
    if set(deputy.where) - set(desired.places):
        yield _unknown(at, "where")
    if deputy.who == deputy.stands_for:
        yield error(
            "ksef.plan.deputy_self", f"{at}.who", "Nikt nie zastępuje sam siebie."
        )
    yield from _time_and_words(deputy, deputy.valid_until, at)
    taken = [e for e in entries_of(desired) if e.id.startswith(f"{deputy.id}/")]
    if any(each.ends < deputy.valid_until for each in taken):
        yield Finding(
            "ksef.plan.deputy_cut",
            Severity.WARNING,
            "Wpis zastępowanej osoby kończy się przed zastępstwem, a z nim uprawnienie"
            " zastępcy. Jeśli ma zostać do końca zastępstwa: outlasts = true.",
            f"{at}.outlasts",
        )
    if not taken:
        yield Finding(
            "ksef.plan.deputy_of_nothing",
            Severity.WARNING,
            "Zastępowana osoba nie ma w tym czasie żadnych uprawnień do przejęcia.",
            at,
        )


def _twice(texts: list[str]) -> list[str]:
    return sorted(text for text, times in Counter(texts).items() if times > 1)


def _unknown(at: str, field: str) -> Finding:
    return error(
        "ksef.plan.ref_unknown",
        f"{at}.{field}",
        "Tej nazwy nie ma ani w permissions.toml, ani w ksef-people.toml.",
    )


def _early(at: str) -> Finding:
    return error(
        "ksef.plan.ends_early",
        f"{at}.until",
        "Koniec ma być po początku; until to pierwszy dzień bez uprawnienia.",
    )
