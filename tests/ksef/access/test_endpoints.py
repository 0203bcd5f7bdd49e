"""The table of calls: complete, and the Ministry's own where that is at hand."""

import json
from typing import Any

import pytest

from ksef.access.endpoints import ENDPOINTS, Endpoint, Limited
from tests.house.tree import ROOT

OPENAPI = ROOT.parent / "shared" / "real" / "ksef" / "openapi-2.7.0.json"
# /testdata and invoices are not ours; sessions of invoices begin with /sessions.
OURS = ("/auth", "/permissions", "/tokens", "/certificates", "/security")

real = [
    pytest.mark.real,
    pytest.mark.skipif(
        not OPENAPI.exists(), reason="real: the folder of real public data is absent"
    ),
]


def test_every_grant_and_query_of_the_facts_is_there() -> None:
    """Seven grants, two revocations, eight queries: API 2.7.0."""
    names = sorted(ENDPOINTS)

    assert 7 == sum(name.startswith("grant_") for name in names)
    assert 8 == sum(name.startswith("query_") for name in names)
    assert 2 == sum(e.path.startswith("/permissions/") for e in deletions())
    assert 40 == len(names)


def deletions() -> list[Endpoint]:
    """Give the calls that take something away."""
    return [each for each in ENDPOINTS.values() if each.method == "DELETE"]


def test_what_changes_something_is_sent_once() -> None:
    """A grant, a token or a redeemed login may not happen twice in silence."""
    harmless = {
        name
        for name, each in ENDPOINTS.items()
        if each.method != "GET" and not each.one_shot
    }

    assert {
        "challenge",
        "xades_signature",
        "ksef_token",
        "refresh",
        "certificates_retrieve",
        "certificates_query",
        *(name for name in ENDPOINTS if name.startswith("query_")),
    } - {"query_entity_roles"} == harmless


def test_only_a_login_is_infrastructure() -> None:
    """Whatever asks about somebody is an action, and needs an intent (ADR-0003)."""
    assert {"/auth", "/security"} == {
        f"/{each.path.split('/')[1]}"
        for each in ENDPOINTS.values()
        if each.infrastructure
    }


@pytest.mark.parametrize("name", sorted(ENDPOINTS))
class TestTheMinistrysTable:
    """Each call of ours, beside the description of API 2.7.0."""

    pytestmark = real

    def test_a_call_is_what_the_ministry_describes(self, name: str) -> None:
        """Method, path, success, permissions and limits."""
        ours = ENDPOINTS[name]
        theirs = json.loads(OPENAPI.read_bytes())["paths"][ours.path]
        described = theirs[ours.method.lower()]
        limits = described["x-rate-limits"]

        assert str(ours.success) in described["responses"]
        assert list(ours.needs) == (described.get("x-required-permissions") or [])
        assert (ours.limited is Limited.ACCESS) is (limits.get("perHour") == 120)


class TestTheMinistrysCalls:
    """Their description, beside ours."""

    pytestmark = real

    def test_no_access_call_is_missing(self) -> None:
        """What the Ministry added would else be noticed by nobody."""
        described: dict[str, dict[str, Any]] = json.loads(OPENAPI.read_bytes())["paths"]
        theirs = {
            (method.upper(), path)
            for path, methods in described.items()
            for method in methods
            if path.startswith(OURS)
        }

        assert theirs == {(each.method, each.path) for each in ENDPOINTS.values()}
