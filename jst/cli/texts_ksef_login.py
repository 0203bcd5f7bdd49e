"""What the errors of a KSeF login say to a person (see jst.cli.texts)."""

from typing import Final

# fmt: off
KSEF_LOGIN: Final[dict[str, tuple[str, str]]] = {
    "ksef.access.clock_wrong": (
        "zegar tego komputera różni się od zegara KSeF",
        "Set the clock of this machine, then log in again."),
    "ksef.access.policy_invalid": (
        "lista dozwolonych adresów IP jest niepoprawna",
        "192.0.2.1, or 192.0.2.1-192.0.2.9, or 192.0.2.0/24; at most 10 of each."),
    "ksef.access.auth_request_invalid": (
        "żądanie uwierzytelnienia nie spełnia schematu KSeF",
        "Nothing was sent. Check the number of the context; fetch a new challenge."),
    "ksef.access.order_illegal": (
        "ta sesja KSeF nie pozwala na ten krok",
        "This session cannot be used so any more; log in again."),
    "ksef.access.claims_unreadable": (
        "z tokena nie da się odczytać, co o sobie mówi",
        "The token may work all the same: KSeF decides on rights, not its text."),
    "ksef.access.login_denied": (
        "logowania nie rozpoczęto: kontrola wykazała błędy",
        "Correct what the findings name; nothing was sent to KSeF."),
    "ksef.access.login_answer_odd": (
        "KSeF odpowiedział na logowanie inaczej, niż opisano",
        "The answer is outside API 2.7; tell the administrator."),
    "ksef.access.login_lost": (
        "nie udało się porozumieć z KSeF",
        "Try again; this doubles nothing."),
    "ksef.access.login_not_finished": (
        "logowanie jeszcze trwa",
        "KSeF still checks the certificate (OCSP, CRL): jst ksef login finishes it."),
    "ksef.access.login_unknown": (
        "nie wiadomo, czy KSeF wydał tokeny sesji",
        "They are given once: jst ksef login, then jst ksef sessions --revoke NUMBER."),
    "ksef.access.login_refused": (
        "KSeF odmówił logowania",
        "No session was opened. docs/ksef-login.md tells the statuses."),
    "ksef.access.login_no_permissions": (
        "KSeF odmówił logowania (415)",
        "File ZAW-FA, or use a seal of this NIP; of a unit's NIP the office appoints."),
    "ksef.access.login_no_permissions_in_unit": (
        "KSeF odmówił logowania (415)",
        "The office appoints the unit's representative, in the office's own context."),
    "ksef.access.login_revoked": (
        "KSeF odmówił logowania (425)",
        "Somebody ended it from the list of sessions. Find out who, and log in again."),
    "ksef.access.login_token_rejected": (
        "KSeF odmówił logowania (450)",
        "Is the token active, and of this context? Else log in with the seal."),
    "ksef.access.login_certificate_rejected": (
        "KSeF odmówił logowania (460)",
        "Check the seal: jst cert check FILE --for ksef --online."),
    "ksef.access.login_subject_deceased": (
        "KSeF odmówił logowania (470)",
        "Nobody may use this person's means; the tax office mends a mistake."),
    "ksef.access.login_context_blocked": (
        "KSeF odmówił logowania (480)",
        "Tell the officer and the Ministry of Finance; trying again does not help."),
    "ksef.access.login_failed": (
        "logowanie się nie powiodło (500)",
        "No session was opened. Try again later; this doubles nothing."),
    "ksef.access.login_canceled": (
        "KSeF przerwał logowanie (550)",
        "No session was opened. Log in once more."),
    "ksef.access.key_unusable": (
        "brak klucza do zaszyfrowania tokena",
        "KSeF lists no valid key: check the clock, or log in with the seal."),
    "ksef.access.state_file_refused": (
        "nie można użyć pliku stanu sesji",
        "It holds tokens: mode 0600, no folder that others write to. Or log in again."),
}
# fmt: on
