"""[5] What somebody who leaves has, as lines for people and as JSON; no identifier."""

from collections.abc import Callable, Iterator
from typing import Final

from jst.plan_unread import by_cause
from jst.plan_words import KINDS, LISTS
from ksef.plan.leaver import OF_OTHERS, InDoubt, Item, Offboarding, Sort
from ksef.plan.words import MEANS
from vocabulary.clock import warsaw_time

HEADS: Final = {
    Sort.SESSION: "Sesje, które trzyma ta instalacja (zostaną zakończone)",
    Sort.TOKEN: "Tokeny KSeF (zostaną unieważnione)",
    Sort.OWN: "Uprawnienia tej osoby (zostaną odebrane)",
    Sort.MADE: "Uprawnienia, które ta osoba nadała innym (do potwierdzenia)",
    Sort.ENTITY: "Uprawnienia podmiotu o tym samym numerze (do potwierdzenia)",
}
OF_OTHERS_NOTE: Final = (
    "Odejście ich nie kończy. Potwierdź każde albo dodaj do odebrania: --with NUMER."
)
UNLINKED: Final = (
    "nie wiadomo, czyje: nie ma tej osoby w ksef-people.toml, więc go nie użyto; dopisz"
    " tam staff, jej id z people.toml"
)
IN_DOUBT: Final = (
    "Nadania dla tej osoby w toku (czas warszawski): KSeF może je jeszcze wykonać."
    " Powtórz to polecenie później; dopóki tu są, odejście nie jest zakończone:"
)
TAIL_NOTE: Final = (
    "Wydany token dostępowy działa do swego końca, zwykle kilkanaście minut, także po"
    " odebraniu uprawnień i zakończeniu sesji."
)
SESSIONS_NOTE: Final = (
    "Sesji otwartych na innych komputerach KSeF nie pokazuje nikomu poza tą osobą; bez"
    " uprawnień odświeżony token niczego już nie daje."
)
CERTIFICATE_NOTE: Final = (
    "Osobisty certyfikat i podpis należą do tej osoby: urząd ich nie unieważnia."
    " Odbiera się uprawnienia, nie certyfikat."
)


def lines_of(found: Offboarding, *, why: Callable[[str], str]) -> Iterator[str]:
    """Show a list in Polish: first what was not read.

    Args:
        found: The list.
        why: Says in words why a list was not read; gets a public code.
    """
    yield (
        f"Odejście: {found.person}, stan na {found.on};"
        f" konteksty z jej udziałem: {len(found.contexts)},"
        f" odczytane w całości: {len(found.read)}"
    )
    yield from _unread(found, why)
    if found.in_doubt:
        yield f"\n{IN_DOUBT}"
        yield from (f"  {_doubt(each)}" for each in found.in_doubt)
    for sort in Sort:
        items = [
            each for each in found.items if each.sort is sort and not each.by_zawfa
        ]
        if items:
            yield f"\n{HEADS[sort]}: {len(items)}"
            yield from (f"  {row_of(each)}" for each in items)
        if items and sort in OF_OTHERS:
            yield f"  {OF_OTHERS_NOTE}"
    yield from _by_hand(found)
    if found.apart:
        yield "\nNie sprawdzono: to osobni podatnicy, ich uprawnienia widzą tylko oni:"
        yield f"  {', '.join(found.apart)}"
    yield f"\n{TAIL_NOTE}"
    yield SESSIONS_NOTE
    yield CERTIFICATE_NOTE


def row_of(item: Item) -> str:
    """Show one item on a line, with the number by which a command names it."""
    parts = [item.id, item.place]
    if item.sort is Sort.SESSION:
        parts.append(f"poświadczenie {item.credential}")
        if item.access_until is not None:
            until = warsaw_time(item.access_until)
            parts.append(f"token dostępowy do {until:%H:%M:%S}")
        return " | ".join(parts)
    if item.sort in OF_OTHERS:
        parts.append(f"ma: {item.who}")
    said = ", ".join(item.permissions)
    if item.kind is not None and KINDS[item.kind]:
        said += f" ({KINDS[item.kind]})"
    parts.append(said)
    if item.unit is not None:
        parts.append(f"jednostka: {item.unit}")
    if item.client is not None:
        parts.append(f"klient: {item.client}")
    if item.since is not None:
        parts.append(f"od {item.since}")
    return " | ".join(parts)


