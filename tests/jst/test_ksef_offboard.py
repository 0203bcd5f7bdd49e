"""`jst ksef offboard`, `expire` and `deputy` at work, in an office without units."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from jst.demo import OFFICE_NIP, demo_settings
from jst.demo_ksef import (
    ADMINISTRATOR,
    APPROVER,
    ZAWFA_PERSON,
    create_ksef_demo,
    serving_ksef,
)
from jst.office import open_reader
from jst.people import current_account
from jst.simulators.ksef import KsefSimulator, Terms
from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_permissions import Grant
from ledger.entry import decode_entry
from tests.jst.conftest import CASE, Jst, change
from vocabulary.clock import system_clock

GMINA = Ident("Nip", OFFICE_NIP)
LEAVER = Ident("Pesel", ZAWFA_PERSON)
OTHER = Ident("Pesel", "85050500014")
WHY = ("--case", CASE)
REASON = ("--justification", "odeszła z pracy, odebrać dostęp natychmiast")
PERMISSIONS = f"""\
version = 1

[office]
ref = "gmina"
name = "Gmina Bogus"
nip = "{OFFICE_NIP}"
credential = "gmina"

[[grant]]
id = "dawny"
who = "a.bogus"
where = "gmina"
permissions = ["InvoiceRead"]
from = 2026-02-01
until = 2026-03-01
reason = "obsługa faktur"
basis = "zarządzenie 0050.1.2026"

[[deputy]]
id = "zastepstwo"
who = "j.bogus"
for = "a.bogus"
from = 2026-02-15
until = 2026-04-01
reason = "zastępstwo"
basis = "zarządzenie 0050.2.2026"
"""
PEOPLE = f"""\
[[person]]
ref = "a.bogus"
kind = "pesel"
value = "{ZAWFA_PERSON}"
first_name = "Anna"
last_name = "Bogus"

[[person]]
ref = "j.bogus"
kind = "pesel"
value = "02070803628"
first_name = "Jan"
last_name = "Bogus"
"""
ORDERS = """\
[[order]]
id = "PS-9/2026"
account = "{account}"
person = "u.urojona"
approver = "p.pozorny"
case = "{case}"
valid_from = 2026-01-01
valid_until = 2999-01-01
covers = "ksef-expire"

[[order]]
id = "PS-8/2026"
account = "{account}"
person = "u.urojona"
approver = "u.urojona"
case = "{case}"
valid_from = 2026-01-01
valid_until = 2999-01-01
covers = "ksef-expire"
"""


@pytest.fixture(name="once", scope="session")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demonstration office with a KSeF and a file of permissions."""
    folder = tmp_path_factory.mktemp("offboard") / "home"
    create_ksef_demo(folder)
    (folder / "permissions.toml").write_text(PERMISSIONS, "utf-8")
    people = folder / "ksef-people.toml"
    people.touch(0o600)
    people.write_text(PEOPLE, "utf-8")
    orders = ORDERS.format(account=current_account(), case=CASE)
    (folder / "orders.toml").write_text(orders, "utf-8")
    with (folder / "credentials.toml").open("a", encoding="utf-8") as credentials:
        credentials.write('person = "a.bogus"\n')  # the last one is hers
    return folder


