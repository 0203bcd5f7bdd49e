"""The stories of jst demo ksef: every step happens, and can fail."""

import json
import os
from pathlib import Path

import pytest

from jst.cli.demo_ksef import KILLS, do_ksef
from jst.office import open_reader
from jst.places import places_of
from ledger.entry import decode_entry

FORTY = ["office", "plan", "representatives", "units", "drift", "expired", "proof"]
LEAVER = ["leaver", "leaver-proof"]


def test_forty_units_are_planned_applied_and_proved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each step checks what it claims; here with fewer kills than the story's 30.

    Holds: ADR-0039.
    """
    before = os.environ.get("JST_HOME")

    status = do_ksef(tmp_path / "forty", as_json=True, kills=(3, 1))

    said = json.loads(capsys.readouterr().out)
    assert 0 == status
    assert [*FORTY, *LEAVER] == [each["step"] for each in said["steps"]]
    assert "1 unknown, 5 expired, 37 contexts" == said["steps"][4]["shown"]
    assert (
        "9 contexts, 4 grants made, 2 tokens, 1 session, 3 expired"
        == said["steps"][7]["shown"]
    )
    assert ["proved", "proved"] == [said["steps"][at]["shown"] for at in (6, 8)]
    assert before == os.environ.get("JST_HOME")
    places = places_of(tmp_path / "forty", None, None, demo=True)
    with open_reader(places) as reader:
        deaths = [
            decode_entry(body)["reason"]
            for _, body in reader.select({"kind": "outcome", "result": "unknown"})
        ]
    assert {"writer_died"} >= set(deaths)


def test_the_story_kills_thirty_times() -> None:
    """The issue says so."""
    assert 30 == sum(KILLS)
