"""Which signed requests the simulated KSeF reads, and which it refuses at once."""

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from jst.simulators import ksef_identities as identities
from jst.simulators.ksef import KsefSimulator
from tests.jst.simulators.ksef_office import CLERK, GMINA, NIP, Office, code_of


def test_a_challenge_serves_once(ksef: KsefSimulator, office: Office) -> None:
    """A request that was overheard is worth nothing."""
    signed = office.signed(ksef.issue_seal("gmina", nip=GMINA), *NIP)
    office.send(signed)

    assert (400, 21111) == code_of(office.send(signed))


def test_a_challenge_ends_after_ten_minutes(
    ksef: KsefSimulator, office: Office
) -> None:
    """A request that is signed elsewhere must come back in time."""
    signed = office.signed(ksef.issue_seal("gmina", nip=GMINA), *NIP)
    office.pass_time(601)

    assert (400, 21111) == code_of(office.send(signed))


def test_a_seal_that_names_a_person_is_refused(
    ksef: KsefSimulator, office: Office
) -> None:
    """A seal is an entity's; a given name in it is none."""
    parts = list(identities.seal_name("gmina", GMINA.reveal()))
    person = x509.NameAttribute(NameOID.GIVEN_NAME, "Bogusia")
    seal = _saved(ksef, x509.Name([*parts, person]))

    assert (400, 21115) == code_of(office.send(office.signed(seal, *NIP)))


def test_a_seal_without_an_organisation_is_refused(
    ksef: KsefSimulator, office: Office
) -> None:
    """Four attributes are required of a seal."""
    parts = identities.seal_name("gmina", GMINA.reveal())
    kept = [each for each in parts if each.oid != NameOID.ORGANIZATION_NAME]

    seal = _saved(ksef, x509.Name(kept))

    assert (400, 21115) == code_of(office.send(office.signed(seal, *NIP)))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param(b"</AuthTokenRequest>", b"", 21001, id="no XML"),
        pytest.param(b"<AuthTokenRequest", b"\xb1<AuthTokenRequest", 21217, id="bytes"),
        pytest.param(
            b"<AuthTokenRequest", b"<!DOCTYPE a><AuthTokenRequest", 9101, id="DTD"
        ),
        pytest.param(b"<Challenge>", b"<!-- --><Challenge>", 9101, id="a comment"),
        pytest.param(b"certificateSubject", b"certificateSubject ", 9105, id="content"),
        pytest.param(
            b"<ds:SignatureValue>", b"<ds:SignatureValue>AA", 9105, id="value"
        ),
        pytest.param(b"xmldsig-more#", b"xmldsig-less#", 9105, id="the method"),
    ],
)
def test_a_spoiled_document_is_told_by_its_code(
    ksef: KsefSimulator, office: Office, old: bytes, new: bytes, code: int
) -> None:
    """Each kind of damage has a code of its own, and 9105 says no more."""
    signed = office.signed(ksef.issue_seal("gmina", nip=GMINA), *NIP)
    assert old in signed

    assert (400, code) == code_of(office.send(signed.replace(old, new, 1)))


def test_a_document_without_signature_or_with_two_is_refused(
    ksef: KsefSimulator, office: Office
) -> None:
    """One signature, no more and no less."""
    signed = office.signed(ksef.issue_seal("gmina", nip=GMINA), *NIP)
    begin, end = signed.index(b"<ds:Signature "), signed.index(b"</AuthTokenRequest>")
    signature = signed[begin:end]

    bare = office.send(signed.replace(signature, b""))
    twice = office.send(
        signed.replace(signature, signature + signature.replace(b"seal-", b"other-"))
    )

    assert (400, 9102) == code_of(bare)
    assert (400, 9103) == code_of(twice)


@pytest.mark.parametrize(
    "about",
    [
        pytest.param({"version": "1.0"}, id="an old name space"),
        pytest.param({"subject": "certificateName"}, id="an unknown way to identify"),
        pytest.param({"challenge": "bogus"}, id="no challenge"),
        pytest.param({"policy": "<AuthorizationPolicy/>"}, id="an empty policy"),
        pytest.param({"policy": "<Extra/>"}, id="another element"),
        pytest.param({"policy": "text"}, id="text between elements"),
        pytest.param({"policy": "<o xmlns='urn:o'/>"}, id="a foreign element"),
        pytest.param({"challenge": "<b/>"}, id="an element for text"),
    ],
)
def test_a_request_off_the_schema_is_refused(
    ksef: KsefSimulator, office: Office, about: dict[str, str]
) -> None:
    """The signature is right; what it covers is not."""
    signed = office.signed(ksef.issue_seal("gmina", nip=GMINA), *NIP, **about)

    assert (400, 21401) == code_of(office.send(signed))


@pytest.mark.parametrize(
    "context",
    [
        ("Nip", "0000000000"),
        ("InternalId", "9990000008"),
        ("NipVatUe", "9990000008-XX1"),
        ("PeppolId", "PL1"),
        ("Pesel", CLERK.reveal()),
        ("Nip", "<b/>"),
    ],
    ids=["zeros", "no unit", "no country", "short", "no context", "no text"],
)
def test_a_context_that_is_none_is_refused(
    ksef: KsefSimulator, office: Office, context: tuple[str, str]
) -> None:
    """Four kinds of contexts, each with its pattern."""
    signed = office.signed(ksef.issue_seal("gmina", nip=GMINA), *context)

    assert (400, 21401) == code_of(office.send(signed))


def _saved(ksef: KsefSimulator, name: x509.Name) -> Path:
    made = identities.identity(ksef.world.ca, name, now=ksef.clock())
    return made.save(ksef.folder / "other.pem")
