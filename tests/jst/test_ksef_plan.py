"""`jst ksef plan` and `jst ksef review` at work, against the simulated KSeF."""

import json
from pathlib import Path

import pytest

from accountability.trail import AuditTrail
from jst.demo import OFFICE_NIP, demo_settings
from jst.demo_ksef import ADMINISTRATOR, APPROVER, ZAWFA_PERSON
from jst.office import open_reader
from jst.simulators.ksef import KsefSimulator
from jst.simulators.ksef_names import Ident
from ledger.entry import decode_entry
from tests.jst.apply_office import SCHOOL, WHY, furnish, introduce
from tests.jst.conftest import Jst, change
from tests.jst.ksef_world import HEAD, NAMED, NIP, OTHER, STRANGER, give
from tests.jst.scenes import OFFICE, play

ONE_UNIT = f"""\
{OFFICE}
[[unit]]
ref = "bursa"
kind = "internal_unit"
name = "Bursa Bogus"
credential = "bursa"

[[grant]]
id = "dyrektor"
who = "a.bogus"
where = "bursa"
representative = true
from = 2026-02-01
reason = "kieruje jednostką"
basis = "zarządzenie 0050.2.2026"
"""


@pytest.fixture(name="office")
def _office(ksef_home: Path) -> Path:
    """The office's folder, with what it wants; for the school it lacks a key."""
    furnish(ksef_home)
    nip = f'nip = "{SCHOOL}"\n'
    change(ksef_home / "permissions.toml", nip, f'{nip}credential = "sp1"\n')
    return ksef_home


@pytest.fixture(name="ksef")
def _ksef(ksef: KsefSimulator, office: Path) -> KsefSimulator:
    """KSeF, which knows the gmina and its school, and one grant of a stranger."""
    assert office.exists()
    introduce(ksef)
    give(ksef, OTHER, "InvoiceRead")
    return ksef


def test_a_plan_is_read_from_ksef_and_written(
    ksef: KsefSimulator, office: Path, jst: Jst, tmp_path: Path
) -> None:
    """It logs in by itself, says what it could not read, and changes nothing."""
    out = tmp_path / "plan.json"

    ran = jst("ksef", "plan", "--out", str(out), *WHY, "--json")

    groups = ran.json["groups"]
    assert 2 == ran.status
    assert [("gmina", "InvoiceRead")] == [
        (each["key"]["place"], each["key"]["permission"]) for each in groups["unknown"]
    ]
    assert {"grant_authorization", "grant_person", "grant_subunit"} == {
        each["endpoint"] for each in ran.json["steps"]
    }
    assert ["sp1"] * 3 == [each["place"] for each in ran.json["unread"]]
    assert {"bursa": "00012"} == ran.json["internalIds"]
    assert 0o600 == out.stat().st_mode & 0o777
    assert 1 == len(ksef.world.permissions.all())
    assert office.exists()


