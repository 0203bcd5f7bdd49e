"""Certificates that `cryptography` refuses, and that offices have all the same."""

from collections.abc import Callable
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from certs import tolerant
from certs.errors import CertificateUnreadable, Unreadable
from certs.load import load_leaf
from certs.model import SealCertificate
from certs.names import Attribute, Name
from tests import bogus_pki
from tests.bogus_pki import authority, ec_seal, rsa_seal
from tests.certs import oddities


def fields(certificate: SealCertificate) -> tuple[object, ...]:
    """Give everything that a reader reads."""
    return (
        certificate.serial,
        certificate.issuer,
        certificate.subject,
        certificate.not_before,
        certificate.not_after,
        certificate.is_ca,
        certificate.public_key(),
        string_types(certificate.issuer),
        string_types(certificate.subject),
    )


def string_types(name: Name) -> list[str | None]:
    """Give the string type of each value, which equality of names passes over."""
    return [each.string_type for rdn in name.rdns for each in rdn]


def wide() -> SealCertificate:
    """A name with an RDN of two attributes, an e-mail and a domain."""
    pairs = (
        (("2.5.4.3", "ż"), ("2.5.4.5", "14")),
        (("1.2.840.113549.1.9.1", "bogus@xn--bogus-1.test"),),
        (("0.9.2342.19200300.100.1.25", "xn--bogus-1"),),
    )
    subject = x509.Name(
        [
            x509.RelativeDistinguishedName(
                [
                    x509.NameAttribute(x509.ObjectIdentifier(oid), value)
                    for oid, value in rdn
                ]
            )
            for rdn in pairs
        ]
    )
    return bogus_pki.certificate(bogus_pki.ec_key(), subject=subject)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: ec_seal().certificate, id="P-256"),
        pytest.param(lambda: rsa_seal().certificate, id="RSA"),
        pytest.param(authority, id="authority"),
        pytest.param(wide, id="multi-valued"),
    ],
)
def test_both_readers_give_the_same_values(
    make: Callable[[], SealCertificate],
) -> None:
    """Which reader was used must not show in the letter."""
    first = make()
    with patch("certs.load.load_der_x509_certificate", side_effect=ValueError):
        second = load_leaf(first.der)
    with patch("certs.model.load_der_x509_certificate", side_effect=ValueError):
        assert fields(first) == fields(second)


@pytest.mark.parametrize(
    ("make", "value"),
    [
        (oddities.postal_address, b"\x30\x07\x0c\x05bogus"),
        (oddities.t61_latin, "bogós@x"),
        (oddities.printable_with_at, "bogus@x"),
        (oddities.broken_utf8, b"\x0c\x07bog\xff@x!"),
        (oddities.private_type, b"\x8c\x07bogus@x"),
        (oddities.bit_string, b"\x03\x07\x00ogus@x"),
    ],
)
def test_an_odd_value_in_a_name_is_kept(
    make: Callable[[], bytes], value: str | bytes
) -> None:
    """One odd attribute must not cost the office its whole certificate."""
    certificate = load_leaf(make())

    assert value == certificate.issuer.rdns[1][0].value
    assert (Attribute("2.5.4.6", "PL"),) == certificate.issuer.rdns[0]


@pytest.mark.parametrize("make", [oddities.null_parameters, oddities.version_4])
def test_a_certificate_refused_as_a_whole_is_read_as_a_whole(
    make: Callable[[], bytes],
) -> None:
    """The Ministry's own seal is one of them."""
    odd, plain = load_leaf(make()), ec_seal().certificate

    assert fields(plain) == fields(odd)
    assert odd != plain


def test_a_key_of_another_kind_is_a_refusal_when_it_is_asked_for() -> None:
    """Reading the certificate works; using its key does not."""
    der = ec_seal().certificate.der
    unknown = load_leaf(
        der.replace(bytes.fromhex("2a8648ce3d0201"), bytes.fromhex("2a8648ce3d0209"))
    )

    with pytest.raises(CertificateUnreadable) as caught:
        unknown.public_key()

    assert Unreadable.PUBLIC_KEY is caught.value.reason


def test_a_key_that_signs_nothing_is_a_refusal() -> None:
    """An X25519 key is readable, and no key of a seal."""
    certificate = ec_seal().certificate
    other = X25519PrivateKey.generate().public_key()
    with (
        patch("certs.tolerant.load_der_public_key", return_value=other),
        patch("certs.model.load_der_x509_certificate", side_effect=ValueError),
        pytest.raises(CertificateUnreadable) as caught,
    ):
        certificate.public_key()

    assert Unreadable.PUBLIC_KEY is caught.value.reason


def test_a_broken_extension_is_a_refusal_when_it_is_asked_for() -> None:
    """Whether it is an authority cannot be guessed."""
    der = ec_seal().certificate.der
    broken = load_leaf(
        der.replace(bytes.fromhex("0101ff04023000"), bytes.fromhex("0101ff04020500"))
    )

    with pytest.raises(CertificateUnreadable) as caught:
        _ = broken.is_ca

    assert Unreadable.BROKEN_DER is caught.value.reason


@pytest.mark.parametrize(
    ("call", "value"),
    [(tolerant._whole, "1"), (tolerant._instant, "2026")],
)
def test_a_field_of_another_type_is_no_field(
    call: Callable[[object], object], value: str
) -> None:
    """asn1crypto hands out what it finds; years before 1 come as its own type."""
    with pytest.raises(TypeError):
        call(value)


@pytest.mark.parametrize(
    "der",
    [
        pytest.param(b"\x31\x00", id="no sequence"),
        pytest.param(b"\x30\x02\x30\x00", id="no set"),
        pytest.param(b"\x30\x06\x31\x04\x30\x02\x05\x00", id="one part"),
        pytest.param(b"\x30\x08\x31\x06\x30\x04\x05\x00\x05\x00", id="no type"),
    ],
)
def test_what_is_no_name_is_refused(der: bytes) -> None:
    """The walk over a name checks every step."""
    with pytest.raises(ValueError, match=r"."):
        tolerant._name(der)


def test_times_with_an_offset_become_utc() -> None:
    """UTCTime with an offset is forbidden, and seen."""
    noon = datetime.fromisoformat("2026-11-20T12:00:00+01:00")

    assert datetime(2026, 11, 20, 11, tzinfo=UTC) == tolerant._instant(noon)


def test_a_broken_subject_is_a_refusal_when_it_is_asked_for() -> None:
    """The first reader leaves the subject unread."""
    with pytest.raises(CertificateUnreadable) as caught:
        tolerant.subject(b"\x30\x00")

    assert Unreadable.BROKEN_DER is caught.value.reason
