"""`jst cert watch` opens the renewal of a registered seal; a letter goes on with it."""

import json
import resource
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crpo.letter import record
from crpo.letter.office_draft import NOTHING_KNOWN
from crpo.letter.office_file import read_office_file
from crpo.letter.status import OPEN_RENEWAL, SealTerm
from jst.demo import demo_settings
from jst.errors import OutputRefused
from jst.office import open_office, open_reader
from jst.people import current_account
from jst.renewing import draft_of, remember, write_draft
from ledger.entry import decode_entry
from tests.crpo.letter import bogus_office
from tests.crpo.letter.bogus_office import TOML
from tests.factories import an_actor
from tests.jst.conftest import Jst, Ran, change
from vocabulary.clock import warsaw_day

ENDS = datetime.now(UTC).replace(
    hour=10, minute=30, second=0, microsecond=0
) + timedelta(400)
NAME = "System podatkowy „Bogus”, główna"


class Days:
    """A clock that a test sets by the days which the first seal has left."""

    def __init__(self) -> None:
        self.left = 399

    def __call__(self) -> datetime:
        """The same hour of that day, UTC."""
        return ENDS - timedelta(self.left)


@pytest.fixture(name="days")
def _days(monkeypatch: pytest.MonkeyPatch) -> Days:
    """The clock of the office, in every command of the letter."""
    days = Days()
    for name in ("cert_watch_run", "letter_run", "letter_steps"):
        module = f"jst.cli.{name}.open_office"
        monkeypatch.setattr(module, partial(open_office, clock=days))
    return days


def write_seals(folder: Path, *ends: datetime) -> None:
    """Write the two seals of office.toml anew; their numbers follow their ends."""
    for number, (file, end) in enumerate(
        zip(("jeden.pem", "dwa.cer"), ends, strict=True)
    ):
        key = number + 1 + 2 * (end > ENDS + timedelta(500))
        (folder / file).write_text(bogus_office.seal(key, not_after=end).pem, "utf-8")


@pytest.fixture(name="office")
def _office(home: Path, tmp_path: Path, days: Days) -> Path:
    """office.toml and its two seals; the second one ends ten days later."""
    del home, days
    office = bogus_office.write(tmp_path)
    write_seals(tmp_path, ENDS, ENDS + timedelta(10))
    return office


def prepare(jst: Jst, office: Path, name: str) -> Ran:
    """Prepare a letter in a folder of that name beside the home."""
    out = office.parent / name
    return jst("letter", "prepare", str(office), "--out", str(out), "--json")


def registered(jst: Jst, office: Path, name: str = "pismo") -> str:
    """Prepare a letter and say that it went its whole way; gives its id."""
    letter_id = str(prepare(jst, office, name).json["entryId"])
    told = ("letter", "status", "--letter", letter_id)
    for step in (("--sent", "UPP1"), ("--accepted",), ("--registered",)):
        ran = jst(*told, *step, "--json")
        assert "error" not in ran.json
    return letter_id


@pytest.fixture(name="letter_id")
def _letter_id(jst: Jst, office: Path) -> str:
    """A letter whose seals are registered."""
    return registered(jst, office)


@pytest.fixture(name="watch")
def _watch(jst: Jst, office: Path) -> Callable[..., Ran]:
    """`jst cert watch` of a folder in which every seal has time enough."""
    seals = office.parent / "seals"
    seals.mkdir()
    fresh = bogus_office.seal(9, not_after=ENDS + timedelta(900))
    (seals / "fresh.pem").write_text(fresh.pem, "utf-8")
    return partial(jst, "cert", "watch", str(seals))


def opened_in(home: Path) -> list[dict[str, Any]]:
    """Every entry that opened a renewal."""
    with open_reader(demo_settings(home).places) as reader:
        told = [decode_entry(body) for _, body in reader.select({"kind": "system"})]
    return [each for each in told if each.get("event") == OPEN_RENEWAL]


Watch = Callable[..., Ran]


