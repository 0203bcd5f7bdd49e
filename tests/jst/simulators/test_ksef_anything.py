"""Whatever is sent to the simulated KSeF ends in an answer, and in no trace of it."""

from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from jst.errors import PortTaken
from jst.simulators.ksef import KsefSimulator, MovingClock
from jst.simulators.ksef_auth_document import read_request
from jst.simulators.ksef_csr import read_request as read_csr
from jst.simulators.ksef_ips import IpPolicy
from jst.simulators.ksef_jwt import Tokens, TokenType
from jst.simulators.ksef_names import Ident, is_identifier
from jst.simulators.ksef_problems import Problem
from tests.jst.simulators.ksef_journey import a_request, encrypted, send_token
from tests.jst.simulators.ksef_office import CLERK, GMINA, Office, a_person, code_of

TEXTS = st.text(max_size=40)
CONTEXT = Ident("Nip", GMINA.reveal())


@given(st.binary(max_size=400))
def test_any_bytes_are_a_request_or_a_problem(data: bytes) -> None:
    """Strangers write the first byte that arrives."""
    with pytest.raises(Problem) as refused:
        read_request(data)

    assert 400 == refused.value.status


@given(st.binary(max_size=200))
def test_any_bytes_are_a_certificate_request_or_a_problem(data: bytes) -> None:
    """DER of anything."""
    with pytest.raises(Problem) as refused:
        read_csr(b64encode(data).decode(), {})

    assert refused.value.code in {25004, 25010, 25011, 25003}


@given(st.integers(0, 500), st.binary(min_size=1, max_size=4))
def test_a_damaged_certificate_request_is_a_problem(at: int, spoil: bytes) -> None:
    """Close to a right one, where parsers differ."""
    right = a_request({"commonName": "bogus"}, _KEY)
    spoiled = right[: at % len(right)] + spoil.hex() + right[at % len(right) :]

    with pytest.raises(Problem):
        read_csr(spoiled, {"commonName": "bogus"})


@given(st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=3), st.lists(TEXTS))
def test_any_texts_are_addresses_or_a_value_error(
    addresses: list[str], ranges: list[str], masks: list[str]
) -> None:
    """An error names the kind of fault and not the text."""
    try:
        IpPolicy.read(addresses, ranges, masks)
    except ValueError as wrong:
        said = str(wrong)
        assert said in {
            "niepoprawny adres IPv4",
            "niepoprawna maska IPv4",
            "niepoprawny zakres adresów",
            "więcej niż 10 pozycji jednego rodzaju",
        }


@given(TEXTS)
def test_any_text_is_no_token_of_ours(text: str) -> None:
    """401, whatever it is."""
    tokens = Tokens(clock=MovingClock(factor=0))

    with pytest.raises(Problem) as refused:
        tokens.read(text, TokenType.ACCESS)

    assert 401 == refused.value.status


@given(st.sampled_from(["Nip", "Pesel", "InternalId", "NipVatUe", "PeppolId"]), TEXTS)
def test_any_text_is_an_identifier_or_not(kind: str, text: str) -> None:
    """Never an exception; and a right one is one."""
    assert not is_identifier(kind, f"{text}x")


@pytest.mark.parametrize(
    ("kind", "value", "is_one"),
    [
        ("NipVatUe", "9990000008-CZ12345678", True),
        ("NipVatUe", "9990000009-CZ12345678", False),
        ("NipVatUe", "9990000008-PL1234567890", False),
        ("InternalId", "9990000008-00012", True),
        ("InternalId", "9990000008-00013", False),
        ("PeppolId", "PPL000001", True),
        ("Fingerprint", "A" * 64, True),
        ("Fingerprint", "a" * 64, False),
    ],
)
def test_an_identifier_is_checked_by_its_kind(
    kind: str, value: str, is_one: bool
) -> None:
    """Digits, countries, and the case of letters."""
    assert is_one is is_identifier(kind, value)


def test_what_the_simulator_holds_shows_no_number(
    ksef: KsefSimulator, gmina: Office
) -> None:
    """A failing test prints what it compares."""
    body = a_person() | {"permissions": ["InvoiceRead"]}
    gmina.change("POST", "/permissions/persons/grants", body)
    wanted = {"permissions": ["InvoiceRead"], "description": "Bogus: token"}
    made = gmina.call("POST", "/tokens", wanted).json()
    world = ksef.world

    shown = repr(
        [
            world.permissions.all(),
            world.logins.find(gmina.login),
            world.ksef_tokens.in_context(CONTEXT),
            world,
        ]
    )

    assert [] == [
        secret
        for secret in (GMINA.reveal(), CLERK.reveal(), made["token"].split("|")[2])
        if secret in shown
    ]


def test_the_same_one_starts_again(tmp_path: Path) -> None:
    """Its authority and its seals stay; its memory does not."""
    with KsefSimulator.create(tmp_path / "ksef") as first:
        seal = first.issue_seal("gmina", nip=GMINA)
        authority = first.ca_pem.read_bytes()
        port = int(first.url.split(":")[2].split("/")[0])
        with pytest.raises(PortTaken):
            KsefSimulator(tmp_path / "ksef", port=port).__enter__()

    second = KsefSimulator(tmp_path / "ksef")

    assert authority == second.ca_pem.read_bytes()
    assert seal.exists()
    with pytest.raises(RuntimeError):
        assert second.url


def test_the_invented_gmina_is_introduced_once(
    ksef: KsefSimulator, office: Office
) -> None:
    """Who asks twice for the examples gets the same ones."""
    first, second = ksef.examples(), ksef.examples()
    pem = first["administrator"].pem

    session = office.log_in(pem, "Nip", ksef.example_context.nip)

    assert first == second
    assert 1 == len(session.query("personal/grants")["permissions"])


def test_a_seal_for_a_key_elsewhere_is_certified(ksef: KsefSimulator) -> None:
    """A key on a token never leaves it."""
    der = ksef.certify_seal(_KEY.public_key(), "token", nip=GMINA)

    assert b"bogus token" in der


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"null", b""])
def test_a_body_that_is_no_json_is_told(gmina: Office, body: bytes) -> None:
    """Code 21405, as for any other fault of the form."""
    headers = {"Content-Type": "application/json"}

    answer = gmina.call("POST", "/permissions/persons/grants", body, headers=headers)

    assert (400, 21405) == code_of(answer)


def test_a_challenge_of_odd_length_is_off_its_form(office: Office) -> None:
    """Code 21405, before anything is decrypted."""
    body = encrypted(office, "bogus") | {"challenge": b64encode(b"bogus").decode()}

    assert (400, 21405) == code_of(send_token(office, body))


_KEY = ec.generate_private_key(ec.SECP256R1())
