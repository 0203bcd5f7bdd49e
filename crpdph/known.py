"""What was learned of whom, and when: an index into the kept answers, and no evidence.

One row for each line that an answer has decided. It says under which intent the answer
is kept, so that today's question is not asked again today, and that "what did we know
on day D" is found. Persons and accounts stand here as blind indexes under the period
keys: without those keys a row is about nobody.

Beside it stands a snapshot: of each line that is watched, what the last run told.

Not trusted: the log and the kept answers decide. Its loss costs today's cache, and the
history that `jst dph watch --as-of` shows.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from accountability.privacy import KeyFolder, PeriodKey
from crpdph.accounts import account_key
from crpdph.errors import MemoryUnusable
from crpdph.judging import Judged
from crpdph.model import AccountState, Dic, Operation, Verdict
from crpdph.question import Line
from vocabulary.clock import iso_utc, parse_iso_utc
from vocabulary.masked import Identifier

_SCHEMA: Final = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS crpdph_known (
    subject TEXT NOT NULL, account TEXT NOT NULL, operation TEXT NOT NULL,
    register_day TEXT NOT NULL, at TEXT NOT NULL, intent_id TEXT NOT NULL,
    verdict TEXT NOT NULL, account_state TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (intent_id, subject, account)
);
CREATE TABLE IF NOT EXISTS crpdph_watched (
    subject TEXT NOT NULL, account TEXT NOT NULL,
    register_day TEXT NOT NULL, at TEXT NOT NULL, intent_id TEXT NOT NULL,
    verdict TEXT NOT NULL, account_state TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (subject, account)
);
CREATE INDEX IF NOT EXISTS crpdph_known_subject ON crpdph_known (subject, at);
"""
_LIST: Final = "list"
_BUSY_S: Final = 30.0


class AccountRef(Identifier):
    """An account as a thing to be indexed: its canonical key, masked."""

    __slots__ = ()
    kind = "account"

    @classmethod
    def _canonical(cls, text: str) -> str:
        return account_key(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What one answer decided of one line.

    Attributes:
        verdict: Of the payer.
        account: Of the account; None where none was asked about.
        since: Day on which unreliability was published.
        register_day: Day of the register's data.
        at: When it was asked.
        intent_id: The action whose kept answer says so.
    """

    verdict: Verdict
    account: AccountState | None
    since: date | None
    register_day: date
    at: datetime
    intent_id: str


@dataclass(frozen=True, slots=True)
class KnownStore:
    """The file of what is known; threads and processes share it.

    Attributes:
        path: `state.sqlite` of the office; made when first needed.
    """

    path: Path

    def remember(
        self,
        judged: Iterable[Judged],
        *,
        operation: Operation,
        register_day: date,
        at: datetime,
        intent_id: str,
        key: PeriodKey,
    ) -> None:
        """Write what an answer decided; what is unknown is not remembered."""
        common = (operation.value, register_day.isoformat(), iso_utc(at), intent_id)
        rows = [
            (
                key.blind_index(each.line.dic),
                _account_index(key, each.line),
                *common,
                each.verdict.value,
                each.account.value if each.account else "",
                _since(each),
            )
            for each in judged
            if each.verdict is not Verdict.UNKNOWN
        ]
        if operation is Operation.SEZNAM:
            rows.append((_LIST, "", *common, _LIST, "", ""))
        with self._opened() as state:
            state.executemany(
                "INSERT OR IGNORE INTO crpdph_known VALUES (?,?,?,?,?,?,?,?,?)", rows
            )

    def kept_on(
        self,
        day: date,
        dics: Iterable[Dic],
        *,
        operation: Operation,
        key: PeriodKey,
    ) -> dict[Dic, str]:
        """Name the action that asked about each payer on a day of the register."""
        kept: dict[Dic, str] = {}
        with self._opened() as state:
            for dic in dics:
                found = _first_of(state, key.blind_index(dic), operation, day)
                if found is not None:
                    kept[dic] = found
        return kept

    def list_kept_on(self, day: date) -> str | None:
        """Name the action that got the list on a day of the register."""
        with self._opened() as state:
            return _first_of(state, _LIST, Operation.SEZNAM, day)

    def newest(
        self, line: Line, *, keys: KeyFolder, until: datetime | None = None
    ) -> Known | None:
        """Give what was last known of a line, at or before an instant.

        A payer's verdict may be of an answer that another account was asked in.
        """
        found: list[tuple[str, ...]] = []
        with self._opened() as state:
            for period in keys.periods():
                key = keys.of(period)
                account = _account_index(key, line)
                found += state.execute(
                    "SELECT at, verdict, account_state, since, register_day, intent_id"
                    " FROM crpdph_known WHERE subject = ? AND at <= ?"
                    " AND (account = ? OR ? = '') ORDER BY at DESC LIMIT 1",
                    (key.blind_index(line.dic), _bound(until), account, account),
                ).fetchall()
        return max(map(_known, found), key=lambda known: known.at, default=None)

    def last_watched(self, line: Line, *, keys: KeyFolder) -> Known | None:
        """Give what the last run that told something of a line has told.

        Its verdict is UNKNOWN where the run knew only that the payer is not listed.
        """
        found: list[tuple[str, ...]] = []
        with self._opened() as state:
            for period in keys.periods():
                key = keys.of(period)
                found += state.execute(
                    "SELECT at, verdict, account_state, since, register_day, intent_id"
                    " FROM crpdph_watched WHERE subject = ? AND account = ?",
                    (key.blind_index(line.dic), _account_index(key, line)),
                ).fetchall()
        return max(map(_known, found), key=lambda known: known.at, default=None)

    def keep_watched(self, told: Mapping[Line, Known], *, key: PeriodKey) -> None:
        """Write what a run has told of each line, in the place of what one before."""
        rows = [
            (
                key.blind_index(line.dic),
                _account_index(key, line),
                known.register_day.isoformat(),
                iso_utc(known.at),
                known.intent_id,
                known.verdict.value,
                known.account.value if known.account else "",
                known.since.isoformat() if known.since else "",
            )
            for line, known in told.items()
        ]
        with self._opened() as state:
            state.executemany(
                "INSERT OR REPLACE INTO crpdph_watched VALUES (?,?,?,?,?,?,?,?)", rows
            )

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(self.path, timeout=_BUSY_S)) as state, state:
                state.executescript(_SCHEMA)
                yield state
        except (sqlite3.Error, OSError) as refused:
            raise MemoryUnusable("state.sqlite cannot be used") from refused


def _first_of(
    state: sqlite3.Connection, subject: str, operation: Operation, day: date
) -> str | None:
    found = state.execute(
        "SELECT intent_id FROM crpdph_known WHERE subject = ? AND operation = ?"
        " AND register_day = ? ORDER BY at LIMIT 1",
        (subject, operation.value, day.isoformat()),
    ).fetchone()
    return None if found is None else str(found[0])


def _known(row: Sequence[str]) -> Known:
    at, verdict, account, since, day, intent_id = row
    return Known(
        verdict=Verdict(verdict),
        account=AccountState(account) if account else None,
        since=date.fromisoformat(since) if since else None,
        register_day=date.fromisoformat(day),
        at=parse_iso_utc(at),
        intent_id=intent_id,
    )


def _bound(until: datetime | None) -> str:
    return "9" if until is None else iso_utc(until)


def _account_index(key: PeriodKey, line: Line) -> str:
    return "" if line.account is None else key.blind_index(AccountRef(line.account))


def _since(judged: Judged) -> str:
    since = judged.subject.unreliable_since if judged.subject else None
    return since.isoformat() if since else ""
