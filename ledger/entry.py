"""Stored bytes of an entry: made once, hashed as they are, never written again.

    fields --Draft.of--> JSON without v and at --stamped, in the lock--> stored bytes

The stored bytes are the hashed bytes, so nothing ever needs a canonical form. `v`
stands in the bytes themselves. The 16 random bytes of the nonce make the leaf hash
say nothing about an entry whose body has been pruned.

Format: docs/ledger-format.md, version 1.
"""

import json
import os
import re
import time
from collections.abc import Mapping
from datetime import datetime
from math import isinf
from typing import Any, NamedTuple, NoReturn, Self

from ledger.errors import EntryInvalid
from vocabulary.clock import iso_utc, parse_iso_utc

VERSION = 1
MAX_ENTRY_BYTES = 65_535
KINDS = frozenset(
    {"intent", "outcome", "denied", "disclosure", "document", "correction", "system"}
)

_OURS = frozenset({"v", "id", "nonce", "at", "kind"})
_STAMP = '{"v":1,"at":"%s",'
_STAMP_BYTES = len(_STAMP % "2026-11-20T10:15:30.123456Z")
_NONCE = re.compile(r"[0-9a-f]{32}")
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
# An odd number of backslashes: the escape itself, and no backslash before "u0000".
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def new_entry_id() -> str:
    """Make a UUIDv7: milliseconds, 12 bits of their fraction, 62 random bits."""
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    fraction = (nanoseconds << 12) // 1_000_000
    began = f"{milliseconds & (1 << 48) - 1:012x}"
    low = f"{2 << 62 | int.from_bytes(os.urandom(8)) >> 2:x}"
    return f"{began[:8]}-{began[8:]}-7{fraction:03x}-{low[:4]}-{low[4:]}"


def is_entry_id(text: str) -> bool:
    """Tell whether it is a UUIDv7 as the log makes and stores them."""
    return bool(_ID.fullmatch(text))


class Draft(NamedTuple):
    """An entry without its time, prepared in the caller's thread.

    Attributes:
        id: Of the entry, UUIDv7.
        kind: One of KINDS.
        json: A JSON object in UTF-8 that lacks `v` and `at`.
        ref: The id of the entry it refers to, or None.
    """

    id: str
    kind: str
    json: bytes
    ref: str | None = None

    @classmethod
    def of(
        cls,
        kind: str,
        fields: Mapping[str, object],
        *,
        id: str | None = None,  # noqa: A002 - the format's own word
    ) -> Self:
        """Prepare an entry of `kind`.

        Args:
            kind: One of KINDS.
            fields: What json.dumps takes, with text keys at every depth; the fields
                `v, id, nonce, at, kind` are ours.
            id: From new_entry_id, when the caller has to know it before.

        Raises:
            EntryInvalid: Unknown kind, a field of ours, no JSON, or too long.
        """
        if not _OURS.isdisjoint(fields):
            _refuse("the fields v, id, nonce, at and kind are set by the log")
        if kind not in KINDS:
            _refuse("unknown kind")
        entry: dict[str, Any] = {"id": id or new_entry_id()}
        if id:  # what we made ourselves has its form
            _refuse_unless(_ID, entry, "id")
        ref = fields.get("ref")
        if ref is not None:
            _refuse_unless(_ID, fields, "ref")
        entry |= {"nonce": os.urandom(16).hex(), "kind": kind, **fields}
        try:
            text = _JSON.encode(entry)
            raw = text.encode()
        except (TypeError, ValueError, RecursionError) as bad:
            # `from None`: the encoder's text would quote the value.
            raise EntryInvalid(f"no JSON: {type(bad).__name__}") from None
        if "u0000" in text and _NUL.search(text):
            _refuse("a text holds the character U+0000, behind which SQLite stops")
        if _STAMP_BYTES + len(raw) - 1 > MAX_ENTRY_BYTES:
            _refuse(f"an entry has at most {MAX_ENTRY_BYTES} bytes")
        return cls(entry["id"], kind, raw, entry.get("ref"))

    def stamped(self, at: datetime) -> bytes:
        """Give the bytes to store: `v` and `at` in front of what was prepared."""
        return (_STAMP % iso_utc(at)).encode() + self.json[1:]


def decode_entry(body: bytes) -> dict[str, Any]:
    """Read the stored bytes of an entry; unknown fields are kept.

    Raises:
        EntryInvalid: These bytes are no entry of version 1.
    """
    if not 0 < len(body) <= MAX_ENTRY_BYTES:
        _refuse(f"an entry has 1 to {MAX_ENTRY_BYTES} bytes")
    try:
        entry = _READ.decode(body.decode())
    except EntryInvalid:
        raise
    except (ValueError, RecursionError) as bad:
        # `from None`: the decoder's error would carry the whole body along.
        raise EntryInvalid(f"no JSON in UTF-8: {type(bad).__name__}") from None
    if not isinstance(entry, dict):
        _refuse("an entry is a JSON object")
    if type(entry.get("v")) is not int or entry["v"] != VERSION:
        _refuse("not of version 1")
    if not isinstance(entry.get("kind"), str):
        _refuse("`kind` is missing or malformed")
    _check_names(entry)
    _check_time(entry)
    return entry


def entry_time(entry: Mapping[str, Any]) -> datetime:
    """Give the time of a decoded entry."""
    return parse_iso_utc(entry["at"])


def _check_names(entry: dict[str, Any]) -> None:
    if entry["kind"] not in KINDS:
        _refuse("unknown kind")
    _refuse_unless(_ID, entry, "id")
    _refuse_unless(_NONCE, entry, "nonce")
    if entry.get("ref") is not None:
        _refuse_unless(_ID, entry, "ref")


def _check_time(entry: dict[str, Any]) -> None:
    try:
        entry_time(entry)
    except (KeyError, TypeError, ValueError):
        _refuse("`at` is no time in UTC with microseconds")


def _refuse_unless(
    shape: re.Pattern[str], entry: Mapping[str, Any], field: str
) -> None:
    value = entry.get(field)
    if not isinstance(value, str) or not shape.fullmatch(value):
        _refuse(f"`{field}` is missing or malformed")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        _refuse("a field occurs twice")
    return fields


def _finite(text: str) -> float:
    number = float(text)
    if isinf(number):
        _refuse("a number is too large")
    return number


def _refuse(reason: str) -> NoReturn:
    raise EntryInvalid(reason)


# Made once: to make one for each of a million entries takes longer than to read it.
_READ = json.JSONDecoder(
    object_pairs_hook=_no_duplicates, parse_constant=_refuse, parse_float=_finite
)
