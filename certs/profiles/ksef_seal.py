"""What KSeF 2.0 asks of a seal that logs in.

Source: ksef-docs, auth/podpis-xades.md at d92d285. KSeF finds the NIP with a loose
pattern; where a strict reading differs from it, we say so.
"""

import re
from typing import Final

from certs.model import (
    OrganizationIdentifier,
    OrganizationScheme,
    SealCertificate,
)
from certs.names import ORGANIZATION_IDENTIFIER
from certs.profiles.clause import Answer, Clause, has, no_person, unless
from vocabulary.identifiers import Nip

_SOURCE: Final = "ksef-docs, auth/podpis-xades.md (d92d285)"
_LOOSE: Final = re.compile(r"(VATPL).*?(?P<identifier>\d{10})", re.ASCII)
_WHOSE: Final = (
    "Pieczęć zaloguje podmiot o NIP z certyfikatu: w KSeF właścicielem jest gmina;"
    " z NIP urzędu nie zadziała w kontekście gminy. W CRPO liczy się pieczęć,"
    " którą zgłoszono Szefowi KAS."
)


def _attributes(seal: SealCertificate) -> Answer:
    held = has(seal, "2.5.4.10", ORGANIZATION_IDENTIFIER, "2.5.4.3", "2.5.4.6")
    return unless(held, Answer.ERROR)


def read_loosely(found: OrganizationIdentifier | None) -> str | None:
    """Give the ten digits that KSeF takes for a seal's NIP, in clear; None: none.

    A strict reading is `OrganizationIdentifier.nip`; where the two differ, KSeF knows
    the seal by another number than its structure says.
    """
    loose = _LOOSE.search(found.text) if found else None
    return loose["identifier"] if loose else None


def _strict(seal: SealCertificate) -> Answer:
    found = seal.organization_identifier
    strict = found.nip.reveal() if found and found.nip else None
    return unless(read_loosely(found) == strict, Answer.WARNING)


def _by_fingerprint(seal: SealCertificate) -> Answer:
    found = seal.organization_identifier
    if found is None or found.scheme is OrganizationScheme.VATPL:
        return Answer.NOT_APPLICABLE
    return Answer.WARNING


def _qualified_or_of_ksef(seal: SealCertificate) -> Answer:
    return unless(seal.claims_qualified or names_ksef(seal), Answer.WARNING)


def _of_ksef(seal: SealCertificate) -> Answer:
    if seal.claims_qualified:
        return Answer.NOT_APPLICABLE
    return Answer.NOTICE if names_ksef(seal) else Answer.NOT_APPLICABLE


def names_ksef(seal: SealCertificate) -> bool:
    """Tell whether the issuer calls itself as KSeF's authorities do; proves nothing."""
    names = seal.issuer.values("2.5.4.3")
    return any(str(each).endswith("CCK KSeF") for each in names)


CLAUSES: Final = (
    Clause(
        "certs.ksef_seal.qualified_or_of_ksef",
        _SOURCE,
        "KSeF przyjmuje pieczęć kwalifikowaną albo certyfikat, który sam wydał;"
        " ten nie podaje się za żaden z nich (środowisko testowe przyjmie każdy).",
        _qualified_or_of_ksef,
    ),
    Clause(
        "certs.ksef_seal.of_ksef",
        _SOURCE,
        "Według nazwy wystawcy to certyfikat wydany przez KSeF: działa tylko w KSeF,"
        " kwalifikowany nie musi być.",
        _of_ksef,
    ),
    Clause(
        "certs.ksef_seal.attributes",
        _SOURCE,
        "W podmiocie brakuje O, CN, C albo organizationIdentifier (2.5.4.97).",
        _attributes,
    ),
    Clause(
        "certs.ksef_seal.no_person",
        _SOURCE,
        "Imię lub nazwisko w certyfikacie: KSeF nie uzna go za pieczęć.",
        no_person,
    ),
    Clause(
        "certs.ksef_seal.strict_vatpl",
        _SOURCE,
        "KSeF odczyta z organizationIdentifier inny NIP, niż wynika z jego budowy.",
        _strict,
    ),
    Clause(
        "certs.ksef_seal.fingerprint",
        _SOURCE,
        "Bez VATPL KSeF rozpozna pieczęć tylko po odcisku (zawiadomienie ZAW-FA).",
        _by_fingerprint,
    ),
)


def nip_clauses(office: Nip | None) -> tuple[Clause, ...]:
    """Make the checks of whose NIP a seal holds; they say in which system it works.

    Args:
        office: The NIP of the office (urząd), which is not the gmina's; None where it
            is not known.
    """

    def has_nip(seal: SealCertificate) -> Answer:
        return Answer.NOTICE if seal.nip else Answer.NOT_APPLICABLE

    def has_that_of_the_office(seal: SealCertificate) -> Answer:
        is_it = bool(seal.nip and seal.nip == office)
        return Answer.WARNING if is_it else Answer.NOT_APPLICABLE

    def has_another(seal: SealCertificate) -> Answer:
        is_other = bool(seal.nip and seal.nip != office)
        return Answer.NOTICE if is_other else Answer.NOT_APPLICABLE

    if office is None:
        return (Clause("certs.ksef_seal.whose_nip", _SOURCE, _WHOSE, has_nip),)
    return (
        Clause(
            "certs.ksef_seal.nip_of_the_office",
            _SOURCE,
            "Pieczęć ma NIP urzędu z ustawień: w KSeF zaloguje urząd, a właścicielem"
            " jest tam gmina. W CRPO liczy się pieczęć, którą zgłoszono Szefowi KAS.",
            has_that_of_the_office,
        ),
        Clause(
            "certs.ksef_seal.another_nip",
            _SOURCE,
            "Pieczęć ma inny NIP niż urząd w ustawieniach: jeżeli to NIP gminy, w KSeF"
            " zaloguje gminę. W CRPO liczy się pieczęć, którą zgłoszono Szefowi KAS.",
            has_another,
        ),
    )
