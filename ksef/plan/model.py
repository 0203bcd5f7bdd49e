"""A plan: what stands, what is wanted, and the steps from one to the other. Pure.

Nothing here holds an identifier: people, entities and units stand by reference, holders
whom the file does not know by a mask. `ksef.plan.asking` makes the exact requests of
the steps, `ksef.plan.file` the file with its digest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Final, Self

from ksef.plan.actual import Kind, Listed
from ksef.plan.desired import SealHolder, SealMeans

EVERY_CLIENT: Final = "*"
"""As a client: everybody who lets the entity pass its permissions on."""


class Group(StrEnum):
    """What the plan says of one permission."""

    GRANT = "grant"
    REVOKE = "revoke"
    UNTOUCHED = "untouched"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"
    IMPOSSIBLE = "impossible"
    ORPHANED = "orphaned"
    UNLISTED = "unlisted"
    UNREAD = "unread"


_FOR_A_PERSON: Final = (Group.UNKNOWN, Group.ORPHANED)


class Why(StrEnum):
    """Why a permission is in its group, where the group alone does not tell."""

    ENDED = "ended"
    NOT_IN_FILE = "not_in_file"
    UNKNOWN_HOLDER = "unknown_holder"
    BY_ZAWFA = "by_zawfa"
    TOO_EARLY = "too_early"
    DUPLICATE = "duplicate"
    REPLACED = "replaced"
    AS_REPRESENTATIVE = "as_representative"
    LINK_GONE = "link_gone"
    NO_DELEGATION = "no_delegation"
    NOT_SUBORDINATE = "not_subordinate"
    NOT_READ = "not_read"
    NOT_MADE = "not_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One permission of one holder, by references.

    Attributes:
        place: In whose context it is given.
        who: Reference of the holder; a mask where the file does not know it.
        unit: For a representative: the unit represented.
        client: For an indirect grant: whom it serves, or `EVERY_CLIENT`.
    """

    place: str
    kind: Kind
    who: str
    permission: str
    unit: str | None = None
    client: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the plan says of one permission.

    Attributes:
        entries: Ids of the entries of the file behind it.
        ends: First day on which the file no longer wants it; None: no end, or unwanted.
        starts: First day on which the file wants it; None: unwanted.
        since: The day from which it stands in KSeF; None: it does not.
        permission_id: KSeF's own id of it, or empty.
        provision: The provision, or the clause of the API, that decides.
        says: What a check says of it, in Polish, or empty.
        rule: The rule that says so, or empty.
        step: Id of the step that changes it, or empty.
    """

    group: Group
    key: Key
    why: Why | None = None
    entries: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    since: date | None = None
    permission_id: str = ""
    provision: str = ""
    says: str = ""
    rule: str = ""
    step: str = ""


class Act(StrEnum):
    """What a step does."""

    GRANT = "grant"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change: exactly one call of KSeF.

    Attributes:
        id: Stable: the same change has the same id in every plan, and what touches the
            same begins alike (`ksef.plan.steps.target_of`).
        stage: 1 in the office's context, 2 in those of its units.
        endpoint: The call, as `ENDPOINTS` names it.
        place: In whose context, by reference.
        credential: Name in credentials.toml of what logs in there; None: none named.
        permissions: What is given or taken, sorted.
        delegable: Of these, what an entity may pass on.
        description: For a grant: what stays in KSeF.
        permission_id: For a revocation: KSeF's id.
        entries: Ids of the entries of the file behind it.
        reason: Why, as the file says, or a word of `Why`.
        basis: Number of the zarządzenie or authorisation, or empty.
        provisions: The provisions that allow it.
        warnings: What a check says of it without stopping it, in Polish.
    """

    id: str
    act: Act
    stage: int
    endpoint: str
    place: str
    credential: str | None
    kind: Kind
    who: str
    unit: str | None = None
    client: str | None = None
    permissions: tuple[str, ...]
    delegable: tuple[str, ...] = ()
    description: str = ""
    permission_id: str = ""
    entries: tuple[str, ...] = ()
    reason: str = ""
    basis: str = ""
    provisions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A list of a context that was not read to its end: nothing is said about it."""

    place: str
    listed: Listed
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSeal:
    """Somebody who acts as the owner of a context on the day of the plan."""

    who: str
    means: SealMeans
    serial: str = ""
    ends: date | None = None

    @classmethod
    def of(cls, holder: SealHolder) -> Self:
        """Give what a plan says of an entry of the file's register of holders."""
        return cls(
            who=holder.who,
            means=holder.means,
            serial=holder.serial,
            ends=holder.valid_until,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A context whose owner stands in no list of KSeF, and who acts as the owner."""

    place: str
    holders: tuple[HeldSeal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """How many calls one endpoint gets in one context, and how long that takes.

    Attributes:
        at_least_s: Seconds that the limits of KSeF make them last.
    """

    place: str
    endpoint: str
    calls: int
    at_least_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """That somebody's access was taken away (`jst ksef offboard`).

    Attributes:
        at: When it was begun, for the last time.
        planned: What the file had for her then, or at an earlier time, that had not
            begun: id of an entry or a deputyship, and its first day; sorted.
    """

    at: datetime
    planned: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be done on one day, and everything that stands in its way.

    Attributes:
        office: Reference of the office.
        on: The day for which the file was read, Europe/Warsaw.
        lines: One for each permission, sorted by group and key.
        steps: In the order in which they are to be done.
        unlisted: Units with a NIP of their own that KSeF does not list as subordinate.
        unread: Lists that were not read.
        internal_ids: The five last digits of the ids of units, by reference, where the
            file does not say them.
        proposals: Of these, the units whose id KSeF has not made yet.
        owners: Who acts outside every list.
        costs: Calls of each kind and context.
        at_least_s: Seconds that the limits of KSeF make an apply last, which goes from
            step to step and waits where it stands.
        author: Id of the person who made it; somebody else approves it.
        made_at: When its making began, before the file was read; None: it is to be
            compared, and nobody can apply it.
        left: Of those to whom it grants something, whose access was taken away, as
            the log had it when all was read.
    """

    office: str
    on: date
    lines: tuple[Line, ...] = ()
    steps: tuple[Step, ...] = ()
    unlisted: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    internal_ids: Mapping[str, str] = field(default_factory=dict)
    proposals: tuple[str, ...] = ()
    owners: tuple[Owner, ...] = ()
    costs: tuple[Cost, ...] = ()
    at_least_s: int = 0
    author: str = ""
    made_at: datetime | None = None
    left: Mapping[str, Left] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 as the file says, 1 something is to be done, 2 not everything was read.

        To be done: steps, units out of the role list, drift and broken chains, which
        only a person can judge. What is impossible, or stands by a ZAW-FA, is shown
        and counts for nothing: an office that filed one would never see a 0.
        """
        if self.unread or any(each.group is Group.UNREAD for each in self.lines):
            return 2
        strays = any(
            each.group in _FOR_A_PERSON and each.why is not Why.BY_ZAWFA
            for each in self.lines
        )
        return int(bool(self.steps or self.unlisted) or strays)

    @property
    def calls(self) -> int:
        """How many calls an apply takes, with what is read before and afterwards."""
        return sum(each.calls for each in self.costs)

    @property
    def minutes_at_least(self) -> int:
        """Whole minutes that the limits make an apply last."""
        return -(-self.at_least_s // 60)

    @cached_property
    def grouped(self) -> Mapping[Group, tuple[Line, ...]]:
        """The lines of each group; every group is there."""
        return {
            group: tuple(each for each in self.lines if each.group is group)
            for group in Group
        }
