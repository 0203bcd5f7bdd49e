"""An office without units, for those who leave: two people, three permissions."""

from pathlib import Path

import pytest

from jst.demo import OFFICE_NIP
from jst.demo_ksef import APPROVER, ZAWFA_PERSON, create_ksef_demo
from jst.people import current_account
from jst.simulators.ksef import KsefSimulator
from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_permissions import Grant
from vocabulary.clock import system_clock

CASE = "FK.3120.7.2026"
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


HERSELF = """
[[person]]
account = "demo-odchodzaca"
id = "a.bogus"
name = "Anna Bogus"
unit = "Referat Finansowy"
roles = ["ksef-administrator"]

[person.authorisation]
number = "UP-23/2026"
systems = ["ksef"]
purposes = ["przeglad-uprawnien", "tokeny-i-certyfikaty"]
valid_from = 2026-01-01
"""


def create_office(folder: Path) -> None:
    """Make a demonstration office with a KSeF, both files, and standing orders."""
    create_ksef_demo(folder)
    (folder / "permissions.toml").write_text(PERMISSIONS, "utf-8")
    people = folder / "ksef-people.toml"
    people.touch(0o600)
    people.write_text(PEOPLE, "utf-8")
    orders = ORDERS.format(account=current_account(), case=CASE)
    (folder / "orders.toml").write_text(orders, "utf-8")
    with (folder / "credentials.toml").open("a", encoding="utf-8") as credentials:
        credentials.write('person = "a.bogus"\n')  # the last one is hers
    with (folder / "people.toml").open("a", encoding="utf-8") as staff:
        staff.write(HERSELF)


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


def set_scene(ksef: KsefSimulator) -> None:
    """Give her two permissions, and a stranger one that she gave."""
    give(ksef, LEAVER, "InvoiceRead")
    give(ksef, LEAVER, "CredentialsManage")
    give(ksef, OTHER, "InvoiceWrite", author=LEAVER)


def scopes(ksef: KsefSimulator) -> list[str]:
    """Say which permissions stand in KSeF."""
    return sorted(each.scope for each in ksef.world.permissions.all())


class Part:
    """Who acts from now on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Begin as whoever the test is."""
        self._monkeypatch = monkeypatch

    def takes_over(self) -> None:
        """The approver sits down."""
        self._monkeypatch.setenv("JST_DEMO_PERSON", APPROVER)
