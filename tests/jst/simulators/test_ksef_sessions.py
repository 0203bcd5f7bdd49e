"""Tokens of a session in the simulated KSeF: given out once, refreshed, revoked."""

import base64
import json

import pytest

from jst.simulators.ksef import KsefSimulator
from tests.jst.simulators.ksef_office import (
    CLERK,
    GMINA,
    NIP,
    PROBLEM,
    Office,
    a_person,
    code_of,
    in_context,
)


def test_tokens_are_given_out_once(gmina: Office) -> None:
    """Whoever lost them logs in again."""
    again = gmina.redeem()

    assert (400, 21301) == code_of(again)


def test_tokens_are_not_given_out_before_the_decision(
    ksef: KsefSimulator, office: Office
) -> None:
    """Status 100 lets nobody in."""
    office.send(office.signed(ksef.issue_seal("gmina", nip=GMINA), *NIP))

    assert 100 == office.status()["status"]["code"]
    assert (400, 21301) == code_of(office.redeem())


def test_a_login_is_not_for_others_to_watch(
    ksef: KsefSimulator, gmina: Office, office: Office
) -> None:
    """A token of one login tells nothing of another, nor of one that never was."""
    other = office.log_in(ksef.folder / "bogus-gmina.pem", *NIP)
    token = gmina.authentication

    others = office.call("GET", f"/auth/{other.login}", token=token)
    nobodys = office.call("GET", "/auth/bogus", token=token)

    assert "insufficient-resource-access" == others.json()["reasonCode"]
    assert (400, 21304) == code_of(nobodys)


def test_a_login_is_forgotten_after_seven_days(gmina: Office) -> None:
    """410, though the token that asks is long over."""
    gmina.pass_time(8 * 86_400)

    answer = gmina.call("GET", f"/auth/{gmina.login}", token=gmina.authentication)

    assert 410 == answer.status_code


def test_a_login_token_is_over_after_45_minutes(gmina: Office) -> None:
    """401, while the login itself is still kept."""
    gmina.pass_time(2701)

    answer = gmina.call("GET", f"/auth/{gmina.login}", token=gmina.authentication)

    assert 401 == answer.status_code


@pytest.mark.parametrize("token", ["", "bogus", "a.b.c", "é"])
def test_no_token_or_a_forged_one_opens_nothing(gmina: Office, token: str) -> None:
    """401, in problem details."""
    headers = {"Authorization": f"Bearer {token}".encode().decode("latin-1")}

    answer = gmina.call("GET", "/auth/sessions", token="", headers=headers)

    assert 401 == answer.status_code
    assert "application/problem+json" == answer.headers["content-type"]


def test_another_scheme_opens_nothing(gmina: Office) -> None:
    """Bearer it is."""
    headers = {"Authorization": f"Basic {gmina.access}"}

    answer = gmina.call("GET", "/auth/sessions", token="", headers=headers)

    assert 401 == answer.status_code


def test_a_token_of_another_kind_opens_nothing(gmina: Office) -> None:
    """A refresh token is no access token."""
    answer = gmina.call("GET", "/auth/sessions", token=gmina.refresh)

    assert 401 == answer.status_code


def test_a_session_ends_with_its_access_token(gmina: Office) -> None:
    """A quarter of an hour; the refresh token makes the next one."""
    gmina.pass_time(901)
    over = gmina.call("GET", "/auth/sessions").status_code

    renewed = gmina.call("POST", "/auth/token/refresh", token=gmina.refresh).json()

    gmina.access = renewed["accessToken"]["token"]
    assert (401, 200) == (over, gmina.call("GET", "/auth/sessions").status_code)


