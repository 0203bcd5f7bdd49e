"""A call to KSeF whose answer is not known: what may have happened, by kind of call.

    OutcomeUnknown (accountability)
    + AnswerUnknown      a question: nothing has changed, ask again
    + ChangeUnknown      a change: it may have taken effect, look before anything else

Both keep the cause, and the action in the log.
"""

from collections.abc import Mapping
from typing import Final

from accountability.errors import OutcomeUnknown
from ksef.access.endpoints import Endpoint

_TOKENS: Final = (
    "Zmiana mogła zajść; nie powtarzaj jej. Sprawdź: jst ksef tokens list; token,"
    " którego treści nikt nie ma, unieważnij: jst ksef tokens revoke."
)
_CERTIFICATES: Final = (
    "Zmiana mogła zajść; nie powtarzaj jej. Sprawdź: jst ksef certificates list; do"
    " czekającego klucza certyfikat dołączy jst ksef certificates fetch, a zbędny"
    " unieważni jst ksef certificates revoke."
)
_LOOK: Final[Mapping[str, str]] = {
    "tokens_create": _TOKENS,
    "token_revoke": _TOKENS,
    "enroll": _CERTIFICATES,
    "certificate_revoke": _CERTIFICATES,
}


class AnswerUnknown(OutcomeUnknown):
    """A question to KSeF has no known answer; KSeF changed nothing."""

    code = "ksef.access.answer_unknown"
    hint = "Pytanie niczego nie zmieniło: sprawdź przyczynę i zapytaj ponownie."


class ChangeUnknown(OutcomeUnknown):
    """A change may have taken effect in KSeF; nothing repeats it.

    Attributes:
        operation: Name of the endpoint.
    """

    code = "ksef.access.change_unknown"
    hint = (
        "Zmiana mogła zajść; nie powtarzaj jej. Najpierw sprawdź, jak jest: jst ksef"
        " grants (uprawnienia, także --list given)."
    )

    def __init__(self, intent_id: str, reason: str, *, operation: str = "") -> None:
        super().__init__(intent_id, reason)
        self.operation = operation
        if operation in _LOOK:
            self.hint = _LOOK[operation]  # type: ignore[misc]  # an instance's own hint


def unknown_of(endpoint: Endpoint, unknown: OutcomeUnknown) -> OutcomeUnknown:
    """Say of an unknown outcome whether it was a question or a change."""
    if endpoint.one_shot:
        return ChangeUnknown(unknown.intent_id, unknown.reason, operation=endpoint.name)
    return AnswerUnknown(unknown.intent_id, unknown.reason)
