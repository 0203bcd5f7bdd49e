"""[1] Whose a seal is, by its organizationIdentifier. Pure.

Not ours for certain, ours for certain, or unknown: a number of another register
(`NTRPL`) or two numbers say neither.
"""

import re
from collections.abc import Iterator
from typing import Final

from certs.model import SealCertificate
from certs.names import ORGANIZATION_IDENTIFIER
from crpo.letter.findings import PAGE, error, info, warning
from crpo.letter.model import OfficeFile
from vocabulary.errors import IdentifierInvalid
from vocabulary.finding import Finding
from vocabulary.identifiers import Nip

_KSEF: Final = "dokumentacja KSeF 2.0, uwierzytelnianie"
_FOREIGN: Final = re.compile(r"VAT(?!PL)[A-Z]{2}-", re.ASCII)


def check_owner(
    office: OfficeFile, seal: SealCertificate, field: str
) -> Iterator[Finding]:
    """Say whose the seal is by its organizationIdentifier, and where that works."""
    nip = seal.nip
    if _is_wrong(office["office.nip"]) or _is_wrong(office["office.office_nip"]):
        return  # said of that field already
    if _is_foreign(seal):
        yield error(
            "crpo.letter.seal_foreign",
            "Certyfikat ma numer podatkowy innego państwa: to pieczęć innego podmiotu.",
            field,
            source=PAGE,
        )
    elif nip is None:
        yield warning(
            "crpo.letter.seal_without_nip",
            "W certyfikacie nie ma jednego NIP (VATPL), więc nie wiadomo, czy pieczęć"
            " należy do tej jednostki.",
            field,
            source=PAGE,
        )
    elif nip == _nip(office["office.nip"]):
        yield info(
            "crpo.letter.seal_of_the_jst",
            "Pieczęć ma NIP jednostki samorządu: w CRPO rozpoznają ją zgłoszone dane,"
            " a w KSeF zaloguje w kontekście tej jednostki.",
            field,
            source=_KSEF,
        )
    elif nip == _nip(office["office.office_nip"]):
        yield info(
            "crpo.letter.seal_of_the_office",
            "Pieczęć ma NIP urzędu: w CRPO rozpoznają ją zgłoszone dane, ale w KSeF"
            " nie zadziała w kontekście jednostki samorządu.",
            field,
            source=_KSEF,
        )
    else:
        yield error(
            "crpo.letter.seal_of_another",
            "NIP w certyfikacie nie jest NIP-em tej jednostki ani jej urzędu: to"
            " pieczęć innego podmiotu.",
            field,
            source=PAGE,
        )


def _is_foreign(seal: SealCertificate) -> bool:
    """Tell a tax number of another state (ETSI EN 319 412-1, 5.1.4: `VAT` + state)."""
    told = seal.subject.values(ORGANIZATION_IDENTIFIER)
    only = told[0] if len(told) == 1 else None
    return isinstance(only, str) and _FOREIGN.match(only) is not None


def _is_wrong(text: str) -> bool:
    return bool(text) and _nip(text) is None


def _nip(text: str) -> Nip | None:
    try:
        return Nip.parse(text)
    except IdentifierInvalid:
        return None
