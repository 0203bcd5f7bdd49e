"""A simulated CRPO on the loopback: real TLS, real signatures, nobody real in it.

It speaks the reference contract, which is ours and not the Ministry's. It shows what a
register with that contract would do, and what happens when it does not.

    with CrpoSimulator.create(folder) as register:
        seal = register.issue_seal("office", nip="...")    # its key, admitted
        register.url, register.ca_pem, register.register_seal   # what the client needs
        register.faults.next("silent")

The folder keeps its authority, keys and list, so `load` starts the same one again.
Which message ids it has seen it forgets when it stops.
"""

from collections import Counter
from pathlib import Path
from typing import Final, Self

from cryptography.hazmat.primitives.serialization import Encoding

from certs.keys_file import load_key
from certs.load import load_leaf
from certs.model import PublicKey, SealCertificate
from jst.simulators.admission import AdmissionList, AdmittedSeal
from jst.simulators.crpo_desk import PATH, Desk, Seals
from jst.simulators.crpo_register import SyntheticRegister
from jst.simulators.faults import Fault, Faults
from jst.simulators.pki import BogusCa, Issued
from jst.simulators.served import Served
from vocabulary.clock import Clock, system_clock
from vocabulary.identifiers import MandatorId, Nip

__all__ = ["CrpoSimulator", "Fault", "Faults"]

REGISTER_IDENTIFIER: Final = "VATPL-0000000000"


class CrpoSimulator(Served):
    """One simulated register in one folder; a context manager while it serves.

    Attributes:
        ca_pem: The authority to trust for TLS.
        register_seal: The certificate to pin for answers.
        register_seal_pem: The same, as a file.
        faults: What to do wrong next.
    """

    def __init__(
        self, folder: Path, *, clock: Clock = system_clock, port: int = 0
    ) -> None:
        """Load what `create` wrote; nothing is served before the context is entered.

        Args:
            folder: Holds the simulator's keys, certificates and list.
            clock: What the register takes for now.
            port: TCP port on 127.0.0.1; 0 lets the system choose one.
        """
        self.register_seal_pem = folder / "register-seal.crt.pem"
        self.register_seal = load_leaf(self.register_seal_pem.read_bytes())
        self.faults = Faults(Fault)
        self._clock = clock
        self._ca = BogusCa.load(folder / "ca.pem")
        self._admission = AdmissionList(folder / "admitted.json")
        self._register = SyntheticRegister.create()
        self._desk = Desk(
            register=self._register,
            admission=self._admission,
            seals=Seals(
                own=load_key(folder / "register-seal.pem"),
                wrong=load_key(folder / "wrong-seal.pem"),
            ),
            faults=self.faults,
            clock=clock,
        )
        super().__init__(folder, answer=self._desk.answer, path=PATH, port=port)

    @classmethod
    def create(
        cls, folder: Path, *, clock: Clock = system_clock, port: int = 0
    ) -> Self:
        """Make a new one in an empty or missing folder."""
        now = clock()
        ca = BogusCa.found(folder, now=now)
        for file, name in (("register", "CRPO register"), ("wrong", "somebody else")):
            seal = ca.issue_seal(
                name, organization_identifier=REGISTER_IDENTIFIER, now=now
            )
            seal.save(folder / f"{file}-seal.pem")
            (folder / f"{file}-seal.crt.pem").write_bytes(seal.certificate_pem)
        return cls(folder, clock=clock, port=port)

    @property
    def received(self) -> Counter[str]:
        """How many POSTs came, by path."""
        return self._desk.received.copy()

    @property
    def said(self) -> Counter[str]:
        """How many of each answer, refusal code or fault went out."""
        return self._desk.said.copy()

    def issue_seal(self, name: str, *, nip: Nip) -> Path:
        """Issue a seal for an office; a new 0600 file with key and certificate.

        It is not admitted yet: that takes the letter, and `admit_*`.
        """
        issued: Issued = self._ca.issue_seal(
            name,
            organization_identifier=f"VATPL-{nip.reveal()}",
            now=self._clock(),
        )
        return issued.save(self.folder / f"office-{name}.pem")

    def certify_seal(self, key: PublicKey, name: str, *, nip: Nip) -> bytes:
        """Issue a seal for a key that stays where it is; the certificate as DER."""
        made = self._ca.certify_seal(
            key,
            name,
            organization_identifier=f"VATPL-{nip.reveal()}",
            now=self._clock(),
        )
        return made.public_bytes(Encoding.DER)

    def admit_by_attributes(self, seal: SealCertificate, *, nip: Nip) -> None:
        """Admit a seal by serial number, issuer and validity."""
        self._admission.add(AdmittedSeal.by_attributes(seal, nip=nip.reveal()))

    def admit_by_certificate(self, pem: bytes, *, nip: Nip) -> None:
        """Admit a seal by its certificate."""
        self._admission.add(AdmittedSeal.by_certificate(pem, nip=nip.reveal()))

    def examples(self) -> dict[str, MandatorId]:
        """Mandators by what they show: none, one, several, ending_today, foreign..."""
        return dict(self._register.examples)

    def revoke_all(self, mandator: MandatorId) -> None:
        """Take all powers of a mandator back; later answers no longer hold them."""
        self._register.revoke_all(mandator)
