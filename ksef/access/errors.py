"""Every error of ksef.access. The class tells what has happened in the world.

    KsefAccessError
    + RequestInvalid       nothing left us: the request is no request of this call
    + GrantUnreadable      nothing left us: a file holds no request to judge
    + SessionUnusable      nothing left us: the session has ended, or never began
    + KsefRefused          KSeF said no, and did nothing
      + InputRefused         400: the numbers of the Ministry say why
      + NotAuthenticated     401: the token is wrong or too old
      + Forbidden            403: which permission is missing, or what else
      + NotKnown             404: no such number
      + Gone                 410: it was kept for a time, which has passed
      + TooManyRequests      429: not now; `retry_at` says when
      + OperationRefused     an accepted operation ended without effect
    + KsefUnclear          it answered outside the pinned interface
      + ServerFailed         5xx: a pause, or an error of its own

A call whose answer was lost ends as an error of ksef.access.errors_unknown. Messages
hold numbers of the Ministry and reference numbers, and nothing that KSeF wrote: its
texts may repeat an identifier.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from ksef.access.codes import (
    EXCEPTIONS,
    FORBIDDEN,
    OPERATIONS,
    STATUSES,
    Told,
)
from ksef.errors import KsefError
from vocabulary.law import LegalRef


class KsefAccessError(KsefError):
    """Base class of ksef.access.

    Attributes:
        polish: What has happened, in Polish.
        provision: The provision behind it and its act, or empty.
        text_seen: Whether we have the act's text of it; elsewhere it is known from
            commentaries.
        intent_id: The action in the log, where there is one.
    """

    code: ClassVar[str] = "ksef.access.error"
    polish: str = ""
    provision: str = ""
    text_seen: bool = False
    intent_id: str = ""

    def _say(self, told: Told | None) -> None:
        """Take sentence, hint and provision of the Ministry's number."""
        if told is not None:
            self.polish, self.hint = told.polish, told.hint  # type: ignore[misc]  # an instance's own hint
            self._cite(told.ref)

    def _cite(self, ref: LegalRef | None) -> None:
        """Name a provision with its act, and say whether anybody here has read it."""
        self.provision = f"{ref.provision}, {ref.act}" if ref else ""
        self.text_seen = ref is not None and ref.text_seen


class RequestInvalid(KsefAccessError, ValueError):
    """The request is no request of this call; nothing left us.

    Attributes:
        field: What is wrong.
    """

    code = "ksef.access.request_invalid"
    hint = "Popraw wskazane pole; niczego nie wysłano."

    def __init__(self, field: str, why: str, *, polish: str = "") -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.polish = f"{field}: {polish}" if polish else field


class GrantUnreadable(KsefAccessError):
    """A grant request cannot be read, so nothing was judged; nothing left us."""

    code = "ksef.access.grant_unreadable"
    hint = "Popraw plik; żądania z przykładami pokazuje docs/ksef-access.md."

    def __init__(self, why: str, *, polish: str) -> None:
        super().__init__(why)
        self.polish = polish


class SessionUnusable(KsefAccessError):
    """There is no session to work in; nothing left us."""

    code = "ksef.access.session_unusable"
    hint = "Zaloguj się: jst ksef login."


class KsefRefused(KsefAccessError):
    """KSeF said no, and did nothing.

    Attributes:
        status: Of HTTP.
    """

    code = "ksef.access.refused"

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status

    @property
    def word(self) -> str:
        """What the log says of it: the class, and the Ministry's number if any."""
        return f"http-{self.status}"


class InputRefused(KsefRefused):
    """KSeF did not accept the request (HTTP 400).

    Attributes:
        numbers: The Ministry's, in its order; perhaps none.
        fields: Places in the request that KSeF named, each a name of its own interface,
            e.g. `subjectDetails.personById.firstName`; perhaps none.
    """

    code = "ksef.access.input_refused"
    hint = "Popraw wniosek; ocenia go przed wysłaniem jst ksef check-grant."

    def __init__(self, numbers: Sequence[int], fields: Sequence[str] = ()) -> None:
        listed, places = ", ".join(map(str, numbers)), ", ".join(fields)
        at = f" at {places}" if places else ""
        told = f"{listed or 'no number'}{at}"
        super().__init__(f"KSeF refused the request: {told}", status=400)
        self.numbers = tuple(numbers)
        self.fields = tuple(fields)
        known = [EXCEPTIONS[number] for number in numbers if number in EXCEPTIONS]
        self._say(known[0] if known else None)
        sentence = self.polish.removesuffix(".") or (
            "przyczyny nie opisuje ta wersja programu" if numbers else "bez numeru"
        )
        self.polish = f"{sentence} ({listed})" if numbers else sentence
        if fields:
            self.polish += f"; pole: {places}"

    @property
    def word(self) -> str:
        """The first of the Ministry's numbers."""
        return f"ksef-{self.numbers[0]}" if self.numbers else "http-400"


