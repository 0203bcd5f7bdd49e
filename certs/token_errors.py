"""What a token refuses, and how many tries of its PIN are left.

Kept beside `certs.errors`: only who has a token reads it. No error holds a PIN.
"""

from enum import StrEnum

from certs.errors import CertsError


class TokenFault(StrEnum):
    """Why a token did not do what it was asked; the value is a stable word."""

    LIBRARY = "library"
    MODULE = "module"
    NO_TOKEN = "no_token"  # noqa: S105 - a reason, not a password
    SEVERAL_TOKENS = "several_tokens"
    PIN_MISSING = "pin_missing"
    PIN = "pin"
    PIN_LOCKED = "pin_locked"
    PIN_NOT_SET = "pin_not_set"
    PIN_EXPIRED = "pin_expired"
    NO_KEY = "no_key"
    SEVERAL_KEYS = "several_keys"
    NO_CERTIFICATE = "no_certificate"
    NO_PUBLIC_KEY = "no_public_key"
    MECHANISM = "mechanism"
    REMOVED = "removed"
    CLOSED = "closed"
    OTHER_PROCESS = "other_process"
    FAILED = "failed"


_POLISH = {
    TokenFault.LIBRARY: "brak biblioteki python-pkcs11 (dodatek hsm)",
    TokenFault.MODULE: "nie można wczytać biblioteki PKCS#11 tokenu",
    TokenFault.NO_TOKEN: "nie ma takiego tokenu (czy jest włożony?)",
    TokenFault.SEVERAL_TOKENS: "pasuje więcej niż jeden token",
    TokenFault.PIN_MISSING: "nie podano PIN-u",
    TokenFault.PIN: "PIN jest niepoprawny",
    TokenFault.PIN_LOCKED: "PIN jest zablokowany",
    TokenFault.PIN_NOT_SET: "PIN tokenu nie został jeszcze nadany",
    TokenFault.PIN_EXPIRED: "PIN wygasł i trzeba go zmienić",
    TokenFault.NO_KEY: "na tokenie nie ma takiego klucza",
    TokenFault.SEVERAL_KEYS: "na tokenie pasuje więcej niż jeden klucz",
    TokenFault.NO_CERTIFICATE: "na tokenie nie ma certyfikatu tego klucza",
    TokenFault.NO_PUBLIC_KEY: "na tokenie nie ma publicznej połowy tego klucza",
    TokenFault.MECHANISM: "token nie umie podpisać w ten sposób",
    TokenFault.REMOVED: "token wyjęto albo sesja z nim się skończyła",
    TokenFault.CLOSED: "klucz na tokenie został już zamknięty",
    TokenFault.OTHER_PROCESS: "token otwarto w innym procesie",
    TokenFault.FAILED: "token odmówił wykonania operacji",
}


class TriesLeft(StrEnum):
    """What a token tells of its PIN; none tells an exact number."""

    ALL = "all"
    FEWER = "fewer"
    LAST = "last"
    NONE = "none"
    NOT_TOLD = "not_told"


_TRIES = {
    TriesLeft.ALL: "",
    TriesLeft.FEWER: "; zostało mniej prób niż zwykle",
    TriesLeft.LAST: "; została OSTATNIA próba, potem PIN się zablokuje",
    TriesLeft.NONE: "; nie ma już prób",
    TriesLeft.NOT_TOLD: "; token nie mówi, ile prób zostało",
}


class TokenRefused(CertsError):
    """A token did not do what it was asked; it signed nothing.

    Attributes:
        reason: Why not, in one word.
        tries: For a wrong PIN, what the token tells of the tries left.
        token_code: The PKCS#11 error behind it by its name, or empty.
    """

    code = "certs.token_refused"
    hint = "Sprawdź token i ustawienia; co znaczy każde słowo, mówi docs/signing.md."

    def __init__(
        self,
        reason: TokenFault,
        *,
        tries: TriesLeft = TriesLeft.ALL,
        token_code: str = "",
    ) -> None:
        detail = f" ({token_code})" if token_code else ""
        left = "" if tries is TriesLeft.ALL else f", tries left: {tries}"
        super().__init__(f"token refused: {reason}{left}{detail}")
        self.reason = reason
        self.tries = tries
        self.token_code = token_code

    @property
    def polish(self) -> str:
        """Say the reason in Polish, for the keeper of the seal."""
        detail = f" ({self.token_code})" if self.reason is TokenFault.FAILED else ""
        return _POLISH[self.reason] + _TRIES[self.tries] + detail
