"""What one process has of a log: a queue, and the thread that empties it.

    a caller alone: appends in its own thread
    callers --queue--> writer: gathers, appends in one commit --> the first is woken
                                          each caller that wakes, wakes the next one

A caller alone is spared two changes of threads. Python runs the handler of a signal in
the middle of what the main thread does, so Ctrl-C can end an append there at any point,
like an error would; what was begun is then discarded, and verified before the next.

The callers and the writer share one interpreter lock. So the writer sleeps while
requests come in, and callers are woken in turn: threads that wake together would only
wait again, for that lock.
"""

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread, get_ident
from time import monotonic, sleep

from ledger.append import Appender, Request
from ledger.errors import AppendAmbiguous, AppendRefused, LedgerClosed, LedgerError
from ledger.locks import Presence
from ledger.model import LedgerPaths

MAX_BATCH = 1024
"""Entries in one commit; bounds how long the lock is held."""
GAP_S = 0.0003
"""So long after the last request, nobody else is thought to be coming."""
WAKING_S = 0.02
"""So long callers have to wake each other, before the writer does it."""


class Session:
    """What one process has of a log: queue, thread, appender and presence."""

    def __init__(self, paths: LedgerPaths, appender: Appender) -> None:
        self.queue: SimpleQueue[Request | None] = SimpleQueue()
        self._appender = appender
        # Only ever taken by `with`, which no signal can leave half done.
        self._busy = Lock()
        self._leader: int | None = None
        self._waited_for = False
        self._ended = False
        self._patience_s = 0.0
        self._answered: deque[Request] = deque()
        try:
            appender.check()
        except BaseException:
            appender.abandon()
            raise
        self.presence = Presence(paths.run)
        self._thread = Thread(target=self._serve, name="ledger", daemon=True)
        self._thread.start()

    def queued(self, request: Request) -> bool:
        """Put a request into the queue; False when its caller is to `lead`."""
        self.refuse_inside()
        if self.alone():
            return False
        self.queue.put(request)
        # From here until the writer has its turn, nobody leads: nobody is overtaken.
        self._waited_for = True
        return True

    def alone(self) -> bool:
        """Tell whether nobody appends, waits, or is likely to come."""
        company = self._busy.locked() or self._answered or self._patience_s
        return not (company or self._waited_for)

    def refuse_inside(self) -> None:
        """Raise AppendRefused inside an append of this very thread: it cannot wait."""
        if self._leader == get_ident():
            raise AppendRefused("a guard or a signal met an append half done")

    def lead(self, request: Request) -> None:
        """Append a request that is not queued, in the caller's thread."""
        with self._busy:
            if self._ended:
                raise LedgerClosed("the log was closed")
            self._leader = get_ident()
            try:
                self._appender.append((request,))
            finally:
                self._leader = None

    def wait(self, request: Request) -> None:
        """Sleep until a request that was put into the queue is answered."""
        request.answered.acquire()
        self._wake_next()

    def close(self) -> None:
        """Append what is queued, and stop."""
        self.queue.put(None)
        self._thread.join()
        with self._busy:
            self._ended = True
            with suppress(LedgerError):
                self._appender.release()
        self.abandon()

    def pause(self) -> None:
        """Wait for the running commit, and close the connection until `go_on`."""
        self._busy.acquire()
        with suppress(LedgerError):
            self._appender.release()

    def go_on(self) -> None:
        """Append again, by a new connection."""
        self._busy.release()

    def abandon(self) -> None:
        """Let go of the lock files: for good, or in a forked child."""
        self._appender.abandon()
        self.presence.leave()

    def _serve(self) -> None:
        going_on = True
        while going_on:
            first = self._first()
            with self._busy:
                self._waited_for = False
                batch = self._gathered(first)
                going_on = None not in batch
                requests = [request for request in batch if request is not None]
                if requests:
                    began = monotonic()
                    self._append(requests)
                    # Several asked at once, so they will again: a short wait then lets
                    # a commit take all, not only the half that came during the last.
                    self._patience_s = monotonic() - began if requests[1:] else 0.0
        self._wake_all()

    def _gathered(self, first: Request | None) -> list[Request | None]:
        """Take along the requests that come close behind the first one."""
        batch = [first]
        until = monotonic() + self._patience_s
        before = 0
        while len(batch) > before:
            before = len(batch)
            if batch[-1] is not None and monotonic() < until:
                # Callers run while we sleep; waking for each of them would cost more.
                sleep(GAP_S)
            self._take_along(batch)
        return batch

    def _take_along(self, batch: list[Request | None]) -> None:
        # Nobody else takes from the queue, so what is in it stays in it.
        while len(batch) < MAX_BATCH and batch[-1] is not None:
            if self.queue.empty():
                return
            batch.append(self.queue.get_nowait())

    def _first(self) -> Request | None:
        try:
            return self.queue.get(timeout=WAKING_S if self._answered else None)
        except Empty:
            self._wake_all()
            return self.queue.get()

    def _wake_next(self) -> None:
        if self._answered:
            with suppress(IndexError):  # another caller was faster
                self._answered.popleft().answered.release()

    def _wake_all(self) -> None:
        # A caller that was interrupted while it slept has woken nobody.
        while self._answered:
            self._wake_next()

    def _append(self, requests: Sequence[Request]) -> None:
        try:
            self._appender.append(requests)
        except BaseException as failed:  # noqa: BLE001 - every waiter must be answered, and the thread go on
            for request in requests:
                request.error = request.error or _copy_of(failed)
        self._answered.extend(requests)
        self._wake_next()


def _copy_of(error: BaseException) -> BaseException:
    """Give each waiter an error of its own: threads must not share a traceback."""
    if not isinstance(error, Exception):
        # What ends a thread ends ours alone, and says nothing about the entries.
        unknown = AppendAmbiguous(f"the writer met {type(error).__name__}")
        unknown.__cause__ = error
        return unknown
    if not isinstance(error, LedgerError):
        return error
    copy = type(error)(*error.args)
    copy.__cause__ = error.__cause__
    return copy
