"""The scene of *Leaver and deputy*: a made-up town, its treasurer and her deputy.

The office, three units with a NIP, five with an internal id: nine contexts. What stands
in KSeF before the story begins is put there as the simulated KSeF keeps it; all that
happens in the story is asked of it as of the Ministry's.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jst.demo import OFFICE_NIP
from jst.demo_ksef import create_ksef_demo
from jst.demo_ksef_standing import give
from jst.people import current_account
from jst.settings import Settings
from vocabulary.checksums import internal_id_digit
from vocabulary.clock import Clock
from vocabulary.identifiers import Nip, Pesel

if TYPE_CHECKING:
    from jst.simulators.ksef import KsefSimulator

TREASURER, DEPUTY, CLERK = "s.skarbna", "z.zastepczy", "k.ksiegowa"
TREASURER_PESEL: Final = "22271569167"
_DEPUTY_PESEL: Final = "02070803628"
_CLERK_PESEL: Final = "99810190034"
_STRANGER_PESEL: Final = "85050500014"
_ADMINISTRATOR_PESEL: Final = "44051401359"
_NIPS: Final = ("5265877635", "6824515772", "9990000020")
_INTERNAL: Final = 5

_PEOPLE_OF_STAFF: Final = f"""
[[person]]
account = "demo-skarbnik"
id = "{TREASURER}"
name = "Sabina Skarbna"
unit = "Skarbnik"
roles = ["ksef-administrator"]

[person.authorisation]
number = "UP-23/2026"
systems = ["ksef"]
purposes = ["przeglad-uprawnien", "zmiana-uprawnien", "tokeny-i-certyfikaty"]
valid_from = 2026-01-01
valid_until = 2026-07-01
"""
_ORDERS: Final = """\
[[order]]
id = "PS-2/2026"
account = {account}
person = "u.urojona"
approver = "p.pozorny"
case = "FK.3120.7.2026"
valid_from = 2026-01-01
valid_until = 2027-01-01
covers = "ksef-expire"
"""
_OFFICE: Final = """\
version = 1

[office]
ref = "gmina"
name = "Gmina Bogus"
nip = "{nip}"
credential = "gmina"
[[grant]]
id = "skarbnik"
who = "{treasurer}"
where = [{places}]
permissions = ["InvoiceRead"]
from = 2026-02-01
until = 2026-07-01
reason = "skarbnik"
basis = "zarządzenie 0050.11.2026"
[[grant]]
id = "skarbnik-zarzadza"
who = "{treasurer}"
where = "gmina"
permissions = ["CredentialsManage"]
from = 2026-02-01
until = 2026-07-01
reason = "skarbnik"
basis = "zarządzenie 0050.11.2026"
[[grant]]
id = "skarbnik-klienci"
who = "{treasurer}"
where = "sp3"
permissions = ["InvoiceRead"]
client = "*"
from = 2026-02-01
until = 2026-07-01
reason = "faktury każdego klienta"
basis = "zarządzenie 0050.11.2026"
[[grant]]
id = "ksiegowa"
who = "{clerk}"
where = ["gmina", "sp1", "sp2"]
permissions = ["InvoiceWrite"]
from = 2026-02-01
reason = "księgowość"
basis = "zarządzenie 0050.12.2026"
[[deputy]]
id = "zastepstwo"
who = "{deputy}"
for = "{treasurer}"
where = ["gmina", "sp1"]
outlasts = true
from = 2026-06-16
until = 2026-09-01
reason = "zastępstwo do czasu powołania skarbnika"
basis = "zarządzenie 0050.40.2026"
"""
_UNIT: Final = """
[[unit]]
ref = "{ref}"
kind = "{kind}"
name = "{name}"
{number} = "{value}"
credential = "{ref}"

[[grant]]
id = "przedstawiciel-{ref}"
who = "u.urojona"
where = "{ref}"
representative = true
from = 2026-02-01
reason = "administrator w jednostce"
basis = "zarządzenie 0050.13.2026"
"""
_PERSON: Final = """\
[[person]]
ref = "{ref}"
kind = "pesel"
value = "{pesel}"
first_name = "{first}"
last_name = "{last}"

