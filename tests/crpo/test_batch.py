"""A batch: read and checked as a whole, asked once, resumed from the log alone."""

import os
import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.errors import ActionDenied, AskedAlready
from accountability.model import Actor, CaseStanding, DeclaredCases, Purpose
from accountability.trail import AuditTrail
from accountability.transport import Transport
from certs.keys_file import load_key
from crpo.batch import MAX_UNKNOWN_IN_A_ROW, Batch
from crpo.batch_log import Done, State
from crpo.batch_sheet import COLUMNS, Line, read_sheet
from crpo.client import Crpo
from crpo.contract.xades_xml import XadesXml
from crpo.errors import BatchInvalid
from documents.table import TableInvalid
from jst.simulators.crpo import CrpoSimulator
from tests.factories import (
    CASE,
    OFFICE_NIP,
    HeldClock,
    an_actor,
    an_authorisation,
    an_office,
)
from tests.world import World, entries
from vocabulary.clock import WARSAW, Clock, system_clock

HEADER = ";".join(COLUMNS)
KINDS = {"nip": "nip", "pesel": "pesel", "foreign_tax_id": "foreign"}
OFFICE = an_office(cases=DeclaredCases(), questions_per_day=1000)


@pytest.fixture(name="lines")
def _lines(simulator: CrpoSimulator) -> tuple[Line, ...]:
    """Three questions: several attorneys, a PESEL, nobody."""
    people = [simulator.examples()[name] for name in ("several", "pesel", "none")]
    rows = [f"{KINDS[p.kind]};{p.reveal()};{CASE};doreczenie;" for p in people]
    return read_sheet("\n".join([HEADER, *rows]).encode())


def run(
    lines: tuple[Line, ...],
    register: Crpo,
    trail: AuditTrail,
    *,
    anew: bool = False,
    retry: bool = False,
    actor: Actor | None = None,
) -> list[Done]:
    """Run a batch to its end."""
    batch = Batch.of(
        lines, actor=actor or an_actor(), register=register, trail=trail, anew=anew
    )
    return list(batch.run(retry_unknown=retry))


def states(done: list[Done]) -> list[str]:
    """How each line ended."""
    return [str(each.state) for each in done]


def kinds(trail: AuditTrail) -> list[object]:
    """The kinds of all entries."""
    return [entry["kind"] for entry in entries(trail)]


def test_a_second_run_reads_what_was_kept_and_asks_nothing(
    lines: tuple[Line, ...],
    register: Crpo,
    trail: AuditTrail,
    simulator: CrpoSimulator,
) -> None:
    """Each kept answer that is read is a disclosure of its question."""
    first = run(lines, register, trail)
    asked = simulator.received.total()
    again = run(lines, register, trail)

    assert asked == simulator.received.total()
    assert [replace(d, kept=True) for d in first] == again
    assert [3, 1, 0] == [len(d.answer.powers) for d in first if d.answer]
    assert [d.intent_id for d in first] == [
        e["ref"] for e in entries(trail) if e["kind"] == "disclosure"
    ]


def test_anew_asks_the_same_sheet_again(
    lines: tuple[Line, ...], register: Crpo, trail: AuditTrail
) -> None:
    """An answer is of one day; whoever wants today's says so."""
    first = run(lines, register, trail)
    second = run(lines, register, trail, anew=True)
    resumed = run(lines, register, trail)

    assert not {d.intent_id for d in first} & {d.intent_id for d in second}
    assert [d.intent_id for d in second] == [d.intent_id for d in resumed]


def test_an_unknown_line_is_repeated_on_demand_only(
    lines: tuple[Line, ...],
    register: Crpo,
    trail: AuditTrail,
    simulator: CrpoSimulator,
) -> None:
    """A new question, with `ref` to the one that was lost."""
    simulator.faults.next("http-503")
    first = run(lines, register, trail)
    second = run(lines, register, trail)
    third = run(lines, register, trail, retry=True)

    assert [["unknown", "answered", "answered"]] * 2 == [states(first), states(second)]
    assert ["answered"] * 3 == states(third)
    [repeat] = [e for e in entries(trail) if e["id"] == third[0].intent_id]
    assert first[0].intent_id == repeat["ref"]


