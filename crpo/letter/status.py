"""[5] What was done with a letter, from the log alone. Pure.

    prepared -> signed -> sent -> accepted -> registered

A step is an entry; nothing else is kept. `document`: prepared, attached. `system`:
sent, accepted, registered, which are never pruned: a registration outlives the rest.
Signing may be told after sending, since ePUAP does both at once.
No steps are a corrected number of the UPP, and a seal that needs no renewal.
`renewals` watches the ends of seals, for `jst letter status`; `jst cert watch` looks at
files alone, and sends people there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from crpo.errors import LetterStepRefused
from vocabulary.clock import parse_iso_utc, warsaw_day

RENEWAL_DAYS: Final = 60
PREPARE: Final = "letter-prepare"
INQUIRE: Final = "letter-inquiry"
ATTACH: Final = "letter-attach"
EVENT: Final = "letter-step"
CORRECT_UPP: Final = "letter-upp-corrected"
END_SEAL: Final = "letter-seal-ended"


class Step(StrEnum):
    """What was done last."""

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
        seals: What it hands over.
        ended: Serial numbers of those that need no renewal any more.
    """

    letter_id: str
    step: Step
    at: str
    manifest: str = ""
    upp: str = ""
    is_signature_checked: bool = False
    seals: tuple[SealTerm, ...] = ()
    ended: frozenset[str] = frozenset()
    zip_sha256: str = ""

    @property
    def registered_until(self) -> date | None:
        """The day on which the first of its seals ends; None before registration."""
        if self.step is not Step.REGISTERED or not self.seals:
            return None
        return warsaw_day(min(seal.not_after for seal in self.seals))


@dataclass(frozen=True, slots=True)
class Renewal:
    """A registered seal for which a new letter is due."""

    letter_id: str
    seal: SealTerm
    opens_on: date


def standings(entries: Iterable[Mapping[str, Any]]) -> tuple[Standing, ...]:
    """Fold the entries of the log, oldest first, into one standing for each letter.

    Entries of other kinds, and steps of a letter whose preparation is not in the log
    any more, are no obstacle.
    """
    found: dict[str, Standing] = {}
    for entry in entries:
        at = str(entry.get("at", ""))
        if entry.get("operation") == PREPARE:
            letter_id = str(entry["id"])
            found[letter_id] = Standing(
                letter_id=letter_id,
                step=Step.PREPARED,
                at=at,
                manifest=str(entry["letter"]["manifest_sha256"]),
                zip_sha256=str(entry["letter"].get("zip_sha256", "")),
                seals=_seals(entry["letter"]["seals"]),
            )
            continue
        known = found.get(str(entry.get("ref", "")))
        if known and entry.get("event") == CORRECT_UPP:
            found[known.letter_id] = replace(known, at=at, upp=str(entry["upp"]))
        if known and entry.get("event") == END_SEAL:
            ended = known.ended | {str(entry["serial"])}
            found[known.letter_id] = replace(known, at=at, ended=ended)
        step = _step_of(entry)
        if step is None:
            continue
        letter_id = str(entry["ref"])
        before = found.get(letter_id) or Standing(letter_id=letter_id, step=step, at=at)
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


def renewals(
    letters: Sequence[Standing], *, on: date, days: int = RENEWAL_DAYS
) -> tuple[Renewal, ...]:
    """Say for which registered seals a new letter is due on a day.

    A letter names one certificate, so every renewed seal needs a new one. A seal
    is passed over when a later registration has one of the same name, in capitals or
    not, that ends later, and when a person said that it ended (END_SEAL).

    Args:
        letters: As `standings` gives them.
        on: The day, Europe/Warsaw.
        days: How long before its end a renewal opens.
    """
    last: dict[str, tuple[Standing, SealTerm]] = {}
    for letter in letters:
        if letter.step is not Step.REGISTERED:
            continue
        for seal in letter.seals:
            name = " ".join(seal.name.casefold().split())
            _, known = last.get(name, (letter, seal))
            if seal.not_after >= known.not_after:
                last[name] = (letter, seal)
    due = (
        Renewal(letter.letter_id, seal, opens_on(seal.not_after, days=days))
        for letter, seal in last.values()
        if seal.serial not in letter.ended
    )
    return tuple(each for each in due if each.opens_on <= on)


def opens_on(not_after: datetime, *, days: int = RENEWAL_DAYS) -> date:
    """Tell the first day, in Warsaw, on which a renewal is due."""
    return warsaw_day(not_after - timedelta(days))


def _step_of(entry: Mapping[str, Any]) -> Step | None:
    if entry.get("operation") == ATTACH:
        return Step.SIGNED if entry.get("verdict") == "accepted" else None
    return Step(entry["step"]) if entry.get("event") == EVENT else None


def _seals(told: Iterable[Mapping[str, str]]) -> tuple[SealTerm, ...]:
    return tuple(
        SealTerm(each["name"], each["serial"], parse_iso_utc(each["not_after"]))
        for each in told
    )
