"""Claims are shown and never relied on; any token may come."""

import base64
import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksef.access.claims import Claims, ClaimsUnreadable, read_claims
from ksef.access.secret import Secret
from tests.bogus_pki import BOGUS_NIP
from tests.ksef.access.desk import jwt
from tests.ksef.access.places import OFFICE

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=9,
)
NAMES = st.sampled_from(["typ", "cit", "civ", "per", "rol", "pep", "pec", "iat", "exp"])


def claims(**told: object) -> Claims:
    """Read a token that says this."""
    return read_claims(Secret(jwt(**told)))


def test_short_names_are_read() -> None:
    """As the Ministry's own client reads them."""
    said = claims(
        typ="ContextToken",
        cit="Nip",
        civ=BOGUS_NIP,
        aum="QualifiedSeal",
        arn="20260101-AU-0000000001-ABCDEF0123-45",
        per=["InvoiceRead", "CredentialsManage"],
        pec=["InvoiceRead"],
        rol=["Owner"],
        iss="bogus",
        iat=1_767_225_600,
        exp=1_767_226_500,
        ipp={"allowedIps": {}, "x": 1},
    )

    assert OFFICE == said.context
    assert ("CredentialsManage",) == said.rights
    assert said.is_owner
    assert said.has_ip_policy
    assert datetime(2026, 1, 1, tzinfo=UTC) == said.issued_at
    assert "QualifiedSeal" == said.method
    assert () == said.unknown


def test_long_names_are_read() -> None:
    """As the example of OpenAPI 2.7.0 has them."""
    said = read_claims(
        Secret(
            jwt(
                **{
                    "token-type": "ContextToken",
                    "context-identifier-type": "Nip",
                    "context-identifier-value": BOGUS_NIP,
                    "authentication-method": "QualifiedSeal",
                }
            )
        )
    )

    assert ("ContextToken", OFFICE) == (said.kind, said.context)


@pytest.mark.parametrize(
    "told", [["A", "B"], '["A", "B"]', "A,B", "A, B,"], ids=["list", "JSON", "a", "b"]
)
def test_rights_come_in_three_ways(told: object) -> None:
    """Undocumented, and seen in each of them."""
    assert ("A", "B") == claims(per=told).permissions


@pytest.mark.parametrize("told", [7, None, {"A": 1}, "{", [1, ["A"]], ["A" * 65]])
def test_rights_of_another_shape_are_not_shown(told: object) -> None:
    """Better nothing than something wrong; a text that is no list is one word."""
    assert claims(per=told).permissions in {(), ("{",)}


def test_what_is_effective_wins() -> None:
    """It is what KSeF itself made of the rest."""
    assert ("B",) == claims(per=["A"], pep='["B"]').rights


def test_unknown_claims_are_named_and_not_told() -> None:
    """The Ministry adds some each month; a value could be a person's."""
    said = claims(new="secret-value", sud={"SubjectIdentifier": BOGUS_NIP})

    assert ("new",) == said.unknown
    assert "secret-value" not in repr(said)
    assert BOGUS_NIP not in repr(said)


def test_a_context_of_an_unknown_kind_is_none() -> None:
    """It is for display; nothing depends on it."""
    assert claims(cit="Other", civ=BOGUS_NIP).context is None


@pytest.mark.parametrize("told", [True, "1767225600", 1e300, float("nan"), 10**40])
def test_an_instant_that_is_none_is_not_shown(told: object) -> None:
    """Numbers of JSON may be anything."""
    assert claims(exp=told).expires_at is None


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("", "no_jwt"),
        ("a.b", "no_jwt"),
        ("a.§.c", "broken"),
        ("a.!.c", "broken"),
        (f"a.{base64.urlsafe_b64encode(b'[1]').decode()}.c", "no_object"),
        ("a" * 65_537, "too_long"),
        (f"a.{base64.urlsafe_b64encode(b'[' * 40_000).decode()}.c", "broken"),
    ],
)
def test_a_token_without_claims_is_told_apart(token: str, reason: str) -> None:
    """It may be good all the same, so the error says that."""
    with pytest.raises(ClaimsUnreadable) as caught:
        read_claims(Secret(token))

    assert reason == caught.value.reason
    assert caught.value.__cause__ is None


@given(st.dictionaries(NAMES | st.text(max_size=5), JSON, max_size=6))
def test_any_claims_can_be_shown(told: dict[str, object]) -> None:
    """Whatever the server writes ends in a value."""
    body = base64.urlsafe_b64encode(json.dumps(told).encode()).decode()

    assert isinstance(read_claims(Secret(f"x.{body}.x")), Claims)


@given(st.binary(max_size=80))
def test_any_bytes_end_in_claims_or_in_our_error(body: bytes) -> None:
    """A token comes from the network."""
    token = Secret(f"x.{base64.urlsafe_b64encode(body).decode()}.x")
    with contextlib.suppress(ClaimsUnreadable):
        assert isinstance(read_claims(token), Claims)
