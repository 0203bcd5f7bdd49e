"""Fit, not fit, cannot tell: how chain and revocation bear on a qualified seal."""

import pytest

from certs.judging import Judged, Kind, Purpose, judge_seal
from certs.now import Material, judge_now
from certs.trusted_list import read_trusted_list
from jst.cli.cert_check import status_of
from jst.cli.wrapper import Exit
from tests.bogus_pki import ISSUER
from tests.certs import bogus_list
from tests.certs.paths import NOW, Entry, crl
from vocabulary.clock import warsaw_day

DAY = warsaw_day(NOW)
OPERATORS = [bogus_list.OPERATOR.certificate.sha256.hex()]
LISTED = read_trusted_list(
    bogus_list.signed(bogus_list.document()), operators=OPERATORS
)
SEAL = bogus_list.seal(types=("0.4.0.1862.1.6.2",))
ANCHORS = [each for service in LISTED.services for each in service.certificates]


def judged() -> Judged:
    """A seal that a list calls qualified, judged for no system in particular."""
    return judge_seal(SEAL, LISTED, purpose=Purpose.SEAL, on=DAY, now=NOW)


@pytest.mark.parametrize(
    ("lists", "soft_fail", "status"),
    [
        pytest.param([], False, Exit.YES, id="nobody asked"),
        pytest.param([crl(name=ISSUER)], False, Exit.YES, id="good"),
        pytest.param(
            [crl(Entry(serial=SEAL.serial), name=ISSUER)],
            True,
            Exit.NO,
            id="revoked, also under soft fail",
        ),
        pytest.param([b""], False, Exit.CANNOT_TELL, id="no answer: hard fail"),
        pytest.param([b""], True, Exit.YES, id="no answer: soft fail"),
    ],
)
def test_a_qualified_seal_is_fit_unless_revocation_says_otherwise(
    lists: list[bytes], status: Exit, *, soft_fail: bool
) -> None:
    """Whoever asks about revocation wants an answer; soft fail only warns."""
    material = Material(anchors=ANCHORS, crls=lists)
    now = judge_now(SEAL, material, on=DAY, now=NOW)

    assert "valid" == now.chain.word
    assert status is status_of(judged(), now, soft_fail=soft_fail)


def test_what_the_list_says_overrules_what_the_seal_says_of_itself() -> None:
    """
    Without QcType a certificate claims to be no seal, and by the list it is one.

    Holds: ADR-0015.
    """
    silent = bogus_list.seal(types=())
    said = judge_seal(silent, LISTED, purpose=Purpose.SEAL, on=DAY, now=NOW)
    now = judge_now(silent, Material(anchors=ANCHORS), on=DAY, now=NOW)

    assert Kind.SEAL is not said.kind
    assert Exit.YES is status_of(said, now, soft_fail=False)


def test_a_chain_that_does_not_hold_makes_a_seal_unfit() -> None:
    """Even where the list calls it qualified."""
    long_ago = DAY.replace(year=2010)
    now = judge_now(SEAL, Material(anchors=ANCHORS), on=long_ago, now=NOW)

    assert "broken" == now.chain.word
    assert Exit.NO is status_of(judged(), now, soft_fail=False)
