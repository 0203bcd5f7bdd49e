"""A connection to SQLite as the log uses it, and SQLite's errors as ours."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from ledger.errors import (
    HeadRejected,
    LedgerError,
    LedgerReadOnly,
    StoreFailed,
    StoreFull,
)
from ledger.model import Column
from ledger.store.schema import schema

BUSY_TIMEOUT_S: Final = 10.0

ERRORS: Final = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite's module raises."""

_BY_CODE: Final[dict[int, type[LedgerError]]] = {
    sqlite3.SQLITE_CORRUPT: HeadRejected,
    sqlite3.SQLITE_NOTADB: HeadRejected,
    sqlite3.SQLITE_READONLY: LedgerReadOnly,
    sqlite3.SQLITE_FULL: StoreFull,
}
_NEED_ROOM: Final = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR_SHMOPEN,
        sqlite3.SQLITE_IOERR_SHMSIZE,
        sqlite3.SQLITE_IOERR_WRITE,
    }
)
_ROOM_BYTES: Final = 65_536
"""Two steps of the index of a -wal: with less, opening may fail for want of room."""


def wal_of(path: Path) -> Path:
    """Give the path of the write-ahead log beside a database."""
    return path.with_name(path.name + "-wal")


def refuse_journal(path: Path) -> None:
    """Raise HeadRejected when a rollback journal lies beside a database.

    A log in WAL mode never has one, and SQLite would play a foreign one back into the
    database as soon as anybody opens it: what it shows then is not what it shows now.
    """
    # As os.path.lexists, without an exception made for each append.
    if os.access(f"{path}-journal", os.F_OK, follow_symlinks=False):
        raise HeadRejected(
            "a rollback journal lies beside the store: our log never writes one"
        )


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open a database with `mode` `ro`, `rw` or `rwc`, or `ro&immutable=1`."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=64,
    )
    connection.text_factory = bytes
    # trusted_schema=OFF is not possible: SQLite 3.40 counts json_extract as unsafe.
    # So a schema is compared with ours before anything else is read or written.
    connection.execute("PRAGMA cell_size_check=ON")
    return connection


class translated:  # noqa: N801 - reads as `with translated():`
    """Turn SQLite's errors into ours."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, ERRORS):
            raise ours(error) from error


def ours(error: sqlite3.Error | UnicodeDecodeError) -> LedgerError:
    """Say what an error of SQLite means for the log."""
    if isinstance(error, UnicodeDecodeError):
        # SQLite quotes a name of the schema, and it is not in UTF-8.
        return HeadRejected("the schema is damaged")
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    message = f"SQLite: {getattr(error, 'sqlite_errorname', 'error')}"
    return _BY_CODE.get(code, StoreFailed)(message)


def refuse_full(failed: BaseException, path: Path) -> None:
    """Raise StoreFull when a log could not be opened because its disk is full.

    SQLite says so of what it writes into the database alone. The side files, which
    readers need as well, fail by other codes, which have other causes too.
    """
    cause = failed.__cause__
    if getattr(cause, "sqlite_errorcode", None) in _NEED_ROOM:
        with suppress(OSError):
            disk = os.statvfs(path.parent)
            # Without a fixed number of files, both are 0.
            if disk.f_bavail * disk.f_frsize < _ROOM_BYTES or (
                disk.f_files and not disk.f_favail
            ):
                raise StoreFull("no room for the files beside the log") from cause


def stored_statements(connection: sqlite3.Connection) -> list[str]:
    """Give every statement of the stored schema."""
    with translated():
        rows = connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return [sql.decode(errors="replace") for (sql,) in rows]


def create_store(path: Path, columns: Sequence[Column], head: Sequence[object]) -> None:
    """Make an empty log in a new file with mode 0600.

    Raises:
        FileExistsError: Something is there already.
        StoreFull: The disk has no room for it.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with translated(), closing(connect(path, "rw")) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("BEGIN")
            for statement in schema(columns):
                connection.execute(statement)
            connection.execute("INSERT INTO head VALUES (1, ?, ?, ?)", tuple(head))
            connection.execute("COMMIT")
    except LedgerError as failed:
        refuse_full(failed, path)
        raise