def test_a_silent_register_is_left_in_peace(
    lines: tuple[Line, ...],
    register: Crpo,
    trail: AuditTrail,
    simulator: CrpoSimulator,
) -> None:
    """Ten thousand lines must not become ten thousand UNKNOWNs."""
    many = tuple(
        replace(lines[0], number=n, case=f"FK.3120.{n}.2026")
        for n in range(1, MAX_UNKNOWN_IN_A_ROW + 3)
    )
    simulator.faults.always("http-503")

    trail.office = OFFICE
    done = run(many, register, trail)

    assert ["unknown"] * 5 + ["not-asked"] * 2 == states(done)


def test_a_refused_line_is_not_asked_again(
    lines: tuple[Line, ...],
    register: Crpo,
    trail: AuditTrail,
    simulator: CrpoSimulator,
) -> None:
    """A signed refusal is an outcome."""
    simulator.faults.next("refusal")
    first = run(lines[:1], register, trail)

    assert ["refused"] == states(first) == states(run(lines[:1], register, trail))


def test_a_line_over_the_quota_ends_the_batch_until_it_is_resumed(
    lines: tuple[Line, ...], register: Crpo, tmp_path: Path
) -> None:
    """One denial, not one for each line that is left; tomorrow it goes on."""
    small = replace(OFFICE, questions_per_day=1)
    world = World(tmp_path / "small").found()
    with world.opened(office=small) as trail:
        first = run(lines, register, trail)
        denials = kinds(trail).count("denied")
    with world.opened(office=OFFICE) as trail:
        second = run(lines, register, trail)

    assert (["answered", "denied", "not-asked"], 1) == (states(first), denials)
    assert ["answered"] * 3 == states(second)


def test_no_question_leaves_when_one_line_is_denied(
    lines: tuple[Line, ...],
    register: Crpo,
    trail: AuditTrail,
    simulator: CrpoSimulator,
) -> None:
    """The whole sheet is checked before the first question."""
    before = simulator.received.total()
    wrong = (*lines[:2], replace(lines[2], case="nic"))

    with pytest.raises(ActionDenied) as caught:
        run(wrong, register, trail)

    assert ["wiersz 4: case"] == [f.field for f in caught.value.findings]
    assert (before, ["denied"]) == (simulator.received.total(), kinds(trail)[-1:])


def test_an_answer_whose_file_is_gone_is_told_as_unreadable(
    lines: tuple[Line, ...], register: Crpo, trail: AuditTrail
) -> None:
    """It is not asked again behind the clerk's back."""
    [first, *_] = run(lines, register, trail)
    trail.evidence._path(first.intent_id).unlink()

    [again, *_] = run(lines, register, trail)

    assert (State.ANSWERED, "accountability.evidence_unreadable", None) == (
        again.state,
        again.reason,
        again.answer,
    )


def die_after(register: Crpo, calls: int) -> Crpo:
    """Make a register whose contract kills this process while it reads an answer."""

    class Dying(type(register.contract)):  # type: ignore[misc]  # the contract's own
        left = calls

        def read_question(self, data: bytes) -> object:
            Dying.left += 1  # a kept answer is read next: that kills nobody
            return super().read_question(data)

        def decode(self, *args: object, **kwargs: object) -> object:
            if not Dying.left:
                os.kill(os.getpid(), signal.SIGKILL)
            Dying.left -= 1
            return super().decode(*args, **kwargs)

    contract = Dying.__new__(Dying)
    contract.__dict__.update(vars(register.contract))
    return replace(register, contract=contract)