def json_of(found: Offboarding) -> dict[str, object]:
    """Give a list as JSON: English, camelCase, stable."""
    return {
        "person": found.person,
        "on": found.on.isoformat(),
        "contexts": list(found.contexts),
        "read": list(found.read),
        "items": [item_json(each) for each in found.items],
        "unread": [
            {"place": each.place, "list": each.listed.value, "why": each.why}
            for each in found.unread
        ]
        + [
            {"place": place, "list": "tokens", "why": why}
            for place, why in sorted(found.unread_tokens.items())
        ],
        "seals": [
            {
                "place": each.place,
                "means": each.held.means.value,
                "serial": each.held.serial,
            }
            for each in found.seals
        ],
        "entries": list(found.entries),
        "deputies": list(found.deputies),
        "credentials": list(found.credentials),
        "unlinked": list(found.unlinked),
        "notLookedAt": list(found.apart),
        "onlyManager": list(found.only_manager),
        "inDoubt": [
            {
                "intent": each.intent_id,
                "operation": each.operation,
                "sentAt": each.sent_at.isoformat(),
                "accepted": each.accepted,
            }
            for each in found.in_doubt
        ],
    }


def item_json(item: Item) -> dict[str, object]:
    """Give one item as JSON."""
    until = item.access_until
    return {
        "id": item.id,
        "sort": item.sort.value,
        "place": item.place,
        "who": item.who,
        "kind": item.kind and item.kind.value,
        "permissions": list(item.permissions),
        "unit": item.unit,
        "client": item.client,
        "since": item.since and item.since.isoformat(),
        "byZawfa": item.by_zawfa,
        "credential": item.credential or None,
        "accessUntil": until and until.isoformat(),
    }


def _doubt(each: InDoubt) -> str:
    at = warsaw_time(each.sent_at)
    how = "przyjęte przez KSeF" if each.accepted else "bez odpowiedzi KSeF"
    return f"{at:%Y-%m-%d %H:%M:%S} | {each.operation} | {how} | {each.intent_id}"


def _unread(found: Offboarding, why: Callable[[str], str]) -> Iterator[str]:
    if not (found.unlinked or found.unread or found.unread_tokens):
        return
    yield "\nNie odczytano, więc lista nie jest pełna:"
    for name in found.unlinked:
        yield f"  poświadczenie {name}: {UNLINKED}"
    for place, causes in by_cause(found.unread).items():
        told = [
            f"{', '.join(LISTS[each] for each in lists)}: {why(code)}"
            for code, lists in causes.items()
        ]
        yield f"  {place}: {'; '.join(told)}"
    for place, code in sorted(found.unread_tokens.items()):
        yield f"  {place}: tokeny: {why(code)}"


def _by_hand(found: Offboarding) -> Iterator[str]:
    """Say what no command of ours can do."""
    if found.by_zawfa:
        yield "\nZ ZAW-FA (odbiera je tylko kolejne ZAW-FA):"
        yield from (f"  {row_of(each)}" for each in found.by_zawfa)
    if found.only_manager:
        yield "\nNikt inny nie zarządza tu uprawnieniami (oprócz posiadaczy pieczęci):"
        yield f"  {', '.join(found.only_manager)}"
    if found.seals:
        yield "\nDo odebrania na miejscu (właściciela nie pokazuje żaden wykaz KSeF):"
        for seal in found.seals:
            serial = f", numer {seal.held.serial}" if seal.held.serial else ""
            yield f"  {seal.place}: {MEANS[seal.held.means]}{serial}"
    if found.entries:
        yield "\nUsuń albo zakończ w permissions.toml (plan zechce je nadać znowu):"
        yield f"  {', '.join(found.entries)}"
    if found.deputies:
        yield "\nZastępstwa w permissions.toml, których to dotyczy:"
        yield f"  {', '.join(found.deputies)}"
    if found.credentials:
        yield "\nPoświadczenia tej osoby w credentials.toml (usuń je, wyznacz inne):"
        yield f"  {', '.join(found.credentials)}"
