"""The demonstration: one command, and everything it claims really happens."""

import json
import shlex
import sqlite3
import sys
from pathlib import Path

import pytest

from jst.cli import demo_run
from jst.cli.demo_stage import CHECKPOINT, RECEIPT, VKEY
from jst.demo import running_demo
from jst.errors import OutputRefused
from jst.office import open_office
from jst.settings import load_settings
from jst.simulators.softhsm import SoftHsm
from ledger.entry import Draft, new_entry_id
from tests.jst.conftest import Jst
from tests.softhsm import require_softhsm

STEPS = [
    "office",
    "nip",
    "pesel",
    "foreign",
    "none",
    "receipt",
    "checkpoint",
    "denied",
    "unknown",
    "proved",
    "forgery",
]


def test_the_demonstration_runs_and_its_folder_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jst: Jst
) -> None:
    """A new user runs it once, and then every command with JST_HOME."""
    home = tmp_path / "office"

    ran = jst("demo", "--keep", str(home))

    monkeypatch.setenv("JST_HOME", str(home))
    for name in ("JST_KEYS", "JST_MEMORY"):
        monkeypatch.delenv(name, raising=False)
    kept, vkey = home / CHECKPOINT, home / VKEY
    proved = jst(
        "ledger", "verify", "--checkpoint", str(kept), "--vkey", str(vkey), "--json"
    )
    forged = home / "forged-copy.sqlite"
    assert 0 == ran.status
    assert "NARUSZONY: wpis #4" in ran.out
    assert "razem z kluczami" in ran.out
    assert "" == ran.err
    assert (0, "proved", 13) == (
        proved.status,
        proved.json["verdict"],
        proved.json["size"],
    )
    assert 8 == len(jst("ledger", "show", "--json").json["entries"])
    assert 0 == jst("settings", "check").status
    assert 0 == jst("people", "check").status
    assert b"3121" in forged.read_bytes()
    assert {0o600} == {
        (home / name).stat().st_mode & 0o777 for name in (RECEIPT, forged.name)
    }


@pytest.mark.parametrize("which", [(), ("dph",), ("officer",)])
def test_what_to_try_next_can_be_pasted_into_a_shell(
    tmp_path: Path, jst: Jst, which: tuple[str, ...]
) -> None:
    """Also where the folder has a space and a quotation mark in its name."""
    home = tmp_path / "a 'zażółć"

    ran = jst("demo", *which, "--keep", str(home))

    lines = [line for line in ran.out.splitlines() if "JST_HOME=" in line]
    typed = [shlex.split(line, comments=True) for line in lines]
    named = {word for words in typed for word in words if str(tmp_path) in word}
    assert (0, True) == (ran.status, bool(lines))
    assert {f"JST_HOME={home}"} == {words[0] for words in typed}
    assert [] == [word for word in named if str(home) not in word]


def test_the_demonstration_speaks_json_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jst: Jst
) -> None:
    """Its steps are a contract too: each one is there, in order."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)

    ran = jst("demo", "--json")

    assert 0 == ran.status
    assert STEPS == [step["step"] for step in ran.json["steps"]]
    assert ran.json["home"] is None
    assert [] == list(tmp_path.glob("jst-demo-*"))


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path, jst: Jst) -> None:
    """Nothing of the user's is overwritten, and nothing is made half."""
    (tmp_path / "mine.txt").write_text("x")

    ran = jst("demo", "--keep", str(tmp_path), "--json")
    file = jst("demo", "--keep", str(tmp_path / "mine.txt"), "--json")

    assert (1, "jst.output_refused") == (ran.status, ran.json["error"])
    assert (1, "jst.output_refused") == (file.status, file.json["error"])
    assert ["mine.txt"] == [path.name for path in tmp_path.iterdir()]


def test_it_fails_when_a_claim_does_not_hold(
    monkeypatch: pytest.MonkeyPatch, jst: Jst
) -> None:
    """A demonstration that cannot fail demonstrates nothing."""
    monkeypatch.setattr(demo_run, "_forge", lambda _store, _copy: 99)

    ran = jst("demo", "--json")

    assert (1, "jst.demo_failed") == (ran.status, ran.json["error"])


def test_no_identifier_of_the_demonstration_is_in_its_database(tmp_path: Path) -> None:
    """
    The log is copied, backed up, shown: it holds nobody's number in clear.

    Holds: design, section 4.
    """
    with running_demo(tmp_path / "office") as demo:
        found = demo_run._ask(demo, demo.examples["several"])
        numbers = [person.reveal() for person in found.answer.disclosed]

    data = (tmp_path / "office" / "ledger.sqlite").read_bytes()
    assert 4 == len(numbers)
    assert [] == [number for number in numbers if number.encode() in data]


def test_an_interrupted_question_is_closed_at_the_next_start(home: Path) -> None:
    """
    What a dead process left open becomes UNKNOWN, and its id is told.

    Holds: house style, rule 31.
    """
    writer = new_entry_id()
    dead = home / "run" / writer
    draft = Draft.of("intent", {"writer": writer, "node": "demo"})
    settings = load_settings()
    with open_office(settings) as office:
        office.trail.log.append(draft)
    dead.touch(mode=0o600)

    with open_office(settings) as office:
        recovered = office.recovered

    with sqlite3.connect(home / "ledger.sqlite") as store:
        rows = store.execute("SELECT body FROM entry WHERE kind = 'outcome'").fetchall()
    store.close()
    assert (draft.id,) == recovered
    assert [draft.id] == [json.loads(body)["ref"] for (body,) in rows]


def test_a_running_demonstration_refuses_a_used_folder(home: Path) -> None:
    """The helper for embedders has the same manners as the command."""
    with pytest.raises(OutputRefused), running_demo(home):
        sys.exit("never reached")


def test_the_demonstration_runs_with_a_seal_on_a_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jst: Jst
) -> None:
    """Everything it shows, with a key that was made on a token and stays there."""
    require_softhsm()
    home = tmp_path / "office"

    ran = jst("demo", "--token", "--keep", str(home), "--json")
    shown = {step["step"]: step["shown"] for step in ran.json["steps"]}
    monkeypatch.setenv("JST_HOME", str(home))
    checked = jst("settings", "check", "--json")

    assert 0 == ran.status
    assert [STEPS[0], "token", *STEPS[1:]] == list(shown)
    assert "TokenKey RSA-2048" == shown["token"]
    assert not (home / "keys" / "seal.pem").exists()
    # The token is SoftHSM2's, which is told where it lies by the environment.
    assert ["certs.token_refused"] == [
        each["rule"] for each in checked.json["findings"] if each["severity"] == "error"
    ]


def test_a_token_is_shown_by_the_story_that_looks_up(jst: Jst) -> None:
    """An option that is passed over in silence promises what does not happen."""
    ran = jst("demo", "service", "--token", "--json")

    assert (64, "jst.usage") == (ran.status, ran.json["error"])


def test_without_softhsm_there_is_no_token_to_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jst: Jst
) -> None:
    """It says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))

    ran = jst("demo", "--token", "--json")

    assert (1, "jst.softhsm_missing") == (ran.status, ran.json["error"])
    with pytest.raises(RuntimeError):
        SoftHsm.create(tmp_path / "hsm")
