"""The words of a check in the Czech register, for the reader's language."""

from typing import Final

from crpdph.model import AccountState, Verdict
from crpdph.reason_words import detail_said, reason_said
from jst.cli.language import say

VERDICTS: Final = {
    Verdict.RELIABLE: "wiarygodny (spolehlivý)",
    Verdict.UNRELIABLE: "NIERZETELNY (nespolehlivý)",
    Verdict.NOT_FOUND: "nie ma go w rejestrze",
    Verdict.UNKNOWN: "NIE WIADOMO",
}
ACCOUNTS: Final = {
    AccountState.PUBLISHED: "opublikowany",
    AccountState.NOT_PUBLISHED: "NIEOPUBLIKOWANY",
    AccountState.ENDED: "publikacja ZAKOŃCZONA",
    AccountState.UNKNOWN: "NIE WIADOMO",
}


def why(reason: str, detail: str = "") -> str:
    """Say why something is unknown."""
    return say(reason_said(reason, detail, "pl"), reason_said(reason, detail, "en"))


def body_words(body: str) -> str:
    """Say what came with another HTTP status than 200."""
    return say(detail_said(body, "pl"), detail_said(body, "en"))
