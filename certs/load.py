"""Read certificates from whatever file the office was given.

    bytes -> 1 cap -> 2 PEM, DER, PKCS#7 or PKCS#12 -> 3 DER of each -> 4 fields

Promises
    - Any bytes end in certificates or in one CertificateUnreadable.
    - Fields come from `cryptography`; where it refuses a certificate or one field of
      it, the whole certificate is read again by certs.tolerant.
    - What a password costs to try is read before it is tried (certs.kdf).
    - Importing this loads neither signxml nor asn1crypto.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509 import load_der_x509_certificate

from certs.errors import CertificateUnreadable, Unreadable
from certs.fence import Fence
from certs.leaf import leaf_of
from certs.model import PublicKey, SealCertificate, name_of
from certs.pem import Block, as_bytes, blocks, decode

MAX_BYTES: Final = 1024 * 1024
MAX_CERTIFICATE_BYTES: Final = 64 * 1024  # those in use have up to ten thousand
# RFC 5280, section 4.1.2.2, allows 20; longer ones are seen, and read up to here.
MAX_SERIAL_OCTETS: Final = 64
_SEQUENCE, _INTEGER, _OID, _LONG_FORM = 0x30, 0x02, 0x06, 0x80
_ENCRYPTED_KEY: Final = b"ENCRYPTED PRIVATE KEY"
_LABELS: Final = frozenset(
    {b"CERTIFICATE", b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE"}
)
_PKCS7_LABELS: Final = frozenset({b"PKCS7", b"CMS", b"PKCS #7 SIGNED DATA"})
_NAMED: Final = frozenset(
    {
        Unreadable.BROKEN_DER,
        Unreadable.BROKEN_PEM,
        Unreadable.NO_CERTIFICATE,
        Unreadable.PASSWORD,
    }
)


@dataclass(frozen=True, slots=True)
class CertificateBundle:
    """Every certificate of a file.

    Attributes:
        certificates: At least one, in the order of the file.
        key: The public half of a private key in the file, where one was opened.
    """

    certificates: tuple[SealCertificate, ...]
    key: object | None = None

    @property
    def leaf(self) -> SealCertificate:
        """The certificate of the key, else the one that is nobody's issuer.

        Raises:
            CertificateUnreadable: There is none, or more than one; the numbers of
                those are in `numbers`.
        """
        return leaf_of(self.certificates, self.key)


def read_certificates(data: bytes, *, password: str | None = None) -> CertificateBundle:
    """Read every certificate of a file, whatever its wrapping.

    Args:
        data: PEM, bare base64, DER, PKCS#7 or PKCS#12; at most 1 MiB.
        password: Of a PKCS#12 or of an encrypted key; ignored for the rest.

    Raises:
        CertificateUnreadable: For everything else.
    """
    try:
        as_octets = None if password is None else password.encode()
    except UnicodeEncodeError:
        raise CertificateUnreadable(Unreadable.PASSWORD) from None
    return _bundle(data, as_octets, with_key=True)


def load(data: bytes, *, password: bytes | None = None) -> tuple[SealCertificate, ...]:
    """Read every certificate that `data` holds, in its order.

    Args:
        data: PEM (one or more, other blocks are passed over), bare base64, DER, or
            PKCS#12; at most 1 MiB.
        password: Of a PKCS#12; ignored for the rest.

    Returns:
        At least one certificate. A PKCS#12 gives the one of its key first.

    Raises:
        CertificateUnreadable: For everything else.
    """
    return _bundle(data, password, with_key=False).certificates


def load_leaf(
    data: bytes, *, password: bytes | None = None, public_key: PublicKey | None = None
) -> SealCertificate:
    """Read the one certificate of a file that is nobody's issuer.

    A single certificate is taken whatever it is. Of several, the one that belongs to
    the key: `public_key`, else the private key in the file if it can be opened.
    Without a key, the one that is no CA and issued no other.

    Args:
        data: As for `load`.
        password: Of a PKCS#12 or of an encrypted key; a key that it does not open is
            passed over.
        public_key: The key whose certificate is wanted.

    Raises:
        CertificateUnreadable: Nothing readable, no leaf (`no_leaf`), or more than one
            (`several_leaves`, which names them by their number in the file).
    """
    bundle = _bundle(data, password, with_key=public_key is None)
    return leaf_of(bundle.certificates, public_key or bundle.key)


def _bundle(
    data: bytes, password: bytes | None, *, with_key: bool
) -> CertificateBundle:
    # 1 cap
    if len(data) > MAX_BYTES:
        raise CertificateUnreadable(Unreadable.TOO_BIG)
    if not data.strip():
        raise CertificateUnreadable(Unreadable.EMPTY)
    try:
        return _unwrapped(data, password, with_key=with_key)
    except CertificateUnreadable as refused:
        if refused.reason not in _NAMED:
            raise
        from certs.other_files import named  # noqa: PLC0415 - refusals only

        if kind := named(data):
            raise CertificateUnreadable(kind) from None
        raise


def _unwrapped(
    data: bytes, password: bytes | None, *, with_key: bool
) -> CertificateBundle:
    # 2 which wrapping: a SEQUENCE of more than 127 bytes cannot be text
    if data[0] == _SEQUENCE and data[1:2] >= bytes([_LONG_FORM]):
        return _from_der(data, password)
    return _from_text(as_bytes(data), password, with_key=with_key)


def _from_der(data: bytes, password: bytes | None) -> CertificateBundle:
    length_octets = data[1] - _LONG_FORM
    first = data[2 + length_octets : 3 + length_octets]
    if first == bytes([_INTEGER]):
        return _from_pkcs12(data, password)
    if first == bytes([_OID]):
        return CertificateBundle(_from_pkcs7(data))
    return CertificateBundle((_certificate(data),))


def _from_pkcs7(data: bytes) -> tuple[SealCertificate, ...]:
    with Fence(CertificateUnreadable(Unreadable.BROKEN_DER)):
        from certs.pkcs7 import certificates_of  # noqa: PLC0415 - loads asn1crypto

        ders = certificates_of(data)
    if not ders:
        raise CertificateUnreadable(Unreadable.NO_CERTIFICATE)
    return tuple(_certificate(der) for der in ders)


def _from_pkcs12(data: bytes, password: bytes | None) -> CertificateBundle:
    with Fence(CertificateUnreadable(Unreadable.PASSWORD), with_cause=False):
        from certs import kdf  # noqa: PLC0415 - only files that may be locked

        kdf.hold_pkcs12(data, CertificateUnreadable(Unreadable.KEY_DERIVATION))
        try:
            ders, key = _strict_pkcs12(data, password)
        except Exception:  # noqa: BLE001 - a password, a certificate: nobody says which
            ders, key = _odd_pkcs12(data, password)
    if not ders:
        raise CertificateUnreadable(Unreadable.NO_CERTIFICATE)
    return CertificateBundle(tuple(_certificate(der) for der in ders), key)


def _strict_pkcs12(
    data: bytes, password: bytes | None
) -> tuple[Sequence[bytes], object | None]:
    store = pkcs12.load_pkcs12(data, password)
    found = [store.cert] if store.cert else []
    ders = [
        each.certificate.public_bytes(Encoding.DER)
        for each in (*found, *store.additional_certs)
    ]
    return ders, store.key.public_key() if store.key else None


def _odd_pkcs12(
    data: bytes, password: bytes | None
) -> tuple[Sequence[bytes], object | None]:
    from certs import kdf  # noqa: PLC0415 - as above
    from certs.pkcs12 import open_pkcs12  # noqa: PLC0415 - refusals only

    # Python hashes slower: a wrong password must not cost a minute.
    refusal = CertificateUnreadable(Unreadable.PASSWORD)
    kdf.hold_pkcs12(data, refusal, budget=kdf.SLOW_BUDGET)
    opened = open_pkcs12(data, password)
    return opened.ders, opened.key


def _from_text(
    data: bytes, password: bytes | None, *, with_key: bool
) -> CertificateBundle:
    found, keys = [], []
    for block in blocks(data):
        if block.label in _LABELS:
            found.append(_certificate(decode(block.body)))
        elif block.label in _PKCS7_LABELS:
            found += _from_pkcs7(decode(block.body))
        elif with_key and block.label.endswith(b"PRIVATE KEY"):
            keys.append(block)
    if not found and b"-----" not in data:
        # Letters and XML carry the base64 without its BEGIN and END lines.
        found += _from_bare(decode(data.removeprefix(b"\xef\xbb\xbf")))
    if not found:
        raise CertificateUnreadable(Unreadable.NO_CERTIFICATE)
    return CertificateBundle(tuple(found), _last_key(keys, password))


def _from_bare(data: bytes) -> list[SealCertificate]:
    from certs.oddity import Oddity  # noqa: PLC0415 - loads asn1crypto

    read = _certificate(data)
    return [replace(read, remarks=(*read.remarks, Oddity.BARE_BASE64))]


def _last_key(keys: list[Block], password: bytes | None) -> object | None:
    locked = [each.body for each in keys if _ENCRYPTED_KEY in each.label]
    if locked and password is not None:
        with Fence(CertificateUnreadable(Unreadable.PASSWORD), with_cause=False):
            from certs import kdf  # noqa: PLC0415 - only keys that are locked

            kdf.hold_pkcs8(
                map(decode, locked), CertificateUnreadable(Unreadable.KEY_DERIVATION)
            )
    opened = [_key_of(each.text, password) for each in keys]
    return next((each for each in reversed(opened) if each), None)


def _key_of(pem: bytes, password: bytes | None) -> object | None:
    try:
        with Fence(CertificateUnreadable(Unreadable.PASSWORD), with_cause=False):
            if password is None or b"ENCRYPTED" not in pem:
                return load_pem_private_key(pem, None).public_key()
            return load_pem_private_key(pem, password).public_key()
    except CertificateUnreadable:
        return None


def _certificate(der: bytes) -> SealCertificate:
    # 3, 4
    if len(der) > MAX_CERTIFICATE_BYTES:
        raise CertificateUnreadable(Unreadable.CERTIFICATE_TOO_BIG)
    found = _either(der)  # DER has one sign bit more than the number
    if found.serial.bit_length() // 8 + 1 > MAX_SERIAL_OCTETS:
        raise CertificateUnreadable(Unreadable.SERIAL)
    return found


def _either(der: bytes) -> SealCertificate:
    try:
        with Fence(CertificateUnreadable(Unreadable.BROKEN_DER)):
            return _strict(der)
    except CertificateUnreadable:
        with Fence(CertificateUnreadable(Unreadable.BROKEN_DER)):
            from certs import tolerant  # noqa: PLC0415 - only certificates that need it

            if whole := tolerant.without_trailing(der):
                return tolerant.with_remark(_either(whole))
            return tolerant.read(der)


def _strict(der: bytes) -> SealCertificate:
    read = load_der_x509_certificate(der)
    if (serial := read.serial_number) <= 0:
        raise ValueError("later versions refuse it")
    return SealCertificate(
        der=der,
        serial=serial,
        issuer=name_of(read.issuer),
        not_before=read.not_valid_before_utc,
        not_after=read.not_valid_after_utc,
    )
