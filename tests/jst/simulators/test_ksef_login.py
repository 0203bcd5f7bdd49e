"""Who is let in to the simulated KSeF, and who is not."""

from jst.simulators.ksef import KsefSimulator
from tests.jst.simulators.ksef_office import GMINA, Office, a_person, in_context


def test_the_seal_of_the_context_is_its_owner(
    ksef: KsefSimulator, office: Office
) -> None:
    """An office needs no ZAW-FA for its own seal, and stands in no list."""
    seal = ksef.issue_seal("gmina", nip=GMINA)

    gmina = office.log_in(seal, "Nip", GMINA.reveal())

    assert [] == gmina.query("persons/grants", in_context())["permissions"]


def test_a_grant_shows_when_its_operation_is_over(
    ksef: KsefSimulator, office: Office
) -> None:
    """Grants are asynchronous: 202 says only that they were accepted."""
    seal = ksef.issue_seal("gmina", nip=GMINA)
    gmina = office.log_in(seal, "Nip", GMINA.reveal())
    body = a_person() | {"permissions": ["InvoiceRead", "CredentialsManage"]}

    assert 200 == gmina.change("POST", "/permissions/persons/grants", body)

    shown = gmina.query("persons/grants", in_context())["permissions"]
    assert {"InvoiceRead", "CredentialsManage"} == {
        each["permissionScope"] for each in shown
    }
