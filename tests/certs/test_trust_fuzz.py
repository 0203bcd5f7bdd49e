"""Any bytes end in a verified list or in TrustedListRejected."""

from contextlib import suppress
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from certs.errors import TrustedListRejected
from certs.trust import judge
from certs.trusted_list import read_trusted_list
from tests.certs.bogus_list import OPERATORS, document, seal, signed

GOOD = signed(document())
EDITS = st.lists(
    st.tuples(st.floats(0, 0.999), st.binary(max_size=4), st.integers(0, 4)),
    min_size=1,
    max_size=3,
)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(EDITS)
def test_a_damaged_list_is_rejected_or_says_the_same(
    edits: list[tuple[float, bytes, int]],
) -> None:
    """Blanks between attributes may change; what is signed may not."""
    data = GOOD
    for where, new, gone in edits:
        at = int(where * len(data))
        data = data[:at] + new + data[at + gone :]
    with suppress(TrustedListRejected):
        found = read_trusted_list(data, operators=OPERATORS)
        assert read_trusted_list(GOOD, operators=OPERATORS) == found


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_rejected(data: bytes) -> None:
    """A page of the operator's site, saved as XML, is no list."""
    with suppress(TrustedListRejected):
        read_trusted_list(data, operators=OPERATORS)
        raise AssertionError("no bytes of hypothesis are a signed list")


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    words=st.lists(
        st.sampled_from(
            ["granted", "withdrawn", "", "5", "PL", "true", "all", "2026-10-01", "-1"]
        ),
        min_size=3,
        max_size=3,
    ),
    at=st.lists(st.floats(0, 0.999), min_size=3, max_size=3),
)
def test_a_list_signed_by_its_operator_may_still_be_odd(
    words: list[str], at: list[float]
) -> None:
    """What an operator writes next year is not known to us today."""
    root = document()
    elements = list(root.iter())
    for word, where in zip(words, at, strict=True):
        elements[int(where * len(elements))].text = word
    with suppress(TrustedListRejected):
        listed = read_trusted_list(signed(root), operators=OPERATORS)
        assert judge(seal(), listed, on=date(2026, 11, 20)).verdict
