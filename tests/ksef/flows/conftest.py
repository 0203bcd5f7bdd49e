"""A gmina with its log, logged in with its seal to a simulated KSeF."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from accountability.model import Purpose, Role, System
from accountability.trail import AuditTrail
from accountability.transport import Transport
from certs.keys_file import load_key
from jst.simulators.ksef import KsefSimulator, Terms
from ksef.access.acting import Acting, Grounds
from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.session import Session, log_in
from tests.factories import CASE, an_actor, an_authorisation
from tests.world import World, entries
from vocabulary.identifiers import InternalId, Nip, Pesel

GMINA = Nip("9990000008")
UNIT = InternalId("9990000008-00012")
SCHOOL = Nip("1234563218")
HEAD = Pesel("44051401359")
CLERK = Pesel("22271569167")


@dataclass
class Gmina:
    """An office, its log, KSeF beside it, and a session of the office's seal."""

    trail: AuditTrail
    ksef: KsefSimulator
    client: KsefClient
    seal: Path

    def log_in(
        self, context: ContextId | None = None, who: Path | None = None
    ) -> Session:
        """Log in with a seal or a person's certificate; by default the gmina's own."""
        key = load_key(who or self.seal)
        return log_in(
            self.client,
            context=context or ContextId.of(GMINA),
            key=key,
            certificate=key.certificate,
        )

    def acting(self, session: Session, **changes: object) -> Acting:
        """Say who acts in a session, and why."""
        return {
            "session": session,
            "trail": self.trail,
            "grounds": grounds(**changes),
        }

    def log(self) -> list[dict[str, object]]:
        """Read the log's entries."""
        return entries(self.trail)


def grounds(**changes: object) -> Grounds:
    """Say why the administrator acts."""
    paper = an_authorisation(systems=frozenset({System.KSEF}))
    said: dict[str, object] = {
        "actor": an_actor(role=Role.KSEF_ADMINISTRATOR, authorisation=paper),
        "case": CASE,
        "purpose": Purpose.PERMISSION_CHANGE,
        "mandate": "zarządzenie nr 7/2026",
    }
    return Grounds(**(said | changes))  # type: ignore[arg-type]  # a test's own words


def no_sleep(seconds: float) -> None:
    """Wait for nothing: the simulator is done at once."""
    del seconds


@pytest.fixture(name="gmina")
def _gmina(tmp_path: Path) -> Iterator[Gmina]:
    """An office founded a moment ago, and a KSeF that decides at once."""
    terms = Terms(login_s=0.0, operation_s=0.0, limited=False)
    with (
        KsefSimulator.create(tmp_path / "ksef", terms=terms) as ksef,
        World(tmp_path / "office").found().opened() as trail,
    ):
        client = KsefClient(
            ksef.url, transport=Transport(ca_bundle=ksef.ca_pem), sleep=no_sleep
        )
        yield Gmina(
            trail=trail,
            ksef=ksef,
            client=client,
            seal=ksef.issue_seal("gmina", nip=GMINA),
        )
