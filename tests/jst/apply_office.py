"""A small office with a plan to apply: a gmina, its school, a hostel, one person."""

import json
from pathlib import Path

import pytest

from jst.demo import OFFICE_NIP
from jst.demo_ksef import ADMINISTRATOR, APPROVER
from jst.simulators.ksef import KsefSimulator
from tests.jst.conftest import CASE, Jst
from tests.jst.scenes import ANNA, OFFICE, play, write_files

BUYER = "1234563218"
SCHOOL = "5265877635"
PERMISSIONS = f"""\
{OFFICE}
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
{ANNA}
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


def furnish(home: Path) -> None:
    """Put what the office wants beside its settings."""
    write_files(home, PERMISSIONS, PEOPLE)


def introduce(simulator: KsefSimulator) -> None:
    """Let KSeF know the gmina and its school."""
    simulator.world.registry.add_subject(
        OFFICE_NIP,
        "JST",
        subunits=[(SCHOOL, "Bogus: szkoła")],
        description="Bogus: gmina",
        since=simulator.clock(),
    )


def standing(simulator: KsefSimulator) -> list[tuple[str, str]]:
    """Say what stands in KSeF, by kind and permission; a double occurs twice."""
    return sorted((each.kind, each.scope) for each in simulator.world.permissions.all())


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
