"""The answers of a login: any bytes end in a value or in our own error."""

import contextlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksef.access.errors_login import AnswerOddLogin
from ksef.access.messages_auth import (
    read_challenge,
    read_public_keys,
    read_refreshed,
    read_sessions,
    read_started,
    read_status,
    read_tokens,
)
from tests.ksef.access.test_auth_request import CHALLENGE

AT: Final = "2026-01-01T12:23:56.0154302+01:00"
TOKEN: Final = {"token": "a.b.c", "validUntil": AT}
REFERENCE: Final = "20260101-AU-0123456789-ABCDEF0123-45"
STATUS: Final = {"status": {"code": 415, "details": ["x"]}}
SESSION: Final = {
    "referenceNumber": REFERENCE,
    "isCurrent": True,
    "startDate": AT,
    "authenticationMethodInfo": {"code": "xades.qualified-seal"},
    "isTokenRedeemed": True,
    "refreshTokenValidUntil": AT,
    **STATUS,
}
KEY: Final = {
    "certificate": "MII=",
    "certificateId": "x",
    "publicKeyId": "y",
    "validFrom": AT,
    "validTo": AT,
    "usage": ["KsefTokenEncryption", "New", 7],
}
GOOD: Final[dict[Callable[[bytes], object], Any]] = {
    read_challenge: {"challenge": CHALLENGE, "timestampMs": 1_767_225_600_123},
    read_started: {"referenceNumber": REFERENCE, "authenticationToken": TOKEN},
    read_status: STATUS,
    read_tokens: {"accessToken": TOKEN, "refreshToken": TOKEN},
    read_refreshed: {"accessToken": TOKEN},
    read_sessions: {"items": [SESSION], "continuationToken": "x=="},
    read_public_keys: [KEY],
}
READERS: Final = list(GOOD)


def read(reader: Callable[[bytes], object], told: object) -> object:
    """Read an answer that says this."""
    return reader(json.dumps(told).encode())


@pytest.mark.parametrize("reader", READERS)
def test_a_good_answer_is_read_with_fields_that_nobody_knows(
    reader: Callable[[bytes], object],
) -> None:
    """The Ministry adds fields each month."""
    good = GOOD[reader]
    more = {**good, "new": 1} if isinstance(good, dict) else [{**good[0], "new": 1}]

    assert read(reader, good) == read(reader, more)


def test_seven_digits_of_a_second_are_read() -> None:
    """KSeF writes seven, Python 3.11 reads six; the zone is turned into UTC."""
    told = read_refreshed(json.dumps({"accessToken": TOKEN}).encode())

    assert datetime(2026, 1, 1, 11, 23, 56, 15430, UTC) == told.valid_until


def test_the_time_of_a_challenge_is_that_in_milliseconds() -> None:
    """It is what a token is encrypted with."""
    told = read_challenge(json.dumps(GOOD[read_challenge]).encode())

    assert datetime(2026, 1, 1, 0, 0, 0, 123_000, UTC) == told.at


def test_a_session_that_tells_less_is_read() -> None:
    """Not every field is required."""
    items = [{**SESSION, "isTokenRedeemed": None, "refreshTokenValidUntil": None}]

    [told], after = read_sessions(json.dumps({"items": items}).encode())

    assert (None, None, None) == (told.is_redeemed, told.refresh_until, after)


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_continuation_is_the_last_page(empty: object) -> None:
    """As the description says."""
    _, after = read_sessions(
        json.dumps({"items": [], "continuationToken": empty}).encode()
    )

    assert after is None


@pytest.mark.parametrize(
    ("reader", "wrong", "field"),
    [
        (read_challenge, {"challenge": "x"}, "challenge"),
        (read_challenge, {"timestampMs": True}, "timestampMs"),
        (read_challenge, {"timestampMs": 10**30}, "timestampMs"),
        (read_started, {"referenceNumber": "../../tokens"}, "referenceNumber"),
        (read_started, {"referenceNumber": REFERENCE + "1"}, "referenceNumber"),
        (read_started, {"authenticationToken": None}, "authenticationToken"),
        (read_status, {"status": 200}, "status"),
        (read_status, {"status": {"code": "200"}}, "code"),
        (read_tokens, {"accessToken": {**TOKEN, "token": "a\r\nb"}}, "token"),
        (read_tokens, {"accessToken": {**TOKEN, "token": ""}}, "token"),
        (read_tokens, {"accessToken": {**TOKEN, "token": "x" * 65_537}}, "token"),
        (read_tokens, {"refreshToken": {**TOKEN, "validUntil": "x"}}, "validUntil"),
        (read_refreshed, {"accessToken": {**TOKEN, "validUntil": AT[:-6]}}, None),
        (read_sessions, {"items": {}}, "items"),
        (read_sessions, {"items": [1]}, "items"),
        (read_sessions, {"items": [SESSION] * 1001}, "items"),
        (read_sessions, {"continuationToken": "a\nb"}, "continuationToken"),
        (read_sessions, {"continuationToken": 7}, "continuationToken"),
    ],
)
def test_a_field_of_another_kind_is_refused_by_name(
    reader: Callable[[bytes], object], wrong: dict[str, object], field: str | None
) -> None:
    """A token goes into a header and a number into a path: both are looked at."""
    with pytest.raises(AnswerOddLogin) as caught:
        read(reader, {**GOOD[reader], **wrong})

    assert (field or "validUntil") == caught.value.field


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({}, "body"),
        ([1], "body"),
        ([KEY] * 1001, "body"),
        ([{**KEY, "certificate": "§"}], "certificate"),
        ([{**KEY, "certificate": "MII"}], "certificate"),
        ([{**KEY, "usage": "KsefTokenEncryption"}], "usage"),
    ],
)
def test_a_list_of_keys_of_another_kind_is_refused(told: object, field: str) -> None:
    """A token would be encrypted for whatever stands there."""
    with pytest.raises(AnswerOddLogin) as caught:
        read(read_public_keys, told)

    assert field == caught.value.field


@pytest.mark.parametrize("reader", READERS)
@given(body=st.binary(max_size=60))
def test_any_bytes_end_in_a_value_or_in_our_error(
    reader: Callable[[bytes], object], body: bytes
) -> None:
    """An answer comes from the network."""
    with contextlib.suppress(AnswerOddLogin):
        reader(body)


@pytest.mark.parametrize("reader", READERS)
@given(data=st.data())
def test_any_change_of_an_answer_ends_in_a_value_or_in_our_error(
    reader: Callable[[bytes], object], data: st.DataObject
) -> None:
    """Some field is replaced by something else."""
    good = json.dumps(GOOD[reader])
    parts = good.split(",")
    index = data.draw(st.integers(0, len(parts) - 1))
    parts[index] = data.draw(
        st.sampled_from(["null", "1", '"x":1', "[]", '"a":{}', ""])
    )
    with contextlib.suppress(AnswerOddLogin):
        reader(",".join(parts).encode())


def test_a_deep_body_is_refused() -> None:
    """Nesting must not end the process."""
    with pytest.raises(AnswerOddLogin):
        read_status(b"[" * 100_000)


def test_a_status_without_a_method_is_read() -> None:
    """The field is being replaced by another just now."""
    assert "" == read_status(json.dumps(STATUS).encode()).method