@pytest.mark.parametrize(
    ("left", "status", "seals"),
    [(61, 0, 0), (60, 1, 1), (59, 1, 1), (50, 1, 2), (0, 1, 2), (-1, 1, 2)],
    ids=[
        "the day before",
        "the first day",
        "the day after",
        "the second seal's first day",
        "the last day",
        "the day after the end",
    ],
)
def test_a_renewal_opens_sixty_days_before_the_end(
    home: Path,
    letter_id: str,
    watch: Watch,
    days: Days,
    left: int,
    status: int,
    seals: int,
) -> None:
    """One entry, about every registered seal of the letter that is due by then."""
    days.left = left

    ran = watch("--json")

    found = opened_in(home)
    assert status == ran.status
    assert seals == len(ran.json["renewals"])
    assert bool(seals) is (len(found) == 1)
    assert [seals] * len(found) == [len(each["seals"]) for each in found]
    assert {letter_id} >= {each["ref"] for each in found}


def test_a_second_run_opens_nothing_and_touches_no_draft(
    home: Path, letter_id: str, watch: Watch, days: Days
) -> None:
    """Cron runs each day, and a person is filling the draft in."""
    del letter_id
    days.left = 60
    first = watch("--json").json["renewals"][0]
    draft = Path(first["draft"])
    draft.write_text("# mine", "utf-8")
    days.left = 59

    second = watch("--json")

    assert (1, True, False) == (
        second.status,
        first["openedNow"],
        second.json["renewals"][0]["openedNow"],
    )
    assert first["renewalId"] == second.json["renewals"][0]["renewalId"]
    assert 1 == len(opened_in(home))
    assert "# mine" == draft.read_text("utf-8")


def test_a_seal_that_is_due_later_has_a_renewal_of_its_own(
    home: Path, letter_id: str, watch: Watch, days: Days
) -> None:
    """Two seals of one letter, ten days apart; then both at once."""
    days.left = 60
    watch()
    days.left = 50

    ran = watch("--json")

    assert [letter_id] * 2 == [each["ref"] for each in opened_in(home)]
    assert [NAME, "System zapasowy"] == [each["seal"] for each in ran.json["renewals"]]
    assert 2 == len({each["renewalId"] for each in ran.json["renewals"]})
    assert [False, True] == [each["openedNow"] for each in ran.json["renewals"]]


def test_of_two_that_watch_at_once_one_opens(
    home: Path, letter_id: str, days: Days
) -> None:
    """Asked inside the log's lock: cron and a person may come at one moment."""
    days.left = 60
    serial = bogus_office.seal(1).serial_text
    seals = (SealTerm(NAME, serial, ENDS),)
    with open_office(demo_settings(home), clock=days) as office:
        opened = partial(
            record.renewal_opened, office.trail, an_actor(), letter_id, seals
        )
        with ThreadPoolExecutor(4) as pool:
            told = list(pool.map(lambda _: opened(), range(4)))

    assert 3 == told.count(None)
    assert [each for each in told if each] == [each["id"] for each in opened_in(home)]


