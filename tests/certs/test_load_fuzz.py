"""Any bytes end in certificates or in one CertificateUnreadable."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from certs.errors import CertificateUnreadable
from certs.load import load, load_leaf
from certs.model import OrganizationScheme, SealCertificate
from certs.names import der_list, rfc4514, windows
from tests.bogus_pki import authority, ec_seal
from tests.certs import oddities

SEAL = ec_seal()
GOOD = [
    SEAL.certificate.der,
    SEAL.certificate.pem.encode(),
    SEAL.pem() + authority().pem.encode(),
    SEAL.pkcs12(),
    oddities.null_parameters(),
    oddities.postal_address(),
]


def use(certificate: SealCertificate) -> None:
    """Touch everything that could fail late."""
    for name in (certificate.issuer, certificate.subject):
        assert len(name.rdns) == len(der_list(name))
        assert windows(name).count("=") >= len(name.rdns) <= rfc4514(name).count("=")
    assert certificate.serial_text == f"{certificate.serial:d}"
    found = certificate.organization_identifier
    assert found is None or found.scheme in OrganizationScheme
    with suppress(CertificateUnreadable):
        certificate.public_key()
    with suppress(CertificateUnreadable):
        assert certificate.is_ca in {True, False}


@settings(max_examples=1000, deadline=None, derandomize=True, database=None)
@given(
    st.sampled_from(GOOD),
    st.lists(
        st.tuples(st.floats(0, 0.999), st.binary(max_size=3), st.integers(0, 3)),
        min_size=1,
        max_size=3,
    ),
)
def test_a_damaged_file_is_read_or_refused(
    data: bytes, edits: list[tuple[float, bytes, int]]
) -> None:
    """Files are cut, mixed and re-encoded on their way to us."""
    for where, new, gone in edits:
        at = int(where * len(data))
        data = data[:at] + new + data[at + gone :]
    with suppress(CertificateUnreadable):
        for certificate in load(data):
            use(certificate)
    with suppress(CertificateUnreadable):
        use(load_leaf(data))


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(
    st.sampled_from([b"", b"\x30\x82", b"\x30\x80\x02", b"-----BEGIN ", b"\xff\xfe"]),
    st.binary(max_size=200),
    st.none() | st.binary(max_size=4),
)
def test_any_bytes_and_any_password_are_read_or_refused(
    start: bytes, rest: bytes, password: bytes | None
) -> None:
    """A password need not be text either."""
    with suppress(CertificateUnreadable):
        load(start + rest, password=password)
