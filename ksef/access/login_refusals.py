"""What each status of a refused login means, and what to do next. One class each.

Source: OpenAPI 2.7.0, AuthenticationOperationStatusResponse (statuses and details);
ksef-docs, uwierzytelnianie.md (d92d285); CIRFMF/ksef-api #113, #530, #723.
"""

from collections.abc import Mapping
from typing import Final

from ksef.access.context import ContextId, ContextType
from ksef.access.errors_login import AnswerOddLogin, LoginRefused
from ksef.access.messages_auth import LoginStatus
from ksef.law.dzu_2025_1815.in_the_system import IN_SYSTEM
from ksef.law.dzu_2025_1815.means import QUALIFIED_SEAL, TOKEN
from ksef.law.dzu_2025_1815.zawfa import ROUTE
from vocabulary.law import LegalRef

NO_PERMISSIONS: Final = 415


class NoPermissions(LoginRefused):
    """Whoever logs in has no active permission in this context (415)."""

    code = "ksef.access.login_no_permissions"
    words = "w tym kontekście logujący się nie ma żadnego czynnego uprawnienia"
    hint = (
        "Kontekst urzędu: złóż ZAW-FA (wskaże osobę) albo zaloguj się pieczęcią, która"
        " ma NIP tego kontekstu; wtedy loguje się właściciel. Jeżeli to NIP jednostki"
        " podległej, jej przedstawiciela wyznacza urząd w swoim własnym kontekście."
    )


class NoPermissionsInUnit(LoginRefused):
    """Whoever logs in has no active permission in the context of a unit (415)."""

    code = "ksef.access.login_no_permissions_in_unit"
    words = "w kontekście jednostki logujący się nie ma żadnego czynnego uprawnienia"
    hint = (
        "Przedstawiciela jednostki wyznacza urząd w swoim własnym kontekście (nadanie"
        " administratora jednostki); prawa urzędu nie przechodzą na jednostkę."
    )


class LoginRevoked(LoginRefused):
    """The login was revoked by its user, with its refresh tokens (425)."""

    code = "ksef.access.login_revoked"
    words = "uwierzytelnienie unieważnił użytkownik"
    hint = "Ktoś zakończył tę sesję z listy sesji. Ustal kto, i zaloguj się od nowa."


class TokenRejected(LoginRefused):
    """A KSeF token did not log in (450)."""

    code = "ksef.access.login_token_rejected"
    words = "KSeF nie przyjął tokena"
    hint = (
        "Sprawdź, czy token jest czynny i należy do tego kontekstu; w razie wątpliwości"
        " unieważnij go i wygeneruj nowy albo zaloguj się pieczęcią."
    )


class CertificateRejected(LoginRefused):
    """The certificate that signed did not log in (460)."""

    code = "ksef.access.login_certificate_rejected"
    words = "KSeF nie przyjął certyfikatu"
    hint = (
        "Sprawdź pieczęć: jst cert check PLIK --for ksef --online. Poza środowiskiem"
        " testowym działa tylko pieczęć kwalifikowana albo certyfikat KSeF."
    )


class SubjectDeceased(LoginRefused):
    """The person who logs in is deceased according to the registers (470)."""

    code = "ksef.access.login_subject_deceased"
    words = "według rejestrów osoba, która się loguje, nie żyje"
    hint = (
        "Środków dostępu tej osoby nie wolno używać; jeśli to pomyłka, wyjaśnia ją"
        " urząd skarbowy."
    )


class ContextBlocked(LoginRefused):
    """The context is blocked for a suspected security incident (480)."""

    code = "ksef.access.login_context_blocked"
    words = "KSeF zablokował ten kontekst: podejrzenie incydentu bezpieczeństwa"
    hint = (
        "Powiadom inspektora i skontaktuj się z Ministerstwem Finansów formularzem"
        " zgłoszeniowym; ponawianie logowania nie pomoże."
    )


class LoginFailed(LoginRefused):
    """KSeF failed in a way that it does not know itself (500)."""

    code = "ksef.access.login_failed"
    words = "nieznany błąd po stronie KSeF"
    hint = "Sesja nie powstała. Spróbuj ponownie później; niczego to nie podwoi."


