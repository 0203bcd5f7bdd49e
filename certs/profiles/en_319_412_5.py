"""ETSI EN 319 412-5 V2.3.1: the QC statements of a qualified certificate of the EU."""

from typing import Final

from certs.extensions import QcStatements
from certs.model import SealCertificate
from certs.profiles.clause import Answer, Clause, unless


def _qc(seal: SealCertificate) -> QcStatements:
    return seal.qc or QcStatements()


def _compliance(seal: SealCertificate) -> Answer:
    return unless(_qc(seal).compliance, Answer.ERROR)


def _device(seal: SealCertificate) -> Answer:
    if not _qc(seal).compliance:
        return Answer.NOT_APPLICABLE
    return unless(_qc(seal).sscd, Answer.NOTICE)


def _type(seal: SealCertificate) -> Answer:
    types = _qc(seal).types
    if not types:
        return Answer.WARNING if _qc(seal).compliance else Answer.NOT_APPLICABLE
    return unless(types == ("eseal",), Answer.ERROR)


def _disclosure(seal: SealCertificate) -> Answer:
    if not _qc(seal).compliance:
        return Answer.NOT_APPLICABLE
    return unless(bool(_qc(seal).pds), Answer.NOTICE)


CLAUSES: Final = (
    Clause(
        "certs.en_319_412_5.4_2_1.compliance",
        "ETSI EN 319 412-5, 4.2.1",
        "Certyfikat nie mówi o sobie, że jest kwalifikowany (QcCompliance).",
        _compliance,
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
        "certs.en_319_412_5.4_3_4.disclosure",
        "ETSI EN 319 412-5, 4.3.4",
        "Certyfikat nie podaje adresu oświadczenia wystawcy (QcPDS).",
        _disclosure,
    ),
)
