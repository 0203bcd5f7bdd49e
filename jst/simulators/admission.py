"""Which seals a simulated register admits: those the office's letter has named.

Exactly as the Head of KAS takes them: by the seal's attributes (serial number in
decimal, all data of the issuer, the period of validity), or by its certificate.
Source: "API CRPO dla JST", podatki.gov.pl, 16.04.2024. A renewed seal is another one.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from certs.load import load_leaf
from certs.model import SealCertificate
from vocabulary.clock import iso_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmittedSeal:
    """One line of the register's list: attributes, or the certificate.

    Attributes:
        nip: NIP of the authority whose letter named the seal.
        serial: Decimal serial number, or empty when the certificate was given.
        issuer: All data of the issuer, comma-separated, as in the letter.
        not_before: Start of validity, UTC, as `iso_utc` writes it.
        not_after: End of validity, the same.
        sha256: Fingerprint of the certificate, or empty when attributes were given.
    """

    nip: str
    serial: str = ""
    issuer: str = ""
    not_before: str = ""
    not_after: str = ""
    sha256: str = ""

    @classmethod
    def by_attributes(cls, seal: SealCertificate, *, nip: str) -> Self:
        """Name a seal by what its certificate says of itself."""
        return cls(nip=nip, **_attributes(seal))

    @classmethod
    def by_certificate(cls, pem: bytes, *, nip: str) -> Self:
        """Name a seal by the PEM that was attached to the letter."""
        return cls(nip=nip, sha256=load_leaf(pem).sha256.hex())

    def is_of(self, seal: SealCertificate) -> bool:
        """Tell whether this line names the seal; every given value must be equal."""
        if self.sha256:
            return seal.sha256.hex() == self.sha256
        given = {
            "serial": self.serial,
            "issuer": self.issuer,
            "not_before": self.not_before,
            "not_after": self.not_after,
        }
        return given == _attributes(seal)


class AdmissionList:
    """The register's list of admitted seals, kept in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        lines = json.loads(path.read_text("utf-8")) if path.exists() else []
        self._seals = [AdmittedSeal(**line) for line in lines]

    def add(self, seal: AdmittedSeal) -> None:
        """Admit one more seal, from the next question on."""
        self._seals.append(seal)
        lines = [asdict(each) for each in self._seals]
        self._path.write_text(json.dumps(lines, indent=1) + "\n", "utf-8")

    def find(self, seal: SealCertificate) -> AdmittedSeal | None:
        """Give the line that names the seal, or None."""
        return next((each for each in self._seals if each.is_of(seal)), None)


def _attributes(seal: SealCertificate) -> dict[str, str]:
    return {
        "serial": seal.serial_text,
        "issuer": seal.issuer.windows,
        "not_before": iso_utc(seal.not_before),
        "not_after": iso_utc(seal.not_after),
    }
