"""The same paths on certificates of Polish providers that are in use."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from certs import tolerant
from certs.chain import ChainWord, build_chain
from certs.errors import SignatureInvalid
from certs.judging import Kind, Purpose, Validity, judge_seal
from certs.load import load_leaf
from certs.model import OrganizationScheme
from certs.names import der_list
from certs.rejection import Rejection
from certs.trust import Verdict
from certs.trusted_list import read_trusted_list
from certs.verify import verify_xades

pytestmark = pytest.mark.real


def test_the_seal_of_2024_reads_as_its_issuer_prints_it(real: Path) -> None:
    """These are the attributes that a letter to the Head of KAS would hold."""
    seal = load_leaf((real / "seal-eurocert-crw-2024.pem").read_bytes())

    assert "16458566656839823388501793613331793034248130" == seal.serial_text
    assert (
        "CN=Centrum Kwalifikowane EuroCert, O=EuroCert Sp. z o.o., C=PL, "
        "OID.2.5.4.97=VATPL-9512352379"
    ) == seal.issuer.windows
    assert (
        "organizationIdentifier (2.5.4.97)",
        "countryName (2.5.4.6)",
        "organizationName (2.5.4.10)",
        "commonName (2.5.4.3)",
    ) == tuple(line.split(":")[0] for line in der_list(seal.issuer))
    assert datetime(2024, 8, 19, 13, 11, 15, tzinfo=UTC) == seal.not_before
    assert datetime(2027, 8, 19, 13, 11, 15, tzinfo=UTC) == seal.not_after
    assert not seal.is_ca


def test_the_seal_of_2024_keeps_its_commas_and_letters(real: Path) -> None:
    """Its organisation has a comma and Polish letters in it."""
    seal = load_leaf((real / "seal-eurocert-crw-2024.pem").read_bytes())
    found = seal.organization_identifier

    assert (
        'O="Ministerstwo Cyfryzacji, Minister właściwy ds. Informatyzacji"'
        in seal.subject.windows
    )
    assert found is not None
    assert OrganizationScheme.VATPL is found.scheme


@pytest.mark.parametrize(
    "name",
    [
        "ca-certum-qca-2017.der",
        "ca-eurocert-rsa-2017.der",
        "ca-kir-szafir-2021.der",
        "seal-eurocert-crw-2024.pem",
    ],
)
def test_both_readers_agree_on_it(real: Path, name: str) -> None:
    """The second reader must not change what is registered."""
    one = load_leaf((real / name).read_bytes())
    two = tolerant.read(one.der)

    assert (one.serial, one.issuer, one.subject) == (
        two.serial,
        two.issuer,
        two.subject,
    )
    assert (one.not_before, one.not_after) == (two.not_before, two.not_after)
    assert one.is_ca is tolerant.is_ca(one.der) is name.startswith("ca-")
    assert one.public_key() == tolerant.public_key(one.der)


def test_list_139_says_that_the_seal_of_2024_is_qualified(real: Path) -> None:
    """
    The list is older than the seal, and past its next update: said so, not hidden.

    Holds: ADR-0015.
    """
    seal = load_leaf((real / "seal-eurocert-crw-2024.pem").read_bytes())
    listed = read_trusted_list((real / "PL_TSL_seq139_2023-09-19.xml").read_bytes())

    judged = judge_seal(
        seal, listed, purpose=Purpose.CRPO, on=date(2025, 1, 1), accept_stale=True
    )

    assert (Kind.SEAL, Verdict.QUALIFIED_SEAL, Validity.VALID) == (
        judged.kind,
        judged.listed.verdict,
        judged.validity,
    )
    assert 139 == listed.number
    assert "certs.trust.list_stale" in {each.rule for each in judged.findings}
    assert () == seal.findings


def test_the_chain_of_the_seal_of_2024_ends_at_a_key_of_list_139(real: Path) -> None:
    """
    Critical policies in the authority, nonRepudiation alone in the seal.

    Holds: ADR-0017.
    """
    seal = load_leaf((real / "seal-eurocert-crw-2024.pem").read_bytes())
    listed = read_trusted_list((real / "PL_TSL_seq139_2023-09-19.xml").read_bytes())
    anchors = [each for service in listed.services for each in service.certificates]

    chain = build_chain(seal, at=datetime(2025, 1, 1, 12, tzinfo=UTC), anchors=anchors)

    assert (ChainWord.VALID, 2) == (chain.word, len(chain.path))


@pytest.mark.parametrize(
    ("issuer", "word"),
    [
        ("ca-eurocert-rsa-2017.der", ChainWord.UNANCHORED),
        ("ca-certum-qca-2017.der", ChainWord.NO_ISSUER),
        ("ca-kir-szafir-2021.der", ChainWord.NO_ISSUER),
    ],
)
def test_only_its_own_authority_issued_the_seal_of_2024(
    real: Path, issuer: str, word: ChainWord
) -> None:
    """A file that somebody hands over vouches for nothing, also when it fits."""
    seal = load_leaf((real / "seal-eurocert-crw-2024.pem").read_bytes())
    given = load_leaf((real / issuer).read_bytes())

    chain = build_chain(seal, at=datetime(2025, 1, 1, 12, tzinfo=UTC), pool=[given])

    assert word is chain.word


def test_a_two_reference_signature_of_others_verifies(real: Path) -> None:
    """
    The trusted list is sealed as the Ministry's C# client seals: two references,
    exclusive C14N with transforms, SigningCertificate v1; by another program.

    Holds: ADR-0023.
    """
    data = (real / "PL_TSL_seq139_2023-09-19.xml").read_bytes()
    size = len(data)

    verified = verify_xades(data, trusted=None, max_bytes=size)

    assert datetime(2023, 9, 19, 8, 23, 9, tzinfo=UTC) == verified.signing_time
    assert "17944891021109611057" == verified.signer.serial_text
    assert (
        verified.signer
        == verify_xades(data, trusted=[verified.signer.der], max_bytes=size).signer
    )
    changed = data.replace(b"EuroCert", b"EuroCent", 1)
    with pytest.raises(SignatureInvalid) as caught:
        verify_xades(changed, trusted=None, max_bytes=size)
    assert Rejection.DIGEST is caught.value.reason
