"""What somebody who leaves has in KSeF, and what she has given to others. Pure.

    desired, actual, tokens, sessions -> Offboarding: revoke, confirm, do by hand

Promises
    - A list that was not read to its end is named; nothing is said of it.
    - What she gave to others is shown and never taken away unasked: it stays in KSeF
      when her own permissions go. So is what an entity of her number has, a firm of
      hers: it is no person who leaves.
    - Her own certificate is hers: it is not the office's to revoke. An access token
      that she has works until it ends, whatever is revoked.

Source: ksef-docs, auth/sesje.md and uwierzytelnianie.md; what stays after the author's
loss, ZAW-FA guide (known from a secondary source).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from ksef.access.details import PersonOfFingerprint
from ksef.plan.actual import Actual, Kind, Standing
from ksef.plan.desired import Desired, Entity, Person, Place, Who, entries_of
from ksef.plan.errors import LeaverUnknown
from ksef.plan.held import Held, held_of, unread_in
from ksef.plan.ids import id_of
from ksef.plan.leaver import (
    Item,
    Offboarding,
    SealAtHand,
    SessionFact,
    Sort,
    TokenFact,
)
from ksef.plan.model import HeldSeal, Key
from ksef.plan.places import is_own_taxpayer, locate
from ksef.plan.wants import MANAGES
from vocabulary.identifiers import Identifier

_ID_CHARS: Final = 16
_MANAGING: Final = frozenset({Kind.WORK, Kind.REPRESENTATIVE})


def offboard(
    desired: Desired,
    actual: Actual,
    *,
    refs: tuple[str, ...],
    on: date,
    tokens: Mapping[str, tuple[TokenFact, ...]] | None = None,
    unread_tokens: Mapping[str, str] | None = None,
    sessions: Mapping[str, tuple[SessionFact, ...]] | None = None,
    credentials: Iterable[str] = (),
) -> Offboarding:
    """Say what somebody who leaves has, in every context that was read.

    Args:
        desired: The file, checked.
        actual: What was read of KSeF.
        refs: Her reference, then others of the same person (by another number).
        on: The day, Europe/Warsaw.
        tokens: Tokens that can be used, by reference of the place.
        unread_tokens: Why those of a place were not read.
        sessions: Sessions that are kept for her credentials, by place.
        credentials: Names of the credentials that are hers.

    Raises:
        LeaverUnknown: The people file has no such person.
    """
    numbers = numbers_of(desired, refs)
    located = locate(desired, actual)
    known = located.desired
    held = held_of(known, actual)
    items = [
        *_standing(held.by_key, numbers, refs[0], known),
        *_tokens(tokens or {}, numbers, refs[0]),
        *_sessions(sessions or {}, refs[0]),
    ]
    unread = tuple(unread_in(held, known, located.proposed_here))
    broken = {each.place for each in unread}
    return Offboarding(
        person=refs[0],
        on=on,
        read=tuple(sorted(set(held.states) - broken - located.proposed_here)),
        items=tuple(sorted(items, key=_rank)),
        unread=unread,
        unread_tokens=dict(unread_tokens or {}),
        seals=tuple(_seals(desired, refs, on)),
        entries=tuple(
            sorted(
                each.id
                for each in entries_of(desired)
                if each.who in refs and on < each.ends
            )
        ),
        deputies=tuple(
            sorted(
                each.id
                for each in desired.deputies
                if on < each.valid_until and {each.who, each.stands_for} & set(refs)
            )
        ),
        credentials=tuple(sorted(credentials)),
        apart=tuple(sorted(each.ref for each in known.units if is_own_taxpayer(each))),
        only_manager=tuple(_left_alone(held, numbers, known)),
    )


def numbers_of(desired: Desired, refs: tuple[str, ...]) -> frozenset[Identifier]:
    """Give every number by which KSeF may know the one who leaves.

    Raises:
        LeaverUnknown: The people file has no such person.
    """
    found: set[Identifier] = set()
    for ref in refs:
        person = desired.parties.get(ref)
        if not isinstance(person, Person):
            raise LeaverUnknown("person")
        found.add(person.identifier)
        if isinstance(person.details, PersonOfFingerprint):
            found.add(person.details.identifier)
    return frozenset(found)


def _left_alone(
    held: Held, numbers: frozenset[Identifier], desired: Desired
) -> Iterator[str]:
    """Name the places where nobody but her manages permissions, as far as was read."""
    managers: dict[str, set[bool]] = {}
    for key, found in held.by_key.items():
        if key.permission != MANAGES or key.kind not in _MANAGING:
            continue
        known = desired.parties.get(key.who)
        hers = {
            each.holder in numbers and not _is_entitys(each, known) for each in found
        }
        managers.setdefault(key.unit or key.place, set()).update(hers)
    yield from sorted(place for place, hers in managers.items() if hers == {True})


def _standing(
    by_key: Mapping[Key, tuple[Standing, ...]],
    numbers: frozenset[Identifier],
    person: str,
    desired: Desired,
) -> Iterator[Item]:
    for key, found in by_key.items():
        known = desired.parties.get(key.who)
        for each in found:
            if each.holder in numbers and _is_entitys(each, known):
                sort = Sort.ENTITY
            elif each.holder in numbers:
                sort = Sort.OWN
            elif each.author in numbers:
                sort = Sort.MADE
            else:
                continue
            yield Item(
                id=_id(sort, key.place, each.id),
                sort=sort,
                place=key.place,
                number=each.id,
                who=person if sort is Sort.OWN else key.who,
                kind=each.kind,
                permissions=(each.permission,),
                unit=key.unit,
                client=key.client,
                since=each.since,
                by_zawfa=each.by_zawfa,
            )


def _is_entitys(standing: Standing, known: Who | None) -> bool:
    """Tell whether an entity of a person's number has it, and not the person.

    Where KSeF does not say, it is whose the file says.
    """
    if standing.as_person is None:
        return isinstance(known, Entity | Place)
    return not standing.as_person


def _tokens(
    tokens: Mapping[str, tuple[TokenFact, ...]],
    numbers: frozenset[Identifier],
    person: str,
) -> Iterator[Item]:
    for place, found in tokens.items():
        for each in found:
            if each.author in numbers:
                yield Item(
                    id=_id(Sort.TOKEN, place, each.reference),
                    sort=Sort.TOKEN,
                    place=place,
                    number=each.reference,
                    who=person,
                    permissions=each.permissions,
                    since=each.since,
                )


def _sessions(
    sessions: Mapping[str, tuple[SessionFact, ...]], person: str
) -> Iterator[Item]:
    for place, found in sessions.items():
        for each in found:
            yield Item(
                id=_id(Sort.SESSION, place, each.reference),
                sort=Sort.SESSION,
                place=place,
                number=each.reference,
                who=person,
                credential=each.credential,
                access_until=each.access_until,
            )


def _seals(desired: Desired, refs: tuple[str, ...], on: date) -> Iterator[SealAtHand]:
    for each in desired.holders:
        if each.who in refs and each.holds_on(on):
            yield SealAtHand(place=each.where, held=HeldSeal.of(each))


_ORDER: Final = {sort: number for number, sort in enumerate(Sort)}
# What was passed on hangs on what was given: it goes first.
_KINDS: Final = {Kind.INDIRECT: 0, Kind.WORK: 1, Kind.AUTHORISATION: 1}


def _rank(item: Item) -> tuple[int, int, str, str]:
    kind = 0 if item.kind is None else _KINDS.get(item.kind, 2)
    return (_ORDER[item.sort], kind, item.place, item.number)


def _id(*parts: str) -> str:
    return id_of(parts, _ID_CHARS)
