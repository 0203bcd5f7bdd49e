"""Any bytes end in certificates or in one CertificateUnreadable."""

from contextlib import suppress
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from certs.errors import CertificateUnreadable
from certs.judging import Purpose, judge_seal
from certs.load import load, load_leaf, read_certificates
from certs.model import OrganizationScheme, SealCertificate
from certs.names import der_list, rfc4514, windows
from tests.bogus_pki import authority, ec_seal
from tests.certs import oddities
from tests.certs.bogus_list import ESEAL, seal
from tests.vectors.make_certs import p7b

SEAL = ec_seal()
GOOD = [
    SEAL.certificate.der,
    SEAL.certificate.pem.encode(),
    SEAL.pem() + authority().pem.encode(),
    SEAL.pkcs12(),
    oddities.null_parameters(),
    oddities.postal_address(),
    p7b(SEAL.certificate.der, authority().der),
    seal(types=(ESEAL,)).der,
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
    assert certificate.pem.startswith("-----BEGIN CERTIFICATE-----")
    assert len(certificate.sha256) == 32
    with suppress(CertificateUnreadable):
        assert certificate.qc is None or certificate.qc.types is not None
    with suppress(CertificateUnreadable):
        assert all(each.clause for each in certificate.findings)
    with suppress(CertificateUnreadable):
        judge_seal(certificate, None, purpose=Purpose.KSEF, on=date(2026, 11, 20))


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


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=200), st.none() | st.text(max_size=4))
def test_any_bytes_end_in_a_bundle_or_one_error(
    data: bytes, password: str | None
) -> None:
    """This is the function that embedders call."""
    with suppress(CertificateUnreadable):
        use(read_certificates(data, password=password).leaf)
