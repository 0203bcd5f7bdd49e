"""The commands of the log: made once, read by those who may, verified by anybody."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from accountability.columns import COLUMNS
from jst.cli.verify_words import in_words
from jst.demo import OFFICER
from jst.new_ledger import make_ledger
from jst.office import load_signer, open_log, own_vkey
from jst.settings import load_settings
from ledger.append import Appender, Request
from ledger.entry import Draft
from ledger.memory import MemoryFile, Remembered
from ledger.note import Checkpoint
from ledger.signer import NoteSigner
from tests.jst.conftest import CASE, Jst, lose, set_roles
from vocabulary.clock import system_clock

KEYS = {
    "verdict",
    "size",
    "root",
    "firstBad",
    "reasons",
    "notChecked",
    "pruned",
    "prunedBy",
    "anchors",
}
JUSTIFIED = "zegar sieciowy się pomylił"


def _add(home: Path, *drafts: Draft) -> None:
    """Append entries as the office would."""
    assert home.exists()
    with open_log(load_settings().places) as log:
        for draft in drafts:
            log.append(draft)


def _add_days_later(days: int) -> None:
    """Append an entry as the office would so many days from now."""
    places, later = load_settings().places, system_clock() + timedelta(days=days)

    def clock() -> datetime:
        return later

    appender = Appender(
        places.ledger, signer=load_signer(places), columns=COLUMNS, clock=clock
    )
    appender.append([Request(_intent())])
    appender.release()
    appender.abandon()


def _intent(actor: str = "z.niebyla") -> Draft:
    return Draft.of(
        "intent",
        {
            "actor": {"id": actor, "name": "Ktoś Inny"},
            "case": {"number": CASE},
            "purpose": "doreczenie",
            "writer": "w",
        },
    )


def _outcome(intent: Draft) -> Draft:
    return Draft.of("outcome", {"ref": intent.id, "result": "unknown", "writer": "w"})


def _keep(home: Path, jst: Jst) -> tuple[str, str]:
    """Keep a checkpoint and the public key, as the officer does."""
    out = home.parent / "kept"
    assert 0 == jst("ledger", "checkpoint", "--out", str(out)).status
    return str(out), str(out) + ".vkey"


def test_init_makes_what_an_office_needs_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jst: Jst
) -> None:
    """A log is made by hand; a second one in its place would hide the first."""
    monkeypatch.setenv("JST_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("JST_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("JST_MEMORY", str(tmp_path / "memory"))

    first = jst("ledger", "init", "--origin", "audyt.example/log", "--json")
    second = jst("ledger", "init", "--json")

    assert 0 == first.status
    assert first.json["vkey"].startswith("audyt.example/log+")
    assert 0o700 == (tmp_path / "keys").stat().st_mode & 0o777
    assert 0o600 == (tmp_path / "keys" / "log.key").stat().st_mode & 0o777
    assert (1, "ledger.exists") == (second.status, second.json["error"])
    assert {"verdict": "consistent", "size": 1} == {
        key: value
        for key, value in jst("ledger", "verify", "--json").json.items()
        if key in {"verdict", "size"}
    }


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "x" * 256, "\udcff"])
def test_a_name_that_no_log_may_have_is_told_as_such(
    home: Path, jst: Jst, origin: str
) -> None:
    """An unset variable of a shell must not choose a name that is for ever."""
    kept, _ = _keep(home, jst)
    lose(home)
    keys = sorted((home / "keys").iterdir())

    ran = jst("ledger", "init", "--after", kept, "--origin", origin, "--json")
    said = jst("ledger", "init", "--after", kept, "--origin", origin)

    assert (1, "jst.input_invalid") == (ran.status, ran.json["error"])
    assert "--origin: nazwa dziennika ma od 1 do 255 znaków" in said.err
    assert keys == sorted((home / "keys").iterdir())


def test_a_new_log_has_not_the_name_of_the_one_that_ended(home: Path, jst: Jst) -> None:
    """Two logs under one name would be a fork."""
    kept, _ = _keep(home, jst)
    lose(home)

    ran = jst("ledger", "init", "--after", kept, "--origin", "jst.demo/log")

    assert 1 == ran.status
    assert "--origin: nowy dziennik nazywa się inaczej niż poprzedni" in ran.err


def test_a_new_log_cites_the_one_that_ended(home: Path, jst: Jst) -> None:
    """After a restored backup the story goes on, and says where it broke off."""
    kept, _ = _keep(home, jst)
    lose(home)

    made = jst("ledger", "init", "--after", kept, "--json")

    (line,) = jst("ledger", "show", "--json").json["entries"]
    entry = jst("ledger", "show", line["id"], "--json").json["entry"]
    assert ("jst.demo/log-2", "jst.demo/log") == (
        made.json["origin"],
        made.json["previous"],
    )
    assert 3 == len(made.json["moved"])
    assert ("jst.demo/log", 1, True) == (
        entry["previous"]["origin"],
        entry["previous"]["size"],
        entry["previous"]["signature_verified"],
    )


def test_a_log_that_is_only_remembered_is_not_made_anew(home: Path, jst: Jst) -> None:
    """Deleting the database must not be a way to start afresh."""
    lose(home)

    ran = jst("ledger", "init", "--json")

    assert (1, "ledger.exists") == (ran.status, ran.json["error"])


def test_after_takes_a_checkpoint_and_nothing_else(home: Path, jst: Jst) -> None:
    """A citation of nothing would look like a citation."""
    lose(home)

    ran = jst("ledger", "init", "--after", str(home / "jst.toml"), "--json")
    said = jst("ledger", "init", "--after", str(home / "jst.toml"))

    assert (1, "jst.input_invalid") == (ran.status, ran.json["error"])
    assert "--after: plik nie jest punktem kontrolnym" in said.err
    assert (home / "keys" / "log.key").exists()


@pytest.mark.parametrize(
    ("origin", "name"), [(None, "jst.demo/log-2"), ("x.example/log", "x.example/log")]
)
def test_names_of_logs_count_up(origin: str | None, name: str, home: Path) -> None:
    """Two logs under one name would be a fork to whoever verifies them."""
    settings = load_settings()
    vkey = own_vkey(settings.places)
    with sqlite3.connect(home / "ledger.sqlite") as store:
        [(note,)] = store.execute("SELECT note FROM head").fetchall()
    lose(home)

    made = make_ledger(settings, origin=origin, after=note)

    assert name == made.origin
    assert vkey != made.vkey


def test_verify_prints_exactly_the_documented_keys(home: Path, jst: Jst) -> None:
    """Other programs read this; and a host's own key is no evidence, so it is told."""
    assert home.exists()

    ran = jst("ledger", "verify", "--json")

    assert 0 == ran.status
    assert KEYS == set(ran.json)
    assert "consistent" == ran.json["verdict"]
    assert any("JST_KEYS" in gap for gap in ran.json["notChecked"])


