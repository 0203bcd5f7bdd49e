"""Every error of certs; the class tells what has happened in the world.

    CertsError
    + CertificateUnreadable   bytes are no certificate; nothing was done with them
    + KeyRefused              a key was not taken into use; nothing was signed
    + SigningRefused          a document was not signed
    + SelfCheckFailed         a signature of ours does not verify; it is kept back
    + SignatureInvalid        a document proves nothing; none of it was handed out
    + TokenRefused            a token did not do what it was asked (certs.token_errors)
    + NameRefused             a name was not written (certs.name_errors)
    + TrustedListRejected     a trusted list is none, or nobody we know signed it

`reason` is a stable word, `polish` says it to the person at the desk. No message
holds a passphrase, a key, or a part of the document.
"""

from enum import StrEnum

from certs.rejection import Rejection
from vocabulary.errors import ToolkitError


class CertsError(ToolkitError):
    """Base class; only its subclasses are raised."""

    code = "certs.error"


class Unreadable(StrEnum):
    """Why bytes are no certificate; the value is a stable word."""

    TOO_BIG = "too_big"
    CERTIFICATE_TOO_BIG = "certificate_too_big"
    EMPTY = "empty"
    NO_CERTIFICATE = "no_certificate"
    BROKEN_PEM = "broken_pem"
    BROKEN_DER = "broken_der"
    PASSWORD = "password"  # noqa: S105 - a reason, not a password
    KEY_DERIVATION = "key_derivation"
    PUBLIC_KEY = "public_key"
    SERIAL = "serial"
    SEVERAL_LEAVES = "several_leaves"
    NO_LEAF = "no_leaf"
    HTML = "html"
    REQUEST = "request"
    PRIVATE_KEY = "private_key"
    BARE_PUBLIC_KEY = "bare_public_key"
    REVOCATION_LIST = "revocation_list"
    JAVA_STORE = "java_store"
    NOT_SIGNED_BY = "not_signed_by"


_UNREADABLE = {
    Unreadable.TOO_BIG: "plik jest za duży jak na certyfikat (limit 1 MiB)",
    Unreadable.CERTIFICATE_TOO_BIG: "certyfikat jest za duży (limit 64 KiB)",
    Unreadable.EMPTY: "plik jest pusty",
    Unreadable.NO_CERTIFICATE: "w pliku nie ma certyfikatu",
    Unreadable.BROKEN_PEM: "zapis PEM jest uszkodzony albo niepełny",
    Unreadable.BROKEN_DER: "zawartość certyfikatu jest uszkodzona",
    Unreadable.PASSWORD: "hasło nie pasuje albo plik jest uszkodzony",
    Unreadable.KEY_DERIVATION: "sprawdzenie hasła pliku trwałoby zbyt długo",
    Unreadable.PUBLIC_KEY: "certyfikat ma klucz nieznanego rodzaju",
    Unreadable.SERIAL: "numer seryjny jest za długi (limit 64 bajtów)",
    Unreadable.SEVERAL_LEAVES: "w pliku są co najmniej dwa certyfikaty końcowe",
    Unreadable.NO_LEAF: "żaden certyfikat w pliku nie jest tym, o który chodzi",
    Unreadable.HTML: "to jest strona HTML, a nie certyfikat (zapisano stronę WWW?)",
    Unreadable.REQUEST: "to jest wniosek o certyfikat (CSR), a nie certyfikat",
    Unreadable.PRIVATE_KEY: "w pliku jest tylko klucz prywatny, bez certyfikatu",
    Unreadable.BARE_PUBLIC_KEY: "w pliku jest tylko klucz publiczny, bez certyfikatu",
    Unreadable.REVOCATION_LIST: "to jest lista CRL, a nie certyfikat",
    Unreadable.NOT_SIGNED_BY: "tego certyfikatu nie podpisano tym kluczem",
    Unreadable.JAVA_STORE: "to jest magazyn kluczy Javy (JKS); wyeksportuj certyfikat",
}


class CertificateUnreadable(CertsError, ValueError):
    """Bytes could not be read as the certificate that was asked for.

    Attributes:
        reason: Why not, in one word.
        numbers: For `several_leaves`, which certificates of the file, from 1.
    """

    code = "certs.certificate_unreadable"
    hint = (
        "Wskaż certyfikat pieczęci wyeksportowany jako PEM (.pem, .crt), DER (.cer)"
        " albo PKCS#12 (.p12, .pfx)."
    )

    def __init__(
        self, reason: Unreadable, detail: str = "", *, numbers: tuple[int, ...] = ()
    ) -> None:
        super().__init__(f"certificate unreadable: {reason}{detail and f': {detail}'}")
        self.reason = reason
        self.numbers = numbers

    @property
    def polish(self) -> str:
        """Say the reason in Polish, for the person who chose the file."""
        return _UNREADABLE[self.reason]


class KeyFault(StrEnum):
    """Why a key was not taken into use; the value is a stable word."""

    FILE = "file"
    READABLE_BY_OTHERS = "readable_by_others"
    TOO_BIG = "too_big"
    NO_KEY = "no_key"
    SEVERAL_KEYS = "several_keys"
    UNREADABLE = "unreadable"
    PASSPHRASE = "passphrase"  # noqa: S105 - a reason, not a passphrase
    KEY_DERIVATION = "key_derivation"
    KIND = "kind"
    TOO_WEAK = "too_weak"
    MISMATCH = "mismatch"


