"""A certificate, as far as the office needs it: read once, never changed.

Times are UTC; what a person sees in Warsaw is the caller's. Serial numbers go out
as decimal text: they have up to 48 digits (RFC 5280; odd ones have more), and sheets
and JSON numbers lose them.

Not here: whether the certificate is qualified, or valid now for a purpose.
"""

import hashlib
import warnings
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from textwrap import wrap
from typing import TYPE_CHECKING, Final, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import (
    BasicConstraints,
    ExtensionNotFound,
    load_der_x509_certificate,
)
from cryptography.x509 import Name as X509Name

from certs.errors import CertificateUnreadable, Unreadable
from certs.fence import Fence
from certs.names import (
    ORGANIZATION_IDENTIFIER,
    STRING_TYPES,
    Attribute,
    Name,
)
from vocabulary.errors import IdentifierInvalid
from vocabulary.finding import Finding
from vocabulary.identifiers import Nip

if TYPE_CHECKING:
    from certs.extensions import Extensions, QcStatements
    from certs.oddity import Oddity

# What `cryptography` warns of is read all the same, and is a finding (certs.oddity).
warnings.filterwarnings("ignore", "Attribute's length must be", UserWarning)
warnings.filterwarnings("ignore", "Parsed a serial number which wasn't positive")

PublicKey: TypeAlias = RSAPublicKey | EllipticCurvePublicKey
_CURVES: Final = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}