@pytest.fixture(name="office")
def _office(once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office of one's own, and the administrator's part."""
    home = tmp_path / "offboard-home"
    shutil.copytree(once, home)
    monkeypatch.setenv("JST_HOME", str(home))
    monkeypatch.setenv("JST_DEMO_PERSON", ADMINISTRATOR)
    for name in ("JST_KEYS", "JST_MEMORY", "JST_LANG"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(name="ksef")
def _ksef(office: Path) -> Iterator[KsefSimulator]:
    """KSeF with two permissions of hers, and one that she gave to a stranger."""
    terms = Terms(login_s=0.0, operation_s=0.0)
    with serving_ksef(demo_settings(office), terms=terms) as simulator:
        give(simulator, LEAVER, "InvoiceRead")
        give(simulator, LEAVER, "CredentialsManage")
        give(simulator, OTHER, "InvoiceWrite", author=LEAVER)
        yield simulator


def give(ksef: KsefSimulator, who: Ident, scope: str, *, author: Ident = GMINA) -> None:
    """Let somebody have something in the office's context."""
    ksef.world.permissions.add(
        Grant(
            kind="persons",
            authorized=who,
            context=GMINA,
            granted_in=GMINA,
            author=author,
            scope=scope,
            description="Bogus: opis",
            since=system_clock(),
            details={
                "subjectPersonDetails": {
                    "subjectDetailsType": "PersonByIdentifier",
                    "firstName": "Bogusia",
                    "lastName": "Zmyślona",
                }
            },
        )
    )


def scopes(ksef: KsefSimulator) -> list[str]:
    """Say which permissions stand in KSeF."""
    return sorted(each.scope for each in ksef.world.permissions.all())


@pytest.fixture(name="approver")
def _approver(monkeypatch: pytest.MonkeyPatch) -> "Part":
    """Lets a test go on as another person."""
    return Part(monkeypatch)


class Part:
    """Who acts from now on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def takes_over(self) -> None:
        """The approver sits down."""
        self._monkeypatch.setenv("JST_DEMO_PERSON", APPROVER)


def test_the_list_shows_everything_and_changes_nothing(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """What she has, what she gave, what is not the office's; no number of anybody."""
    ran = jst("ksef", "offboard", "a.bogus", *WHY)

    assert 1 == ran.status
    assert "Uprawnienia tej osoby (zostaną odebrane): 2" in ran.out
    assert "nadała innym (do potwierdzenia): 1" in ran.out
    assert "Osobisty certyfikat i podpis należą do tej osoby" in ran.out
    assert "zawfa" in ran.out
    assert ZAWFA_PERSON not in ran.out + ran.err
    assert 3 == len(scopes(ksef))


def test_another_person_revokes_by_the_list(
    ksef: KsefSimulator, jst: Jst, approver: Part
) -> None:
    """Not its author; and again it finds nothing more to do."""
    listed = jst("ksef", "offboard", "a.bogus", *WHY, "--json").json["list"]
    apply = ("ksef", "offboard", "a.bogus", "--apply", listed, *WHY)
    own = jst(*apply)
    before = scopes(ksef)
    approver.takes_over()
    ran = jst(*apply, "--json")
    again = jst(*apply)

    assert (1, 3) == (own.status, len(before))
    assert "approver" in own.err
    assert (0, False) == (ran.status, ran.json["emergency"])
    assert [None, None] == [each["code"] for each in ran.json["done"]]
    assert ["made"] == [each["sort"] for each in ran.json["left"]["items"]]
    assert ["InvoiceWrite"] == scopes(ksef)
    assert 0 == again.status


def test_what_came_after_the_list_refuses_it(
    ksef: KsefSimulator, jst: Jst, approver: Part
) -> None:
    """Nobody has looked at it; nothing is revoked."""
    listed = jst("ksef", "offboard", "a.bogus", *WHY, "--json").json["list"]
    give(ksef, LEAVER, "Introspection")
    approver.takes_over()
    ran = jst("ksef", "offboard", "a.bogus", "--apply", listed, *WHY)

    assert 1 == ran.status
    assert "zmienił się" in ran.err
    assert 4 == len(scopes(ksef))


def test_what_she_gave_goes_when_it_is_named(
    ksef: KsefSimulator, jst: Jst, approver: Part
) -> None:
    """The approver chooses it from the list."""
    seen = jst("ksef", "offboard", "a.bogus", *WHY, "--json").json
    [made] = [each["id"] for each in seen["items"] if each["sort"] == "made"]
    approver.takes_over()
    done = ("--apply", seen["list"], "--with", made)
    ran = jst("ksef", "offboard", "a.bogus", *done, *WHY)

    assert 0 == ran.status
    assert [] == scopes(ksef)


def test_a_list_that_is_none_is_refused(
    ksef: KsefSimulator, jst: Jst, approver: Part
) -> None:
    """Of another person, or of nobody."""
    listed = jst("ksef", "offboard", "j.bogus", *WHY, "--json").json["list"]
    approver.takes_over()
    other = jst("ksef", "offboard", "a.bogus", "--apply", listed, *WHY)
    none = jst("ksef", "offboard", "a.bogus", "--apply", "nie-ma", *WHY)

    assert (1, 1) == (other.status, none.status)
    assert 3 == len(scopes(ksef))


def test_in_an_emergency_one_person_revokes_and_another_approves(
    ksef: KsefSimulator, jst: Jst, approver: Part
) -> None:
    """The list of those without approval says so until then."""
    without = jst("ksef", "offboard", "a.bogus", "--emergency", *WHY)
    ran = jst("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY, "--json")
    begun = ran.json["entry"]
    own = jst("ksef", "offboard", "--approve", begun)
    waiting = jst("ksef", "offboard", "--pending")
    approver.takes_over()
    approved = jst("ksef", "offboard", "--approve", begun)
    twice = jst("ksef", "offboard", "--approve", begun)
    other = jst("ksef", "offboard", "--approve", "nie-ma", "--json")
    after = jst("ksef", "offboard", "--pending", "--json")

    assert (1, 0, 1) == (without.status, ran.status, own.status)
    assert (1, True) == (waiting.status, begun in waiting.out)
    assert (0, 1, 1) == (approved.status, twice.status, other.status)
    assert (0, []) == (after.status, after.json["pending"])
    assert ["InvoiceWrite"] == scopes(ksef)


def test_a_kept_session_of_hers_is_ended_and_her_key_never_used(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """It is on the list with the end of its token; the log says who ended it."""
    assert 0 == jst("ksef", "login", "--as", "zawfa").status
    before = sum(ksef.received[each] for each in ksef.received if "xades" in each)
    ran = jst("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY, "--json")
    after = sum(ksef.received[each] for each in ksef.received if "xades" in each)
    with open_reader(demo_settings(office).places) as reader:
        events = [decode_entry(body) for _, body in reader.select({"kind": "system"})]
    ended = [each for each in events if each["event"] == "ksef-session-revoked"]

    assert "session" == ran.json["done"][0]["sort"]
    assert ran.json["done"][0]["accessUntil"]
    assert ["zawfa"] == [each["credential"] for each in ended]
    assert 1 == after - before


def test_what_ksef_does_not_answer_is_not_taken_for_revoked(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """The answer is lost after KSeF has acted: nobody knows, and the rest goes on."""
    ksef.faults.next("drop-after-accept", on="/permissions/common/grants")
    ran = jst("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY, "--json")

    assert 2 == ran.status
    assert [True, False] == [each["unknown"] for each in ran.json["done"]]
    assert ["InvoiceWrite"] == scopes(ksef)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param((), id="nobody"),
        pytest.param(("a.bogus", "--pending"), id="a person and the list of all"),
        pytest.param(("a.bogus", "--emergency", "--apply", "x"), id="two ways"),
    ],
)
def test_a_mix_is_wrong_usage(office: Path, jst: Jst, words: tuple[str, ...]) -> None:
    """Nothing is opened."""
    assert office.exists()
    assert 64 == jst("ksef", "offboard", *words).status


def test_nobody_of_this_name_is_refused(ksef: KsefSimulator, jst: Jst) -> None:
    """A number that was typed by mistake is not repeated."""
    ran = jst("ksef", "offboard", OTHER.value or "", *WHY)

    assert 1 == ran.status
    assert (OTHER.value or "?") not in ran.out + ran.err
    assert ksef.received


def test_what_has_ended_is_revoked_unattended_and_nothing_else(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """The log names the order and who approved it; the second run does nothing."""
    ran = jst("ksef", "expire", "--order", "PS-9/2026", "--json")
    again = jst("ksef", "expire", "--order", "PS-9/2026")
    with open_reader(demo_settings(office).places) as reader:
        [revoked] = [
            entry
            for _, body in reader.select({"system": "ksef"})
            if (entry := decode_entry(body))["kind"] == "intent"
            and entry["operation"] == "revoke_common"
        ]

    assert (0, ["dawny"]) == (ran.status, ran.json["revoked"][0]["entries"])
    assert (0, True) == (again.status, "Nic nie wygasło" in again.out)
    assert ["CredentialsManage", "InvoiceWrite"] == scopes(ksef)
    assert "p.pozorny" == revoked["standing_order"]["approver"]
    assert "standing-order" == revoked["actor"]["auth"]


@pytest.mark.parametrize("order", ["PS-8/2026", "PS-0/2026"])
def test_an_order_that_nobody_approved_runs_nothing(
    ksef: KsefSimulator, jst: Jst, order: str
) -> None:
    """Its own person is no approver; and a number that is none is no order."""
    ran = jst("ksef", "expire", "--order", order)

    assert 1 == ran.status
    assert 0 == sum(ksef.received.values())


def test_what_could_not_be_read_is_told_by_the_status(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """A context without a credential: nothing follows from nothing."""
    change(office / "permissions.toml", 'credential = "gmina"', "")
    expired = jst("ksef", "expire", "--order", "PS-9/2026")
    listed = jst("ksef", "offboard", "a.bogus", *WHY)

    assert (2, 2) == (expired.status, listed.status)
    assert "Nie odczytano" in expired.out
    assert "lista nie jest pełna" in listed.out
    assert 3 == len(scopes(ksef))


def test_who_stands_in_for_whom_is_read_from_the_file(office: Path, jst: Jst) -> None:
    """Both persons see it; asking nobody, it needs no KSeF."""
    ran = jst("ksef", "deputy", "j.bogus")
    other = jst("ksef", "deputy", "a.bogus", "--json")

    assert office.exists()
    assert 0 == ran.status
    assert "j.bogus zastępuje a.bogus od 2026-02-15, wygasa 2026-04-01" in ran.out
    assert "zastepstwo/dawny" in ran.out
    assert ("zastepstwo", "ended") == (
        other.json["deputies"][0]["id"],
        other.json["deputies"][0]["stage"],
    )
    assert json.dumps(other.json).count("02070803628") == 0


def test_a_person_without_a_deputy_is_told_so(office: Path, jst: Jst) -> None:
    """An answer, not an error; somebody whom the file does not know is one."""
    path = office / "permissions.toml"
    path.write_text(path.read_text("utf-8").partition("[[deputy]]")[0], "utf-8")
    ran = jst("ksef", "deputy", "a.bogus")
    nobody = jst("ksef", "deputy", "nikt")

    assert (0, True) == (ran.status, "żadnego zastępstwa" in ran.out)
    assert (1, True) == (nobody.status, "nie ma takiej osoby" in nobody.err)
