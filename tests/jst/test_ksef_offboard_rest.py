"""What `jst ksef offboard` leaves to people, and whose a credential is."""

from pathlib import Path

import pytest

from jst.simulators.ksef import KsefSimulator
from jst.simulators.ksef_names import Ident
from tests.jst.conftest import Jst, change
from tests.jst.leaver_town import LEAVER, REASON, WHY, Part, give, scopes

OFFBOARD = ("ksef", "offboard")
EMERGENCY = ("--emergency", *REASON, *WHY)


@pytest.fixture(name="ksef")
def _ksef(leaver_ksef: KsefSimulator) -> KsefSimulator:
    """KSeF with two permissions of hers, and one that she gave to a stranger."""
    return leaver_ksef


@pytest.fixture(name="office")
def _office(leaver_office: Path) -> Path:
    """The office's folder."""
    return leaver_office


def without_her_credential(office: Path) -> None:
    """Take it out of the file: it is the last one."""
    path = office / "credentials.toml"
    rest = path.read_text("utf-8").rpartition("[[credential]]")[0]
    path.write_text(rest, "utf-8")


def renamed(office: Path) -> None:
    """Let both files of the plan call her something else than people.toml does."""
    change(office / "permissions.toml", "a.bogus", "skarbnik")
    change(office / "ksef-people.toml", "a.bogus", "skarbnik")


def test_what_a_zawfa_gave_her_is_not_all_revoked(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """Only a ZAW-FA takes it; exit status 1, with what is left."""
    without_her_credential(office)
    give(ksef, LEAVER, "Introspection", author=Ident("System"))
    ran = jst(*OFFBOARD, "a.bogus", *EMERGENCY, "--json")

    assert 1 == ran.status
    assert [None, None] == [each["code"] for each in ran.json["done"]]
    assert {True, False} == {each["byZawfa"] for each in ran.json["left"]["items"]}


def test_an_entry_that_would_give_it_back_is_something(
    ksef: KsefSimulator, office: Path, jst: Jst, approver: Part
) -> None:
    """The next plan would grant it again; without it, nothing of hers is left."""
    without_her_credential(office)
    change(office / "permissions.toml", "until = 2026-03-01", "until = 2999-01-01")
    seen = jst(*OFFBOARD, "a.bogus", *WHY, "--json").json
    [made] = [each["id"] for each in seen["items"] if each["sort"] == "made"]
    approver.takes_over()
    apply = ("--apply", seen["list"], "--with", made)
    ran = jst(*OFFBOARD, "a.bogus", *apply, *WHY, "--json")
    change(office / "permissions.toml", "until = 2999-01-01", "until = 2026-03-01")
    nothing = jst(*OFFBOARD, "a.bogus", *WHY)

    assert (1, ["dawny"]) == (ran.status, ran.json["left"]["entries"])
    assert ([], 0) == (ran.json["left"]["items"], nothing.status)
    assert [] == scopes(ksef)


def test_a_credential_of_somebody_unnamed_is_not_used_and_is_told(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """The people file calls her otherwise than people.toml: it may be hers."""
    renamed(office)
    change(office / "permissions.toml", 'credential = "gmina"', 'credential = "zawfa"')
    ran = jst(*OFFBOARD, "skarbnik", *WHY)
    shown = jst(*OFFBOARD, "skarbnik", *WHY, "--json")

    assert (2, 2) == (ran.status, shown.status)
    assert "poświadczenie zawfa: nie wiadomo, czyje" in ran.out
    assert ["zawfa"] == shown.json["unlinked"]
    assert 0 == sum(ksef.received.values())


def test_the_people_file_says_who_she_is_in_the_office(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """Then her credential is hers, under whatever name the plan has for her."""
    renamed(office)
    change(
        office / "ksef-people.toml",
        'ref = "skarbnik"',
        'ref = "skarbnik"\nstaff = "a.bogus"',
    )
    ran = jst(*OFFBOARD, "skarbnik", *WHY, "--json")

    assert (1, []) == (ran.status, ran.json["unlinked"])
    assert ["zawfa"] == ran.json["credentials"]
    assert ksef.received


def test_who_alone_manages_permissions_is_told(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """After her nobody in the list can give any; and a library nobody looked at."""
    path = office / "permissions.toml"
    unit = (
        '\n[[unit]]\nref = "biblioteka"\nkind = "culture_institution"\n'
        'name = "Biblioteka Bogus"\nnip = "1234563218"\n'
    )
    path.write_text(path.read_text("utf-8") + unit, "utf-8")
    ran = jst(*OFFBOARD, "a.bogus", *WHY)

    assert 1 == ran.status
    assert "Nikt inny nie zarządza tu uprawnieniami" in ran.out
    assert "Nie sprawdzono: to osobni podatnicy" in ran.out
    assert "biblioteka" in ran.out
    assert ksef.received


def test_a_unit_that_does_not_exist_yet_is_not_unread(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """KSeF makes it with the first representative; she can have nothing there."""
    path = office / "permissions.toml"
    unit = '\n[[unit]]\nref = "bursa"\nkind = "internal_unit"\nname = "Bursa Bogus"\n'
    path.write_text(path.read_text("utf-8") + unit, "utf-8")
    ran = jst(*OFFBOARD, "a.bogus", *WHY, "--json")

    assert (1, []) == (ran.status, ran.json["unread"])
    assert ["gmina"] == ran.json["read"]
    assert ksef.received
