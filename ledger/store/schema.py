"""The SQL schema, as a function of the columns, and back; compared text by text.

Searchable columns are generated from the body and cannot be written, so what can be
tampered with is the schema itself: `verify` therefore reads the columns out of it,
writes the schema that these columns give, and compares every statement.
"""

import re
from collections.abc import Iterable, Sequence

from ledger.model import Column

BASE_COLUMNS = (
    Column("id", "$.id"),
    Column("at", "$.at"),
    Column("kind", "$.kind"),
    Column("ref", "$.ref"),
    Column("writer", "$.writer"),
)
"""What the log itself looks for: ids, open intents, times."""

_GENERATED = "  {} TEXT GENERATED ALWAYS AS (json_extract(body, '{}')) VIRTUAL"
_GENERATED_LINE = re.compile(
    r"  (\w+) TEXT GENERATED ALWAYS AS \(json_extract\(body, '([^']+)'\)\) VIRTUAL,?"
)
# Entries that lack the value are in no index: most lack most, and each page that an
# append touches is written twice, into the -wal and back.
_INDEX = "CREATE INDEX entry_by_{0} ON entry ({0}) WHERE {0} IS NOT NULL"
_INDEX_LINE = re.compile(
    r"CREATE INDEX entry_by_(\w+) ON entry \(\1\) WHERE \1 IS NOT NULL"
)

_FIXED = (
    (
        "CREATE TABLE tile (level INTEGER NOT NULL, n INTEGER NOT NULL,"
        " hashes BLOB NOT NULL, PRIMARY KEY (level, n)) STRICT, WITHOUT ROWID"
    ),
    (
        "CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1),"
        " size INTEGER NOT NULL, frontier BLOB NOT NULL, note TEXT NOT NULL) STRICT"
    ),
    (
        "CREATE TABLE anchor (size INTEGER NOT NULL, kind TEXT NOT NULL,"
        " evidence BLOB NOT NULL) STRICT"
    ),
    "CREATE UNIQUE INDEX entry_id ON entry (id)",
    "CREATE UNIQUE INDEX outcome_once ON entry (ref) WHERE kind = 'outcome'",
    "CREATE INDEX intent_by_writer ON entry (writer, id) WHERE kind = 'intent'",
)


def all_columns(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Join the log's own columns and the caller's.

    Raises:
        ValueError: One name for two paths.
    """
    merged = {column.name: column for column in BASE_COLUMNS}
    for column in columns:
        known = merged.setdefault(column.name, column)
        if known.path != column.path:
            raise ValueError(f"two columns are named {column.name}")
        if column.indexed:
            merged[column.name] = column
    return tuple(merged.values())


def schema(columns: Iterable[Column]) -> tuple[str, ...]:
    """Write the statements that make the tables and indexes."""
    every = all_columns(columns)
    lines = ["  idx INTEGER PRIMARY KEY", "  body TEXT NOT NULL"]
    lines += [_GENERATED.format(column.name, column.path) for column in every]
    entry = "CREATE TABLE entry (\n" + ",\n".join(lines) + "\n) STRICT"
    indexes = [_INDEX.format(column.name) for column in every if column.indexed]
    return (entry, *_FIXED, *indexes)


def columns_in(statements: Sequence[str]) -> tuple[Column, ...]:
    """Read the columns out of stored statements; what is no column is passed over."""
    indexed = {
        match[1] for text in statements if (match := _INDEX_LINE.fullmatch(text))
    }
    lines = [line for text in statements for line in text.split("\n")]
    return tuple(
        Column(match[1], match[2], match[1] in indexed)
        for line in lines
        if (match := _GENERATED_LINE.fullmatch(line))
    )


def is_schema(
    statements: Sequence[str], columns: Iterable[Column] | None = None
) -> bool:
    """Tell whether stored statements are what the columns give, and nothing else.

    Args:
        statements: All of them, in any order.
        columns: The caller's; None takes those that the statements themselves name.
    """
    try:
        given = columns_in(statements) if columns is None else columns
        return sorted(statements) == sorted(schema(given))
    except ValueError:
        return False
