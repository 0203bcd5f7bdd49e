"""Locked files that say of themselves how much work their password is to cost.

Built octet by octet: no tool writes them, and asn1crypto reads them in certs.kdf.
"""

from asn1crypto.core import Integer, ObjectIdentifier, OctetString

PKCS5, PKCS12_PBE = "1.2.840.113549.1.5.", "1.2.840.113549.1.12.1."
SCRYPT = "1.3.6.1.4.1.11591.4.11"
SHA256, AES256 = "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.1.42"
DATA, SIGNED, ENCRYPTED = (f"1.2.840.113549.1.7.{arc}" for arc in (1, 2, 6))
BAG = "1.2.840.113549.1.12.10.1."
LOCKED_BAG, CERT_BAG, NESTED_BAG = "2", "3", "6"
ENDLESS = 2**31 - 1


def tlv(tag: int, *parts: bytes) -> bytes:
    """One ASN.1 value of a length that fits in three octets."""
    content = b"".join(parts)
    return bytes([tag, 0x83]) + len(content).to_bytes(3, "big") + content


def seq(*parts: bytes) -> bytes:
    """A SEQUENCE."""
    return tlv(0x30, *parts)


def oid(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER."""
    return bytes(ObjectIdentifier(dotted).dump())


def octets(content: bytes) -> bytes:
    """An OCTET STRING."""
    return bytes(OctetString(content).dump())


def algorithm(dotted: str, *numbers: int) -> bytes:
    """An algorithm with a salt and these numbers."""
    counts = [Integer(number).dump() for number in numbers]
    return seq(oid(dotted), seq(octets(b"boguSalt"), *counts))


def pbes2(kdf: bytes) -> bytes:
    """PBES2 over AES with this key derivation."""
    return seq(oid(f"{PKCS5}13"), seq(kdf, seq(oid(AES256), octets(bytes(16)))))


def pbkdf2(*numbers: int) -> bytes:
    """PBES2 with PBKDF2."""
    return pbes2(algorithm(f"{PKCS5}12", *numbers))


def scrypt(*numbers: int) -> bytes:
    """PBES2 with scrypt."""
    return pbes2(algorithm(SCRYPT, *numbers))


def locked(cipher: bytes) -> bytes:
    """An EncryptedPrivateKeyInfo that holds nothing real."""
    return seq(cipher, octets(bytes(48)))


def bag(kind: str, value: bytes) -> bytes:
    """One bag of a PKCS#12."""
    return seq(oid(BAG + kind), tlv(0xA0, value))


def part(*bags: bytes) -> bytes:
    """Bags that are not encrypted together."""
    return seq(oid(DATA), tlv(0xA0, octets(seq(*bags))))


def encrypted_part(cipher: bytes) -> bytes:
    """Bags that are."""
    inner = seq(oid(DATA), cipher, b"\x80\x10" + bytes(16))
    return seq(oid(ENCRYPTED), tlv(0xA0, seq(Integer(0).dump(), inner)))


def mac(count: int, digest: bytes = seq(oid(SHA256), b"\x05\x00")) -> bytes:
    """A MAC that fits nothing."""
    info = seq(digest, octets(bytes(32)))
    return seq(info, octets(b"boguSalt"), Integer(count).dump())


def pbmac1(count: int) -> bytes:
    """The digest of a MAC whose key derivation stands inside it (RFC 9579)."""
    kdf = algorithm(f"{PKCS5}12", count, 32)
    return seq(oid(f"{PKCS5}14"), seq(kdf, seq(oid("1.2.840.113549.2.9"), b"\x05\x00")))


def pkcs12(*parts: bytes, mac: bytes = b"", pieces: bool = False) -> bytes:
    """A PKCS#12 of these parts; in pieces as BER allows and browsers write."""
    whole = seq(*parts)
    content = octets(whole)
    if pieces:
        content = b"\x24\x80" + octets(whole[:40]) + octets(whole[40:]) + bytes(2)
    return seq(Integer(3).dump(), seq(oid(DATA), tlv(0xA0, content)), mac)


def locked_bags(*ciphers: bytes) -> bytes:
    """A PKCS#12 with a locked key for each cipher."""
    return pkcs12(part(*(bag(LOCKED_BAG, locked(each)) for each in ciphers)))
