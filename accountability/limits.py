"""[1-2] How many questions one person asks a day, and who has raised that.

Every intent is charged to one account: the person's day, or an allowance. Which of
them has room is decided inside the log's lock, so that no two
processes take the last place (ADR-0011). Counting goes by an index of that account
alone, and on from what this process has counted of it before: it grows neither with
the log nor with a batch.

    approved batch (cases in its range) -> the day's quota -> override (any case)

An emergency that the person declared today, in the log, is counted and not refused:
whoever takes access away must not be stopped half-way (ADR-0038).

What an allowance is: `accountability.allowance`.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from accountability.allowance import MAX_DAYS, Allowance
from accountability.errors import AskedAlready, QuotaExceeded
from accountability.model import Action
from ledger.entry import decode_entry, entry_time
from ledger.model import Appended, Column
from ledger.reader import Reader
from vocabulary.clock import Clock, warsaw_day
from vocabulary.finding import error

if TYPE_CHECKING:  # the trail charges questions here, and so imports us
    from accountability.trail import AuditTrail

COLUMNS: Final = (
    Column("charged_to", "$.charged_to", indexed=True),
    Column("allows", "$.allows", indexed=True),
    Column("batch", "$.batch", indexed=True),
)


def day_account(actor_id: str, on: date) -> str:
    """Name the account of a person's day, as intents carry it."""
    return f"{on.isoformat()} {actor_id}"


def allowances(reader: Reader, actor_id: str, on: date) -> Iterator[Allowance]:
    """Give a person's allowances that have not ended, the newest first."""
    where = {"allows": actor_id, "kind": "system"}
    for _, body in reader.select(where, newest_first=True):
        entry = decode_entry(body)
        if warsaw_day(entry_time(entry)) < on - timedelta(days=MAX_DAYS):
            return  # none of these can hold any more
        allowance = Allowance.of(entry)
        if on < allowance.until and entry["actor"]["id"] != actor_id:
            yield allowance


def used(reader: Reader, account: str, start: int = 0) -> int:
    """Count the questions charged to an account, from index `start` on."""
    return reader.count({"charged_to": account}, start=start)


class _Counted(NamedTuple):
    """The entries before index `start` charge so many questions to an account."""

    questions: int
    start: int


_NOTHING: Final = _Counted(0, 0)
_ACCOUNTS_KEPT: Final = 1000


