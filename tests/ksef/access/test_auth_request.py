"""AuthTokenRequest by the rules that we wrote out of the Ministry's schemas."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ksef.access.auth_request import (
    AuthRequest,
    AuthRequestInvalid,
    check_challenge,
)
from ksef.access.context import ContextId
from ksef.access.ip_policy import IpPolicy, PolicyInvalid
from tests.bogus_pki import BOGUS_NIP
from tests.ksef.access.places import OFFICE

CHALLENGE = "20260101-CR-0123456789-ABCDEF0123-45"
POLICY = IpPolicy(
    addresses=("192.0.2.1",),
    ranges=("192.0.2.1-192.0.2.9", "192.0.2.1-192.0.2.1"),
    masks=("192.0.2.0/24", "0.0.0.0/0", "192.0.2.1/32"),
)


def request(**how: Any) -> AuthRequest:  # noqa: ANN401 - as it is made
    """Make a request; context and challenge unless a test says otherwise."""
    told = {"challenge": CHALLENGE, "context": OFFICE, **how}
    return AuthRequest(**told)


def test_a_request_is_written_as_the_schema_orders_it() -> None:
    """The order of elements is fixed, and the bytes are what will be signed."""
    assert request(policy=IpPolicy(masks=("192.0.2.0/24",))).as_bytes() == (
        b'<AuthTokenRequest xmlns="http://ksef.mf.gov.pl/auth/token/2.1"><Challenge>'
        b"20260101-CR-0123456789-ABCDEF0123-45</Challenge><ContextIdentifier><Nip>"
        b"1234563218</Nip></ContextIdentifier><SubjectIdentifierType>certificateSubject"
        b"</SubjectIdentifierType><AuthorizationPolicy><AllowedIps><Ip4Mask>"
        b"192.0.2.0/24</Ip4Mask></AllowedIps></AuthorizationPolicy></AuthTokenRequest>"
    )


def test_a_request_is_written_in_canonical_form() -> None:
    """Nothing changes between what we write and what is signed."""
    made = request(policy=POLICY)

    assert made.as_bytes() == etree.tostring(made.as_element(), method="c14n")


@pytest.mark.parametrize(
    "challenge",
    [
        "",
        CHALLENGE + "\n",
        CHALLENGE.lower(),
        CHALLENGE.replace("CR", "AU"),
        CHALLENGE.replace("0", "\u0660"),
        "</Challenge>",
    ],
)
def test_a_text_that_is_no_challenge_goes_into_no_document(challenge: str) -> None:
    """It comes from the network, and would be signed by the office's seal."""
    with pytest.raises(AuthRequestInvalid) as caught:
        request(challenge=challenge)

    assert "Challenge" == caught.value.field


def test_a_version_that_does_not_exist_is_refused() -> None:
    """There are two schemas."""
    with pytest.raises(AuthRequestInvalid) as caught:
        request(version="3.0")

    assert "Version" == caught.value.field


@pytest.mark.parametrize("number", ["DE123456789012", "DE12345678", "PL1234563218"])
def test_a_vat_number_that_its_state_never_issues_is_refused(number: str) -> None:
    """The first stands as an example in the Ministry's own OpenAPI."""
    with pytest.raises(AuthRequestInvalid) as caught:
        request(context=ContextId.parse("NipVatUe", f"{BOGUS_NIP}-{number}"))

    assert "ContextIdentifier" == caught.value.field


def test_no_repr_names_whose_context_it_is() -> None:
    """A request lies in tracebacks."""
    assert BOGUS_NIP not in repr(request())


@pytest.mark.parametrize(
    ("given", "field", "reason"),
    [
        ({}, "policy", "empty"),
        ({"addresses": ("192.0.2.01",)}, "addresses", "shape"),
        ({"addresses": ("192.0.2.256",)}, "addresses", "shape"),
        ({"addresses": ("2001:db8::1",)}, "addresses", "shape"),
        ({"addresses": ("<x/>",)}, "addresses", "shape"),
        ({"addresses": ("192.0.2.1", "192.0.2.1")}, "addresses", "twice"),
        ({"addresses": tuple(f"192.0.2.{n}" for n in range(11))}, "addresses", None),
        ({"ranges": ("192.0.2.1",)}, "ranges", "shape"),
        ({"ranges": ("192.0.2.9-192.0.2.1",)}, "ranges", "order"),
        ({"ranges": ("192.0.2.1\u2013192.0.2.9",)}, "ranges", "shape"),
        ({"masks": ("192.0.2.0",)}, "masks", "shape"),
        ({"masks": ("192.0.2.0/33",)}, "masks", "shape"),
        ({"masks": ("192.0.2.0/024",)}, "masks", "shape"),
        ({"masks": ("192.0.2.1/24",)}, "masks", "host_bits"),
    ],
)
def test_a_policy_that_could_lock_us_out_is_refused(
    given: dict[str, tuple[str, ...]], field: str, reason: str | None
) -> None:
    """KSeF's own description does not hold the count of ten; the server does."""
    with pytest.raises(PolicyInvalid) as caught:
        IpPolicy(**given)

    assert (field, reason or "too_many") == (caught.value.field, caught.value.reason)
    assert caught.value.polish


def test_a_policy_has_a_twin_in_json() -> None:
    """A login by token says the same in JSON; empty parts are left out."""
    assert {
        "allowedIps": {"ip4Addresses": ["192.0.2.1"], "ip4Masks": ["192.0.2.0/24"]}
    } == IpPolicy(addresses=("192.0.2.1",), masks=("192.0.2.0/24",)).as_json()


@given(st.text(max_size=60))
def test_whatever_is_no_address_makes_no_policy(text: str) -> None:
    """What passes is plain: it needs no escaping in XML."""
    for field in ("addresses", "ranges", "masks"):
        try:
            made = IpPolicy(**{field: (text,)})
        except PolicyInvalid:
            continue
        assert re.fullmatch(r"[0-9./-]+", made.as_json().popitem()[1].popitem()[1][0])


@given(st.text(max_size=40))
def test_whatever_is_no_challenge_is_refused(text: str) -> None:
    """Any text ends in yes or in the error of ours."""
    with pytest.raises(AuthRequestInvalid):
        check_challenge(text)
