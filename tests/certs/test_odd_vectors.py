"""Every odd certificate and every wrapping gives what stands beside it."""

from datetime import date

import pytest

from certs import tolerant
from certs.errors import CertificateUnreadable
from certs.judging import Purpose, judge_seal
from certs.load import read_certificates
from certs.oddity import Oddity
from tests.vectors.make_certs import ODD, WRAPPED, Odd

READABLE = {label: case for label, case in ODD.items() if case.refused is None}
REFUSED = {label: case for label, case in ODD.items() if case.refused is not None}
FILES = {label: case for label, case in WRAPPED.items() if isinstance(case[1], int)}
UNCLAIMED = {
    Purpose.CRPO: "certs.en_319_412_5.qcs_5_01.compliance",
    Purpose.SEAL: "certs.en_319_412_5.qcs_5_01.compliance",
    Purpose.KSEF: "certs.ksef_seal.qualified_or_of_ksef",
}
OTHERS = {label: case for label, case in WRAPPED.items() if label not in FILES}


@pytest.mark.parametrize("case", READABLE.values(), ids=READABLE)
def test_an_odd_certificate_is_read_and_its_oddity_named(case: Odd) -> None:
    """An office has the certificate that it has, and must be told what is odd."""
    seal = read_certificates(case.der).leaf

    assert (case.serial, case.issuer) == (seal.serial, seal.issuer.windows)
    assert {f"certs.read.{odd}" for odd in case.oddities} == {
        finding.rule for finding in seal.findings
    }


@pytest.mark.parametrize(
    ("label", "string_type"),
    [
        ("plain", "UTF8String"),
        ("ia5", "IA5String"),
        ("printable with at", "PrintableString"),
        ("t61 ascii", "T61String"),
        ("t61 latin", "T61String"),
        ("bmp", "BMPString"),
        ("universal", "UniversalString"),
        ("numeric", "NumericString"),
        ("visible", "VisibleString"),
        ("broken utf-8", None),
        ("postal address", None),
    ],
)
def test_the_string_type_is_kept_by_both_readers(
    label: str, string_type: str | None
) -> None:
    """Whoever compares two prints of a name wants to know how it was written."""
    der = ODD[label].der
    one = read_certificates(der).leaf.issuer.rdns[-1][0]
    two = tolerant.read(der).issuer.rdns[-1][0]

    assert (string_type, string_type) == (one.string_type, two.string_type)
    assert one == two


@pytest.mark.parametrize("case", READABLE.values(), ids=READABLE)
def test_the_second_reader_alone_gives_the_same(case: Odd) -> None:
    """Every odd certificate takes both paths; what follows it is cut off before."""
    seal = read_certificates(case.der).leaf
    two = tolerant.read(seal.der)

    assert (seal.serial, seal.not_before, seal.not_after) == (
        two.serial,
        two.not_before,
        two.not_after,
    )
    assert (seal.issuer, seal.subject) == (two.issuer, tolerant.subject(seal.der))


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_its_reason(case: Odd) -> None:
    """A guess at a serial number would be registered with the Head of KAS."""
    with pytest.raises(CertificateUnreadable) as caught:
        read_certificates(case.der)

    assert case.refused is caught.value.reason
    assert caught.value.polish


@pytest.mark.parametrize(("data", "count"), FILES.values(), ids=FILES)
def test_a_wrapping_gives_its_certificates(data: bytes, count: int) -> None:
    """Certificates are pasted, mailed and exported by people."""
    assert count == len(read_certificates(data).certificates)


@pytest.mark.parametrize(("data", "reason"), OTHERS.values(), ids=OTHERS)
def test_a_file_that_is_none_is_named(data: bytes, reason: object) -> None:
    """A person who is told "this is a web page" finds the right file."""
    with pytest.raises(CertificateUnreadable) as caught:
        read_certificates(data)

    assert reason is caught.value.reason


def test_there_are_as_many_as_promised() -> None:
    """Every oddity is shown by a vector at least once."""
    shown = {odd for case in ODD.values() for odd in case.oddities}

    assert len(ODD) >= 60
    assert len(WRAPPED) >= 30
    assert set(Oddity) - {Oddity.BARE_BASE64} == shown


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("case", READABLE.values(), ids=READABLE)
def test_whatever_can_be_read_can_be_judged(case: Odd, purpose: Purpose) -> None:
    """None of them claims to be a seal, and each is told so."""
    seal = read_certificates(case.der).leaf

    judged = judge_seal(seal, None, purpose=purpose, on=date(2026, 11, 21))

    assert UNCLAIMED[purpose] in {found.rule for found in judged.findings}
