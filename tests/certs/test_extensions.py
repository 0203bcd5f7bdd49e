"""What the extensions say, with `cryptography` as the oracle."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.x509.oid import AuthorityInformationAccessOID as Access

from certs.errors import CertificateUnreadable, Unreadable
from certs.extensions import Extensions, QcStatements
from certs.load import load_leaf
from certs.model import SealCertificate
from tests import bogus_pki
from tests.certs.bogus_list import ESEAL, seal
from tests.vectors.make_certs import extension, extensions, made, oid, tlv, utf8

URI = x509.UniformResourceIdentifier


def whole() -> SealCertificate:
    """A certificate with every extension that is read."""
    key = bogus_pki.ec_key().public_key()
    assert isinstance(key, EllipticCurvePublicKey)
    return bogus_pki.certificate(
        bogus_pki.ec_key(),
        subject=bogus_pki.seal_name(),
        ca=True,
        extensions=[
            (
                x509.AuthorityInformationAccess(
                    [
                        x509.AccessDescription(Access.OCSP, URI("http://bogus.test/o")),
                        x509.AccessDescription(
                            Access.CA_ISSUERS, URI("http://bogus.test/ca")
                        ),
                        x509.AccessDescription(Access.OCSP, x509.DNSName("bogus.test")),
                    ]
                ),
                False,
            ),
            (
                x509.CRLDistributionPoints(
                    [
                        x509.DistributionPoint(
                            [URI("http://bogus.test/crl")],
                            None,
                            frozenset({x509.ReasonFlags.key_compromise}),
                            None,
                        )
                    ]
                ),
                False,
            ),
            (x509.AuthorityKeyIdentifier.from_issuer_public_key(key), False),
            (x509.SubjectKeyIdentifier.from_public_key(key), False),
        ],
    )


def test_extensions_are_read_as_cryptography_reads_them() -> None:
    """Two parsers of one text must not disagree about a seal."""
    certificate = whole()
    ours = certificate.extensions
    theirs = x509.load_der_x509_certificate(certificate.der).extensions

    subject = theirs.get_extension_for_class(x509.SubjectKeyIdentifier).value
    authority = theirs.get_extension_for_class(x509.AuthorityKeyIdentifier).value
    assert subject.digest == ours.subject_key
    assert authority.key_identifier == ours.authority_key
    assert ours.ca
    assert ("http://bogus.test/o",) == ours.ocsp
    assert ("http://bogus.test/ca",) == ours.ca_issuers
    assert ("http://bogus.test/crl",) == ours.crl
    assert tuple((e.oid.dotted_string, e.critical) for e in theirs) == ours.present


def test_qc_statements_are_read_one_by_one() -> None:
    """Holds: ETSI EN 319 412-5, clauses 4.2 and 4.3."""
    found = seal(types=(ESEAL, "1.2.3")).qc

    assert found is not None
    assert (
        QcStatements(
            compliance=True,
            sscd=True,
            types=("eseal", "1.2.3"),
            pds=(("https://bogus.test/pds.pdf", "pl"),),
            retention_years=20,
            statements=found.statements,
        )
        == found
    )


def test_a_certificate_without_extensions_says_nothing() -> None:
    """Version 1 has none."""
    assert Extensions() == load_leaf(made(version=b"", extensions=b"")).extensions


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("2.5.29.14", tlv(5)),
        ("2.5.29.35", tlv(2, b"\1")),
        ("2.5.29.15", tlv(4, b"\1")),
        ("2.5.29.32", tlv(48, tlv(48, utf8("x")))),
        ("1.3.6.1.5.5.7.1.3", tlv(48, tlv(48, oid("0.4.0.1862.1.3"), utf8("x")))),
    ],
)
def test_one_broken_extension_hides_no_other(kind: str, value: bytes) -> None:
    """It is named, and the rest is read."""
    odd = extensions(extension(kind, value), extension("2.5.29.19", tlv(48)))
    found = load_leaf(made(extensions=odd)).extensions

    assert (kind,) == found.broken
    assert (kind, "2.5.29.19") == tuple(each for each, _ in found.present)


def test_an_authority_key_without_its_identifier_is_none() -> None:
    """The extension may name the issuer otherwise."""
    held = extensions(extension("2.5.29.35", tlv(48, tlv(0x82, b"\1"))))

    assert load_leaf(made(extensions=held)).extensions.authority_key is None


def test_an_extension_without_a_value_is_broken() -> None:
    """An extension is a type and octets."""
    held = extensions(tlv(48, oid("2.5.29.19"), utf8("x")))

    assert ("2.5.29.19",) == load_leaf(made(extensions=held)).extensions.broken


def test_a_broken_list_of_extensions_is_a_refusal_when_it_is_asked_for() -> None:
    """What is critical in it cannot be known."""
    broken = SealCertificate(
        der=made(extensions=tlv(0xA3, utf8("x"))),
        serial=1,
        issuer=bogus_pki.authority().issuer,
        not_before=bogus_pki.NOT_BEFORE,
        not_after=bogus_pki.NOT_AFTER,
    )

    with pytest.raises(CertificateUnreadable) as caught:
        _ = broken.extensions

    assert Unreadable.BROKEN_DER is caught.value.reason


@pytest.mark.parametrize(
    ("certificate", "key"),
    [
        (bogus_pki.rsa_seal().certificate, "RSA-2048"),
        (bogus_pki.ec_seal().certificate, "P-256"),
        (bogus_pki.seal(bogus_pki.ec_key(1, "secp384r1")).certificate, "P-384"),
        (load_leaf(made(key=tlv(48, tlv(48, oid("1.2.3")), tlv(3, b"\0")))), "other"),
    ],
)
def test_a_key_has_kind_and_size(certificate: SealCertificate, key: str) -> None:
    """A person compares it with the provider's description."""
    assert key == certificate.key


def test_the_nip_is_there_only_when_it_is_strict() -> None:
    """`VATPL-` and a valid NIP, as written."""
    nip = seal().nip

    assert nip is not None
    assert bogus_pki.BOGUS_NIP == nip.reveal()
    assert load_leaf(made()).nip is None
