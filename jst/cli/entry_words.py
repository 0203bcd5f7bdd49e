"""What entries of the log are called: their kinds, what was done, how it ended."""

from collections.abc import Mapping
from typing import Any, Final

from accountability.accepted import ACCEPTED
from accountability.model import System
from accountability.report import PRINT_OUT, is_print_out
from jst.cli.ksef_deeds import KSEF_DEEDS
from jst.cli.language import say
from ksef.access.endpoints import ENDPOINTS

_KINDS: Final = {
    "intent": "zapytanie",
    "denied": "odmowa",
    "disclosure": "wgląd",
    PRINT_OUT: "wydruk",
    "document": "dokument",
    "correction": "sprostowanie",
    "system": "system",
}
_RESULTS: Final = {
    "answered": "odpowiedź",
    "refused": "odmowa rejestru",
    "unknown": "NIEZNANY",
    "open": "w toku",
    "denied": "nie wykonano",
}
_CZECH: Final = ("sprawdzenie czeskich podatników", "check of Czech payers")
DEEDS: Final = {
    # purposes
    "pelnomocnictwo-w-sprawie": ("pełnomocnictwo", "power of attorney"),
    "doreczenie": ("doręczenie", "service"),
    "inna-sprawa": ("inna sprawa", "another matter"),
    "przeglad-uprawnien": ("przegląd uprawnień w KSeF", "review of permissions"),
    "zmiana-uprawnien": ("zmiana uprawnień w KSeF", "change of permissions"),
    "tokeny-i-certyfikaty": ("tokeny i certyfikaty KSeF", "tokens and certificates"),
    "weryfikacja-dostawcy": ("weryfikacja dostawcy", "check of a supplier"),
    "platnosc-dla-dostawcy": ("płatność dla dostawcy", "payment to a supplier"),
    # operations
    "getStatusNespolehlivyPlatce": _CZECH,
    "getStatusNespolehlivyPlatceRozsireny": _CZECH,
    "getStatusNespolehlivySubjektRozsireny": _CZECH,
    "getStatusNespolehlivySubjektRozsirenyV2": _CZECH,
    "getSeznamNespolehlivyPlatce": ("czeska lista nierzetelnych", "Czech list"),
    "evidence": ("dowód sprawdzenia", "evidence of a check"),
    "crpdph-history": ("historia sprawdzeń", "history of checks"),
    "powers-of-attorney": ("pytanie o pełnomocnictwa", "powers of attorney"),
    "serve": ("komu doręczyć", "whom to serve"),
    "print": ("wydruk do akt", "print-out for the file"),
    "disclose": ("wgląd w odpowiedź", "look at an answer"),
    "show": ("wgląd w odpowiedź", "look at an answer"),
    "batch": ("wznowienie wsadu", "batch resumed"),
    "zawfa-notice": ("zawiadomienie ZAW-FA", "notice ZAW-FA"),
    "zawfa-official": ("urzędowy formularz ZAW-FA", "official form ZAW-FA"),
    "zawfa-checklist": ("lista kontrolna ZAW-FA", "checklist of ZAW-FA"),
    "ksef-review": ("przegląd uprawnień KSeF", "review of KSeF permissions"),
    "ksef-units": ("wykaz jednostek", "register of units"),
    "search": ("wyszukanie osoby", "search of a person"),
    "report": ("raport", "report"),
    "ledger-show": ("wgląd do dziennika", "look into the log"),
    "unseal-request": ("wniosek o odsłonięcie", "request to unseal"),
    "unseal-release": ("zwolnienie odsłonięcia", "release to unseal"),
    "unseal-show": ("odsłonięcie", "shown in clear"),
    "ksef-apply": ("wykonanie planu uprawnień", "plan of permissions applied"),
    # events
    ACCEPTED: ("rejestr przyjął zmianę", "change taken by the register"),
    "ksef-plan-approved": ("zatwierdzono plan uprawnień", "plan approved"),
    "ksef-plan-applied": ("wykonano plan uprawnień", "plan applied"),
    "ledger-created": ("założono dziennik", "log made"),
    "clock-accepted": ("przyjęto zegar", "clock accepted"),
    "period-key-made": ("utworzono klucz okresu", "period key made"),
    "retirement-ordered": ("zlecono zniszczenie klucza", "key to be destroyed"),
    "period-key-retiring": ("rozpoczęto niszczenie klucza", "destroying a key"),
    "period-key-destroyed": ("zniszczono klucz okresu", "period key destroyed"),
    "legal-hold-set": ("wstrzymano usuwanie", "legal hold set"),
    "legal-hold-lifted": ("zniesiono wstrzymanie", "legal hold lifted"),
    "pruning-ordered": ("zlecono usunięcie treści", "bodies to be removed"),
    "bodies-pruned": ("usunięto treść wpisów", "bodies removed"),
    "answers-purged": ("usunięto odpowiedzi", "answers removed"),
    "letter-prepare": ("wniosek o dostęp", "access letter"),
    "letter-inquiry": ("pytanie o API CRPO", "inquiry about API CRPO"),
    "letter-attach": ("podpis wniosku", "signature of the letter"),
    "letter-step": ("krok wniosku", "step of the letter"),
    "letter-upp-corrected": ("poprawiono numer UPP", "number of the UPP corrected"),
    "letter-renewal-opened": ("otwarto odnowienie", "renewal opened"),
    "letter-seal-ended": ("koniec pieczęci we wniosku", "seal of a letter ended"),
    "ksef-plan-begun": ("rozpoczęto plan uprawnień", "plan of permissions begun"),
    "ksef-plan-made": ("plan uprawnień KSeF", "plan of KSeF permissions"),
    "ksef-offboard-listed": ("lista uprawnień odchodzącej osoby", "list of a leaver"),
    "ksef-offboard-emergency": ("tryb pilny: odejście", "emergency: a leaver"),
    "ksef-offboard-begun": ("odbieranie odchodzącej osobie", "revoking of a leaver"),
    "ksef-offboard-done": ("odebrano odchodzącej osobie", "revoked of a leaver"),
    "ksef-offboard-approved": ("zatwierdzono pilne odebranie", "emergency approved"),
    "ksef-expired": ("odebranie wygasłych uprawnień", "expired permissions revoked"),
    "ksef-login-begun": ("rozpoczęto logowanie do KSeF", "KSeF login begun"),
    "ksef-login-resumed": ("wznowiono logowanie do KSeF", "KSeF login resumed"),
    "ksef-login-prepared": ("przygotowano logowanie do KSeF", "KSeF login prepared"),
    "ksef-login": ("zalogowano do KSeF", "logged in to KSeF"),
    "ksef-login-refused": ("odmowa logowania do KSeF", "KSeF login refused"),
    "ksef-login-failed": ("nieudane logowanie do KSeF", "KSeF login failed"),
    "ksef-login-unknown": ("logowanie do KSeF: NIEZNANE", "KSeF login UNKNOWN"),
    "ksef-login-unfinished": ("logowanie do KSeF trwa", "KSeF login unfinished"),
    "ksef-login-interrupted": (
        "przerwano logowanie do KSeF (Ctrl-C)",
        "KSeF login interrupted",
    ),
    "ksef-session-revoking": ("kończenie sesji KSeF", "KSeF session: ending begun"),
    "ksef-session-revoked": ("zakończono sesję KSeF", "KSeF session ended"),
    "ksef-session-revoke-refused": (
        "KSeF odmówił zakończenia sesji",
        "KSeF refused to end a session",
    ),
    "ksef-session-revoke-unknown": (
        "zakończenie sesji KSeF: NIEZNANE",
        "end of a KSeF session UNKNOWN",
    ),
    "ksef-session-revoke-failed": (
        "nie zakończono sesji KSeF",
        "KSeF session not ended",
    ),
    "quota-approved": ("zgoda na wsad", "batch approved"),
    "quota-overridden": ("podniesiono limit pytań", "quota raised"),
    **KSEF_DEEDS,
}
"""Stable word of a purpose, an operation or an event -> Polish, English."""
_OBJECTS: Final = ("report", "period", "before", "credential")


