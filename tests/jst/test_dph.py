"""`jst dph`, against the simulated Czech register, at a noon when it is open."""

import csv
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from crpdph.errors import MemoryUnusable
from crpdph.known import KnownStore
from jst.cli import dph_evidence_run, dph_list, dph_run, dph_watch_run
from jst.cli.dph_notes import note_wait
from jst.demo import MANAGER, OFFICER, demo_settings
from jst.demo_czech import create_czech_demo, last_night, serving_czech
from jst.office import open_office, open_reader, own_vkey
from jst.people import current_account
from jst.simulators.crpdph import CrpdphSimulator
from jst.simulators.moving_clock import MovingClock
from ledger.entry import decode_entry
from tests.jst.conftest import CASE, Jst, Ran, change
from tests.jst.scenes import move_in
from vocabulary.clock import system_clock

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PUBLISHED = "CZ65 0800 0000 1920 0014 5399"
WHY = ("--case", CASE, "--justification", "dowód do akt sprawy")


@pytest.fixture(name="czech_once", scope="session")
def _czech_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demonstration office with a Czech register; tests work on copies."""
    folder = tmp_path_factory.mktemp("czech") / "home"
    create_czech_demo(folder, clock=MovingClock(NOON))
    return folder


@pytest.fixture(name="clock")
def _clock(monkeypatch: pytest.MonkeyPatch) -> MovingClock:
    """The clock of office and register: the tests must not depend on the hour."""
    clock = MovingClock(NOON.replace(hour=13))
    for module in (dph_run, dph_list, dph_watch_run, dph_evidence_run):
        monkeypatch.setattr(module, "open_office", partial(open_office, clock=clock))
    return clock


@pytest.fixture(name="czech")
def _czech(
    czech_once: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    clock: MovingClock,
) -> Iterator[CrpdphSimulator]:
    """An office of one's own, its register serving, and JST_HOME set to it."""
    home = move_in(czech_once, tmp_path / "czech-home", monkeypatch)
    with serving_czech(demo_settings(home), clock=clock) as simulator:
        yield simulator


def number(czech: CrpdphSimulator, example: str) -> str:
    """Give the number of an example in clear."""
    return czech.examples()[example].reveal()


def a_file(tmp_path: Path, *lines: str) -> str:
    """Write a sheet and give its name."""
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join([*lines, ""]), "utf-8")
    return str(path)


