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
_NAMED = {
    "subjectPersonDetails": {
        "subjectDetailsType": "PersonByIdentifier",
        "firstName": "Bogusia",
        "lastName": "Zmyślona",
    }
}


def zawfa(
    ksef: KsefSimulator, *, details: Mapping[str, object] = _NAMED, head: Ident = HEAD
) -> None:
    """Let KSeF know of a ZAW-FA, which opens management and nothing else."""
    ksef.world.permissions.add(
        Grant(
            kind="system",
            authorized=head,
            context=NIP,
            granted_in=NIP,
            author=Ident("System"),
            scope="CredentialsManage",
            description="ZAW-FA",
            since=system_clock(),
            details=dict(details),
        )
    )
