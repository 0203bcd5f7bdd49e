"""The name of an issuer or a subject, and the three ways in which tools write it.

    DER order:   2.5.4.97, C, O, CN
    windows      CN=…, O=…, C=PL, OID.2.5.4.97=VATPL-…      as the trusted list prints
    rfc4514      CN=…,O=…,C=PL,2.5.4.97=VATPL-…
    der_list     one line per RDN, in the order of the certificate

Promises
    - No attribute is dropped, sorted or merged; letters stay as they are.
    - Two different names never give the same `windows` text by accident of a comma:
      such a value is quoted, and certs.names_read reads the very name back.

Source: .NET's X500NameEncoder and OidLookup (order, separators, quoting, names);
RFC 4514, sections 2 and 3. Which one the letter to the Head of KAS uses is the
letter's decision; `windows` is the default.
"""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

ORGANIZATION_IDENTIFIER: Final = "2.5.4.97"
_GIVEN_NAME, _SURNAME = "2.5.4.42", "2.5.4.4"

# The attribute types to which .NET gives a name; every other one is `OID.` + dotted.
WINDOWS_TYPES: Final = MappingProxyType(
    {
        "0.9.2342.19200300.100.1.25": "DC",
        "1.2.840.113549.1.9.1": "E",
        "2.5.4.3": "CN",
        "2.5.4.4": "SN",
        "2.5.4.5": "SERIALNUMBER",
        "2.5.4.6": "C",
        "2.5.4.7": "L",
        "2.5.4.8": "S",
        "2.5.4.9": "STREET",
        "2.5.4.10": "O",
        "2.5.4.11": "OU",
        "2.5.4.12": "T",
        "2.5.4.13": "Description",
        "2.5.4.17": "PostalCode",
        "2.5.4.18": "POBox",
        "2.5.4.20": "Phone",
        "2.5.4.24": "X21Address",
        "2.5.4.42": "G",
        "2.5.4.43": "I",
        "2.5.4.46": "dnQualifier",
    }
)
# RFC 4514, section 3.
_RFC4514: Final = MappingProxyType(
    {
        "0.9.2342.19200300.100.1.1": "UID",
        "0.9.2342.19200300.100.1.25": "DC",
        "2.5.4.3": "CN",
        "2.5.4.6": "C",
        "2.5.4.7": "L",
        "2.5.4.8": "ST",
        "2.5.4.9": "STREET",
        "2.5.4.10": "O",
        "2.5.4.11": "OU",
    }
)
# X.520 names, for the list that a person compares line by line.
_X520: Final = MappingProxyType(
    {
        "0.9.2342.19200300.100.1.25": "domainComponent",
        "1.2.840.113549.1.9.1": "emailAddress",
        "2.5.4.3": "commonName",
        "2.5.4.4": "surname",
        "2.5.4.5": "serialNumber",
        "2.5.4.6": "countryName",
        "2.5.4.7": "localityName",
        "2.5.4.8": "stateOrProvinceName",
        "2.5.4.9": "streetAddress",
        "2.5.4.10": "organizationName",
        "2.5.4.11": "organizationalUnitName",
        "2.5.4.12": "title",
        "2.5.4.16": "postalAddress",
        "2.5.4.17": "postalCode",
        "2.5.4.42": "givenName",
        "2.5.4.97": "organizationIdentifier",
    }
)
# ASN.1's names of the string types, by their universal tag.
STRING_TYPES: Final = MappingProxyType(
    {
        4: "OCTET STRING",
        12: "UTF8String",
        18: "NumericString",
        19: "PrintableString",
        20: "T61String",
        22: "IA5String",
        23: "UTCTime",
        24: "GeneralizedTime",
        26: "VisibleString",
        27: "GeneralString",
        28: "UniversalString",
        30: "BMPString",
    }
)
_WINDOWS_QUOTES: Final = frozenset(',+="\n<>#;')
_RFC4514_ESCAPES: Final = str.maketrans(
    {**{char: f"\\{char}" for char in '\\"+,;<>'}, "\0": "\\00"}
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a name; two are equal whatever string type holds the text.

    Attributes:
        oid: Its type, dotted.
        value: Its text; or, where the certificate holds no text there (postalAddress
            is a list), the DER of the value.
        string_type: How the text is written, e.g. `PrintableString`; None for what is
            no text, and where a name was read back from a line.
    """

    oid: str
    value: str | bytes
    string_type: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A distinguished name, in the order of the certificate.

    Attributes:
        rdns: The relative names; most hold one attribute, some more ("multi-valued").
    """

    rdns: tuple[tuple[Attribute, ...], ...]

    def values(self, oid: str) -> tuple[str | bytes, ...]:
        """Give the values of one attribute type, in order; often one, or none."""
        return tuple(each.value for rdn in self.rdns for each in rdn if each.oid == oid)

    @property
    def names_a_person(self) -> bool:
        """Whether it holds a given name or a surname, which no seal may have."""
        return bool(self.values(_GIVEN_NAME) or self.values(_SURNAME))

    @property
    def windows(self) -> str:
        """The name as the function `windows` writes it; default for the letter."""
        return windows(self)

    @property
    def rfc4514(self) -> str:
        """The name as the function `rfc4514` writes it."""
        return rfc4514(self)

    @property
    def der(self) -> list[tuple[str, str]]:
        """Pairs of attribute and value in DER order; no text stands as `#` and hex.

        The attribute has the name of X.520, or its dotted type where that has none.
        """
        return [
            (_X520.get(each.oid, each.oid), _plain(each.value))
            for rdn in self.rdns
            for each in rdn
        ]


def windows(name: Name) -> str:
    """Write a name as .NET on Windows, Java and the Polish trusted list do.

    One thing differs on purpose: where a value is no text, .NET writes the empty
    string for the whole name; here that value stands as `#` and its DER in hex.
    """
    return ", ".join(
        " + ".join(
            f"{WINDOWS_TYPES.get(each.oid) or f'OID.{each.oid}'}={_quoted(each.value)}"
            for each in rdn
        )
        for rdn in reversed(name.rdns)
    )


def rfc4514(name: Name) -> str:
    """Write a name as RFC 4514 says, text values also behind a dotted type.

    The RFC would have the value of an unnamed type in hex; `cryptography` and
    OpenSSL write the text, and so does this.
    """
    return ",".join(
        "+".join(
            f"{_RFC4514.get(each.oid, each.oid)}={_escaped(each.value)}" for each in rdn
        )
        for rdn in reversed(name.rdns)
    )


def der_list(name: Name) -> tuple[str, ...]:
    """Write a name as lines `organizationName (2.5.4.10): value`, in DER order."""
    return tuple(
        " + ".join(
            f"{_X520[each.oid]} ({each.oid}): {_plain(each.value)}"
            if each.oid in _X520
            else f"{each.oid}: {_plain(each.value)}"
            for each in rdn
        )
        for rdn in name.rdns
    )


def _plain(value: str | bytes) -> str:
    return value if isinstance(value, str) else f"#{value.hex()}"


def _quoted(value: str | bytes) -> str:
    if not isinstance(value, str):
        return _plain(value)
    if (
        value
        and not (value[0].isspace() or value[-1].isspace())
        and _WINDOWS_QUOTES.isdisjoint(value)
    ):
        return value
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def _escaped(value: str | bytes) -> str:
    if not isinstance(value, str):
        return _plain(value)
    text = value.translate(_RFC4514_ESCAPES)
    if value[-1:] == " " and len(value) > 1:
        text = f"{text[:-1]}\\ "
    return f"\\{text}" if value[:1] in {" ", "#"} and value[:1] else text
