"""[0] Who acts, in what capacity, why, for which case: the nouns of one action.

Pure values. An *action* (działanie, KRI § 2 pkt 18) is one operation of a register,
attributed to one natural person and placed in time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol, Self

from accountability.retention import Retention
from accountability.standing_order import StandingOrder
from vocabulary.identifiers import Identifier, Nip


class System(StrEnum):
    """A tax-administration system that an office may ask."""

    CRPO = "crpo"
    KSEF = "ksef"
    CRPDPH = "crpdph"


class Role(StrEnum):
    """What a person does in the office's use of these systems (design, section 6)."""

    CLERK = "clerk"
    MANAGER = "manager"
    KSEF_ADMINISTRATOR = "ksef-administrator"
    APPROVER = "approver"
    OFFICER = "officer"
    OPERATOR = "operator"


class Capacity(StrEnum):
    """In what legal capacity the office acts before a system."""

    TAX_AUTHORITY = "tax-authority"
    TAXPAYER = "taxpayer"
    UNIT = "unit"
    BUYER = "buyer"


class AuthorityKind(StrEnum):
    """The tax authorities of a local government (art. 13 § 1 pkt 1 Ordynacji)."""

    WOJT = "wójt"
    BURMISTRZ = "burmistrz"
    PREZYDENT = "prezydent miasta"
    STAROSTA = "starosta"
    MARSZALEK = "marszałek województwa"


class Purpose(StrEnum):
    """Why a register is asked: a closed list, per system in `accountability.checks`."""

    POWER_IN_CASE = "pelnomocnictwo-w-sprawie"
    SERVICE_OF_LETTERS = "doreczenie"
    OTHER_CASE = "inna-sprawa"
    SUPPLIER_CHECK = "weryfikacja-dostawcy"
    PAYMENT_CHECK = "platnosc-dla-dostawcy"
    PERMISSION_REVIEW = "przeglad-uprawnien"
    PERMISSION_CHANGE = "zmiana-uprawnien"
    CREDENTIALS = "tokeny-i-certyfikaty"


class LegalBasis(StrEnum):
    """The provision an action rests on: a closed list, per system in the checks."""

    OP_138K_2 = "ordynacja.art138k.par2"
    OP_138G = "ordynacja.art138g"
    OP_138H = "ordynacja.art138h"
    OP_138I_1 = "ordynacja.art138i.par1"
    OP_145_2 = "ordynacja.art145.par2"
    OP_145_3 = "ordynacja.art145.par3"
    ZDPH_98 = "zdph.par98"
    ZDPH_106A = "zdph.par106a"
    ZDPH_109 = "zdph.par109"
    VAT_106NB = "vat.art106nb"
    KSEF_2021_3 = "ksef.dzu2021_2481.par3"
    KSEF_2025_3 = "ksef.dzu2025_1815.par3"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAuthorisation:
    """The upoważnienie of art. 143 Ordynacji under which a person of staff acts.

    Attributes:
        number: As entered in the office's register of authorisations.
        systems: Systems it covers.
        purposes: Purposes it covers.
        valid_from: First day, Europe/Warsaw.
        valid_until: First day on which it no longer holds; None: no end set.
    """

    number: str
    systems: frozenset[System]
    purposes: frozenset[Purpose]
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether it holds on `day`: the half-open range [from, until)."""
        return self.valid_from <= day and (
            self.valid_until is None or day < self.valid_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One natural person of staff; a system account alone is not one.

    Attributes:
        id: The person's id in the office, never shared.
        name: Name and surname, as the officer will read it in the log.
        unit: The organisational cell the person works in.
        role: What the person does; only a clerk asks registers.
        authorisation: The staff authorisation, or None.
        auth: How the person was authenticated, e.g. `os-account`, `oidc`, `x509`.
        workstation: Where the person sits, e.g. a host name; may be empty.
    """

    id: str
    name: str
    unit: str
    role: Role
    authorisation: StaffAuthorisation | None
    auth: str
    workstation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """The tax authority in whose name an action is done."""

    name: str
    kind: AuthorityKind
    nip: Nip


class CaseStanding(StrEnum):
    """What the office's case book says of a case and a person."""

    ASSIGNED = "assigned"
    NOT_ASSIGNED = "not-assigned"
    CLOSED = "closed"
    NOT_FOUND = "not-found"
    DECLARED = "declared"


class CaseBook(Protocol):
    """The office's record of cases (EZD, district system, a file)."""

    def standing(self, number: str, actor_id: str) -> CaseStanding:
        """Tell whether the case is open and assigned to the person."""
        ...


class DeclaredCases:
    """For an office without a case book: the person declares, and the log says so."""

    def standing(self, number: str, actor_id: str) -> CaseStanding:  # noqa: ARG002 - the port's names
        """Answer DECLARED: nobody but the person has said that the case is theirs."""
        return CaseStanding.DECLARED


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What does not change from action to action: the authority, its case rules.

    Attributes:
        authority: In whose name every action is done.
        case_pattern: Regular expression for a whole case number (znak sprawy).
        cases: The case book, or `DeclaredCases()`.
        node: Name of this installation, as it appears in the log.
        questions_per_day: Of one person, before anybody allows more.
        retention: How long its look-ups stay readable.
    """

    authority: Authority
    case_pattern: str
    cases: CaseBook = field(default_factory=DeclaredCases)
    node: str = "main"
    questions_per_day: int = 200
    retention: Retention = field(default_factory=Retention)


class CaseRef(str):
    """A case number (znak sprawy), without the blanks around it that typing leaves.

    Equal numbers must be equal texts: holds, classes of retention and reports go by
    them. What a number may look like is the office's own pattern (`Office`).
    """

    __slots__ = ()

    def __new__(cls, number: str | None = None) -> Self:
        """Take a number as it was typed; None is no number at all."""
        return super().__new__(cls, (number or "").strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One operation of a register, before it is checked.

    Attributes:
        basis: Each provision once, as a tuple, whatever it was made from.
        case: A CaseRef, whatever text it was made from.
        subjects: The persons or entities asked about; sealed before they are logged.
        ref: Id of the entry this action repeats or continues, if any.
        batch: Which line of which batch it is, if any; asked once.
        order: The standing order that it is done under, when nobody sits there.
        mandate: The office's own order (zarządzenie) that it carries out, if any.
        emergency: Id of the entry in which the actor declared an emergency today: the
            quota counts the action and does not refuse it (ADR-0038).
    """

    actor: Actor
    authority: Authority
    capacity: Capacity
    system: System
    operation: str
    purpose: Purpose
    basis: Sequence[LegalBasis]
    justification: str
    case: str
    subjects: tuple[Identifier, ...]
    ref: str | None = None
    batch: str | None = None
    order: StandingOrder | None = None
    mandate: str = ""
    emergency: str | None = None

    def __post_init__(self) -> None:
        """Keep what checks and log must both see: an iterator can be read once only."""
        object.__setattr__(self, "case", CaseRef(self.case))
        object.__setattr__(self, "basis", tuple(dict.fromkeys(self.basis or ())))
        object.__setattr__(self, "justification", self.justification or "")
