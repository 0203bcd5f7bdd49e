"""Whatever bytes come back, they end in a statement or in one rejection."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certs.chain import ChainWord
from certs.crl import read_crl
from certs.errors_now import StatementRejected
from certs.load import load, read_certificates
from certs.now import Material, judge_now
from certs.ocsp import read_ocsp
from certs.statement import Asked, Statement, Status
from tests.bogus_pki import ec_key
from tests.certs.net import Net
from tests.certs.paths import (
    CRL_URL,
    DAY,
    NOW,
    REVOKED,
    ROOT,
    SEAL,
    Entry,
    asked,
    crl,
    part,
    reason,
    responder,
    response,
)
from tests.vectors.make_certs import ODD, Odd
from vocabulary.clock import warsaw_day

READABLE = {label: case for label, case in ODD.items() if case.refused is None}
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


FUZZ = settings(max_examples=500, deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize("reader", [read_crl, read_ocsp])
@FUZZ
@given(data=st.binary(max_size=400))
def test_any_bytes_are_rejected(reader: Reader, data: bytes) -> None:
    """A server in trouble sends anything."""
    assert outcome(reader, data)


@pytest.mark.parametrize(("reader", "whole"), WHOLE)
@FUZZ
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


@FUZZ
@given(
    whole=st.sampled_from([SEAL.der, ROOT.der]),
    where=st.integers(0, 400),
    put=st.binary(max_size=3),
    cut=st.integers(0, 2),
    as_issuer=st.booleans(),
)
def test_any_certificate_that_reads_gets_a_word(
    whole: bytes, where: int, put: bytes, cut: int, *, as_issuer: bool
) -> None:
    """Whatever stands in it, as a seal or as an issuer: judged, never a crash."""
    try:
        [odd] = load(whole[:where] + put + whole[where + cut :])
    except ValueError:  # unreadable, or cut in two
        return
    seal, issuer = (SEAL, odd) if as_issuer else (odd, ROOT)
    net = Net({CRL_URL: crl()})
    material = Material(
        anchors=[issuer],
        pool=[odd],
        crls=[crl()],
        responses=[response()],
        fetch=net.fetch,
    )

    told = judge_now(seal, material, on=warsaw_day(NOW), now=NOW)

    assert told.chain.word in ChainWord
    assert told.revocation.status in Status


@pytest.mark.parametrize("case", READABLE.values(), ids=READABLE)
def test_every_odd_certificate_gets_a_word(case: Odd) -> None:
    """The vectors of reading, as seals whose issuer nobody knows."""
    seal = read_certificates(case.der).leaf

    told = judge_now(seal, Material(anchors=[ROOT]), on=warsaw_day(NOW), now=NOW)

    assert ChainWord.NO_ISSUER is told.chain.word
