"""RC2 by the known answers of its standard."""

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import RC2
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from hypothesis import given, settings
from hypothesis import strategies as st

from certs.rc2 import BLOCK_OCTETS, MAX_OCTETS, PI, decrypt_block, decrypt_cbc, expand


@pytest.mark.parametrize(
    ("key", "clear", "locked"),
    [
        ("ffffffffffffffff", "ffffffffffffffff", "278b27e42e2f0d49"),
        ("3000000000000000", "1000000000000001", "30649edf9be7d2c2"),
    ],
)
def test_a_block_is_opened_as_the_standard_says(
    key: str, clear: str, locked: str
) -> None:
    """RFC 2268, section 5: those whose every bit of the key is effective."""
    words = expand(bytes.fromhex(key))

    assert clear == decrypt_block(words, bytes.fromhex(locked)).hex()


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(
    st.binary(min_size=16, max_size=16),
    st.binary(min_size=8, max_size=8),
    st.integers(0, 5).flatmap(
        lambda n: st.binary(min_size=n * BLOCK_OCTETS, max_size=n * BLOCK_OCTETS)
    ),
)
def test_with_128_bits_it_is_what_cryptography_says(
    key: bytes, vector: bytes, clear: bytes
) -> None:
    """The length of the key is the only thing that 40 bits change."""
    encryptor = Cipher(RC2(key), modes.CBC(vector)).encryptor()
    locked = encryptor.update(clear) + encryptor.finalize()

    assert clear == decrypt_cbc(key, vector, locked)


def test_the_table_is_a_permutation() -> None:
    """A digit mistyped would mostly show here."""
    assert set(range(256)) == set(PI)


@pytest.mark.parametrize("length", [1, 7, 9, MAX_OCTETS + BLOCK_OCTETS])
def test_what_is_no_row_of_blocks_is_refused(length: int) -> None:
    """Also what would take seconds to open."""
    with pytest.raises(ValueError, match="blocks"):
        decrypt_cbc(b"bogus", bytes(BLOCK_OCTETS), bytes(length))
