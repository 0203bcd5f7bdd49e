"""An instant that people read says whose clock it is: in the line, or in the head."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jst.cli.output import in_warsaw, in_warsaw_column
from jst.demo import OFFICER
from jst.simulators.crpo import CrpoSimulator
from jst.simulators.ksef import KsefSimulator
from tests.factories import MANDATOR_PESEL
from tests.jst.conftest import CASE, Jst
from tests.jst.scenes import play

WHY = ("--case", CASE)
NIGHT = datetime(2026, 11, 20, 23, 5, tzinfo=UTC)


def squeezed(text: str) -> str:
    """Put the words of a head that breaks its lines side by side."""
    return " ".join(text.split())


def test_an_instant_is_written_with_its_zone() -> None:
    """Who reads it elsewhere, or from another system, need not guess."""
    assert "2026-11-21 00:05:00 (Warszawa)" == in_warsaw(NIGHT)
    assert "2026-11-21 00:05:00" == in_warsaw_column(NIGHT)


def test_an_instant_that_warsaw_has_not_is_written_in_utc() -> None:
    """One forged entry must not keep all the others from being shown."""
    last = datetime.max.replace(tzinfo=UTC)
    assert "9999-12-31 23:59:59 UTC" == in_warsaw(last)
    assert "9999-12-31 23:59:59 UTC" == in_warsaw_column(last)


@pytest.mark.parametrize("command", ["ledger show", "report cases", "report unusual"])
def test_an_entry_of_the_year_9999_stops_no_list(
    home: Path,
    register: CrpoSimulator,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    """Whoever can write into the store cannot keep the officer from reading it."""
    mandator = home / "mandator.txt"
    mandator.write_text(f"{MANDATOR_PESEL.reveal()}\n", "utf-8")
    purpose = ("--purpose", "pelnomocnictwo-w-sprawie")
    jst("crpo", "lookup", *WHY, *purpose, "--from", str(mandator))
    play(monkeypatch, OFFICER)
    with closing(sqlite3.connect(home / "ledger.sqlite")) as store:
        store.execute(
            "UPDATE entry SET body ="
            " json_set(body, '$.at', '9999-12-31T23:59:59.999999Z')"
            " WHERE kind = 'intent'"
        )
        store.commit()

    shown = jst(*command.split())
    assert register.received
    assert (0, True) == (shown.status, "9999-12-31" in shown.out)


def test_the_zone_is_named_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As everything else is."""
    monkeypatch.setenv("JST_LANG", "en")
    assert "2026-11-21 00:05:00 (Warsaw)" == in_warsaw(NIGHT)


def test_a_report_names_the_zone(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When it was made, and when the first and last entry of each person came."""
    play(monkeypatch, OFFICER)
    csv = home / "report.csv"
    shown = jst("report", "people", "--csv", str(csv)).out
    assert shown.splitlines()[3].endswith(" (Warszawa)")
    head = csv.read_text("utf-8-sig")
    assert "Pierwszy (Warszawa)" in head
    assert "Ostatni (Warszawa)" in head


def test_holds_and_kept_answers_name_the_zone(
    home: Path, register: CrpoSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the heads of their tables."""
    mandator = home / "mandator.txt"
    mandator.write_text(f"{MANDATOR_PESEL.reveal()}\n", "utf-8")
    purpose = ("--purpose", "pelnomocnictwo-w-sprawie")
    jst("crpo", "lookup", *WHY, *purpose, "--from", str(mandator))
    play(monkeypatch, OFFICER)
    jst("hold", "set", *WHY, "--reason", "sąd zażądał akt tej sprawy")
    assert register.received
    assert "Od (Warszawa)" in squeezed(jst("hold", "list").out)
    assert "Czas (Warszawa)" in squeezed(jst("evidence", "list").out)


def test_logging_in_to_ksef_names_the_zone(ksef: KsefSimulator, jst: Jst) -> None:
    """The end of the session, and the beginning of each."""
    told = jst("ksef", "login").out
    [until] = [line for line in told.splitlines() if line.startswith("Sesja do:")]
    assert until.endswith(" (Warszawa)")
    assert "od (Warszawa)" in jst("ksef", "sessions").out
    assert ksef.received


def test_lists_of_ksef_name_the_zone(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Tokens and certificates, within 80 columns."""
    jst("ksef", "login")
    said = ("--permission", "InvoiceRead", "--description", "Program ksiegowy")
    jst("ksef", "tokens", "create", *said, "--out", str(tmp_path / "token"), *WHY)
    name = ("--name", "Urząd Gminy 1", "--out", str(tmp_path / "certificate.pem"))
    jst("ksef", "certificates", "enroll", *name, *WHY)
    tokens = jst("ksef", "tokens", "list", *WHY).out
    certificates = jst("ksef", "certificates", "list", *WHY).out
    assert ksef.received
    assert "utworzono (Warszawa)" in squeezed(tokens)
    assert "(Warszawa)" in certificates
    assert 80 >= max(map(len, (tokens + certificates).splitlines()))
