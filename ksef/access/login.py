"""[3] One login on its way from a challenge to tokens; each step stands here once.

    1 challenge -> 2 submit -> 3 wait -> 4 redeem -> tokens

Promises
    - The order is that of ksef.access.session_states; any other raises.
    - Challenge, submission and status may be repeated: each is told as LoginLost.
    - The tokens are asked for once. That they will be is in the state file, where one
      is kept, before the call leaves; a lost answer is LoginUnknown and stays so.
    - What KSeF warns of (X-System-Warning) is kept with the login.

How the document or the token comes about is the caller's (session, token_login).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Unpack

from accountability.errors import (
    AuthoritiesUnusable,
    LimitReached,
    LimitsUnavailable,
    TransportError,
)
from accountability.transport import HttpReply
from ksef.access.asking import ask
from ksef.access.client import KsefClient, Said
from ksef.access.context import ContextId
from ksef.access.endpoints import ENDPOINTS
from ksef.access.errors import (
    KsefRefused,
    KsefUnclear,
    SessionUnusable,
    TooManyRequests,
)
from ksef.access.errors_login import (
    ClockWrong,
    LoginLost,
    LoginNotFinished,
    LoginUnknown,
)
from ksef.access.login_refusals import refusal_of
from ksef.access.messages_auth import (
    Challenge,
    LoginStatus,
    TokenInfo,
    Tokens,
    read_challenge,
    read_started,
    read_status,
    read_tokens,
)
from ksef.access.replies import warnings_of
from ksef.access.secret import Secret
from ksef.access.session_states import State, Step, after
from ksef.access.state import SavedLogin, write_state

CLOCKS_DIFFER: Final = timedelta(minutes=2)
CHALLENGE_LIVES: Final = timedelta(minutes=10)
_IN_PROGRESS: Final = range(100, 200)
_DONE: Final = 200
_NOTHING_DONE: Final = (
    AuthoritiesUnusable,
    LimitReached,
    LimitsUnavailable,
    TooManyRequests,
)
"""Errors after which KSeF has done nothing, so that it can be asked later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """How to wait for a login that KSeF is still checking.

    Attributes:
        first_s: Seconds before the second question; each further pause is twice it.
        longest_s: Seconds of a pause at most.
        total_s: Seconds of pauses in all, then LoginNotFinished.
    """

    first_s: float = 0.5
    longest_s: float = 8.0
    total_s: float = 120.0