def run_as_a_child(
    world: World,
    lines: tuple[Line, ...],
    register: Crpo,
    clock: Clock = system_clock,
) -> None:
    """Run a batch in a forked process, which never comes back."""
    code = 1
    paper = an_authorisation(valid_until=None)
    try:
        with world.opened(office=OFFICE, clock=clock) as trail:
            run(lines, register, trail, actor=an_actor(authorisation=paper))
        code = 0
    finally:
        os._exit(code)


def test_a_batch_killed_again_and_again_asks_each_line_once(
    lines: tuple[Line, ...], register: Crpo, simulator: CrpoSimulator, tmp_path: Path
) -> None:
    """
    Every run dies at the answer of its second question; the log alone says where.

    Holds: ADR-0011.
    """
    many = tuple(
        replace(lines[0], number=n, case=f"FK.3120.{n}.2026") for n in range(1, 8)
    )
    world = World(tmp_path / "killed").found()
    before = simulator.received.total()
    deaths = 0
    while (child := os.fork()) >= 0:
        if child == 0:
            run_as_a_child(world, many, die_after(register, 1))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status != -signal.SIGKILL:
            break
        deaths += 1
    with world.opened(office=OFFICE) as trail:
        done = run(many, register, trail)
        intents = [e["batch"] for e in entries(trail) if e["kind"] == "intent"]

    assert (3, 0) == (deaths, status)
    assert 7 == len(set(intents)) == len(intents)
    assert 7 == simulator.received.total() - before
    assert ["answered", "unknown"] * 3 + ["answered"] == states(done)


def test_a_batch_that_another_process_runs_is_left_alone(
    lines: tuple[Line, ...],
    register: Crpo,
    simulator: CrpoSimulator,
    tmp_path: Path,
) -> None:
    """Its open question is no UNKNOWN, and none of its lines is asked by the second."""
    before = simulator.received.total()
    world = World(tmp_path / "two").found()
    with world.opened() as first, world.opened() as second:
        batch = Batch.of(lines, actor=an_actor(), register=register, trail=first)
        action = replace(batch._action(lines[0]), batch=f"{batch.id}.1")
        first.begin(action, CaseStanding.ASSIGNED, question=b"?")

        with pytest.raises(AskedAlready, match="another process"):
            run(lines, register, second)
        intents = kinds(second).count("intent")

    assert (1, 0) == (intents, simulator.received.total() - before)


def test_an_open_question_of_our_own_is_told_as_open(
    lines: tuple[Line, ...], register: Crpo, trail: AuditTrail
) -> None:
    """Its outcome could not be logged: only the end of this process closes it."""
    batch = Batch.of(lines, actor=an_actor(), register=register, trail=trail)
    trail.begin(batch._action(lines[0]), CaseStanding.ASSIGNED, question=b"?")

    done = run(lines, register, trail, retry=True)

    assert ["unknown", "answered", "answered"] == states(done)
    assert "open" == done[0].reason


def month_end() -> datetime:
    """Half an hour before this month ends in Warsaw."""
    following = datetime.now(WARSAW).replace(day=28) + timedelta(days=4)
    first = following.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first - timedelta(minutes=30)).astimezone(UTC)


