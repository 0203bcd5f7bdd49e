r"""AuthTokenRequest: the document that a seal signs to log in. Pure.

    challenge, context, subject, policy -> 1 own rules -> 2 text -> what is to be signed

The rules are those of the Ministry's schemas, written out here: schema 2.0 does not
compile in libxml2 (`\b`), and 2.1 refuses every valid NipVatUe and PeppolId there
(`^` and `$` are letters in XSD). Neither has a place for the signature, so a document
is checked before it is signed. A real schema, where one is at hand, is held against
what is written here (tests/ksef/access/test_auth_request.py).

Source: schemat_auth_v2-0.xsd, schemat_auth_v2-1.xsd (CIRFMF/ksef-docs, d92d285).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ksef.access.context import ContextId, ContextType
from ksef.access.errors import RequestInvalid
from ksef.access.ip_policy import IpPolicy

if TYPE_CHECKING:
    from lxml import etree

NAMESPACE: Final = "http://ksef.mf.gov.pl/auth/token/"
_CHALLENGE: Final = re.compile(
    r"[0-9]{8}-CR-[A-F0-9]{10}-[A-F0-9]{10}-[A-F0-9]{2}", re.ASCII
)
_NIP: Final = "[1-9](?:[0-9][1-9]|[1-9][0-9])[0-9]{7}"
# The numbers of each state, as the schema has them (VIES, question 11).
_VAT_UE: Final = (
    "ATU[0-9]{8}|BE[01][0-9]{9}|BG[0-9]{9,10}|CY[0-9]{8}[A-Z]|CZ[0-9]{8,10}|DE[0-9]{9}"
    "|DK[0-9]{8}|EE[0-9]{9}|EL[0-9]{9}|ES(?:[A-Z][0-9]{8}|[0-9]{8}[A-Z]|[A-Z][0-9]{7}"
    "[A-Z])|FI[0-9]{8}|FR[A-Z0-9]{2}[0-9]{9}|HR[0-9]{11}|HU[0-9]{8}|IE(?:[0-9]{7}"
    "[A-Z]{2}|[0-9][A-Z0-9+*][0-9]{5}[A-Z])|IT[0-9]{11}|LT(?:[0-9]{9}|[0-9]{12})"
    "|LU[0-9]{8}|LV[0-9]{11}|MT[0-9]{8}|NL[A-Z0-9+*]{12}|PT[0-9]{9}|RO[0-9]{2,10}"
    "|SE[0-9]{12}|SI[0-9]{8}|SK[0-9]{10}|XI(?:[0-9]{9}|[0-9]{12}|(?:GD|HA)[0-9]{3})"
)
_VALUES: Final = {
    ContextType.NIP: re.compile(_NIP),
    ContextType.INTERNAL_ID: re.compile(f"{_NIP}-[0-9]{{5}}"),
    ContextType.NIP_VAT_UE: re.compile(f"{_NIP}-(?:{_VAT_UE})"),
    ContextType.PEPPOL_ID: re.compile("P[A-Z]{2}[0-9]{6}"),
}


class SchemaVersion(StrEnum):
    """Which of the two schemas the request is written by; both are accepted."""

    V2_0 = "2.0"
    V2_1 = "2.1"


class SubjectType(StrEnum):
    """How KSeF is to know whose certificate it is."""

    CERTIFICATE_SUBJECT = "certificateSubject"
    CERTIFICATE_FINGERPRINT = "certificateFingerprint"


class AuthRequestInvalid(RequestInvalid):
    """An AuthTokenRequest would break the Ministry's schema; nothing left us.

    Attributes:
        field: The element: `Challenge`, `ContextIdentifier`, `Version`.
    """

    code = "ksef.access.auth_request_invalid"
    hint = (
        "Żądania uwierzytelnienia nie wysłano. Sprawdź numer kontekstu; wyzwanie"
        " (challenge) pobierz na nowo."
    )

    def __init__(self, field: str) -> None:
        super().__init__(field, "not as the schema wants it")


def check_challenge(challenge: str) -> None:
    """Return when a text has the form of a challenge.

    Raises:
        AuthRequestInvalid: It has not.
    """
    if not _CHALLENGE.fullmatch(challenge):
        raise AuthRequestInvalid("Challenge")


def check_context(context: ContextId) -> None:
    """Return when a context's value fits the schema's own, narrower, pattern.

    Raises:
        AuthRequestInvalid: It does not: e.g. a VAT number that its state never issues.
    """
    if not _VALUES[context.type].fullmatch(context.reveal()):
        raise AuthRequestInvalid("ContextIdentifier")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthRequest:
    """One AuthTokenRequest; checked when made, and its context is masked.

    Attributes:
        challenge: As KSeF gave it, valid for ten minutes.
        context: Where the session is to work.
        subject: How the certificate names its owner.
        policy: From where the tokens may be used; None: from everywhere.
        version: Of the schema.
    """

    challenge: str
    context: ContextId
    subject: SubjectType = SubjectType.CERTIFICATE_SUBJECT
    policy: IpPolicy | None = None
    version: SchemaVersion = SchemaVersion.V2_1

    def __post_init__(self) -> None:
        check_challenge(self.challenge)
        check_context(self.context)
        if self.version not in set(SchemaVersion):
            raise AuthRequestInvalid("Version")

    def as_bytes(self) -> bytes:
        """Write the document in canonical form; it names an identifier in clear."""
        policy = "" if self.policy is None else self.policy.as_xml()
        # Every value has passed a pattern without `<`, `>`, `&`: none is escaped.
        return (
            f'<AuthTokenRequest xmlns="{NAMESPACE}{self.version}">'
            f"<Challenge>{self.challenge}</Challenge>"
            f"<ContextIdentifier><{self.context.type}>{self.context.reveal()}"
            f"</{self.context.type}></ContextIdentifier>"
            f"<SubjectIdentifierType>{self.subject}</SubjectIdentifierType>"
            f"{policy}</AuthTokenRequest>"
        ).encode("ascii")

    def as_element(self) -> "etree._Element":
        """Give the document as `certs.xades.sign` takes it."""
        from lxml import etree  # noqa: PLC0415 - only who logs in with a seal

        return etree.fromstring(self.as_bytes())
