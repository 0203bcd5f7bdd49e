"""A simulated KSeF whose clock stands still until a test moves it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from jst.simulators.ksef import KsefSimulator, MovingClock, Terms
from tests.jst.simulators.ksef_office import (
    DIRECTOR,
    GMINA,
    SCHOOL,
    Office,
    a_person,
    an_entity,
)


@pytest.fixture(name="ksef")
def _ksef(tmp_path: Path) -> Iterator[KsefSimulator]:
    """Serve an empty KSeF without limits; nothing happens until its clock moves."""
    made = KsefSimulator.create(
        tmp_path / "ksef", clock=MovingClock(factor=0), terms=Terms(limited=False)
    )
    with made as served:
        yield served


@pytest.fixture(name="office")
def _office(ksef: KsefSimulator) -> Iterator[Office]:
    """Somebody without a session."""
    with requests.Session() as http:
        http.trust_env = False
        yield Office(ksef, http)


@pytest.fixture(name="gmina")
def _gmina(ksef: KsefSimulator, office: Office) -> Office:
    """The session of the gmina's seal in its own context."""
    return office.log_in(ksef.issue_seal("gmina", nip=GMINA), "Nip", GMINA.reveal())


@pytest.fixture(name="granted")
def _granted(gmina: Office) -> Office:
    """A gmina that let a clerk, a bureau and a unit's director work."""
    both = a_person() | {"permissions": ["InvoiceRead", "CredentialsManage"]}
    may_pass = [{"type": "InvoiceRead", "canDelegate": True}, {"type": "InvoiceWrite"}]
    unit = a_person(DIRECTOR) | {
        "contextIdentifier": {"type": "InternalId", "value": SCHOOL.reveal()},
        "subunitName": "Bogus: szkoła",
    }
    gmina.change("POST", "/permissions/persons/grants", both)
    gmina.change(
        "POST", "/permissions/entities/grants", an_entity() | {"permissions": may_pass}
    )
    gmina.change("POST", "/permissions/subunits/grants", unit)
    return gmina