class Login:
    """A login on its way; used by one thread, shows no secret."""

    def __init__(
        self, client: KsefClient, context: ContextId, *, save_to: Path | None = None
    ) -> None:
        """Begin a login that nothing was sent for yet.

        Args:
            client: How to reach KSeF.
            context: Where the session is to work.
            save_to: The state file, or None to keep no state.
        """
        self.client = client
        self.context = context
        self.save_to = save_to
        self.state = State.NEW
        self.reference = ""
        self.method = ""
        self.warnings: dict[str, None] = {}
        self._operation: TokenInfo | None = None
        self.ahead = timedelta(0)

    @classmethod
    def prepared(
        cls,
        client: KsefClient,
        context: ContextId,
        *,
        ahead: timedelta,
        save_to: Path | None = None,
    ) -> "Login":
        """Go on with a login whose challenge was fetched before, and signed since.

        Args:
            client: How to reach KSeF.
            context: Where the session is to work.
            ahead: By how much our clock was ahead of KSeF's when the challenge came.
            save_to: The state file, or None to keep no state.
        """
        login = cls(client, context, save_to=save_to)
        login.ahead = ahead
        login.state = after(login.state, Step.CHALLENGE)
        return login

    @classmethod
    def resumed(cls, client: KsefClient, saved: SavedLogin, path: Path) -> "Login":
        """Go on with a login whose state was kept."""
        login = cls(client, saved.context, save_to=path)
        login.state, login.reference = saved.state, saved.reference
        login.method, login._operation = saved.method, saved.operation
        return login

    def __repr__(self) -> str:
        return f"Login({self.context.masked}, {self.state})"

    def challenge(self) -> Challenge:
        """Ask for a challenge.

        Raises:
            LoginLost: No answer; ask again.
            AnswerOddLogin: An odd one.
            KsefRefused, AuthoritiesUnusable, LimitReached: As `ksef.access.asking.ask`.
        """
        to = after(self.state, Step.CHALLENGE)
        reply = self._ask("challenge")
        given = read_challenge(reply.body)
        self.ahead = self.client.clock() - given.at
        self.state = to
        return given

    def submit(self, endpoint: str, **said: Unpack[Said]) -> None:
        """Hand in what answers the challenge: a signed document, or a token.

        Raises:
            LoginLost: No answer; a fresh challenge is needed now.
            InputRefused: KSeF did not take it: its numbers say why.
            AnswerOddLogin, KsefRefused, AuthoritiesUnusable, LimitReached: As above.
        """
        to = after(self.state, Step.SUBMIT)
        reply = self._ask(endpoint, **said)
        started = read_started(reply.body)
        self.reference, self._operation = started.reference, started.token
        self._go(to)

    def wait(self, poll: Poll) -> None:
        """Ask how far the login is, until it has succeeded.

        Raises:
            LoginRefused: It has not; its class and number say why.
            LoginNotFinished: Not yet; wait again, also in another process.
            SessionUnusable: It was begun too long ago.
            ClockWrong: It seems so, since our clock is ahead of KSeF's.
            AnswerOddLogin: Also of a status that the interface does not know.
            KsefRefused, AuthoritiesUnusable: As above; a limit is waited for.
        """
        waited, pause = 0.0, poll.first_s
        while True:
            to = after(self.state, Step.WAIT)
            try:
                status = self._status()
            except (TooManyRequests, LimitReached) as busy:
                status, pause = None, max(pause, self._until(busy.retry_at))
            if status is not None and status.code not in _IN_PROGRESS:
                break
            self.state = to
            if waited + pause > poll.total_s:
                raise LoginNotFinished(self.reference)
            self.client.sleep(pause)
            waited, pause = waited + pause, min(2 * pause, poll.longest_s)
        if status.code != _DONE:
            # A code that nobody has described is no refusal: it may be asked again.
            refused = refusal_of(status, self.context)
            self._go(after(self.state, Step.REFUSE))
            raise refused
        self.method = status.method
        self._go(after(self.state, Step.ACCEPT))

    def redeem(self) -> Tokens:
        """Fetch the tokens: once, whatever happens.

        Raises:
            LoginUnknown: No answer, or one that cannot be read; they may be given.
            KsefRefused: KSeF gives none, e.g. because they were given before (21301).
            TooManyRequests, LimitReached, LimitsUnavailable, AuthoritiesUnusable: Not
                now; nothing is lost.
            SessionUnusable: The login was accepted too long ago.
        """
        to = after(self.state, Step.REDEEM)
        bearer = self._bearer()
        self._go(to)
        # Dead here, or before the session is saved: the file says REDEEMING, and who
        # resumes it hears LoginUnknown; nobody asks for the tokens twice.
        try:
            reply = self.client.ask(ENDPOINTS["redeem"], bearer=bearer)
            tokens = read_tokens(reply.body)
        except _NOTHING_DONE:
            self._go(after(self.state, Step.HOLD))
            raise
        except KsefRefused:
            self._go(after(self.state, Step.REFUSE))
            raise
        except (TransportError, KsefUnclear) as lost:
            self._go(after(self.state, Step.LOSE))
            raise LoginUnknown(self.reference) from lost
        self._heed(reply)
        self.state = after(self.state, Step.RECEIVE)
        self._operation = None
        return tokens

    def lose(self) -> LoginUnknown:
        """Note that whoever asked for the tokens died before they came."""
        self._go(after(self.state, Step.LOSE))
        return self.unknown()

    def unknown(self) -> LoginUnknown:
        """Say that nobody knows of its tokens."""
        return LoginUnknown(self.reference)

    def saved(self) -> SavedLogin:
        """Give the state as it stands."""
        return SavedLogin(
            base_url=self.client.base_url,
            context=self.context,
            state=self.state,
            reference=self.reference,
            method=self.method,
            operation=self._operation,
        )

    def _go(self, state: State) -> None:
        """Be in a state, durably where a file is kept."""
        self.state = state
        if self.save_to is not None:
            write_state(self.save_to, self.saved())

    def _bearer(self) -> Secret:
        """Give the token of this login; one that is too old ends it."""
        held = self._operation
        if held is None or held.valid_until <= self.client.clock():
            self._go(after(self.state, Step.EXPIRE))
            if self.ahead > CLOCKS_DIFFER:
                raise ClockWrong
            raise SessionUnusable("the login was begun too long ago")
        return held.token

    def _until(self, instant: datetime) -> float:
        """Seconds until then, by our clock."""
        return (instant - self.client.clock()).total_seconds()

    def _status(self) -> LoginStatus | None:
        """Ask once; None where no answer came, since it may be asked again."""
        try:
            reply = self._ask(
                "auth_status",
                bearer=self._bearer(),
                path={"referenceNumber": self.reference},
            )
        except LoginLost:
            return None
        return read_status(reply.body)

    def _ask(self, endpoint: str, **said: Unpack[Said]) -> HttpReply:
        reply = ask(self.client, endpoint, **said)
        self._heed(reply)
        return reply

    def _heed(self, reply: HttpReply) -> None:
        self.warnings.update(dict.fromkeys(warnings_of(reply)))
