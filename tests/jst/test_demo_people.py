"""A demonstration is played by one account in three parts; a real office is not."""

from pathlib import Path

import pytest

from jst.demo import OFFICER, OPERATOR
from tests.jst.conftest import Jst, change

REASON = "zegar sieciowy się pomylił"


def test_the_operator_and_the_officer_can_be_played(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever tries the program out sees every role's view of it."""
    assert home.exists()
    monkeypatch.setenv("JST_DEMO_PERSON", OPERATOR)
    done = jst("ledger", "accept-clock", "--reason", REASON, "--json")
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    shown = jst("ledger", "show", done.json["id"], "--json")

    assert (0, 0) == (done.status, shown.status)
    assert (OPERATOR, "demo") == (
        shown.json["entry"]["actor"]["id"],
        shown.json["entry"]["actor"]["auth"],
    )
    assert 0 == jst("people", "check").status


def test_nobody_plays_a_part_outside_a_demonstration(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A variable that makes one person another would end accountability."""
    change(home / "jst.toml", "demo = true", "demo = false")
    for name in ("keys", "memory"):
        (home / name).rename(tmp_path / name)
        monkeypatch.setenv(f"JST_{name.upper()}", str(tmp_path / name))
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)

    ran = jst("ledger", "show", "--json")

    assert (1, "jst.settings_invalid") == (ran.status, ran.json["error"])
    assert ["settings.demo_person.refused"] == [
        item["rule"] for item in ran.json["findings"]
    ]


def test_an_unknown_part_is_refused(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parts are listed."""
    assert home.exists()
    monkeypatch.setenv("JST_DEMO_PERSON", "x.nikt")

    ran = jst("ledger", "show")

    assert 1 == ran.status
    assert OFFICER in ran.err


def test_init_in_an_impossible_place_says_so(
    jst: Jst, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A mistyped JST_HOME is the operator's, not the program's, mistake."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("JST_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("JST_MEMORY", str(tmp_path / "memory"))
    monkeypatch.setenv("JST_KEYS", str(tmp_path / "file" / "keys"))

    ran = jst("ledger", "init", "--json")
    demo = jst("demo", "--keep", str(tmp_path / "file" / "x"), "--json")

    assert (1, "jst.output_refused") == (ran.status, ran.json["error"])
    assert (1, "jst.output_refused") == (demo.status, demo.json["error"])


def test_a_log_without_a_chosen_name_says_that_it_stays(
    jst: Jst, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The name stands in every checkpoint and cannot be changed later."""
    for name in ("HOME", "KEYS", "MEMORY"):
        monkeypatch.setenv(f"JST_{name}", str(tmp_path / name))

    ran = jst("ledger", "init")

    assert 0 == ran.status
    assert "na zawsze nazywa się jst.main/log" in ran.err
