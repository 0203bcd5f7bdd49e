"""ETSI EN 319 412-1: how organizationIdentifier names a legal person."""

import re
from typing import Final

from certs.model import SealCertificate
from certs.names import ORGANIZATION_IDENTIFIER
from certs.profiles.clause import Answer, Clause, unless

_FORM: Final = re.compile(r"(?:[A-Z]{3}[A-Z]{2}|[A-Z]{2}:[A-Z]{2})-\S.*", re.DOTALL)
_SCHEMES: Final = frozenset({"VAT", "NTR", "PSD", "LEI"})


def _texts(seal: SealCertificate) -> list[str]:
    values = seal.subject.values(ORGANIZATION_IDENTIFIER)
    return [each for each in values if isinstance(each, str)]


def _form(seal: SealCertificate) -> Answer:
    if not (texts := _texts(seal)):
        return Answer.NOT_APPLICABLE
    return unless(all(_FORM.fullmatch(each) for each in texts), Answer.WARNING)


def _scheme(seal: SealCertificate) -> Answer:
    """A scheme of a country (`PL:`) is allowed, and nobody abroad knows it."""
    shaped = [each for each in _texts(seal) if _FORM.fullmatch(each)]
    if not shaped:
        return Answer.NOT_APPLICABLE
    if any(each[2] == ":" for each in shaped):
        return Answer.NOTICE
    return unless(all(each[:3] in _SCHEMES for each in shaped), Answer.WARNING)


CLAUSES: Final = (
    Clause(
        "certs.en_319_412_1.leg_5_1_4_02.form",
        "ETSI EN 319 412-1, LEG-5.1.4-02",
        "organizationIdentifier nie ma budowy takiej jak VATPL-NIP lub NTRPL-KRS.",
        _form,
    ),
    Clause(
        "certs.en_319_412_1.leg_5_1_4_03.scheme",
        "ETSI EN 319 412-1, LEG-5.1.4-03",
        "organizationIdentifier wskazuje rejestr inny niż VAT, NTR, PSD lub LEI.",
        _scheme,
    ),
)
