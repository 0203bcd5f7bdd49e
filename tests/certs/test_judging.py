"""What a seal claims, what the clauses say, and when it is valid."""

from datetime import date

import pytest
from cryptography import x509

from certs.judging import Kind, Purpose, Validity, judge_seal, kind_of, validity_on
from certs.model import SealCertificate
from tests import bogus_pki
from tests.certs.bogus_list import ESEAL, ESIGN, WEB, seal
from vocabulary.identifiers import Nip

DAY = date(2026, 11, 20)
LEGAL = ("0.4.0.194112.1.1",)


def named(*pairs: tuple[str, str]) -> x509.Name:
    """A subject with these attributes beside the usual ones."""
    return x509.Name([*bogus_pki.seal_name(), *bogus_pki.name(*pairs)])


def of(identifier: str) -> SealCertificate:
    """A seal with this organizationIdentifier."""
    return seal(
        types=(ESEAL,),
        subject=bogus_pki.name(
            ("2.5.4.6", "PL"),
            ("2.5.4.10", "Bogus"),
            ("2.5.4.3", "Bogus"),
            ("2.5.4.97", identifier),
        ),
    )


def rules(certificate: SealCertificate, purpose: Purpose) -> set[str]:
    """Give the codes of what was found, without the list's."""
    judged = judge_seal(certificate, None, purpose=purpose, on=DAY)
    codes = {each.rule.removeprefix("certs.") for each in judged.findings}
    return codes - {"trust.no_list"}


@pytest.mark.parametrize(
    ("certificate", "kind"),
    [
        (seal(types=(ESEAL,)), Kind.SEAL),
        (seal(types=(ESIGN,)), Kind.SIGNATURE),
        (seal(types=(WEB,)), Kind.OTHER),
        (seal(types=(ESEAL, ESIGN)), Kind.OTHER),
        (seal(types=None, policies=LEGAL), Kind.SEAL),
        (seal(policies=LEGAL), Kind.SEAL),
        (seal(types=None), Kind.OTHER),
        (seal(types=None, subject=named(("2.5.4.42", "Bogus"))), Kind.SIGNATURE),
    ],
)
def test_a_certificate_claims_one_kind(
    certificate: SealCertificate, kind: Kind
) -> None:
    """A claim is shown beside the list's word and never mixed with it."""
    assert kind is kind_of(certificate)


@pytest.mark.parametrize(
    ("day", "validity"),
    [
        (date(2019, 12, 31), Validity.NOT_YET),
        (date(2020, 1, 1), Validity.VALID),
        (date(2059, 12, 31), Validity.VALID),
        (date(2060, 1, 1), Validity.EXPIRED),
    ],
)
def test_validity_is_told_of_noon_in_warsaw(day: date, validity: Validity) -> None:
    """The bogus seal is valid from the first of 2020 to the first of 2060, UTC."""
    assert validity is validity_on(seal(), day)


@pytest.mark.parametrize(
    ("identifier", "found"),
    [
        ("VATPL-1234563218", {"ksef_seal.whose_nip"}),
        ("NTRPL-0000000000", {"ksef_seal.fingerprint"}),
        (
            "VATPL-1234563219",
            {"ksef_seal.fingerprint", "ksef_seal.strict_vatpl"},
        ),
        (
            "x VATPL/1234563218",
            {"ksef_seal.fingerprint", "ksef_seal.strict_vatpl"},
        ),
    ],
)
def test_ksef_reads_the_nip_more_loosely_than_the_standard(
    identifier: str, found: set[str]
) -> None:
    """Where the two readings differ, the office is told before it logs in."""
    codes = rules(of(identifier), Purpose.KSEF)

    assert found == {each for each in codes if each.startswith("ksef")}


@pytest.mark.parametrize(
    ("office", "code", "severity"),
    [
        (None, "whose_nip", "info"),
        ("1234563218", "nip_of_the_office", "warning"),
        ("9990000008", "another_nip", "info"),
    ],
)
def test_whose_nip_it_is_says_where_the_seal_works(
    office: str | None, code: str, severity: str
) -> None:
    """The office's seal opens CRPO, and in KSeF the wrong door."""
    judged = judge_seal(
        of("VATPL-1234563218"),
        None,
        purpose=Purpose.KSEF,
        on=DAY,
        office=Nip.parse(office) if office else None,
    )

    assert {(f"certs.ksef_seal.{code}", severity)} == {
        (each.rule, each.severity.value)
        for each in judged.findings
        if "nip" in each.rule
    }


def test_without_a_nip_it_is_nobodys() -> None:
    """An office with a seal of KRS is told of the fingerprint instead."""
    judged = judge_seal(
        of("NTRPL-0000000000"),
        None,
        purpose=Purpose.KSEF,
        on=DAY,
        office=Nip.parse("1234563218"),
    )

    assert not [each.rule for each in judged.findings if "nip" in each.rule]


def test_a_person_is_no_seal_for_either_system() -> None:
    """Holds: ksef-docs, auth/podpis-xades.md."""
    person = seal(types=(ESIGN,), subject=named(("2.5.4.4", "Bogus")))

    assert "ksef_seal.no_person" in rules(person, Purpose.KSEF)
    assert "crpo_seal.no_person" in rules(person, Purpose.CRPO)
    assert "en_319_412_5.4_2_3.type" in rules(person, Purpose.SEAL)


def test_a_subject_without_its_attributes_is_an_error() -> None:
    """Holds: ETSI EN 319 412-3, clause 4.2.1."""
    bare = seal(types=(ESEAL,), subject=bogus_pki.name(("2.5.4.3", "Bogus")))
    codes = rules(bare, Purpose.KSEF)

    assert {"ksef_seal.attributes", "en_319_412_3.leg_4_2_1_2.subject"} <= codes


def test_an_authority_is_no_seal() -> None:
    """The first certificate of a file is often the issuer's."""
    codes = rules(bogus_pki.authority(), Purpose.CRPO)

    assert "rfc5280.4_2_1_9.not_an_authority" in codes
    assert "en_319_412_3.leg_4_3_1_3.commitment" in codes


@pytest.mark.parametrize(
    ("certificate", "weak"),
    [
        (bogus_pki.rsa_seal().certificate, False),
        (bogus_pki.seal(bogus_pki.rsa_key(9, 1024)).certificate, True),
        (bogus_pki.seal(bogus_pki.ec_key(9, "secp521r1")).certificate, True),
    ],
)
def test_only_keys_that_we_sign_with_are_fit(
    certificate: SealCertificate, weak: bool
) -> None:
    """RSA from 2048 bits, P-256 and P-384."""
    assert weak is ("crpo_seal.key" in rules(certificate, Purpose.CRPO))


def test_mixed_key_usage_is_a_notice() -> None:
    """A real seal of 2024 has digitalSignature beside nonRepudiation."""
    both = bogus_pki.signing_usage(digital_signature=True)
    mixed = bogus_pki.certificate(
        bogus_pki.ec_key(), subject=bogus_pki.seal_name(), extensions=[(both, True)]
    )
    judged = judge_seal(mixed, None, purpose=Purpose.SEAL, on=DAY)

    assert {"info"} == {
        each.severity.value for each in judged.findings if "type_a" in each.rule
    }
