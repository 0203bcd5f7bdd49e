"""What the certificate of a seal or a signature says for a ZAW-FA."""

from dataclasses import replace
from datetime import date

import pytest

from certs.model import SealCertificate
from certs.trusted_list import read_trusted_list
from ksef.zawfa.certificate import (
    SealJudged,
    judge_filer_seal,
    unique_data,
    with_certificate,
)
from ksef.zawfa.model import Notice, UniqueData
from tests import bogus_pki
from tests.certs.bogus_list import (
    ESEAL,
    ESIGN,
    OPERATORS,
    document,
    seal,
    signed,
    status,
)
from tests.ksef.zawfa.notices import HASH, IN_2026, NIP, OWN_SIGNATURE, SEAL


def of(identifier: str, types: tuple[str, ...] = (ESEAL,)) -> SealCertificate:
    """A seal with this organizationIdentifier."""
    return seal(
        types=types,
        subject=bogus_pki.name(
            ("2.5.4.6", "PL"),
            ("2.5.4.10", "Bogus"),
            ("2.5.4.3", "Bogus"),
            ("2.5.4.97", identifier),
        ),
    )


def signature(serial_number: str) -> SealCertificate:
    """A person's certificate with this serialNumber."""
    return seal(
        types=(ESIGN,),
        subject=bogus_pki.name(("2.5.4.3", "Bogus"), ("2.5.4.5", serial_number)),
    )


OWN = of(f"VATPL-{NIP.reveal()}")


def judged(
    certificate: SealCertificate, on: date = IN_2026, word: str | None = None
) -> SealJudged:
    """Judge it, by a list that says `word` of its service, or by none."""
    listed = None
    if word is not None:
        data = signed(document(status(word)))
        listed = read_trusted_list(data, operators=OPERATORS)
    return judge_filer_seal(certificate, NIP, listed, on=on)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (judged(OWN), "listy zaufania nie użyto"),
        (judged(OWN, word="granted"), "lista zaufania to potwierdza"),
    ],
    ids=["without a list", "with a list"],
)
def test_a_fitting_seal_makes_the_notice_needless(
    found: SealJudged, expected: str
) -> None:
    """Holds: § 4 ust. 1, Dz.U. 2021 poz. 2481: only for those who cannot."""
    [said] = found.findings

    assert found.can_authenticate
    assert "zawfa.seal_fits" == said.rule
    assert expected in said.message


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        (judged(of(f"VATPL-{NIP.reveal()}", (ESIGN,))), "zawfa.seal_kind"),
        (judged(OWN, date(2061, 1, 1)), "zawfa.seal_validity"),
        (judged(OWN, word="withdrawn"), "zawfa.seal_not_qualified"),
        (judged(of("NTRPL-0000123456")), "zawfa.seal_without_nip"),
        (judged(of("VATPL-1234563218")), "zawfa.seal_other_nip"),
        (
            judged(seal(types=(ESEAL,), subject=bogus_pki.name(("2.5.4.3", "Bogus")))),
            "certs.ksef_seal.attributes",
        ),
    ],
    ids=["kind", "validity", "list", "no NIP", "another NIP", "attributes"],
)
def test_a_seal_that_does_not_log_in_says_why(found: SealJudged, rule: str) -> None:
    """Whoever holds such a seal may file; the reasons go on the list of findings."""
    assert not found.can_authenticate
    assert rule in {each.rule for each in found.findings}


@pytest.mark.parametrize(
    ("certificate", "has_id"),
    [
        (OWN, True),
        (of("NTRPL-0000123456"), False),
        (signature("PNOPL-38092277125"), True),
        (signature("TINPL-3755747347"), True),
        (signature("IDCPL-ABA300000"), False),
    ],
    ids=["seal with NIP", "seal without", "PESEL", "NIP", "identity card"],
)
def test_ksef_finds_a_number_where_it_looks_for_one(
    certificate: SealCertificate, has_id: bool
) -> None:
    """A certificate with a number needs no report."""
    data = unique_data(certificate)

    assert has_id is data.has_id
    assert certificate.sha256.hex().upper() == data.fingerprint


@pytest.mark.parametrize(
    ("notice", "certificate", "expected"),
    [
        (OWN_SIGNATURE, signature("IDCPL-ABA300000"), []),
        (OWN_SIGNATURE, of("NTRPL-0000123456"), ["zawfa.certificate_kind"]),
        (SEAL, of("NTRPL-0000123456"), []),
        (SEAL, signature("IDCPL-ABA300000"), ["zawfa.certificate_kind"]),
        (
            replace(SEAL, filing_on=date(2061, 1, 1)),
            of("NTRPL-0000123456"),
            ["zawfa.certificate_expired"],
        ),
    ],
    ids=["signature", "no signature", "seal", "no seal", "expired"],
)
def test_a_certificate_fits_purpose_and_day(
    notice: Notice, certificate: SealCertificate, expected: list[str]
) -> None:
    """Unique data of the wrong certificate lock its holder out for days."""
    found = with_certificate(replace(notice, unique_data=None), certificate)[1]

    assert expected == [each.rule for each in found]


def test_another_digest_beside_the_certificate_is_noticed() -> None:
    """Which of the two was meant, nobody but the person can say."""
    certificate = signature("IDCPL-ABA300000")
    same = replace(OWN_SIGNATURE, unique_data=unique_data(certificate))
    other = replace(OWN_SIGNATURE, unique_data=UniqueData(fingerprint=HASH))

    assert (same.unique_data, ()) == (
        with_certificate(same, certificate)[0].unique_data,
        with_certificate(same, certificate)[1],
    )
    assert ["zawfa.fingerprint_differs"] == [
        each.rule for each in with_certificate(other, certificate)[1]
    ]
