"""[5] What was done with a letter, from the log alone. Pure.

    (renewal opened ->) prepared -> signed -> sent -> accepted -> registered

A step is an entry; nothing else is kept. `document`: prepared, attached. `system`:
sent, accepted, registered, which are never pruned: a registration outlives the rest.
Signing may be told after sending, since ePUAP does both at once.
A renewal that was opened is a letter that nobody has prepared yet; the letter prepared
from it takes its place. No steps are a corrected number of the UPP, and a seal that
needs no renewal.
Not here: for which seals a renewal is due (crpo.letter.renewal).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from crpo.errors import LetterStepRefused
from vocabulary.clock import parse_iso_utc, warsaw_day

PREPARE: Final = "letter-prepare"
INQUIRE: Final = "letter-inquiry"
ATTACH: Final = "letter-attach"
EVENT: Final = "letter-step"
CORRECT_UPP: Final = "letter-upp-corrected"
END_SEAL: Final = "letter-seal-ended"
OPEN_RENEWAL: Final = "letter-renewal-opened"


class Step(StrEnum):
    """What was done last."""

    RENEWAL_OPENED = "renewalOpened"
    PREPARED = "prepared"
    SIGNED = "signed"
    SENT = "sent"
    ACCEPTED = "accepted"
    REGISTERED = "registered"


_AFTER: Final = {
    Step.SIGNED: {Step.PREPARED, Step.SIGNED, Step.SENT},
    Step.SENT: {Step.PREPARED, Step.SIGNED},
    Step.ACCEPTED: {Step.SENT},
    Step.REGISTERED: {Step.ACCEPTED},
}
_ORDER: Final = tuple(Step)
_POLISH: Final = {
    Step.RENEWAL_OPENED: "dopiero do przygotowania",
    Step.PREPARED: "przygotowane",
    Step.SIGNED: "podpisane",
    Step.SENT: "wysłane",
    Step.ACCEPTED: "przyjęte",
    Step.REGISTERED: "zarejestrowane",
}


@dataclass(frozen=True, slots=True)
class SealTerm:
    """A seal of a letter and its last instant of validity."""

    name: str
    serial: str
    not_after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a letter stands.

    Attributes:
        letter_id: Id of the entry of its preparation.
        step: The furthest one.
        at: Instant of the last entry, UTC text as in the log.
        manifest: SHA-256 of its folder's manifest, hex; "" where that was pruned.
        zip_sha256: Of its ZIP, hex; "" where that was pruned.
        upp: Number of the UPP, when it was sent.
        is_signature_checked: Whether a signed file was brought back and accepted.
        last_verdict: Of the signed file that was brought back last, as the log has it;
            "" where none was.
        seals: What it hands over.
        ended: Serial numbers of those that need no renewal any more.
        renewal: Id of the renewal that it goes on with, or "".
        renewed: The registered seals whose places that renewal is to fill.
    """

    letter_id: str
    step: Step
    at: str
    manifest: str = ""
    upp: str = ""
    is_signature_checked: bool = False
    last_verdict: str = ""
    seals: tuple[SealTerm, ...] = ()
    ended: frozenset[str] = frozenset()
    zip_sha256: str = ""
    renewal: str = ""
    renewed: tuple[SealTerm, ...] = ()

    @property
    def registered_until(self) -> date | None:
        """The day on which the first of its seals ends; None before registration."""
        if self.step is not Step.REGISTERED or not self.seals:
            return None
        return warsaw_day(min(seal.not_after for seal in self.seals))


