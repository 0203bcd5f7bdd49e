"""PKCS#12 files of another program, also those that `cryptography` refuses."""

import hashlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certs.errors import CertificateUnreadable, Unreadable
from certs.load import read_certificates
from certs.pkcs12 import derive, open_pkcs12
from tests.certs import locked
from tests.vectors.make_certs import pem
from tests.vectors.make_pkcs12 import (
    CERTIFICATES,
    FOLDER,
    KEY,
    OPENED,
    PASSWORD,
    REFUSED,
)

FILES = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.p12"))}


@pytest.mark.parametrize(("name", "password"), OPENED.items(), ids=OPENED)
def test_a_file_of_openssl_is_read(name: str, password: str) -> None:
    """Legacy or new, with an odd certificate or a good one."""
    [found] = read_certificates(FILES[name], password=password).certificates

    assert CERTIFICATES[name.partition("-")[0]] == found.der


@pytest.mark.parametrize(
    ("which", "reason"), REFUSED.items(), ids=[name for name, _ in REFUSED]
)
def test_a_file_that_does_not_open_says_so(
    which: tuple[str, str | None], reason: Unreadable
) -> None:
    """A wrong password and a damaged file look alike, and the sentence says both."""
    name, password = which
    with pytest.raises(CertificateUnreadable) as caught:
        read_certificates(FILES[name], password=password)

    assert reason is caught.value.reason


@pytest.mark.parametrize(("name", "password"), OPENED.items(), ids=OPENED)
def test_our_opening_agrees_with_that_of_cryptography(name: str, password: str) -> None:
    """Each file holds one certificate and the key whose number is one."""
    opened = open_pkcs12(FILES[name], password.encode())
    has_key = not name.endswith(("no-key", "empty-password"))

    assert (CERTIFICATES[name.partition("-")[0]],) == opened.ders
    assert (KEY.public_key() if has_key else None) == opened.key


@pytest.mark.parametrize("password", ["", None])
def test_no_password_is_an_empty_one(password: str | None) -> None:
    """Programs differ on whether "no password" is written as nothing."""
    found = read_certificates(FILES["odd-3des-empty-password"], password=password)

    assert 1 == len(found.certificates)


@pytest.mark.parametrize("name", ["plain-no-mac", "odd-no-mac"])
def test_a_certificate_that_is_not_locked_needs_no_password(name: str) -> None:
    """OpenSSL without a MAC locks the key alone; a wrong password leaves it shut."""
    found = read_certificates(FILES[name], password="bogus")

    assert found.key is None
    assert 1 == len(found.certificates)


def test_an_odd_certificate_is_found_by_its_key() -> None:
    """The key stands in the file, so the leaf needs no question."""
    odd = read_certificates(FILES["odd-aes"], password=PASSWORD)
    beside = pem(CERTIFICATES["plain"]) + pem(odd.leaf.der)

    assert odd.key == KEY.public_key()
    assert 2 == len(read_certificates(beside).certificates)


@pytest.mark.parametrize("beside", [b"", locked.bag("5", locked.seq())])
def test_a_nested_bag_is_opened_and_a_secret_passed_over(beside: bytes) -> None:
    """RFC 7292 allows safe contents inside safe contents, and bags of other things."""
    held = locked.seq(
        locked.oid("1.2.840.113549.1.9.22.1"),
        locked.tlv(0xA0, locked.octets(CERTIFICATES["odd"])),
    )
    inner = locked.seq(beside, locked.bag(locked.CERT_BAG, held))
    nested = locked.pkcs12(locked.part(locked.bag(locked.NESTED_BAG, inner)))

    [found] = read_certificates(nested).certificates

    assert CERTIFICATES["odd"] == found.der


def test_what_costs_too_much_for_python_is_refused() -> None:
    """
    Two million rounds are quick in C, and a minute here.

    Holds: certs.kdf, SLOW_BUDGET.
    """
    held = locked.bag("5", locked.seq())
    costly = locked.pkcs12(locked.part(held), mac=locked.mac(2_000_000))

    with pytest.raises(CertificateUnreadable) as caught:
        read_certificates(costly)

    assert Unreadable.PASSWORD is caught.value.reason


@pytest.mark.parametrize(
    ("purpose", "salt", "size", "expected"),
    [
        (1, "0A58CF64530D823F", 24, "8AAAE6297B6CB04642AB5B077851284EB7128F1A2A7FBCA3"),
        (2, "0A58CF64530D823F", 8, "79993DFE048D3B76"),
    ],
)
def test_octets_are_derived_as_the_known_answers_say(
    purpose: int, salt: str, size: int, expected: str
) -> None:
    """Known answers that several libraries test with: password `smeg`, one round."""
    wide = "smeg".encode("utf-16-be") + b"\0\0"

    assert bytes.fromhex(expected) == derive(
        purpose, wide, bytes.fromhex(salt), 1, size
    )


def test_a_long_derivation_takes_several_blocks() -> None:
    """The first block does not depend on how many are wanted."""
    short = derive(1, b"\0b\0\0", b"bogus", 3, hashlib.sha1().digest_size)  # noqa: S324 - as PKCS#12 has it

    assert derive(1, b"\0b\0\0", b"bogus", 3, 50).startswith(short)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(
    st.sampled_from(sorted(FILES)),
    st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=3))),
)
def test_a_damaged_file_is_read_or_refused(
    name: str, edits: list[tuple[float, bytes]]
) -> None:
    """Whatever the parsers behind it raise."""
    data = FILES[name]
    for where, new in edits:
        at = int(where * len(data))
        data = data[:at] + new + data[at + len(new) :]
    with suppress(CertificateUnreadable):
        assert read_certificates(data, password=PASSWORD).certificates
