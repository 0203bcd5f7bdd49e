"""The one append path. Its steps stand once, in `Appender.append`.

    lock -> head verified -> memory compared -> entries inserted -> signed
      -> identity -> commit -> identity -> memory written -> lock free

Promises
    - Nothing is signed that does not extend what this node has seen before.
    - Before COMMIT every failure leaves the log as it was; from COMMIT on, every
      failure is AppendAmbiguous, and the next append starts by verifying anew.
    - A request that is refused (guard, clock, a second outcome) fails alone.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Lock

from ledger.anchors import HEAD, begins_day
from ledger.entry import Draft
from ledger.errors import (
    AppendAmbiguous,
    ClockBehind,
    EntryRefused,
    HeadRejected,
    LedgerError,
    MemoryUnusable,
    ProofInvalid,
    RolledBack,
    StoreFailed,
)
from ledger.locks import LockFile
from ledger.memory import MemoryFile, Remembered, origin_hash
from ledger.model import Appended, Column, LedgerPaths
from ledger.note import checkpoint_text
from ledger.reader import Reader
from ledger.signer import NoteSigner
from ledger.store.port import Anchor, StoredHead, Writer
from ledger.store.sqlite import SqliteWriter
from ledger.tiles import GrowingTree, TileProofs
from ledger.tip import Tip, verified_tip
from ledger.tree import leaf_hash, verify_consistency
from vocabulary.clock import Clock

TOLERANCE = timedelta(seconds=2)
"""How far the clock may be behind the last entry, e.g. after a step of NTP."""

Guard = Callable[[Reader], None]


class Request:
    """One caller's entry on its way, and what became of it."""

    __slots__ = ("answered", "draft", "error", "guard", "resets_clock", "result")

    def __init__(
        self, draft: Draft, guard: Guard | None = None, *, resets_clock: bool = False
    ) -> None:
        self.draft = draft
        self.guard = guard
        self.resets_clock = resets_clock
        self.result: Appended | None = None
        self.error: BaseException | None = None
        self.answered = Lock()
        self.answered.acquire()


