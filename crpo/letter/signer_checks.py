"""[5] Who signed, by the certificate: the head of the unit, and nobody else.

Pure. Not here: whether the certificate is qualified (the trusted list).
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from certs.errors import CertificateUnreadable
from certs.judging import Kind, kind_of
from certs.model import SealCertificate
from crpo.letter.findings import PAGE, error
from crpo.letter.names import same_person
from crpo.letter.package import Package
from vocabulary.finding import Finding

_GIVEN, _SURNAME, _COMMON = "2.5.4.42", "2.5.4.4", "2.5.4.3"
_TRUSTED: Final = re.compile(r"(podpis\w*|profil\w*) zaufan", re.IGNORECASE)
_PERSON_OF_TRUSTED: Final = "PodpisZP"


def check_signer(
    root: etree._Element, signer: SealCertificate | None, package: Package
) -> Iterator[Finding]:
    """Say what stands against the one who signed.

    Args:
        root: The whole signed document.
        signer: The certificate; None where none could be read.
        package: The letter, which names the head of the unit.
    """
    trusted = tuple(_trusted_signature(root, signer))
    if trusted or signer is None:
        yield from trusted
    else:
        yield from _person(signer, package)


def _trusted_signature(
    root: etree._Element, signer: SealCertificate | None
) -> Iterator[Finding]:
    """Tell a podpis zaufany: a minister's seal over a document that names a person.

    Its certificate calls itself so; the person stands in an element PodpisZP.
    """
    named = root.find(f".//{{*}}{_PERSON_OF_TRUSTED}") is not None
    if named or (signer and _TRUSTED.search(_text(signer, _COMMON))):
        yield error(
            "crpo.letter.signed_by_trusted_signature",
            "To podpis zaufany; pismo wymaga kwalifikowanego podpisu elektronicznego.",
            "signer",
            source=PAGE,
        )


def _person(signer: SealCertificate, package: Package) -> Iterator[Finding]:
    given, surname = _text(signer, _GIVEN), _text(signer, _SURNAME)
    try:
        kind = kind_of(signer)
    except CertificateUnreadable:
        kind = Kind.OTHER
    if kind is Kind.SEAL or not (given and surname):
        yield error(
            "crpo.letter.signed_by_seal",
            "To pieczęć albo certyfikat bez imienia i nazwiska, a nie podpis osoby"
            " kierującej jednostką.",
            "signer",
            source=PAGE,
        )
    elif not same_person(
        package.head_given_names, package.head_surname, given, surname
    ):
        yield error(
            "crpo.letter.signed_by_another",
            "Podpisała inna osoba niż wskazana w piśmie; podpis zastępcy ani osoby"
            " upoważnionej nie wystarcza.",
            "signer",
            source=PAGE,
        )


def _text(certificate: SealCertificate, oid: str) -> str:
    values = certificate.subject.values(oid)
    return " ".join(each for each in values if isinstance(each, str))
