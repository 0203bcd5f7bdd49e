"""The login against the Ministry's own description of API 2.7.0, where at hand."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ksef.access.claims import read_claims
from ksef.access.client import KsefClient
from ksef.access.ip_policy import IpPolicy
from ksef.access.login_refusals import refusal_of
from ksef.access.messages_auth import (
    LoginStatus,
    read_challenge,
    read_refreshed,
    read_sessions,
    read_started,
    read_status,
    read_tokens,
)
from ksef.access.secret import Secret
from ksef.access.token_login import log_in_with_token
from tests.house.tree import ROOT
from tests.ksef.access.desk import Desk
from tests.ksef.access.places import OFFICE
from tests.ksef.access.test_token_login import TOKEN

PATH = ROOT.parent / "shared" / "real" / "ksef" / "openapi-2.7.0.json"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not PATH.exists(), reason="real: the folder of real public data is absent"
    ),
]


@pytest.fixture(name="openapi", scope="module")
def _openapi() -> Any:  # noqa: ANN401 - JSON
    """The description."""
    return json.loads(PATH.read_text("utf-8"))


@pytest.mark.parametrize(
    ("reader", "path", "method", "status"),
    [
        (read_challenge, "/auth/challenge", "post", "200"),
        (read_started, "/auth/xades-signature", "post", "202"),
        (read_started, "/auth/ksef-token", "post", "202"),
        (read_tokens, "/auth/token/redeem", "post", "200"),
        (read_refreshed, "/auth/token/refresh", "post", "200"),
        (read_sessions, "/auth/sessions", "get", "200"),
    ],
)
def test_each_published_answer_is_read(
    openapi: Any,  # noqa: ANN401 - JSON
    reader: Callable[[bytes], object],
    path: str,
    method: str,
    status: str,
) -> None:
    """The Ministry's examples, as they stand."""
    answer = openapi["paths"][path][method]["responses"][status]

    assert reader(json.dumps(answer["content"]["application/json"]["example"]).encode())


def test_each_published_status_is_read(openapi: Any) -> None:  # noqa: ANN401 - JSON
    """Six of them; the numbers there are of an earlier version."""
    answer = openapi["paths"]["/auth/{referenceNumber}"]["get"]["responses"]["200"]
    examples = answer["content"]["application/json"]["examples"].values()
    read = [read_status(json.dumps(each["value"]).encode()) for each in examples]

    assert {100, 200, 400, 500} == {each.code for each in read}


def test_the_claims_of_the_published_token_are_read(openapi: Any) -> None:  # noqa: ANN401 - JSON
    """Its names are the long ones."""
    answer = openapi["paths"]["/auth/token/redeem"]["post"]["responses"]["200"]
    told = answer["content"]["application/json"]["example"]["accessToken"]["token"]

    said = read_claims(Secret(told))

    assert ("ContextToken", "QualifiedSeal") == (said.kind, said.method)
    assert said.context is not None
    assert () == said.unknown


def test_each_published_refusal_has_a_class_and_a_meaning(openapi: Any) -> None:  # noqa: ANN401 - JSON
    """The table of statuses and details, line by line."""
    schemas = openapi["components"]["schemas"]
    text = schemas["AuthenticationOperationStatusResponse"]["properties"]["status"]
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in text["description"].splitlines()
        if line.startswith("| ") and line[2].isdigit()
    ]
    refused = [
        (int(code), refusal_of(LoginStatus(int(code), (detail,)), OFFICE))
        for code, _, detail in rows
        if code not in {"100", "200"}
    ]

    assert 20 == len(refused)
    assert [] == [code for code, error in refused if "nieznany tej" in error.polish]
    assert [] == [
        code for code, error in refused if code in {450, 460} and not error.reason
    ]


def test_a_login_by_token_says_what_is_described(
    openapi: Any,  # noqa: ANN401 - JSON
    desk: Desk,
    client: KsefClient,
) -> None:
    """No field that the description does not know, and every one that it requires."""
    policy = IpPolicy(addresses=("192.0.2.1",), masks=("192.0.2.0/24",))
    log_in_with_token(client, context=OFFICE, token=TOKEN, policy=policy)
    told = json.loads(desk.last("ksef_token").body)
    schemas = openapi["components"]["schemas"]
    whole = schemas["InitTokenAuthenticationRequest"]

    assert set(told) <= set(whole["properties"])
    assert set(told) >= set(whole["required"])
    assert set(told["authorizationPolicy"]["allowedIps"]) <= set(
        schemas["AllowedIps"]["properties"]
    )
    assert 44 == len(told["publicKeyId"])
    assert 36 == len(told["challenge"])