class NotAuthenticated(KsefRefused):
    """The token is wrong, or too old (HTTP 401)."""

    code = "ksef.access.not_authenticated"
    hint = "Zaloguj się od nowa: jst ksef login."

    def __init__(self) -> None:
        super().__init__("KSeF does not accept the token", status=401)
        self._say(STATUSES[401])


class Forbidden(KsefRefused):
    """KSeF knows us and says no (HTTP 403).

    Attributes:
        reason: The Ministry's reasonCode, or empty.
        required: Permissions, of which one was needed.
        present: Permissions that the session has.
    """

    code = "ksef.access.forbidden"
    hint = "Uprawnienia sesji pokazuje: jst ksef whoami."

    def __init__(
        self, reason: str, *, required: Sequence[str] = (), present: Sequence[str] = ()
    ) -> None:
        told = f": needs one of {', '.join(required)}" if required else ""
        super().__init__(f"KSeF forbids it ({reason or 'no reason'}){told}", status=403)
        self.reason = reason
        self.required = tuple(required)
        self.present = tuple(present)
        self._say(FORBIDDEN.get(reason))
        if required:
            self.polish += f" Potrzebne jedno z: {', '.join(required)}."

    @property
    def word(self) -> str:
        """The reason, as the Ministry names it."""
        return self.reason or "http-403"


class NotKnown(KsefRefused):
    """KSeF knows no such number (HTTP 404)."""

    code = "ksef.access.not_known"
    hint = "Sprawdź numer i środowisko KSeF."

    def __init__(self) -> None:
        super().__init__("KSeF knows no such number", status=404)
        self._say(STATUSES[404])


class Gone(KsefRefused):
    """KSeF kept it for a time, which has passed (HTTP 410)."""

    code = "ksef.access.gone"
    hint = "Stan uprawnień pokazuje zapytanie o nie: jst ksef grants."

    def __init__(self) -> None:
        super().__init__("KSeF no longer keeps it", status=410)
        self._say(STATUSES[410])


class TooManyRequests(KsefRefused):
    """The limits allow no call now (HTTP 429).

    Attributes:
        retry_at: When KSeF says to come back, an aware instant.
    """

    code = "ksef.access.too_many_requests"
    hint = "Poczekaj do podanej chwili; nie pytaj z innego adresu."

    def __init__(self, retry_at: datetime) -> None:
        super().__init__("KSeF's limits allow no call now", status=429)
        self.retry_at = retry_at
        self._say(STATUSES[429])


class OperationRefused(KsefRefused):
    """An operation that was accepted has ended without effect.

    Attributes:
        number: Of the Ministry, e.g. 410.
        reference: Its reference number.
    """

    code = "ksef.access.operation_refused"
    hint = "Popraw wniosek; ocenia go przed wysłaniem jst ksef check-grant."

    def __init__(self, number: int, reference: str) -> None:
        super().__init__(f"operation {reference} ended with {number}", status=200)
        self.number = number
        self.reference = reference
        self._say(OPERATIONS.get(number))

    @property
    def word(self) -> str:
        """The number, as the operation's status gives it."""
        return f"operation-{self.number}"


class KsefUnclear(KsefAccessError):
    """KSeF answered outside the pinned interface, or broke; nothing follows from it.

    Attributes:
        status: Of HTTP.
        reason: Why, in one word.
    """

    code = "ksef.access.unclear"
    hint = "Nie powtarzaj zmiany w ciemno: sprawdź stan zapytaniem, potem powtórz."

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"KSeF's answer is unclear: HTTP {status}, {reason}")
        self.status = status
        self.reason = reason
        if reason == "status":
            self.polish = f"odpowiedział {status}, czego API 2.7 nie opisuje"


class ServerFailed(KsefUnclear):
    """KSeF has a pause, or an error of its own (HTTP 5xx); nothing follows from it."""

    code = "ksef.access.server_failed"
    hint = "Spróbuj później; zmiany nie powtarzaj w ciemno: najpierw sprawdź stan."

    def __init__(self, status: int) -> None:
        super().__init__(status, "server")
        pause = status in {502, 503, 504}
        what = "przerwa albo przeciążenie" if pause else "błąd wewnętrzny"
        self.polish = f"odpowiedział {status} ({what})"
