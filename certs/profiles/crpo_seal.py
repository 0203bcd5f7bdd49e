"""What a seal needs to be registered for API CRPO: attributes, or the certificate.

Source: podatki.gov.pl, "API CRPO dla JST" (16.04.2024): serial number in decimal,
all of the issuer, validity. What the Head of KAS compares is not published.
"""

from typing import Final

from certs.model import SealCertificate
from certs.profiles.clause import Answer, Clause, no_person, unless

_SOURCE: Final = "podatki.gov.pl, API CRPO dla JST (16.04.2024)"
_KEYS: Final = frozenset({"P-256", "P-384"})
_MIN_RSA_BITS: Final = 2048


def _key(seal: SealCertificate) -> Answer:
    kind, _, size = seal.key.partition("-")
    fits = seal.key in _KEYS or (kind == "RSA" and int(size) >= _MIN_RSA_BITS)
    return unless(fits, Answer.ERROR)


def _issuer_in_text(seal: SealCertificate) -> Answer:
    texts = [isinstance(each.value, str) for rdn in seal.issuer.rdns for each in rdn]
    return unless(bool(texts) and all(texts), Answer.WARNING)


CLAUSES: Final = (
    Clause(
        "certs.crpo_seal.no_person",
        _SOURCE,
        "Certyfikat zawiera imię lub nazwisko: to certyfikat osoby, nie pieczęć.",
        no_person,
    ),
    Clause(
        "certs.crpo_seal.key",
        _SOURCE,
        "Klucz nie jest RSA od 2048 bitów ani ECDSA P-256 lub P-384.",
        _key,
    ),
    Clause(
        "certs.crpo_seal.issuer_in_text",
        _SOURCE,
        "Części danych wystawcy nie da się zapisać tekstem: do pisma dołącz PEM.",
        _issuer_in_text,
    ),
)
