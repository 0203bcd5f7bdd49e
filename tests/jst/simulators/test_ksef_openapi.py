"""The simulated KSeF speaks as the Ministry's OpenAPI 2.7 says, in every call."""

import pytest

from jst.simulators.ksef import KsefSimulator
from tests.house.tree import ROOT
from tests.jst.simulators.ksef_journey import walk
from tests.jst.simulators.ksef_office import GMINA, PROBLEM, Office, a_person
from tests.jst.simulators.openapi import Exchange, OpenApi

BELOW = (
    "/auth",
    "/certificates",
    "/limits",
    "/permissions",
    "/rate-limits",
    "/security",
    "/testdata",
    "/tokens",
)
NOT_SIMULATED = {
    ("POST", "/testdata/limits/context/session"),
    ("DELETE", "/testdata/limits/context/session"),
}


@pytest.fixture(name="openapi", scope="module")
def _openapi() -> OpenApi:
    """The Ministry's description of the API; never copied."""
    path = ROOT.parent / "shared" / "real" / "ksef" / "openapi-2.7.0.json"
    if not path.is_file():
        pytest.skip("real: the folder of real public data is absent")
    return OpenApi(path)


@pytest.mark.real
def test_every_call_of_the_access_part_is_answered_as_documented(
    openapi: OpenApi, ksef: KsefSimulator, office: Office
) -> None:
    """No member is missing, of another type, or in no schema; and no call is left."""
    seal = ksef.issue_seal("gmina", nip=GMINA, kind="RSA-2048")

    walk(office, seal, ksef.issue_nameless("cz"))

    called = {openapi.operation_of(Exchange.of(each, ksef.url)) for each in office.seen}
    assert set() == openapi.operations(*BELOW) - called - NOT_SIMULATED
    assert [] == [each for each in office.seen if not each.ok]
    assert [] == [
        fault
        for each in office.seen
        for fault in openapi.faults(Exchange.of(each, ksef.url))
    ]


@pytest.mark.real
@pytest.mark.parametrize("headers", [{}, PROBLEM], ids=["older", "problem details"])
def test_refusals_are_written_as_documented(
    openapi: OpenApi, ksef: KsefSimulator, gmina: Office, headers: dict[str, str]
) -> None:
    """In both forms: 400, 401, 403, 410 and 429."""
    gmina.headers = headers
    body = a_person() | {"permissions": ["InvoiceRead"]}
    number = gmina.call("POST", "/permissions/persons/grants", body).json()
    gmina.call("POST", "/permissions/persons/grants", {})
    gmina.call("POST", "/permissions/eu-entities/grants", {})
    gmina.call("GET", "/tokens", token="bogus")
    ksef.world.limits.enabled = True
    refused = [gmina.call("GET", "/auth/sessions").status_code for _ in range(11)]
    gmina.pass_time(31 * 86_400)
    later = gmina.log_in(ksef.issue_seal("later", nip=GMINA), "Nip", GMINA.reveal())
    later.call("GET", f"/permissions/operations/{number['referenceNumber']}")

    statuses = {each.status_code for each in gmina.seen}
    assert 429 == refused[-1]
    assert {400, 401, 403, 410, 429} <= statuses
    assert [] == [
        fault
        for each in gmina.seen
        for fault in openapi.faults(Exchange.of(each, ksef.url))
    ]


@pytest.mark.real
def test_an_answer_off_the_description_is_seen(
    openapi: OpenApi, ksef: KsefSimulator, office: Office
) -> None:
    """A check that cannot fail holds nothing."""
    ksef.faults.next("drift")
    office.challenge()
    ksef.faults.next("maintenance")
    office.call("POST", "/auth/challenge")
    ksef.faults.next("http-503")
    office.call("POST", "/auth/challenge")

    [drifted], [page], [unknown] = (
        openapi.faults(Exchange.of(each, ksef.url)) for each in office.seen
    )
    assert "bogusNewMember" in drifted
    assert "200 as text/html" in page
    assert "503 is not documented" in unknown