class OrganizationScheme(StrEnum):
    """Which register the number of an organisation comes from."""

    VATPL = "VATPL"
    NTRPL = "NTRPL"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OrganizationIdentifier:
    """The organizationIdentifier (2.5.4.97) of a seal, ETSI EN 319 412-1, 5.1.4.

    Attributes:
        text: The attribute as it stands.
        scheme: VATPL only with a NIP that is valid as written; NTRPL for a number of
            KRS; anything else is `other`, also `VATPL-` with a wrong number.
        nip: The NIP, for VATPL.
    """

    text: str = field(repr=False)
    scheme: OrganizationScheme
    nip: Nip | None = None

    @classmethod
    def parse(cls, text: str) -> "OrganizationIdentifier":
        """Read the attribute's text; never fails, since it is somebody else's."""
        scheme, dash, number = text.partition("-")
        if dash and scheme == OrganizationScheme.VATPL:
            try:
                nip = Nip.parse(number)
            except IdentifierInvalid:
                return cls(text, OrganizationScheme.OTHER)
            # `parse` forgives hyphens and a prefix, which no issuer may write here.
            if nip.reveal() == number:
                return cls(text, OrganizationScheme.VATPL, nip)
        if dash and scheme == OrganizationScheme.NTRPL and number:
            return cls(text, OrganizationScheme.NTRPL)
        return cls(text, OrganizationScheme.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealCertificate:
    """A certificate of a seal, of its issuer, or of whoever signed a document.

    Two are equal when their bytes are. Made by `certs.load`.

    Attributes:
        der: The certificate itself; everything else was read from it.
        serial: The serial number, up to 64 octets (RFC 5280 allows 20).
        issuer: Who issued it.
        not_before: First instant of validity, UTC.
        not_after: Last instant of validity, UTC.
        remarks: What was odd about the file around it.
    """

    der: bytes = field(repr=False)
    serial: int = field(compare=False)
    issuer: Name = field(compare=False, repr=False)
    not_before: datetime = field(compare=False)
    not_after: datetime = field(compare=False)
    remarks: "tuple[Oddity, ...]" = field(default=(), compare=False, repr=False)

    @property
    def subject(self) -> Name:
        """Whose it is; read when asked, since most callers want the issuer only."""
        try:
            return name_of(load_der_x509_certificate(self.der).subject)
        except Exception:  # noqa: BLE001 - any refusal sends us to the second reader
            from certs import tolerant  # noqa: PLC0415 - only certificates that need it

            return tolerant.subject(self.der)

    @property
    def serial_text(self) -> str:
        """The serial number in decimal, as the letter to the Head of KAS asks."""
        return str(self.serial)

    @property
    def sha256(self) -> bytes:
        """The SHA-256 of the whole certificate, 32 bytes."""
        return hashlib.sha256(self.der).digest()

    @property
    def pem(self) -> str:
        """The certificate as PEM with its BEGIN and END lines, ending in a newline."""
        lines = wrap(b64encode(self.der).decode(), 64)
        body = "\n".join(lines)
        return f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"

    @property
    def organization_identifier(self) -> OrganizationIdentifier | None:
        """The subject's organizationIdentifier; None without one, or with several."""
        values = self.subject.values(ORGANIZATION_IDENTIFIER)
        if len(values) == 1 and isinstance(values[0], str):
            return OrganizationIdentifier.parse(values[0])
        return None

    @property
    def nip(self) -> Nip | None:
        """The NIP in organizationIdentifier; None unless it is a strict `VATPL-`."""
        found = self.organization_identifier
        return found.nip if found else None

    @property
    def extensions(self) -> "Extensions":
        """Key usage, policies, QC statements, addresses (certs.extensions).

        Raises:
            CertificateUnreadable: The list of extensions is broken.
        """
        with Fence(CertificateUnreadable(Unreadable.BROKEN_DER)):
            from certs import extensions  # noqa: PLC0415 - loads asn1crypto

            return extensions.read(self.der)

    @property
    def qc(self) -> "QcStatements | None":
        """What it claims about being qualified; None without QC statements."""
        return self.extensions.qc

    @property
    def claims_qualified(self) -> bool:
        """Whether it says of itself that it is qualified; a claim, and no verdict."""
        qc = self.qc  # read from the certificate at each access
        return bool(qc and qc.compliance)

    @property
    def key(self) -> str:
        """Kind and size of the key: `RSA-2048`, `P-256`; `other` for any other.

        Curves have NIST's names where they have one.
        """
        try:
            key = self.public_key()
        except CertificateUnreadable:
            return "other"
        if isinstance(key, RSAPublicKey):
            return f"RSA-{key.key_size}"
        return _CURVES.get(key.curve.name, key.curve.name)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was odd in reading it, each with its code and clause; often nothing.

        Raises:
            CertificateUnreadable: A part that nobody has asked for yet is broken.
        """
        with Fence(CertificateUnreadable(Unreadable.BROKEN_DER)):
            from certs.oddity import (  # noqa: PLC0415 - loads asn1crypto
                Oddity,
                as_findings,
                oddities_of,
            )

            found = {*self.remarks, *oddities_of(self.der)}
            if self.not_after < self.not_before:
                found.add(Oddity.DATE_ORDER)
            return as_findings(found)

    @property
    def is_ca(self) -> bool:
        """Whether basicConstraints says that it issues certificates."""
        try:
            constraints = load_der_x509_certificate(self.der).extensions
            return constraints.get_extension_for_class(BasicConstraints).value.ca
        except ExtensionNotFound:
            return False
        except Exception:  # noqa: BLE001 - as above
            from certs import tolerant  # noqa: PLC0415 - as above

            return tolerant.is_ca(self.der)

    def valid_at(self, instant: datetime) -> bool:
        """Tell whether an aware `instant` lies in the validity, both ends included."""
        return self.not_before <= instant <= self.not_after

    def public_key(self) -> PublicKey:
        """Give the public key.

        Raises:
            CertificateUnreadable: It is neither RSA nor ECDSA, or broken.
        """
        with Fence(CertificateUnreadable(Unreadable.PUBLIC_KEY)):
            try:
                key = load_der_x509_certificate(self.der).public_key()
            except Exception:  # noqa: BLE001 - as above; InvalidVersion is no ValueError
                from certs import tolerant  # noqa: PLC0415 - as above

                key = tolerant.public_key(self.der)
            if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey):
                raise CertificateUnreadable(Unreadable.PUBLIC_KEY)
            return key


def name_of(name: X509Name) -> Name:
    """Take over a name that `cryptography` has read.

    Raises:
        KeyError: It holds a value that is no text, whose DER only the second reader
            keeps.
    """
    return Name(
        tuple(
            tuple(
                Attribute(
                    each.oid.dotted_string,
                    each.value,
                    # Private, and nowhere else to be had: were it gone, the second
                    # reader would read every certificate.
                    STRING_TYPES[each._type.value],  # noqa: SLF001
                )
                for each in rdn
            )
            for rdn in name.rdns
        )
    )
