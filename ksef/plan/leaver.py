"""What is known of one who leaves: what she has, what she gave, what stays. Pure.

By references and KSeF's own ids: no identifier stands here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from ksef.plan.actual import Kind
from ksef.plan.errors import LeaverUnknown
from ksef.plan.model import HeldSeal, Unread
from vocabulary.identifiers import Identifier


class Sort(StrEnum):
    """What an item is; the order is that in which they are revoked.

    MADE is what she gave to others; ENTITY what an entity of her number has: in KSeF
    that is another holder.
    """

    SESSION = "session"
    TOKEN = "token"  # noqa: S105 - a sort of item
    OWN = "own"
    MADE = "made"
    ENTITY = "entity"


OF_OTHERS: Final = frozenset({Sort.MADE, Sort.ENTITY})
"""Never taken away unasked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFact:
    """A KSeF token of a context that can still be used."""

    reference: str
    author: Identifier | None
    permissions: tuple[str, ...]
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFact:
    """A session that this installation keeps for a credential of hers.

    Attributes:
        credential: Name in credentials.toml.
        reference: Its number in KSeF.
        access_until: Until when the access token that was given out works.
    """

    credential: str
    reference: str
    access_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing of the one who leaves.

    Attributes:
        id: Stable: the same thing has the same id in every list.
        place: In whose context, by reference.
        number: KSeF's id of the permission, the token or the session.
        who: Who holds it, by reference, or a mask where the file does not know.
        kind: Sort of permission; None for tokens and sessions.
        by_zawfa: KSeF gave it, from a ZAW-FA: it is taken away by another one.
        credential: Of a session: the credential that opened it.
        access_until: Of a session: until when its access token works all the same.
    """

    id: str
    sort: Sort
    place: str
    number: str
    who: str
    kind: Kind | None = None
    permissions: tuple[str, ...] = ()
    unit: str | None = None
    client: str | None = None
    since: date | None = None
    by_zawfa: bool = False
    credential: str = ""
    access_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InDoubt:
    """A grant of the office's to her of which nobody knows yet how it ends.

    Attributes:
        intent_id: The action, as the log has it.
        operation: The call, as `ksef.access.endpoints` names it.
        sent_at: When.
        accepted: KSeF took it and gave it a number.
    """

    intent_id: str
    operation: str
    sent_at: datetime
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SealAtHand:
    """A seal of hers, by which she acts as the owner of a context, in no list."""

    place: str
    held: HeldSeal


@dataclass(frozen=True, kw_only=True)
class Offboarding:
    """Everything that is known of one who leaves.

    Attributes:
        person: Her reference.
        on: The day, Europe/Warsaw.
        read: The contexts that were read to their end, by reference.
        items: Sorted as they are to be revoked.
        unread: Lists that were not read.
        unread_tokens: Why the tokens of a context were not read: the code of an error.
        seals: Seals that she has to hand over.
        entries: Entries of the file that still give her something: they must end, or
            the next plan grants it again.
        deputies: Entries of the file in which she deputises, or is deputised.
        credentials: Credentials of the office's files that are hers, not the office's.
        unlinked: Credentials of a person whom the people file does not name: they may
            be hers, so they are not used, and their sessions are not known.
        apart: Bodies of the file that are taxpayers themselves: nobody looked there.
        only_manager: Places where, of those who were read, she alone manages
            permissions.
        in_doubt: Grants to her that KSeF may still carry out: it shows them later.
    """

    person: str
    on: date
    read: tuple[str, ...]
    items: tuple[Item, ...]
    unread: tuple[Unread, ...] = ()
    unread_tokens: Mapping[str, str] = field(default_factory=dict)
    seals: tuple[SealAtHand, ...] = ()
    entries: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    only_manager: tuple[str, ...] = ()
    in_doubt: tuple[InDoubt, ...] = ()

    @property
    def to_revoke(self) -> tuple[Item, ...]:
        """What is taken away: sessions, tokens, her permissions."""
        return tuple(
            each
            for each in self.items
            if each.sort not in OF_OTHERS and not each.by_zawfa
        )

    @property
    def of_others(self) -> tuple[Item, ...]:
        """What she gave to others, and what an entity of her number has.

        Somebody has to confirm it, or take it away.
        """
        return tuple(
            each for each in self.items if each.sort in OF_OTHERS and not each.by_zawfa
        )

    @property
    def by_zawfa(self) -> tuple[Item, ...]:
        """From a ZAW-FA: only another ZAW-FA takes it away."""
        return tuple(each for each in self.items if each.by_zawfa)

    @property
    def contexts(self) -> tuple[str, ...]:
        """The contexts in which there is anything, by reference."""
        return tuple(sorted({each.place for each in self.items}))

    @property
    def complete(self) -> bool:
        """Whether all was read, nothing is under way, and no credential is nobody's."""
        return not (self.unread or self.unread_tokens or self.unlinked or self.in_doubt)

    @property
    def exit_code(self) -> int:
        """0 nothing is left, 1 there is something, 2 not all was read, or has ended.

        Something is also what no command of ours takes away: a seal in her drawer, a
        credential, an entry of the file that would give it back.
        """
        if not self.complete:
            return 2
        return int(bool(self.items or self.seals or self.entries or self.credentials))

    def chosen(self, also: Iterable[str]) -> tuple[Item, ...]:
        """Give what is to be revoked, with the named items that others have.

        Raises:
            LeaverUnknown: An id names none of them.
        """
        wanted = frozenset(also)
        more = tuple(each for each in self.of_others if each.id in wanted)
        if len(more) != len(wanted):
            raise LeaverUnknown("item")
        return (*self.to_revoke, *more)
