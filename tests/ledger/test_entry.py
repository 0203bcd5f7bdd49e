"""Entry bytes: what is stored, what is read, what is refused."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.entry import (
    MAX_ENTRY_BYTES,
    Draft,
    decode_entry,
    entry_time,
    new_entry_id,
)
from ledger.errors import EntryInvalid
from tests.ledger.logs import START

GOOD = {
    "v": 1,
    "at": "2026-11-20T10:15:30.123456Z",
    "id": "01a1f8db-20d2-7f28-a8ac-9739bbc355c0",
    "nonce": "ff874b74bd8200f430059caf76d388f1",
    "kind": "intent",
}


def test_a_draft_becomes_the_bytes_that_are_read_back() -> None:
    """The time is put in front; nothing else is touched."""
    draft = Draft.of("intent", {"case": "BOGUS.żółw"})
    body = draft.stamped(START)
    entry = decode_entry(body)
    assert body.endswith(draft.json[1:])
    assert (1, draft.id, "intent", "BOGUS.żółw") == (
        entry["v"],
        entry["id"],
        entry["kind"],
        entry["case"],
    )
    assert START == entry_time(entry)


def test_two_drafts_of_the_same_fields_differ() -> None:
    """The nonce makes the hash of a pruned entry say nothing."""
    entry_id = new_entry_id()
    first, second = (Draft.of("system", {}, id=entry_id) for _ in range(2))
    assert first.json != second.json


def test_ids_are_uuids_of_version_7_in_order_of_time() -> None:
    """Milliseconds first, so that an index grows at its end."""
    first, second = new_entry_id(), new_entry_id()
    assert first[:12] <= second[:12]
    assert (7, uuid.RFC_4122) == (uuid.UUID(first).version, uuid.UUID(first).variant)
    assert first == str(uuid.UUID(first))


@pytest.mark.parametrize("field", ["v", "id", "nonce", "at", "kind"])
def test_the_log_s_own_fields_cannot_be_set(field: str) -> None:
    """Else a caller could give an entry another time."""
    with pytest.raises(EntryInvalid):
        Draft.of("system", {field: "x"})


@pytest.mark.parametrize(
    ("kind", "fields", "entry_id"),
    [
        pytest.param("other", {}, None, id="unknown kind"),
        pytest.param("system", {"x": float("nan")}, None, id="not a number"),
        pytest.param("system", {"x": object()}, None, id="no JSON"),
        pytest.param("system", {"x": "\ud800"}, None, id="half a character"),
        pytest.param("system", {"ref": "x"}, None, id="a ref that is no id"),
        pytest.param("system", {}, "x", id="an id that is no id"),
        pytest.param("system", {"x": "y" * MAX_ENTRY_BYTES}, None, id="too long"),
    ],
)
def test_other_drafts_are_refused(
    kind: str, fields: dict[str, object], entry_id: str | None
) -> None:
    """Before anything is queued, and without naming the value."""
    with pytest.raises(EntryInvalid) as caught:
        Draft.of(kind, fields, id=entry_id)
    assert "yyy" not in str(caught.value)


def test_the_longest_entry_has_65535_bytes() -> None:
    """Entry bundles of tlog-tiles use a 16-bit length."""
    spare = MAX_ENTRY_BYTES - len(Draft.of("system", {"x": ""}).stamped(START))
    longest = Draft.of("system", {"x": "y" * spare}).stamped(START)
    assert MAX_ENTRY_BYTES == len(longest)
    assert decode_entry(longest)
    with pytest.raises(EntryInvalid):
        Draft.of("system", {"x": "y" * (spare + 1)})


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"v": 2}, id="another version"),
        pytest.param({"v": True}, id="a version that is no number"),
        pytest.param({"kind": "other"}, id="unknown kind"),
        pytest.param({"kind": ["intent"]}, id="a list of kinds"),
        pytest.param({"id": 7}, id="an id that is no text"),
        pytest.param({"nonce": "FF"}, id="a short nonce"),
        pytest.param({"at": "2026-11-20T10:15:30.1Z"}, id="a time in another form"),
        pytest.param({"at": 7}, id="a time that is no text"),
        pytest.param({"ref": 7}, id="a ref that is no text"),
    ],
)
def test_other_entries_are_refused(change: dict[str, object]) -> None:
    """Version 1 has one form."""
    assert decode_entry(json.dumps(GOOD).encode())
    with pytest.raises(EntryInvalid):
        decode_entry(json.dumps({**GOOD, **change}).encode())


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"[]", id="no object"),
        pytest.param(b"{", id="no JSON"),
        pytest.param(b'{"v":NaN}', id="not a number"),
        pytest.param(b'{"v":1,"v":1}', id="a field twice"),
        pytest.param(b"\xff", id="no UTF-8"),
        pytest.param(b"[" * 60_000, id="too deep"),
        pytest.param(b" " * (MAX_ENTRY_BYTES + 1), id="too long"),
    ],
)
def test_other_bytes_are_refused(body: bytes) -> None:
    """And the error does not carry them along."""
    with pytest.raises(EntryInvalid) as caught:
        decode_entry(body)
    assert caught.value.__cause__ is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.binary() | st.dictionaries(st.sampled_from(list(GOOD)) | st.text(), JSON))
def test_no_bytes_crash_the_reader(data: Any) -> None:  # noqa: ANN401 - bytes or any JSON object
    """Only the documented error."""
    body = data if isinstance(data, bytes) else json.dumps({**GOOD, **data}).encode()
    try:
        decode_entry(body)
    except EntryInvalid:
        return


@given(st.dictionaries(st.text(min_size=8), JSON, max_size=3))
def test_what_can_be_drafted_can_be_read(fields: dict[str, Any]) -> None:
    """Else the log would hold what `verify --indexes` then calls damaged."""
    try:
        draft = Draft.of("system", fields)
    except EntryInvalid:
        return
    assert draft.id == decode_entry(draft.stamped(START + timedelta(1)))["id"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"case": "a\0b"}, id="a value"),
        pytest.param({"actor": {"id": ["a\\\0"]}}, id="deep, behind a backslash"),
        pytest.param({"a\0": 1}, id="a name"),
    ],
)
def test_no_text_holds_a_nul(fields: dict[str, object]) -> None:
    """SQLite ends a text there, so a search would show another value."""
    with pytest.raises(EntryInvalid, match="0000"):
        Draft.of("system", fields)


def test_a_written_escape_is_no_nul() -> None:
    """Six characters that look like one."""
    assert Draft.of("system", {"case": "a\\u0000"}).json


def test_a_number_that_no_float_holds_is_refused() -> None:
    """It would be read as an infinity, which JSON does not know."""
    body = Draft.of("system", {"number": 1.5}).stamped(START)
    assert 1.5 == decode_entry(body)["number"]
    with pytest.raises(EntryInvalid):
        decode_entry(body.replace(b"1.5", b"1e400"))


def test_a_whole_number_has_at_most_4300_digits() -> None:
    """Format version 1, "Entry": neither written nor read beyond what Python reads."""
    longest = 10**4300 - 1
    body = Draft.of("system", {"number": -longest}).stamped(START)
    assert -longest == decode_entry(body)["number"]
    with pytest.raises(EntryInvalid):
        decode_entry(body.replace(b'"number":-', b'"number":-1'))
    with pytest.raises(EntryInvalid):
        Draft.of("system", {"number": longest + 1})
