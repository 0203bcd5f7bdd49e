"""[3] Somebody leaves: her contexts are read, and what she has is taken away.

    grants under way -> every context -> permissions, tokens -> kept sessions
        -> Offboarding -> revocations

Each question and each revocation is an action of the log. What KSeF refuses, or what
nobody knows of, is told at its item, and the others go on: of somebody who leaves, all
that can go has to go.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from jst.ksef_contexts import Contexts
from jst.ksef_credentials import Credential, load_credentials
from jst.ksef_log import ending_logged
from jst.ksef_office import open_session, session_file
from jst.leaving_pending import grants_without_end, still_without_end
from jst.patience import patiently
from jst.plan_reading import NOT_DONE, read_actual
from jst.revoking import Revoked, not_done, revoke, taken
from jst.settings import Settings
from ksef.access import tokens
from ksef.access.context import ContextId
from ksef.access.errors import SessionUnusable
from ksef.access.errors_login import StateFileRefused
from ksef.access.operations import State
from ksef.access.pages import collect
from ksef.access.state import read_state
from ksef.plan.actual import Listed
from ksef.plan.desired import Desired, Place
from ksef.plan.leaver import (
    InDoubt,
    Item,
    Offboarding,
    SessionFact,
    Sort,
    TokenFact,
)
from ksef.plan.offboard import numbers_of, offboard
from ksef.plan.places import locate
from vocabulary.clock import warsaw_day
from vocabulary.identifiers import Identifier

USABLE = ("Pending", "Active")
Told = Callable[[str], None]


class Seen(NamedTuple):
    """What was seen, and the file with the identifiers that KSeF has made."""

    found: Offboarding
    desired: Desired


def look(
    desired: Desired, contexts: Contexts, *, refs: tuple[str, ...], told: Told
) -> Seen:
    """Read every context of the file, and say what the one who leaves has.

    Args:
        desired: The file, checked.
        contexts: How they are entered.
        refs: Her reference, then others of the same person.
        told: Hears the reference of each place before it is read.

    Raises:
        LeaverUnknown: The people file has no such person.
        ActionDenied, AuditUnavailable, LimitsUnavailable: Of our own side.
    """
    in_doubt = _in_doubt(desired, contexts, refs=refs, told=told)
    actual = read_actual(desired, contexts, told=told)
    located = locate(desired, actual)
    usable: dict[str, tuple[TokenFact, ...]] = {}
    unread: dict[str, str] = {}
    for place in located.places.values():
        if place.context is None or place.context not in actual.by_context:
            continue
        if Listed.PERSONS not in actual.of(place.context).whole:
            continue  # told as unread already
        try:
            usable[place.ref] = _tokens(place, contexts)
        except NOT_DONE as refused:
            unread[place.ref] = refused.code
    whose = own_credentials(contexts.settings, desired, refs)
    sessions: dict[str, tuple[SessionFact, ...]] = {}
    for place_ref, fact in _sessions(contexts, whose.hers, located.places.values()):
        sessions[place_ref] = (*sessions.get(place_ref, ()), fact)
    found = offboard(
        desired,
        actual,
        refs=refs,
        on=warsaw_day(contexts.trail.clock()),
        tokens=usable,
        unread_tokens=unread,
        sessions=sessions,
        credentials=[each.name for each in whose.hers],
    )
    unlinked = tuple(sorted(each.name for each in whose.unlinked))
    seen = replace(found, unlinked=unlinked, in_doubt=in_doubt)
    return Seen(seen, located.desired)


def _in_doubt(
    desired: Desired, contexts: Contexts, *, refs: tuple[str, ...], told: Told
) -> tuple[InDoubt, ...]:
    """Ask how grants to her end that are under way, before KSeF is read."""
    found = grants_without_end(contexts, numbers_of(desired, refs))
    if not found:
        return ()
    office = read_actual(desired, contexts, told=told, places=())
    known = locate(desired, office).desired
    return tuple(still_without_end(found, known, contexts))


class Whose(NamedTuple):
    """Credentials of persons: hers, and those of which it is not known whose.

    Attributes:
        hers: Of the one who leaves.
        unlinked: Of somebody of people.toml whom the people file of KSeF does not name.
    """

    hers: tuple[Credential, ...]
    unlinked: tuple[Credential, ...]

    @property
    def never(self) -> frozenset[str]:
        """The names of those that must not be used."""
        return frozenset(each.name for each in (*self.hers, *self.unlinked))


def own_credentials(
    settings: Settings, desired: Desired, refs: tuple[str, ...]
) -> Whose:
    """Give the credentials that are hers and not the office's, and may be hers.

    A credential names a person of people.toml; `ksef.plan.desired.Person.staff_id` says
    who that is in the people file of KSeF.
    """
    known = {each.staff_id for each in desired.persons}
    hers = {each.staff_id for each in desired.persons if each.ref in refs}
    personal = [each for each in load_credentials(settings) if each.person is not None]
    return Whose(
        hers=tuple(each for each in personal if each.person in hers),
        unlinked=tuple(each for each in personal if each.person not in known),
    )


def carry_out(
    items: Iterable[Item], desired: Desired, contexts: Contexts, *, told: Told
) -> Iterator[Revoked[Item]]:
    """Revoke items in their order, as the limits let us; each is told how it ended.

    Raises:
        ActionDenied, AuditUnavailable, LimitsUnavailable: Of our own side.
    """
    for item in items:
        told(item.place)
        act = partial(_revoke, item, desired, contexts)
        try:
            state = patiently(
                act, clock=contexts.trail.clock, sleep=contexts.client.sleep
            )
        except NOT_DONE as refused:
            if item.sort is Sort.SESSION and isinstance(refused, SessionUnusable):
                yield Revoked(what=item)  # it had ended by itself
                continue
            yield not_done(item, refused)
        else:
            yield taken(item, state)


def _revoke(item: Item, desired: Desired, contexts: Contexts) -> State:
    if item.sort is Sort.SESSION:
        _end(item, contexts)
        return State.DONE
    place = desired.places[item.place]

    def act() -> State:
        acting = contexts.to_change(place)
        if item.sort is Sort.TOKEN:
            tokens.revoke(item.number, **acting)
            return State.DONE
        subjects = _subjects(item, desired)
        return revoke(item.kind, item.number, subjects, **acting).answer.state

    return contexts.in_session(place, act)


def _end(item: Item, contexts: Contexts) -> None:
    """End a session that we keep; it is no action, so the log has two entries of it."""
    listed = load_credentials(contexts.settings)
    [credential] = [each for each in listed if each.name == item.credential]
    session = open_session(credential, contexts.client, contexts.settings)

    def note(event: str, **said: object) -> None:
        named = {**contexts.who(), "credential": credential.name}
        contexts.trail.system(event, {**named, **said})

    with ending_logged(note, session, item.number):
        session.close()


def _subjects(item: Item, desired: Desired) -> tuple[Identifier, ...]:
    holder = desired.parties.get(item.who)
    number = None if holder is None else holder.identifier
    return () if number is None else (number,)


def _tokens(place: Place, contexts: Contexts) -> tuple[TokenFact, ...]:
    found = contexts.in_session(
        place,
        lambda: collect(
            tokens.listed(statuses=USABLE, **contexts.to_read(place)),
            key=lambda each: each.reference_number,
        ),
    )
    return tuple(
        TokenFact(
            reference=each.reference_number,
            author=None
            if each.author_identifier is None
            else each.author_identifier.party(),
            permissions=tuple(sorted(each.requested_permissions)),
            since=warsaw_day(each.date_created),
        )
        for each in found
    )


def _sessions(
    contexts: Contexts, hers: Iterable[Credential], places: Iterable[Place]
) -> Iterator[tuple[str, SessionFact]]:
    """Give the sessions that this installation keeps for credentials of hers."""
    names: dict[ContextId | None, str] = {each.context: each.ref for each in places}
    now = contexts.trail.clock()
    for credential in hers:
        path = session_file(contexts.settings, credential)
        if not path.exists():
            continue
        try:
            saved = read_state(path, base_url=contexts.client.base_url)
        except StateFileRefused:
            continue  # broken, or of another server: it opens nothing here
        if saved.refresh is None or saved.refresh.valid_until <= now:
            continue
        yield (
            names.get(saved.context, credential.name),
            SessionFact(
                credential=credential.name,
                reference=saved.reference,
                access_until=saved.access.valid_until if saved.access else None,
            ),
        )
