"""What the tests of crpo share: a workbench without sockets, a register with them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from accountability.trail import AuditTrail
from accountability.transport import Transport
from certs.keys_file import FileKey, load_key
from crpo.client import Crpo
from crpo.contract.xades_xml import XadesXml
from jst.simulators.crpo import CrpoSimulator
from tests.crpo.bench import Bench
from tests.factories import OFFICE_NIP
from tests.world import World


@pytest.fixture(name="bench", scope="session")
def _bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A contract and both sides' seals, at noon of 20 November 2026 (UTC)."""
    return Bench.set_up(tmp_path_factory.mktemp("bench"))


@pytest.fixture(name="running", scope="session")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrpoSimulator]:
    """One simulated register for all tests, on the host's clock."""
    with CrpoSimulator.create(tmp_path_factory.mktemp("crpo") / "sim") as simulator:
        simulator.faults.drip_s = 0.1  # never silent, and never done
        yield simulator


@pytest.fixture(name="seal", scope="session")
def _seal(running: CrpoSimulator) -> FileKey:
    """The office's seal, which the register's list names by its attributes."""
    key = load_key(running.issue_seal("admitted", nip=OFFICE_NIP))
    running.admit_by_attributes(key.certificate, nip=OFFICE_NIP)
    return key


@pytest.fixture(name="simulator")
def _simulator(running: CrpoSimulator) -> Iterator[CrpoSimulator]:
    """The register, with no fault left over from another test."""
    running.faults.always(None)
    yield running
    running.faults.always(None)


@pytest.fixture(name="register")
def _register(simulator: CrpoSimulator, seal: FileKey) -> Crpo:
    """How the office reaches the register: over TLS, with much patience."""
    return Crpo(
        contract=XadesXml(register_seals=[simulator.register_seal]),
        key=seal,
        url=simulator.url,
        transport=Transport(
            ca_bundle=simulator.ca_pem,
            connect_timeout_s=10.0,
            read_timeout_s=10.0,
            total_timeout_s=20.0,
        ),
    )


@pytest.fixture(name="hasty")
def _hasty(register: Crpo) -> Crpo:
    """The same, for a register that will not answer in time."""
    soon = replace(register.transport, read_timeout_s=0.6, total_timeout_s=1.5)
    return replace(register, transport=soon)


@pytest.fixture(name="trail")
def _trail(tmp_path: Path) -> Iterator[AuditTrail]:
    """A real ledger of an office that has logged nothing yet."""
    with World(tmp_path / "office").found().opened() as trail:
        yield trail