def test_a_unit_is_read_by_its_own_credential(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """Rights do not flow down: its representative logs in; the stranger is told."""
    unit = Ident("InternalId", f"{OFFICE_NIP}-00012")
    give(
        ksef,
        HEAD,
        "CredentialsManage",
        kind="subunits",
        context=unit,
        granted_in=NIP,
        details={**NAMED, "subunitName": "Bursa Bogus"},
    )
    key = next((office / "simulator-ksef").glob("*zawfa*.pem"))
    with (office / "credentials.toml").open("a", encoding="utf-8") as credentials:
        credentials.write(
            '\n[[credential]]\nname = "bursa"\ncontext_type = "InternalId"\n'
            f'context = "{unit.value}"\nkey_file = "simulator-ksef/{key.name}"\n'
        )
    (office / "permissions.toml").write_text(ONE_UNIT, "utf-8")

    ran = jst("ksef", "plan", *WHY, "--json")

    assert (1, []) == (ran.status, ran.json["unread"])
    assert [("bursa", "CredentialsManage")] == [
        (each["key"]["unit"], each["key"]["permission"])
        for each in ran.json["groups"]["untouched"]
    ]
    assert [] == ran.json["proposals"]


def test_no_number_is_printed_or_written(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """The plan is mailed to whoever approves it."""
    out = tmp_path / "plan.json"
    ran = jst("ksef", "plan", "--out", str(out), *WHY)
    said = ran.out + ran.err + out.read_text("utf-8")

    assert ksef.received
    assert not any(each in said for each in (ZAWFA_PERSON, STRANGER, OFFICE_NIP))
    assert "Do nadania" in ran.out
    assert "nie ma takiego poświadczenia" not in ran.err


def test_sheets_are_made_and_come_back(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Each decision is an entry; a "no" asks for a change of the file."""
    plan, folder = tmp_path / "plan.json", tmp_path / "arkusze"
    jst("ksef", "plan", "--out", str(plan), *WHY)

    made = jst("ksef", "review", str(plan), "--to", str(folder), *WHY, "--json")
    sheet = folder / "gmina.csv"
    filled = tmp_path / "wypelniony.csv"
    text = sheet.read_text("utf-8-sig").replace(
        '"spoza pliku";"";""', '"spoza pliku";"nie";"?"'
    )
    filled.write_text(text, "utf-8")
    said = ("--confirmed", str(filled), "--by", "a.bogus")
    back = jst("ksef", "review", str(plan), *said, "--json")
    by = ("--by", "a.bogus")
    empty = jst("ksef", "review", str(plan), "--confirmed", str(sheet), *by)

    assert [
        "gmina.csv",
        "gmina.pdf",
        "sp1.pdf",
        "wykaz-jednostek.pdf",
    ] == made.json["files"]
    assert (2, ["withdraw"]) == (
        back.status,
        [each["decision"] for each in back.json["lines"]],
    )
    assert ["sp1"] == back.json["outstanding"] == made.json["unread"]
    assert (1, True) == (empty.status, "ksef.plan.review_invalid" in empty.err)
    assert "ksef-review" in jst("ledger", "show", "--json").out
    assert ksef.received


def test_the_schema_needs_no_office(jst: Jst, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor asks for it before there is a file."""
    monkeypatch.delenv("JST_HOME", raising=False)

    ran = jst("ksef", "plan", "--schema")

    assert 0 == ran.status
    assert "office" in json.loads(ran.out)["required"]


def test_a_clear_number_is_refused_before_anything_is_asked(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """And it is repeated nowhere."""
    path = office / "permissions.toml"
    change(path, '"a.bogus"', f'"{STRANGER}"')

    ran = jst("ksef", "plan", *WHY)

    assert 1 == ran.status
    assert "permissions.clear_number" in ran.err
    assert STRANGER not in ran.out + ran.err
    assert not ksef.received


def test_sheets_and_decisions_are_told_in_words(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """What to change comes next; a folder that exists is not touched."""
    plan, folder = tmp_path / "plan.json", tmp_path / "arkusze"
    jst("ksef", "plan", "--out", str(plan), *WHY)
    made = jst("ksef", "review", str(plan), "--to", str(folder), *WHY)
    again = jst("ksef", "review", str(plan), "--to", str(folder), *WHY)
    sheet = folder / "gmina.csv"
    text = sheet.read_text("utf-8-sig")
    no, yes = tmp_path / "nie.csv", tmp_path / "tak.csv"
    no.write_text(
        text.replace('"spoza pliku";"";""', '"spoza pliku";"nie";""'), "utf-8"
    )
    yes.write_text(
        text.replace('"spoza pliku";"";""', '"spoza pliku";"tak";""'), "utf-8"
    )

    by = ("--by", "a.bogus")
    refused = jst("ksef", "review", str(plan), "--confirmed", str(no), *by)
    kept = jst("ksef", "review", str(plan), "--confirmed", str(yes), *by)

    assert (2, True) == (made.status, str(sheet) in made.out)
    assert "przegląd nie jest pełny: sp1" in made.out
    assert (1, True) == (again.status, "jst.output_refused" in again.err)
    assert (2, True) == (refused.status, "jst ksef plan" in refused.out)
    assert (2, True) == (kept.status, "Potwierdzone wiersze: 1" in kept.out)
    assert "UWAGA" in kept.out
    assert ksef.received


def test_review_wants_one_thing_at_a_time(jst: Jst, tmp_path: Path) -> None:
    """Neither, or both, is wrong usage."""
    asked = ("ksef", "review", str(tmp_path / "plan.json"))
    assert 64 == jst(*asked).status
    assert 64 == jst(*asked, "--confirmed", str(tmp_path / "x.csv")).status


def test_an_altered_plan_is_a_no(ksef: KsefSimulator, jst: Jst, tmp_path: Path) -> None:
    """Exit status 1, as for everything that is disproved."""
    plan = tmp_path / "plan.json"
    jst("ksef", "plan", "--out", str(plan), *WHY)
    plan.write_text(plan.read_text("utf-8").replace("InvoiceRead", "InvoiceWrite"))

    ran = jst("ksef", "review", str(plan), "--to", str(tmp_path / "x"), *WHY)

    assert (1, True) == (ran.status, "ksef.plan.altered" in ran.err)
    assert ksef.received


def test_a_plan_is_80_columns_wide(ksef: KsefSimulator, jst: Jst) -> None:
    """A line that is longer is folded below its indent, and no word is broken."""
    ran = jst("ksef", "plan", "--all", *WHY)
    lines = [each for each in ran.out.splitlines() if not each.startswith("uwaga:")]

    assert ksef.received
    assert [] == [each for each in lines if len(each) > 80]
    assert "KSeF nie zna tego NIP jako podrzędnego" not in ran.out
    assert "bursa, Bursa Bogus: -00012 - propozycja" in ran.out


def test_sheets_are_made_by_the_administrator(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The approver is told so at once, by the role, and not by a check afterwards."""
    plan = tmp_path / "plan.json"
    jst("ksef", "plan", "--out", str(plan), *WHY)
    play(monkeypatch, APPROVER)
    ran = jst("ksef", "review", str(plan), "--to", str(tmp_path / "x"), *WHY)

    assert (1, True) == (ran.status, "ksef-administrator" in ran.err)
    assert ksef.received


def test_an_order_that_is_carried_out_stands_in_every_action(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """`--mandate` is what the office has decided on paper."""
    mandate = "zarządzenie 0050.13.2026"
    jst("ksef", "plan", "--mandate", mandate, *WHY)
    with open_reader(demo_settings(office).places) as reader:
        intents = [decode_entry(body) for _, body in reader.select({"kind": "intent"})]

    assert ksef.received
    assert {mandate} == {each["mandate"] for each in intents}


def test_ctrl_c_ends_a_plan_and_nothing_is_written(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """130, as everywhere: here before the first question."""

    def pressed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(AuditTrail, "begin", pressed)
    out = tmp_path / "plan.json"
    ran = jst("ksef", "plan", "--out", str(out), *WHY)

    assert 130 == ran.status
    assert not out.exists()
    assert ksef.received


def test_a_plan_is_shown_again_from_its_file(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who approves it reads what its author read; KSeF is not asked."""
    plan = tmp_path / "plan.json"
    made = jst("ksef", "plan", "--out", str(plan), *WHY)
    asked = sum(ksef.received.values())
    monkeypatch.setenv("JST_DEMO_PERSON", APPROVER)

    shown = jst("ksef", "plan", "--show", str(plan))
    said = jst("ksef", "plan", "--show", str(plan), "--json")

    assert (made.status, True) == (shown.status, made.out.endswith(shown.out))
    assert "Autor: u.urojona; zatwierdza inna osoba" in shown.out
    assert ADMINISTRATOR == said.json["author"]
    assert asked == sum(ksef.received.values())


def test_an_altered_plan_is_not_shown(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Nobody is to approve what nobody made."""
    plan = tmp_path / "plan.json"
    jst("ksef", "plan", "--out", str(plan), *WHY)
    plan.write_text(plan.read_text("utf-8").replace("InvoiceRead", "InvoiceWrite"))

    shown = jst("ksef", "plan", "--show", str(plan))
    both = jst("ksef", "plan", "--show", str(plan), "--out", str(plan))

    assert ksef.received
    assert (1, True) == (shown.status, "ksef.plan.altered" in shown.err)
    assert 64 == both.status


@pytest.mark.parametrize("name", ["taken.json", "none/plan.json"])
def test_where_a_plan_cannot_be_written_nothing_is_asked(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, name: str
) -> None:
    """Reading everything takes an hour, and the day's questions."""
    (tmp_path / "taken.json").touch()

    ran = jst("ksef", "plan", "--out", str(tmp_path / name), *WHY)

    assert (1, True) == (ran.status, "jst.output_refused" in ran.err)
    assert 0 == sum(ksef.received.values())
    assert "ksef-plan-made" not in jst("ledger", "show", "--json").out


def test_a_folder_that_exists_is_refused_before_sheets_are_logged(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """The log would tell of documents that nobody has."""
    plan = tmp_path / "plan.json"
    jst("ksef", "plan", "--out", str(plan), *WHY)

    ran = jst("ksef", "review", str(plan), "--to", str(tmp_path), *WHY)

    assert ksef.received
    assert (1, True) == (ran.status, "jst.output_refused" in ran.err)
    assert "ksef-review" not in jst("ledger", "show", "--json").out


def test_what_is_worth_knowing_of_the_file_is_told_to_programs_too(
    ksef: KsefSimulator, office: Path, jst: Jst, tmp_path: Path
) -> None:
    """When the plan is made, and when it is shown to who approves it."""
    change(office / "permissions.toml", 'credential = "sp1"\n', "")
    out = tmp_path / "plan.json"

    made = jst("ksef", "plan", "--out", str(out), *WHY, "--json")
    shown = jst("ksef", "plan", "--show", str(out), "--json")
    told = jst("ksef", "plan", "--show", str(out))

    assert "ksef.plan.no_credential" in {each["rule"] for each in made.json["findings"]}
    assert made.json == shown.json
    assert "[ksef.plan.no_credential]" in told.out
    assert ksef.received


def test_credentials_that_others_can_read_are_named_as_the_cause(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """Once for each context, and not as credentials that are wrong somehow."""
    (office / "credentials.toml").chmod(0o640)

    ran = jst("ksef", "plan", *WHY)
    program = jst("ksef", "plan", *WHY, "--json")

    assert 2 == ran.status
    assert 1 == ran.out.count("  gmina: credentials.toml mogą czytać inni; ma złe")
    assert {"jst.credentials_exposed"} == {
        each["why"] for each in program.json["unread"] if each["place"] == "gmina"
    }
    assert not ksef.received


def test_a_review_by_nobody_asks_for_a_person(
    ksef: KsefSimulator, office: Path, jst: Jst, tmp_path: Path
) -> None:
    """The numbers of who leaves are no business of a review."""
    plan, folder = tmp_path / "plan.json", tmp_path / "arkusze"
    jst("ksef", "plan", "--out", str(plan), *WHY)
    jst("ksef", "review", str(plan), "--to", str(folder), *WHY)
    sheet = folder / "gmina.csv"
    filled = sheet.read_text("utf-8-sig").replace('"";""\n', '"tak";""\n')
    sheet.write_text(filled, "utf-8")

    ran = jst("ksef", "review", str(plan), "--confirmed", str(sheet), "--by", "nikt")

    assert (1, True) == (ran.status, "ksef.plan.leaver_unknown" in ran.err)
    assert "Podaj oznaczenie (ref) osoby z ksef-people.toml." in ran.err
    assert "offboard" not in ran.err
    assert office.exists()
    assert ksef.received
