"""How a login stands in the log from beginning to end, and which one can go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from jst.cli.ksef_work import Desk
from jst.ksef_office import session_file
from ksef.access.errors import KsefRefused
from ksef.access.errors_login import (
    LoginDenied,
    LoginNotFinished,
    LoginUnknown,
    StateFileRefused,
)
from ksef.access.session_states import State
from vocabulary.errors import ToolkitError

_GOES_ON: Final = frozenset({State.SUBMITTED, State.ACCEPTED})


@contextmanager
def logged(desk: Desk, event: str) -> Iterator[None]:
    """Log that a login begins and, when no session comes of it, how it ended.

    The session itself is logged by whoever has it.
    """
    desk.note(event)
    try:
        yield
    except ToolkitError as ended:
        desk.note(
            _ending(ended),
            why=ended.code,
            number=getattr(ended, "number", None) or getattr(ended, "status", None),
            login=getattr(ended, "reference", "") or None,
        )
        raise


def begun_before(desk: Desk) -> bool:
    """Tell whether the file of the session holds a login that can be finished."""
    from ksef.access.state import read_state  # noqa: PLC0415 - logins only

    path = session_file(desk.settings, desk.credential)
    try:
        saved = read_state(path, base_url=desk.client.base_url)
    except StateFileRefused:
        return False
    ends = saved.ends_at
    living = ends is not None and ends > desk.client.clock()
    return living and saved.state in _GOES_ON


def _ending(ended: ToolkitError) -> str:
    if isinstance(ended, (KsefRefused, LoginDenied)):
        return "ksef-login-refused"
    if isinstance(ended, LoginUnknown):
        return "ksef-login-unknown"
    if isinstance(ended, LoginNotFinished):
        return "ksef-login-unfinished"
    return "ksef-login-failed"
