"""Whatever bytes come back, they end in a statement or in one rejection."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certs.crl import read_crl
from certs.errors_now import StatementRejected
from certs.ocsp import read_ocsp
from certs.statement import Asked, Statement
from tests.bogus_pki import ec_key
from tests.certs.paths import (
    DAY,
    NOW,
    REVOKED,
    Entry,
    asked,
    crl,
    part,
    reason,
    responder,
    response,
)

Reader = Callable[[bytes, Asked], Statement]
DELEGATE = responder()
WHOLE = (
    (
        read_crl,
        crl(
            Entry(extensions=(reason("key_compromise"),)),
            extensions=[part(only_contains_user_certs=True)],
        ),
    ),
    (read_ocsp, response(REVOKED, since=NOW - DAY, why="superseded")),
    (read_ocsp, response(signer=DELEGATE, by=ec_key(6), shown=[DELEGATE])),
)
QUESTION = asked(now=datetime.now(UTC))


def outcome(reader: Reader, data: bytes) -> str:
    """Say whether it is a statement or a rejection; anything else is a failure."""
    try:
        return reader(data, QUESTION).status
    except StatementRejected as rejected:
        return rejected.reason


@pytest.mark.parametrize("reader", [read_crl, read_ocsp])
@given(data=st.binary(max_size=400))
def test_any_bytes_are_rejected(reader: Reader, data: bytes) -> None:
    """A server in trouble sends anything."""
    assert outcome(reader, data)


@pytest.mark.parametrize(("reader", "whole"), WHOLE)
@given(data=st.data())
def test_damaged_bytes_never_say_what_nobody_signed(
    reader: Reader, whole: bytes, data: st.DataObject
) -> None:
    """
    One octet changed, cut or put in: a rejection, or the very same statement.

    What is not signed (a certificate beside the response) may change without harm.
    """
    where = data.draw(st.integers(0, len(whole) - 1))
    put = data.draw(st.binary(max_size=3))
    cut = data.draw(st.integers(0, 2))
    damaged = whole[:where] + put + whole[where + cut :]

    told = outcome(reader, damaged)

    assert told == outcome(reader, whole) or told not in {
        "good",
        "revoked",
        "onHold",
        "unknown",
    }