"""
_CREDENTIAL: Final = """
[[credential]]
name = "{name}"
context_type = "{kind}"
context = "{value}"
key_file = "simulator-ksef/{file}"
"""


def create_scene(folder: Path, *, clock: Clock) -> Settings:
    """Make the office of the story in an empty or missing folder.

    Raises:
        OutputRefused: The folder holds something, or cannot be made.
    """
    from jst.simulators.ksef import KsefSimulator  # noqa: PLC0415 - an extra

    settings = create_ksef_demo(folder, clock=clock)
    home = settings.places.home
    ksef = KsefSimulator(settings.places.ksef_simulator, clock=clock)
    hers = ksef.issue_person("skarbnik", number=Pesel.parse(TREASURER_PESEL))
    units = list(_units())
    with (home / "people.toml").open("a", encoding="utf-8") as people:
        people.write(_PEOPLE_OF_STAFF)
    with (home / "credentials.toml").open("a", encoding="utf-8") as credentials:
        for ref, _, kind, value in units:
            credentials.write(
                _CREDENTIAL.format(
                    name=ref, kind=kind, value=value, file="bogus-zawfa.pem"
                )
            )
        own = _CREDENTIAL.format(
            name="skarbnik", kind="Nip", value=OFFICE_NIP, file=hers.name
        )
        credentials.write(f'{own}person = "{TREASURER}"\n')
    account = f'"{current_account()}"'
    (home / "orders.toml").write_text(_ORDERS.format(account=account), "utf-8")
    (home / "permissions.toml").write_text(_permissions(units), "utf-8")
    path = home / "ksef-people.toml"
    path.touch(0o600)
    path.write_text("".join(_people()), "utf-8")
    return settings


def set_scene(ksef: "KsefSimulator") -> None:
    """Let KSeF hold what stands there before the story: 9 contexts of the treasurer's.

    She has 11 permissions, one of them indirect, and gave 4 to others.
    """
    from jst.simulators.ksef_names import Ident  # noqa: PLC0415 - an extra

    gmina = Ident("Nip", OFFICE_NIP)
    owner, treasurer = gmina, Ident("Pesel", TREASURER_PESEL)
    units = {ref: Ident(kind, value) for ref, _, kind, value in _units()}
    ksef.world.registry.add_subject(
        OFFICE_NIP,
        "JST",
        subunits=[(nip, "Bogus: jednostka") for nip in _NIPS],
        description="Bogus: gmina",
        since=ksef.clock(),
    )
    administrator = Ident("Pesel", _ADMINISTRATOR_PESEL)
    for ref, unit in units.items():
        give(
            ksef,
            administrator,
            "CredentialsManage",
            unit,
            owner,
            "subunits",
            gmina,
            ref,
        )
    for context in (gmina, *units.values()):
        give(ksef, treasurer, "InvoiceRead", context, owner)
    give(ksef, treasurer, "CredentialsManage", gmina, owner)
    give(ksef, treasurer, "InvoiceRead", units["sp3"], owner, "indirect")
    clerk, stranger = Ident("Pesel", _CLERK_PESEL), Ident("Pesel", _STRANGER_PESEL)
    for context in (gmina, units["sp1"], units["sp2"]):
        give(ksef, clerk, "InvoiceWrite", context, treasurer)
    give(ksef, stranger, "InvoiceRead", gmina, treasurer)


def renew(ksef: "KsefSimulator") -> None:
    """Issue anew what the office logs in with: certificates of the simulator end."""
    for name in ("gmina", "zawfa"):
        (ksef.folder / f"bogus-{name}.pem").unlink()
    ksef.issue_seal("gmina", nip=Nip.parse(OFFICE_NIP))
    ksef.issue_person("zawfa", number=Pesel.parse(_ADMINISTRATOR_PESEL))


def _units() -> Iterator[tuple[str, str, str, str]]:
    """Give reference, kind of body, kind of number and number of each unit."""
    for number, nip in enumerate(_NIPS, 1):
        yield f"sp{number}", "local_budget_unit", "Nip", nip
    for number in range(1, _INTERNAL + 1):
        first = f"{OFFICE_NIP}{number:04}"
        value = f"{OFFICE_NIP}-{number:04}{internal_id_digit(first)}"
        yield f"dzial{number}", "internal_unit", "InternalId", value


def _permissions(units: list[tuple[str, str, str, str]]) -> str:
    refs = ["gmina", *(ref for ref, *_ in units)]
    office = _OFFICE.format(
        nip=OFFICE_NIP,
        treasurer=TREASURER,
        deputy=DEPUTY,
        clerk=CLERK,
        places=", ".join(f'"{ref}"' for ref in refs),
    )
    names = {"Nip": "nip", "InternalId": "internal_id"}
    return office + "".join(
        _UNIT.format(
            ref=ref,
            kind=body,
            name=f"Jednostka Bogus {ref}",
            number=names[kind],
            value=value,
        )
        for ref, body, kind, value in units
    )


def _people() -> Iterator[str]:
    for ref, pesel, first, last in (
        ("u.urojona", _ADMINISTRATOR_PESEL, "Urszula", "Urojona"),
        (TREASURER, TREASURER_PESEL, "Sabina", "Skarbna"),
        (DEPUTY, _DEPUTY_PESEL, "Zenon", "Zastępczy"),
        (CLERK, _CLERK_PESEL, "Klara", "Księgowa"),
    ):
        yield _PERSON.format(ref=ref, pesel=pesel, first=first, last=last)
