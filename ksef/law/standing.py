"""What is found of one party, one permission and one context on one day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ksef.law.decision import Difference, NamerEnded
from ksef.law.grants import Party
from ksef.model import Permission
from vocabulary.law import Rule


class Link(NamedTuple):
    """One link of a chain; a tuple, since one is made for every link of every answer.

    Attributes:
        who: Who holds by it.
        permission: What is held.
        grant: The id of the grant; None for what is held by law.
        rules: The provisions behind it.
        on: The day of which it is told: the day of the question; or, for the power of
            whoever granted, the day of the grant where that power has ended since.
        ended: The day on which the grant behind such a power has ended since then.
    """

    who: Party
    permission: Permission
    grant: str | None
    rules: tuple[Rule, ...]
    on: date
    ended: date | None = None

    @property
    def provisions(self) -> tuple[str, ...]:
        """The provisions as printed, each with its act."""
        return tuple(f"{rule.ref.provision}, {rule.ref.act}" for rule in self.rules)


class Why(StrEnum):
    """Why a grant carries nothing."""

    NOT_YET = "not_yet"
    ENDED = "ended"
    REVOKED = "revoked"
    LINK_GONE = "link_gone"
    NAMER_ENDED = "namer_ended"
    NO_DELEGATION = "no_delegation"
    NO_POWER = "no_power"
    NO_PROVISION = "no_provision"


@dataclass(frozen=True, slots=True)
class Broken:
    """A grant that would carry it, and why it does not."""

    grant: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReading:
    """One reading of what a grant is worth after the right of who made it has ended.

    Attributes:
        id: The word of the setting (ADR-0033).
        may: Whether the party may, by this reading.
        sources: What speaks for it.
        followed: Whether the standing follows it.
        chain: The chain by this reading; its links tell since when a right has ended.
    """

    id: NamerEnded
    may: bool
    sources: tuple[str, ...]
    followed: bool
    chain: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether a party may do something, with the whole chain.

    Attributes:
        may: Whether it may; also what the object is in a condition.
        chain: From the taxpayer down to the party; empty where it may not.
        broken: The grants to it that carry nothing on this day.
        readings: Both readings, where they answer differently; else none.
        system_differs: What KSeF does otherwise.
        in_vain_unseen: It may not, and the text of a provision that could give it was
            not seen.
    """

    who: Party
    permission: Permission
    context: Party
    on: date
    may: bool
    chain: tuple[Link, ...] = ()
    broken: tuple[Broken, ...] = ()
    readings: tuple[ChainReading, ...] = ()
    system_differs: tuple[Difference, ...] = ()
    in_vain_unseen: bool = False

    def __bool__(self) -> bool:
        return self.may

    @property
    def rests_on_secondary(self) -> bool:
        """Whether a provision whose text was not seen is behind it, or a reading."""
        if self.readings or self.in_vain_unseen:
            return True
        rules = (rule for link in self.chain for rule in link.rules)
        return any(not rule.ref.text_seen for rule in rules)
