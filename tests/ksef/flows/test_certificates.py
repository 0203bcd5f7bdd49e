"""KSeF's own certificates: from the seal to a login with a key of ours."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import load_der_x509_certificate

from accountability.model import Purpose
from certs.algorithms import SignatureAlgorithm
from certs.csr import make_csr
from certs.model import PublicKey
from ksef.access import certificates
from ksef.access.attachments import attachments
from ksef.access.certificates import RevocationReason
from ksef.access.context import ContextId
from ksef.access.errors import InputRefused, RequestInvalid
from ksef.access.pages import collect
from ksef.access.session import log_in
from tests.ksef.flows.conftest import GMINA, Gmina
from tests.ksef.flows.tampering import after, tamper
from vocabulary.clock import system_clock

WHY = Purpose.CREDENTIALS


class BareKey:
    """A key that has no certificate yet."""

    def __init__(self, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> None:
        self.key = key

    def public_key(self) -> PublicKey:
        """Give its public half."""
        return self.key.public_key()

    def sign(self, data: bytes, algorithm: SignatureAlgorithm) -> bytes:
        """Sign as a file's key does."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, algorithm.padding, algorithm.hash)
        return self.key.sign(data, ec.ECDSA(algorithm.hash))


def a_name(gmina: Gmina) -> Mapping[str, str]:
    """Ask KSeF for the name that a request must have."""
    acting = gmina.acting(gmina.log_in(), purpose=WHY)
    return certificates.enrollment_data(**acting).answer.name


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP256R1()),
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
    ],
    ids=["P-256", "RSA-2048"],
)
def test_from_the_seal_to_a_login_with_the_certificate(
    gmina: Gmina, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
) -> None:
    """Sign once with the seal, work with the certificate (ksef-docs, m32 #26)."""
    acting = gmina.acting(gmina.log_in(), purpose=WHY)
    csr = make_csr(a_name(gmina), key=BareKey(key))
    reference = certificates.enroll(csr, name="Urząd Gminy 1", **acting).answer
    status = certificates.enrollment(reference, **acting).answer
    serial = status.certificate_serial_number or ""
    [issued] = certificates.retrieve((serial,), **acting).answer
    session = log_in(
        gmina.client,
        context=ContextId.of(GMINA),
        key=key,
        certificate=load_der_x509_certificate(issued.der),
    )

    assert 200 == status.status.code
    assert session.access_token().reveal()


def test_a_certificate_is_listed_and_revoked(gmina: Gmina) -> None:
    """Twice is a refusal with KSeF's own number."""
    acting = gmina.acting(gmina.log_in(), purpose=WHY)
    csr = make_csr(a_name(gmina), key=BareKey(ec.generate_private_key(ec.SECP256R1())))
    certificates.enroll(csr, name="Urząd Gminy 1", **acting)
    [listed] = collect(
        certificates.listed(**acting), key=lambda each: each.certificate_serial_number
    )
    serial = listed.certificate_serial_number
    certificates.revoke(serial, RevocationReason.SUPERSEDED, **acting)
    with pytest.raises(InputRefused) as refused:
        certificates.revoke(serial, **acting)
    [after] = collect(
        certificates.listed(status="Revoked", **acting),
        key=lambda each: each.certificate_serial_number,
    )

    assert (25009,) == refused.value.numbers
    assert "Revoked" == after.status
    assert listed.valid_to > system_clock()


def test_the_limits_are_told(gmina: Gmina) -> None:
    """300 requests and 100 certificates by NIP."""
    found = certificates.limits(**gmina.acting(gmina.log_in(), purpose=WHY)).answer

    assert (True, 300, 100) == (
        found.can_request,
        found.enrollment.limit,
        found.certificate.limit,
    )


def test_another_name_is_refused(gmina: Gmina) -> None:
    """25003: the name must be KSeF's, to the letter."""
    acting = gmina.acting(gmina.log_in(), purpose=WHY)
    name = {**a_name(gmina), "common_name": "Kto inny"}
    csr = make_csr(name, key=BareKey(ec.generate_private_key(ec.SECP256R1())))
    with pytest.raises(InputRefused) as refused:
        certificates.enroll(
            csr,
            name="Urząd Gminy 1",
            valid_from=system_clock() + timedelta(days=1),
            **acting,
        )

    assert (25003,) == refused.value.numbers


@pytest.mark.parametrize("serials", [(), ("0" * 16,) * 11, ("../x",)])
def test_what_is_no_list_of_serials_does_not_leave(
    gmina: Gmina, serials: tuple[str, ...]
) -> None:
    """One to ten at once."""
    acting = gmina.acting(gmina.log_in(), purpose=WHY)
    with pytest.raises(RequestInvalid):
        certificates.retrieve(serials, **acting)

    assert [] == gmina.log()


def test_attachments_are_asked_about(gmina: Gmina) -> None:
    """Consent is given in e-Urząd Skarbowy, and only its state stands in KSeF."""
    acting = gmina.acting(gmina.log_in(), purpose=Purpose.PERMISSION_REVIEW)

    assert False is attachments(**acting).answer.is_attachment_allowed


def test_a_name_longer_than_x520_foresaw_is_for_ksef_to_judge(gmina: Gmina) -> None:
    """Equal to what KSeF told, however long; here KSeF has told something else."""
    session = gmina.log_in()
    told = {"commonName": "Zespół Szkół Bogusowych " * 5, "countryName": "PL"}
    tamper(gmina.client, after("/enrollments/data", 200, told))
    acting = gmina.acting(session, purpose=WHY)
    name = certificates.enrollment_data(**acting).answer.name
    csr = make_csr(name, key=BareKey(ec.generate_private_key(ec.SECP256R1())))
    with pytest.raises(InputRefused) as refused:
        certificates.enroll(csr, name="Bogus 1", **acting)

    assert (25003,) == refused.value.numbers
