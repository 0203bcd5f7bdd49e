"""A simulated KSeF on the loopback: the access part of API 2.7, nobody real in it.

It verifies signatures, encrypts and decrypts, keeps permissions by the Ministry's rules
and forgets everything but its keys when it stops.

    with KsefSimulator.create(folder) as ksef:
        seal = ksef.issue_seal("gmina", nip=...)     # key and certificate, a PEM file
        ksef.url, ksef.ca_pem                        # what the client needs
        ksef.faults.next("drop-after-accept", on="/persons/grants")
        ksef.clock.advance(seconds=600)              # of a MovingClock

What differs from the Ministry's, or is our reading of it: docs/limitations.md.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Name

from certs.model import PublicKey
from jst.simulators import ksef_identities as identities
from jst.simulators.ksef_app import make_app
from jst.simulators.ksef_examples import GMINA, Example, examples, introduce_units
from jst.simulators.ksef_faults import KsefFault, KsefFaults
from jst.simulators.ksef_identities import KeyKind
from jst.simulators.ksef_names import PREFIX, Ident
from jst.simulators.ksef_permissions import Repeats
from jst.simulators.ksef_served import AppServer
from jst.simulators.ksef_trust import Trust
from jst.simulators.ksef_world import Terms, World
from jst.simulators.moving_clock import MovingClock
from jst.simulators.pki import BogusCa
from vocabulary.clock import Clock, system_clock
from vocabulary.identifiers import Nip, Pesel

__all__ = [
    "KsefFault",
    "KsefFaults",
    "KsefSimulator",
    "MovingClock",
    "Repeats",
    "Terms",
]


class KsefSimulator:
    """One simulated KSeF in one folder; a context manager while it serves.

    Attributes:
        folder: Holds its keys and certificates.
        ca_pem: The authority to trust for TLS.
        clock: What it takes for now.
        faults: What to do wrong next.
        world: What it knows and holds.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Clock = system_clock,
        port: int = 0,
        terms: Terms | None = None,
    ) -> None:
        """Load what `create` wrote; nothing is served before the context is entered.

        Args:
            folder: Holds the simulator's keys and certificates.
            clock: What it takes for now; a `MovingClock` can be moved.
            port: TCP port on 127.0.0.1; 0 lets the system choose one.
            terms: How it behaves where environments differ.
        """
        self.folder = folder
        self.ca_pem = folder / "ca.crt.pem"
        self.clock = clock
        self._ca = BogusCa.load(folder / "ca.pem")
        self._port = port
        self.world = World(
            clock=clock,
            terms=terms or Terms(),
            trust=Trust(self._ca.own.certificate, clock=clock),
            ca=self._ca,
        )
        self.faults = self.world.faults
        self._server: AppServer | None = None

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        clock: Clock = system_clock,
        port: int = 0,
        terms: Terms | None = None,
    ) -> Self:
        """Make a new one in an empty or missing folder."""
        # TLS is judged by the real time, whatever time the simulator is told.
        BogusCa.found(folder, now=system_clock())
        return cls(folder, clock=clock, port=port, terms=terms)

    def __enter__(self) -> Self:
        self.faults.stopping.clear()
        server = AppServer(
            make_app(self.world), certificate=self.folder / "tls.pem", port=self._port
        )
        self._server = server.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        server, self._server = self._server, None
        if server is not None:
            self.faults.stopping.set()
            server.__exit__(*exc)

    @property
    def url(self) -> str:
        """The base of the API, while it serves."""
        if self._server is None:
            raise RuntimeError("the simulator is not running")
        return f"https://127.0.0.1:{self._server.port}{PREFIX}"

    @property
    def received(self) -> Counter[str]:
        """How many requests came, e.g. of `POST /auth/challenge`."""
        return self.world.received.copy()

    def issue_seal(self, name: str, *, nip: Nip, kind: KeyKind = "P-256") -> Path:
        """Issue the seal of an entity; a new 0600 file with key and certificate."""
        subject = identities.seal_name(name, nip.reveal())
        return self._issue(name, subject, kind)

    def issue_person(
        self, name: str, *, number: Nip | Pesel, kind: KeyKind = "P-256"
    ) -> Path:
        """Issue the certificate of a person for qualified signatures; a new file."""
        who = Ident(type(number).__name__, number.reveal())
        return self._issue(name, identities.person_name("Bogusia", name, who), kind)

    def issue_nameless(self, name: str, *, kind: KeyKind = "P-256") -> Path:
        """Issue a certificate that holds no number: it counts by its fingerprint."""
        return self._issue(name, identities.nameless(name), kind)

    def examples(self) -> dict[str, Example]:
        """Introduce an invented gmina, and give whoever can log in for it."""
        return examples(self.world, self.folder)

    def introduce_units(self, office: Nip, units: Iterable[tuple[Nip, str]]) -> None:
        """List units of an office, by NIP and name, as its subordinates (NIP-2)."""
        told = [(nip.reveal(), name) for nip, name in units]
        introduce_units(self.world, office.reveal(), told)

    @property
    def example_context(self) -> Ident:
        """The context of the invented gmina."""
        return GMINA

    def certify_seal(self, key: PublicKey, name: str, *, nip: Nip) -> bytes:
        """Issue a seal for a key that stays where it is; the certificate as DER."""
        subject = identities.seal_name(name, nip.reveal())
        now = self.clock()
        made = identities.certify(self._ca, key, subject, now=now)
        return made.public_bytes(Encoding.DER)

    def _issue(self, name: str, subject: Name, kind: KeyKind) -> Path:
        made = identities.identity(self._ca, subject, now=self.clock(), kind=kind)
        return made.save(self.folder / f"bogus-{name}.pem")
