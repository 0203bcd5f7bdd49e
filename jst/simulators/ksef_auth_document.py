"""Read an AuthTokenRequest: verified first, then held against the schema by hand.

    bytes -> 1 readable -> 2 signature -> 3 schema 2.0 or 2.1 -> what is asked

The published schemas are not used: 2.0 does not compile in libxml2 and 2.1 refuses
valid contexts (facts/ksef-api.md, 2.2). What they mean is checked here.
"""

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lxml import etree

from certs.errors import SignatureInvalid
from certs.rejection import Rejection
from certs.verify import verify_xades
from jst.simulators.ksef_ips import IpPolicy
from jst.simulators.ksef_names import SHAPES, Ident
from jst.simulators.ksef_problems import Problem, refused

_SPACES: Final = tuple(
    f"http://ksef.mf.gov.pl/auth/token/{each}" for each in ("2.0", "2.1")
)
_CHALLENGE: Final = re.compile(r"\d{8}-CR-[A-F0-9]{10}-[A-F0-9]{10}-[A-F0-9]{2}")
_CONTEXTS: Final = ("Nip", "InternalId", "NipVatUe", "PeppolId")
# What the schema's order of steps makes of a refusal of ours; the rest is 9105.
_CODES: Final = MappingProxyType(
    {
        Rejection.NOT_XML: 21001,
        Rejection.TOO_BIG: 21001,
        Rejection.ENCODING: 21217,
        Rejection.DTD: 9101,
        Rejection.COMMENT: 9101,
        Rejection.TOO_COMPLEX: 9101,
        Rejection.DUPLICATE_ID: 9101,
        Rejection.NAMESPACE: 9101,
        Rejection.NO_SIGNATURE: 9102,
        Rejection.SEVERAL_SIGNATURES: 9103,
        Rejection.CERTIFICATE: 21115,
        Rejection.CERTIFICATE_TIME: 21115,
        Rejection.KEY: 21115,
    }
)


@dataclass(frozen=True, slots=True)
class AuthRequest:
    """What a signed AuthTokenRequest asks for.

    Attributes:
        challenge: The one that was given out.
        context: In which to work.
        by_fingerprint: Whether the fingerprint of the certificate counts, not its name.
        policy: From where; None for anywhere.
        signer_der: Certificate of the signer; its signature is verified.
    """

    challenge: str
    context: Ident
    by_fingerprint: bool
    policy: IpPolicy | None
    signer_der: bytes


def read_request(document: bytes) -> AuthRequest:
    """Verify the signature of a document and read it.

    Raises:
        Problem: 400 with the code of what is wrong.
    """
    try:
        # Whose chain is trusted is judged later, as in KSeF (status 460).
        verified = verify_xades(document, trusted=None)
    except SignatureInvalid as wrong:
        raise refused(_CODES.get(wrong.reason, 9105)) from wrong
    root = verified.element
    tag = etree.QName(root)
    if tag.localname != "AuthTokenRequest" or tag.namespace not in _SPACES:
        raise _off_schema("nieznany element główny lub przestrzeń nazw")
    return _read(root, verified.signer.der)


def _read(root: etree._Element, signer_der: bytes) -> AuthRequest:
    parts = _children(root)
    names = [name for name, _ in parts]
    expected = ["Challenge", "ContextIdentifier", "SubjectIdentifierType"]
    if names not in (expected, [*expected, "AuthorizationPolicy"]):
        raise _off_schema("niewłaściwe elementy lub ich kolejność")
    nodes = dict(parts)
    challenge = _text(nodes["Challenge"])
    if not _CHALLENGE.fullmatch(challenge):
        raise _off_schema("Challenge nie ma wymaganej postaci")
    how = _text(nodes["SubjectIdentifierType"])
    if how not in {"certificateSubject", "certificateFingerprint"}:
        raise _off_schema("nieznana wartość SubjectIdentifierType")
    policy = nodes.get("AuthorizationPolicy")
    return AuthRequest(
        challenge=challenge,
        context=_context(nodes["ContextIdentifier"]),
        by_fingerprint=how == "certificateFingerprint",
        policy=None if policy is None else _policy(policy),
        signer_der=signer_der,
    )


def _context(node: etree._Element) -> Ident:
    match _children(node):
        case [(kind, value)] if kind in _CONTEXTS:
            text = value.text or ""
            if not len(value) and SHAPES[kind].fullmatch(text):
                return Ident(kind, text)
            raise _off_schema(f"{kind} nie ma wymaganej postaci")
    raise _off_schema("ContextIdentifier ma mieć dokładnie jeden identyfikator")


def _policy(node: etree._Element) -> IpPolicy:
    match _children(node):
        case [("AllowedIps", allowed)]:
            listed = _children(allowed)
        case _:
            raise _off_schema("AuthorizationPolicy ma mieć AllowedIps")
    order = ["Ip4Address", "Ip4Range", "Ip4Mask"]
    names = [name for name, _ in listed]
    if not set(names) <= set(order) or names != sorted(names, key=order.index):
        raise _off_schema("niewłaściwe elementy AllowedIps lub ich kolejność")
    by_kind = {
        kind: [_text(each) for name, each in listed if name == kind] for kind in order
    }
    try:
        return IpPolicy.read(*by_kind.values())
    except ValueError as wrong:
        raise _off_schema(f"AllowedIps: {wrong}") from wrong


def _children(node: etree._Element) -> list[tuple[str, etree._Element]]:
    """Give the child elements by name; all of them stand in the root's name space."""
    space = etree.QName(node).namespace
    if (node.text or "").strip() or any((each.tail or "").strip() for each in node):
        raise _off_schema("tekst między elementami")
    if any(etree.QName(each).namespace != space for each in node):
        raise _off_schema("element z innej przestrzeni nazw")
    return [(etree.QName(each).localname, each) for each in node]


def _text(node: etree._Element) -> str:
    if len(node):
        raise _off_schema("element w miejscu tekstu")
    return " ".join((node.text or "").split())


def _off_schema(detail: str) -> Problem:
    return refused(21401, detail)
