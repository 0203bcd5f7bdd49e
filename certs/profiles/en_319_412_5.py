"""ETSI EN 319 412-5: the QC statements of a qualified certificate of the EU."""

import re
from typing import Final

from certs.extensions import QC_STATEMENTS, QcStatements
from certs.model import SealCertificate
from certs.profiles.clause import Answer, Clause, unless

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2}")


def _qc(seal: SealCertificate) -> QcStatements:
    return seal.qc or QcStatements()


def _not_critical(seal: SealCertificate) -> Answer:
    return unless((QC_STATEMENTS, True) not in seal.extensions.present, Answer.WARNING)


def _compliance(seal: SealCertificate) -> Answer:
    return unless(seal.claims_qualified, Answer.ERROR)


def _device(seal: SealCertificate) -> Answer:
    if not seal.claims_qualified:
        return Answer.NOT_APPLICABLE
    return unless(_qc(seal).sscd, Answer.NOTICE)


def _type(seal: SealCertificate) -> Answer:
    types = _qc(seal).types
    if not types:
        return Answer.WARNING if seal.claims_qualified else Answer.NOT_APPLICABLE
    return unless(types == ("eseal",), Answer.ERROR)


def _retention(seal: SealCertificate) -> Answer:
    years = _qc(seal).retention_years
    if years is None:
        return Answer.NOT_APPLICABLE
    return unless(years > 0, Answer.WARNING)


def _disclosure(seal: SealCertificate) -> Answer:
    if not seal.claims_qualified:
        return Answer.NOT_APPLICABLE
    return unless(bool(_qc(seal).pds), Answer.NOTICE)


def _disclosure_form(seal: SealCertificate) -> Answer:
    if not (held := _qc(seal).pds):
        return Answer.NOT_APPLICABLE
    fits = all(
        url.lower().startswith("https://") and _LANGUAGE.fullmatch(language)
        for url, language in held
    )
    return unless(fits, Answer.NOTICE)


# Not asked of what KSeF issues itself.
COMPLIANCE: Final = Clause(
    "certs.en_319_412_5.qcs_5_01.compliance",
    "ETSI EN 319 412-5, QCS-5-01, 4.2.1",
    "Certyfikat nie mówi o sobie, że jest kwalifikowany (QcCompliance).",
    _compliance,
)
CLAUSES: Final = (
    Clause(
        "certs.en_319_412_5.qcs_4_1_02.not_critical",
        "ETSI EN 319 412-5, QCS-4.1-02",
        "Oświadczenia o kwalifikowaniu (qcStatements) oznaczono jako krytyczne.",
        _not_critical,
    ),
    Clause(
        "certs.en_319_412_5.4_2_2.device",
        "ETSI EN 319 412-5, 4.2.2",
        "Certyfikat nie mówi, że klucz jest w kwalifikowanym urządzeniu (QcSSCD).",
        _device,
    ),
    Clause(
        "certs.en_319_412_5.4_2_3.type",
        "ETSI EN 319 412-5, 4.2.3",
        "Certyfikat nie mówi, że jest do pieczęci (QcType eseal), albo mówi co innego.",
        _type,
    ),
    Clause(
        "certs.en_319_412_5.4_3_3.retention",
        "ETSI EN 319 412-5, 4.3.3",
        "Liczba lat przechowywania danych przez wystawcę nie jest dodatnia.",
        _retention,
    ),
    Clause(
        "certs.en_319_412_5.qcs_5_01.disclosure",
        "ETSI EN 319 412-5, QCS-5-01, 4.3.4",
        "Certyfikat nie podaje adresu oświadczenia wystawcy (QcPDS).",
        _disclosure,
    ),
    Clause(
        "certs.en_319_412_5.4_3_4.disclosure_form",
        "ETSI EN 319 412-5, 4.3.4",
        "Adres oświadczenia wystawcy nie jest w https albo jego język nie ma kodu.",
        _disclosure_form,
    ),
)