def test_an_empty_key_is_not_the_hosts_own(home: Path, jst: Jst) -> None:
    """An unset variable of a shell must not turn cannotTell into consistent."""
    assert home.exists()

    ran = jst("ledger", "verify", "--vkey", "", "--json")

    assert (2, "cannotTell") == (ran.status, ran.json["verdict"])


@pytest.mark.parametrize(
    ("damage", "polish"),
    [
        pytest.param(
            lambda note: note.replace(b"\n", b"\r\n"),
            "końce wierszy z Windows",
            id="CRLF",
        ),
        pytest.param(
            lambda note: note.removesuffix(b"\n"), "nie kończy się jednym", id="cut"
        ),
        pytest.param(lambda note: note + b"\n", "nie kończy się jednym", id="longer"),
        pytest.param(lambda _: b"", "plik nie jest punktem kontrolnym", id="empty"),
        pytest.param(lambda _: b"{}", "plik nie jest punktem kontrolnym", id="JSON"),
        pytest.param(
            lambda note: note.replace(b"\n1\n", b"\n2\n"),
            "plik zmieniono",
            id="changed",
        ),
        pytest.param(
            lambda note: note.replace(b"\n\n", b"\n\n\n"),
            "plik zmieniono",
            id="a line more",
        ),
    ],
)
def test_a_damaged_checkpoint_is_not_blamed_on_the_key(
    damage: Callable[[bytes], bytes], polish: str, home: Path, jst: Jst
) -> None:
    """The officer looks for a lost key in vain when a mail program bent the file."""
    kept, vkey = _keep(home, jst)
    Path(kept).write_bytes(damage(Path(kept).read_bytes()))

    ran = jst("ledger", "verify", "--checkpoint", kept, "--vkey", vkey)

    assert 2 == ran.status
    assert polish in ran.out


