"""[1] Is a certificate fit to log in to a context: asked before anything leaves. Pure.

    certificate, context, subject -> findings; an ERROR stops the login

KSeF answers 9105, 21115 or 415 to most of these without saying why, after a signature
was spent. What is an ERROR here KSeF certainly refuses by its own description; what it
may yet accept is a WARNING.

    whose certificate             read by KSeF from           logs in
    a seal with VATPL-NIP         organizationIdentifier      that entity
    a person's signature          serialNumber                that person
    a Peppol provider's           commonName                  that provider
    none of them (NTRPL, ...)     nothing                     by fingerprint only

Source: ksef-docs, auth/podpis-xades.md (d92d285); facts of CIRFMF/ksef-api #113, #742.
"""

import re
from datetime import datetime
from typing import Final

from certs.model import SealCertificate
from certs.names import Name
from certs.profiles.ksef_seal import read_loosely
from ksef.access.auth_request import SubjectType
from ksef.access.context import ContextId, ContextType
from vocabulary.finding import Finding, Severity

_COMMON_NAME: Final = "2.5.4.3"
_SERIAL_NUMBER: Final = "2.5.4.5"
# Published as they stand here, but double-escaped.
_PERSON: Final = (
    re.compile(r"(PNOPL|PESEL).*?(?P<number>\d{11})", re.ASCII),
    re.compile(r"(TINPL|NIP).*?(?P<number>\d{10})", re.ASCII),
)

_VAT_UE: Final = Finding(
    "ksef.login.vat_ue_by_fingerprint",
    Severity.WARNING,
    "W kontekście NipVatUe uprawnienia nadaje się odciskom certyfikatów: zaloguj się"
    " odciskiem.",
    "subject",
)


def check_certificate(
    certificate: SealCertificate,
    *,
    context: ContextId,
    subject: SubjectType,
    at: datetime,
) -> tuple[Finding, ...]:
    """Judge a certificate for a login.

    Args:
        certificate: Of whoever signs.
        context: Where the session is to work.
        subject: How KSeF is told to know the signer.
        at: The aware instant of signing.

    Returns:
        What was found; no finding holds an identifier. Often nothing: a seal with the
        NIP of its context logs in as the owner.
    """
    by_name = subject is SubjectType.CERTIFICATE_SUBJECT
    found = [*_time(certificate, at)]
    if not by_name:
        return (*found, _by_fingerprint(certificate))
    named = certificate.subject  # read from the certificate at each access
    if context.type is ContextType.PEPPOL_ID:
        return (*found, *_provider(named, context))
    if context.type is ContextType.NIP_VAT_UE:
        found.append(_VAT_UE)
    if named.names_a_person:
        return (*found, _person(named))
    return (*found, *_entity(certificate, context))


def _time(certificate: SealCertificate, at: datetime) -> tuple[Finding, ...]:
    if certificate.valid_at(at):
        return ()
    return (
        Finding(
            "ksef.login.certificate_not_valid",
            Severity.ERROR,
            "Certyfikat nie jest w tej chwili ważny.",
            "certificate",
        ),
    )


def _by_fingerprint(certificate: SealCertificate) -> Finding:
    if read_loosely(certificate.organization_identifier) is not None:
        return Finding(
            "ksef.login.fingerprint_of_seal",
            Severity.WARNING,
            "by_fingerprint: pieczęć ma NIP, a zaloguje się odciskiem, więc nie jako"
            " właściciel. Bez uprawnienia nadanego temu odciskowi KSeF odmówi (415):"
            " usuń by_fingerprint.",
            "subject",
        )
    return Finding(
        "ksef.login.by_fingerprint",
        Severity.INFO,
        "KSeF rozpozna certyfikat po odcisku: uprawnienia muszą być nadane właśnie temu"
        " odciskowi, a po odnowieniu certyfikatu trzeba je nadać od nowa.",
        "subject",
    )


def _provider(named: Name, context: ContextId) -> tuple[Finding, ...]:
    if context.reveal() in named.values(_COMMON_NAME):
        return ()
    return (
        Finding(
            "ksef.login.peppol_of_another",
            Severity.WARNING,
            "Certyfikat nie ma w nazwie (CN) identyfikatora Peppol tego kontekstu.",
            "certificate",
        ),
    )


def _person(named: Name) -> Finding:
    """Judge a certificate that names a person: no seal, whatever else it holds."""
    texts = named.values(_SERIAL_NUMBER)
    if any(each.search(str(text)) for text in texts for each in _PERSON):
        return Finding(
            "ksef.login.person",
            Severity.WARNING,
            "Imię lub nazwisko w certyfikacie: KSeF zaloguje osobę, a nie urząd,"
            " z jej własnymi uprawnieniami w tym kontekście.",
            "certificate",
        )
    return Finding(
        "ksef.login.person_in_seal",
        Severity.ERROR,
        "Imię lub nazwisko w certyfikacie: KSeF nie uzna go za pieczęć, a numeru PESEL"
        " ani NIP osoby w nim nie znajdzie.",
        "certificate",
    )


def _entity(certificate: SealCertificate, context: ContextId) -> tuple[Finding, ...]:
    identifier = certificate.organization_identifier
    read = read_loosely(identifier)
    strict = identifier.nip if identifier else None
    if read is None:
        return (
            Finding(
                "ksef.login.no_nip",
                Severity.ERROR,
                "KSeF nie odczyta z certyfikatu żadnego NIP (np. numer z KRS, NTRPL):"
                " taka pieczęć loguje się tylko odciskiem, zgłoszonym w ZAW-FA.",
                "certificate",
            ),
        )
    found = []
    if strict is None or strict.reveal() != read:
        found.append(
            Finding(
                "ksef.login.nip_read_loosely",
                Severity.WARNING,
                "KSeF odczyta z organizationIdentifier inny NIP, niż wynika z jego"
                " budowy; zaloguje podmiot o tym innym numerze.",
                "certificate",
            )
        )
    if context.type is ContextType.NIP and context.reveal() != read:
        found.append(
            Finding(
                "ksef.login.nip_of_another",
                Severity.WARNING,
                "Pieczęć ma inny NIP niż kontekst: zaloguje się nie właściciel, lecz"
                " podmiot, któremu w tym kontekście nadano uprawnienie.",
                "context",
            )
        )
    if context.type is ContextType.INTERNAL_ID:
        found.append(_unit(context, read))
    return tuple(found)


def _unit(context: ContextId, read: str) -> Finding:
    if context.reveal().startswith(read):
        return Finding(
            "ksef.login.own_unit",
            Severity.INFO,
            "To kontekst jednostki urzędu: prawa właściciela nie przechodzą na nią;"
            " potrzebne jest uprawnienie nadane w tej jednostce.",
            "context",
        )
    return Finding(
        "ksef.login.unit_of_another",
        Severity.WARNING,
        "Identyfikator wewnętrzny zaczyna się od innego NIP niż NIP pieczęci.",
        "context",
    )
