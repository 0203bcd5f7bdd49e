"""`jst ksef plan` and `jst ksef review` at work, against the simulated KSeF."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from jst.demo import OFFICE_NIP, demo_settings
from jst.demo_ksef import ADMINISTRATOR, ZAWFA_PERSON, create_ksef_demo, serving_ksef
from jst.simulators.ksef import KsefSimulator, Terms
from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_permissions import Grant
from tests.jst.conftest import CASE, Jst
from vocabulary.clock import system_clock

SCHOOL = "5265877635"
STRANGER = "85050500014"
WHY = ("--case", CASE)
PERMISSIONS = f"""\
version = 1

[office]
ref = "gmina"
name = "Gmina Bogus"
nip = "{OFFICE_NIP}"
credential = "gmina"

[[unit]]
ref = "sp1"
kind = "local_budget_unit"
name = "Szkoła Bogus nr 1"
nip = "{SCHOOL}"
credential = "sp1"

[[unit]]
ref = "bursa"
kind = "internal_unit"
name = "Bursa Bogus"

[bundle]
ksiegowosc = ["InvoiceRead", "InvoiceWrite"]

[[grant]]
id = "ksiegowa"
who = "a.bogus"
where = "gmina"
bundle = "ksiegowosc"
from = 2026-02-01
reason = "obsługa faktur"
basis = "zarządzenie 0050.1.2026"

[[grant]]
id = "dyrektor"
who = "a.bogus"
where = ["sp1", "bursa"]
representative = true
from = 2026-02-01
reason = "kieruje jednostką"
basis = "zarządzenie 0050.2.2026"
"""
ONE_UNIT = f"""\
version = 1

[office]
ref = "gmina"
name = "Gmina Bogus"
nip = "{OFFICE_NIP}"
credential = "gmina"

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
PEOPLE = f"""\
[[person]]
ref = "a.bogus"
kind = "pesel"
value = "{ZAWFA_PERSON}"
first_name = "Anna"
last_name = "Bogus"
"""


@pytest.fixture(name="once", scope="session")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demonstration office with a KSeF and a file of permissions."""
    folder = tmp_path_factory.mktemp("plan") / "home"
    create_ksef_demo(folder)
    (folder / "permissions.toml").write_text(PERMISSIONS, "utf-8")
    people = folder / "ksef-people.toml"
    people.touch(0o600)
    people.write_text(PEOPLE, "utf-8")
    return folder


@pytest.fixture(name="office")
def _office(once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office of one's own, and the administrator's part."""
    home = tmp_path / "plan-home"
    shutil.copytree(once, home)
    monkeypatch.setenv("JST_HOME", str(home))
    monkeypatch.setenv("JST_DEMO_PERSON", ADMINISTRATOR)
    for name in ("JST_KEYS", "JST_MEMORY", "JST_LANG"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(name="ksef")
def _ksef(office: Path) -> Iterator[KsefSimulator]:
    """KSeF, which knows the gmina and its school, and one grant of a stranger."""
    terms = Terms(login_s=0.0, operation_s=0.0)
    with serving_ksef(demo_settings(office), terms=terms) as simulator:
        simulator.world.registry.add_subject(
            OFFICE_NIP,
            "JST",
            subunits=[(SCHOOL, "Bogus: szkoła")],
            description="Bogus: gmina",
            since=system_clock(),
        )
        gmina = Ident("Nip", OFFICE_NIP)
        simulator.world.permissions.add(
            Grant(
                kind="persons",
                authorized=Ident("Pesel", STRANGER),
                context=gmina,
                granted_in=gmina,
                author=gmina,
                scope="InvoiceRead",
                description="Bogus: bez pliku",
                since=system_clock(),
                details={
                    "subjectPersonDetails": {
                        "subjectDetailsType": "PersonByIdentifier",
                        "firstName": "Jan",
                        "lastName": "Obcy",
                    }
                },
            )
        )
        yield simulator


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
    assert {"grant_person", "grant_subunit"} == {
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
    """Rights do not flow down: its representative logs in to the unit's context."""
    gmina, unit = Ident("Nip", OFFICE_NIP), Ident("InternalId", f"{OFFICE_NIP}-00012")
    head = Grant(
        kind="subunits",
        authorized=Ident("Pesel", ZAWFA_PERSON),
        context=unit,
        granted_in=gmina,
        author=gmina,
        scope="CredentialsManage",
        description="Bogus: bursa",
        since=system_clock(),
        details={
            "subjectPersonDetails": {
                "subjectDetailsType": "PersonByIdentifier",
                "firstName": "Anna",
                "lastName": "Bogus",
            },
            "subunitName": "Bursa Bogus",
        },
    )
    ksef.world.permissions.add(head)
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
        '"unknown";"";""', '"unknown";"nie";"?"'
    )
    filled.write_text(text, "utf-8")
    said = ("--confirmed", str(filled), "--by", "a.bogus")
    back = jst("ksef", "review", str(plan), *said, "--json")
    empty = jst("ksef", "review", str(plan), "--confirmed", str(sheet))

    assert ["gmina.csv", "gmina.pdf", "wykaz-jednostek.pdf"] == made.json["files"]
    assert (1, ["withdraw"]) == (
        back.status,
        [each["decision"] for each in back.json["lines"]],
    )
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
    path.write_text(PERMISSIONS.replace('"a.bogus"', f'"{STRANGER}"'), "utf-8")

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
    no.write_text(text.replace('"unknown";"";""', '"unknown";"nie";""'), "utf-8")
    yes.write_text(text.replace('"unknown";"";""', '"unknown";"tak";""'), "utf-8")

    refused = jst("ksef", "review", str(plan), "--confirmed", str(no))
    kept = jst("ksef", "review", str(plan), "--confirmed", str(yes))

    assert (0, True) == (made.status, str(sheet) in made.out)
    assert (1, True) == (again.status, "jst.output_refused" in again.err)
    assert (1, True) == (refused.status, "jst ksef plan" in refused.out)
    assert (0, True) == (kept.status, "Potwierdzone wiersze: 1" in kept.out)
    assert ksef.received


def test_review_wants_one_thing_at_a_time(jst: Jst, tmp_path: Path) -> None:
    """Neither, or both, is wrong usage."""
    assert 64 == jst("ksef", "review", str(tmp_path / "plan.json")).status


def test_an_altered_plan_is_a_no(ksef: KsefSimulator, jst: Jst, tmp_path: Path) -> None:
    """Exit status 1, as for everything that is disproved."""
    plan = tmp_path / "plan.json"
    jst("ksef", "plan", "--out", str(plan), *WHY)
    plan.write_text(plan.read_text("utf-8").replace("InvoiceRead", "InvoiceWrite"))

    ran = jst("ksef", "review", str(plan), "--to", str(tmp_path / "x"), *WHY)

    assert (1, True) == (ran.status, "ksef.plan.altered" in ran.err)
    assert ksef.received
