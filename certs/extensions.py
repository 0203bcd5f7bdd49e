"""What the extensions of a certificate say, read when somebody asks.

One reader for every certificate, so that it does not show which of the two readers
read the rest; `cryptography` is the oracle in the tests. An extension that is broken
is named in `broken` and says nothing else: one bad notice must not hide the others.

Sources: RFC 5280, section 4.2; RFC 3739, section 3.2.6; ETSI EN 319 412-5 V2.3.1,
clauses 4.2 and 4.3 (QC statements).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from certs.der import (
    BIT_STRING,
    BOOLEAN,
    CONTEXT,
    OCTET_STRING,
    SEQUENCE,
    UNIVERSAL,
    Node,
    dotted,
    inside,
    nodes,
    parts_of,
    root,
    whole_number,
)

KEY_USAGE, BASIC_CONSTRAINTS = "2.5.29.15", "2.5.29.19"
POLICIES, AUTHORITY_KEY, SUBJECT_KEY = "2.5.29.32", "2.5.29.35", "2.5.29.14"
EXTENDED_USAGE: Final = "2.5.29.37"
CRL_POINTS, AUTHORITY_ACCESS = "2.5.29.31", "1.3.6.1.5.5.7.1.1"
QC_STATEMENTS: Final = "1.3.6.1.5.5.7.1.3"
_OCSP, _CA_ISSUERS = "1.3.6.1.5.5.7.48.1", "1.3.6.1.5.5.7.48.2"
_QC: Final = "0.4.0.1862.1."
_TYPES: Final = MappingProxyType(
    {f"{_QC}6.1": "esign", f"{_QC}6.2": "eseal", f"{_QC}6.3": "web"}
)
_URI: Final = 6
USAGES: Final = (
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
)


@dataclass(frozen=True, slots=True)
class QcStatements:
    """What a certificate claims about being qualified; a claim, and no verdict.

    Attributes:
        compliance: It claims to be qualified under Regulation (EU) No 910/2014.
        sscd: It claims that the key is in a qualified device.
        types: `esign`, `eseal`, `web`, or the dotted type where it is none of them.
        pds: Disclosure statements, each its address and language.
        retention_years: For how long the issuer keeps its records after expiry.
        statements: Every statement's type, dotted, in order.
    """

    compliance: bool = False
    sscd: bool = False
    types: tuple[str, ...] = ()
    pds: tuple[tuple[str, str], ...] = ()
    retention_years: int | None = None
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extensions:
    """The extensions that judging a seal needs.

    Attributes:
        key_usage: As RFC 5280 names the bits; None without the extension.
        policies: Policy types, dotted, in order.
        ocsp: Addresses of OCSP responders.
        ca_issuers: Addresses of the issuer's certificate.
        crl: Addresses of revocation lists.
        qc: The QC statements; None without the extension.
        authority_key: keyIdentifier of the issuer's key, or None.
        subject_key: keyIdentifier of this key, or None.
        ca: basicConstraints says that it issues certificates.
        path_length: How many authorities may stand below this one; None: any number.
        extended_usage: Purposes of extendedKeyUsage, dotted, in order.
        present: Every extension's type and whether it is critical, in order.
        broken: Types of extensions that cannot be read.
    """

    key_usage: tuple[str, ...] | None = None
    policies: tuple[str, ...] = ()
    ocsp: tuple[str, ...] = ()
    ca_issuers: tuple[str, ...] = ()
    crl: tuple[str, ...] = ()
    qc: QcStatements | None = None
    authority_key: bytes | None = None
    subject_key: bytes | None = None
    ca: bool = False
    path_length: int | None = None
    extended_usage: tuple[str, ...] = ()
    present: tuple[tuple[str, bool], ...] = ()
    broken: tuple[str, ...] = ()

    def may(self, *usages: str) -> bool:
        """Tell whether the key may be used so; without keyUsage it may (4.2.1.3)."""
        usage = self.key_usage
        return usage is None or not set(usages).isdisjoint(usage)


def read(certificate: bytes) -> Extensions:
    """Read the extensions of a certificate from its DER.

    Raises:
        ValueError: The certificate, or the list of its extensions, is broken.
    """
    listed = parts_of(certificate).get("extensions")
    if listed is None:
        return Extensions()
    [held] = inside(listed, 3, CONTEXT)
    found: dict[str, object] = {}
    present: list[tuple[str, bool]] = []
    broken: list[str] = []
    for each in inside(held, SEQUENCE):
        kind, *flag, value = inside(each, SEQUENCE)
        oid = dotted(kind)
        critical = any(_is_boolean(f) and any(f.content) for f in flag)
        present.append((oid, critical))
        if reader := _READERS.get(oid):
            try:
                found |= reader(_octets(value))
            except (ValueError, IndexError, TypeError):
                broken.append(oid)
    return Extensions(**found, present=tuple(present), broken=tuple(broken))  # type: ignore[arg-type]  # each reader names the fields of its own


def _octets(value: Node) -> bytes:
    if (value.class_, value.tag) != (UNIVERSAL, OCTET_STRING):
        raise ValueError("an extension without its value")
    return value.content


def _key_usage(value: bytes) -> dict[str, object]:
    node = _only(value, BIT_STRING)
    bits = "".join(f"{octet:08b}" for octet in node.content[1:])
    set_bits = zip(bits, USAGES, strict=False)
    return {"key_usage": tuple(name for bit, name in set_bits if bit == "1")}


def _only(value: bytes, tag: int) -> Node:
    [node] = nodes(value)
    if (node.class_, node.tag) != (UNIVERSAL, tag):
        raise ValueError("another value than the one expected")
    return node


def _basic(value: bytes) -> dict[str, object]:
    parts = root(value)
    is_ca = bool(parts) and _is_boolean(parts[0]) and any(parts.pop(0).content)
    lengths = [whole_number(each) for each in parts]
    if len(lengths) > 1:
        raise ValueError("basic constraints of more than two parts")
    return {"ca": is_ca, "path_length": lengths[0] if lengths else None}


def _is_boolean(node: Node) -> bool:
    return (node.class_, node.tag) == (UNIVERSAL, BOOLEAN)


def _extended_usage(value: bytes) -> dict[str, object]:
    return {"extended_usage": tuple(dotted(each) for each in root(value))}


def _policies(value: bytes) -> dict[str, object]:
    each_first = (inside(each, SEQUENCE)[0] for each in root(value))
    return {"policies": tuple(dotted(kind) for kind in each_first)}


def _access(value: bytes) -> dict[str, object]:
    pairs = [inside(each, SEQUENCE) for each in root(value)]
    return {
        name: tuple(_uris([where for kind, where in pairs if dotted(kind) == method]))
        for name, method in (("ocsp", _OCSP), ("ca_issuers", _CA_ISSUERS))
    }


def _crl(value: bytes) -> dict[str, object]:
    found: list[str] = []
    for point in root(value):
        for part in inside(point, SEQUENCE):
            if (part.class_, part.tag) == (CONTEXT, 0):
                for full in inside(part, 0, CONTEXT):
                    found += _uris(inside(full, 0, CONTEXT))
    return {"crl": tuple(found)}


def _uris(names: list[Node]) -> list[str]:
    return [
        each.content.decode("utf-8", "replace")
        for each in names
        if (each.class_, each.tag) == (CONTEXT, _URI)
    ]


def _authority_key(value: bytes) -> dict[str, object]:
    parts = root(value)
    held = [each.content for each in parts if (each.class_, each.tag) == (CONTEXT, 0)]
    return {"authority_key": held[0] if held else None}


def _subject_key(value: bytes) -> dict[str, object]:
    return {"subject_key": _only(value, OCTET_STRING).content}


def _qc(value: bytes) -> dict[str, object]:
    held: dict[str, list[Node]] = {}
    for statement in root(value):
        kind, *rest = inside(statement, SEQUENCE)
        held[dotted(kind)] = rest
    types = held.get(f"{_QC}6", [])
    pds = held.get(f"{_QC}5", [])
    kept = held.get(f"{_QC}3", [])
    return {
        "qc": QcStatements(
            compliance=f"{_QC}1" in held,
            sscd=f"{_QC}4" in held,
            types=tuple(
                _type(each) for part in types for each in inside(part, SEQUENCE)
            ),
            pds=tuple(_place(each) for part in pds for each in inside(part, SEQUENCE)),
            retention_years=whole_number(kept[0]) if kept else None,
            statements=tuple(held),
        )
    }


def _type(node: Node) -> str:
    oid = dotted(node)
    return _TYPES.get(oid, oid)


def _place(node: Node) -> tuple[str, str]:
    url, language = inside(node, SEQUENCE)
    return (
        url.content.decode("utf-8", "replace"),
        language.content.decode("utf-8", "replace"),
    )


_READERS: Final[Mapping[str, Callable[[bytes], dict[str, object]]]] = MappingProxyType(
    {
        KEY_USAGE: _key_usage,
        BASIC_CONSTRAINTS: _basic,
        EXTENDED_USAGE: _extended_usage,
        POLICIES: _policies,
        AUTHORITY_ACCESS: _access,
        CRL_POINTS: _crl,
        AUTHORITY_KEY: _authority_key,
        SUBJECT_KEY: _subject_key,
        QC_STATEMENTS: _qc,
    }
)
