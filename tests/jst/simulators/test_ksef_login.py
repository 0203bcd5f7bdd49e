"""Who is let in to the simulated KSeF, and who is not."""

from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from cryptography import x509

from jst.simulators import ksef_identities as identities
from jst.simulators.ksef import KsefSimulator, MovingClock
from jst.simulators.ksef_identities import KeyKind
from jst.simulators.pki import BogusCa
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
    after_zawfa,
    code_of,
    fingerprint_of,
    in_context,
)

UNIT = ("InternalId", SCHOOL.reveal())
FINGERPRINT = "certificateFingerprint"


@pytest.mark.parametrize("kind", ["P-256", "RSA-2048"])
@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_the_seal_of_the_context_is_its_owner(
    ksef: KsefSimulator, office: Office, kind: str, version: str
) -> None:
    """An office needs no ZAW-FA for its own seal, and stands in no list."""
    seal = ksef.issue_seal("gmina", nip=GMINA, kind=cast("KeyKind", kind))

    gmina = office.log_in(seal, *NIP, version=version)

    assert [] == gmina.query("persons/grants", in_context())["permissions"]
    assert [] == gmina.query("personal/grants")["permissions"]


def test_a_seal_with_the_ministrys_second_number_is_read(
    ksef: KsefSimulator, office: Office
) -> None:
    """Real seals say `VATPL-… BR:PL-…`, and KSeF takes the first."""
    name = identities.seal_name("gmina", f"{GMINA.reveal()} BR:PL-1234567890")
    seal = _saved(ksef, name)

    assert office.log_in(seal, *NIP).access