def test_a_checkpoint_without_any_key_is_not_blamed_on_one(
    home: Path, jst: Jst
) -> None:
    """The host has lost its own, and the officer's was not given."""
    kept, _ = _keep(home, jst)
    (home / "keys" / "log.vkey").unlink()

    ran = jst("ledger", "verify", "--checkpoint", kept)

    assert 2 == ran.status
    assert "potrzebny klucz publiczny (--vkey)" in ran.out
    assert "inny klucz" not in ran.out


def test_a_checkpoint_of_another_log_is_told_as_such(home: Path, jst: Jst) -> None:
    """Then the file is whole, and the right one is to be looked for."""
    kept, vkey = _keep(home, jst)
    other = NoteSigner.generate("bogus.example/log")
    text = Checkpoint(other.name, 1, b"\0" * 32).to_text()
    Path(kept).write_text(other.sign(text), "utf-8")

    ran = jst("ledger", "verify", "--checkpoint", kept, "--vkey", vkey)

    assert 2 == ran.status
    assert "to inny klucz albo punkt kontrolny innego dziennika" in ran.out


def test_a_kept_checkpoint_proves_the_log(home: Path, jst: Jst) -> None:
    """What the officer kept elsewhere is what turns consistent into proved."""
    kept, vkey = _keep(home, jst)
    _add(home, _intent())

    ran = jst("ledger", "verify", "--checkpoint", kept, "--vkey", vkey, "--json")

    assert (0, "proved", 2) == (ran.status, ran.json["verdict"], ran.json["size"])
    assert not any("JST_KEYS" in gap for gap in ran.json["notChecked"])


def test_a_changed_entry_is_named(home: Path, jst: Jst) -> None:
    """The officer's first question is: which one?"""
    _add(home, _intent(), _intent())
    with sqlite3.connect(home / "ledger.sqlite") as store:
        store.execute(
            "UPDATE entry SET body = replace(body, '2026', '2027') WHERE idx = 1"
        )
    store.close()

    ran = jst("ledger", "verify", "--json")
    said = jst("ledger", "verify")

    assert (1, "disproved", 1) == (
        ran.status,
        ran.json["verdict"],
        ran.json["firstBad"],
    )
    assert "NARUSZONY" in said.out
    assert "#1" in said.out


def test_the_heads_of_earlier_days_are_told(home: Path, jst: Jst) -> None:
    """
    A log that was changed says between which of them, in the reader's language.

    Holds: ADR-0035.
    """
    _add_days_later(1)
    _add_days_later(2)
    told = jst("ledger", "verify")
    with closing(sqlite3.connect(home / "ledger.sqlite")) as store:
        [[first], [second]] = store.execute("SELECT size FROM anchor").fetchall()
        store.execute("UPDATE anchor SET size = size + 1 WHERE size = ?", (second,))
        store.commit()
    changed = jst("ledger", "verify")

    assert (0, 0 < first < second) == (told.status, True)
    assert "Zgadzają się też czoła z wcześniejszych dni: 2." in told.out
    assert 1 == changed.status
    assert "wcześniejsze czoła w dzienniku, których on nie podpisał: 1" in changed.out
    assert "wcześniejszych dni" not in changed.out


