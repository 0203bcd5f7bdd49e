"""jst ledger retire and prune, jst hold, jst evidence: by the people who may."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from accountability.entries import Result, Told
from accountability.model import CaseStanding
from accountability.trail import AuditTrail
from jst.demo import OFFICER, OPERATOR
from jst.new_ledger import make_ledger
from jst.office import open_office, open_reader
from jst.settings import load_settings
from tests.factories import MANDATOR_PESEL, an_action, an_actor
from tests.jst.conftest import CASE, Jst, Ran

THEN = datetime(2020, 1, 20, 12, tzinfo=UTC)
WHY = "po upływie okresu przechowywania"
ANSWER = b"<bogus>answer\x1b</bogus>"
CLERK = "z.niebyla"
NO_ORDER = "01930000-0000-7000-8000-000000000000"


@contextmanager
def in_2020() -> Iterator[AuditTrail]:
    """Open the office as if it were January 2020."""
    with open_office(load_settings(), clock=lambda: THEN) as office:
        yield office.trail


@pytest.fixture(name="asked")
def _asked(home: Path, jst: Jst) -> str:
    """An office whose log began in 2020, with one kept answer of then; its question."""
    for name in ("ledger.sqlite", "memory/ledger.memory", "keys/log.key"):
        (home / name).unlink()
    (home / "keys/log.vkey").unlink()
    for key in (home / "keys/periods").glob("*.key"):
        key.unlink()
    make_ledger(load_settings(), clock=lambda: THEN)
    with in_2020() as trail:
        action = an_action(
            actor=an_actor(id=CLERK), case=CASE, subjects=(MANDATOR_PESEL,)
        )
        intent = trail.begin(action, CaseStanding.ASSIGNED, question=b"q")
        kept = trail.evidence.keep(
            intent_id=intent.id, key=intent.key, question=b"q", answer=ANSWER
        )
        told = Told(count=1, answer_digest=kept.answer_digest)
        trail.finish(intent, Result.ANSWERED, told)
    assert 0 == jst("ledger", "verify").status
    return intent.id


class Part:
    """Runs `jst` as one of the demonstration's people."""

    def __init__(self, jst: Jst, monkeypatch: pytest.MonkeyPatch) -> None:
        self._jst = jst
        self._patch = monkeypatch

    def __call__(self, person: str, *args: str) -> Ran:
        """Play one person for one command."""
        self._patch.setenv("JST_DEMO_PERSON", person)
        return self._jst(*args)


@pytest.fixture(name="played")
def _played(jst: Jst, monkeypatch: pytest.MonkeyPatch) -> Part:
    """Play the officer, the operator or the clerk."""
    return Part(jst, monkeypatch)


def test_a_month_is_retired_by_two_people(asked: str, played: Part, jst: Jst) -> None:
    """The officer orders, the operator does it, `verify` is content, nobody reads."""
    told = played(OFFICER, "ledger", "retire", "--period", "2020-01", "--reason", WHY)
    order = told.out.split()[1].rstrip(".")
    done = played(OPERATOR, "ledger", "retire", "--order", order)
    shown = played(CLERK, *SHOW, asked)

    assert (0, 0) == (told.status, done.status), told.err + done.err
    assert "2020-01.standard" in done.out
    assert (2, True) == (shown.status, "klucz" in shown.err)
    assert 0 == jst("ledger", "verify", "--indexes").status
    lines = played(OFFICER, "evidence", "list", "--json").json
    assert ["destroyed"] == [line["state"] for line in lines]


SHOW = (
    *("evidence", "show", "--case", CASE, "--purpose", "pelnomocnictwo-w-sprawie"),
    *("--reason", "wniosek strony o akta"),
)


