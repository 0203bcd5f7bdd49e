"""What one process has of a log: a queue, and the thread that empties it.

    callers --queue--> writer: gathers, appends in one commit --> the first is woken
                                          each caller that wakes, wakes the next one

The callers and the writer share one interpreter lock. So the writer sleeps while
requests come in, and callers are woken in turn: threads that wake together would only
wait again, for that lock.
"""

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic, sleep

from ledger.append import Appender, Request
from ledger.errors import AppendAmbiguous, LedgerError
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
        self._busy = Lock()
        self._patience_s = 0.0
        self._answered: deque[Request] = deque()
        appender.check()
        self.presence = Presence(paths.run)
        self._thread = Thread(target=self._serve, name="ledger", daemon=True)
        self._thread.start()

    def wait(self, request: Request) -> None:
        """Sleep until a request that was put into the queue is answered."""
        request.answered.acquire()
        self._wake_next()

    def close(self) -> None:
        """Append what is queued, and stop."""
        self.queue.put(None)
        self._thread.join()
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
            batch = self._gathered()
            going_on = None not in batch
            requests = [request for request in batch if request is not None]
            if requests:
                began = monotonic()
                with self._busy:
                    self._append(requests)
                # Several asked at once, so they will again: a short wait then lets a
                # commit take all of them, not only the half that came during the last.
                self._patience_s = monotonic() - began if requests[1:] else 0.0
        self._wake_all()

    def _gathered(self) -> list[Request | None]:
        """Wait for a request, and take along those that come close behind it."""
        batch = [self._first()]
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