@pytest.mark.parametrize(
    ("english", "polish"),
    [
        (
            "the first 7 entries are not those of an earlier head",
            "wpisy od początku (liczba: 7) przeczą wcześniejszemu czołu",
        ),
        (
            "the first 7 entries are not those of an earlier head, the first 3 are",
            "wpisy od początku (liczba: 7) przeczą wcześniejszemu czołu; zgodnych: 3",
        ),
    ],
)
def test_which_earlier_head_does_not_agree_is_said_in_polish(
    english: str, polish: str
) -> None:
    """The ledger speaks English; an officer reads it in Polish."""
    assert polish == in_words(english)


def test_a_missing_log_cannot_be_told(home: Path, jst: Jst) -> None:
    """Nothing there is neither proved nor disproved."""
    lose(home)

    ran = jst("ledger", "verify", "--json")

    assert (2, "cannotTell") == (ran.status, ran.json["verdict"])


@pytest.mark.parametrize("content", ["demo = maybe", "keys = 1"])
def test_broken_settings_keep_nobody_from_verifying(
    content: str, home: Path, jst: Jst
) -> None:
    """A typo in a setting disproves nothing; where the log is, JST_HOME says."""
    kept, vkey = _keep(home, jst)
    (home / "jst.toml").write_text(content)

    ran = jst("ledger", "verify", "--checkpoint", kept, "--vkey", vkey, "--json")
    told = jst("ledger", "verify")

    assert KEYS == set(ran.json)
    assert (0, "proved") == (ran.status, ran.json["verdict"])
    assert "the settings: jst.toml" in ran.json["notChecked"][-1]
    assert "nie sprawdzono: ustawienia: jst.toml jest uszkodzony" in told.out


def test_broken_settings_find_a_changed_log(home: Path, jst: Jst) -> None:
    """Nobody hides a change by breaking a file beside it."""
    _add(home, _intent())
    (home / "jst.toml").write_text("demo = maybe")
    with sqlite3.connect(home / "ledger.sqlite") as store:
        store.execute("UPDATE entry SET body = replace(body, '2026', '2027')")
    store.close()

    ran = jst("ledger", "verify", "--json")

    assert (1, "disproved") == (ran.status, ran.json["verdict"])