def standings(entries: Iterable[Mapping[str, Any]]) -> tuple[Standing, ...]:
    """Fold the entries of the log, oldest first, into one standing for each letter.

    Entries of other kinds, and steps of a letter whose preparation is not in the log
    any more, are no obstacle.
    """
    found: dict[str, Standing] = {}
    opened: dict[str, Standing] = {}
    for entry in entries:
        at = str(entry.get("at", ""))
        if entry.get("event") == OPEN_RENEWAL:
            case = _opened(entry)
            found[case.letter_id] = opened[case.letter_id] = case
            continue
        if entry.get("operation") == PREPARE:
            letter = _prepared(entry, opened)
            found.pop(letter.renewal, None)
            found[letter.letter_id] = letter
            continue
        known = found.get(str(entry.get("ref", "")))
        if known and entry.get("event") == CORRECT_UPP:
            found[known.letter_id] = replace(known, at=at, upp=str(entry["upp"]))
        if known and entry.get("event") == END_SEAL:
            ended = known.ended | {str(entry["serial"])}
            found[known.letter_id] = replace(known, at=at, ended=ended)
        if known and entry.get("operation") == ATTACH:
            verdict = str(entry.get("verdict", ""))
            found[known.letter_id] = replace(known, last_verdict=verdict)
        step = _step_of(entry)
        if step is None:
            continue
        letter_id = str(entry["ref"])
        before = found.get(letter_id) or _pruned(letter_id, step, entry, opened)
        found.pop(before.renewal, None)
        found[letter_id] = replace(
            before,
            at=at,
            step=max(before.step, step, key=_ORDER.index),
            upp=str(entry.get("upp") or before.upp),
            is_signature_checked=before.is_signature_checked or step is Step.SIGNED,
            seals=_seals(entry["seals"]) if "seals" in entry else before.seals,
        )
    return tuple(found.values())


def require_step(standing: Standing, step: Step) -> None:
    """Pass when a step may follow.

    Raises:
        LetterStepRefused: It does not follow from the last one.
    """
    has_upp = step is Step.SENT and standing.upp
    correct = " (numer UPP poprawia opcja --correct-upp)" if has_upp else ""
    if standing.step not in _AFTER.get(step, set()):
        raise LetterStepRefused(
            f"{step} does not follow {standing.step}",
            polish=f"pismo jest {_POLISH[standing.step]}, więc nie może teraz zostać"
            f" oznaczone jako {_POLISH[step]}{correct}",
        )


def _opened(entry: Mapping[str, Any]) -> Standing:
    """A renewal: it stands under its own id, and names the seals it is about."""
    own = str(entry["id"])
    return Standing(
        letter_id=own,
        step=Step.RENEWAL_OPENED,
        at=str(entry["at"]),
        renewal=own,
        renewed=_seals(entry["seals"]),
    )


def _prepared(entry: Mapping[str, Any], opened: Mapping[str, Standing]) -> Standing:
    told = entry["letter"]
    letter = Standing(
        letter_id=str(entry["id"]),
        step=Step.PREPARED,
        at=str(entry.get("at", "")),
        manifest=str(told["manifest_sha256"]),
        zip_sha256=str(told.get("zip_sha256", "")),
        seals=_seals(told["seals"]),
    )
    return _continuing(letter, told, opened)


def _pruned(
    letter_id: str,
    step: Step,
    entry: Mapping[str, Any],
    opened: Mapping[str, Standing],
) -> Standing:
    """A letter whose preparation is not in the log any more."""
    letter = Standing(letter_id=letter_id, step=step, at=str(entry.get("at", "")))
    return _continuing(letter, entry, opened)


def _continuing(
    letter: Standing, told: Mapping[str, Any], opened: Mapping[str, Standing]
) -> Standing:
    """Say which renewal a letter goes on with, if it names one."""
    case = opened.get(str(told.get("renewal", "")))
    if case is None:
        return letter
    return replace(letter, renewal=case.renewal, renewed=case.renewed)


def _step_of(entry: Mapping[str, Any]) -> Step | None:
    if entry.get("operation") == ATTACH:
        return Step.SIGNED if entry.get("verdict") == "accepted" else None
    return Step(entry["step"]) if entry.get("event") == EVENT else None


def _seals(told: Iterable[Mapping[str, str]]) -> tuple[SealTerm, ...]:
    return tuple(
        SealTerm(each["name"], each["serial"], parse_iso_utc(each["not_after"]))
        for each in told
    )