class LoginCanceled(LoginRefused):
    """KSeF canceled the login for reasons of its own (550)."""

    code = "ksef.access.login_canceled"
    words = "KSeF przerwał logowanie z przyczyn wewnętrznych"
    hint = "Sesja nie powstała. Zaloguj się jeszcze raz."


_CLASSES: Final[Mapping[int, type[LoginRefused]]] = {
    NO_PERMISSIONS: NoPermissions,
    425: LoginRevoked,
    450: TokenRejected,
    460: CertificateRejected,
    470: SubjectDeceased,
    480: ContextBlocked,
    500: LoginFailed,
    550: LoginCanceled,
}
_REFS: Final[Mapping[type[LoginRefused], LegalRef]] = {
    NoPermissions: ROUTE.ref,
    NoPermissionsInUnit: IN_SYSTEM.ref,
    TokenRejected: TOKEN.ref,
    CertificateRejected: QUALIFIED_SEAL.ref,
}
# How the details begin -> our word, and what it means for the person at the desk.
_DETAILS: Final[Mapping[int, Mapping[str, tuple[str, str]]]] = {
    450: {
        "Nieprawidłowe wyzwanie autoryzacyjne": (
            "challenge",
            "wyzwanie wygasło (10 minut) albo już go użyto; zaloguj się od nowa",
        ),
        "Nieprawidłowy token": ("token", "takiego tokena KSeF nie zna"),
        "Nieprawidłowy czas tokena": (
            "time",
            "czas zaszyfrowany z tokenem nie jest czasem wyzwania",
        ),
        "Token unieważniony": ("revoked", "token unieważniono"),
        "Token nieaktywny": ("inactive", "token jeszcze albo już nie jest czynny"),
        "Nieprawidłowe szyfrowanie tokena": (
            "encryption",
            "token zaszyfrowano innym kluczem, niż KSeF oczekuje",
        ),
        "Nieprawidłowe kodowanie tokena": (
            "encoding",
            "zaszyfrowany token jest źle zapisany",
        ),
        "Token nie może być użyty w kontekście": (
            "context",
            "token wydano w innym kontekście",
        ),
    },
    460: {
        "Nieważny certyfikat": ("not_valid", "certyfikat wygasł albo nie jest ważny"),
        "Błąd weryfikacji łańcucha certyfikatów": (
            "chain",
            "nie udało się sprawdzić łańcucha certyfikatów; spróbuj ponownie",
        ),
        "Niezaufany łańcuch certyfikatów": (
            "untrusted",
            "wystawcy certyfikatu KSeF nie ufa",
        ),
        "Certyfikat odwołany": ("revoked", "certyfikat unieważniono"),
        "Certyfikat zawieszony": ("suspended", "certyfikat zawieszono"),
        "Niepoprawny certyfikat": (
            "incorrect",
            "certyfikat nie ma danych, których KSeF wymaga, albo są błędne",
        ),
    },
}
_UNITS: Final = frozenset({ContextType.INTERNAL_ID})


def refusal_of(status: LoginStatus, context: ContextId) -> LoginRefused:
    """Make the error of a status that is neither under way nor 200.

    Args:
        status: As KSeF gave it.
        context: Where the login was to work: 415 means another next step in a unit.

    Raises:
        AnswerOddLogin: A code that we do not know: nobody knows whether it is a "no".
    """
    if status.code not in _CLASSES:
        raise AnswerOddLogin("status")
    refused = _CLASSES[status.code]
    if refused is NoPermissions and context.type in _UNITS:
        refused = NoPermissionsInUnit
    reason, said = _meaning(status)
    return refused(
        status.code,
        reason=reason,
        said=said,
        ref=_REFS.get(refused),
    )


def _meaning(status: LoginStatus) -> tuple[str, str]:
    """Find what the first detail means that we know; the longest beginning wins."""
    known = _DETAILS.get(status.code, {})
    for detail in status.details:
        begins = [each for each in known if detail.strip().startswith(each)]
        if begins:
            return known[max(begins, key=len)]
    return "", ""
