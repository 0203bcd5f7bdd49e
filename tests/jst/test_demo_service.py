"""The story of service: every step happens, and can fail."""

from pathlib import Path

import pypdf
import pytest

from jst.cli import demo_service
from jst.cli.demo_service import PRINT_OUT
from jst.cli.demo_stage import RECEIPT
from jst.demo import OFFICER
from tests.jst.conftest import Jst
from vocabulary.clock import system_clock, warsaw_day

STEPS = [
    ("two-attorneys", "2 powers"),
    ("serve-one", "attorney"),
    ("print-out", f"{PRINT_OUT}, {RECEIPT}"),
    ("stale", "crpo.answer_stale"),
    ("party", "party"),
    ("denied", "accountability.action_denied"),
    ("log", "2 questions, 3 views, 1 print, 1 denial"),
]


def test_the_story_runs_and_what_it_leaves_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jst: Jst
) -> None:
    """
    Two attorneys, one is enough; two days later the party; one denial.

    Holds: art. 138g, 138h, 145 § 3 Ordynacji.
    """
    home = tmp_path / "office"
    ran = jst("demo", "service", "--keep", str(home), "--json")

    monkeypatch.setenv("JST_HOME", str(home))
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    shown = jst("ledger", "show", "--json").json["entries"]
    found = [(step["step"], step["shown"]) for step in ran.json["steps"]]
    assert (0, "") == (ran.status, ran.err)
    assert STEPS == found[1:]
    assert (2, 4, 1) == tuple(
        [line["kind"] for line in shown].count(kind)
        for kind in ("intent", "disclosure", "denied")
    )
    assert {0o600} == {
        (home / name).stat().st_mode & 0o777 for name in (PRINT_OUT, RECEIPT)
    }
    assert 1 <= len(pypdf.PdfReader(home / PRINT_OUT).pages)


def test_it_is_told_to_people_too(jst: Jst) -> None:
    """A trainer reads it aloud."""
    ran = jst("demo", "service")

    assert 0 == ran.status
    assert "Doręcz pełnomocnikowi" in ran.out
    assert "Doręcz stronie" in ran.out
    assert "nasz, nie Ministerstwa Finansów" in ran.out


def test_it_fails_when_the_old_answer_is_taken(
    monkeypatch: pytest.MonkeyPatch, jst: Jst
) -> None:
    """A demonstration that cannot fail demonstrates nothing."""
    day = warsaw_day(system_clock() - demo_service.LATER)
    monkeypatch.setattr(demo_service, "warsaw_day", lambda _now: day)

    ran = jst("demo", "service", "--json")

    assert (1, "jst.demo_failed") == (ran.status, ran.json["error"])


def test_an_unknown_story_is_wrong_usage(jst: Jst) -> None:
    """The stories are listed."""
    ran = jst("demo", "opera")

    assert 64 == ran.status
    assert "service" in ran.err
