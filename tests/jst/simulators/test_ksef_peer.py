"""A published Python client works with the simulated KSeF as it stands."""

import json
import os
import subprocess
from pathlib import Path
from typing import cast

import pytest
import requests

from jst.simulators.ksef import KsefSimulator, MovingClock
from jst.simulators.ksef_identities import KeyKind
from tests.jst.simulators.ksef_journey import a_token
from tests.jst.simulators.ksef_office import GMINA, Office, after_zawfa

PEER = Path(__file__).with_name("peer_ksef_client.py")


@pytest.mark.parametrize("kind", ["RSA-2048", "P-256"])
def test_ksef_client_logs_in_by_seal_and_token_and_lists_permissions(
    tmp_path: Path, kind: str
) -> None:
    """It signs in another shape than we do, with another library."""
    python = os.environ.get("KSEF_CLIENT_PYTHON")
    if not python:
        pytest.skip("ksef-client: KSEF_CLIENT_PYTHON names no Python that has it")
    made = KsefSimulator.create(tmp_path / "ksef", clock=MovingClock(factor=10))
    with made as ksef, requests.Session() as http:
        http.trust_env = False
        office = Office(ksef, http)
        seal = ksef.issue_seal("gmina", nip=GMINA, kind=cast("KeyKind", kind))
        after_zawfa(office)
        token = a_token(office.log_in(seal, "Nip", GMINA.reveal()), "InvoiceRead")
        asked = {
            "url": ksef.url,
            "nip": GMINA.reveal(),
            "pem": str(seal),
            "token": token,
        }

        ran = subprocess.run(
            [python, str(PEER)],
            input=json.dumps(asked),
            env={"SSL_CERT_FILE": str(ksef.ca_pem), "PATH": ""},
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        )

    assert 0 == ran.returncode, ran.stderr
    told = json.loads(ran.stdout)
    assert (["System"], 36, 36) == (
        told["authors"],
        len(told["by_seal"]),
        len(told["by_token"]),
    )
