"""What `jst ksef offboard` leaves to people, whose a credential is, and patience."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from accountability.model import Role
from jst.demo import demo_settings
from jst.demo_ksef import ADMINISTRATOR, APPROVER
from jst.expiring import plan_of_today, revoke_expired
from jst.ksef_contexts import Contexts
from jst.ksef_office import client_of
from jst.leaving import carry_out, look
from jst.office import OpenOffice, open_office
from jst.people import load_people
from jst.plan_file import load_desired
from jst.settings import Settings
from jst.simulators.ksef import KsefSimulator
from jst.simulators.ksef_names import Ident
from ksef.access.acting import Acting
from ksef.access.errors import TooManyRequests
from ksef.plan.desired import Place
from tests.jst.conftest import CASE, Jst, change
from tests.jst.ksef_world import give
from tests.jst.leaver_town import LEAVER, REASON, WHY, scopes
from tests.jst.scenes import play
from vocabulary.clock import system_clock

OFFBOARD = ("ksef", "offboard")
EMERGENCY = ("--emergency", *REASON, *WHY)
FIRM = "7762811692"
BY_NIP = f"""
[[person]]
ref = "a.nip"
kind = "nip"
value = "{FIRM}"
first_name = "Anna"
last_name = "Bogus"
"""
OF_FIRM = {
    "subjectEntityDetails": {
        "subjectDetailsType": "EntityByIdentifier",
        "fullName": "Biuro Bogus",
    }
}


@dataclass(frozen=True, kw_only=True)
class Full(Contexts):
    """Contexts whose limits are full the first time that anything is to change."""

    turned_away: list[str] = field(default_factory=list)

    def to_change(self, place: Place) -> Acting:
        """Let nothing through once."""
        if not self.turned_away:
            self.turned_away.append(place.ref)
            raise TooManyRequests(system_clock())
        return super().to_change(place)


def contexts_of(settings: Settings, office: OpenOffice) -> Full:
    """Enter as the administrator."""
    people = load_people(settings.places.people, demo=True)
    [person] = [each for each in people.persons if each.id == ADMINISTRATOR]
    return Full(
        settings=settings,
        client=client_of(settings),
        trail=office.trail,
        actor=person.known_by("demo").actor(Role.KSEF_ADMINISTRATOR),
        case=CASE,
    )


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


def test_what_her_firm_has_is_told_apart_and_goes_when_it_is_named(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """It has her NIP, and in KSeF it is another holder: nobody takes it unasked."""
    with (office / "ksef-people.toml").open("a", encoding="utf-8") as people:
        people.write(BY_NIP)
    give(ksef, Ident("Nip", FIRM), "InvoiceRead", kind="entities", details=OF_FIRM)
    hers = (*OFFBOARD, "a.bogus", "--also", "a.nip")
    shown = jst(*hers, *WHY)
    listed = jst(*hers, *WHY, "--json").json["items"]
    [named] = [each["id"] for each in listed if each["sort"] == "entity"]
    jst(*hers, *EMERGENCY)
    kept = scopes(ksef)
    jst(*hers, *EMERGENCY, "--with", named)

    head = "Uprawnienia podmiotu o tym samym numerze (do potwierdzenia): 1"
    assert (True, True) == (head in shown.out, "ma: a.nip (podmiot)" in shown.out)
    assert ["InvoiceRead", "InvoiceWrite"] == kept
    assert ["InvoiceWrite"] == scopes(ksef)


def test_an_entry_that_would_give_it_back_is_something(
    ksef: KsefSimulator, office: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next plan would grant it again; without it, nothing of hers is left."""
    without_her_credential(office)
    change(office / "permissions.toml", "until = 2026-03-01", "until = 2999-01-01")
    seen = jst(*OFFBOARD, "a.bogus", *WHY, "--json").json
    [made] = [each["id"] for each in seen["items"] if each["sort"] == "made"]
    play(monkeypatch, APPROVER)
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


def test_what_has_ended_is_revoked_when_the_limits_let_us(
    office: Path, ksef: KsefSimulator
) -> None:
    """On 1 January a whole office ends at once; the 121st is no failure."""
    settings = demo_settings(office)
    desired, _ = load_desired(office)
    with open_office(settings) as opened:
        contexts = contexts_of(settings, opened)
        made = plan_of_today(desired, contexts, told=lambda _: None)
        done = list(revoke_expired(made, desired, contexts))

    assert ["gmina"] == contexts.turned_away
    assert [""] == [each.code for each in done]
    assert ["CredentialsManage", "InvoiceWrite"] == scopes(ksef)


def test_of_somebody_who_leaves_everything_goes_when_the_limits_let_us(
    office: Path, ksef: KsefSimulator
) -> None:
    """Whoever revokes waits, and does not have to begin again."""
    settings = demo_settings(office)
    desired, _ = load_desired(office)
    with open_office(settings) as opened:
        contexts = contexts_of(settings, opened)
        seen = look(desired, contexts, refs=("a.bogus",), told=lambda _: None)
        items = seen.found.to_revoke
        done = list(carry_out(items, seen.desired, contexts, told=lambda _: None))

    assert ["gmina"] == contexts.turned_away
    assert ["", ""] == [each.code for each in done]
    assert ["InvoiceWrite"] == scopes(ksef)