_KEY_FAULT = {
    KeyFault.FILE: "nie można otworzyć pliku klucza, hasła lub PIN-u",
    KeyFault.READABLE_BY_OTHERS: "plik klucza, hasła lub PIN-u mogą czytać inni",
    KeyFault.TOO_BIG: "plik klucza lub hasła jest za duży",
    KeyFault.NO_KEY: "w pliku nie ma klucza prywatnego",
    KeyFault.SEVERAL_KEYS: "w pliku jest więcej niż jeden klucz prywatny",
    KeyFault.UNREADABLE: "nie można odczytać klucza prywatnego",
    KeyFault.PASSPHRASE: "brak hasła, hasło nie pasuje albo plik jest uszkodzony",
    KeyFault.KEY_DERIVATION: "sprawdzenie hasła klucza trwałoby zbyt długo",
    KeyFault.KIND: "rodzaj klucza nie jest obsługiwany (RSA, ECDSA P-256, P-384)",
    KeyFault.TOO_WEAK: "klucz RSA jest krótszy niż 2048 bitów",
    KeyFault.MISMATCH: "klucz prywatny nie należy do tego certyfikatu",
}


class KeyRefused(CertsError):
    """A signing key was not taken into use; nothing was signed with it.

    Attributes:
        reason: Why not, in one word.
    """

    code = "certs.key_refused"
    hint = "Sprawdź wskazany plik klucza, jego hasło i certyfikat (docs/signing.md)."

    def __init__(self, reason: KeyFault) -> None:
        super().__init__(f"signing key refused: {reason}")
        self.reason = reason

    @property
    def polish(self) -> str:
        """Say the reason in Polish, for the person who set the key up."""
        return _KEY_FAULT[self.reason]


class Unsignable(StrEnum):
    """Why a document was not signed; the value is a stable word."""

    CERTIFICATE_TIME = "certificate_time"
    ALREADY_SIGNED = "already_signed"
    CONTENT = "content"
    TOO_BIG = "too_big"


_UNSIGNABLE = {
    Unsignable.CERTIFICATE_TIME: "certyfikat pieczęci nie jest w tej chwili ważny",
    Unsignable.ALREADY_SIGNED: "dokument ma już podpis",
    Unsignable.CONTENT: "dokumentu o takiej budowie nie dałoby się sprawdzić",
    Unsignable.TOO_BIG: "dokument z podpisem byłby za duży (limit 1 MiB)",
}


class SigningRefused(CertsError):
    """A document was not signed: it, or the certificate, is not fit for it.

    Attributes:
        reason: Why not, in one word.
    """

    code = "certs.signing_refused"
    hint = "Sprawdź okres ważności certyfikatu pieczęci i budowę dokumentu."

    def __init__(self, reason: Unsignable, detail: str = "") -> None:
        super().__init__(f"not signed: {reason}{detail and f': {detail}'}")
        self.reason = reason

    @property
    def polish(self) -> str:
        """Say the reason in Polish, for the person who chose document and seal."""
        return _UNSIGNABLE[self.reason]


class SelfCheckFailed(CertsError):
    """A signature of ours does not verify; it was not handed out."""

    code = "certs.self_check_failed"
    hint = "Klucz lub token podpisuje niepoprawnie. Nie używaj go; zgłoś to wydawcy."


class SignatureInvalid(CertsError):
    """A document proves nothing: use no part of it.

    Attributes:
        reason: Why not, in one word.
    """

    code = "certs.signature_invalid"
    hint = "Nie używaj treści tego dokumentu. Zachowaj go i zgłoś administratorowi."

    def __init__(self, reason: Rejection, detail: str = "") -> None:
        super().__init__(f"signature rejected: {reason}{detail and f': {detail}'}")
        self.reason = reason

    @property
    def polish(self) -> str:
        """Say the reason in Polish, for the person who reads the outcome."""
        return self.reason.polish


class Untrusted(StrEnum):
    """Why a trusted list was not used; the value is a stable word."""

    TOO_BIG = "too_big"
    NOT_XML = "not_xml"
    NOT_A_LIST = "not_a_list"
    UNKNOWN_SIGNER = "unknown_signer"
    SIGNATURE = "signature"


_UNTRUSTED = {
    Untrusted.TOO_BIG: "plik jest za duży jak na listę zaufania (limit 8 MiB)",
    Untrusted.NOT_XML: "to nie jest poprawny dokument XML",
    Untrusted.NOT_A_LIST: "to nie jest polska lista zaufania (TSL) w wersji 5 lub 6",
    Untrusted.UNKNOWN_SIGNER: "listę podpisał ktoś inny niż znany operator",
    Untrusted.SIGNATURE: "podpis listy zaufania jest nieprawdziwy",
}


class TrustedListRejected(CertsError):
    """A trusted list was not used, and nothing was judged by it.

    Attributes:
        reason: Why not, in one word.
    """

    code = "certs.trusted_list_rejected"
    hint = (
        "Pobierz polską listę zaufania ze strony jej operatora (nccert.pl) i wskaż"
        " niezmieniony plik XML."
    )

    def __init__(self, reason: Untrusted) -> None:
        super().__init__(f"trusted list rejected: {reason}")
        self.reason = reason

    @property
    def polish(self) -> str:
        """Say the reason in Polish, for the person who chose the list."""
        return _UNTRUSTED[self.reason]
