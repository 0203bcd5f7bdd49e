"""RFC 5280: what every certificate owes, in the part that a seal is used for."""

from typing import Final

from certs.der import parts_of
from certs.model import SealCertificate
from certs.profiles.clause import Answer, Clause, unless

_V3: Final = b"\x02\x01\x02"
_MAX_SERIAL_BITS: Final = 159  # 20 octets, one bit of them the sign


def _version(seal: SealCertificate) -> Answer:
    version = parts_of(seal.der).get("version")
    return unless(version is not None and version.content == _V3, Answer.ERROR)


def _serial(seal: SealCertificate) -> Answer:
    fits = seal.serial > 0 and seal.serial.bit_length() <= _MAX_SERIAL_BITS
    return unless(fits, Answer.WARNING)


def _validity(seal: SealCertificate) -> Answer:
    return unless(seal.not_before <= seal.not_after, Answer.ERROR)


def _authority_key(seal: SealCertificate) -> Answer:
    return unless(seal.extensions.authority_key is not None, Answer.NOTICE)


def _not_an_authority(seal: SealCertificate) -> Answer:
    return unless(not seal.extensions.ca, Answer.ERROR)


CLAUSES: Final = (
    Clause(
        "certs.rfc5280.4_1_2_1.version",
        "RFC 5280, 4.1.2.1",
        "Certyfikat nie jest w wersji 3.",
        _version,
    ),
    Clause(
        "certs.rfc5280.4_1_2_2.serial",
        "RFC 5280, 4.1.2.2",
        "Numer seryjny nie jest dodatni albo ma więcej niż 20 bajtów.",
        _serial,
    ),
    Clause(
        "certs.rfc5280.4_1_2_5.validity",
        "RFC 5280, 4.1.2.5",
        "Certyfikat kończy ważność, zanim ją zaczyna.",
        _validity,
    ),
    Clause(
        "certs.rfc5280.4_2_1_1.authority_key",
        "RFC 5280, 4.2.1.1",
        "Certyfikat nie wskazuje klucza wystawcy (authorityKeyIdentifier).",
        _authority_key,
    ),
    Clause(
        "certs.rfc5280.4_2_1_9.not_an_authority",
        "RFC 5280, 4.2.1.9",
        "To certyfikat urzędu certyfikacji, a nie pieczęci.",
        _not_an_authority,
    ),
)
