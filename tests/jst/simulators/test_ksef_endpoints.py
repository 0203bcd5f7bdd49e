"""The simulator and the client were written apart; here their tables meet."""

import re

from jst.simulators.ksef import KsefSimulator
from ksef.access.endpoints import ENDPOINTS, Endpoint
from tests.jst.simulators.ksef_office import CLERK, GMINA, Office, a_person


def test_every_call_of_the_client_is_served_and_guarded_alike(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """Each 403 names the permissions that our table names, in any order."""
    body = a_person() | {"permissions": ["Introspection"]}
    gmina.change("POST", "/permissions/persons/grants", body)
    pem = ksef.issue_person("clerk", number=CLERK)
    clerk = office.log_in(pem, "Nip", GMINA.reveal())
    guarded = [each for each in ENDPOINTS.values() if each.needs]

    assert 15 < len(guarded)
    assert {each.name: sorted(each.needs) for each in guarded} == {
        each.name: _asked_for(clerk, each) for each in guarded
    }


def test_no_call_of_the_client_is_unknown(gmina: Office) -> None:
    """404 and 405 would say so; what they answer else is tried elsewhere."""
    answers = {
        each.name: gmina.call(each.method, _filled(each), {}).status_code
        for each in ENDPOINTS.values()
    }

    assert {} == {name: told for name, told in answers.items() if told in {404, 405}}


def _asked_for(session: Office, endpoint: Endpoint) -> list[str]:
    refused = session.call(endpoint.method, _filled(endpoint), {})
    return sorted(refused.json()["security"]["requiredAnyOfPermissions"])


def _filled(endpoint: Endpoint) -> str:
    return re.sub(r"\{\w+\}", "0123456789ABCDEF", endpoint.path)
