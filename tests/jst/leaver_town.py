"""An office without units, for those who leave: two people, three permissions."""

from pathlib import Path

from jst.people import current_account
from jst.simulators.ksef import KsefSimulator
from tests.jst.conftest import CASE
from tests.jst.ksef_world import HEAD, OTHER, give
from tests.jst.scenes import ANNA, OFFICE, write_files

LEAVER = HEAD
WHY = ("--case", CASE)
REASON = ("--justification", "odeszła z pracy, odebrać dostęp natychmiast")
PERMISSIONS = f"""\
{OFFICE}
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
{ANNA}
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


def furnish(home: Path) -> None:
    """Give an office with a KSeF both files, standing orders, and her as staff."""
    write_files(home, PERMISSIONS, PEOPLE)
    orders = ORDERS.format(account=current_account(), case=CASE)
    (home / "orders.toml").write_text(orders, "utf-8")
    with (home / "credentials.toml").open("a", encoding="utf-8") as credentials:
        credentials.write('person = "a.bogus"\n')  # the last one is hers
    with (home / "people.toml").open("a", encoding="utf-8") as staff:
        staff.write(HERSELF)


def set_scene(ksef: KsefSimulator) -> None:
    """Give her two permissions, and a stranger one that she gave."""
    give(ksef, LEAVER, "InvoiceRead")
    give(ksef, LEAVER, "CredentialsManage")
    give(ksef, OTHER, "InvoiceWrite", author=LEAVER)


def scopes(ksef: KsefSimulator) -> list[str]:
    """Say which permissions stand in KSeF."""
    return sorted(each.scope for each in ksef.world.permissions.all())
