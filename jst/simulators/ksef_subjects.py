"""Who signed: what the simulated KSeF reads from a certificate.

    seal       organizationIdentifier with VATPL: a NIP; no given name, no surname
    person     serialNumber with PNOPL, PESEL, TINPL or NIP, given name and surname
    Peppol     a common name that is a Peppol id
    other      only its fingerprint, SHA-256 of the DER in upper-case hex

The patterns are the Ministry's, as loose as they are published.
Source: facts/ksef-api.md, 2.4.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Final

from cryptography import x509
from cryptography.x509.oid import NameOID

from jst.simulators.ksef_names import SHAPES, Ident
from jst.simulators.ksef_problems import refused

_PERSON: Final = (
    ("Pesel", re.compile(r"(?:PNOPL|PESEL).*?(\d{11})", re.ASCII)),
    ("Nip", re.compile(r"(?:TINPL|NIP).*?(\d{10})", re.ASCII)),
)
_SEAL: Final = re.compile(r"VATPL.*?(\d{10})", re.ASCII)
_PERSONAL: Final = (NameOID.GIVEN_NAME, NameOID.SURNAME)


@dataclass(frozen=True, slots=True)
class Means:
    """How somebody logs in, in the words of the API.

    Attributes:
        category: Of `authenticationMethodInfo`.
        code: Of the same.
        display: Its `displayName`.
        legacy: The older `authenticationMethod`.
    """

    category: str
    code: str
    display: str
    legacy: str

    @property
    def json(self) -> dict[str, object]:
        """The two members of an answer."""
        return {
            "authenticationMethod": self.legacy,
            "authenticationMethodInfo": {
                "category": self.category,
                "code": self.code,
                "displayName": self.display,
            },
        }


SEAL: Final = Means(
    "XadesSignature", "xades.qualified-seal", "Pieczęć kwalifikowana", "QualifiedSeal"
)
SIGNATURE: Final = Means(
    "XadesSignature",
    "xades.qualified-signature",
    "Podpis kwalifikowany",
    "QualifiedSignature",
)
PEPPOL: Final = Means(
    "XadesSignature", "xades.peppol", "Podpis dostawcy Peppol", "PeppolSignature"
)
KSEF_CERTIFICATE: Final = Means(
    "XadesSignature", "xades.ksef-certificate", "Certyfikat KSeF", "InternalCertificate"
)
TOKEN: Final = Means("Token", "token.ksef", "Token KSeF", "Token")


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose certificate it is.

    Attributes:
        certificate: As it came.
        means: How it counts.
        named: What the name in it identifies; None where it identifies nobody.
        fingerprint: What identifies it in any case.
    """

    certificate: x509.Certificate = field(repr=False)
    means: Means
    named: Ident | None
    fingerprint: Ident


def read_signer(der: bytes) -> Signer:
    """Read who stands in a certificate.

    Raises:
        Problem: 21115; a seal that names a person, or lacks what a seal must have.
    """
    certificate = x509.load_der_x509_certificate(der)
    fingerprint = Ident("Fingerprint", hashlib.sha256(der).hexdigest().upper())
    means, named = _named(certificate.subject)
    return Signer(certificate, means, named, fingerprint)


def _named(name: x509.Name) -> tuple[Means, Ident | None]:
    has_person = bool(_values(name, *_PERSONAL))
    for kind, pattern in _PERSON:
        for text in _values(name, NameOID.SERIAL_NUMBER):
            if (found := pattern.search(text)) and has_person:
                return SIGNATURE, Ident(kind, found[1])
    organization = _values(name, NameOID.ORGANIZATION_IDENTIFIER)
    if organization:
        if has_person:
            raise refused(21115, "Pieczęć wskazuje osobę fizyczną.")
        _check_complete(name)
        found = _SEAL.search(organization[0])
        return SEAL, Ident("Nip", found[1]) if found else None
    for text in _values(name, NameOID.COMMON_NAME):
        if SHAPES["PeppolId"].fullmatch(text):
            return PEPPOL, Ident("PeppolId", text)
    return (SIGNATURE if has_person else SEAL), None


def _check_complete(name: x509.Name) -> None:
    needed = (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME, NameOID.COUNTRY_NAME)
    if not all(_values(name, each) for each in needed):
        raise refused(21115, "W nazwie podmiotu certyfikatu brakuje atrybutu.")


def _values(name: x509.Name, *oids: x509.ObjectIdentifier) -> list[str]:
    return [
        each.value
        if isinstance(each.value, str)
        else each.value.decode(errors="replace")
        for oid in oids
        for each in name.get_attributes_for_oid(oid)
    ]