def test_a_held_case_stays_readable(asked: str, played: Part) -> None:
    """Set, listed, kept through the destruction, lifted, destroyed."""
    hold = ("--case", CASE, "--reason", WHY)
    assert 0 == played(OFFICER, "hold", "set", *hold).status
    [listed] = played(OFFICER, "hold", "list", "--json").json
    assert CASE in played(OFFICER, "hold", "list").out
    order = ("ledger", "retire", "--period", "2020-01", "--reason", WHY, "--json")
    number = played(OFFICER, *order).json["order"]
    done = played(OPERATOR, "ledger", "retire", "--order", number, "--json")
    assert ("2020-01.standard", 1) == (done.json["period"], done.json["held"])
    shown = played(CLERK, *SHOW, asked, "--raw", "--json")
    assert ANSWER.decode() == shown.json["raw"]
    assert 0 == played(OPERATOR, "evidence", "purge").status
    lifted = played(OFFICER, "hold", "lift", *hold, "--json")
    assert lifted.json["lifted"]
    period = played(OFFICER, "hold", "list", "--json").json[0]["period"]
    assert listed["period"] == period
    assert "zniesione" in played(OFFICER, "hold", "list").out
    again = ("ledger", "retire", "--period", period, "--reason", WHY, "--json")
    number = played(OFFICER, *again).json["order"]
    assert 0 == played(OPERATOR, "ledger", "retire", "--order", number).status
    assert 2 == played(CLERK, *SHOW, asked).status
    assert [asked] == played(OPERATOR, "evidence", "purge", "--json").json["purged"]


def test_holds_say_what_they_did(asked: str, played: Part) -> None:
    """In words, with the next step after a lifting."""
    assert asked
    hold = ("--case", CASE, "--reason", WHY)
    was = played(OFFICER, "hold", "set", *hold, "--json")
    lifted = played(OFFICER, "hold", "lift", *hold)

    assert (CASE, 1) == (was.json["case"], was.json["entries"])
    assert "jst ledger retire" in lifted.err


def test_a_hold_of_a_case_that_nobody_knows_is_told_loudly(
    asked: str, played: Part
) -> None:
    """A slip in the number would let the right case's data go; it may be set ahead."""
    assert asked
    known = played(OFFICER, "hold", "set", "--case", CASE, "--reason", WHY)
    wrong = played(OFFICER, "hold", "set", "--case", "FK.3120.99.2026", "--reason", WHY)

    assert (0, 0) == (known.status, wrong.status)
    assert "obejmuje 1 wpis tej sprawy" in known.out
    assert "obejmuje 0 wpisów tej sprawy" in wrong.out
    assert ("UWAGA" in known.err, "UWAGA" in wrong.err) == (False, True)


def test_a_month_before_the_log_is_not_ordered_away(asked: str, played: Part) -> None:
    """A year that was mistyped is told; no order is written."""
    assert asked
    order = ("ledger", "prune", "--before", "2019-01", "--reason", WHY)
    told = played(OFFICER, *order)

    assert 1 == told.status
    assert "dziennik zaczyna się 2020-01-20" in told.err
    assert "pruning-ordered" not in played(OFFICER, "report", "system", "--json").out


def test_bodies_are_pruned_by_two_people(asked: str, played: Part, jst: Jst) -> None:
    """`verify` says how many and by which entry, in Polish."""
    assert asked
    told = played(OFFICER, "ledger", "prune", "--before", "2020-02", "--reason", WHY)
    order = told.out.split()[1].rstrip(".")
    done = played(OPERATOR, "ledger", "prune", "--order", order)
    again = played(OPERATOR, "ledger", "prune", "--order", order, "--json")
    verified = jst("ledger", "verify", "--indexes")

    assert (0, 0, 0) == (told.status, done.status, verified.status)
    assert "Usunięto treść wpisów: 2" in done.out
    assert {"ordered": 0, "removed": 0, "scrubbed": True} == again.json
    assert "(liczba: 2)" in verified.out + verified.err
    assert (2, 1) == _counts(jst("ledger", "verify", "--json"))


def _counts(ran: Ran) -> tuple[int, int]:
    return ran.json["pruned"], len(ran.json["prunedBy"])


