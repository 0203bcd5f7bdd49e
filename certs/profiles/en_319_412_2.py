"""ETSI EN 319 412-2: what part 3 takes over for legal persons.

An answer weighs what a clause means for using the seal, not how strongly the standard
words it: a missing address hinders a verifier, and does not make it another's seal.
"""

from collections.abc import Iterable
from typing import Final

from certs.extensions import POLICIES
from certs.model import SealCertificate
from certs.profiles.clause import Answer, Clause, unless

_SIGNATURE, _COMMITMENT = "digitalSignature", "nonRepudiation"
_EXCHANGE: Final = frozenset({"keyAgreement", "keyEncipherment"})
# Table 1, types A to F; D, E and F have one of the two bits for key exchange.
_TYPES: Final = frozenset(
    {
        frozenset({_COMMITMENT}),
        frozenset({_COMMITMENT, _SIGNATURE}),
        frozenset({_SIGNATURE}),
        *(frozenset({_SIGNATURE, each}) for each in _EXCHANGE),
        *(frozenset({each}) for each in _EXCHANGE),
        *(frozenset({_COMMITMENT, _SIGNATURE, each}) for each in _EXCHANGE),
    }
)
# C, O, CN; organizationIdentifier too, but not of authorities from before it.
_OF_ISSUER: Final = ("2.5.4.6", "2.5.4.10", "2.5.4.3")
_EU_POLICIES: Final = "0.4.0.194112.1."


def _begin(addresses: Iterable[str], *schemes: str) -> bool:
    return any(each.lower().startswith(schemes) for each in addresses)


def _issuer(seal: SealCertificate) -> Answer:
    held = all(seal.issuer.values(each) for each in _OF_ISSUER)
    return unless(held, Answer.WARNING)


def _usage(seal: SealCertificate) -> Answer:
    return unless(frozenset(seal.extensions.key_usage or ()) in _TYPES, Answer.WARNING)


def _policies_not_critical(seal: SealCertificate) -> Answer:
    return unless((POLICIES, True) not in seal.extensions.present, Answer.NOTICE)


def _policies(seal: SealCertificate) -> Answer:
    return unless(bool(seal.extensions.policies), Answer.WARNING)


def _revocation(seal: SealCertificate) -> Answer:
    held = seal.extensions
    return unless(
        bool(held.crl) or _begin(held.ocsp, "http://", "https://"), Answer.WARNING
    )


def _crl_in_http(seal: SealCertificate) -> Answer:
    if not seal.extensions.crl:
        return Answer.NOT_APPLICABLE
    return unless(_begin(seal.extensions.crl, "http://", "ldap://"), Answer.NOTICE)


def _issuer_address(seal: SealCertificate) -> Answer:
    held = seal.extensions.ca_issuers
    return unless(_begin(held, "http://", "https://"), Answer.NOTICE)


def _eu_policy(seal: SealCertificate) -> Answer:
    if not seal.claims_qualified:
        return Answer.NOT_APPLICABLE
    policies = seal.extensions.policies
    found = [each for each in policies if each.startswith(_EU_POLICIES)]
    return unless(len(found) == 1, Answer.NOTICE)


CLAUSES: Final = (
    Clause(
        "certs.en_319_412_2.gen_4_2_3_1_2.issuer",
        "ETSI EN 319 412-2, GEN-4.2.3.1-2",
        "W danych wystawcy brakuje C, O albo CN.",
        _issuer,
    ),
    Clause(
        "certs.en_319_412_2.nat_4_3_2_1.key_usage",
        "ETSI EN 319 412-2, NAT-4.3.2-1",
        "Użycia klucza brak albo nie jest żadnym z typów od A do F.",
        _usage,
    ),
    Clause(
        "certs.en_319_412_2.gen_4_3_3_1.policies_not_critical",
        "ETSI EN 319 412-2, GEN-4.3.3-1",
        "Polityki certyfikatu są oznaczone jako krytyczne.",
        _policies_not_critical,
    ),
    Clause(
        "certs.en_319_412_2.gen_4_3_3_2.policies",
        "ETSI EN 319 412-2, GEN-4.3.3-2",
        "Certyfikat nie podaje polityki, według której go wydano.",
        _policies,
    ),
    Clause(
        "certs.en_319_412_2.gen_4_3_11_2.revocation",
        "ETSI EN 319 412-2, GEN-4.3.11-2",
        "Certyfikat nie mówi, gdzie sprawdzić unieważnienie (ani CRL, ani OCSP).",
        _revocation,
    ),
    Clause(
        "certs.en_319_412_2.gen_4_3_11_4.crl_in_http",
        "ETSI EN 319 412-2, GEN-4.3.11-4",
        "Lista CRL nie ma adresu http:// ani ldap://.",
        _crl_in_http,
    ),
    Clause(
        "certs.en_319_412_2.gen_4_4_1_3.issuer_address",
        "ETSI EN 319 412-2, GEN-4.4.1-3, GEN-4.4.1-4",
        "Certyfikat nie mówi, skąd pobrać certyfikat wystawcy.",
        _issuer_address,
    ),
    Clause(
        "certs.en_319_412_2.qcs_5_2_1.eu_policy",
        "ETSI EN 319 412-2, QCS-5.2-1",
        "Certyfikat nie podaje dokładnie jednej polityki UE (0.4.0.194112.1.…).",
        _eu_policy,
    ),
)
