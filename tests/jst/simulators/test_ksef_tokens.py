"""KSeF tokens in the simulator: who makes them, what they open, how they end."""

import pytest

from jst.simulators.ksef import KsefSimulator
from tests.jst.simulators.ksef_journey import a_token, by_token, encrypted, send_token
from tests.jst.simulators.ksef_office import (
    CLERK,
    DIRECTOR,
    GMINA,
    NIP,
    OTHER_NIP,
    SCHOOL,
    Office,
    a_certificate,
    a_person,
    code_of,
    fingerprint_of,
    in_context,
)


def test_a_token_opens_what_it_was_made_for(office: Office, gmina: Office) -> None:
    """The one way to give less than everything."""
    session = by_token(office, a_token(gmina, "CredentialsRead", "InvoiceRead"))

    read = session.call("POST", "/permissions/query/persons/grants", in_context())
    grant = session.call("POST", "/permissions/persons/grants", {})

    assert (200, 403) == (read.status_code, grant.status_code)
    assert ["CredentialsRead", "InvoiceRead"] == grant.json()["security"][
        "presentPermissions"
    ]


def test_the_text_of_a_token_is_shown_once(gmina: Office) -> None:
    """Reference, context and secret; no list has it again."""
    text = a_token(gmina, "InvoiceRead")

    number, context, secret = text.split("|")
    assert (f"nip-{GMINA.reveal()}", 64) == (context, len(secret))
    assert secret not in gmina.call("GET", f"/tokens/{number}").text
    assert secret not in gmina.call("GET", "/tokens").text


