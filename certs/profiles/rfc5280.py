"""RFC 5280: what every certificate owes, in the part that a seal is used for.

Not here: version, serial number, dates, the text of names and extensions that are
broken or there twice; reading finds those (certs.oddity), and nothing is said twice.
"""

from typing import Final

from certs.der import parts_of
from certs.extensions import AUTHORITY_ACCESS, KEY_USAGE
from certs.model import SealCertificate
from certs.profiles.clause import Answer, Clause, unless

# Section 4.2.1, RFC 3739 (biometric data, QC statements), RFC 6962 and RFC 7633.
_KNOWN: Final = frozenset(
    {
        *(f"2.5.29.{arc}" for arc in (9, 14, 15, 17, 18, 19, 30, 31, 32, 33, 35)),
        *(f"2.5.29.{arc}" for arc in (36, 37, 46, 54)),
        *(f"1.3.6.1.5.5.7.1.{arc}" for arc in (1, 2, 3, 11, 24)),
        "1.3.6.1.4.1.11129.2.4.2",
    }
)


def _algorithms(seal: SealCertificate) -> Answer:
    parts = parts_of(seal.der)
    return unless(parts["signature"].der == parts["outer"].der, Answer.WARNING)


def _issuer(seal: SealCertificate) -> Answer:
    return unless(bool(seal.issuer.rdns), Answer.WARNING)


def _critical_is_known(seal: SealCertificate) -> Answer:
    critical = {oid for oid, critical in seal.extensions.present if critical}
    return unless(critical <= _KNOWN, Answer.WARNING)


def _authority_key(seal: SealCertificate) -> Answer:
    return unless(seal.extensions.authority_key is not None, Answer.NOTICE)


def _subject_key(seal: SealCertificate) -> Answer:
    return unless(seal.extensions.subject_key is not None, Answer.NOTICE)


def _usage_critical(seal: SealCertificate) -> Answer:
    return unless((KEY_USAGE, False) not in seal.extensions.present, Answer.NOTICE)


def _not_an_authority(seal: SealCertificate) -> Answer:
    return unless(not seal.extensions.ca, Answer.ERROR)


def _access_not_critical(seal: SealCertificate) -> Answer:
    held = seal.extensions.present
    return unless((AUTHORITY_ACCESS, True) not in held, Answer.WARNING)


CLAUSES: Final = (
    Clause(
        "certs.rfc5280.4_1_1_2.algorithms",
        "RFC 5280, 4.1.1.2",
        "Algorytm podpisu zapisano w certyfikacie dwa razy, za każdym razem inaczej.",
        _algorithms,
    ),
    Clause(
        "certs.rfc5280.4_1_2_4.issuer",
        "RFC 5280, 4.1.2.4",
        "Certyfikat nie podaje wystawcy.",
        _issuer,
    ),
    Clause(
        "certs.rfc5280.4_2.critical_is_known",
        "RFC 5280, 4.2",
        "Certyfikat ma nieznane rozszerzenie krytyczne: inne programy go odrzucą.",
        _critical_is_known,
    ),
    Clause(
        "certs.rfc5280.4_2_1_1.authority_key",
        "RFC 5280, 4.2.1.1",
        "Certyfikat nie wskazuje klucza wystawcy (authorityKeyIdentifier).",
        _authority_key,
    ),
    Clause(
        "certs.rfc5280.4_2_1_2.subject_key",
        "RFC 5280, 4.2.1.2",
        "Certyfikat nie ma skrótu własnego klucza (subjectKeyIdentifier).",
        _subject_key,
    ),
    Clause(
        "certs.rfc5280.4_2_1_3.usage_critical",
        "RFC 5280, 4.2.1.3",
        "Użycie klucza nie jest oznaczone jako krytyczne.",
        _usage_critical,
    ),
    Clause(
        "certs.rfc5280.4_2_1_9.not_an_authority",
        "RFC 5280, 4.2.1.9",
        "To certyfikat urzędu certyfikacji, a nie pieczęci.",
        _not_an_authority,
    ),
    Clause(
        "certs.rfc5280.4_2_2_1.access_not_critical",
        "RFC 5280, 4.2.2.1",
        "Adresy wystawcy (authorityInfoAccess) są oznaczone jako krytyczne.",
        _access_not_critical,
    ),
)