class Appender:
    """Appends batches for one process; one thread at a time may use it."""

    def __init__(
        self,
        paths: LedgerPaths,
        *,
        signer: NoteSigner,
        columns: Sequence[Column],
        clock: Clock,
    ) -> None:
        self._paths = paths
        self._signer = signer
        self._columns = columns
        self._clock = clock
        self._lock = LockFile(paths.lock)
        self._memory = MemoryFile(paths.memory)
        self._origin_hash = origin_hash(signer.name)
        self._store: Writer | None = None
        self._known: Tip | None = None
        # Own intents without an outcome, as long as nobody else has committed.
        self._open_intents: set[str] = set()

    def check(self) -> None:
        """Do every check of an append, and append nothing."""
        self.append(())

    def append(self, batch: Sequence[Request]) -> None:
        """Append a batch in one commit; each request gets its result or its error.

        Raises:
            LedgerError: The batch as a whole was refused, or is ambiguous.
        """
        try:
            with self._lock:
                self._append(batch)
        except BaseException:
            # A signal may have met us where the lock was taken or freed by half.
            self._lock.release()
            raise

    def release(self) -> None:
        """Close the connection under the lock; the next append opens another."""
        if self._store is not None:
            with self._lock:
                self._discard()
                if self._store is not None:
                    self._store.close()
                    self._store = None

    def abandon(self) -> None:
        """Let go of lock and memory file: for good, or in a forked child."""
        self._lock.abandon()
        self._memory.abandon()

    def _append(self, batch: Sequence[Request]) -> None:
        try:
            store = self._store = self._store or self._open()
            changed = store.begin()
            # What is known is taken away until this append is through.
            tip, self._known = self._known, None
            if changed or tip is None:
                self._open_intents.clear()
                tip = verified_tip(store, self._signer.vkey)
            self._compare_with_memory(store, tip)
            # Dying here, or anywhere before COMMIT, leaves the log as it was.
            accepted, grown = self._write(store, tip, batch)
            if accepted:
                self._commit(store, grown)
            else:
                store.rollback()
                grown = tip
        except BaseException:
            # A connection that failed once is not asked again.
            self._discard()
            raise
        self._known = grown
        # Dying here: the entries are durable, and nobody has been told yet.
        note = grown.stored.note.decode()
        for request, index, at, body in accepted:
            draft, size = request.draft, grown.stored.size
            request.result = Appended(index, draft.id, at, body, size, note)
            if draft.kind == "intent":
                self._open_intents.add(draft.id)
            elif draft.kind == "outcome":
                self._open_intents.discard(draft.ref or "")
        with suppress(StoreFailed):
            # The entries are in: a store that cannot be tidied just grows.
            store.tidy()

    def _open(self) -> Writer:
        return SqliteWriter(self._paths.store, self._columns)

    def _discard(self) -> None:
        """Close the connection, unless entries that lie in it alone cannot be saved."""
        self._known = None
        if self._store is not None:
            with suppress(LedgerError):
                self._store.rollback()
            if self._saved(self._store):
                self._store.close()
                self._store = None

    def _saved(self, store: Writer) -> bool:
        """Put back what only this writer has, if it is the newest that was seen here.

        False when that fails; the next append tries again.
        """
        # A head that is not the newest: others have gone on from another copy.
        with suppress(LedgerError):
            if store.alone():
                tip = verified_tip(store, self._signer.vkey)
                self._compare_with_memory(store, tip)
                try:
                    store.put_back()
                except StoreFailed:
                    return False
        return True

    def _compare_with_memory(self, store: Writer, tip: Tip) -> None:
        """Refuse a head that does not extend the last one this node has seen."""
        seen, size = self._memory.read(), tip.stored.size
        if seen.origin_hash != self._origin_hash:
            raise MemoryUnusable("the memory file is that of another log")
        if seen.size > size:
            raise RolledBack(f"size {size}, but size {seen.size} has been seen here")
        if seen.size == 0 or (seen.size == size and seen.root == tip.root):
            return
        try:
            proof = TileProofs(store.tile).consistency_proof(seen.size, size)
            verify_consistency(seen.size, size, seen.root, tip.root, proof)
        except ProofInvalid as bad:
            raise RolledBack(
                f"size {size} does not extend size {seen.size}, seen here"
            ) from bad

    def _write(
        self, store: Writer, tip: Tip, batch: Sequence[Request]
    ) -> tuple[list[tuple[Request, int, datetime, bytes]], Tip]:
        """Insert what is not refused, extend the tree, sign; nothing is durable yet."""
        tree = GrowingTree(tip.frontier, tip.edge)
        last_at = tip.last_at
        accepted = []
        for request in batch:
            at = self._admitted(store, request, last_at)
            if at is None:
                continue
            body, index = request.draft.stamped(at), tree.frontier.size
            try:
                store.insert(index, body)
            except EntryRefused as refused:
                request.error = refused
                continue
            tree.append(leaf_hash(body))
            last_at = at
            accepted.append((request, index, at, body))
        if not accepted:
            return accepted, tip
        if begins_day(tip.last_at, accepted[-1][2]):
            store.keep(Anchor(tip.stored.size, HEAD, tip.stored.note))
        size, root = tree.frontier.size, tree.frontier.root()
        note = self._signer.sign(checkpoint_text(self._signer.name, size, root))
        stored = StoredHead(size, tree.frontier.to_bytes(), note.encode(), size)
        store.extend(tree.changed(), (size, stored.frontier, note))
        return accepted, Tip(stored, tree.frontier, tree.edge, root, last_at)

    def _admitted(
        self, store: Writer, request: Request, last_at: datetime | None
    ) -> datetime | None:
        """Give the time of the entry; None when it is refused, with its error set."""
        try:
            if request.guard:
                request.guard(Reader(store, lent=True))
            draft = request.draft
            if draft.kind == "outcome" and draft.ref not in self._open_intents:
                _refuse_orphan(store, draft)
            return self._time_after(last_at, resets=request.resets_clock)
        except (StoreFailed, HeadRejected):
            raise
        except BaseException as refused:  # noqa: BLE001 - a guard's own error goes to its caller alone
            request.error = refused
            return None

    def _time_after(self, last_at: datetime | None, *, resets: bool) -> datetime:
        now = self._clock()
        if last_at is None or now >= last_at or resets:
            return now
        if last_at - now > TOLERANCE:
            behind_s = (last_at - now).total_seconds()
            raise ClockBehind(f"the clock is {behind_s:.0f} s behind the last entry")
        return last_at

    def _commit(self, store: Writer, grown: Tip) -> None:
        """Make it durable, at the place where everybody will look for it."""
        # Dying here: the transaction is gone with us.
        store.refuse_if_moved()
        try:
            # Dying in COMMIT: SQLite finds all of the transaction in the -wal, or none.
            store.commit()
            # Dying here: durable, but the memory still knows an older head, which is
            # a prefix of this one; nobody was told, so callers see UNKNOWN.
            store.refuse_if_moved()
            # Dying here: as above.
            head = Remembered(grown.stored.size, grown.root, self._origin_hash)
            self._memory.write(head)
        except Exception as failed:
            raise AppendAmbiguous("the commit was reported as failed") from failed


def _refuse_orphan(store: Writer, draft: Draft) -> None:
    if draft.ref is None or not store.holds_intent(draft.ref):
        raise EntryRefused("an outcome refers to an intent that is in the log")
