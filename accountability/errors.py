"""Every error of accountability. The class tells what has happened in the world.

    AccountabilityError
    + ActionDenied        nothing left us; the denial is in the log
    + QuotaExceeded       nothing left us; so many questions are not this person's
    + AskedAlready        nothing left us; the question of this line was asked before
    + AuditUnavailable    nothing left us; the log could not take the intent
    + LimitReached        nothing left us; the register's terms allow no call now
    + LimitsUnavailable   nothing left us; nobody knows how much was sent before
    + RegisterRefused     it answered "no", signed; the intent is closed as REFUSED
    + OutcomeUnknown      the intent is closed as UNKNOWN; a person must look
    + NotUnderDisclosure  nothing was read; someone tried to, without an entry
    + EvidenceUnreadable  a kept answer cannot be opened (key destroyed, file altered)
    + RetentionRefused    nothing was destroyed: not due, not ordered, or under hold
    + RequestNotFound     no such request for unsealing; nothing was shown
    + ReceiptInvalid      a receipt does not prove what it says
    |   + ReceiptUnreadable it is no receipt
    + AnswersUnusable     no answer can be kept (accountability.errors_answers)
    + NoRoomForReport     the report was not made; its temporary file found no room
    + TransportError      what went wrong on the wire; the cause of an OutcomeUnknown
      + NotUnderIntent    someone tried to send without an open intent: a defect
      + AddressRefused    nothing was fetched; we do not go to such an address
      + AuthoritiesUnusable nothing left us; nobody to say whom TLS may trust
      + HttpStatus        the register's server answered with another status than 200
      | + RedirectRefused   a redirect would have sent the question elsewhere
      + AnswerTooLarge    the answer passed the size cap
      + TimedOut          silence, or an answer slower than the time cap
      + Unreachable       no connection, or one that broke

Messages hold ids of rules, intents and settings; never an identifier of a person.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from vocabulary.errors import ToolkitError
from vocabulary.finding import Finding


class AccountabilityError(ToolkitError):
    """Base class of this package."""

    code: ClassVar[str] = "accountability.error"


class ActionDenied(AccountabilityError):
    """A check said no before anything left the process."""

    code = "accountability.action_denied"
    hint = "Popraw wskazane pola; odmowa została odnotowana w dzienniku."

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep what was found; the text names the ids of the rules."""
        super().__init__("denied by " + ", ".join(f.rule for f in findings))
        self.findings = tuple(findings)


class QuotaExceeded(AccountabilityError):
    """No account of this person has room for one more question; it ends as a denial."""

    code = "accountability.quota_exceeded"
    hint = "Limit podnosi kierownik: jst quota approve albo jst quota override."

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep what was found, as a denial tells it."""
        super().__init__("denied by " + ", ".join(f.rule for f in findings))
        self.findings = tuple(findings)


class AskedAlready(AccountabilityError):
    """A line of a batch was asked before, maybe by another process; nothing left us."""

    code = "accountability.asked_already"
    hint = "Wsad wykonuje już inny proces albo jego stan się zmienił; wznów później."


class AuditUnavailable(AccountabilityError):
    """The log cannot take the intent, so nothing was sent."""

    code = "accountability.audit_unavailable"
    hint = "Nic nie wysłano. Przywróć miejsce na dysku albo dziennik i powtórz."


class LimitReached(AccountabilityError):
    """The terms of a register allow no further call now; nothing left us.

    Attributes:
        retry_at: When there is room again, an aware instant.
    """

    code = "accountability.limit_reached"
    hint = "Limit zapytań rejestru jest wyczerpany; zapytaj o podanej godzinie."

    def __init__(self, retry_at: datetime) -> None:
        """Keep when to come back."""
        super().__init__("the register's limits allow no call now")
        self.retry_at = retry_at


class LimitsUnavailable(AccountabilityError):
    """The shared state of limits cannot be used, so nothing was sent.

    Attributes:
        reason: Why a folder is not to be shared, in one word, where that is the matter:
            `parent`, `missing`, `mode`, `group` or `rights`.
    """

    code = "accountability.limits_unavailable"
    hint = "Nic nie wysłano. Sprawdź katalog limitów (limits_folder) i prawa do niego."

    def __init__(self, message: str, *, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class RegisterRefused(AccountabilityError):
    """The register answered with a documented, signed refusal bound to our question."""

    code = "accountability.register_refused"
    hint = "Rejestr odmówił odpowiedzi; odmowa jest podpisana i zachowana."

    def __init__(self, refusal: str, intent_id: str) -> None:
        """Keep the register's refusal code and the intent it answers."""
        super().__init__(f"the register refused intent {intent_id}: {refusal}")
        self.refusal = refusal
        self.intent_id = intent_id


