"""Odd certificates and odd wrappings, written octet by octet: nobody's, for nothing.

    from tests.vectors.make_certs import ODD, WRAPPED
    python -m tests.vectors.make_certs FOLDER      writes them as files to look at

Every certificate is made here from fixed numbers, so each run makes the same octets.
Its signature is bogus: reading checks none. `P` is a well-formed part; an odd case
replaces one. Expected values stand beside each case; they were written by hand from
the standards, not taken from a reader.
"""

import sys
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from certs.errors import Unreadable
from certs.oddity import Oddity

SERIAL = 0x0B06
ISSUER = "CN=Bogus CA, O=Bogus Zaufanie, C=PL"


def tlv(tag: int, *content: bytes) -> bytes:
    """One ASN.1 value in DER."""
    body = b"".join(content)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    octets = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 128 + len(octets)]) + octets + body


def oid(dotted: str) -> bytes:
    """One object identifier."""
    first, second, *arcs = (int(arc) for arc in dotted.split("."))
    body = b""
    for arc in (40 * first + second, *arcs):
        groups = [arc & 127]
        while arc := arc >> 7:
            groups.append(arc & 127 | 128)
        body += bytes(reversed(groups))
    return tlv(6, body)


def attribute(kind: str, value: bytes) -> bytes:
    """One attribute of a name; the value is DER."""
    return tlv(48, oid(kind), value)


def name(*attributes: bytes) -> bytes:
    """A name of one attribute an RDN."""
    return tlv(48, *(tlv(49, each) for each in attributes))


def utf8(text: str) -> bytes:
    """A UTF8String."""
    return tlv(12, text.encode())


def extension(kind: str, value: bytes, *, critical: bool = False) -> bytes:
    """One extension; the value is DER."""
    flag = tlv(1, b"\xff") if critical else b""
    return tlv(48, oid(kind), flag, tlv(4, value))