def kind_word(kind: str) -> str:
    """Name a kind of entries."""
    return say(_KINDS.get(kind, kind), kind)


def result_word(result: str) -> str:
    """Name how a question ended."""
    return say(_RESULTS.get(result, result), result)


def kind_of(entry: Mapping[str, Any]) -> str:
    """Name the kind of an entry; what changes something at KSeF is no question.

    A print-out of a kept answer is told from a look at it, though both disclose it.
    """
    if _changes(entry):
        return say("zmiana", "change")
    if is_print_out(entry):
        return kind_word(PRINT_OUT)
    if entry.get("event") == ACCEPTED:
        return say("przyjęcie", "acceptance")
    return kind_word(str(entry["kind"]))


def deed_word(deed: str) -> str:
    """Name why a register was asked, what somebody did, or what the system did."""
    return say(*DEEDS.get(deed, (deed, deed)))


def result_of(entry: Mapping[str, Any], result: str) -> str:
    """Name how a question, or a change, ended."""
    if result == "answered" and _changes(entry):
        return say("wykonano", "done")
    return result_word(result)


def _changes(entry: Mapping[str, Any]) -> bool:
    if entry.get("kind") != "intent" or entry.get("system") != System.KSEF:
        return False
    endpoint = ENDPOINTS.get(str(entry.get("operation")))
    return endpoint is not None and endpoint.one_shot


def _fields(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Say which field names the deed: at KSeF one purpose covers many operations."""
    if entry.get("system") == System.KSEF:
        return "operation", "purpose"
    return "purpose", "operation", "event"


def deed_of(entry: Mapping[str, Any]) -> str:
    """Say in words what an entry is about, and its object where it names one."""
    deed = next(
        (str(entry[field]) for field in _fields(entry) if entry.get(field)),
        "",
    )
    objects = ("session",) if deed.startswith("ksef-session-") else _OBJECTS
    of = next((entry[each] for each in objects if entry.get(each)), "")
    return f"{deed_word(deed)} {str(of).replace('.', '/')}".strip()
