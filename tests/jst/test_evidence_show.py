"""`jst evidence show`: a kept answer as a table, as JSON, or as its bytes."""

import json
from pathlib import Path

import pytest

from jst.demo import MANAGER, OFFICER
from jst.simulators.crpo import CrpoSimulator
from tests.jst.conftest import CASE, Jst, change

REASON = "wniosek strony o akta"
WHY = (
    *("--case", CASE, "--purpose", "doreczenie"),
    *("--reason", REASON),
)


@pytest.fixture(name="asked")
def _asked(register: CrpoSimulator, tmp_path: Path, jst: Jst) -> str:
    """The id of a question about somebody with one attorney."""
    path = tmp_path / "mandator.txt"
    path.write_text(register.examples()["pesel"].reveal())
    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(path), "--json")
    return str(ran.json["intentId"])


def test_an_answer_is_shown_as_a_table_and_masked(
    asked: str, register: CrpoSimulator, jst: Jst
) -> None:
    """A clerk reads people and days; a number in clear is asked for by a word."""
    pesel = register.examples()["pesel"].reveal()
    shown = jst("evidence", "show", asked, *WHY)
    clear = jst("evidence", "show", asked, *WHY, "--reveal")

    assert (0, 0) == (shown.status, clear.status)
    assert "1 pełnomocnictwo" in shown.out
    assert "nasz, nie Ministerstwa Finansów" in shown.err
    assert (False, True) == (pesel in shown.out, pesel in clear.out)


def test_only_purposes_of_the_register_that_answered_are_offered(
    asked: str, jst: Jst
) -> None:
    """One of KSeF's, taken from the list, would be denied and logged as an attempt."""
    wrong = ("--case", CASE, "--purpose", "ciekawosc", "--reason", REASON)
    ran = jst("evidence", "show", asked, *wrong)
    offered = "pelnomocnictwo-w-sprawie, doreczenie, inna-sprawa [jst.usage]"

    assert 64 == ran.status
    assert f"--purpose to jedno z: {offered}\n" in ran.err


def test_a_machine_gets_the_answer_as_the_look_up_gave_it(asked: str, jst: Jst) -> None:
    """One shape of an answer, whenever it is read."""
    told = jst("evidence", "show", asked, *WHY, "--json").json

    assert ("answered", asked, 1) == (told["result"], told["intentId"], told["count"])
    assert told["mandator"]["masked"]


def test_the_bytes_are_those_that_came(asked: str, tmp_path: Path, jst: Jst) -> None:
    """An expert checks the register's seal on them, which one letter would break."""
    path = tmp_path / "answer.xml"
    raw = jst("evidence", "show", asked, *WHY, "--raw")
    told = jst("evidence", "show", asked, *WHY, "--raw", "--json").json
    written = jst("evidence", "show", asked, *WHY, "--out", str(path))

    assert (0, 0) == (raw.status, written.status)
    assert told["raw"].encode() == path.read_bytes()
    assert "<Answer" in raw.out
    assert str(path) in written.out


def test_a_refusal_of_the_register_is_named(
    register: CrpoSimulator, tmp_path: Path, jst: Jst
) -> None:
    """What was kept is a signed "no", and no table of nobody."""
    register.faults.next("refusal")
    path = tmp_path / "mandator.txt"
    path.write_text(register.examples()["pesel"].reveal())
    refused = jst("crpo", "lookup", "--case", CASE, "--from", str(path), "--json")
    asked = refused.json["intentId"]
    shown = jst("evidence", "show", asked, *WHY)
    told = jst("evidence", "show", asked, *WHY, "--json").json

    assert "Rejestr odmówił" in shown.out
    assert {"id": asked, "result": "refused", "refusal": told["refusal"]} == told


def test_an_answer_of_another_contract_is_still_there_as_bytes(
    home: Path, asked: str, jst: Jst
) -> None:
    """Years later the register may seal with another key; what came is what is kept."""
    change(home / "jst.toml", "register-seal.crt.pem", "wrong-seal.crt.pem")
    table = jst("evidence", "show", asked, *WHY)
    raw = jst("evidence", "show", asked, *WHY, "--raw", "--json")

    assert (2, 0) == (table.status, raw.status)
    assert "--raw" in table.err
    assert json.dumps("<Answer")[1:-1] in raw.json["raw"]


def released(asked: str, jst: Jst, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a manager release what the officer requests; the officer acts afterwards."""
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    wanted = jst("officer", "request", asked, "--reason", REASON, "--json")
    monkeypatch.setenv("JST_DEMO_PERSON", MANAGER)
    done = jst("officer", "release", wanted.json["request"], "--reason", REASON)
    assert 0 == done.status
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)


@pytest.mark.parametrize("how", ["--reveal", "--raw", "--out"])
def test_an_officer_alone_sees_no_number_in_clear(
    asked: str,
    how: str,
    register: CrpoSimulator,
    tmp_path: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    Masked is the officer's; in clear is of two persons, and the denial says the way.

    Holds: ADR-0013.
    """
    path = tmp_path / "answer.xml"
    args = (how, str(path)) if how == "--out" else (how,)
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    masked = jst("evidence", "show", asked, *WHY)
    alone = jst("evidence", "show", asked, *WHY, *args)
    there = path.exists()
    released(asked, jst, monkeypatch)
    after = jst("evidence", "show", asked, *WHY, *args)

    assert (0, 1, 0) == (masked.status, alone.status, after.status)
    assert "jst officer request" in alone.err
    assert not there
    pesel = register.examples()["pesel"].reveal()
    assert pesel not in masked.out + alone.out + alone.err
    assert pesel in (path.read_text() if path.exists() else after.out)


def test_the_answers_that_an_officer_read_are_among_the_looks(
    asked: str, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The officer is watched by the same log, also when a reading was refused."""
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    jst("evidence", "show", asked, *WHY)
    jst("evidence", "show", asked, *WHY, "--raw")
    lines = jst("report", "looks", "--json").json["lines"]

    assert ["disclosure", "denied"] == [line["kind"] for line in lines]


def test_a_question_that_is_not_there_is_named_so(
    asked: str, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To send somebody to another case would be a lie; so would it after a pruning."""
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    ran = jst("evidence", "show", f"{asked[:-4]}0000", *WHY)

    assert 1 == ran.status
    assert "Nie ma takiego zapytania albo jego wpis usunięto." in ran.err
    assert "w innej sprawie" not in ran.err