def test_broken_settings_keep_no_checkpoint_back(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who looks after the log must be able to keep its head, on any day."""
    # Only jst.toml says that this is a demo, which has its keys inside its home.
    monkeypatch.setenv("JST_KEYS", str(home / "keys"))
    before = jst("ledger", "checkpoint").out
    (home / "jst.toml").write_text("demo = maybe")

    assert before == jst("ledger", "checkpoint").out


def test_a_wrong_environment_keeps_verify_from_telling(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 1 means disproved; an unsafe folder disproves nothing."""
    monkeypatch.setenv("JST_KEYS", str(home / "keys"))
    (home / "jst.toml").write_text("")

    ran = jst("ledger", "verify", "--json")

    assert KEYS == set(ran.json)
    assert (2, "cannotTell") == (ran.status, ran.json["verdict"])


def test_a_kept_checkpoint_that_is_not_there_disproves_nothing(
    home: Path, jst: Jst
) -> None:
    """The officer mistyped a name."""
    ran = jst("ledger", "verify", "--checkpoint", str(home / "nothing"), "--json")

    assert (2, "cannotTell") == (ran.status, ran.json["verdict"])


def test_verify_works_while_the_log_is_in_use_and_writes_nothing(
    home: Path, jst: Jst
) -> None:
    """An officer verifies whenever he likes, without asking anybody to stop."""
    with open_log(load_settings().places) as log:
        log.append(_intent())
        before = sorted(path.name for path in home.iterdir())

        ran = jst("ledger", "verify", "--json")

        assert before == sorted(path.name for path in home.iterdir())
    assert ("consistent", 2) == (ran.json["verdict"], ran.json["size"])


def test_a_checkpoint_can_be_kept_as_it_is_printed(home: Path, jst: Jst) -> None:
    """`jst ledger checkpoint > file` must give a file that verifies."""
    assert home.exists()
    printed = jst("ledger", "checkpoint")
    told = jst("ledger", "checkpoint", "--json").json

    assert told["checkpoint"] == printed.out
    assert told["vkey"] in printed.err
    assert 1 == told["size"]


def test_nothing_is_overwritten(home: Path, jst: Jst) -> None:
    """A kept checkpoint is evidence; a second one gets a name of its own."""
    kept, _ = _keep(home, jst)

    ran = jst("ledger", "checkpoint", "--out", kept)

    assert 1 == ran.status
    assert "nie zostanie nadpisany" in ran.err


@pytest.mark.parametrize(
    ("roles", "seen"),
    [
        (("clerk",), ["system", "intent"]),
        (("officer",), ["system", "intent", "intent"]),
        (("manager",), ["system", "intent"]),
    ],
)
def test_each_role_sees_its_own_part(
    roles: tuple[str, ...], seen: list[str], home: Path, jst: Jst
) -> None:
    """
    Who looked at whom is itself personal data.

    Holds: design, section 6.
    """
    _add(home, _intent(), _intent("x.nikt"))
    set_roles(home, *roles)

    ran = jst("ledger", "show", "--json")

    assert (0, 3) == (ran.status, ran.json["size"])
    assert seen == [line["kind"] for line in ran.json["entries"]]


def test_an_operator_reads_nothing(home: Path, jst: Jst) -> None:
    """Running the log is no reason to read it."""
    set_roles(home, "operator")

    ran = jst("ledger", "show", "--json")

    assert (1, "jst.role_missing") == (ran.status, ran.json["error"])


def test_somebody_else_s_entry_is_not_shown_by_its_id(home: Path, jst: Jst) -> None:
    """An id that leaked must open nothing."""
    other = _intent("x.nikt")
    _add(home, other)

    ran = jst("ledger", "show", other.id, "--json")

    assert (1, "jst.input_invalid") == (ran.status, ran.json["error"])


def test_an_entry_is_shown_with_its_outcome(home: Path, jst: Jst) -> None:
    """One line answers: asked, by whom, for what, and how it ended."""
    asked = _intent()
    ended = _outcome(asked)
    _add(home, asked, ended)

    table = jst("ledger", "show")
    whole = jst("ledger", "show", ended.id, "--json").json
    text = jst("ledger", "show", asked.id)

    assert "NIEZNANY" in table.out
    assert CASE in table.out
    assert max(map(len, table.out.splitlines())) <= 80
    assert (asked.id, ended.id) == (whole["entry"]["id"], whole["outcome"]["id"])
    assert "Wynik #2" in text.out


def test_an_open_question_says_so(home: Path, jst: Jst) -> None:
    """An open intent is either alive or waits for recovery; it is no answer."""
    asked = _intent()
    _add(home, asked)

    assert "Wyniku jeszcze nie ma." in jst("ledger", "show", asked.id).out
    assert 1 == jst("ledger", "proof", asked.id).status


def test_a_receipt_is_given_and_checked(home: Path, jst: Jst, tmp_path: Path) -> None:
    """It is filed with the case and must prove itself years later."""
    asked = _intent()
    _add(home, asked, _outcome(asked))
    receipt, vkey = tmp_path / "receipt.json", str(home / "keys" / "log.vkey")

    given = jst("ledger", "proof", asked.id, "--out", str(receipt), "--json")
    checked = jst("ledger", "proof", "--check", str(receipt), "--vkey", vkey, "--json")
    said = jst("ledger", "proof", "--check", str(receipt), "--vkey", vkey)

    assert asked.id == given.json["id"]
    assert (0, True, asked.id) == (
        checked.status,
        checked.json["valid"],
        checked.json["id"],
    )
    assert "Potwierdzenie jest prawdziwe." in said.out


def test_an_altered_entry_gets_no_receipt(home: Path, jst: Jst, tmp_path: Path) -> None:
    """Filed today, it would be found to prove nothing in years."""
    asked = _intent()
    _add(home, asked, _outcome(asked))
    with closing(sqlite3.connect(home / "ledger.sqlite")) as store:
        store.execute("UPDATE entry SET body = replace(body, '3120', '3121')")
        store.commit()

    ran = jst("ledger", "proof", asked.id, "--out", str(tmp_path / "r.json"), "--json")

    assert (1, "accountability.receipt_invalid") == (ran.status, ran.json["error"])
    assert not (tmp_path / "r.json").exists()


def test_a_forged_receipt_is_refused(home: Path, jst: Jst, tmp_path: Path) -> None:
    """Somebody wants the case of another office to have been asked about."""
    asked = _intent()
    _add(home, asked, _outcome(asked))
    receipt = tmp_path / "receipt.json"
    forged = jst("ledger", "proof", asked.id).out.replace(CASE, "FK.3120.8.2026")
    receipt.write_text(forged)

    ran = jst(
        "ledger", "proof", "--check", str(receipt),
        "--vkey", str(home / "keys" / "log.vkey"), "--json",
    )  # fmt: skip

    assert json.loads(forged)
    assert (1, "accountability.receipt_invalid") == (ran.status, ran.json["error"])


def test_a_file_that_is_no_receipt_accuses_nobody(
    home: Path, jst: Jst, tmp_path: Path
) -> None:
    """A wrong file name is no forgery."""
    other = tmp_path / "other.json"
    other.write_text("{}")

    ran = jst(
        "ledger", "proof", "--check", str(other),
        "--vkey", str(home / "keys" / "log.vkey"), "--json",
    )  # fmt: skip

    assert (2, "accountability.receipt_unreadable") == (ran.status, ran.json["error"])


@pytest.mark.parametrize(
    "args", [(), ("x", "--vkey", "y"), ("--check", "x"), ("x", "--check", "y")]
)
def test_proof_takes_an_id_or_a_receipt(
    args: tuple[str, ...], home: Path, jst: Jst
) -> None:
    """Guessing which one was meant would prove the wrong thing."""
    assert home.exists()

    assert 64 == jst("ledger", "proof", *args).status


def test_only_an_operator_accepts_a_clock(home: Path, jst: Jst) -> None:
    """Time is evidence; who may bend it asks nothing himself."""
    denied = jst("ledger", "accept-clock", "--reason", JUSTIFIED)
    set_roles(home, "operator")
    short = jst("ledger", "accept-clock", "--reason", "bo tak")
    done = jst("ledger", "accept-clock", "--reason", JUSTIFIED, "--json")
    said = jst("ledger", "accept-clock", "--reason", JUSTIFIED)

    set_roles_back = home / "people.toml"
    text = set_roles_back.read_text("utf-8").replace("operator", "officer")
    set_roles_back.write_text(text, "utf-8")
    entry = jst("ledger", "show", done.json["id"], "--json").json["entry"]
    assert (1, 1, 0, 0) == (denied.status, short.status, done.status, said.status)
    assert ("clock-accepted", "operator") == (entry["event"], entry["actor"]["role"])


def test_a_clock_that_went_back_stops_everything_until_it_is_accepted(
    home: Path, jst: Jst
) -> None:
    """An entry from the future stands in the log; only an operator goes on from it."""
    ahead = datetime.now(UTC) + timedelta(hours=1)
    with open_log(load_settings().places, clock=lambda: ahead) as log:
        log.append(_intent())
    set_roles(home, "operator")

    accepted = jst("ledger", "accept-clock", "--reason", JUSTIFIED, "--json")
    _add(home, _intent())

    assert (0, 3) == (accepted.status, accepted.json["size"])
    assert 0 == jst("ledger", "verify", "--indexes", "--json").status


def test_a_log_that_takes_no_entry_says_what_to_do_about_it(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Free disk space is no remedy for a clock that went back."""
    ahead = datetime.now(UTC) + timedelta(hours=1)
    with open_log(load_settings().places, clock=lambda: ahead) as log:
        log.append(_intent())
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)

    ran = jst("report", "keys", "--json")

    assert home.exists()
    assert (2, "accountability.audit_unavailable") == (ran.status, ran.json["error"])
    assert "Zegar" in ran.json["hint"]


def test_a_restored_backup_is_refused(home: Path, jst: Jst, tmp_path: Path) -> None:
    """
    The memory file knows a head that the old copy does not extend.

    Holds: design, section 4.
    """
    shutil.copy(home / "ledger.sqlite", tmp_path / "backup")
    _add(home, _intent())
    shutil.copy(tmp_path / "backup", home / "ledger.sqlite")
    set_roles(home, "operator")

    ran = jst("ledger", "accept-clock", "--reason", JUSTIFIED, "--json")
    kept = jst("ledger", "checkpoint", "--out", str(tmp_path / "kept"), "--json")
    verified = jst("ledger", "verify", "--json")

    assert (2, "ledger.rolled_back") == (ran.status, ran.json["error"])
    assert (2, "ledger.rolled_back") == (kept.status, kept.json["error"])
    assert not (tmp_path / "kept").exists()
    assert (1, "disproved") == (verified.status, verified.json["verdict"])


def test_another_head_of_the_same_size_is_refused(
    home: Path, jst: Jst, tmp_path: Path
) -> None:
    """Two heads of one size are a fork, and the officer must not keep one of them."""
    shutil.copytree(home, tmp_path / "other")
    _add(home, _intent())
    memory = (home / "memory" / "ledger.memory").read_bytes()
    shutil.copy(tmp_path / "other" / "ledger.sqlite", home / "ledger.sqlite")
    (home / "memory" / "ledger.memory").write_bytes(
        (tmp_path / "other" / "memory" / "ledger.memory").read_bytes()
    )
    _add(home, _intent())
    (home / "memory" / "ledger.memory").write_bytes(memory)

    ran = jst("ledger", "checkpoint", "--json")

    assert (2, "ledger.rolled_back") == (ran.status, ran.json["error"])


def _other_memory(path: Path) -> None:
    other = Remembered.of("bogus.example/log", 1, b"\0" * 32)
    MemoryFile(path).create(other)


@pytest.mark.parametrize(
    "put",
    [
        pytest.param(lambda path: path.write_bytes(b"bogus"), id="damaged"),
        pytest.param(_other_memory, id="of another log"),
        pytest.param(Path.mkdir, id="a folder"),
    ],
)
def test_no_head_is_kept_by_a_memory_that_cannot_be_used(
    put: Callable[[Path], object], home: Path, jst: Jst
) -> None:
    """What the host knew better was not asked then."""
    memory = home / "memory" / "ledger.memory"
    memory.unlink()
    put(memory)

    ran = jst("ledger", "checkpoint", "--json")

    assert (2, "ledger.memory_unusable") == (ran.status, ran.json["error"])


def test_a_copy_without_memory_still_gives_its_head(home: Path, jst: Jst) -> None:
    """After the loss of JST_MEMORY, a new log is made that cites this one."""
    (home / "memory" / "ledger.memory").unlink()

    assert 0 == jst("ledger", "checkpoint").status


def test_a_head_that_our_key_has_not_signed_is_told_as_such(
    home: Path, jst: Jst
) -> None:
    """Of checkpoint, key and proof, it is the log's own head that is wrong."""
    with closing(sqlite3.connect(home / "ledger.sqlite")) as store:
        store.execute("UPDATE head SET note = replace(note, ?, ?)", ("\n1\n", "\n9\n"))
        store.commit()

    ran = jst("ledger", "checkpoint", "--json")

    assert (2, "ledger.head_rejected") == (ran.status, ran.json["error"])