def test_of_two_that_write_one_draft_the_first_stays(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody may already be filling it in."""
    places, seals = demo_settings(home).places, (SealTerm(NAME, "1", ENDS),)
    draft = draft_of(places, "c")
    write_draft(places, "a", "c", seals)
    draft.write_text("# mine", "utf-8")
    seen = iter([False])  # as the second one saw it, a moment before
    monkeypatch.setattr(
        "jst.renewing.os.path.lexists", lambda path: next(seen, Path(path).exists())
    )

    write_draft(places, "a", "c", seals)

    assert "# mine" == draft.read_text("utf-8")
    assert [draft] == list(draft.parent.iterdir())


def test_on_a_full_disk_neither_data_nor_draft_are_written_half(home: Path) -> None:
    """What was kept before is kept, and no draft of a file stays behind."""
    places = demo_settings(home).places
    office = read_office_file(TOML.encode())
    remember(places, office)
    before = places.letter_office.read_text("utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8, hard))
    try:
        with pytest.raises(OutputRefused):
            remember(places, NOTHING_KNOWN)
        with pytest.raises(OutputRefused):
            write_draft(places, "a", "c", (SealTerm(NAME, "1", ENDS),))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert before == places.letter_office.read_text("utf-8")
    assert [] == list(home.glob(".letter-office*"))
    assert [] == list(draft_of(places, "c").parent.iterdir())


def test_data_of_a_home_that_is_gone_are_not_kept(home: Path) -> None:
    """The letter is not prepared, and says so."""
    places = replace(demo_settings(home).places, home=home / "gone")

    with pytest.raises(OutputRefused):
        remember(places, NOTHING_KNOWN)


def test_a_draft_that_is_missing_is_written_without_another_entry(
    home: Path, letter_id: str, watch: Watch, days: Days
) -> None:
    """As when the machine dies between the entry and its draft."""
    del letter_id
    days.left = 60
    draft = Path(watch("--json").json["renewals"][0]["draft"])
    before = draft.read_text("utf-8")
    draft.unlink()

    ran = watch("--json")

    assert 1 == ran.status
    assert before == draft.read_text("utf-8")
    assert 1 == len(opened_in(home))


def test_a_draft_that_cannot_be_written_is_told_and_tried_again(
    home: Path, letter_id: str, watch: Watch, days: Days
) -> None:
    """The entry stands; what the files of the folder say is printed all the same."""
    del letter_id
    days.left = 60
    (home / "renewals").write_text("in the way", "utf-8")

    refused = watch()
    (home / "renewals").unlink()
    ran = watch("--json")

    assert (2, 1) == (refused.status, ran.status)
    assert "jst.output_refused" in refused.err
    assert "fresh.pem" in refused.out
    assert Path(ran.json["renewals"][0]["draft"]).exists()
    assert 1 == len(opened_in(home))


def test_the_draft_holds_all_that_was_typed_but_the_new_certificate(
    office: Path, letter_id: str, watch: Watch, days: Days, jst: Jst
) -> None:
    """The preparer checks the data, and fills in one file."""
    del letter_id
    days.left = 60
    found = watch("--json").json["renewals"][0]
    draft = Path(found["draft"])

    filled = read_office_file(draft.read_bytes())
    checked = jst("letter", "check", str(draft), "--json")

    assert {**read_office_file(office.read_bytes()).fields} == {
        **filled.fields,
        "renewal": "",
    }
    assert found["renewalId"] == filled["renewal"]
    assert {("crpo.letter.missing", "seal.1.file")} == {
        (each["rule"], each["field"])
        for each in checked.json["findings"]
        if each["severity"] == "error"
    }
    assert 0o600 == draft.stat().st_mode & 0o777


def test_a_letter_goes_on_with_the_renewal_until_the_new_seal_is_registered(
    home: Path, letter_id: str, watch: Watch, days: Days, jst: Jst
) -> None:
    """Opened, prepared, registered: each is shown, and at the end nothing is due."""
    del letter_id
    days.left = 60
    draft = Path(watch("--json").json["renewals"][0]["draft"])
    new = bogus_office.seal(3, not_after=ENDS + timedelta(700))
    (draft.parent / "nowa.pem").write_text(new.pem, "utf-8")
    waiting = jst("letter", "status")
    change(draft, 'file = ""', 'file = "nowa.pem"')

    made = prepare(jst, draft, "nowe").json["entryId"]
    goes_on = watch("--json").json["renewals"]
    told = ("letter", "status", "--letter", str(made))
    shown = jst(*told)
    for step in (("--sent", "UPP2"), ("--accepted",), ("--registered",)):
        jst(*told, *step)
    done = watch("--json")

    assert f"{draft.parent.name}: odnowienie otwarte" in waiting.out
    assert str(draft) in waiting.out
    assert f"z odnowienia {draft.parent.name}" in shown.out
    assert f"Nowe pismo w toku: {made}" in shown.out
    assert [[made]] == [each["continuedBy"] for each in goes_on]
    assert (0, []) == (done.status, done.json["renewals"])
    assert 1 == len(opened_in(home))
    assert draft.parent.name not in jst("letter", "status").out.replace(
        f"z odnowienia {draft.parent.name}", ""
    )


def test_a_renewal_with_the_old_certificate_is_no_letter(
    letter_id: str, office: Path, watch: Watch, days: Days, jst: Jst
) -> None:
    """It is valid for 60 days yet, so no other check stops it."""
    del letter_id
    days.left = 60
    draft = Path(watch("--json").json["renewals"][0]["draft"])
    change(draft, 'file = ""', f'file = "{office.parent / "jeden.pem"}"')

    ran = prepare(jst, draft, "nowe")

    assert (1, "crpo.letter_invalid") == (ran.status, ran.json["error"])
    assert [("crpo.letter.seal_not_renewed", "seal.1.file")] == [
        (each["rule"], each["field"]) for each in ran.json["findings"]
    ]
    assert not (draft.parent.parent / "nowe").exists()


@pytest.mark.parametrize(
    ("renewal", "error"),
    [
        ("x", "crpo.letter_invalid"),
        ("0190a2b4-0000-7000-8000-000000000001", "crpo.letter_step_refused"),
    ],
)
def test_a_letter_goes_on_with_no_renewal_that_the_log_does_not_know(
    office: Path, jst: Jst, renewal: str, error: str
) -> None:
    """Nothing is written of a letter that names a wrong one."""
    office.write_text(f'renewal = "{renewal}"\n{TOML}', "utf-8")

    ran = prepare(jst, office, "nowe")

    assert (1, error) == (ran.status, ran.json["error"])
    assert not (office.parent / "nowe").exists()


def test_a_seal_that_is_renewed_already_opens_nothing(
    home: Path, office: Path, letter_id: str, watch: Watch, days: Days, jst: Jst
) -> None:
    """Somebody was early."""
    del letter_id
    write_seals(office.parent, ENDS + timedelta(800), ENDS + timedelta(800))
    registered(jst, office, "nowe")
    days.left = 10

    ran = watch("--json")

    assert (0, [], []) == (ran.status, ran.json["renewals"], opened_in(home))


def test_a_seal_that_nobody_uses_any_more_opens_nothing(
    home: Path, letter_id: str, watch: Watch, days: Days, jst: Jst
) -> None:
    """A person said so."""
    days.left = 60
    serial = bogus_office.seal(1).serial_text
    jst("letter", "status", "--letter", letter_id, "--ended", serial)

    ran = watch("--json")

    assert (0, [], []) == (ran.status, ran.json["renewals"], opened_in(home))


def test_a_renewal_that_nobody_needs_any_more_is_called_so(
    letter_id: str, watch: Watch, days: Days, jst: Jst
) -> None:
    """Its entry stays for ever; nobody is sent to fill its draft in."""
    days.left = 60
    watch()
    before = jst("letter", "status", "--json").json["letters"]
    serial = bogus_office.seal(1).serial_text

    ended = jst("letter", "status", "--letter", letter_id, "--ended", serial)
    after, said = jst("letter", "status", "--json"), jst("letter", "status")

    assert (0, 0) == (ended.status, after.status)
    assert [[None, True], [None, False]] == [
        [each["stillNeeded"] for each in letters]
        for letters in (before, after.json["letters"])
    ]
    assert "już niepotrzebne: tych pieczęci nie trzeba odnawiać" in said.out
    assert "uzupełnij" not in said.out


def test_people_read_what_was_opened_and_what_to_do(
    letter_id: str, watch: Watch, days: Days
) -> None:
    """The name, the number, the end, the draft, and how to end it."""
    days.left = 60

    first, second = watch(), watch()

    end, serial = warsaw_day(ENDS), bogus_office.seal(1).serial_text
    assert f"Odnów: pieczęć „{NAME}” (numer {serial}), koniec ważności {end}." in (
        first.out
    )
    assert "Otwarto odnowienie (" in first.out
    assert "Odnowienie jest otwarte (" in second.out
    assert f"--letter {letter_id} --ended {serial}" in first.out


def test_before_the_watch_has_run_the_status_says_who_opens_it(
    letter_id: str, days: Days, jst: Jst
) -> None:
    """`jst letter status` notes what a person says, and opens nothing by itself."""
    del letter_id
    days.left = 60

    ran = jst("letter", "status")

    assert 1 == ran.status
    assert "Odnowienia jeszcze nie otwarto; zrobi to: jst cert watch" in ran.out


def test_without_kept_data_the_draft_names_the_seals_alone(
    home: Path, letter_id: str, watch: Watch, days: Days
) -> None:
    """Letters of an earlier version left no data, and a damaged file is none."""
    del letter_id
    (home / "letter-office.toml").write_text("[office", "utf-8")
    days.left = 60

    draft = watch("--json").json["renewals"][0]["draft"]

    filled = read_office_file(Path(draft).read_bytes())
    assert ("", [NAME]) == (filled["office.name"], [each.name for each in filled.seals])


ORDER = """
[[order]]
id = "PS-2/2026"
account = "{account}"
person = "z.niebyla"
approver = "{approver}"
case = "FK.1431.7.2026"
valid_from = 2026-01-01
valid_until = {until}
covers = "{covers}"
"""


def ordered(home: Path, **changes: str) -> None:
    """Write a standing order, and the manager who approved it."""
    words = {
        "account": current_account(),
        "approver": "k.wymyslony",
        "until": "2099-01-01",
        "covers": "cert-watch",
    }
    (home / "orders.toml").write_text(ORDER.format(**words | changes), "utf-8")


def test_unattended_it_runs_under_a_standing_order(
    home: Path, letter_id: str, watch: Watch, days: Days
) -> None:
    """The entry names in whose name, who approved it, and the case."""
    del letter_id
    ordered(home)
    days.left = 60

    ran = watch("--order", "PS-2/2026", "--json")

    [entry] = opened_in(home)
    assert 1 == ran.status
    assert ("PS-2/2026", "k.wymyslony") == (
        entry["standing_order"]["id"],
        entry["standing_order"]["approver"],
    )
    assert ("z.niebyla", "standing-order") == (
        entry["actor"]["id"],
        entry["actor"]["auth"],
    )
    assert "FK.1431.7.2026" == entry["case"]["number"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"account": "somebody-else"}, "jst.orders_invalid"),
        ({"covers": "dph-watch"}, "jst.orders_invalid"),
        ({"covers": "everything"}, "jst.orders_invalid"),
        ({"approver": "z.niebyla"}, "jst.orders_invalid"),
        ({"until": "2026-01-02"}, "jst.orders_invalid"),
    ],
    ids=["account", "another command", "unknown command", "approver", "ended"],
)
def test_an_order_that_does_not_hold_opens_nothing(
    home: Path,
    letter_id: str,
    watch: Watch,
    days: Days,
    changes: dict[str, str],
    error: str,
) -> None:
    """It could not tell, and says why; the files are listed all the same."""
    del letter_id
    ordered(home, **changes)
    days.left = 60

    ran = watch("--order", "PS-2/2026", "--json")

    assert (2, error) == (ran.status, ran.json["renewalsError"]["error"])
    assert (None, []) == (ran.json["renewals"], opened_in(home))
    assert ["fresh.pem"] == [each["file"] for each in ran.json["seals"]]


def test_without_a_log_the_files_are_watched_and_it_is_said(
    tmp_path: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An office may watch its seals before it has anything else."""
    monkeypatch.setenv("JST_HOME", str(tmp_path / "none"))

    as_json, said = watch("--json"), watch()
    ordered_run = watch("--order", "PS-2/2026")

    assert (0, None) == (as_json.status, as_json.json["renewals"])
    assert "renewalsError" not in as_json.json
    assert (0, True) == (said.status, "nie ma tu dziennika" in said.err)
    assert 2 == ordered_run.status
    assert not (tmp_path / "none").exists()


def test_a_person_whom_nobody_knows_opens_nothing(
    home: Path, letter_id: str, watch: Watch, days: Days
) -> None:
    """A system account alone is nobody, also for a date."""
    del letter_id
    days.left = 60
    people = home / "people.toml"
    change(people, f'account = "{current_account()}"', 'account = "somebody-else"')

    ran = watch("--json")

    assert (2, "jst.person_unknown") == (ran.status, ran.json["renewalsError"]["error"])
    assert [] == opened_in(home)


def test_the_kept_data_of_the_office_are_for_us_alone(
    home: Path, letter_id: str
) -> None:
    """They hold a phone number and an e-mail; a draft of it never stays behind."""
    del letter_id
    kept = home / "letter-office.toml"

    assert 0o600 == kept.stat().st_mode & 0o777
    assert [] == list(home.glob(".letter-office*"))
    assert "admin@bogus.example" in kept.read_text("utf-8")


def test_data_that_cannot_be_kept_stop_the_letter(
    home: Path, office: Path, jst: Jst
) -> None:
    """Before anything is noted or written."""
    (home / "letter-office.toml").mkdir()
    (home / "letter-office.toml" / "in-the-way").write_text("")
    size = jst("ledger", "show", "--json").json["size"]

    ran = prepare(jst, office, "pismo")

    assert (1, "jst.output_refused") == (ran.status, ran.json["error"])
    assert [] == list(home.glob(".letter-office*"))
    assert size == json.loads(jst("ledger", "show", "--json").out)["size"]
