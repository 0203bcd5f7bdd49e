"""The simulated register itself: whom it admits, what it keeps, what it leaves."""

import logging
import socket
import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from accountability.errors import OutcomeUnknown
from accountability.trail import AuditTrail
from certs.keys import SigningKey
from certs.keys_file import FileKey, load_key
from crpo.client import Crpo
from crpo.contract.xades_xml import XadesXml
from crpo.model import MandatorQuery, Refusal
from crpo.power import ForeignDocument
from jst.simulators.admission import AdmissionList, AdmittedSeal
from jst.simulators.crpo import CrpoSimulator
from jst.simulators.crpo_desk import PATH
from jst.simulators.crpo_register import SyntheticRegister
from jst.simulators.faults import Fault, Faults
from jst.simulators.https import MAX_QUESTION_BYTES
from tests.crpo.asking import ask
from tests.crpo.bench import Bench, a_question
from tests.factories import OFFICE_NIP, TODAY
from vocabulary.clock import system_clock
from vocabulary.identifiers import ForeignTaxId, Nip, Pesel


@pytest.fixture(name="synthetic", scope="module")
def _synthetic() -> SyntheticRegister:
    """The register's people, without a server."""
    return SyntheticRegister.create()


def test_it_knows_at_least_five_hundred_mandators_of_every_kind(
    synthetic: SyntheticRegister,
) -> None:
    """Enough to page, to batch and to search; by NIP, PESEL and foreign tax id."""
    assert 500 <= len(synthetic.records)
    assert {Nip, Pesel, ForeignTaxId} == {type(m) for m in synthetic.records}


def test_its_people_are_the_same_each_time_and_nobody_s(
    synthetic: SyntheticRegister,
) -> None:
    """
    A demo must be repeatable, and no number may be a living person's.

    Holds: house style, rule 46.
    """
    again = SyntheticRegister.create()
    pesels = [m for m in synthetic.records if isinstance(m, Pesel)]

    assert list(synthetic.records) == list(again.records)
    assert date(2200, 1, 1) <= min(pesel.birth_date for pesel in pesels)


def test_today_is_the_register_s_own(synthetic: SyntheticRegister) -> None:
    """A demo shown in three years must still have a power that ends today."""
    ending = synthetic.examples["ending_today"]

    ends = [
        power.valid_until
        for day in (TODAY, TODAY + timedelta(days=1000))
        for power in synthetic.powers_of(ending, day)
    ]

    assert [TODAY, TODAY + timedelta(days=1000)] == ends


def test_a_foreign_attorney_has_a_document(synthetic: SyntheticRegister) -> None:
    """A non-resident without NIP and PESEL is known by a document."""
    [power] = synthetic.powers_of(synthetic.examples["foreign"], TODAY)

    assert isinstance(power.attorneys[0].identifier, ForeignDocument)


@pytest.mark.parametrize("by", ["attributes", "certificate"])
def test_a_seal_is_admitted_by_attributes_or_by_certificate(
    by: str, bench: Bench, tmp_path: Path
) -> None:
    """
    Both ways of the page, and neither admits another seal of the same issuer.

    Holds: "API CRPO dla JST", 16.04.2024.
    """
    own, other = bench.office.certificate, bench.somebody_else.certificate
    named = {
        "attributes": AdmittedSeal.by_attributes(own, nip="9990000014"),
        "certificate": AdmittedSeal.by_certificate(own.pem.encode(), nip="9990000014"),
    }[by]

    AdmissionList(tmp_path / "admitted.json").add(named)

    kept = AdmissionList(tmp_path / "admitted.json")
    assert named == kept.find(own)
    assert kept.find(other) is None


@pytest.mark.parametrize("name", ["serial", "issuer", "not_before", "not_after"])
def test_every_attribute_of_the_letter_counts(name: str, bench: Bench) -> None:
    """A slip in one of them, and the Head of KAS knows no such seal."""
    seal = bench.office.certificate
    right = AdmittedSeal.by_attributes(seal, nip="9990000014")
    wrong = {"serial": "1", "issuer": "CN=x", "not_before": "", "not_after": ""}

    slip = AdmittedSeal(
        nip=right.nip,
        **{
            "serial": right.serial,
            "issuer": right.issuer,
            "not_before": right.not_before,
            "not_after": right.not_after,
            name: wrong[name],
        },
    )

    assert right.is_of(seal)
    assert not slip.is_of(seal)


def test_a_repeated_question_is_refused(
    simulator: CrpoSimulator, register: Crpo, seal: FileKey
) -> None:
    """Somebody who recorded a sealed question must not be answered in our name."""
    question = register.question(
        MandatorQuery(simulator.examples()["one"]), authority_nip=OFFICE_NIP
    )
    sealed = register.contract.seal(register.contract.encode(question), seal)
    desk = simulator._desk
    desk.answer(PATH, sealed)

    again = register.contract.decode(
        desk.answer(PATH, sealed).body, question, now=system_clock()
    )

    assert isinstance(again, Refusal)
    assert "question_repeated" == again.code


