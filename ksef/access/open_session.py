"""[3] A session that is open: its tokens, kept fresh, and its end.

    access_token() -> still good? -> give it         -> else refresh, once -> give it

Promises
    - Tokens leave as `Secret`; `repr` shows context and state, masked.
    - The login's own tokens are never fetched a second time.
    - What a session may do is KSeF's to say; `whoami` only shows what its token says.
    - Where a state file is kept, it holds what this session holds, after each change.

An access token works until it expires, also after `close` and after rights change
(ksef-docs, auth/sesje.md): whoever must lose access at once loses the permission.
"""

import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, NoReturn

from ksef.access.asking import ask
from ksef.access.claims import Claims, read_claims
from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.errors import InputRefused, NotAuthenticated, SessionUnusable
from ksef.access.errors_login import StateFault, StateFileRefused
from ksef.access.messages_auth import TokenInfo, Tokens, read_refreshed
from ksef.access.private_file import held
from ksef.access.replies import warnings_of
from ksef.access.secret import Secret
from ksef.access.session_states import State, Step, after
from ksef.access.state import SavedLogin, read_state, write_state
from vocabulary.finding import Finding

# A token that ends while a call is on its way is no token.
MARGIN: Final = timedelta(seconds=60)


class Session:
    """A session in one context; threads may share it."""

    def __init__(
        self,
        client: KsefClient,
        login: SavedLogin,
        tokens: Tokens,
        *,
        save_to: Path | None = None,
        findings: Iterable[Finding] = (),
        warnings: Iterable[str] = (),
    ) -> None:
        """Take over what a login gave.

        Args:
            client: How to reach KSeF.
            login: The login, as it ended.
            tokens: What it gave.
            save_to: The state file to keep up to date, or None.
            findings: What our own checks had to say; none of it stopped the login.
            warnings: Codes of what KSeF warned of.
        """
        self.client = client
        self.findings = tuple(findings)
        self._login = login
        self._save_to = save_to
        self._warnings = dict.fromkeys(warnings)
        self._state = State.OPEN
        self._tokens = tokens
        self._lock = threading.Lock()
        self._distrusted = False

    @property
    def context(self) -> ContextId:
        """Where the session works."""
        return self._login.context

    @property
    def reference(self) -> str:
        """Number of the login, as it stands in the list of sessions."""
        return self._login.reference

    @property
    def method(self) -> str:
        """How the login was made, e.g. `xades.qualified-seal`; may be empty."""
        return self._login.method

    @property
    def state(self) -> State:
        """Where it stands: open, expired or closed."""
        return self._state

    @property
    def ends_at(self) -> datetime:
        """Until when it can be refreshed, UTC."""
        return self._tokens.refresh.valid_until

    @property
    def warnings(self) -> tuple[str, ...]:
        """Codes of what KSeF warned of on the way (X-System-Warning), each once."""
        return tuple(self._warnings)

    def __repr__(self) -> str:
        return f"Session({self.context.masked}, {self._state})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a session is not pickled: save() it on purpose")

    def access_token(self) -> Secret:
        """Give a token that is good for a minute at least; refreshes it when it is not.

        Raises:
            OrderIllegal: The session was closed, or has ended.
            SessionUnusable: It has ended now: log in again.
            StateFileRefused: It is refreshed, and its file cannot be written.
            LoginLost: No answer to the refresh; ask again.
            AnswerOddLogin, KsefRefused, LimitReached, AuthoritiesUnusable: As
                `ksef.access.asking.ask`.
        """
        with self._lock:
            after(self._state, Step.REFRESH)
            left = self._tokens.access.valid_until - self.client.clock()
            if self._distrusted or left <= MARGIN:
                self._refresh()
            return self._tokens.access.token

    def distrust(self) -> None:
        """Refresh before the next token is given: KSeF did not accept this one (401).

        Nothing is sent now, and the call that was refused is not repeated.
        """
        with self._lock:
            self._distrusted = True

    def refresh(self) -> None:
        """Fetch a new access token now, e.g. after permissions have changed.

        Raises:
            OrderIllegal, SessionUnusable, LoginLost, AnswerOddLogin, KsefRefused,
            LimitReached: As `access_token`.
        """
        with self._lock:
            after(self._state, Step.REFRESH)
            self._refresh()

    def whoami(self) -> Claims:
        """Read what the session's token says of itself: to be shown, never relied on.

        Raises:
            ClaimsUnreadable: It says nothing that we can read; it may be good.
            OrderIllegal, SessionUnusable, LoginLost, AnswerOddLogin, KsefRefused,
            LimitReached: As `access_token`.
        """
        return read_claims(self.access_token())

    def close(self) -> None:
        """End the session: its refresh token works no more.

        An access token that was handed out works until it expires.

        Raises:
            OrderIllegal: It is not open.
            LoginLost: No answer; close it again.
            KsefRefused, LimitReached, AuthoritiesUnusable: As `access_token`.
        """
        with self._lock:
            to = after(self._state, Step.CLOSE)
            reply = ask(
                self.client,
                "revoke_current_session",
                bearer=self._tokens.refresh.token,
                context=self.context,
            )
            self._warnings.update(dict.fromkeys(warnings_of(reply)))
            self._go(to)

    def save(self, path: Path) -> None:
        """Write the state to a file that is ours alone, and keep it up to date there.

        Raises:
            StateFileRefused: It cannot be written safely.
        """
        with self._lock:
            write_state(path, self._saved())
            self._save_to = path

    def _refresh(self) -> None:
        now = self.client.clock()
        refresh = self._tokens.refresh
        if refresh.valid_until <= now:
            self._go(after(self._state, Step.EXPIRE))
            raise SessionUnusable("the refresh token has expired")
        try:
            reply = ask(self.client, "refresh", bearer=refresh.token)
        except (NotAuthenticated, InputRefused) as revoked:
            self._go(after(self._state, Step.EXPIRE))
            raise SessionUnusable("KSeF refreshes this session no more") from revoked
        access = read_refreshed(reply.body)
        self._warnings.update(dict.fromkeys(warnings_of(reply)))
        self._tokens = Tokens(access, refresh)
        self._distrusted = False
        self._go(after(self._state, Step.REFRESH))

    def _go(self, state: State) -> None:
        """Be in a state, and note it where a file is kept.

        A file in which a later login stands meanwhile is that login's: it stays.
        """
        self._state = state
        if self._save_to is None:
            return
        with held(self._save_to):
            if self._is_ours(self._save_to):
                write_state(self._save_to, self._saved())

    def _is_ours(self, path: Path) -> bool:
        """Tell whether a file holds this session; what is broken, writing refuses."""
        try:
            there = read_state(path, base_url=self.client.base_url)
        except StateFileRefused as other:
            return other.reason is not StateFault.OTHER_SERVER
        return there.reference == self.reference

    def _saved(self) -> SavedLogin:
        lives = self._state is State.OPEN
        return SavedLogin(
            base_url=self.client.base_url,
            context=self.context,
            state=self._state,
            reference=self.reference,
            method=self.method,
            access=self._tokens.access if lives else None,
            refresh=self._tokens.refresh if lives else None,
        )


def session_of(client: KsefClient, saved: SavedLogin, path: Path) -> Session:
    """Take up an open session from its state file.

    Raises:
        SessionUnusable: Its tokens are not there, or have expired.
    """
    access, refresh = saved.access, saved.refresh
    if access is None or refresh is None or _over(refresh, client.clock()):
        raise SessionUnusable("the session of this file has expired")
    return Session(client, saved, Tokens(access, refresh), save_to=path)


def _over(token: TokenInfo, now: datetime) -> bool:
    return token.valid_until <= now
