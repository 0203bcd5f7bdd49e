"""Everything that one simulated KSeF knows and holds, put together."""

from collections import Counter
from dataclasses import dataclass, field

from jst.simulators.ksef_certificates import KsefCertificates
from jst.simulators.ksef_faults import KsefFaults
from jst.simulators.ksef_granting import Granting
from jst.simulators.ksef_jwt import Tokens
from jst.simulators.ksef_keys import KeyRing
from jst.simulators.ksef_limits import Limits
from jst.simulators.ksef_login import Logins
from jst.simulators.ksef_permissions import Permissions, Repeats
from jst.simulators.ksef_roles import Registry
from jst.simulators.ksef_tokens import KsefTokens
from jst.simulators.ksef_trust import Trust
from jst.simulators.pki import BogusCa
from vocabulary.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How the simulated KSeF behaves where environments differ.

    Attributes:
        login_s: Seconds of its clock until a login is decided.
        operation_s: Seconds of its clock until an operation is carried out.
        limited: Whether too many requests are refused (429).
        checks_chain: Whether every login needs a certificate of a trusted authority,
            as on DEMO and PRD; on TEST only `verifyCertificateChain` asks for it.
        repeats: What happens to a grant of what stands there already.
    """

    login_s: float = 0.2
    operation_s: float = 0.2
    limited: bool = True
    checks_chain: bool = False
    repeats: Repeats = Repeats.IGNORED


@dataclass(slots=True)
class World:
    """One simulator's memory; it lasts as long as the process.

    Attributes:
        clock: What it takes for now.
        terms: How it behaves.
        trust: Which authorities it trusts, and what they took back.
        ca: Its own authority: it issues KSeF certificates.
        faults: What to do wrong next.
        warning: Sent as X-System-Warning with every answer; empty for none.
        received: How many requests came, by method and path as documented.
    """

    clock: Clock
    terms: Terms
    trust: Trust
    ca: BogusCa = field(repr=False)
    faults: KsefFaults = field(default_factory=KsefFaults)
    warning: str = ""
    received: Counter[str] = field(default_factory=Counter)
    tokens: Tokens = field(init=False)
    registry: Registry = field(init=False)
    permissions: Permissions = field(init=False)
    granting: Granting = field(init=False)
    logins: Logins = field(init=False)
    limits: Limits = field(init=False)
    keys: KeyRing = field(init=False)
    ksef_tokens: KsefTokens = field(init=False)
    certificates: KsefCertificates = field(init=False)

    def __post_init__(self) -> None:
        clock, terms = self.clock, self.terms
        self.tokens = Tokens(clock=clock)
        self.registry = Registry()
        self.permissions = Permissions(
            clock=clock, operation_s=terms.operation_s, repeats=terms.repeats
        )
        self.granting = Granting(
            clock=clock, permissions=self.permissions, registry=self.registry
        )
        self.logins = Logins(
            clock=clock,
            login_s=terms.login_s,
            tokens=self.tokens,
            registry=self.registry,
            permissions=self.permissions,
        )
        self.limits = Limits(clock=clock, enabled=terms.limited)
        self.keys = KeyRing(self.ca, clock=clock)
        self.ksef_tokens = KsefTokens(clock=clock, operation_s=terms.operation_s)
        self.certificates = KsefCertificates(
            self.ca, clock=clock, operation_s=terms.operation_s
        )
