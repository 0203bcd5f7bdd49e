"""Certificates as some Polish issuers really make them, and `cryptography` refuses.

Made by patching the DER of a bogus certificate; the signature no longer fits, which
no reader looks at.
"""

from collections.abc import Callable

from tests import bogus_pki

ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
ECDSA_SHA256_NULL = bytes.fromhex("300c06082a8648ce3d0403020500")


def tlv(tag: int, content: bytes) -> bytes:
    """One ASN.1 value with a definite length of two octets."""
    return bytes([tag, 0x82]) + len(content).to_bytes(2, "big") + content


def null_parameters() -> bytes:
    """ECDSA with NULL parameters, as the Ministry's seal of 2025 has it."""
    whole = bogus_pki.ec_seal().certificate.der
    body_at = 4
    body_end = body_at + 4 + int.from_bytes(whole[body_at + 2 : body_at + 4], "big")
    body = whole[body_at + 4 : body_end].replace(ECDSA_SHA256, ECDSA_SHA256_NULL)
    rest = whole[body_end:].replace(ECDSA_SHA256, ECDSA_SHA256_NULL)
    return tlv(0x30, tlv(0x30, body) + rest)


def with_issuer_value(oid: str, patch: Callable[[bytes], bytes]) -> bytes:
    """A certificate whose issuer holds one attribute with a patched value."""
    issuer = bogus_pki.name(("2.5.4.6", "PL"), (oid, "bogus@x"))
    made = bogus_pki.certificate(
        bogus_pki.ec_key(), subject=bogus_pki.seal_name(), issuer=issuer
    ).der
    return made.replace(b"\x0c\x07bogus@x", patch(b"bogus@x"))


def postal_address() -> bytes:
    """PostalAddress (2.5.4.16) is a list of lines, no text: PWPW, Autenti."""
    return with_issuer_value("2.5.4.16", lambda _: b"\x30\x07\x0c\x05bogus")


def t61_latin() -> bytes:
    """A T61String with a letter of Latin-1."""
    return with_issuer_value("2.5.4.10", lambda _: b"\x14\x07bog\xf3s@x")


def printable_with_at() -> bytes:
    """A PrintableString with a character that it may not hold."""
    return with_issuer_value("2.5.4.10", lambda text: b"\x13\x07" + text)


def broken_utf8() -> bytes:
    """A UTF8String that is no UTF-8."""
    return with_issuer_value("2.5.4.10", lambda _: b"\x0c\x07bog\xff@x!")


def private_type() -> bytes:
    """A value of a context-specific type, which only its issuer knows."""
    return with_issuer_value("2.5.4.10", lambda text: b"\x8c\x07" + text)


def bit_string() -> bytes:
    """X500UniqueIdentifier is a BIT STRING: readable by both, and no text."""
    return with_issuer_value("2.5.4.45", lambda text: b"\x03\x07\x00" + text[1:])


def version_4() -> bytes:
    """A certificate of a version that does not exist."""
    whole = bogus_pki.ec_seal().certificate.der
    return whole.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x03", 1)