@pytest.mark.parametrize("body", [b"", b"<x/>", b"\xff" * 100])
def test_what_is_no_sealed_question_gets_no_answer(
    simulator: CrpoSimulator, body: bytes
) -> None:
    """There is nobody to answer to, so there is nothing to sign."""
    reply = simulator._desk.answer(PATH, body)

    assert (400, b"") == (reply.status, reply.body)


def test_a_sealed_document_that_is_no_question_gets_no_answer(
    simulator: CrpoSimulator, bench: Bench, seal: FileKey
) -> None:
    """A seal under something else is not a question."""
    sealed = bench.contract.seal(b"<Other/>", bench.office)
    del seal

    assert 400 == simulator._desk.answer(PATH, sealed).status


def test_another_path_is_not_found(simulator: CrpoSimulator) -> None:
    """A typing slip in the address must not look like an answer."""
    assert 404 == simulator._desk.answer("/", b"").status


def test_it_starts_again_with_the_same_keys_and_list(tmp_path: Path) -> None:
    """What was set up for a demo is still good after a restart of the machine."""
    made = CrpoSimulator.create(tmp_path / "sim")
    key = load_key(made.issue_seal("office", nip=OFFICE_NIP))
    made.admit_by_attributes(key.certificate, nip=OFFICE_NIP)

    with CrpoSimulator(tmp_path / "sim") as loaded:
        contract = XadesXml(register_seals=[made.register_seal])
        question = a_question(asked_at=system_clock())
        sealed = contract.seal(contract.encode(question), key)
        reply = loaded._desk.answer(PATH, sealed)

    answer = contract.decode(reply.body, question, now=system_clock())
    assert question.id == getattr(answer, "in_reply_to", None)


def test_its_secrets_are_its_own(tmp_path: Path) -> None:
    """Throwaway or not, a key that others may read teaches the wrong habit."""
    CrpoSimulator.create(tmp_path / "sim")

    assert ["ca.pem", "register-seal.pem", "tls.pem", "wrong-seal.pem"] == sorted(
        path.name
        for path in (tmp_path / "sim").iterdir()
        if path.stat().st_mode & 0o077 == 0
    )


def test_it_leaves_no_thread_behind(
    tmp_path: Path, hasty: Crpo, trail: AuditTrail
) -> None:
    """A silent answer waits for ever; leaving the context must end it."""
    before = threading.active_count()

    with CrpoSimulator.create(tmp_path / "sim") as simulator:
        simulator.faults.always(Fault.SILENT)
        patience = replace(hasty.transport, ca_bundle=simulator.ca_pem)
        there = replace(hasty, url=simulator.url, transport=patience)
        with pytest.raises(OutcomeUnknown):
            ask(simulator.examples()["one"], there, trail)
        waiting = simulator.said[Fault.SILENT]

    assert 1 == waiting
    assert before == threading.active_count()


def test_it_has_no_address_before_it_runs(tmp_path: Path) -> None:
    """An address of a server that is not there would be asked in vain."""
    with pytest.raises(RuntimeError, match="not running"):
        _ = CrpoSimulator.create(tmp_path / "sim").url


def test_it_logs_no_identifier(
    simulator: CrpoSimulator,
    register: Crpo,
    seal: FileKey,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """
    A vendor's test log travels by mail; synthetic numbers teach real habits.

    Holds: house style, rule 40.
    """
    mandator = simulator.examples()["one"]
    question = register.question(MandatorQuery(mandator), authority_nip=OFFICE_NIP)
    sealed = register.contract.seal(register.contract.encode(question), seal)

    with caplog.at_level(logging.DEBUG):
        simulator._desk.answer(PATH, sealed)

    assert mandator.reveal() not in caplog.text


def test_faults_come_in_turn_and_then_stop() -> None:
    """`next` is for so many answers, `always` until it is taken back."""
    faults = Faults(Fault)
    faults.always("cut")
    faults.next("stale", times=2)

    assert [Fault.STALE, Fault.STALE, Fault.CUT] == [faults.take() for _ in range(3)]
    faults.always(None)
    assert faults.take() is None


def test_a_client_that_never_speaks_holds_up_nobody(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """The handshake is waited for in the connection's own thread."""
    port = int(simulator.url.split(":")[2].split("/")[0])

    with socket.create_connection(("127.0.0.1", port)):
        found = ask(simulator.examples()["one"], register, trail)

    assert 1 == len(found.answer.powers)


def test_a_question_that_is_too_big_is_not_read(
    simulator: CrpoSimulator, register: Crpo, trail: AuditTrail
) -> None:
    """A register has a cap as well; what it does then is UNKNOWN to the office."""

    class Bloated(XadesXml):
        def seal(self, data: bytes, key: SigningKey) -> bytes:
            return super().seal(data, key) + b" " * MAX_QUESTION_BYTES

    contract = Bloated(register_seals=[simulator.register_seal])

    with pytest.raises(OutcomeUnknown):
        ask(simulator.examples()["one"], replace(register, contract=contract), trail)
