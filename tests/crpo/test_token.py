"""CRPO asked with a seal that never leaves its token (SoftHSM2)."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from accountability.errors import OutcomeUnknown
from accountability.trail import AuditTrail
from certs.errors import CertsError
from certs.keys_pkcs11 import TokenKey, open_key
from certs.load import load_leaf
from certs.token_errors import TokenFault, TokenRefused
from crpo.client import Crpo
from jst.simulators.crpo import CrpoSimulator
from jst.simulators.softhsm import SoftHsm
from tests.crpo.asking import ask
from tests.factories import OFFICE_NIP
from tests.softhsm import require_softhsm
from tests.world import entries


@pytest.fixture(name="token")
def _token(tmp_path: Path) -> Iterator[SoftHsm]:
    """An empty token."""
    require_softhsm()
    with SoftHsm.create(tmp_path / "hsm") as token:
        yield token


def admitted(token: SoftHsm, simulator: CrpoSimulator, kind: str) -> TokenKey:
    """Make a key on the token, have it certified and admitted, and open it."""
    public = token.generate(kind, kind)
    certificate = simulator.certify_seal(public, kind, nip=OFFICE_NIP)
    token.store(kind, certificate)
    simulator.admit_by_attributes(load_leaf(certificate), nip=OFFICE_NIP)
    return open_key(token.place, label=kind, pin=token.read_pin)


@pytest.mark.parametrize("kind", ["RSA-2048", "P-256"])
def test_a_look_up_is_sealed_on_the_token(
    simulator: CrpoSimulator,
    register: Crpo,
    trail: AuditTrail,
    token: SoftHsm,
    kind: str,
) -> None:
    """The key was made on the token; nobody, we included, can copy it."""
    with admitted(token, simulator, kind) as key:
        found = ask(simulator.examples()["several"], replace(register, key=key), trail)
        serial = key.certificate.serial_text

    assert 3 == len(found.answer.powers)
    assert [serial] == [
        entry["seal_serial"] for entry in entries(trail) if entry["kind"] == "intent"
    ]


def test_a_token_that_was_pulled_out_leaves_an_unknown_outcome(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail, token: SoftHsm
) -> None:
    """Nothing left us, and the log says that nobody knows an answer."""
    with admitted(token, simulator, "P-256") as key:
        shutil.rmtree(token.folder / "tokens")
        before = simulator.received.total()

        with pytest.raises((OutcomeUnknown, CertsError)) as caught:
            ask(simulator.examples()["one"], replace(register, key=key), trail)

        assert before == simulator.received.total()
    cause = caught.value.__cause__
    assert isinstance(cause, TokenRefused)
    assert TokenFault.REMOVED is cause.reason
    assert ["intent", "outcome"] == [entry["kind"] for entry in entries(trail)]
