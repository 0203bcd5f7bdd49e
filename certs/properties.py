"""What the signed properties say: who signed, by the digest of a certificate, and when.

They are read before the signature is checked, to find the signer's certificate among
those of KeyInfo; certs.verify refuses the document unless they were signed.
Source: ETSI EN 319 132-1, clauses 5.2.1 (SigningTime) and 5.2.2 (SigningCertificateV2);
ETSI TS 101 903 V1.4.1, clause 7.2.2 (SigningCertificate).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from certs.algorithms import DIGESTS, Digest
from certs.errors import SignatureInvalid
from certs.nodes import refuse
from certs.rejection import Rejection
from certs.strict_xml import DS, XADES

_OF_SIGNATURE: Final = f"{XADES}SignedSignatureProperties"
_METHOD: Final = f"{XADES}Cert/{XADES}CertDigest/{DS}DigestMethod"
_VALUE: Final = f"{XADES}Cert/{XADES}CertDigest/{DS}DigestValue"
_SERIAL: Final = f"{XADES}Cert/{XADES}IssuerSerial/{DS}X509SerialNumber"
# .NET writes seven digits of a second; we keep six.
_TIME: Final = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?\d{0,3}(Z|[+-]\d\d:\d\d)", re.ASCII
)


@dataclass(frozen=True, slots=True)
class SignerName:
    """One SigningCertificate or SigningCertificateV2; of a chain, the first.

    Attributes:
        digest: Of the signer's certificate.
        serial: Its serial number in decimal, where the property tells it.
    """

    digest: Digest
    serial: str | None

    def is_of(self, der: bytes) -> bool:
        """Tell whether this is the digest of a certificate."""
        return self.digest.is_of(der)


def signer_names(properties: etree._Element) -> list[SignerName]:
    """Give every name of the signer; at least one.

    Raises:
        SignatureInvalid: There is none (`properties`), or its digest is made by an
            algorithm that is not read (`algorithm`), such as SHA-1.
    """
    found = [
        _name(each)
        for version in ("SigningCertificate", "SigningCertificateV2")
        for each in properties.findall(f"{_OF_SIGNATURE}/{XADES}{version}")
    ]
    if not found:
        refuse(Rejection.PROPERTIES)
    return found


def _name(node: etree._Element) -> SignerName:
    method = node.find(_METHOD)
    if method is None:
        refuse(Rejection.PROPERTIES)
    name = DIGESTS.get(method.get("Algorithm", ""))
    if name is None:
        refuse(Rejection.ALGORITHM)
    serial = node.findtext(_SERIAL)
    return SignerName(
        Digest(name, node.findtext(_VALUE, "")), serial and serial.strip()
    )


def signing_time_of(properties: etree._Element) -> datetime:
    """Give the one SigningTime, UTC.

    Raises:
        SignatureInvalid: None, several, without a zone, or no time (`properties`).
    """
    texts = [
        each.text or ""
        for each in properties.findall(f"{_OF_SIGNATURE}/{XADES}SigningTime")
    ]
    found = _TIME.fullmatch(texts[0]) if len(texts) == 1 else None
    if found is None:
        refuse(Rejection.PROPERTIES)
    seconds, fraction, zone = found.groups()
    try:
        text = f"{seconds}{fraction or ''}{zone}"
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as odd:
        raise SignatureInvalid(Rejection.PROPERTIES) from odd
