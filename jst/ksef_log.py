"""[0] How logins, and ends of sessions, stand in the log: before KSeF and after it.

    ksef-login-begun       -> KSeF -> a session, logged by whoever has it | how it ended
    ksef-session-revoking  -> KSeF -> revoked | refused | unknown | failed

Neither is an action of the ledger: there is no question to prove. So the entry before
says only what is tried, and what KSeF answered is said by the entry after it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from ksef.access.client import KsefClient
from ksef.access.errors import KsefRefused
from ksef.access.errors_login import (
    LoginDenied,
    LoginLost,
    LoginNotFinished,
    LoginUnknown,
    StateFileRefused,
)
from ksef.access.open_session import Session
from ksef.access.session_states import State
from ksef.access.state import SavedLogin, read_state
from vocabulary.errors import ToolkitError

_ENDS = frozenset({"revoke_session", "revoke_current_session"})


class Note(Protocol):
    """Writes an entry that says who acts, with which credential."""

    def __call__(self, event: str, **said: object) -> None:
        """Write it durably."""


@contextmanager
def login_logged(
    note: Note, event: str, *, client: KsefClient, path: Path, goes_on: bool = False
) -> Iterator[None]:
    """Log that a login begins and, when no session comes of it, how it ended.

    Args:
        note: Writes the entries.
        event: How it begins.
        client: Where one logs in.
        path: The state file of the session.
        goes_on: Whether it is the login of this file that is taken up again.

    Raises:
        AuditUnavailable: The log refused an entry.
    """
    before = "" if goes_on else _login_in(path, client)
    note(event)
    try:
        yield
    except BaseException as ended:
        now = _login_in(path, client)
        reference = getattr(ended, "reference", "") or (now if now != before else "")
        note(
            _login_ending(ended),
            why=_why(ended),
            number=getattr(ended, "number", None) or getattr(ended, "status", None),
            login=reference or None,
        )
        raise


@contextmanager
def ending_logged(note: Note, session: Session, number: str) -> Iterator[None]:
    """Log that a session is to end, and what KSeF answered.

    Args:
        note: Writes the entries.
        session: In which it is asked for.
        number: Of the session that is to end.

    Raises:
        AuditUnavailable: The log refused an entry.
    """
    note("ksef-session-revoking", session=number)
    try:
        yield
    except BaseException as ended:
        note(_session_ending(ended, session), session=number, why=_why(ended))
        raise
    note("ksef-session-revoked", session=number)


def saved_login(path: Path, client: KsefClient) -> SavedLogin | None:
    """Read the login that a state file holds; None: there is none to be read."""
    try:
        return read_state(path, base_url=client.base_url)
    except StateFileRefused:
        return None


def _login_in(path: Path, client: KsefClient) -> str:
    saved = saved_login(path, client)
    return "" if saved is None else saved.reference


def _why(ended: BaseException) -> str:
    if isinstance(ended, ToolkitError):
        return ended.code
    interrupted = isinstance(ended, KeyboardInterrupt)
    return "jst.interrupted" if interrupted else "jst.unexpected"


def _login_ending(ended: BaseException) -> str:
    if isinstance(ended, KeyboardInterrupt):
        return "ksef-login-interrupted"
    if isinstance(ended, (KsefRefused, LoginDenied)):
        return "ksef-login-refused"
    if isinstance(ended, LoginUnknown):
        return "ksef-login-unknown"
    if isinstance(ended, LoginNotFinished):
        return "ksef-login-unfinished"
    return "ksef-login-failed"


def _session_ending(ended: BaseException, session: Session) -> str:
    """Say what is known of a session after an error of its end."""
    if session.state is State.CLOSED:
        return "ksef-session-revoked"  # what failed is our own file, after KSeF's yes
    if isinstance(ended, KsefRefused):
        return "ksef-session-revoke-refused"
    lost = isinstance(ended, LoginLost) and ended.step in _ENDS
    if lost or not isinstance(ended, ToolkitError):
        return "ksef-session-revoke-unknown"
    return "ksef-session-revoke-failed"