C, O, CN = "2.5.4.6", "2.5.4.10", "2.5.4.3"  # noqa: E741 - as names are written
PL, ZAUFANIE, CA = (
    attribute(C, tlv(19, b"PL")),
    attribute(O, utf8("Bogus Zaufanie")),
    attribute(CN, utf8("Bogus CA")),
)
ECDSA = tlv(48, oid("1.2.840.10045.4.3.2"))
ECDSA_NULL = tlv(48, oid("1.2.840.10045.4.3.2"), tlv(5))
_SHA256 = tlv(48, oid("2.16.840.1.101.3.4.2.1"), tlv(5))
_MASK = tlv(48, oid("1.2.840.113549.1.1.8"), _SHA256)
_PSS_PARTS = (tlv(0xA0, _SHA256), tlv(0xA1, _MASK), tlv(0xA2, tlv(2, b"\x20")))
PSS = tlv(48, oid("1.2.840.113549.1.1.10"), tlv(48, *_PSS_PARTS))
PSS_BARE = tlv(48, oid("1.2.840.113549.1.1.10"))
# The generator of P-256: a point everybody knows, hence a key of nobody.
POINT = bytes.fromhex(
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)
KEY = tlv(
    48,
    tlv(48, oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")),
    tlv(3, b"\0", POINT),
)
USAGE = extension("2.5.29.15", tlv(3, b"\x06\x40"), critical=True)
LEAF = extension("2.5.29.19", tlv(48), critical=True)


def extensions(*held: bytes) -> bytes:
    """The extensions of a certificate."""
    return tlv(0xA3, tlv(48, *held))


P = {
    "version": tlv(0xA0, tlv(2, b"\x02")),
    "serial": tlv(2, b"\x0b\x06"),
    "signature": ECDSA,
    "issuer": name(PL, ZAUFANIE, CA),
    "not_before": tlv(23, b"200101000000Z"),
    "not_after": tlv(24, b"20600101000000Z"),
    "subject": name(PL, attribute(CN, utf8("Bogus Urząd"))),
    "key": KEY,
    "extensions": extensions(LEAF, USAGE),
    "outer": ECDSA,
}


def made(**parts: bytes) -> bytes:
    """A certificate with some parts replaced; `trailing` follows it."""
    p = P | parts
    body = tlv(
        48,
        p["version"],
        p["serial"],
        p["signature"],
        p["issuer"],
        tlv(48, p["not_before"], p["not_after"]),
        p["subject"],
        p["key"],
        p["extensions"],
    )
    return tlv(48, body, p["outer"], tlv(3, b"\0\x30\0")) + parts.get("trailing", b"")


@dataclass(frozen=True, slots=True)
class Odd:
    """A certificate and what reading it must give.

    Attributes:
        der: The octets.
        serial: Its serial number.
        issuer: Its issuer as Windows writes it.
        oddities: What must be found odd, and nothing else.
        refused: Instead of all that: why it cannot be read.
    """

    der: bytes
    serial: int = SERIAL
    issuer: str = ISSUER
    oddities: frozenset[Oddity] = frozenset()
    refused: Unreadable | None = None


def odd(*oddities: Oddity, **parts: bytes) -> Odd:
    """A readable certificate whose serial and issuer are as usual."""
    return Odd(made(**parts), oddities=frozenset(oddities))


def numbered(octets: str, serial: int, *oddities: Oddity) -> Odd:
    """A readable certificate with another serial number, given as its octets in hex."""
    der = made(serial=tlv(2, bytes.fromhex(octets)))
    return Odd(der, serial=serial, oddities=frozenset(oddities))


def with_issuer(text: str, *held: bytes, oddity: Oddity | None = None) -> Odd:
    """A readable certificate with another issuer."""
    der = made(issuer=name(*held))
    return Odd(der, issuer=text, oddities=frozenset({oddity} if oddity else ()))


def value(tag: int, content: bytes) -> bytes:
    """An organisation's name of a given string type."""
    return attribute(O, tlv(tag, content))


def refused(reason: Unreadable = Unreadable.BROKEN_DER, **parts: bytes) -> Odd:
    """A certificate that cannot be read."""
    return Odd(made(**parts), refused=reason)


def extended(*held: bytes, oddity: Oddity | None = None) -> Odd:
    """A readable certificate with other extensions."""
    return odd(*([oddity] if oddity else []), extensions=extensions(*held))


def dated(tag: int, text: str, oddity: Oddity | None = None) -> Odd:
    """A readable certificate that ends at another time."""
    found = [oddity] if oddity else []
    return odd(*found, not_after=tlv(tag, text.encode()))


def longer(der: bytes) -> bytes:
    """The same value with an octet more of length than it needs."""
    return der[:1] + b"\x81" + der[1:]


def endless(der: bytes) -> bytes:
    """The same value in indefinite form (ITU-T X.690, 8.1.3.6)."""
    return der[:1] + b"\x80" + der[2:] + b"\0\0"


QC, POLICIES, KU = "1.3.6.1.5.5.7.1.3", "2.5.29.32", "2.5.29.15"
UTC, GENERALIZED = 23, 24
FORM, NO_TEXT, BROKEN = (
    Oddity.DATE_FORM,
    Oddity.VALUE_NO_TEXT,
    Oddity.EXTENSION_BROKEN,
)
BOTH = sorted((ZAUFANIE, CA))
MULTI_VALUED = tlv(48, tlv(49, PL), tlv(49, *BOTH))
UNSORTED = tlv(48, tlv(49, PL), tlv(49, *reversed(BOTH)))
ONE_OF_MANY = "x" * 200

ODD = {
    "plain": odd(),
    # algorithm, version
    "ecdsa with null": odd(Oddity.ECDSA_NULL, signature=ECDSA_NULL, outer=ECDSA_NULL),
    "ecdsa with null outside": odd(Oddity.ECDSA_NULL, outer=ECDSA_NULL),
    "signed with RSASSA-PSS": odd(signature=PSS, outer=PSS),
    "signed with RSASSA-PSS, bare": odd(signature=PSS_BARE, outer=PSS_BARE),
    "version 1": odd(Oddity.VERSION, version=b"", extensions=b""),
    "version 4": odd(Oddity.VERSION, version=tlv(0xA0, tlv(2, b"\x03"))),
    # serial
    "serial zero": numbered("00", 0, Oddity.SERIAL_NOT_POSITIVE),
    "serial one": numbered("01", 1),
    "serial minus one": numbered("ff", -1, Oddity.SERIAL_NOT_POSITIVE),
    "serial minus 32768": numbered("8000", -32768, Oddity.SERIAL_NOT_POSITIVE),
    "serial with top bit": numbered("00efd4", 0xEFD4),
    "serial not minimal": numbered("000001", 1, Oddity.SERIAL_FORM),
    "serial not minimal, negative": numbered(
        "ffff", -1, Oddity.SERIAL_FORM, Oddity.SERIAL_NOT_POSITIVE
    ),
    "serial of 20 octets": numbered("7f" + "ab" * 19, int("7f" + "ab" * 19, 16)),
    "serial of 21 octets": numbered(
        "00ff" + "ab" * 19, int("ff" + "ab" * 19, 16), Oddity.SERIAL_LONG
    ),
    "serial of 64 octets": numbered(
        "7f" + "cd" * 63, int("7f" + "cd" * 63, 16), Oddity.SERIAL_LONG
    ),
    "serial of 65 octets": refused(
        Unreadable.SERIAL, serial=tlv(2, b"\x7f" + b"\xcd" * 64)
    ),
    "serial is a text": refused(serial=utf8("2822")),
    # names
    "issuer in one line": with_issuer("C=PL", PL),
    "issuer empty": with_issuer(""),
    "issuer upside down": with_issuer(
        "C=PL, O=Bogus Zaufanie, CN=Bogus CA", CA, ZAUFANIE, PL
    ),
    "organizationIdentifier first": with_issuer(
        "C=PL, OID.2.5.4.97=VATPL-1234563218",
        attribute("2.5.4.97", utf8("VATPL-1234563218")),
        PL,
    ),
    "comma inside": with_issuer('O="Bogus, Gmina"', value(12, b"Bogus, Gmina")),
    "quotes inside": with_issuer('O="Gmina ""B"""', value(12, b'Gmina "B"')),
    "plus inside": with_issuer('O="A+B"', value(12, b"A+B")),
    "equals inside": with_issuer('O="A=B"', value(12, b"A=B")),
    "leading space": with_issuer('O=" A"', value(12, b" A")),
    "trailing space": with_issuer('O="A "', value(12, b"A ")),
    "semicolon inside": with_issuer('O="A;B"', value(12, b"A;B")),
    "hash inside": with_issuer('O="#30"', value(12, b"#30")),
    "line end inside": with_issuer('O="A\nB"', value(12, b"A\nB")),
    "polish letters": with_issuer("O=Żółw", value(12, "Żółw".encode())),
    "letters beyond 16 bits": with_issuer(
        "O=\U0001f3fabogus", value(12, "\U0001f3fabogus".encode())
    ),
    "very long value": with_issuer(f"O={ONE_OF_MANY}", value(12, ONE_OF_MANY.encode())),
    "text in pieces": with_issuer(
        "O=#2c060c01410c0142",
        value(0x2C, utf8("A") + utf8("B")),
        oddity=Oddity.BAD_UTF8,
    ),
    "part without attributes": refused(issuer=tlv(48, tlv(49), tlv(49, PL))),
    "attribute of an empty type": refused(issuer=name(tlv(48, tlv(6), utf8("A")))),
    "attribute of a type cut short": refused(
        issuer=name(tlv(48, tlv(6, b"\x55\x84"), utf8("A")))
    ),
    "attribute of an endless type": refused(
        issuer=name(tlv(48, tlv(6, b"\x88" + b"\xff" * 60_000 + b"\x01"), utf8("A")))
    ),
    "empty value": with_issuer('O=""', value(12, b""), oddity=Oddity.EMPTY_VALUE),
    "ia5": with_issuer("O=bogus@x", value(22, b"bogus@x"), oddity=Oddity.OTHER_STRING),
    "ia5 in an e-mail": with_issuer(
        "E=bogus@bogus.example.com",
        attribute("1.2.840.113549.1.9.1", tlv(22, b"bogus@bogus.example.com")),
    ),
    "printable with at": with_issuer(
        "O=bogus@x", value(19, b"bogus@x"), oddity=Oddity.BAD_PRINTABLE
    ),
    "printable with ampersand": with_issuer(
        "O=B&B", value(19, b"B&B"), oddity=Oddity.BAD_PRINTABLE
    ),
    "printable with star": with_issuer(
        "O=B*", value(19, b"B*"), oddity=Oddity.BAD_PRINTABLE
    ),
    "t61 ascii": with_issuer("O=Bogus", value(20, b"Bogus"), oddity=Oddity.OLD_STRING),
    "t61 latin": with_issuer(
        "O=Bogós", value(20, b"Bog\xf3s"), oddity=Oddity.OLD_STRING
    ),
    "t61 utf-8": with_issuer(
        "O=Żó", value(20, "Żó".encode()), oddity=Oddity.OLD_STRING
    ),
    "bmp": with_issuer(
        "O=Żółw", value(30, "Żółw".encode("utf-16-be")), oddity=Oddity.OLD_STRING
    ),
    "universal": with_issuer(
        "O=Żółw", value(28, "Żółw".encode("utf-32-be")), oddity=Oddity.OLD_STRING
    ),
    "numeric": with_issuer(
        "O=2026 11", value(18, b"2026 11"), oddity=Oddity.OTHER_STRING
    ),
    "visible": with_issuer("O=Bogus", value(26, b"Bogus"), oddity=Oddity.OTHER_STRING),
    "broken bmp": with_issuer("O=#1e0141", value(30, b"A"), oddity=NO_TEXT),
    "broken utf-8": with_issuer(
        "O=#0c02ff41", value(12, b"\xffA"), oddity=Oddity.BAD_UTF8
    ),
    "postal address": with_issuer(
        "OID.2.5.4.16=#30030c0141",
        attribute("2.5.4.16", tlv(48, utf8("A"))),
        oddity=NO_TEXT,
    ),
    "bit string": with_issuer(
        "OID.2.5.4.45=#03020041", attribute("2.5.4.45", tlv(3, b"\0A")), oddity=NO_TEXT
    ),
    "number": with_issuer("O=#020107", value(2, b"\x07"), oddity=NO_TEXT),
    "private type": with_issuer("O=#8c0141", value(0x8C, b"A"), oddity=NO_TEXT),
    "unknown attribute": with_issuer(
        "OID.1.2.616.1.9999=A", attribute("1.2.616.1.9999", utf8("A"))
    ),
    "twice the same": with_issuer("C=PL, C=PL", PL, PL),
    "multi-valued": Odd(
        made(issuer=MULTI_VALUED), issuer="CN=Bogus CA + O=Bogus Zaufanie, C=PL"
    ),
    "multi-valued, unsorted": Odd(
        made(issuer=UNSORTED),
        issuer="O=Bogus Zaufanie + CN=Bogus CA, C=PL",
        oddities=frozenset({Oddity.UNSORTED_SET}),
    ),
    "odd subject": odd(Oddity.BAD_PRINTABLE, subject=name(value(19, b"@"))),
    "subject is no name": refused(subject=utf8("Bogus")),
    # dates
    "generalized before 2050": dated(GENERALIZED, "20491231235959Z", FORM),
    "generalized from 2050": dated(GENERALIZED, "20500101000000Z"),
    "no expiry": dated(GENERALIZED, "99991231235959Z"),
    "utc without seconds": dated(UTC, "4001010000Z", FORM),
    "utc with offset": dated(UTC, "400101000000+0100", FORM),
    "generalized with fraction": dated(GENERALIZED, "20600101000000.5Z", FORM),
    "second 60": refused(not_after=tlv(UTC, b"400101000060Z")),
    "three dates": refused(not_after=P["not_after"] * 2),
    "month 13": refused(not_after=tlv(UTC, b"401301000000Z")),
    "ends before it begins": dated(UTC, "190101000000Z", Oddity.DATE_ORDER),
    "date is a text": refused(not_after=utf8("2040-01-01")),
    # extensions
    "no extensions": odd(extensions=b""),
    "broken key usage": extended(LEAF, extension(KU, tlv(5)), oddity=BROKEN),
    "broken policies": extended(LEAF, extension(POLICIES, tlv(5)), oddity=BROKEN),
    "broken qc statements": extended(LEAF, extension(QC, b"\x30\x05"), oddity=BROKEN),
    "same extension twice": extended(USAGE, USAGE, oddity=Oddity.EXTENSION_TWICE),
    "unknown critical extension": extended(
        extension("1.2.616.1.9999.1", tlv(5), critical=True)
    ),
    "extensions twice": refused(extensions=extensions(LEAF) + extensions(USAGE)),
    "a part of its own": refused(extensions=tlv(0xA4, tlv(5))),
    "constraints of another class": extended(
        extension("2.5.29.19", tlv(48, tlv(0x81, b"\xff"))), USAGE, oddity=BROKEN
    ),
    "constraints in another order": extended(
        extension("2.5.29.19", tlv(48, tlv(2, b"\0"), tlv(1, b"\xff"))),
        USAGE,
        oddity=BROKEN,
    ),
    "constraints of three parts": extended(
        extension("2.5.29.19", tlv(48, tlv(1, b"\xff"), tlv(2, b"\0"), tlv(2, b"\0"))),
        USAGE,
        oddity=BROKEN,
    ),
    # how it is written
    "length too long": odd(Oddity.NOT_DER, subject=longer(P["subject"])),
    "indefinite length": refused(subject=endless(P["subject"])),
    "too long for a certificate": refused(
        Unreadable.CERTIFICATE_TOO_BIG, subject=name(value(12, b"A" * 65_536))
    ),
    # what surrounds it
    "trailing zero": odd(Oddity.TRAILING_BYTES, trailing=b"\0"),
    "trailing line end": odd(Oddity.TRAILING_BYTES, trailing=b"\r\n"),
    "trailing certificate": odd(Oddity.TRAILING_BYTES, trailing=made()),
    "cut": Odd(made()[:-1], refused=Unreadable.BROKEN_DER),
}


def pem(der: bytes, label: str = "CERTIFICATE", end: str = "\n") -> bytes:
    """A PEM block with lines of 64."""
    text = b64encode(der).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    whole = [f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""]
    return end.join(whole).encode()


def p7b(*ders: bytes) -> bytes:
    """A PKCS#7 of certificates, without signers."""
    data = tlv(48, oid("1.2.840.113549.1.7.1"))
    signed = tlv(48, tlv(2, b"\x01"), tlv(49), data, tlv(0xA0, *ders), tlv(49))
    return tlv(48, oid("1.2.840.113549.1.7.2"), tlv(0xA0, signed))


ONE = made()
OTHER = made(serial=tlv(2, b"\x07"), subject=name(attribute(CN, utf8("Bogus 2"))))
TEXT = pem(ONE)
LINES = TEXT.decode().splitlines()
CSR = tlv(
    48,
    tlv(48, tlv(2, b"\0"), P["subject"], KEY, tlv(0xA0)),
    ECDSA,
    tlv(3, b"\0\x30\0"),
)

# What each file holds: how many certificates, or why it is refused.
WRAPPED: dict[str, tuple[bytes, int | Unreadable]] = {
    "pem": (TEXT, 1),
    "pem, CRLF": (pem(ONE, end="\r\n"), 1),
    "pem, CR": (pem(ONE, end="\r"), 1),
    "pem, byte-order mark": (b"\xef\xbb\xbf" + TEXT, 1),
    "pem, UTF-16": (TEXT.decode().encode("utf-16"), 1),
    "pem, indented": ("\n    ".join(LINES).encode(), 1),
    "pem, tabs": ("\n\t".join(LINES).encode(), 1),
    "pem, one line": ("".join(LINES).encode(), 1),
    "pem, blank lines": ("\n\n".join(LINES).encode(), 1),
    "pem, trailing blanks": ("  \n".join(LINES).encode(), 1),
    "pem, text around": (b"Certyfikat:\n" + TEXT + b"koniec\n", 1),
    "pem, bag attributes": (b"Bag Attributes\n  localKeyID: 01\n" + TEXT, 1),
    "pem, two": (TEXT + pem(OTHER), 2),
    "pem, the same twice": (TEXT + TEXT, 2),
    "pem, old label": (pem(ONE, "X509 CERTIFICATE"), 1),
    "pem, trusted": (pem(ONE + tlv(48), "TRUSTED CERTIFICATE"), 1),
    "pem, beside a request": (pem(CSR, "CERTIFICATE REQUEST") + TEXT, 1),
    "base64 alone": (b64encode(ONE), 1),
    "base64 in lines": ("\n".join(LINES[1:-1]).encode(), 1),
    "der": (ONE, 1),
    "pkcs7, der": (p7b(ONE), 1),
    "pkcs7, two": (p7b(ONE, OTHER), 2),
    "pkcs7, pem": (pem(p7b(ONE), "PKCS7"), 1),
    "pkcs7, cms": (pem(p7b(ONE, OTHER), "CMS"), 2),
    "pkcs7, odd inside": (p7b(made(outer=ECDSA_NULL)), 1),
    "pkcs7, empty": (pem(p7b(), "PKCS7"), Unreadable.NO_CERTIFICATE),
    "pkcs7, of data": (
        tlv(48, oid("1.2.840.113549.1.7.1"), tlv(0xA0, tlv(4, b"x" * 120))),
        Unreadable.BROKEN_DER,
    ),
    "nothing": (b"", Unreadable.EMPTY),
    "blanks": (b" \r\n\t", Unreadable.EMPTY),
    "too big": (b"M" * (1024 * 1024 + 1), Unreadable.TOO_BIG),
    "pem, no end": (TEXT[:-30], Unreadable.BROKEN_PEM),
    "pem, typographic dash": (
        TEXT.replace(b"MII", "M\u2013I".encode()),
        Unreadable.BROKEN_PEM,
    ),
    "pem, wrong base64": (TEXT.replace(b"MII", b"M!I"), Unreadable.BROKEN_PEM),
    "html page": (b"<!DOCTYPE html><html><p>Bogus</html>", Unreadable.HTML),
    "html, late": (b"\n<?xml version='1.0'?><html>", Unreadable.HTML),
    "request": (pem(CSR, "CERTIFICATE REQUEST"), Unreadable.REQUEST),
    "request, der": (CSR, Unreadable.REQUEST),
    "new request": (pem(CSR, "NEW CERTIFICATE REQUEST"), Unreadable.REQUEST),
    "public key": (pem(KEY, "PUBLIC KEY"), Unreadable.BARE_PUBLIC_KEY),
    "ssh key": (b"ssh-rsa AAAAB3Nza bogus\n", Unreadable.BARE_PUBLIC_KEY),
    "private key": (pem(KEY, "PRIVATE KEY"), Unreadable.PRIVATE_KEY),
    "locked key": (pem(KEY, "ENCRYPTED PRIVATE KEY"), Unreadable.PRIVATE_KEY),
    "putty key": (b"PuTTY-User-Key-File-3: bogus\n", Unreadable.PRIVATE_KEY),
    "java store": (b"\xfe\xed\xfe\xed\0\0\0\2", Unreadable.JAVA_STORE),
    "revocation list": (pem(KEY, "X509 CRL"), Unreadable.REVOCATION_LIST),
    "a word": (b"certyfikat", Unreadable.BROKEN_PEM),
    "zip": (b"PK\x03\x04" + b"\0" * 40, Unreadable.BROKEN_PEM),
}


def main(folder: Path) -> None:
    """Write every vector into a folder, for other tools to read."""
    folder.mkdir(parents=True, exist_ok=True)
    for label, case in ODD.items():
        (folder / f"odd-{label.replace(' ', '-')}.der").write_bytes(case.der)
    for label, (data, _) in WRAPPED.items():
        (folder / f"wrapped-{label.replace(' ', '-')}").write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
