"""How a login at a desk stands in the log, and which one can go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from jst.cli.ksef_work import Desk
from jst.ksef_log import login_logged, saved_login
from jst.ksef_office import session_file
from ksef.access.session_states import State

_GOES_ON: Final = frozenset({State.SUBMITTED, State.ACCEPTED})
RESUMED: Final = "ksef-login-resumed"


@contextmanager
def logged(desk: Desk, event: str) -> Iterator[None]:
    """Log that a login begins and, when no session comes of it, how it ended.

    The session itself is logged by whoever has it.
    """
    path = session_file(desk.settings, desk.credential)
    with login_logged(
        desk.note, event, client=desk.client, path=path, goes_on=event == RESUMED
    ):
        yield


def begun_before(desk: Desk) -> bool:
    """Tell whether the file of the session holds a login that can be finished."""
    saved = saved_login(session_file(desk.settings, desk.credential), desk.client)
    if saved is None or saved.ends_at is None:
        return False
    return saved.ends_at > desk.client.clock() and saved.state in _GOES_ON
