"""A small office with a plan to apply: a gmina, its school, a hostel, one person."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from jst.demo import OFFICE_NIP
from jst.demo_ksef import ADMINISTRATOR, APPROVER, ZAWFA_PERSON
from jst.simulators.ksef import KsefSimulator
from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_permissions import Grant
from tests.jst.conftest import CASE, Jst

STRANGER = "85050500014"
BUYER = "1234563218"
SCHOOL = "5265877635"
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

[[grant]]
id = "nabywca"
who = "kupiec"
where = "gmina"
permissions = ["SelfInvoicing"]
from = 2026-02-01
reason = "samofakturowanie"
basis = "umowa 7/2026"
"""
PEOPLE = f"""\
[[person]]
ref = "a.bogus"
kind = "pesel"
value = "{ZAWFA_PERSON}"
first_name = "Anna"
last_name = "Bogus"

[[entity]]
ref = "kupiec"
nip = "{BUYER}"
full_name = "Kupiec Bogus sp. z o.o."
"""
WHY = ("--case", CASE)
WANTED = sorted(
    [
        ("authorizations", "SelfInvoicing"),
        ("persons", "InvoiceRead"),
        ("persons", "InvoiceWrite"),
        ("subunits", "CredentialsManage"),
        ("subunits", "CredentialsManage"),
    ]
)
"""What stands in KSeF when the plan has been done, each once."""


def write_files(home: Path) -> None:
    """Put what the office wants beside its settings."""
    (home / "permissions.toml").write_text(PERMISSIONS, "utf-8")
    people = home / "ksef-people.toml"
    people.touch(0o600)
    people.write_text(PEOPLE, "utf-8")


def introduce(simulator: KsefSimulator, now: datetime) -> None:
    """Let KSeF know the gmina and its school."""
    simulator.world.registry.add_subject(
        OFFICE_NIP,
        "JST",
        subunits=[(SCHOOL, "Bogus: szkoła")],
        description="Bogus: gmina",
        since=now,
    )


def add_stranger(simulator: KsefSimulator, now: datetime) -> None:
    """Let somebody whom the file does not know read the gmina's invoices."""
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
            since=now,
            details={
                "subjectPersonDetails": {
                    "subjectDetailsType": "PersonByIdentifier",
                    "firstName": "Jan",
                    "lastName": "Obcy",
                }
            },
        )
    )


def standing(simulator: KsefSimulator) -> list[tuple[str, str]]:
    """Say what stands in KSeF, by kind and permission; a double occurs twice."""
    return sorted((each.kind, each.scope) for each in simulator.world.permissions.all())


def play(monkeypatch: pytest.MonkeyPatch, person: str) -> None:
    """Act as one of the office's people from now on."""
    monkeypatch.setenv("JST_DEMO_PERSON", person)


def made_plan(
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    out: Path,
    *,
    by: str = ADMINISTRATOR,
) -> Path:
    """Let somebody make a plan; then the approver acts."""
    play(monkeypatch, by)
    jst("ksef", "plan", "--out", str(out), *WHY)
    assert json.loads(out.read_text("utf-8"))["plan"]["steps"]
    play(monkeypatch, APPROVER)
    return out
