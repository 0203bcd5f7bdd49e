"""What the errors of the Czech register say; a part of `jst.cli.texts`."""

from typing import Final

# fmt: off
CRPDPH: Final[dict[str, tuple[str, str]]] = {
    "jst.orders_invalid": (
        "nie ma takiego zlecenia stałego albo jest niepoprawne",
        "Correct orders.toml; docs/crpdph.md describes it."),
    "crpdph.error": ("błąd klienta czeskiego rejestru", ""),
    "crpdph.query_invalid": (
        "takiego zapytania nie można zadać czeskiemu rejestrowi",
        "Give at least one DIČ: 8 to 10 digits, with or without CZ."),
    "crpdph.sheet_invalid": (
        "wierszy arkusza nie można sprawdzić; o nic nie zapytano",
        "Correct the lines named and run it again; nothing was asked."),
    "crpdph.mostly_wrong": (
        "większość DIČ ma złą cyfrę kontrolną; o nic nie zapytano",
        "The terms forbid mostly wrong questions. Is it the right column?"),
    "crpdph.account_invalid": (
        "to nie jest numer rachunku",
        "Give an account, e.g. 19-2000145399/0800, or an IBAN."),
    "crpdph.no_answer": (
        "to, co przyszło, nie jest odpowiedzią czeskiego rejestru",
        "It does not mean that the payer is reliable, or is none; ask later."),
    "crpdph.register_closed": (
        "czeski rejestr jest nieczynny", "Ask after 00:10 Prague time."),
    "crpdph.register_unavailable": (
        "czeski rejestr jest niedostępny", "Ask again later."),
    "crpdph.answer_not_understood": (
        "odpowiedź jest niezgodna z opisem interfejsu",
        "Conclude nothing from it; tell the administrator."),
    "crpdph.evidence_disproved": (
        "dowód nie potwierdza tego, co zawiera",
        "Keep the file unchanged, tell the officer, and do not rely on it."),
    "crpdph.memory_unusable": (
        "spisu wcześniejszych sprawdzeń nie można użyć",
        "Check state.sqlite in JST_HOME and its mode."),
}
# fmt: on
