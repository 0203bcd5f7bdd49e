"""A body that UTF-8 cannot hold is refused by its place, and nothing is quoted."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksef.access.body_text import body_bytes, halved
from ksef.access.errors import RequestInvalid

PESEL = "44051401359"
TEXTS = st.text(st.characters(exclude_categories=()))
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=10,
)


@given(st.dictionaries(TEXTS, ANY))
def test_every_body_is_written_or_refused(body: dict[str, object]) -> None:
    """No text of it ends in the encoder's own error, which would hold the body."""
    if any(True for _ in halved(body)):
        with pytest.raises(RequestInvalid):
            body_bytes(body)
    else:
        assert body == json.loads(body_bytes(body))


def test_a_place_is_told_and_no_value() -> None:
    """A name of a field is told only where it can be no identifier."""
    body = {
        "subjectIdentifier": {"type": "Pesel", "value": PESEL},
        "subjectDetails": {"personById": {"firstName": "A\ud800"}, PESEL: ["\udfff"]},
    }
    with pytest.raises(RequestInvalid) as refused:
        body_bytes(body)

    assert "subjectDetails.personById.firstName" == refused.value.field
    assert ["subjectDetails.personById.firstName", "subjectDetails"] == [*halved(body)]
    assert PESEL not in repr(refused.value.args) + refused.value.polish
    assert refused.value.__cause__ is refused.value.__context__ is None


def test_a_deep_body_is_looked_through() -> None:
    """Any depth: nothing here recurses."""
    body: object = "\ud800"
    for _ in range(5000):
        body = [body]

    assert ["x"] == [*halved(body, "x")]