def test_rights_of_a_session_change_with_the_next_token(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """
    An access token carries the rights of its moment, whatever is granted meanwhile.

    Holds: facts/ksef-api.md, 2.1.
    """
    body = a_person() | {"permissions": ["InvoiceRead"]}
    gmina.change("POST", "/permissions/persons/grants", body)
    clerk = office.log_in(ksef.issue_person("clerk", number=CLERK), *NIP)
    body = a_person() | {"permissions": ["CredentialsRead"]}
    gmina.change("POST", "/permissions/persons/grants", body)

    before = clerk.call("POST", "/permissions/query/persons/grants", in_context())
    renewed = clerk.call("POST", "/auth/token/refresh", token=clerk.refresh).json()
    clerk.access = renewed["accessToken"]["token"]
    after = clerk.call("POST", "/permissions/query/persons/grants", in_context())

    assert (403, 200) == (before.status_code, after.status_code)


def test_a_revoked_session_is_not_refreshed_but_lasts_until_its_token_ends(
    gmina: Office,
) -> None:
    """
    Revoking kills the refresh token only.

    Holds: facts/ksef-api.md, 2.1.
    """
    revoked = gmina.call("DELETE", "/auth/sessions/current")

    refreshed = gmina.call("POST", "/auth/token/refresh", token=gmina.refresh)
    assert 204 == revoked.status_code
    assert (400, 21301) == code_of(refreshed)
    assert 200 == gmina.call("GET", "/auth/sessions").status_code
    assert 425 == gmina.status()["status"]["code"]


def test_a_refresh_token_may_revoke_its_session(gmina: Office) -> None:
    """The access token may be over by then."""
    gmina.pass_time(901)

    revoked = gmina.call("DELETE", "/auth/sessions/current", token=gmina.refresh)

    assert 204 == revoked.status_code


def test_sessions_are_listed_newest_first_and_page_by_page(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """A continuation token leads to the next page, until there is none."""
    seal = ksef.folder / "bogus-gmina.pem"
    later = [office.log_in(seal, *NIP) for _ in range(10)]

    first = gmina.call("GET", "/auth/sessions").json()
    token = {"x-continuation-token": first["continuationToken"]}
    second = gmina.call("GET", "/auth/sessions", headers=token).json()

    assert [each.login for each in reversed(later)] == [
        each["referenceNumber"] for each in first["items"]
    ]
    assert [(gmina.login, True)] == [
        (each["referenceNumber"], each["isCurrent"]) for each in second["items"]
    ]
    assert second["continuationToken"] is None


def test_a_session_is_revoked_by_its_number(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """One seal, two sessions: the one ends the other."""
    other = office.log_in(ksef.folder / "bogus-gmina.pem", *NIP)

    gone = gmina.call("DELETE", f"/auth/sessions/{other.login}")
    again = gmina.call("DELETE", f"/auth/sessions/{other.login}")

    assert (204, 403) == (gone.status_code, again.status_code)


def test_a_continuation_token_of_nobody_is_refused(gmina: Office) -> None:
    """Code 21418."""
    token = {"x-continuation-token": "bogus"}

    assert (400, 21418) == code_of(gmina.call("GET", "/auth/sessions", headers=token))


@pytest.mark.parametrize(
    ("ips", "status"),
    [
        ("<Ip4Address>127.0.0.1</Ip4Address>", 200),
        ("<Ip4Address>10.0.0.1</Ip4Address>", 403),
        ("<Ip4Range>127.0.0.1-127.0.0.9</Ip4Range>", 200),
        ("<Ip4Range>10.0.0.1-10.0.0.9</Ip4Range>", 403),
        ("<Ip4Mask>127.0.0.0/8</Ip4Mask>", 200),
        ("<Ip4Address>10.0.0.1</Ip4Address><Ip4Mask>127.0.0.0/8</Ip4Mask>", 200),
    ],
)
def test_a_policy_of_addresses_is_held_at_each_call(
    ksef: KsefSimulator, office: Office, ips: str, status: int
) -> None:
    """A token that is stolen is worth nothing elsewhere."""
    seal = ksef.issue_seal("gmina", nip=GMINA)
    policy = (
        f"<AuthorizationPolicy><AllowedIps>{ips}</AllowedIps></AuthorizationPolicy>"
    )
    session = office.log_in(seal, *NIP, policy=policy)

    answer = session.call("GET", "/auth/sessions")

    assert status == answer.status_code
    assert answer.json().get("reasonCode") in {None, "ip-not-allowed"}


@pytest.mark.parametrize(
    "ips",
    [
        "<Ip4Address>300.0.0.1</Ip4Address>",
        "<Ip4Range>10.0.0.1</Ip4Range>",
        "<Ip4Range>10.0.0.1-x</Ip4Range>",
        "<Ip4Mask>10.0.0.1/99</Ip4Mask>",
        "<Ip4Mask>10.0.0.1</Ip4Mask>",
        "<Ip4Mask>10.0.0.0/8</Ip4Mask><Ip4Address>10.0.0.1</Ip4Address>",
        "<Ip6Address>::1</Ip6Address>",
        "<Ip4Address>10.0.0.1</Ip4Address>" * 11,
    ],
)
def test_a_policy_that_is_none_is_refused(
    ksef: KsefSimulator, office: Office, ips: str
) -> None:
    """Three lists in their order, ten of each at most."""
    seal = ksef.issue_seal("gmina", nip=GMINA)
    policy = (
        f"<AuthorizationPolicy><AllowedIps>{ips}</AllowedIps></AuthorizationPolicy>"
    )

    signed = office.signed(seal, *NIP, policy=policy)

    assert (400, 21401) == code_of(office.send(signed))


def test_the_claims_of_a_token_are_those_seen_in_the_field(gmina: Office) -> None:
    """
    For display only; nobody but the register may trust them.

    Holds: facts/ksef-api.md, 2.1.
    """
    part = gmina.access.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))

    assert ("ContextToken", "Nip", GMINA.reveal()) == (
        claims["typ"],
        claims["cit"],
        claims["civ"],
    )
    assert (["Owner"], ["VatUeManage"]) == (claims["per"], claims["pec"])
    assert 8 == len(claims["pep"])


def test_a_refusal_comes_in_the_form_that_was_asked_for(gmina: Office) -> None:
    """The older form is on its way out."""
    body = {"queryType": "bogus"}
    path = "/permissions/query/persons/grants"

    old = gmina.call("POST", path, body)
    new = gmina.call("POST", path, body, headers=PROBLEM)

    assert (400, 21405) == code_of(old)
    assert "application/problem+json" == new.headers["content-type"]
    [error] = new.json()["errors"]
    assert 21405 == error["code"]
    assert "queryType" in error["details"][0]


def test_what_is_not_there_is_told(gmina: Office) -> None:
    """404 and 405, not a page in HTML."""
    assert 404 == gmina.call("GET", "/bogus").status_code
    assert 405 == gmina.call("PUT", "/auth/challenge").status_code


def test_a_request_that_is_too_big_is_refused(office: Office) -> None:
    """One mebibyte is enough for any of them."""
    answer = office.call("POST", "/auth/xades-signature", b"a" * (1024 * 1024 + 1))

    assert 413 == answer.status_code
