"""[0] The seals of a letter: bytes of the files that office.toml names, read.

Nothing of a file that holds a private key is taken into a letter, not even its
certificate: a key does not belong where letters are made.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from certs.errors import CertificateUnreadable, Unreadable
from certs.load import read_certificates
from certs.model import SealCertificate
from certs.pem import as_bytes
from crpo.letter.findings import error
from crpo.letter.model import NamedSeal, OfficeFile
from vocabulary.finding import Finding

# Written by hand, too: in small letters, with a blank before the dashes.
_PRIVATE: Final = re.compile(rb"-----BEGIN [\w ]*PRIVATE KEY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadSeals:
    """The seals of office.toml, read.

    Attributes:
        seals: Those that could be read, by their number from 1.
        findings: Why the others could not.
    """

    seals: dict[int, NamedSeal]
    findings: tuple[Finding, ...]

    @property
    def in_order(self) -> tuple[NamedSeal, ...]:
        """The seals in the order of the file."""
        return tuple(self.seals[number] for number in sorted(self.seals))


def read_seals(office: OfficeFile, files: Sequence[bytes | None]) -> ReadSeals:
    """Read the certificate of each seal.

    Args:
        office: As typed.
        files: What each `[[seal]]` names, in order; None for a file that did not open.
    """
    seals, findings = {}, []
    pairs = zip(office.seals, files, strict=True)
    for number, (entry, data) in enumerate(pairs, start=1):
        field = f"seal.{number}.file"
        if not entry.file:
            continue  # said by crpo.letter.seal_checks
        if data is None:
            findings.append(
                error(
                    "crpo.letter.seal_file",
                    "Nie można otworzyć pliku certyfikatu.",
                    field,
                )
            )
            continue
        try:
            seals[number] = NamedSeal(entry.name, _certificate(data))
        except CertificateUnreadable as refused:
            findings.append(refusal(refused, field))
    return ReadSeals(seals, tuple(findings))


def refusal(refused: CertificateUnreadable, field: str) -> Finding:
    """Say why a certificate could not be read; nothing of the file is repeated."""
    if refused.reason is Unreadable.PRIVATE_KEY:
        return error(
            "crpo.letter.seal_private_key",
            "W pliku jest klucz prywatny; niczego z niego nie użyto. Podaj sam"
            " certyfikat.",
            field,
        )
    if refused.reason is Unreadable.PASSWORD:
        return error(
            "crpo.letter.seal_key_file",
            "To plik z kluczem (.p12, .pfx) albo plik uszkodzony; niczego z niego nie"
            " użyto. Podaj sam certyfikat: .cer albo .pem.",
            field,
        )
    return error(
        "crpo.letter.seal_unreadable",
        f"Nie można odczytać certyfikatu: {refused.polish}.",
        field,
    )


def _certificate(data: bytes) -> SealCertificate:
    """Read the leaf of a file that holds no private key.

    Raises:
        CertificateUnreadable: For everything else.
    """
    if _PRIVATE.search(as_bytes(data)):
        raise CertificateUnreadable(Unreadable.PRIVATE_KEY)
    bundle = read_certificates(data)
    if bundle.key is not None:
        raise CertificateUnreadable(Unreadable.PRIVATE_KEY)
    return bundle.leaf
