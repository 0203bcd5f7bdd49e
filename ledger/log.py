"""The log of this host: append from any thread, read, close.

A caller alone appends in its own thread. Where several meet, they put requests into a
queue and wait; one thread per process takes all that have gathered and appends them in
one commit (ledger.append), so the price of a durable commit is shared (ledger.session).

A signal whose handler raises ends the caller's append: the entry is in the log, or it
is not, as when a caller is killed. Others and the log are not touched by it. A handler
that runs inside an append must not fork; if it appends or closes, it is refused.

A fork: the connection is closed before it and opened again after, on both sides, as a
connection that crosses a fork corrupts what it touches. The child then starts afresh:
own queue, own thread, own writer id, and it lets go of the inherited lock files.
Close readers before a fork.
"""

import os
import weakref
from collections.abc import Iterator, Sequence
from threading import Lock
from types import TracebackType
from typing import Self

from ledger.append import Appender, Guard, Request
from ledger.create import create_log
from ledger.entry import Draft
from ledger.errors import (
    AppendAmbiguous,
    AppendRefused,
    EntryInvalid,
    LedgerClosed,
)
from ledger.locks import dead_writers
from ledger.model import Appended, Column, LedgerPaths
from ledger.reader import Reader
from ledger.session import Session
from ledger.signer import NoteSigner
from ledger.store.view import SqliteView
from vocabulary.clock import Clock, system_clock

__all__ = ["Appended", "Column", "LedgerPaths", "Log", "Reader", "create_log"]


class Log:
    """One log, opened for appending; thread-safe.

    Args:
        paths: Where it lies.
        signer: The log's key; its name is the log's origin.
        columns: The searchable ones; the same as at its creation.
        clock: Tells the time of entries.

    Raises:
        LedgerMissing: There is none, and none is made.
        LedgerUntrusted: It does not pass the checks of an append.
    """

    def __init__(
        self,
        paths: LedgerPaths,
        *,
        signer: NoteSigner,
        columns: Sequence[Column],
        clock: Clock = system_clock,
    ) -> None:
        self._paths = paths
        self._columns = tuple(columns)
        self._signer = signer
        self._clock = clock
        self._gate = Lock()
        self._closed = False
        self._session: Session | None = self._start()
        _follow_forks(self)

    @property
    def writer(self) -> str:
        """The id of this process as a writer; another one after a fork."""
        with self._gate:
            return self._current().presence.writer

    @property
    def vkey(self) -> str:
        """The public key by which its checkpoints are verified."""
        return self._signer.vkey

    def append(self, draft: Draft, *, guard: Guard | None = None) -> Appended:
        """Append one entry; returns when it is durable.

        Args:
            draft: The entry.
            guard: Called inside the lock, in the writer's thread or the caller's own,
                with a reader that sees every entry before this one; what it raises
                goes to this caller only, and nothing is appended. It must not append,
                nor fork.

        Raises:
            AppendRefused: Nothing was appended.
            LedgerUntrusted: Nothing was appended, and something is wrong on the disk.
            AppendAmbiguous: It may or may not be in the log.
        """
        return self._ask(Request(draft, guard))

    def reset_clock(self, draft: Draft) -> Appended:
        """Append the operator's `system` entry that accepts a clock set back."""
        if draft.kind != "system":
            raise EntryInvalid("only an entry of kind system resets the clock")
        return self._ask(Request(draft, resets_clock=True))

    def reader(self) -> Reader:
        """Give a reader of the current state; close it."""
        return Reader(SqliteView(self._paths.store, self._columns))

    def dead_writers(self) -> Iterator[str]:
        """Yield each writer that died; it is locked by us until the next is asked for.

        Handled writers are removed; one whose handling raises stays for another time.
        A writer of open intents that has no file any more is dead as well.
        """
        with self.reader() as reader:
            waiting = reader.open_writers()
        return dead_writers(self._paths.run, waiting)

    def close(self) -> None:
        """Append what is queued, tidy the store, and stop; harmless when repeated."""
        with self._gate:
            if self._session is not None:
                self._session.refuse_inside()
            session, self._session = self._session, None
            self._closed = True
        if session is not None:
            session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, request: Request) -> Appended:
        with self._gate:
            session = self._current()
            queued = session.queued(request)
        if queued:
            session.wait(request)
        else:
            session.lead(request)
        error = request.error
        if queued and error is not None and not isinstance(error, Exception):
            # A guard that means to end a thread ends no thread of another one.
            raise AppendRefused(f"the guard raised {type(error).__name__}") from error
        if error is not None:
            raise error
        if request.result is None:
            raise AppendAmbiguous("the writer gave no answer")
        return request.result

    def _current(self) -> Session:
        if self._closed:
            raise LedgerClosed("the log was closed")
        if self._session is None:
            self._session = self._start()
        return self._session

    def _start(self) -> Session:
        appender = Appender(
            self._paths, signer=self._signer, columns=self._columns, clock=self._clock
        )
        return Session(self._paths, appender)

    def _before_fork(self) -> None:
        self._gate.acquire()
        if self._session is not None:
            self._session.pause()

    def _after_fork_in_parent(self) -> None:
        if self._session is not None:
            self._session.go_on()
        self._gate.release()

    def _after_fork_in_child(self) -> None:
        self._gate = Lock()
        if self._session is not None:
            self._session.abandon()
            self._session = None


def _follow_forks(log: Log) -> None:
    """Run the log's fork hooks as long as it lives: hooks cannot be taken back."""
    reference = weakref.ref(log)

    def run(hook: str) -> None:
        living = reference()
        if living is not None:
            getattr(living, hook)()

    os.register_at_fork(
        before=lambda: run("_before_fork"),
        after_in_parent=lambda: run("_after_fork_in_parent"),
        after_in_child=lambda: run("_after_fork_in_child"),
    )