def test_a_reader_that_keeps_the_traces_is_told_of(asked: str, played: Part) -> None:
    """What could not be overwritten yet is said, with what to do."""
    assert asked
    told = played(
        OFFICER, "ledger", "prune", "--before", "2020-02", "--reason", WHY, "--json"
    )
    with open_reader(load_settings().places) as reader:
        assert reader.size
        done = played(OPERATOR, "ledger", "prune", "--order", told.json["order"])

    assert (0, True) == (done.status, "-wal" in done.err)


def test_a_kept_answer_is_shown_and_written(
    asked: str, played: Part, tmp_path: Path
) -> None:
    """The clerk of the case sees it; a terminal is told nothing to obey."""
    out = tmp_path / "answer.xml"
    on_screen = played(CLERK, *SHOW, asked, "--raw")
    to_file = played(CLERK, *SHOW, asked, "--out", str(out))
    as_json = played(CLERK, *SHOW, asked, "--out", f"{out}2", "--json")

    assert (0, 0, 0) == (on_screen.status, to_file.status, as_json.status)
    assert ("answer" in on_screen.out, "\x1b" in on_screen.out) == (True, False)
    assert ANSWER == out.read_bytes()
    assert f"{out}2" == as_json.json["file"]
    kinds = [
        entry["kind"]
        for entry in played(CLERK, "ledger", "show", "--json").json["entries"]
    ]
    assert 3 == kinds.count("disclosure")


def test_the_list_names_nobody(asked: str, played: Part) -> None:
    """Terms and states; the clerk sees her own only."""
    shown = played(OFFICER, "evidence", "list")
    own = played(CLERK, "evidence", "list", "--json")

    assert "2022-02-01" in shown.out
    assert "po terminie" in shown.out
    assert [asked] == [line["id"] for line in own.json]
    assert MANDATOR_PESEL.reveal() not in shown.out + own.out


def retired(played: Part) -> None:
    """Destroy the key of January 2020, by order."""
    order = ("ledger", "retire", "--period", "2020-01", "--reason", WHY, "--json")
    number = played(OFFICER, *order).json["order"]
    assert 0 == played(OPERATOR, "ledger", "retire", "--order", number).status


def test_a_restored_backup_stays_unreadable(
    home: Path, asked: str, played: Part, tmp_path: Path
) -> None:
    """
    The log and the answers of before the destruction, back in their places.

    Whoever restores them also has to deceive the node's memory; the officer's
    checkpoint is not deceived, and the key was in no backup of JST_HOME.
    """
    backup = shutil.copytree(
        home, tmp_path / "backup", ignore=shutil.ignore_patterns("keys")
    )
    retired(played)
    kept = str(tmp_path / "kept.checkpoint")
    assert 0 == played(OPERATOR, "ledger", "checkpoint", "--out", kept).status
    shutil.copytree(backup / "answers", home / "answers", dirs_exist_ok=True)
    shutil.copy(backup / "ledger.sqlite", home / "ledger.sqlite")
    noticed = played(CLERK, *SHOW, asked, "--json")
    shutil.copytree(backup / "memory", home / "memory", dirs_exist_ok=True)
    deceived = played(CLERK, *SHOW, asked, "--raw", "--json")
    verify = ("ledger", "verify", "--checkpoint", kept, "--vkey", f"{kept}.vkey")

    assert (2, "ledger.rolled_back") == (noticed.status, noticed.json["error"])
    assert (2, "accountability.period_key_missing") == (
        deceived.status,
        deceived.json["error"],
    )
    assert 1 == played(OFFICER, *verify).status


