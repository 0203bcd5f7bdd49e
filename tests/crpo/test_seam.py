"""A contract is one file: everything above it runs unchanged with another one."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from accountability.errors import OutcomeUnknown, RegisterRefused
from accountability.trail import AuditTrail
from accountability.transport import Transport
from certs.keys_file import FileKey, load_key
from crpo.client import Crpo
from crpo.contract.port import Contract
from crpo.errors import AnswerNotAuthentic, AnswerNotBound
from crpo.told import NOT_TOLD
from jst.simulators.https import LoopbackServer, Reply
from jst.simulators.pki import BogusCa
from tests.crpo.asking import ask
from tests.crpo.bench import MANDATOR
from tests.crpo.json_lines import JsonLines
from tests.factories import OFFICE_NIP
from vocabulary.clock import system_clock, warsaw_day

Says = Callable[[dict[str, str]], dict[str, object]]


class LittleRegister:
    """A register that speaks JSON lines on the loopback and says what a test wants."""

    def __init__(self, folder: Path) -> None:
        """Make keys for the register, for TLS and for the office."""
        now = system_clock()
        ca = BogusCa.create(now=now)
        self.ca_pem = folder / "ca.pem"
        self.ca_pem.write_bytes(ca.own.certificate_pem)
        self.tls = ca.issue_tls(now=now).save(folder / "tls.pem")
        self.key, self.office = (
            load_key(
                ca.issue_seal(
                    name, organization_identifier="VATPL-9990000014", now=now
                ).save(folder / f"{name}.pem")
            )
            for name in ("register", "office")
        )
        self.signs_with: FileKey = self.key
        self.says: Says = lambda asked: {
            "to": asked["id"],
            "day": warsaw_day(now).isoformat(),
            "powers": [{"surname": "Niebyła", "until": "2999-01-01"}],
        }

    def __call__(self, _path: str, body: bytes) -> Reply:
        """Answer one POST."""
        asked = json.loads(body.partition(b"\n")[0])
        said = json.dumps(self.says(asked)).encode()
        return Reply(body=self.contract.seal(said, self.signs_with))

    @property
    def contract(self) -> JsonLines:
        """The contract, with this register pinned."""
        return JsonLines(cast("EllipticCurvePublicKey", self.key.public_key()))


@pytest.fixture(name="little")
def _little(tmp_path: Path) -> LittleRegister:
    """A register of another contract."""
    return LittleRegister(tmp_path)


@pytest.fixture(name="over_json")
def _over_json(little: LittleRegister) -> Iterator[Crpo]:
    """The office's way to it: the contract is the only difference."""
    contract: Contract = little.contract
    with LoopbackServer(little, certificate=little.tls) as server:
        yield Crpo(
            contract=contract,
            key=little.office,
            url=f"https://127.0.0.1:{server.port}/",
            transport=Transport(ca_bundle=little.ca_pem, total_timeout_s=5.0),
        )


def test_a_look_up_runs_over_another_contract(
    over_json: Crpo, trail: AuditTrail
) -> None:
    """
    The real contract will be fitted like this: one file and one setting.

    Holds: ADR-0008.
    """
    [power] = ask(MANDATOR, over_json, trail).answer.powers

    assert "Niebyła" == power.attorneys[0].surname
    assert NOT_TOLD is power.may_appoint_substitutes
    assert OFFICE_NIP == trail.office.authority.nip


def test_a_refusal_of_another_contract_is_refused(
    little: LittleRegister, over_json: Crpo, trail: AuditTrail
) -> None:
    """The contract says what a refusal is; what happens then is the same for all."""
    little.says = lambda asked: {"to": asked["id"], "no": "closed"}

    with pytest.raises(RegisterRefused) as caught:
        ask(MANDATOR, over_json, trail)

    assert "closed" == caught.value.refusal


def test_an_answer_to_another_question_is_unknown_there_too(
    little: LittleRegister, over_json: Crpo, trail: AuditTrail
) -> None:
    """Each contract binds in its own way, and raises the same error."""
    little.says = lambda _asked: {"to": "somebody else", "powers": []}

    with pytest.raises(OutcomeUnknown) as caught:
        ask(MANDATOR, over_json, trail)

    assert AnswerNotBound is type(caught.value.__cause__)


def test_another_signer_is_unknown_there_too(
    little: LittleRegister, over_json: Crpo, trail: AuditTrail
) -> None:
    """Each contract verifies in its own way, and raises the same error."""
    little.signs_with = little.office

    with pytest.raises(OutcomeUnknown) as caught:
        ask(MANDATOR, over_json, trail)

    assert AnswerNotAuthentic is type(caught.value.__cause__)
