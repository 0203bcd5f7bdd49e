"""Our clauses against pkilint's, over every synthetic certificate."""

import warnings
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from certs.judging import Purpose, clauses_of, judge_seal
from certs.load import load_leaf, read_certificates
from tests.certs.pkilint_table import (
    HERE,
    OURS_ONLY,
    SAME,
    THEIRS_ONLY,
    UNLOADED,
    differences,
    unknown,
)
from tests.certs.profile_set import SEALS
from tests.vectors.make_certs import ODD

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its libraries', at import
    from pkilint import etsi, loader
    from pkilint.etsi.etsi_constants import CertificateType
    from pkilint.pkix import certificate, extension, name
    from pkilint.validation import ValidatorContainer

DAY = date(2026, 11, 21)
ALL = SEALS | {label: odd.der for label, odd in ODD.items() if odd.refused is None}
LEGAL_PERSON = CertificateType.NCP_LEGAL_PERSON_CERTIFICATE


@cache
def linters() -> tuple[ValidatorContainer, ...]:
    """ETSI's clauses for a legal person, and RFC 5280 alone."""
    bare = [
        certificate.create_issuer_validator_container([]),
        certificate.create_validity_validator_container(),
        certificate.create_subject_validator_container([]),
        certificate.create_extensions_validator_container([]),
    ]
    return (
        certificate.create_pkix_certificate_validator_container(
            etsi.create_decoding_validators(LEGAL_PERSON),
            etsi.create_validators(LEGAL_PERSON),
        ),
        certificate.create_pkix_certificate_validator_container(
            certificate.create_decoding_validators(
                name.ATTRIBUTE_TYPE_MAPPINGS, extension.EXTENSION_MAPPINGS
            ),
            bare,
        ),
    )


@cache
def theirs(der: bytes) -> frozenset[str]:
    """Give the codes that pkilint finds."""
    try:
        return frozenset(
            found.finding.code
            for linter in linters()
            # Anew for each: a linter writes what it decodes into the document.
            for result in linter.validate(loader.load_certificate(der, "bogus").root)
            for found in result.finding_descriptions
        )
    except ValueError:
        return frozenset({UNLOADED})


@cache
def ours(der: bytes) -> frozenset[str]:
    """Give the codes that we find, without the list's."""
    seal = read_certificates(der).leaf
    judged = judge_seal(seal, None, purpose=Purpose.SEAL, on=DAY)
    return frozenset(each.rule for each in judged.findings) - {"certs.trust.no_list"}


@pytest.mark.parametrize("label", ALL)
def test_both_find_the_same_but_for_what_the_table_says(label: str) -> None:
    """Clause numbers were written from memory; a second reader of the standards helps.

    A release of pkilint that finds something new fails here, and is looked at.
    """
    mine, other = ours(ALL[label]), theirs(ALL[label])
    expected, _why = HERE.get(label, (frozenset(), ""))

    assert frozenset() == unknown(mine, other)
    assert expected == differences(mine, other)


@pytest.mark.real
def test_a_real_seal_differs_in_its_long_notice_alone(real: Path) -> None:
    """The set is made by us; the seal of 2024 is not."""
    der = load_leaf((real / "seal-eurocert-crw-2024.pem").read_bytes()).der
    expected, _why = HERE["policy with a long notice"]

    assert frozenset() == unknown(ours(der), theirs(der))
    assert expected == differences(ours(der), theirs(der))


def test_the_seal_that_meets_every_clause_has_no_finding() -> None:
    """A set that only breaks things would let a check fail always."""
    assert frozenset() == ours(SEALS["good"])
    assert {"pkix.unknown_subject_key_identifier_calculation_method"} == theirs(
        SEALS["good"]
    )


def test_every_clause_of_ours_is_broken_by_a_certificate() -> None:
    """A check that cannot fail is none."""
    found = frozenset[str]().union(*(ours(der) for der in ALL.values()))

    assert {clause.id for clause in clauses_of(Purpose.SEAL)} <= found


def test_every_line_of_the_table_is_met() -> None:
    """A reason for a difference that nobody sees is no reason."""
    mine = frozenset[str]().union(*(ours(der) for der in ALL.values()))
    other = frozenset[str]().union(*(theirs(der) for der in ALL.values()))
    answered = frozenset[str]().union(*SAME.values())

    assert frozenset() == (SAME.keys() | OURS_ONLY.keys()) - mine
    assert frozenset() == (answered | THEIRS_ONLY.keys()) - other


@pytest.mark.parametrize("label", ALL)
def test_no_fact_is_told_twice(label: str) -> None:
    """Reading and judging are two steps, and one report."""
    seal = read_certificates(ALL[label]).leaf
    judged = judge_seal(seal, None, purpose=Purpose.KSEF, on=DAY)
    said = [each.message for each in judged.findings]

    assert len(said) == len(set(said))