def test_a_destroyed_key_that_comes_back_is_found(
    home: Path, asked: str, played: Part, tmp_path: Path
) -> None:
    """A backup of JST_KEYS brings the month back; the log knows that it was to go."""
    name = "keys/periods/2020-01.standard.key"
    shutil.copy(home / name, tmp_path / "key")
    retired(played)
    before = played(OPERATOR, "settings", "check", "--json").json["findings"]
    shutil.copy(tmp_path / "key", home / name)
    after = played(OPERATOR, "settings", "check", "--json")
    listed = played(OFFICER, "evidence", "list")
    rules = [finding["rule"] for finding in after.json["findings"]]

    assert "settings.keys.destroyed_is_back" not in [each["rule"] for each in before]
    assert (1, True) == (after.status, "settings.keys.destroyed_is_back" in rules)
    assert "klucz wrócił" in listed.out
    assert [asked] == played(OPERATOR, "evidence", "purge", "--json").json["purged"]


def test_a_pruned_question_leaves_a_line_without_case(asked: str, played: Part) -> None:
    """The file outlives the body when nobody purges; the list still works."""
    told = played(
        OFFICER, "ledger", "prune", "--before", "2020-02", "--reason", WHY, "--json"
    )
    played(OPERATOR, "ledger", "prune", "--order", told.json["order"])
    line = played(OFFICER, "evidence", "list", "--json").json[0]

    assert (asked, None, None) == (line["id"], line["at"], line["case"])
    assert "—" in played(OFFICER, "evidence", "list").out
    assert "Usunięto odpowiedzi: 1" in played(OPERATOR, "evidence", "purge").out


@pytest.mark.parametrize(
    ("person", "args", "status", "code"),
    [
        (OPERATOR, ("ledger", "retire", "--period", "2020-01"), 64, "jst.usage"),
        (OPERATOR, ("ledger", "prune", "--order", "x", "--reason", "y"), 64, ""),
        (CLERK, ("ledger", "retire", "--order", NO_ORDER), 1, "jst.role_missing"),
        (OFFICER, ("ledger", "prune", "--order", NO_ORDER), 1, "jst.role_missing"),
        (OPERATOR, ("hold", "list"), 1, "jst.role_missing"),
        (OFFICER, ("evidence", "purge"), 1, "jst.role_missing"),
        (
            OPERATOR,
            ("ledger", "retire", "--order", NO_ORDER),
            1,
            "accountability.retention_refused",
        ),
        (
            OFFICER,
            ("ledger", "retire", "--period", "2020-13", "--reason", WHY),
            1,
            "jst.input_invalid",
        ),
        (
            OFFICER,
            ("ledger", "prune", "--before", "2020-02", "--reason", "x"),
            1,
            "accountability.retention_refused",
        ),
        (
            OFFICER,
            ("hold", "set", "--case", "44051401359", "--reason", WHY),
            1,
            "jst.input_invalid",
        ),
        (CLERK, (*SHOW, "44051401359"), 1, "jst.input_invalid"),
        (CLERK, (*SHOW, NO_ORDER), 1, "accountability.action_denied"),
    ],
)
def test_what_is_not_allowed_is_refused_and_changes_nothing(
    asked: str, played: Part, person: str, args: tuple[str, ...], status: int, code: str
) -> None:
    """By the code that says why; the answer that was kept still is."""
    ran = played(person, *args, "--json")

    assert (status, code or "jst.usage") == (ran.status, ran.json["error"])
    assert [asked] == [
        line["id"] for line in played(OFFICER, "evidence", "list", "--json").json
    ]


def test_the_settings_raise_retention_and_never_lower_it(home: Path, jst: Jst) -> None:
    """§ 20 ust. 4 KRI: two years at least."""
    path = home / "jst.toml"
    text = path.read_text("utf-8")
    more = '[[retention.class]]\nname = "podatki"\nyears = 5\ncases = "FK.*"\n'
    path.write_text(f"{text}\n{more}", "utf-8")
    retention = load_settings().file.retention.value
    path.write_text(f"{text}\n[retention]\nyears = 1\n", "utf-8")

    assert ("podatki", 5) == (retention.class_of(CASE), retention.years_of("podatki"))
    assert 1 == jst("settings", "check").status
