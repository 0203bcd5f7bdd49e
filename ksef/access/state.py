"""The state of a login in a file that is ours alone, so that it can be resumed.

It holds tokens in clear: whoever reads it acts as the office until they expire. Losing
it costs a new login; forging it lets us ask with somebody else's token, on the same
server only, as the server's address stands in it (docs/trust.md).

How such a file is written, read and refused: ksef.access.private_file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from ksef.access.context import ContextId
from ksef.access.errors_login import AnswerOddLogin, StateFault, StateFileRefused
from ksef.access.json_fields import (
    context_of,
    instant_of,
    is_header_value,
    text_of,
)
from ksef.access.messages_auth import REFERENCE, TokenInfo
from ksef.access.parties import typed
from ksef.access.private_file import read_own, write_own
from ksef.access.secret import Secret
from ksef.access.session_states import State
from vocabulary.clock import iso_utc

KIND: Final = "ksef-session"
VERSION: Final = 1
_MAX_TOKEN: Final = 65_536
_TOKENS: Final = ("operation", "access", "refresh")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedLogin:
    """Where a login stands; no `repr` shows a token or an identifier.

    Attributes:
        base_url: The server: a token of one must not be sent to another.
        context: Where the session works.
        state: Of `ksef.access.session_states`.
        reference: Number of the login.
        method: Code of how it was made, or empty.
        operation: The token to ask about the login; None when it is over.
        access: The token of calls; None until it is redeemed.
        refresh: The token that gives new ones; None until it is redeemed.
    """

    base_url: str
    context: ContextId
    state: State
    reference: str
    method: str = ""
    operation: TokenInfo | None = field(default=None, repr=False)
    access: TokenInfo | None = field(default=None, repr=False)
    refresh: TokenInfo | None = field(default=None, repr=False)

    @property
    def ends_at(self) -> datetime | None:
        """When nothing can be done with it any more, UTC; None: at once."""
        living = self.refresh or self.operation
        return living.valid_until if living else None


def write_state(path: Path, saved: SavedLogin) -> None:
    """Write a state, durably and whole; replaces one of ours and nothing else.

    Raises:
        StateFileRefused: Others may write in the folder (`exposed`), another file is
            there (`holds_other`), or the disk cannot (`not_written`).
    """
    told = {
        "kind": KIND,
        "version": VERSION,
        "base_url": saved.base_url,
        "context": typed(saved.context),
        "state": saved.state,
        "reference": saved.reference,
        "method": saved.method,
        **{
            name: {
                "token": info.token.reveal(),
                "valid_until": iso_utc(info.valid_until),
            }
            for name in _TOKENS
            if (info := getattr(saved, name)) is not None
        },
    }
    write_own(path, KIND, told)


def read_state(path: Path, *, base_url: str) -> SavedLogin:
    """Read what `write_state` wrote, for the server that it was written for.

    Raises:
        StateFileRefused: See its `reason`; what others may read is not looked at.
    """
    told = read_own(path, KIND, VERSION)
    try:
        saved = _saved(told)
    except (AnswerOddLogin, ValueError):
        raise StateFileRefused(StateFault.BROKEN, path) from None
    if saved.base_url != base_url:
        raise StateFileRefused(StateFault.OTHER_SERVER, path)
    return saved


def _saved(told: Mapping[str, object]) -> SavedLogin:
    reference = text_of(told, "reference")
    if not REFERENCE.fullmatch(reference):
        raise AnswerOddLogin("reference")
    tokens = {name: _token(told[name]) for name in _TOKENS if name in told}
    method = told.get("method")
    return SavedLogin(
        base_url=text_of(told, "base_url"),
        context=context_of(told, "context"),
        state=State(text_of(told, "state")),
        reference=reference,
        method=method if isinstance(method, str) else "",
        **tokens,
    )


def _token(told: object) -> TokenInfo:
    if not isinstance(told, dict):
        raise AnswerOddLogin("token")
    token = text_of(told, "token", limit=_MAX_TOKEN)
    if not is_header_value(token):
        raise AnswerOddLogin("token")
    return TokenInfo(Secret(token), instant_of(told, "valid_until"))
