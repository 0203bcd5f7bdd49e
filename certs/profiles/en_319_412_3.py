"""ETSI EN 319 412-3: the certificate of a legal person."""

from typing import Final

from certs.model import SealCertificate
from certs.names import ORGANIZATION_IDENTIFIER
from certs.profiles.clause import Answer, Clause, has, unless

_COUNTRY, _ORGANISATION, _COMMON_NAME = "2.5.4.6", "2.5.4.10", "2.5.4.3"
_NEEDED: Final = (_COUNTRY, _ORGANISATION, ORGANIZATION_IDENTIFIER, _COMMON_NAME)


def _subject(seal: SealCertificate) -> Answer:
    return unless(has(seal, *_NEEDED), Answer.ERROR)


def _once(seal: SealCertificate) -> Answer:
    held = [len(seal.subject.values(each)) for each in _NEEDED]
    return unless(max(held) <= 1, Answer.WARNING)


def _not_the_name(seal: SealCertificate) -> Answer:
    names = seal.subject.values(_ORGANISATION)[:1]
    identifiers = seal.subject.values(ORGANIZATION_IDENTIFIER)[:1]
    if not (names and identifiers):
        return Answer.NOT_APPLICABLE
    same = str(names[0]).casefold() == str(identifiers[0]).casefold()
    return unless(not same, Answer.WARNING)


def _usage(seal: SealCertificate) -> set[str]:
    return set(seal.extensions.key_usage or ())


def _commitment(seal: SealCertificate) -> Answer:
    return unless("nonRepudiation" in _usage(seal), Answer.WARNING)


def _type_a(seal: SealCertificate) -> Answer:
    if "nonRepudiation" not in _usage(seal):
        return Answer.NOT_APPLICABLE
    return unless(_usage(seal) == {"nonRepudiation"}, Answer.NOTICE)


CLAUSES: Final = (
    Clause(
        "certs.en_319_412_3.leg_4_2_1_2.subject",
        "ETSI EN 319 412-3, LEG-4.2.1-2",
        "W podmiocie brakuje C, O, CN albo organizationIdentifier (2.5.4.97).",
        _subject,
    ),
    Clause(
        "certs.en_319_412_3.leg_4_2_1_3.once",
        "ETSI EN 319 412-3, LEG-4.2.1-3",
        "W podmiocie C, O, CN albo organizationIdentifier występuje dwa razy.",
        _once,
    ),
    Clause(
        "certs.en_319_412_3.leg_4_2_1_6.not_the_name",
        "ETSI EN 319 412-3, LEG-4.2.1-6",
        "organizationIdentifier powtarza nazwę organizacji.",
        _not_the_name,
    ),
    Clause(
        "certs.en_319_412_3.leg_4_3_1_3.commitment",
        "ETSI EN 319 412-3, LEG-4.3.1-3",
        "Klucz nie ma użycia nonRepudiation: nie pieczętuje treści dokumentów.",
        _commitment,
    ),
    Clause(
        "certs.en_319_412_3.leg_4_3_1_4.type_a",
        "ETSI EN 319 412-3, LEG-4.3.1-4",
        "Użycie klucza jest inne niż samo nonRepudiation (typ A).",
        _type_a,
    ),
)
