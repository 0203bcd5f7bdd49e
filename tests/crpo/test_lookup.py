"""A look-up from the clerk's question to the proof, over a real socket."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from accountability.errors import (
    ActionDenied,
    AuthoritiesUnusable,
    OutcomeUnknown,
    RegisterRefused,
)
from accountability.model import Role
from accountability.privacy import salted_digest
from accountability.receipt import verify_receipt
from accountability.trail import AuditTrail
from accountability.transport import Transport
from certs.keys_file import load_key
from crpo.client import Crpo
from crpo.contract.xades_xml import XadesXml
from crpo.errors import AnswerNotAuthentic
from crpo.told import INDEFINITE
from jst.simulators.crpo import CrpoSimulator
from tests.crpo.asking import ask
from tests.factories import OFFICE_NIP, an_actor
from tests.house.tree import ROOT
from tests.world import ORIGIN, World, entries
from vocabulary.clock import system_clock, warsaw_day
from vocabulary.identifiers import ForeignTaxId, Nip

COUNTS = {
    "none": 0,
    "one": 1,
    "several": 3,
    "two_in_one": 1,
    "substitutes": 1,
    "indefinite": 1,
    "ending_today": 1,
    "ended_yesterday": 0,
    "revoked": 0,
    "advocate": 1,
    "pesel": 1,
    "foreign": 1,
    "little_told": 1,
    "many": 60,
}


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_each_example_is_answered_with_its_current_powers(
    name: str, count: int, simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """What ended yesterday or was revoked is not sent; what ends today is."""
    mandator = simulator.examples()[name]

    found = ask(mandator, register, trail)

    assert count == len(found.answer.powers)
    assert mandator == found.answer.mandator
    assert count == entries(trail)[-1]["count"]


def test_the_answer_is_good_for_a_decision_of_its_day(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """The day is the register's, in Warsaw, and it is today's."""
    answer = ask(simulator.examples()["one"], register, trail).answer

    assert answer is answer.for_decision_on(warsaw_day(answer.answered_at))
    assert timedelta(minutes=1) > abs(system_clock() - answer.answered_at)


def test_the_answer_s_digest_is_the_log_s(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """Salted: whoever holds the raw bytes and the salt can prove what was answered."""
    found = ask(simulator.examples()["one"], register, trail)

    outcome = entries(trail)[-1]
    assert outcome["answer_digest"] == found.answer.digest
    assert salted_digest(b"", found.answer.raw) != found.answer.digest


def test_the_receipt_proves_question_and_answer(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail, tmp_path: Path
) -> None:
    """Filed with the case, it convinces somebody who trusts neither us nor the DBA."""
    found = ask(simulator.examples()["one"], register, trail)

    vkey = World(tmp_path / "office").signer.vkey
    checkpoint = verify_receipt(found.receipt, [vkey])

    assert ORIGIN == checkpoint.origin
    assert found.intent_id == found.receipt.intent_id


def test_the_log_knows_who_was_disclosed_and_shows_no_one(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """The mandator, the attorney and both substitutes can be searched for."""
    mandator = simulator.examples()["substitutes"]

    found = ask(mandator, register, trail)

    outcome = entries(trail)[-1]
    assert 4 == len(outcome["disclosed"])  # type: ignore[arg-type]  # an entry is JSON
    assert [] == [
        person for person in found.answer.disclosed if person.reveal() in str(outcome)
    ]


def test_an_end_date_and_no_end_are_told_apart(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """Field 71 left empty means indefinite, and the register says so in a word."""
    [endless] = ask(simulator.examples()["indefinite"], register, trail).answer.powers
    [ending] = ask(simulator.examples()["ending_today"], register, trail).answer.powers

    assert INDEFINITE is endless.valid_until
    assert warsaw_day(system_clock()) == ending.valid_until


def test_a_mandator_unknown_to_the_register_has_nobody(
    register: Crpo, trail: AuditTrail
) -> None:
    """The register knows powers, not people; so an unknown person has no power."""
    found = ask(ForeignTaxId.parse("NO:1"), register, trail)

    assert () == found.answer.powers


def test_a_denied_question_leaves_nothing_at_the_register(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """The officer reads the log and never asks; the register must not hear of it."""
    before = simulator.received

    with pytest.raises(ActionDenied):
        ask(
            simulator.examples()["one"],
            register,
            trail,
            actor=an_actor(role=Role.OFFICER),
        )

    assert before == simulator.received
    assert ["denied"] == [entry["kind"] for entry in entries(trail)]


def test_an_unregistered_seal_is_refused(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """
    Every renewal of a seal needs a new letter; until then the register says no.

    Holds: "API CRPO dla JST": access is by the seal that the letter names.
    """
    renewed = load_key(simulator.issue_seal("renewed", nip=OFFICE_NIP))

    with pytest.raises(RegisterRefused) as caught:
        ask(simulator.examples()["one"], replace(register, key=renewed), trail)

    assert "seal_not_registered" == caught.value.refusal


def test_a_seal_registered_by_another_office_is_refused(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """A seal speaks for the authority whose letter named it."""
    nip = Nip.parse("9990000014")
    key = load_key(simulator.issue_seal("neighbour", nip=nip))
    simulator.admit_by_certificate(key.certificate.pem.encode(), nip=nip)

    with pytest.raises(RegisterRefused) as caught:
        ask(simulator.examples()["one"], replace(register, key=key), trail)

    assert "authority_not_entitled" == caught.value.refusal


def test_a_slow_clock_is_refused_by_the_register(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """The question carries its instant, so an old one cannot be sent again later."""
    late = replace(register, clock=lambda: system_clock() - timedelta(minutes=6))

    # The refusal is fresh by the true clock, and stale by ours: so UNKNOWN.
    with pytest.raises(OutcomeUnknown):
        ask(simulator.examples()["one"], late, trail)

    assert 1 == simulator.said["question_not_fresh"]


def test_another_register_s_seal_is_not_believed(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail, seal: object
) -> None:
    """TLS is in order and the answer is signed, but not by whom we pinned."""
    del seal
    pinned = load_key(simulator.folder / "wrong-seal.pem").certificate
    contract = XadesXml(register_seals=[pinned])

    with pytest.raises(OutcomeUnknown) as caught:
        ask(simulator.examples()["one"], replace(register, contract=contract), trail)

    assert AnswerNotAuthentic is type(caught.value.__cause__)


def test_without_authorities_for_tls_nothing_is_begun(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """Nothing can leave, so the log has no question that nobody knows the end of."""
    mute = replace(register, transport=Transport(ca_bundle=simulator.folder / "none"))

    with pytest.raises(AuthoritiesUnusable):
        ask(simulator.examples()["one"], mute, trail)

    assert set() == {each["kind"] for each in entries(trail)} & {"intent", "outcome"}


def test_importing_the_look_up_loads_no_heavy_library() -> None:
    """
    A tax system that embeds this must not wait for what it does not use.

    Holds: design, sections 7 and 9.
    """
    code = "import sys, crpo.lookup; print(*sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()

    heavy = {"pydantic", "requests", "signxml", "typer", "rich", "jst", "documents"}
    heavy |= {"cryptography.x509", "lxml", "crpo.contract.xades_xml"}
    assert set() == heavy & set(loaded.split())
