"""Ours and python-stdnum's answer to the same 102,000 numbers, differences explained.

Both sides get plain digits. Half of the numbers are random (few are valid), half
are made valid and then, one time in three, spoilt in one digit.
"""

import random
import re
from collections.abc import Callable, Iterator

import pytest
import stdnum.pl.nip
import stdnum.pl.pesel
import stdnum.pl.regon

from vocabulary.errors import IdentifierInvalid
from vocabulary.identifiers import Identifier, Nip, Pesel, Regon

COUNT = 34_000
KSEF_NIP = re.compile(r"[1-9]((\d[1-9])|([1-9]\d))\d{7}", re.ASCII)


def _random_numbers(rng: random.Random, length: int) -> Iterator[str]:
    """Random digits; one in a hundred starts with zeros, where rules disagree."""
    for turn in range(COUNT // 2):
        zeros = rng.randrange(length + 1) if turn % 100 == 0 else 0
        free = length - zeros
        yield "0" * zeros + "".join(rng.choices("0123456789", k=free))


def _near_valid(
    rng: random.Random, length: int, check_digit: Callable[[str], str]
) -> Iterator[str]:
    """Numbers with the oracle's own check digit, a third of them spoilt after."""
    for turn, front in zip(
        range(COUNT // 2), _random_numbers(rng, length - 1), strict=True
    ):
        number = front + check_digit(front)[-1]
        if turn % 3 == 0:
            place = rng.randrange(length)
            number = number[:place] + rng.choice("0123456789") + number[place + 1 :]
        yield number


def _dated(rng: random.Random) -> Iterator[str]:
    """PESEL with days and months that mostly exist, in all five centuries."""
    for _ in range(COUNT // 2):
        front = f"{rng.randrange(100):02}{rng.randrange(100):02}{rng.randrange(34):02}"
        front += f"{rng.randrange(10_000):04}"
        yield front + stdnum.pl.pesel.calc_check_digit(front)


def _long_regon(rng: random.Random) -> Iterator[str]:
    """Fourteen digits whose first nine are mostly a valid short number."""
    for short in _near_valid(rng, 9, stdnum.pl.regon.calc_check_digit):
        front = short + f"{rng.randrange(10_000):04}"
        yield front + stdnum.pl.regon.calc_check_digit(front)


def _ours(kind: type[Identifier], number: str) -> bool:
    try:
        kind.parse(number)
    except IdentifierInvalid:
        return False
    return True


def _nip_check_digit(front: str) -> str:
    return str(stdnum.pl.nip.checksum(front + "0") % 11)


def _forbidden_nip(number: str) -> bool:
    return KSEF_NIP.fullmatch(number) is None


def _zero_entity(number: str) -> bool:
    return set(number[:9]) == {"0"}


def _never(number: str) -> bool:
    return number == ""


@pytest.mark.parametrize(
    ("kind", "oracle", "numbers", "only_stdnum_accepts"),
    [
        pytest.param(
            Nip,
            stdnum.pl.nip.is_valid,
            lambda rng: [
                *_random_numbers(rng, 10),
                *_near_valid(rng, 10, _nip_check_digit),
                "0000000000",
            ],
            _forbidden_nip,
            id="nip: patterns that KSeF forbids, all zero among them",
        ),
        pytest.param(
            Pesel,
            stdnum.pl.pesel.is_valid,
            lambda rng: [*_random_numbers(rng, 11), *_dated(rng), "00000000000"],
            _never,
            id="pesel: no difference",
        ),
        pytest.param(
            Regon,
            stdnum.pl.regon.is_valid,
            lambda rng: [
                *_random_numbers(rng, 9),
                *_long_regon(rng),
                "000000000",
                "00000000000000",
            ],
            _zero_entity,
            id="regon: an entity of zeros only",
        ),
    ],
)
def test_we_differ_from_stdnum_only_where_we_say_so(
    kind: type[Identifier],
    oracle: Callable[[str], bool],
    numbers: Callable[[random.Random], list[str]],
    only_stdnum_accepts: Callable[[str], bool],
) -> None:
    """
    A second implementation finds what our own vectors share with our own mistakes.

    stdnum accepts numbers of zeros and NIPs that KSeF's pattern forbids; we refuse
    exactly those of its valid numbers, and accept none that it refuses.
    """
    asked = numbers(random.Random(20261120))  # noqa: S311 - repeatable, no secret
    theirs = {number for number in asked if oracle(number)}
    ours = {number for number in asked if _ours(kind, number)}

    assert len(asked) >= COUNT
    assert {number for number in theirs if not only_stdnum_accepts(number)} == ours
    assert len(ours) > COUNT // 10
