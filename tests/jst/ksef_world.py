"""What the simulated KSeF of a demonstration office knows, as tests tell it."""

from collections.abc import Mapping

from jst.demo import OFFICE_NIP
from jst.demo_ksef import ZAWFA_PERSON
from jst.simulators.ksef import KsefSimulator
from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_permissions import Grant
from vocabulary.clock import system_clock

NIP = Ident("Nip", OFFICE_NIP)
HEAD = Ident("Pesel", ZAWFA_PERSON)
STRANGER = "85050500014"
OTHER = Ident("Pesel", STRANGER)
NAMED = {
    "subjectPersonDetails": {
        "subjectDetailsType": "PersonByIdentifier",
        "firstName": "Bogusia",
        "lastName": "Zmyślona",
    }
}


def give(
    ksef: KsefSimulator,
    who: Ident,
    scope: str,
    *,
    author: Ident = NIP,
    kind: str = "persons",
    context: Ident = NIP,
    granted_in: Ident | None = None,
    details: Mapping[str, object] = NAMED,
) -> None:
    """Let somebody have something: in the office's context, unless told otherwise."""
    ksef.world.permissions.add(
        Grant(
            kind=kind,
            authorized=who,
            context=context,
            granted_in=granted_in or context,
            author=author,
            scope=scope,
            description="Bogus: opis",
            since=system_clock(),
            details=dict(details),
        )
    )


def zawfa(
    ksef: KsefSimulator,
    *,
    details: Mapping[str, object] = NAMED,
    head: Ident = HEAD,
    context: Ident = NIP,
) -> None:
    """Let KSeF know of a ZAW-FA, which opens management and nothing else."""
    give(
        ksef,
        head,
        "CredentialsManage",
        author=Ident("System"),
        kind="system",
        context=context,
        details=details,
    )
