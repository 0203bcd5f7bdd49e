"""Every wrapping in which an office may hold its certificate."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from certs.errors import CertificateUnreadable, Unreadable
from certs.load import MAX_BYTES, load, load_leaf, read_certificates
from tests import bogus_pki
from tests.bogus_pki import authority, ec_seal, private_pem, rsa_seal
from tests.vectors.make_certs import ODD

SEAL = ec_seal().certificate
PEM = SEAL.pem.encode()


def refused(data: bytes, password: bytes | None = None) -> Unreadable:
    """Tell why `load` refuses."""
    with pytest.raises(CertificateUnreadable) as caught:
        load(data, password=password)
    return caught.value.reason


@pytest.mark.parametrize(
    "wrap",
    [
        pytest.param(lambda pem: pem, id="LF"),
        pytest.param(lambda pem: pem.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(lambda pem: pem.replace(b"\n", b"\r"), id="CR"),
        pytest.param(lambda pem: pem.replace(b"\n", b"\n\t  "), id="indented"),
        pytest.param(lambda pem: pem.replace(b"\n", b""), id="one line"),
        pytest.param(lambda pem: b"\xef\xbb\xbf" + pem, id="byte-order mark"),
        pytest.param(lambda pem: pem.decode().encode("utf-16"), id="UTF-16"),
        pytest.param(lambda pem: b"Certyfikat:\n" + pem + b"koniec", id="text around"),
        pytest.param(lambda pem: pem.replace(b" CERT", b" X509 CERT"), id="old label"),
        pytest.param(lambda pem: b"\n".join(pem.split(b"\n")[1:-2]), id="no frame"),
        pytest.param(lambda _: SEAL.der, id="DER"),
    ],
)
def test_a_certificate_is_read_from_every_wrapping(
    wrap: Callable[[bytes], bytes],
) -> None:
    """Certificates are pasted, mailed and exported by people."""
    assert (SEAL,) == load(wrap(PEM))


def test_several_certificates_come_in_the_order_of_the_file() -> None:
    """Numbers in messages count in this order."""
    assert (authority(), SEAL) == load(authority().pem.encode() + PEM)


@pytest.mark.parametrize("password", [None, b"bogus-passphrase"])
def test_a_pkcs12_gives_the_certificate_of_its_key_first(
    password: bytes | None,
) -> None:
    """Windows exports a seal in this form."""
    data = ec_seal().pkcs12(password)

    assert (SEAL, authority()) == load(data, password=password)
    assert SEAL == load_leaf(data, password=password)


def test_a_pkcs12_without_a_key_gives_what_is_in_it() -> None:
    """`cryptography` calls all of them additional then."""
    certificate = x509.load_der_x509_certificate(SEAL.der)
    data = pkcs12.serialize_key_and_certificates(
        None, None, None, [certificate], NoEncryption()
    )

    assert (SEAL,) == load(data)


def test_a_pkcs12_without_a_certificate_is_refused_by_name() -> None:
    """A key alone says nothing about whose it is."""
    data = pkcs12.serialize_key_and_certificates(
        None, ec_seal().private, None, None, BestAvailableEncryption(b"x")
    )

    assert Unreadable.NO_CERTIFICATE is refused(data, b"x")


@pytest.mark.parametrize(
    "password",
    [None, b"wrong", b"\xff\xfe", b""],
    ids=["none", "wrong", "odd", "empty"],
)
def test_a_wrong_password_is_one_refusal_and_stands_in_no_text(
    password: bytes | None,
) -> None:
    """A password that is no UTF-8 makes `cryptography` raise a TypeError."""
    with pytest.raises(CertificateUnreadable) as caught:
        load(ec_seal().pkcs12(b"bogus-passphrase"), password=password)

    assert Unreadable.PASSWORD is caught.value.reason
    assert "hasło nie pasuje albo plik jest uszkodzony" == caught.value.polish
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", Unreadable.EMPTY, id="nothing"),
        pytest.param(b" \r\n", Unreadable.EMPTY, id="blanks"),
        pytest.param(b"M" * (MAX_BYTES + 1), Unreadable.TOO_BIG, id="big"),
        pytest.param(PEM[:-6], Unreadable.BROKEN_PEM, id="no end"),
        pytest.param(b"-----BEGIN CERT", Unreadable.BROKEN_PEM, id="no label end"),
        pytest.param(
            PEM[:90] + b"\n" + PEM, Unreadable.BROKEN_PEM, id="begins in another"
        ),
        pytest.param(
            PEM.replace(b"MII", b"M\xe2\x80\x93I"), Unreadable.BROKEN_PEM, id="dash"
        ),
        pytest.param(
            private_pem(bogus_pki.ec_key()), Unreadable.PRIVATE_KEY, id="a key"
        ),
        pytest.param(b"certyfikat", Unreadable.BROKEN_PEM, id="a word"),
        pytest.param(b"TUlJ", Unreadable.BROKEN_DER, id="other base64"),
        pytest.param(SEAL.der[:-1], Unreadable.BROKEN_DER, id="cut DER"),
        pytest.param(b"\x30\x82", Unreadable.BROKEN_DER, id="two bytes"),
    ],
)
def test_what_is_no_certificate_is_refused_by_name(
    data: bytes, reason: Unreadable
) -> None:
    """The clerk is told what is wrong with the file, in Polish."""
    assert reason is refused(data)
    assert CertificateUnreadable(reason).polish


def test_a_single_certificate_is_the_leaf_whatever_it_is() -> None:
    """Whoever gives one file means that one."""
    assert authority() == load_leaf(authority().pem.encode())


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_leaf_is_no_authority_and_nobodys_issuer(order: tuple[int, ...]) -> None:
    """Bundles come in every order, and repeat themselves."""
    parts = [PEM, authority().pem.encode(), PEM]

    assert SEAL == load_leaf(b"".join(parts[index] for index in order))


def test_an_issuer_is_no_leaf_even_without_basic_constraints() -> None:
    """Old authorities lack the extension."""
    old = bogus_pki.certificate(bogus_pki.ec_key(0), subject=bogus_pki.ISSUER, ca=None)

    assert SEAL == load_leaf(PEM + old.pem.encode())


def test_two_leaves_are_named_by_their_number() -> None:
    """Guessing would register the wrong certificate with the Head of KAS."""
    with pytest.raises(CertificateUnreadable, match="certificates 1 and 3") as caught:
        load_leaf(PEM + authority().pem.encode() + rsa_seal().certificate.pem.encode())

    assert Unreadable.SEVERAL_LEAVES is caught.value.reason


def test_a_bundle_of_authorities_has_no_leaf() -> None:
    """Two authorities are no seal."""
    other = bogus_pki.certificate(
        bogus_pki.ec_key(1), subject=bogus_pki.name(("2.5.4.3", "Bogus")), ca=True
    )
    with pytest.raises(CertificateUnreadable) as caught:
        load_leaf(authority().pem.encode() + other.pem.encode())

    assert Unreadable.NO_LEAF is caught.value.reason


@pytest.mark.parametrize("password", [None, b"bogus"])
def test_the_key_in_the_file_chooses_the_leaf(password: bytes | None) -> None:
    """A renewed seal stands beside the old one; the key tells them apart."""
    data = rsa_seal().certificate.pem.encode() + ec_seal().pem(password)

    assert SEAL == load_leaf(data, password=password)


def test_a_key_that_does_not_open_is_passed_over() -> None:
    """Reading a certificate needs no passphrase."""
    data = ec_seal().pem(b"bogus") + authority().pem.encode()

    assert SEAL == load_leaf(data)


def test_an_authority_of_another_kind_of_key_is_no_match() -> None:
    """Its key is none that we use, and we need not know it to see that."""
    key = Ed25519PrivateKey.generate()
    now = datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bogus CA")])
    other = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, None)
    )
    data = ec_seal().pem() + other.public_bytes(Encoding.PEM)

    assert SEAL == read_certificates(data).leaf


def test_what_cryptography_warns_of_is_not_printed(tmp_path: Path) -> None:
    """The finding says it; a warning would show our paths to a clerk."""
    odd = {label: ODD[label].der for label in ("serial minus one", "empty value")}
    for number, der in enumerate(odd.values()):
        (tmp_path / f"{number}.der").write_bytes(der)
    read = (
        "import sys; from pathlib import Path; from certs.load import load_leaf\n"
        "for path in map(Path, sys.argv[1:]):\n"
        "    seal = load_leaf(path.read_bytes())\n"
        "    print(seal.serial_text, seal.issuer.windows, seal.subject.windows,"
        " seal.is_ca)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", read, *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "", 2) == (done.returncode, done.stderr, len(done.stdout.splitlines()))


def test_a_key_from_elsewhere_chooses_the_leaf() -> None:
    """The key may be in a token."""
    data = PEM + rsa_seal().certificate.pem.encode()

    assert SEAL == load_leaf(data, public_key=ec_seal().key.public_key())


def with_serial(octets: int) -> bytes:
    """A certificate whose serial number is this long."""
    changed = Certificate.load(SEAL.der)
    changed["tbs_certificate"]["serial_number"] = int.from_bytes(b"\x7f" * octets)
    return bytes(changed.dump(force=True))


@pytest.mark.parametrize("octets", [20, 21, 64])
def test_a_serial_may_be_longer_than_the_standard_says(octets: int) -> None:
    """RFC 5280, section 4.1.2.2, allows 20 octets; some issuers take more."""
    [read] = load(with_serial(octets))

    assert int.from_bytes(b"\x7f" * octets) == int(read.serial_text)


@pytest.mark.parametrize("octets", [65, 2000])
def test_a_serial_that_nobody_can_write_down_is_refused(octets: int) -> None:
    """Python itself writes no number of more than 4300 digits."""
    assert Unreadable.SERIAL is refused(with_serial(octets))


def test_a_bundle_gives_the_leaf_of_its_key() -> None:
    """A private key in the file says which certificate is meant."""
    data = ec_seal().pem() + rsa_seal().certificate.pem.encode()

    bundle = read_certificates(data)

    assert (SEAL, rsa_seal().certificate) == bundle.certificates
    assert SEAL == bundle.leaf


def test_two_leaves_are_named_by_their_numbers() -> None:
    """The command prints them, and the person chooses."""
    data = authority().pem + SEAL.pem + rsa_seal().certificate.pem

    with pytest.raises(CertificateUnreadable) as caught:
        _ = read_certificates(data.encode()).leaf

    assert (2, 3) == caught.value.numbers


@pytest.mark.parametrize("password", ["wrong", "\ud800"])
def test_a_password_that_does_not_fit_is_one_refusal(password: str) -> None:
    """A lone surrogate is a text that UTF-8 cannot write."""
    with pytest.raises(CertificateUnreadable) as caught:
        read_certificates(ec_seal().pkcs12(b"bogus"), password=password)

    assert Unreadable.PASSWORD is caught.value.reason


def test_the_right_password_opens() -> None:
    """It is text here, and octets for `load`."""
    data = ec_seal().pkcs12("zażółć".encode())

    assert SEAL == read_certificates(data, password="zażółć").leaf


def test_bare_base64_is_read_with_a_notice() -> None:
    """XML and letters carry it so."""
    [seal] = load("".join(SEAL.pem.splitlines()[1:-1]).encode())

    assert ["certs.read.bare_base64"] == [each.rule for each in seal.findings]


def test_locked_and_open_keys_alone_are_named() -> None:
    """DER has no label that says what it is."""
    key = ec_seal().private
    lock = BestAvailableEncryption(b"bogus")
    forms = [
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, each)
        for each in (NoEncryption(), lock)
    ]

    assert [Unreadable.PRIVATE_KEY] * 2 == [refused(each) for each in forms]
