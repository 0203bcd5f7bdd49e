"""ETSI EN 319 412-3 V1.3.1: the certificate of a legal person."""

from typing import Final

from certs.model import SealCertificate
from certs.profiles.clause import Answer, Clause, has, unless

_COUNTRY, _ORGANISATION, _COMMON_NAME = "2.5.4.6", "2.5.4.10", "2.5.4.3"
_IDENTIFIER: Final = "2.5.4.97"


def _subject(seal: SealCertificate) -> Answer:
    held = has(seal, _COUNTRY, _ORGANISATION, _IDENTIFIER, _COMMON_NAME)
    return unless(held, Answer.ERROR)


def _usage(seal: SealCertificate) -> Answer:
    """Types A, C (nonRepudiation) and B, D (digitalSignature) of EN 319 412-2."""
    usage = set(seal.extensions.key_usage or ())
    if usage == {"nonRepudiation"}:
        return Answer.PASS
    return Answer.NOTICE if "nonRepudiation" in usage else Answer.WARNING


CLAUSES: Final = (
    Clause(
        "certs.en_319_412_3.4_2_1.subject",
        "ETSI EN 319 412-3, 4.2.1",
        "W podmiocie brakuje C, O, CN albo organizationIdentifier (2.5.4.97).",
        _subject,
    ),
    Clause(
        "certs.en_319_412_3.4_3_1.key_usage",
        "ETSI EN 319 412-3, 4.3.1; EN 319 412-2, 4.3.2",
        "Użycie klucza jest inne niż samo nonRepudiation (typ A).",
        _usage,
    ),
)