def test_a_token_holds_no_right_that_its_author_lacks(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """
    Code 26001: an administrator with CredentialsManage makes no InvoiceRead token.

    Holds: facts/ksef-api.md, 4 (issue 373).
    """
    body = a_person() | {"permissions": ["CredentialsManage"]}
    gmina.change("POST", "/permissions/persons/grants", body)
    clerk = office.log_in(ksef.issue_person("clerk", number=CLERK), *NIP)
    wanted = {"permissions": ["InvoiceRead"], "description": "Bogus: token"}

    answer = clerk.call("POST", "/tokens", wanted)

    assert (400, 26001) == code_of(answer)
    assert "InvoiceRead" in answer.text


def test_a_token_is_made_in_a_taxpayers_or_a_units_context_only(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """Code 26002 elsewhere."""
    pem = ksef.issue_nameless("cz")
    body = a_certificate(fingerprint_of(pem)) | {
        "contextIdentifier": {"type": "NipVatUe", "value": "9990000008-CZ12345678"},
        "euEntityName": "Bogus s.r.o., Praha",
        "euEntityDetails": {"fullName": "Bogus s.r.o.", "address": "Praha"},
    }
    gmina.change("POST", "/permissions/eu-entities/administration/grants", body)
    context = ("NipVatUe", "9990000008-CZ12345678")
    joint = office.log_in(pem, *context, subject="certificateFingerprint")
    wanted = {"permissions": ["InvoiceRead"], "description": "Bogus: token"}

    assert (400, 26002) == code_of(joint.call("POST", "/tokens", wanted))


def test_a_token_makes_no_token(office: Office, gmina: Office) -> None:
    """It takes a signature."""
    session = by_token(office, a_token(gmina, "CredentialsManage"))
    wanted = {"permissions": ["CredentialsManage"], "description": "Bogus: token"}

    refused = session.call("POST", "/tokens", wanted).json()

    assert "auth-method-not-allowed" == refused["reasonCode"]
    assert {"authenticationMethodCategory": "Token"} == refused["security"]


def test_a_token_is_of_no_use_before_it_is_active_nor_after_it_is_revoked(
    office: Office, gmina: Office
) -> None:
    """Status 450 in both cases, and a session of it is not refreshed."""
    wanted = {"permissions": ["CredentialsRead"], "description": "Bogus: token"}
    made = gmina.call("POST", "/tokens", wanted).json()
    path = f"/tokens/{made['referenceNumber']}"
    states = [gmina.call("GET", path).json()["status"]]
    pending = _ends(office, encrypted(office, made["token"]), wait_s=0.0)
    gmina.pass_time()
    session = by_token(office, made["token"])
    states.append(gmina.call("GET", path).json()["status"])
    gmina.call("DELETE", path)
    states.append(gmina.call("GET", path).json()["status"])
    gmina.pass_time()
    states.append(gmina.call("GET", path).json()["status"])
    revoked = _ends(office, encrypted(office, made["token"]))
    refreshed = session.call("POST", "/auth/token/refresh", token=session.refresh)

    assert ["Pending", "Active", "Revoking", "Revoked"] == states
    assert (100, "") == pending
    assert (450, "Token unieważniony") == revoked
    assert (400, 21301) == code_of(refreshed)


def test_a_login_by_a_token_in_the_making_fails(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """It shows its text at once, and opens nothing until it is active."""
    ksef.world.logins.login_s = 0.0
    wanted = {"permissions": ["CredentialsRead"], "description": "Bogus: token"}
    made = gmina.call("POST", "/tokens", wanted).json()

    ended = _ends(office, encrypted(office, made["token"]), wait_s=0.0)

    assert (450, "Token nieaktywny") == ended


def test_a_token_of_another_context_is_refused(office: Office, gmina: Office) -> None:
    """Status 450; its detail names the context, so it belongs in no log."""
    body = encrypted(office, a_token(gmina, "CredentialsRead"))
    body["contextIdentifier"] = {"type": "Nip", "value": OTHER_NIP.reveal()}

    code, detail = _ends(office, body)

    assert (450, True) == (code, OTHER_NIP.reveal() in detail)


def test_what_is_wrong_with_a_token_is_told_by_the_status(
    office: Office, gmina: Office
) -> None:
    """The cause of a 450 stands in its detail."""
    text = a_token(gmina, "CredentialsRead")
    garbled = encrypted(office, text) | {"encryptedToken": "Qk9HVVM="}
    no_base64 = encrypted(office, text) | {"encryptedToken": "ą"}

    assert [
        "Nieprawidłowe szyfrowanie tokena",
        "Nieprawidłowe szyfrowanie tokena",
        "Nieprawidłowy token",
        "Nieprawidłowy czas tokena",
    ] == [
        _ends(office, body)[1]
        for body in (
            garbled,
            no_base64,
            encrypted(office, "bogus"),
            encrypted(office, text, stamp=1),
        )
    ]


def test_bytes_that_are_no_text_are_a_wrong_encoding(
    ksef: KsefSimulator, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Encrypted well, and no UTF-8."""
    monkeypatch.setattr(ksef.world.keys, "decrypt", lambda *_: b"\xff|1")

    ended = _ends(office, encrypted(office, "bogus"))

    assert (450, "Nieprawidłowe kodowanie tokena") == ended


def test_a_withdrawn_key_is_told_at_once(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """Code 21470: fetch the list again, and encrypt anew."""
    text = a_token(gmina, "CredentialsRead")
    old = encrypted(office, text)
    ksef.world.keys.rotate()

    refused = send_token(office, old)

    assert (400, 21470) == code_of(refused)
    assert by_token(office, text).access


def test_a_key_need_not_be_named(office: Office, gmina: Office) -> None:
    """The member is optional; the one token key there is decrypts."""
    body = encrypted(office, a_token(gmina, "CredentialsRead"))
    del body["publicKeyId"]

    assert (200, "") == _ends(office, body)


def test_a_challenge_is_needed(office: Office, gmina: Office) -> None:
    """Code 21111 for one that was used."""
    body = encrypted(office, a_token(gmina, "CredentialsRead"))
    send_token(office, body)

    assert (400, 21111) == code_of(send_token(office, body))


def test_a_policy_of_addresses_is_held_for_tokens_too(
    office: Office, gmina: Office
) -> None:
    """The JSON twin of the XML."""
    text = a_token(gmina, "CredentialsRead")
    elsewhere = {"allowedIps": {"ip4Addresses": ["10.0.0.1"]}}
    body = encrypted(office, text) | {"authorizationPolicy": elsewhere}
    assert (200, "") == _ends(office, body)
    office.redeem()
    odd = {"allowedIps": {"ip4Masks": ["bogus"]}}
    body = encrypted(office, text) | {"authorizationPolicy": odd}

    assert 403 == office.call("GET", "/auth/sessions").status_code
    assert (400, 21405) == code_of(send_token(office, body))
    body["authorizationPolicy"] = {}
    assert 202 == send_token(office, body).status_code


def test_tokens_are_seen_by_their_author_their_bearer_and_administrators(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """
    Whoever may not read permissions sees his own.

    Holds: OpenAPI 2.7.0, GET /tokens.
    """
    body = a_person() | {"permissions": ["InvoiceRead"]}
    gmina.change("POST", "/permissions/persons/grants", body)
    clerk = office.log_in(ksef.issue_person("clerk", number=CLERK), *NIP)
    a_token(gmina, "CredentialsRead")
    own = a_token(clerk, "InvoiceRead")
    bearer = by_token(office, own)
    number = own.partition("|")[0]

    assert 2 == len(gmina.call("GET", "/tokens").json()["tokens"])
    assert [number] == _numbers(clerk)
    assert [number] == _numbers(bearer)
    assert 403 == clerk.call("DELETE", "/tokens/bogus").status_code
    assert [204, 204] == [
        bearer.call("DELETE", f"/tokens/{number}").status_code for _ in range(2)
    ]


def test_tokens_are_found_by_state_description_and_author(
    gmina: Office,
) -> None:
    """Parts of texts, in any case of letters."""
    number = a_token(gmina, "InvoiceRead").partition("|")[0]

    assert [number] == _numbers(gmina, status="Active", description="BOGUS")
    assert [number] == _numbers(
        gmina, authorIdentifier="999", authorIdentifierType="Nip"
    )
    assert [] == _numbers(gmina, status="Revoked")
    assert [] == _numbers(gmina, authorIdentifierType="Pesel")
    short = gmina.call("GET", "/tokens", query={"description": "ab"})
    assert (400, 21405) == code_of(short)


def test_a_units_token_names_the_unit(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """Its author is the unit's administrator."""
    body = a_person(DIRECTOR) | {
        "contextIdentifier": {"type": "InternalId", "value": SCHOOL.reveal()},
        "subunitName": "Bogus: szkoła",
    }
    gmina.change("POST", "/permissions/subunits/grants", body)
    pem = ksef.issue_person("director", number=DIRECTOR)
    director = office.log_in(pem, "InternalId", SCHOOL.reveal())

    text = a_token(director, "CredentialsManage")

    assert f"internalId-{SCHOOL.reveal()}" == text.split("|")[1]
    assert 160 >= len(text)


def _numbers(session: Office, **query: object) -> list[str]:
    told = session.call("GET", "/tokens", query=query).json()
    return [each["referenceNumber"] for each in told["tokens"]]


def _ends(
    office: Office, body: dict[str, object], *, wait_s: float = 1.0
) -> tuple[int, str]:
    """Send a login by token and tell how it ends."""
    assert 202 == send_token(office, body).status_code
    office.access = ""
    office.pass_time(wait_s)
    status = office.status()["status"]
    return status["code"], status.get("details", [""])[0]