def test_payers_come_in_on_stdin_and_go_out_as_verdicts(
    czech: CrpdphSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unreliable payer is a "no", which a script can branch on."""
    typed = f"{number(czech, 'reliable')}\nCZ{number(czech, 'unreliable')}\n"
    stdin = io.TextIOWrapper(io.BytesIO(typed.encode()))
    monkeypatch.setattr(sys, "stdin", stdin)

    ran = jst("dph", "status", "--case", CASE)

    assert 1 == ran.status
    assert "wiarygodny (spolehlivý)" in ran.out
    assert "NIERZETELNY (nespolehlivý)" in ran.out
    assert "nierzetelny od:       2025-03-14" in ran.out


@pytest.mark.parametrize(
    ("example", "account", "status", "state"),
    [
        ("reliable", PUBLISHED, 0, "published"),
        ("reliable", "1/0100", 1, "not_published"),
        ("accounts_end", "1000000011/0100", 1, "ended"),
        ("unreliable", "1265098001/5500", 1, "published"),
    ],
)
def test_an_account_has_its_state_and_status(
    czech: CrpdphSimulator,
    jst: Jst,
    tmp_path: Path,
    example: str,
    account: str,
    status: int,
    state: str,
) -> None:
    """0 lets a payment go, 1 stops it."""
    sheet = a_file(tmp_path, f"{number(czech, example)};{account}")

    ran = jst("dph", "account", "--case", CASE, "--from", sheet, "--json")

    [found] = ran.json["checks"]
    assert (status, state) == (ran.status, found["accountState"])
    assert status == ran.json["status"]


def test_what_is_not_published_is_explained(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """It is not "somebody else's"."""
    sheet = a_file(tmp_path, f"{number(czech, 'reliable')};1/0100")

    ran = jst("dph", "account", "--case", CASE, "--from", sheet)

    assert "nie znaczy „cudzy”" in ran.err


def test_an_unknown_line_is_the_worst(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """2 is "could not tell": nobody may take it for a no, or a yes."""
    czech.faults.next("fault-500")
    sheet = a_file(tmp_path, number(czech, "reliable"))

    ran = jst("dph", "status", "--case", CASE, "--from", sheet, "--json")

    [found] = ran.json["checks"]
    assert (2, "unknown", "transport.http_status") == (
        ran.status,
        found["verdict"],
        found["reason"],
    )


def test_what_the_interface_did_not_have_is_a_warning(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """The answer is read, and somebody is told to look."""
    czech.faults.always("drift")
    sheet = a_file(tmp_path, number(czech, "reliable"))
    asked = ("dph", "status", "--case", CASE, "--from", sheet)

    shown, in_json = jst(*asked), jst(*asked, "--json")

    assert (0, 0) == (shown.status, in_json.status)
    assert "attribute status/novy" in shown.err
    assert {"drift:attribute:status/novy", "drift:element:novy"} == set(
        in_json.json["checks"][0]["warnings"]
    )


def test_at_night_the_hour_to_come_back_is_told(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path, clock: MovingClock
) -> None:
    """Nothing is sent while it is closed."""
    clock.set(datetime(2026, 11, 20, 23, 5, tzinfo=UTC))
    sheet = a_file(tmp_path, number(czech, "reliable"))

    ran = jst("dph", "status", "--case", CASE, "--from", sheet)

    assert 2 == ran.status
    assert "2026-11-21 00:10:30 czasu czeskiego" in ran.out
    assert 0 == czech.received.total()


def test_a_person_is_masked_until_revealed(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """A ten-digit DIČ is a birth number."""
    sheet = a_file(tmp_path, f"{number(czech, 'person')};1000000055/0600")
    asked = ("dph", "account", "--case", CASE, "--from", sheet)

    masked, in_json, shown = jst(*asked), jst(*asked, "--json"), jst(*asked, "--reveal")

    person = number(czech, "person")
    assert [False, False, True] == [
        person in ran.out for ran in (masked, in_json, shown)
    ]
    assert [False, False, True] == [
        "BOGUS OSOBA" in ran.out for ran in (masked, in_json, shown)
    ]
    assert "1000000055/0600" not in masked.out


def test_a_sheet_becomes_a_table(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """In the order and with the line numbers of the sheet."""
    sheet = a_file(
        tmp_path,
        "dic;account",
        f"{number(czech, 'not_found')};",
        f"CZ {number(czech, 'reliable')};{PUBLISHED}",
    )
    out = tmp_path / "out.csv"

    ran = jst("dph", "status", "--case", CASE, "--from", sheet, "--out", str(out))

    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert 1 == ran.status
    assert [("2", "not_found", ""), ("3", "reliable", "published")] == [
        (row["line"], row["verdict"], row["account_state"]) for row in rows
    ]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["xx"], "crpdph.sheet_invalid"),
        (["dic;account", "90000013;-"], "crpdph.sheet_invalid"),
        (["dic;account;pay", "90000013;;maybe"], "crpdph.sheet_invalid"),
        ([""], "crpdph.sheet_invalid"),
        (["dic"], "crpdph.sheet_invalid"),
        ([f"{10_000_000 + 11 * n}" for n in range(9)], "crpdph.mostly_wrong"),
    ],
)
def test_a_wrong_sheet_is_refused_whole(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path, lines: list[str], code: str
) -> None:
    """Nothing is asked, and no cell is repeated."""
    sheet = a_file(tmp_path, *lines)

    ran = jst("dph", "status", "--case", CASE, "--from", sheet, "--json")

    assert (1, code) == (ran.status, ran.json["error"])
    assert 0 == czech.received.total()


def test_an_account_check_needs_accounts(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """A forgotten column must not look like a check of accounts."""
    sheet = a_file(tmp_path, number(czech, "reliable"))

    ran = jst("dph", "account", "--case", CASE, "--from", sheet)

    assert 1 == ran.status
    assert "Brak rachunku" in ran.err


def test_without_a_case_nothing_is_asked(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """The denial is in the log."""
    sheet = a_file(tmp_path, number(czech, "reliable"))

    ran = jst("dph", "status", "--from", sheet, "--json")

    assert (1, "accountability.action_denied") == (ran.status, ran.json["error"])
    assert 0 == czech.received.total()


def test_the_list_finds_ones_own_vendors(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """A vendor table will do as the sheet."""
    sheet = a_file(tmp_path, "dic;account;pay", f"{number(czech, 'unreliable')};;tak")
    out = tmp_path / "list.csv"
    asked = ("dph", "list", "--case", CASE, "--from", sheet)

    shown = jst(*asked, "--out", str(out))
    in_json = jst(*asked, "--json")

    assert (1, 2, 1) == (
        shown.status,
        in_json.json["count"],
        len(in_json.json["listed"]),
    )
    assert "1 z 1" in shown.out
    assert 3 == len(out.read_text("utf-8-sig").splitlines())


def test_a_supplier_who_stands_twice_in_the_sheet_is_told_twice(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Sheets have duplicate rows; each is answered."""
    twice = number(czech, "unreliable")
    sheet = a_file(tmp_path, twice, number(czech, "reliable"), twice)

    ran = jst("dph", "list", "--case", CASE, "--from", sheet, "--json")

    assert [1, 3] == [each["line"] for each in ran.json["listed"]]


def test_a_list_that_does_not_come_is_unknown(czech: CrpdphSimulator, jst: Jst) -> None:
    """No list is not an empty list."""
    czech.faults.always("out-of-service")

    shown, in_json = (
        jst("dph", "list", "--case", CASE),
        jst("dph", "list", "--case", CASE, "--json"),
    )

    assert (2, 2) == (shown.status, in_json.status)
    assert "NIE WIADOMO" in shown.out
    assert in_json.json["count"] is None


def vendors(czech: CrpdphSimulator, tmp_path: Path) -> str:
    """Write a vendor table with one good row and one to be held."""
    return a_file(
        tmp_path,
        "dic;account;pay",
        f"{number(czech, 'reliable')};{PUBLISHED};tak",
        f"{number(czech, 'reliable')};1/0100;tak",
        f"{number(czech, 'long_name')};;nie",
    )


def test_watching_names_what_is_new_and_what_to_hold(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Silence means that nothing is to be done."""
    out = tmp_path / "out.csv"
    table = vendors(czech, tmp_path)

    ran = jst("dph", "watch", table, "--case", CASE, "--out", str(out))
    again = jst("dph", "watch", table, "--case", CASE, "--json")

    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert (1, 1) == (ran.status, again.status)
    assert "płatności do wstrzymania: 1" in ran.out
    assert ["no", "yes", "no"] == [row["stops_payment"] for row in rows]
    assert ["new", "new", ""] == [row["change"] for row in rows]
    assert [None, None, None] == [row["change"] for row in again.json["vendors"]]


def test_what_was_known_on_a_day_is_shown(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Nobody is asked, and the looking is an entry."""
    table = vendors(czech, tmp_path)
    jst("dph", "watch", table, "--case", CASE)
    asked = czech.received.total()

    then = jst("dph", "watch", table, "--case", CASE, "--as-of", "2026-11-20")
    before = jst(
        "dph", "watch", table, "--case", CASE, "--as-of", "2026-11-19", "--json"
    )

    assert (1, 2, 2) == (then.status, before.status, before.json["status"])
    assert "rachunek: opublikowany" in then.out
    assert [None, None, None] == [row["verdict"] for row in before.json["vendors"]]
    assert asked == czech.received.total()


@pytest.mark.parametrize(
    ("asked", "named", "status"),
    [
        ("reliable", "reliable;;tak", 0),
        ("reliable", "long_name;;nie", 0),
        ("unreliable", "unreliable;;nie", 1),
        ("reliable", "long_name;;tak", 2),
    ],
)
def test_what_was_known_has_the_status_of_its_worst_line(
    asked: str,
    named: str,
    status: int,
    czech: CrpdphSimulator,
    jst: Jst,
    tmp_path: Path,
) -> None:
    """A vendor of whom nothing was known is no good one, if he is to be paid."""
    name, _, rest = named.partition(";")
    known = f"{number(czech, asked)};;tak"
    jst("dph", "watch", a_file(tmp_path, "dic;account;pay", known), "--case", CASE)
    lines = (f"{number(czech, asked)};;nie", f"{number(czech, name)};{rest}")
    table = a_file(tmp_path, "dic;account;pay", *lines)

    ran = jst("dph", "watch", table, "--case", CASE, "--as-of", "2026-11-20")

    assert status == ran.status


def test_a_day_to_come_is_wrong_usage(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Nobody knows what will be known."""
    table = vendors(czech, tmp_path)

    ran = jst("dph", "watch", table, "--case", CASE, "--as-of", "2026-11-21")

    assert (64, True) == (ran.status, "jeszcze nie było" in ran.err)


def test_an_unreliable_vendor_is_a_no_though_nothing_is_due(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """A job that nobody reads must be seen by its exit status."""
    table = a_file(tmp_path, "dic;account;pay", f"{number(czech, 'unreliable')};;nie")

    assert 1 == jst("dph", "watch", table, "--case", CASE).status


def test_the_published_accounts_and_their_ends_are_told(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Whoever corrects an invoice needs to know which accounts there are."""
    sheet = a_file(tmp_path, f"{number(czech, 'accounts_end')};1000000011/0100")

    ran = jst("dph", "account", "--case", CASE, "--from", sheet, "--json")

    [found] = ran.json["checks"]
    ends = {each["text"]: each["endedOn"] for each in found["accounts"]}
    assert found["publishedAccounts"] == len(ends)
    assert found["accountEndedOn"] == ends["1000000011/0100"] is not None


def test_ctrl_c_ends_a_run_that_waits_and_says_so(
    czech: CrpdphSimulator,
    jst: Jst,
    tmp_path: Path,
    clock: MovingClock,
    monkeypatch: pytest.MonkeyPatch,
    press_ctrl_c: Callable[[], None],
) -> None:
    """A program that waits in silence is taken for one that hangs."""
    clock.set(datetime(2026, 11, 20, 23, 5, tzinfo=UTC))
    sheet = a_file(tmp_path, number(czech, "reliable"))

    def noted(until: datetime) -> None:
        note_wait(until)
        press_ctrl_c()

    monkeypatch.setattr(dph_run, "note_wait", noted)

    ran = jst("dph", "status", "--case", CASE, "--from", sheet, "--wait")

    assert 130 == ran.status
    assert "czekam do 2026-11-21 00:10:30" in ran.err


def test_what_could_not_be_remembered_is_a_warning(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is good; the same question may go out again today."""

    def full(*_: object, **__: object) -> None:
        raise MemoryUnusable("state.sqlite cannot be used")

    monkeypatch.setattr(KnownStore, "remember", full)
    sheet = a_file(tmp_path, number(czech, "reliable"))

    ran = jst("dph", "status", "--case", CASE, "--from", sheet)

    assert (0, True) == (ran.status, "state.sqlite" in ran.err)


ORDER = """
[[order]]
id = "PS-1/2026"
account = "{account}"
person = "z.niebyla"
approver = "{approver}"
case = "FK.3120.7.2026"
valid_from = 2026-01-01
valid_until = 2027-01-01
"""


def ordered(czech: CrpdphSimulator, account: str, approver: str) -> None:
    """Write a standing order, and a manager who may have approved it."""
    home = czech.folder.parent
    order = ORDER.format(account=account, approver=approver)
    (home / "orders.toml").write_text(order, "utf-8")


def test_watching_unattended_runs_under_an_order(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """The entries name who approved it; the order names the case."""
    ordered(czech, current_account(), MANAGER)

    ran = jst(
        *("dph", "watch", vendors(czech, tmp_path), "--order", "PS-1/2026", "--json")
    )

    with open_reader(demo_settings(czech.folder.parent).places) as reader:
        asked = [decode_entry(body) for _, body in reader.select({"kind": "intent"})]
    assert 1 == ran.status
    assert {"PS-1/2026"} == {each["standing_order"]["id"] for each in asked}
    assert {"standing-order"} == {each["actor"]["auth"] for each in asked}


@pytest.mark.parametrize(
    ("account", "approver"),
    [("somebody", MANAGER), (None, OFFICER), (None, "nobody")],
)
def test_an_order_of_another_account_or_approver_is_none(
    czech: CrpdphSimulator,
    jst: Jst,
    tmp_path: Path,
    account: str | None,
    approver: str,
) -> None:
    """Whoever may write a table may not let it run in another's name."""
    ordered(czech, account or current_account(), approver)

    ran = jst(
        *("dph", "watch", vendors(czech, tmp_path), "--order", "PS-1/2026", "--json")
    )

    assert (1, "jst.orders_invalid") == (ran.status, ran.json["error"])
    assert 0 == czech.received.total()


def test_without_orders_nothing_runs_unattended(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """No file, no order."""
    ran = jst("dph", "watch", vendors(czech, tmp_path), "--order", "X", "--json")

    assert (1, "jst.orders_invalid") == (ran.status, ran.json["error"])


def test_the_officer_finds_who_asked_about_a_payer(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person may ask who looked; a birth number is searched like a PESEL."""
    person = a_file(tmp_path, number(czech, "person"))
    jst("dph", "status", "--case", CASE, "--from", person)
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)

    ran = jst(
        *("report", "subject", "--kind", "dic", "--from", person),
        *("--reason", "wniosek z art. 15 RODO", "--json"),
    )

    assert 0 == ran.status
    assert 1 == ran.json["count"]
    assert number(czech, "person") not in ran.out


def checked(czech: CrpdphSimulator, jst: Jst, tmp_path: Path) -> str:
    """Check an unreliable payer with an account, and give the id."""
    sheet = a_file(tmp_path, f"{number(czech, 'unreliable')};1265098001/5500")
    ran = jst("dph", "account", "--case", CASE, "--from", sheet, "--json")
    return str(ran.json["checks"][0]["intentId"])


def exported(jst: Jst, check: str, file: Path) -> Ran:
    """Export the evidence of a check."""
    return jst("dph", "evidence", "export", check, "--out", str(file), *WHY)


def test_evidence_is_exported_and_verified_offline(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the file and the log's key alone: no office, no register."""
    file, key = tmp_path / "dowod.json", tmp_path / "log.vkey"
    ran = exported(jst, checked(czech, jst, tmp_path), file)
    home = czech.folder.parent
    key.write_text(own_vkey(demo_settings(home).places), "utf-8")
    own = jst("dph", "evidence", "verify", str(file))
    monkeypatch.setenv("JST_HOME", str(tmp_path / "nowhere"))

    shown = jst("dph", "evidence", "verify", str(file), "--vkey", str(key), "--json")

    assert (0, 0, 0) == (ran.status, own.status, shown.status)
    assert "POTWIERDZONY" in own.out
    assert re.search(r" z \S+ \d\d:\d\d:\d\d \(Warszawa\) jest w dzienniku", own.out)
    assert [{
        "dic": f"CZ{number(czech, 'unreliable')}",
        "verdict": "unreliable",
        "accountState": "published",
        "reason": None,
    }] == shown.json["lines"]  # fmt: skip
    assert 0o600 == file.stat().st_mode & 0o777


def test_evidence_of_no_answer_is_verified_too(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """It proves that we asked, and that nothing came."""
    czech.faults.next("closed")
    file = tmp_path / "dowod.json"
    exported(jst, checked(czech, jst, tmp_path), file)

    ran = jst("dph", "evidence", "verify", str(file))

    assert 0 == ran.status
    assert "NIE WIADOMO: rejestr odpowiedział, że jest nieczynny" in ran.out


def test_evidence_of_an_http_error_says_what_came(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """The status, and in one word the body: a page, a fault."""
    czech.faults.next("http-503")
    file = tmp_path / "evidence.json"
    exported(jst, checked(czech, jst, tmp_path), file)

    shown = jst("dph", "evidence", "verify", str(file))
    said = jst("dph", "evidence", "verify", str(file), "--json").json

    assert 0 == shown.status
    assert "NIE WIADOMO: serwer odpowiedział błędem HTTP (HTTP 503)" in shown.out
    assert "Treść odpowiedzi: strona HTML" in shown.out
    assert ("transport.http_status", "503", 503, "html") == tuple(
        said[name] for name in ("reason", "reasonDetail", "httpStatus", "body")
    )


def test_a_fault_and_a_page_are_told_apart(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Both are no answer; who looks for the cause wants to know which."""
    sheet = a_file(tmp_path, number(czech, "reliable"))
    czech.faults.next("fault-200")
    fault = jst("dph", "status", "--case", CASE, "--from", sheet)
    czech.faults.next("html")
    page = jst("dph", "status", "--case", CASE, "--from", sheet, "--json")

    assert "nie jest odpowiedzią (komunikat błędu usługi, SOAP Fault)" in fault.out
    assert "html" == page.json["checks"][0]["reasonDetail"]


@pytest.mark.parametrize(
    ("command", "sheet"),
    [
        (("status", "--from"), "{}"),
        (("list", "--from"), "{}"),
        (("watch",), "dic;account;pay\n{};;nie"),
    ],
)
def test_limits_of_one_user_only_are_warned_of(
    czech: CrpdphSimulator,
    jst: Jst,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    sheet: str,
) -> None:
    """The register counts by address: two users would ask twice as much."""
    home = Path(os.environ["JST_HOME"])
    change(home / "jst.toml", 'limits_folder = "limits"\n', "")
    monkeypatch.setattr("jst.limits_place.CANDIDATES", ())
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    file = a_file(tmp_path, sheet.format(number(czech, "reliable")))

    ran = jst("dph", *command, file, "--case", CASE)
    settings = jst("settings", "check", "--json")

    assert "tylko dla tego użytkownika" in ran.err
    assert "settings.limits.per_user" in {
        each["rule"] for each in settings.json["findings"]
    }


def test_shared_limits_are_told_and_not_warned_of(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Who keeps the office sees which folder is in force."""
    sheet = a_file(tmp_path, number(czech, "reliable"))

    ran = jst("dph", "status", "--case", CASE, "--from", sheet)
    settings = jst("settings", "check")

    assert "limity" not in ran.err
    assert f"katalogu {Path(os.environ['JST_HOME']) / 'limits'}" in settings.out


def test_changed_evidence_is_disproved(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Exit status 1, and a word for what was changed."""
    file = tmp_path / "dowod.json"
    exported(jst, checked(czech, jst, tmp_path), file)
    said = json.loads(file.read_text("utf-8"))
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(said | {"answerSalt": "00" * 32}), "utf-8")

    ran = jst("dph", "evidence", "verify", str(forged), "--json")

    assert (1, "crpdph.evidence_disproved") == (ran.status, ran.json["error"])


@pytest.mark.parametrize("language", ["pl", "cs", "en"])
def test_a_certificate_is_printed(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path, language: str
) -> None:
    """In the language of whoever will read it."""
    out = tmp_path / f"{language}.pdf"
    check = checked(czech, jst, tmp_path)

    ran = jst(
        *("dph", "evidence", "print", check, "--out", str(out)),
        *("--language", language, *WHY, "--json"),
    )

    assert (0, language) == (ran.status, ran.json["language"])
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_certificate_in_another_language_is_wrong_usage(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """The three are told."""
    check = checked(czech, jst, tmp_path)

    ran = jst(
        *("dph", "evidence", "print", check, "--out", str(tmp_path / "x.pdf")),
        *("--language", "sk", *WHY),
    )

    assert 64 == ran.status
    assert not (tmp_path / "x.pdf").exists()


def test_evidence_needs_a_reason_and_leaves_no_file_without_one(
    czech: CrpdphSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Reading what was kept is a use of data."""
    file = tmp_path / "dowod.json"

    ran = jst(
        *("dph", "evidence", "export", checked(czech, jst, tmp_path)),
        *("--out", str(file), "--case", CASE),
    )

    assert 1 == ran.status
    assert not file.exists()


def test_an_office_without_the_section_asks_nobody(home: Path, jst: Jst) -> None:
    """The settings say what is missing."""
    assert home.exists()

    ran = jst("dph", "list", "--case", CASE, "--json")

    assert (1, "jst.settings_invalid") == (ran.status, ran.json["error"])


def test_without_authorities_for_tls_the_register_is_not_asked(
    czech: CrpdphSimulator, jst: Jst
) -> None:
    """It would be told as a register that does not answer, and logged as UNKNOWN."""
    (czech.folder / "ca.crt.pem").unlink()

    ran = jst("dph", "list", "--case", CASE, "--json")

    assert (2, "transport.authorities_unusable") == (ran.status, ran.json["error"])


def test_the_demonstration_shows_what_it_promises(tmp_path: Path, jst: Jst) -> None:
    """Each step is checked as it is done; a missing one ends with an error."""
    home = tmp_path / "office"

    ran = jst("demo", "dph", "--keep", str(home))

    assert (0, "") == (ran.status, ran.err)
    assert ["zaswiadczenie-cs.pdf", "zaswiadczenie-en.pdf", "zaswiadczenie-pl.pdf"] == (
        sorted(path.name for path in home.glob("*.pdf"))
    )
    assert "NIE WIADOMO; zapytaj po" in ran.out
    assert 2 == ran.out.count("WSTRZYMAJ")
    assert "NARUSZONY (answer)" in ran.out


def test_the_demonstration_tells_its_steps_as_json(jst: Jst) -> None:
    """For those who try it from a script."""
    ran = jst("demo", "dph", "--json")

    assert [
        "office",
        "night",
        "morning",
        "vendors",
        "evidence",
        "forgery",
        "certificate",
    ] == [step["step"] for step in ran.json["steps"]]


def test_the_story_is_of_the_night_that_has_gone_by() -> None:
    """So that what is left can be used at once."""
    assert last_night(0, 11) < system_clock()