class Quota:
    """Charges questions to accounts; thread-safe, and one for each process.

    Args:
        per_day: Questions of one person on one day, before any allowance.
    """

    def __init__(self, per_day: int) -> None:
        self.per_day = per_day
        # Where a person's last question was charged: a guess that the lock confirms.
        self._guesses: dict[str, str] = {}
        # Of accounts: only what is in the log, as others may fail to get there.
        self._counted: dict[str, _Counted] = {}

    def charge(
        self,
        action: Action,
        clock: Clock,
        append: Callable[[str, Callable[[Reader], None]], Appended],
    ) -> Appended:
        """Append an intent that names the account with room for it.

        Args:
            action: The question.
            clock: Tells its day (Europe/Warsaw), asked inside the lock: who waits for
                it over midnight is charged to the day on which the intent stands.
            append: Appends the intent with an account, under a guard.

        Raises:
            QuotaExceeded: No account has room; nothing was appended.
            AskedAlready: This line of a batch was asked before.
        """
        who = action.actor.id
        first = day_account(who, warsaw_day(clock()))
        account = self._guesses.get(who, first)
        # Another round follows only when somebody took the last place, or gave more.
        while True:
            guard = _Guard(self, action, clock, account)
            try:
                appended = append(account, guard)
            except _Elsewhere as better:
                account = better.account
            else:
                self._guesses[who] = account
                self._keep(account, _Counted(guard.used + 1, appended.index + 1))
                return appended

    def account_with_room(
        self, reader: Reader, action: Action, on: date
    ) -> tuple[str, int]:
        """Name the account of a question, and say how many were charged to it before.

        Raises:
            QuotaExceeded: None has room.
        """
        who = action.actor.id
        for account, limit in self._accounts(reader, who, action.case, on):
            count = self._used(reader, account)
            if count < limit:
                return account, count
            self._keep_full(reader, account, count)
        if _is_emergency(reader, action, on):
            account = day_account(who, on)
            return account, self._used(reader, account)
        raise QuotaExceeded(
            [
                error(
                    "action.quota.exceeded",
                    "actor",
                    "Wyczerpano limit pytań tej osoby na dziś; więcej może przyznać"
                    " kierownik (jst quota).",
                )
            ]
        )

    def _used(self, reader: Reader, account: str) -> int:
        known = self._counted.get(account, _NOTHING)
        return known.questions + used(reader, account, known.start)

    def _keep_full(self, reader: Reader, account: str, count: int) -> None:
        """Remember a full account, which is looked at for each question.

        Without entries that are not in the log yet: the size is still that before.
        """
        if account not in self._counted:
            start = reader.size
            self._keep(account, _Counted(count - used(reader, account, start), start))

    def _keep(self, account: str, counted: _Counted) -> None:
        if len(self._counted) >= _ACCOUNTS_KEPT:
            self._counted.clear()  # whatever is asked for again is counted again
        self._counted[account] = counted

    def left(self, reader: Reader, actor_id: str, case: str, on: date) -> int:
        """Say how many questions a person may still ask on a day for a case."""
        return sum(
            max(0, limit - used(reader, account))
            for account, limit in self._accounts(reader, actor_id, case, on)
        )

    def _accounts(
        self, reader: Reader, actor_id: str, case: str, on: date
    ) -> Iterator[tuple[str, int]]:
        """Give the accounts of a person for a case, and their limits, in order."""
        given = [a for a in allowances(reader, actor_id, on) if a.holds(case, on)]
        yield from ((a.id, a.questions) for a in given if a.cases is not None)
        yield day_account(actor_id, on), self.per_day
        yield from ((a.id, a.questions) for a in given if a.cases is None)


def questions_left(trail: "AuditTrail", actor_id: str, case: str) -> int:
    """Say how many questions a person may still ask today for a case."""
    quota = Quota(trail.office.questions_per_day)
    with trail.log.reader() as reader:
        return quota.left(reader, actor_id, case, warsaw_day(trail.clock()))


class _Elsewhere(Exception):
    """Another account than the one guessed has room."""

    def __init__(self, account: str) -> None:
        super().__init__()
        self.account = account


class _Guard:
    """What is asked inside the lock, before the intent is inserted."""

    def __init__(
        self, quota: Quota, action: Action, clock: Clock, account: str
    ) -> None:
        self._quota = quota
        self._action = action
        self._clock = clock
        self._account = account
        self.used = 0

    def __call__(self, reader: Reader) -> None:
        _refuse_twice(reader, self._action)
        on = warsaw_day(self._clock())
        better, self.used = self._quota.account_with_room(reader, self._action, on)
        if better != self._account:
            raise _Elsewhere(better)


def _is_emergency(reader: Reader, action: Action, on: date) -> bool:
    """Tell whether the log holds the emergency, declared by the same person today."""
    found = reader.find(action.emergency) if action.emergency else None
    entry = {} if found is None else decode_entry(found[1])
    return (
        entry.get("kind") == "system"
        and entry.get("emergency") is True
        and entry["actor"]["id"] == action.actor.id
        and warsaw_day(entry_time(entry)) == on
    )


def _refuse_twice(reader: Reader, action: Action) -> None:
    """Let a line of a batch be asked once, and again only as a repeat of the last."""
    if action.batch is None:
        return
    where = {"batch": action.batch, "kind": "intent"}
    last = [
        decode_entry(body)["id"]
        for _, body in reader.select(where, newest_first=True, limit=1)
    ]
    if last != ([] if action.ref is None else [action.ref]):
        raise AskedAlready("this line of the batch was asked before")