def test_a_unit_opens_only_to_whom_the_office_appointed(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """
    Rights of the NIP do not flow down to a unit: 415, until subunits/grants.

    Holds: facts/ksef-api.md, 3.5.
    """
    director = ksef.issue_person("director", number=DIRECTOR)
    before = office.ends_as(office.signed(director, *UNIT))
    body = a_person(DIRECTOR) | {
        "contextIdentifier": {"type": "InternalId", "value": SCHOOL.reveal()},
        "subunitName": "Bogus: szkoła",
    }

    assert 200 == gmina.change("POST", "/permissions/subunits/grants", body)

    assert (415, "Brak przypisanych uprawnień") == before
    assert (200, "") == office.ends_as(office.signed(director, *UNIT))


def test_the_offices_own_seal_is_no_key_to_its_unit(
    ksef: KsefSimulator, office: Office
) -> None:
    """The mistake that most offices make first."""
    seal = ksef.issue_seal("gmina", nip=GMINA)

    assert 415 == office.ends_as(office.signed(seal, *UNIT))[0]


def test_a_person_needs_a_permission(ksef: KsefSimulator, office: Office) -> None:
    """
    A person whom a ZAW-FA named has CredentialsManage and nothing else.

    Holds: facts/ksef-api.md, 3.5; the test-data call stands for the notice.
    """
    administrator = ksef.issue_person("administrator", number=CLERK)
    before = office.ends_as(office.signed(administrator, *NIP))
    after_zawfa(office)

    session = office.log_in(administrator, *NIP)

    refused = session.call("POST", "/permissions/eu-entities/grants", {})
    assert (415, "Brak przypisanych uprawnień") == before
    assert ["CredentialsManage"] == refused.json()["security"]["presentPermissions"]
    [shown] = session.query("persons/grants", in_context())["permissions"]
    assert "System" == shown["authorIdentifier"]["type"]


def test_a_taxpayers_pesel_owns_the_context_of_the_nip(
    ksef: KsefSimulator, office: Office
) -> None:
    """The link is the tax administration's; the certificate tells the PESEL only."""
    _person(office)
    pem = ksef.issue_person("taxpayer", number=CLERK)

    assert 200 == office.ends_as(office.signed(pem, "Nip", OTHER_NIP.reveal()))[0]


def test_a_signature_with_a_nip_counts_by_it(
    ksef: KsefSimulator, office: Office
) -> None:
    """A sole trader's certificate says TINPL."""
    pem = ksef.issue_person("trader", number=OTHER_NIP)

    assert 200 == office.ends_as(office.signed(pem, "Nip", OTHER_NIP.reveal()))[0]


def test_a_fingerprint_opens_when_it_was_granted(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """A certificate without a number counts by its fingerprint, once it is known."""
    pem = ksef.issue_nameless("guest")
    before = office.ends_as(office.signed(pem, *NIP, subject=FINGERPRINT))[0]
    body = a_certificate(fingerprint_of(pem)) | {"permissions": ["InvoiceRead"]}

    assert 200 == gmina.change("POST", "/permissions/persons/grants", body)

    assert 415 == before
    assert office.log_in(pem, *NIP, subject=FINGERPRINT).access


def test_a_certificate_without_a_number_names_nobody(
    ksef: KsefSimulator, office: Office
) -> None:
    """It conflicts with certificateSubject."""
    signed = office.signed(ksef.issue_nameless("guest"), *NIP)

    assert (400, 21406) == code_of(office.send(signed))


@pytest.mark.parametrize(
    "context",
    [("NipVatUe", "9990000008-CZ12345678"), ("PeppolId", "PPL000001")],
    ids=["joint", "Peppol"],
)
def test_a_seal_does_not_fit_every_kind_of_context(
    ksef: KsefSimulator, office: Office, context: tuple[str, str]
) -> None:
    """Entities of other states come by fingerprint, providers by their own name."""
    signed = office.signed(ksef.issue_seal("gmina", nip=GMINA), *context)

    assert (400, 21117) == code_of(office.send(signed))


def test_a_peppol_provider_enters_its_own_context(
    ksef: KsefSimulator, office: Office
) -> None:
    """Its permission is in no grant."""
    pem = _saved(
        ksef, x509.Name.from_rfc4514_string("CN=PPL000001,O=bogus Peppol,C=PL")
    )
    provider = office.log_in(pem, "PeppolId", "PPL000001")

    asked = provider.query("authorizations/grants", {"queryType": "Received"})

    assert [] == asked["authorizationGrants"]


def test_a_stranger_is_known_only_where_nobody_checks(
    ksef: KsefSimulator, office: Office
) -> None:
    """TEST takes self-made seals, unless verifyCertificateChain asks."""
    stranger = BogusCa.create(now=ksef.clock())
    name = identities.seal_name("gmina", GMINA.reveal())
    made = identities.identity(stranger, name, now=ksef.clock())
    pem = made.save(ksef.folder / "stranger.pem")

    lenient = office.ends_as(office.signed(pem, *NIP))
    strict = office.ends_as(office.signed(pem, *NIP), verifyCertificateChain="true")
    ksef.world.trust.add(stranger.own.certificate)
    known = office.ends_as(office.signed(pem, *NIP), verifyCertificateChain="true")

    assert (200, "") == lenient
    assert (460, "Niezaufany łańcuch certyfikatów") == strict
    assert (200, "") == known


def test_a_seal_that_ends_before_the_decision_is_refused(
    ksef: KsefSimulator, office: Office
) -> None:
    """The certificate is judged when the login is due, not when it was signed."""
    seal = ksef.issue_seal("gmina", nip=GMINA)
    clock = cast("MovingClock", ksef.clock)
    clock.set(clock() + timedelta(days=45) - timedelta(seconds=0.5))

    assert (460, "Nieważny certyfikat") == office.ends_as(office.signed(seal, *NIP))


@pytest.mark.parametrize(
    ("taken_back", "detail"),
    [("revoked", "Certyfikat odwołany"), ("suspended", "Certyfikat zawieszony")],
)
def test_a_seal_that_was_taken_back_is_refused(
    ksef: KsefSimulator, office: Office, taken_back: str, detail: str
) -> None:
    """What OCSP would say is told to the simulator."""
    seal = ksef.issue_seal("gmina", nip=GMINA)
    getattr(ksef.world.trust, taken_back).add(fingerprint_of(seal))

    assert (460, detail) == office.ends_as(office.signed(seal, *NIP))


def test_the_dead_do_not_log_in(ksef: KsefSimulator, office: Office) -> None:
    """Status 470, and no token that was given before works on."""
    pem = ksef.issue_person("taxpayer", number=CLERK)
    _person(office, isDeceased=True)

    code, _ = office.ends_as(office.signed(pem, "Nip", OTHER_NIP.reveal()))

    assert 470 == code


def test_a_session_of_somebody_who_died_is_not_refreshed(
    ksef: KsefSimulator, office: Office
) -> None:
    """Code 21308."""
    pem = ksef.issue_person("taxpayer", number=CLERK)
    _person(office)
    session = office.log_in(pem, "Nip", OTHER_NIP.reveal())
    nip = {"nip": OTHER_NIP.reveal()}
    assert office.call("POST", "/testdata/person/remove", nip).ok
    _person(office, isDeceased=True)

    again = session.call("POST", "/auth/token/refresh", token=session.refresh)

    assert (400, 21308) == code_of(again)


def test_a_blocked_context_is_closed_until_it_is_unblocked(
    ksef: KsefSimulator, office: Office
) -> None:
    """Status 480."""
    seal = ksef.issue_seal("gmina", nip=GMINA)
    about = {"contextIdentifier": {"type": "Nip", "value": GMINA.reveal()}}

    assert office.call("POST", "/testdata/context/block", about).ok
    blocked = office.ends_as(office.signed(seal, *NIP))[0]
    assert office.call("POST", "/testdata/context/unblock", about).ok

    assert (480, 200) == (blocked, office.ends_as(office.signed(seal, *NIP))[0])


def _person(office: Office, **about: object) -> None:
    answer = office.call(
        "POST",
        "/testdata/person",
        {
            "nip": OTHER_NIP.reveal(),
            "pesel": CLERK.reveal(),
            "isBailiff": False,
            "description": "Bogus: podatnik",
            **about,
        },
    )
    assert answer.ok, answer.text


def _saved(ksef: KsefSimulator, name: x509.Name) -> Path:
    made = identities.identity(ksef.world.ca, name, now=ksef.clock())
    return made.save(ksef.folder / "other.pem")
