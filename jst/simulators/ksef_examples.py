"""An invented gmina in the simulated KSeF, with whom one can try things at once.

    seal-p256, seal-rsa   the gmina's seals: Owner of its context
    administrator         a person with CredentialsManage, as after a ZAW-FA
    director              a person without any rights yet, for a unit
    nameless              a certificate that counts by its fingerprint only

The gmina has the role of a local government unit with one subordinate. All numbers are
made up; the persons were born in 1899, so they are nobody who lives, and of age.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jst.simulators import ksef_identities as identities
from jst.simulators.ksef_identities import KeyKind
from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_permissions import Grant
from jst.simulators.ksef_world import World

GMINA: Final = Ident("Nip", "9990000008")
SUBORDINATE: Final = Ident("Nip", "9990000020")
ADMINISTRATOR: Final = Ident("Pesel", "99810190010")
DIRECTOR: Final = Ident("Pesel", "99810190027")
_SUBORDINATE: Final = (SUBORDINATE.nip, "Bogus: zakład budżetowy")


@dataclass(frozen=True, slots=True)
class Example:
    """Somebody who can log in.

    Attributes:
        pem: Key and certificate; a 0600 file.
        what: Who it is, in Polish.
    """

    pem: Path
    what: str


def examples(world: World, folder: Path) -> dict[str, Example]:
    """Give the examples, made once in a folder, and put them into the simulator."""
    if not world.registry.has_role(GMINA.nip, "LocalGovernmentUnit"):
        _introduce(world)
    gmina = identities.seal_name("gmina", GMINA.nip)
    administrator = identities.person_name("Bogusia", "Bogusowska", ADMINISTRATOR)
    director = identities.person_name("Bogumił", "Bogusowski", DIRECTOR)
    ec: KeyKind = "P-256"
    rsa: KeyKind = "RSA-2048"
    made: dict[str, Example] = {}
    for name, subject, kind, what in (
        ("seal-p256", gmina, ec, "pieczęć gminy, klucz P-256"),
        ("seal-rsa", gmina, rsa, "pieczęć gminy, klucz RSA"),
        ("administrator", administrator, ec, "administrator po ZAW-FA"),
        ("director", director, ec, "dyrektor jednostki, jeszcze bez uprawnień"),
        ("nameless", identities.nameless("nameless"), ec, "certyfikat bez numeru"),
    ):
        pem = folder / f"bogus-{name}.pem"
        if not pem.exists():
            one = identities.identity(world.ca, subject, now=world.clock(), kind=kind)
            one.save(pem)
        made[name] = Example(pem, what)
    return made


def introduce_units(
    world: World, office: str, units: Iterable[tuple[str, str]]
) -> None:
    """Let the tax administration know an office, and these units as its subordinates.

    Args:
        world: The simulator's.
        office: NIP of the office; of the gmina above, its own subordinate stays.
        units: NIP and name of each.
    """
    if office == GMINA.nip:
        if not world.registry.has_role(GMINA.nip, "LocalGovernmentUnit"):
            _introduce(world)
        units = (_SUBORDINATE, *units)
    world.registry.remove_subject(office)
    world.registry.add_subject(
        office,
        "JST",
        subunits=list(units),
        description="Bogus: gmina",
        since=world.clock(),
    )


def _introduce(world: World) -> None:
    now = world.clock()
    world.registry.add_subject(
        GMINA.nip,
        "JST",
        subunits=[_SUBORDINATE],
        description="Bogus: gmina",
        since=now,
    )
    world.permissions.add(
        Grant(
            kind="system",
            authorized=ADMINISTRATOR,
            context=GMINA,
            granted_in=GMINA,
            author=Ident("System"),
            scope="CredentialsManage",
            description="Bogus: ZAW-FA",
            since=now,
        )
    )