class OutcomeUnknown(AccountabilityError):
    """The call may have taken effect; only a person can find out."""

    code = "accountability.outcome_unknown"
    hint = (
        "Nie wiadomo, czy rejestr odpowiedział. To nie znaczy „brak pełnomocnictw”. "
        "Sprawdź przyczynę, potem zapytaj ponownie (nowe zapytanie)."
    )

    def __init__(self, intent_id: str, reason: str) -> None:
        """Keep the intent and the code of what went wrong technically."""
        super().__init__(f"no outcome is known for intent {intent_id} ({reason})")
        self.intent_id = intent_id
        self.reason = reason

    @property
    def detail(self) -> str:
        """Say one word more about what went wrong, as the outcome does."""
        cause = self.__cause__
        return cause.detail if isinstance(cause, ToolkitError) else ""


class NotUnderDisclosure(AccountabilityError):
    """Someone tried to read what was kept without a durable entry that says so."""

    code = "accountability.not_under_disclosure"
    hint = "Odczyt zachowanej odpowiedzi wymaga wpisu w dzienniku (disclosure)."


class EvidenceUnreadable(AccountabilityError):
    """A kept answer cannot be opened: no such file, key destroyed, or bytes altered."""

    code = "accountability.evidence_unreadable"
    hint = "Nie można odczytać: brak pliku, klucz zniszczony lub plik zmieniony."


class PeriodKeyMissing(AccountabilityError):
    """The key of a period is not on this host (never made, or destroyed on purpose)."""

    code = "accountability.period_key_missing"
    hint = "Klucz okresu nie istnieje na tym stanowisku (zniszczony lub nieutworzony)."


class KeyFileUnsafe(AccountabilityError):
    """A key file can be read by others, or is not what we write."""

    code = "accountability.key_file_unsafe"
    hint = "Ustaw prawa 0600 do pliku klucza i 0700 do katalogu kluczy."


class RetentionRefused(AccountabilityError):
    """Retention, an order that is missing, or a legal hold stands against it."""

    code = "accountability.retention_refused"
    hint = "Niczego nie zniszczono. Terminy i zlecenia opisuje docs/operations.md."

    def __init__(self, message: str, polish: str = "") -> None:
        """Keep what exactly stands against it, in Polish too."""
        super().__init__(message)
        self.polish = polish


class RequestNotFound(AccountabilityError):
    """The log holds no request for unsealing with this id; nothing was shown."""

    code = "accountability.request_not_found"
    hint = "Identyfikator wniosku podaje jst officer request; pokazuje jst ledger show."


class ReceiptInvalid(AccountabilityError):
    """A receipt does not prove what it says."""

    code = "accountability.receipt_invalid"
    hint = "Powiadom inspektora; sprawdź: jst ledger verify; nie usuwaj potwierdzenia."


class ReceiptUnreadable(ReceiptInvalid):
    """What was given is no receipt at all, so that it says nothing of any log."""

    code = "accountability.receipt_unreadable"
    hint = "To nie jest potwierdzenie; zapisuje je jst ledger proof ID --out PLIK."


class TooManyPersons(AccountabilityError):
    """An answer discloses more persons than one entry can account for."""

    code = "accountability.too_many_persons"
    hint = "Odpowiedź obejmuje zbyt wiele osób, aby ją rozliczyć; nie została pokazana."


class NoRoomForReport(AccountabilityError):
    """What a report keeps until its end did not fit into its temporary file."""

    code = "accountability.no_room_for_report"
    hint = (
        "Zwolnij miejsce na pliki tymczasowe albo wskaż inny katalog zmienną TMPDIR;"
        " raport nie powstał."
    )


class TransportError(AccountabilityError):
    """What went wrong on the wire."""

    code = "transport.error"


class NotUnderIntent(TransportError):
    """Someone tried to send without an open intent of this process."""

    code = "transport.not_under_intent"


class AddressRefused(TransportError):
    """Nothing was fetched: another scheme, or a host of our network not in settings."""

    code = "transport.address_refused"
    hint = "Adres wewnątrz sieci urzędu dopisz do fetch.internal_hosts w jst.toml."


class AuthoritiesUnusable(TransportError):
    """The file of authorities trusted for TLS is missing or broken; nothing left us."""

    code = "transport.authorities_unusable"
    hint = "Wskaż w ca_bundle plik PEM z certyfikatami; sprawdza go jst settings check."


class HttpStatus(TransportError):
    """The server answered with an HTTP status other than 200."""

    code = "transport.http_status"

    def __init__(self, status: int, body: bytes | None = None) -> None:
        """Keep the status, and the body as evidence; None: not whole, or too large."""
        super().__init__(f"HTTP status {status}")
        self.status = status
        self._body = body

    @property
    def detail(self) -> str:
        """Say the status."""
        return str(self.status)

    def take_body(self) -> bytes | None:
        """Give the body once: an error must not carry about what may name a person."""
        body, self._body = self._body, None
        return body


class RedirectRefused(HttpStatus):
    """The server tried to send us elsewhere; a redirected POST would repeat itself."""

    code = "transport.redirect_refused"


class AnswerTooLarge(TransportError):
    """The answer passed the size cap."""

    code = "transport.answer_too_large"


class TimedOut(TransportError):
    """Silence, or an answer slower than the time cap."""

    code = "transport.timed_out"


class Unreachable(TransportError):
    """No connection could be made, or it broke."""

    code = "transport.unreachable"