def test_a_batch_that_crosses_the_end_of_a_month_resumes_right(tmp_path: Path) -> None:
    """
    Killed in one month and resumed in the next, under another period key.

    The batch is known by the key of the month it began in; the answers of the old
    month are read, the rest is asked under the new key, and nothing twice.
    """
    clock = HeldClock(month_end())
    folder = tmp_path / "simulator"
    key_file = CrpoSimulator.create(folder).issue_seal("office", nip=OFFICE_NIP)
    key = load_key(key_file)
    with CrpoSimulator(folder, clock=clock) as simulator:
        simulator.admit_by_attributes(key.certificate, nip=OFFICE_NIP)
        seals = [simulator.register_seal]
        register = Crpo(
            contract=XadesXml(register_seals=seals, clock=clock),
            key=key,
            url=simulator.url,
            transport=Transport(ca_bundle=simulator.ca_pem),
            clock=clock,
        )
        lines = tuple(
            Line(
                number=number,
                at=number + 1,
                mandator=simulator.examples()["several"],
                case=f"FK.3120.{number}.2026",
                purpose=Purpose.SERVICE_OF_LETTERS,
                justification="",
            )
            for number in (1, 2, 3)
        )
        world = World(tmp_path / "office").found(clock)
        dying = die_after(register, 1)
        if (child := os.fork()) == 0:
            run_as_a_child(world, lines, dying, clock)
        assert signal.SIGKILL == os.WTERMSIG(os.waitpid(child, 0)[1])
        clock.now += timedelta(hours=2)
        paper = an_authorisation(valid_until=None)
        with world.opened(office=OFFICE, clock=clock) as trail:
            resumed = run(lines, register, trail, actor=an_actor(authorisation=paper))
            repeated = run(
                lines, register, trail, actor=an_actor(authorisation=paper), retry=True
            )
            asked: list[dict[str, Any]] = [
                e for e in entries(trail) if e["kind"] == "intent"
            ]
        months = [entry["subjects"][0]["period"] for entry in asked]

    assert ["answered", "unknown", "answered"] == states(resumed)
    assert (["answered"] * 3, 4) == (states(repeated), simulator.received.total())
    assert [months[0]] * 2 + [months[2]] * 2 == months
    assert months[0] < months[2]
    assert [1, 2, 3, 2] == [int(e["batch"].rpartition(".")[2]) for e in asked]
    assert 1 == len({entry["batch"].rpartition(".")[0] for entry in asked})
    assert resumed[0].answer is not None
    assert resumed[0].answer.day < resumed[2].answer.day  # type: ignore[union-attr]  # answered


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (f"nip;123;{CASE};doreczenie;", "crpo.batch.identifier"),
        (f"krs;9990000014;{CASE};doreczenie;", "crpo.batch.identifier"),
        (f"nip;9990000014;{CASE};ciekawość;", "crpo.batch.purpose"),
        ("nip;9990000014;;doreczenie;", "crpo.batch.case"),
    ],
)
def test_a_wrong_line_is_told_with_its_place_and_without_its_cells(
    row: str, rule: str
) -> None:
    """The number typed wrong may still be a person's."""
    with pytest.raises(BatchInvalid) as caught:
        read_sheet(f"{HEADER}\n{row}\n".encode())

    assert [rule] == [f.rule for f in caught.value.findings]
    assert "wiersz 2" in str(caught.value.findings[0].field)
    assert "123" not in str(caught.value)


@pytest.mark.parametrize(
    ("cells", "advised"),
    [
        ("pesel;2270803628", True),
        ("pesel;270803628", True),
        ("pesel;2,27E+09", True),
        ("nip;9.99E+09", True),
        ("nip;9990000015", False),
        ("pesel;02270803629", False),
    ],
)
def test_a_number_that_a_spreadsheet_has_spoilt_is_explained(
    cells: str, *, advised: bool
) -> None:
    """Of "too few digits" a clerk whose sheet shows them all can make nothing."""
    with pytest.raises(BatchInvalid) as caught:
        read_sheet(f"{HEADER}\n{cells};{CASE};doreczenie;\n".encode())
    [finding] = caught.value.findings

    assert advised == ("Arkusz mógł zmienić numer" in finding.message)


@pytest.mark.parametrize("rows", [0, 2])
def test_no_line_and_the_same_line_twice_are_refused(rows: int) -> None:
    """A question that stands there twice would be asked twice."""
    row = f"nip;9990000014;{CASE};doreczenie;\n"
    with pytest.raises(BatchInvalid):
        read_sheet(f"{HEADER}\n{row * rows}".encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_a_sheet_or_refused(data: bytes) -> None:
    """Foreign bytes never end in another error."""
    try:
        read_sheet(HEADER.encode() + b"\n" + data)
    except (BatchInvalid, TableInvalid):
        return
