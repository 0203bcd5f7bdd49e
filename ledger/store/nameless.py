"""A database without a name: what waits in it needs no memory, and leaves nothing.

SQLite makes the file in SQLITE_TMPDIR, TMPDIR or /var/tmp once its few pages in memory
are full, readable by us alone, and unlinks it as soon as it is open: no kill leaves it.

Source: SQLite, "Temporary Files Used By SQLite", section 2.9; "In-Memory Databases",
section 3 (a database with an empty name).
"""

import sqlite3


def nameless(table: str) -> sqlite3.Connection:
    """Open a database that is gone when it is closed; any thread may use it.

    Args:
        table: The statement that makes what it is to hold.

    Raises:
        sqlite3.Error: There is no room for it.
    """
    database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    try:
        for statement in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "PRAGMA temp_store = FILE",
            table,
        ):
            database.execute(statement)
    except BaseException:
        database.close()
        raise
    return database
