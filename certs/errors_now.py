"""The errors of judging a certificate now: of its path, and of statements about it.

Base class and the other errors: certs.errors.
"""

from enum import StrEnum

from certs.errors import CertsError


class Broken(StrEnum):
    """Why a path does not hold; the value is a stable word."""

    UNREADABLE = "unreadable"
    NOT_YET = "not_yet_valid"
    EXPIRED = "expired"
    NAME = "name"
    SIGNATURE = "signature"
    ALGORITHMS = "algorithms_differ"
    NO_AUTHORITY = "not_an_authority"
    KEY_USAGE = "key_usage"
    PATH_LENGTH = "path_length"
    NAME_CONSTRAINTS = "name_constraints"
    CRITICAL = "critical_extension"
    EXTENSION = "broken_extension"
    TWICE = "extension_twice"
    WEAK_KEY = "weak_key"


_BROKEN = {
    Broken.UNREADABLE: "certyfikat jest nieczytelny",
    Broken.NOT_YET: "certyfikat nie był jeszcze ważny",
    Broken.EXPIRED: "certyfikat stracił ważność",
    Broken.NAME: "nazwa wystawcy nie zgadza się z nazwą jego certyfikatu",
    Broken.SIGNATURE: "podpis wystawcy pod certyfikatem jest nieprawdziwy",
    Broken.ALGORITHMS: "certyfikat podaje dwa różne algorytmy podpisu",
    Broken.NO_AUTHORITY: "wystawca nie jest urzędem certyfikacji",
    Broken.KEY_USAGE: "klucz wystawcy nie służy do wystawiania certyfikatów",
    Broken.PATH_LENGTH: "łańcuch jest dłuższy, niż wystawca pozwala",
    Broken.NAME_CONSTRAINTS: "wystawca ogranicza nazwy, czego program nie sprawdza",
    Broken.CRITICAL: "certyfikat ma krytyczne rozszerzenie, którego program nie zna",
    Broken.EXTENSION: "rozszerzenie certyfikatu jest uszkodzone",
    Broken.TWICE: "certyfikat ma to samo rozszerzenie dwa razy",
    Broken.WEAK_KEY: "klucz wystawcy jest za słaby",
}


class PathRefused(CertsError):
    """A path of certificates does not hold; nothing above the leaf vouches for it.

    Attributes:
        reason: Why not, in one word.
        depth: Which certificate it is about: 0 the leaf, 1 its issuer, ...
    """

    code = "certs.path_refused"
    hint = "Podaj certyfikaty wystawców (--issuer) i polską listę zaufania."

    def __init__(self, reason: Broken, depth: int = 0) -> None:
        super().__init__(f"path refused at certificate {depth}: {reason}")
        self.reason = reason
        self.depth = depth

    @property
    def polish(self) -> str:
        """Say the reason in Polish, for the person who asked."""
        return _BROKEN[self.reason]


class Unproved(StrEnum):
    """Why a statement about revocation proves nothing; the value is a stable word."""

    TOO_BIG = "too_big"
    UNREADABLE = "unreadable"
    HTML = "html"
    TRY_LATER = "try_later"
    UNAUTHORIZED = "unauthorized"
    REFUSED = "responder_refused"
    OTHER_CERTIFICATE = "other_certificate"
    OTHER_ISSUER = "other_issuer"
    SIGNER = "wrong_signer"
    SIGNATURE = "signature"
    NOT_FOR_THIS = "signer_not_for_this"
    SIGNER_EXPIRED = "signer_expired"
    FUTURE = "from_the_future"
    STALE = "stale"
    NO_END = "no_next_update"
    NONCE = "nonce"
    CRITICAL = "critical_extension"
    INDIRECT = "indirect"
    DELTA = "delta"
    PARTIAL = "partial"
    AFTER_EXPIRY = "after_expiry"
    ENTRY = "odd_entry"


_UNPROVED = {
    Unproved.TOO_BIG: "odpowiedź jest za duża",
    Unproved.UNREADABLE: "to nie jest czytelna lista CRL ani odpowiedź OCSP",
    Unproved.HTML: "to jest strona HTML, a nie lista CRL ani odpowiedź OCSP",
    Unproved.TRY_LATER: "serwer OCSP prosi, by zapytać później",
    Unproved.UNAUTHORIZED: "serwer OCSP nie odpowiada na pytania o ten certyfikat",
    Unproved.REFUSED: "serwer OCSP odmówił odpowiedzi",
    Unproved.OTHER_CERTIFICATE: "odpowiedź dotyczy innego certyfikatu",
    Unproved.OTHER_ISSUER: "listę CRL wydał ktoś inny niż wystawca certyfikatu",
    Unproved.SIGNER: "podpisał to ktoś, kogo wystawca do tego nie upoważnił",
    Unproved.SIGNATURE: "podpis jest nieprawdziwy albo w dawnym algorytmie (SHA-1)",
    Unproved.NOT_FOR_THIS: "klucz podpisującego nie służy do takich podpisów",
    Unproved.SIGNER_EXPIRED: "certyfikat podpisującego nie był wtedy ważny",
    Unproved.FUTURE: "jest datowana w przyszłości (sprawdź zegar)",
    Unproved.STALE: "jest nieaktualna na ten dzień",
    Unproved.NO_END: "nie podaje, do kiedy jest aktualna",
    Unproved.NONCE: "odpowiada na inne zapytanie (nonce)",
    Unproved.CRITICAL: "ma krytyczne rozszerzenie, którego program nie zna",
    Unproved.INDIRECT: "to lista pośrednia (indirect CRL), której program nie czyta",
    Unproved.DELTA: "to lista różnicowa (delta CRL), której program nie czyta",
    Unproved.PARTIAL: "lista CRL nie obejmuje tego certyfikatu",
    Unproved.AFTER_EXPIRY: "wydano ją po końcu ważności certyfikatu i nic nie dowodzi",
    Unproved.ENTRY: "wpis o tym certyfikacie jest niedozwolony",
}


class StatementRejected(CertsError):
    """A revocation list or an OCSP response proves nothing about the certificate.

    Attributes:
        reason: Why not, in one word.
    """

    code = "certs.statement_rejected"
    hint = "Pobierz świeżą listę CRL albo odpowiedź OCSP od wystawcy certyfikatu."

    def __init__(self, reason: Unproved) -> None:
        super().__init__(f"statement about revocation rejected: {reason}")
        self.reason = reason

    @property
    def polish(self) -> str:
        """Say the reason in Polish, for the person who asked."""
        return _UNPROVED[self.reason]
