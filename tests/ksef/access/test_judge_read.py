"""Foreign bytes as a grant request: read whole, or refused without repeating them."""

import json

import pytest

from ksef.access.errors import GrantUnreadable
from ksef.access.judge_read import MAX_BYTES, MAX_DEPTH, read_request
from tests.ksef.access.grant_requests import PERSON, PESEL


def test_a_request_is_read_as_it_was_written() -> None:
    """With a byte order mark too, which Windows puts before it."""
    assert read_request(b"\xef\xbb\xbf" + json.dumps(PERSON).encode()) == PERSON


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b" " * (MAX_BYTES + 1), "bytes", id="too large"),
        pytest.param(json.dumps(PERSON).encode("utf-16"), "no UTF-8", id="UTF-16"),
        pytest.param(b"", "no JSON", id="empty"),
        pytest.param(b'{"a": 1', "no JSON", id="cut off"),
        pytest.param(b'{"a": NaN}', "no JSON", id="not a number"),
        pytest.param(b"[" * 1_000_000, "no JSON", id="deeper than the parser goes"),
        pytest.param(b'{"a": ' + b"9" * 5_000 + b"}", "no JSON", id="a huge number"),
        pytest.param(b"[1]", "no JSON object", id="a list"),
        pytest.param(b'"text"', "no JSON object", id="a text"),
        pytest.param(
            b'{"permissions": [], "permissions": ["InvoiceRead"]}',
            "a field stands twice",
            id="a field twice",
        ),
        pytest.param(
            b'{"context": {"type": "Nip", "type": "InternalId"}}',
            "a field stands twice",
            id="a field twice, further in",
        ),
        pytest.param(
            b'{"a": ' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}",
            "too deep",
            id="too deep",
        ),
    ],
)
def test_what_cannot_be_judged_is_refused(data: bytes, why: str) -> None:
    """Two readers of the same bytes could see two requests: then nobody judges one."""
    with pytest.raises(GrantUnreadable, match=why) as refused:
        read_request(data)

    assert refused.value.polish


def test_as_deep_as_allowed_is_read() -> None:
    """The limit is the last depth that passes."""
    inner = MAX_DEPTH - 2

    assert read_request(b'{"a": ' + b"[" * inner + b"1" + b"]" * inner + b"}")


def test_a_refusal_repeats_nothing_of_the_file() -> None:
    """The key that stands twice may be anybody's number."""
    with pytest.raises(GrantUnreadable) as refused:
        read_request(f'{{"{PESEL}": 1, "{PESEL}": 2}}'.encode())

    assert PESEL not in str(refused.value) + refused.value.polish
    assert None is refused.value.__cause__
