"""[1] What stands against a look into the log, a reading, and each step of unsealing.

Pure. The requester and the one who releases are never the same person.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from accountability import law
from accountability.checks import check_person, check_reason
from accountability.model import Actor, Role
from vocabulary.finding import Finding, error
from vocabulary.identifiers import Identifier

MAX_ENTRIES: Final = 200
RELEASERS: Final = frozenset({Role.OFFICER, Role.MANAGER})
OFFICERS: Final = frozenset({Role.OFFICER})
WATCHERS: Final = frozenset({Role.OFFICER, Role.MANAGER})
"""Who may see how the log was looked into: the officer is watched by somebody else."""


class ReleaseState(StrEnum):
    """Whether a request was released by somebody else."""

    NOT_RELEASED = "not-released"
    RELEASED = "released"
    LATE = "late"


def check_look(
    actor: Actor,
    reason: str,
    subjects: Sequence[Identifier],
    *,
    needed: bool,
    readers: frozenset[Role] = OFFICERS,
) -> tuple[Finding, ...]:
    """Say what stands against a search or a report by somebody of `readers`."""
    return (
        *_officer(actor, subjects, readers),
        *check_reason(reason, needed=needed, case="", subjects=subjects),
    )


def check_request(
    actor: Actor, reason: str, sealed: Sequence[bool]
) -> tuple[Finding, ...]:
    """Say what stands against a request; `sealed`: whether each entry seals anybody."""
    return (
        *_officer(actor),
        *check_reason(reason, needed=True, case=""),
        *_entries(sealed),
    )


def check_release(
    actor: Actor, reason: str, *, requester: str, late: bool
) -> tuple[Finding, ...]:
    """Say what stands against a release by this person."""
    return (
        *check_person(actor),
        *check_reason(reason, needed=True, case=""),
        *_second_person(actor, requester),
        *_in_time(late=late),
    )


def check_show(
    actor: Actor, *, requester: str, state: ReleaseState
) -> tuple[Finding, ...]:
    """Say what stands against showing what was released."""
    return (*_officer(actor), *_released(actor, requester, state))


def check_kept_case(asked_in: str | None, case: str) -> Iterator[Finding]:
    """Say whether a kept answer is wanted for its own case; None: of no question.

    What was learned for one case is no stock for others (art. 138k § 2 Ordynacji).
    """
    if asked_in is None:
        yield error(
            "action.question.missing",
            "ref",
            "Nie ma takiego zapytania albo jego wpis usunięto.",
        )
    elif asked_in.strip() != case.strip():
        yield error(
            "action.case.other",
            "case",
            "Odpowiedź uzyskano w innej sprawie; w tej zapytaj rejestr ponownie.",
        )


def check_in_clear(state: ReleaseState) -> tuple[Finding, ...]:
    """Say what stands against an officer's reading an answer with its identifiers."""
    if state is ReleaseState.RELEASED:
        return ()
    return (
        error(
            "unsealing.answer",
            "ref",
            "Odpowiedź z jawnymi identyfikatorami inspektor czyta dopiero po"
            " zwolnieniu przez drugą osobę: jst officer request ID.",
        ),
    )


def _officer(
    actor: Actor,
    subjects: Sequence[Identifier] = (),
    readers: frozenset[Role] = OFFICERS,
) -> Iterator[Finding]:
    yield from check_person(actor, subjects)
    if actor.role not in readers:
        yield error(
            law.ADEQUATE_PERMISSIONS, "actor.role", "Dziennik przegląda inspektor."
        )


def _entries(sealed: Sequence[bool]) -> Iterator[Finding]:
    if not 0 < len(sealed) <= MAX_ENTRIES:
        yield error(
            "unsealing.entries.count",
            "entries",
            f"Wniosek obejmuje od 1 do {MAX_ENTRIES} wpisów.",
        )
    if not all(sealed):
        yield error(
            "unsealing.entries.sealed",
            "entries",
            "Wniosek obejmuje wpis, którego nie ma albo w którym nie ma"
            " zapieczętowanego identyfikatora.",
        )


def _second_person(actor: Actor, requester: str) -> Iterator[Finding]:
    if actor.id == requester:
        yield error(
            "unsealing.second_person",
            "actor",
            "Odsłonięcie zwalnia inna osoba niż ta, która o nie wnosi.",
        )
    if actor.role not in RELEASERS:
        yield error(
            law.ADEQUATE_PERMISSIONS,
            "actor.role",
            "Odsłonięcie zwalnia inspektor albo kierownik.",
        )


def _in_time(*, late: bool) -> Iterator[Finding]:
    if late:
        yield error(
            "unsealing.request.late", "request", "Wniosek jest starszy niż 14 dni."
        )


def _released(actor: Actor, requester: str, state: ReleaseState) -> Iterator[Finding]:
    if actor.id != requester:
        yield error(
            "unsealing.requester",
            "actor",
            "Odsłonięte dane widzi ten, kto o nie wnosił.",
        )
    if state is ReleaseState.NOT_RELEASED:
        yield error(
            "unsealing.not_released", "request", "Druga osoba nie zwolniła odsłonięcia."
        )
    if state is ReleaseState.LATE:
        yield error(
            "unsealing.release.late", "request", "Zwolnienie jest starsze niż 14 dni."
        )
