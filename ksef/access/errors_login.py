"""Errors of logging in; the class tells what has happened in the world.

    KsefAccessError
    + LoginDenied          our own check said no; nothing left us
    + SessionUnusable
      + ClockWrong         this machine's clock is ahead of KSeF's: its tokens look old
    + LoginLost            no answer to a step that may be repeated
    + LoginNotFinished     KSeF is still at it; the login can be resumed
    + LoginUnknown         the tokens were asked for, and no answer came: a new login
    + KeyUnusable          no key of KSeF's list can encrypt a token now
    + StateFileRefused     a state file was not taken into use, or not written
    + KsefRefused
      + LoginRefused       KSeF said no (ksef.access.login_refusals: one class each)
    + KsefUnclear
      + AnswerOddLogin     KSeF answered outside its description

No error holds an identifier, a token, or KSeF's own words, which may hold either.
"""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from ksef.access.errors import (
    KsefAccessError,
    KsefRefused,
    KsefUnclear,
    SessionUnusable,
)
from vocabulary.finding import Finding
from vocabulary.law import LegalRef


class LoginDenied(KsefAccessError):
    """Our own checks said no to a login; nothing left us.

    Attributes:
        findings: What they have found, also what is only to be known.
    """

    code = "ksef.access.login_denied"
    hint = "Popraw, co wskazano w uwagach; niczego nie wysłano do KSeF."

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("denied by " + ", ".join(each.rule for each in findings))
        self.findings = tuple(findings)


class ClockWrong(SessionUnusable):
    """This machine's clock is so far ahead of KSeF's that its tokens look expired."""

    code = "ksef.access.clock_wrong"
    hint = "Ustaw zegar komputera (NTP) i zaloguj się od nowa."

    def __init__(self) -> None:
        super().__init__("the clock is ahead of KSeF's: its tokens look expired")
        self.polish = "zegar tego komputera spieszy się względem zegara KSeF"


class AnswerOddLogin(KsefUnclear):
    """KSeF answered a step of a login outside its description; none of it was used.

    Attributes:
        field: Which field, as the description names it.
    """

    code = "ksef.access.login_answer_odd"
    hint = "Odpowiedź KSeF jest niezgodna z opisem API 2.7. Zgłoś to administratorowi."

    def __init__(self, field: str) -> None:
        super().__init__(200, f"odd {field}")
        self.field = field


class LoginLost(KsefAccessError):
    """No answer came to a step that may be repeated; nothing was opened or lost by it.

    Attributes:
        step: `challenge`, `submit`, `public_keys`, `refresh`, `sessions` or `revoke`.
    """

    code = "ksef.access.login_lost"
    hint = "Nie ma odpowiedzi KSeF. Spróbuj jeszcze raz; to niczego nie podwoi."

    def __init__(self, step: str) -> None:
        super().__init__(f"no answer to {step}")
        self.step = step


class LoginNotFinished(KsefAccessError):
    """KSeF has not finished a login in the time we waited; it can be resumed.

    Attributes:
        reference: Number of the login.
    """

    code = "ksef.access.login_not_finished"
    hint = (
        "KSeF jeszcze sprawdza certyfikat (OCSP, CRL). Ponów jst ksef login: dokończy"
        " to logowanie."
    )

    def __init__(self, reference: str) -> None:
        super().__init__("the login is still in progress")
        self.reference = reference


class LoginUnknown(KsefAccessError):
    """The tokens were asked for and no answer came; they are given once only.

    Attributes:
        reference: Number of the login, by which a later session can revoke it.
    """

    code = "ksef.access.login_unknown"
    hint = (
        "Nie wiadomo, czy KSeF wydał tokeny tej sesji; drugi raz ich nie wyda."
        " Zaloguj się od nowa: jst ksef login; potem tę sesję unieważnij: jst ksef"
        " sessions --revoke NUMER."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(f"no answer to redeem of login {reference}")
        self.reference = reference
        self.polish = f"logowanie {reference}"


class LoginRefused(KsefRefused):
    """KSeF refused a login by its status; no session was opened.

    Attributes:
        number: KSeF's status, e.g. 415.
        reason: What its details say, in one word of ours, or empty.
        ref: The provision behind what to do next, where there is one.
        findings: What our own checks had remarked before.
    """

    code = "ksef.access.login_refused"
    hint = "Sesja nie powstała. Numery statusów opisuje docs/ksef-login.md."
    words: ClassVar[str] = "status nieznany tej wersji programu"

    def __init__(
        self,
        number: int,
        *,
        reason: str = "",
        said: str = "",
        ref: LegalRef | None = None,
    ) -> None:
        super().__init__(f"login refused: {number} {reason}".rstrip(), status=200)
        self.number = number
        self.reason = reason
        self.ref = ref
        self.findings: tuple[Finding, ...] = ()
        self.polish = f"{self.words}: {said}" if said else self.words
        self._cite(ref)

    @property
    def word(self) -> str:
        """What the log says of it."""
        return f"login-{self.number}"


class KeyUnusable(KsefAccessError):
    """KSeF's list holds no key that can encrypt a token now; nothing was encrypted."""

    code = "ksef.access.key_unusable"
    hint = (
        "Na liście kluczy KSeF nie ma ważnego klucza do szyfrowania tokenów. Sprawdź"
        " zegar komputera i spróbuj później; w razie potrzeby zaloguj się pieczęcią."
    )


class StateFault(StrEnum):
    """Why a state file was not taken into use; the value is a stable word."""

    MISSING = "missing"
    EXPOSED = "exposed"
    NO_FILE = "no_file"
    TOO_BIG = "too_big"
    BROKEN = "broken"
    VERSION = "version"
    OTHER_SERVER = "other_server"
    NOT_WRITTEN = "not_written"
    HOLDS_OTHER = "holds_other"
    BUSY = "busy"


_FAULTS = {
    StateFault.MISSING: "nie ma pliku stanu",
    StateFault.EXPOSED: "plik stanu albo jego katalog jest dostępny dla innych osób",
    StateFault.NO_FILE: "to nie jest zwykły plik",
    StateFault.TOO_BIG: "plik jest za duży jak na plik stanu",
    StateFault.BROKEN: "treść pliku jest niepełna albo uszkodzona",
    StateFault.VERSION: "plik zapisała inna wersja programu",
    StateFault.OTHER_SERVER: "plik należy do sesji na innym serwerze KSeF",
    StateFault.NOT_WRITTEN: "pliku nie da się zapisać",
    StateFault.HOLDS_OTHER: "jest tam plik, którego nie da się odczytać jako stanu",
    StateFault.BUSY: "inny proces trzyma ten plik stanu i go nie oddaje",
}


class StateFileRefused(KsefAccessError):
    """A state file was not taken into use, or not written; nothing left us.

    Attributes:
        reason: Why not, in one word; nothing of the file is in the error.
        path: Which file, where it is known.
    """

    code = "ksef.access.state_file_refused"
    hint = (
        "Plik stanu zawiera tokeny: prawa 0600, katalog niedostępny do zapisu dla"
        " innych. Gdy jest uszkodzony, usuń go i zaloguj się od nowa."
    )

    def __init__(self, reason: StateFault, path: Path | None = None) -> None:
        where = "" if path is None else f": {path}"
        super().__init__(f"state file refused: {reason}{where}")
        self.reason = reason
        self.path = path
        self.polish = f"{_FAULTS[reason]}{where}"
