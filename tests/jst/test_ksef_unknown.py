"""Changes and questions at KSeF whose answer never comes, as `jst ksef` tells them."""

from pathlib import Path

import pytest

from accountability.transport import Transport
from jst.simulators.ksef import KsefSimulator
from tests.jst.conftest import CASE, Jst

WHY = ("--case", CASE)
MADE = ("--permission", "InvoiceRead", "--description", "Program dziedzinowy")


def test_a_lost_change_sends_nobody_to_ask_again(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """The token exists: who asks again has two, and the value of neither."""
    jst("ksef", "login")
    ksef.faults.next("drop-after-accept", on="/tokens")
    ran = jst("ksef", "tokens", "create", *MADE, "--out", str(tmp_path / "t"), *WHY)
    left = jst("ksef", "tokens", "list", *WHY, "--json").json["tokens"]

    assert 2 == ran.status
    assert "ksef.access.change_unknown" in ran.err
    assert "jst ksef tokens list" in ran.err
    assert "zapytaj ponownie" not in ran.err
    assert "pełnomocnictw" not in ran.err
    assert 1 == len(left)


def test_a_lost_question_may_be_asked_again(ksef: KsefSimulator, jst: Jst) -> None:
    """It has changed nothing; and it is KSeF that was asked, no register."""
    jst("ksef", "login")
    ksef.faults.next("drop-after-accept", on="/tokens")
    ran = jst("ksef", "tokens", "list", *WHY)

    assert 2 == ran.status
    assert "ksef.access.answer_unknown" in ran.err
    assert "zapytaj ponownie" in ran.err
    assert "rejestr" not in ran.err
    assert ksef.received


def test_an_interrupted_change_is_named_with_its_outcome(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while KSeF is silent: 130, and whether it may be repeated."""
    jst("ksef", "login")

    def interrupted(*_args: object, **_more: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(Transport, "call", interrupted)
    ran = jst("ksef", "tokens", "create", *MADE, "--out", str(tmp_path / "t"), *WHY)
    entries = jst("ledger", "show", "--json").json["entries"]
    [line] = [each for each in entries if each["kind"] == "intent"]

    assert ksef.received
    assert 130 == ran.status
    assert "wynik ostatniego działania jest NIEZNANY" in ran.err
    assert line["id"] in ran.err
    assert "unknown" == line["result"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("http-500", "odpowiedział 500 (błąd wewnętrzny)"),
        ("http-503", "odpowiedział 503 (przerwa"),
        ("redirect-307", "KSeF przekierował żądanie"),
    ],
)
def test_what_ksef_answered_is_told(
    ksef: KsefSimulator, jst: Jst, fault: str, said: str
) -> None:
    """A pause is no unreadable answer, and a redirect is no silence."""
    jst("ksef", "login")
    ksef.faults.always(fault)
    asked = jst("ksef", "grants", *WHY)
    login = jst("ksef", "login")

    assert (2, 2) == (asked.status, login.status)
    assert said in asked.err
    assert said in login.err
    assert "niezrozumiała" not in asked.err + login.err
    assert "nie odpowiedział" not in asked.err + login.err
    assert "rejestr" not in asked.err + login.err
