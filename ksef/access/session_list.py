"""[3] The open sessions of whoever is logged in: list them, and revoke one.

After a lost answer to the tokens (LoginUnknown) the session that may have come of it
stands here, by its number; after a theft of a state file, too.
"""

from collections.abc import Iterator
from typing import Final

from ksef.access.asking import ask
from ksef.access.errors_login import AnswerOddLogin
from ksef.access.messages_auth import ActiveSession, read_sessions
from ksef.access.open_session import Session
from ksef.access.paths import reference_number

PAGE_SIZE: Final = 100
_MAX_PAGES: Final = 100


def active_sessions(session: Session) -> Iterator[ActiveSession]:
    """Give the active sessions, newest first; pages are fetched as they are needed.

    Raises:
        LoginLost: No answer; begin the list anew.
        InputRefused: The next page is known no more (21418): begin anew.
        AnswerOddLogin: An odd answer, or pages that never end.
        KsefRefused, LimitReached, SessionUnusable: As they say.
    """
    after: str | None = None
    for _ in range(_MAX_PAGES):
        reply = ask(
            session.client,
            "sessions",
            bearer=session.access_token(),
            query={"pageSize": str(PAGE_SIZE)},
            headers={"x-continuation-token": after} if after else {},
            context=session.context,
        )
        found, after = read_sessions(reply.body)
        yield from found
        if after is None:
            return
    raise AnswerOddLogin("continuationToken")


def revoke_session(session: Session, reference: str) -> None:
    """Revoke a session by its number: it can be refreshed no more.

    Its access token works until it expires. Revoking it twice does no more.

    Args:
        session: Of whoever may: the same subject in the same context.
        reference: As in the list.

    Raises:
        RequestInvalid: It is no number; nothing left.
        LoginLost: No answer; revoke it again.
        KsefRefused, LimitReached, SessionUnusable: As they say.
    """
    reference = reference_number(reference)
    ask(
        session.client,
        "revoke_session",
        bearer=session.access_token(),
        path={"referenceNumber": reference},
        context=session.context,
    )
