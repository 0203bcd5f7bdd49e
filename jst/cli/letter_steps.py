"""What `jst letter attach` and `jst letter status` do."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

from accountability.clear_text import has_valid_identifier
from accountability.model import Actor
from accountability.trail import AuditTrail
from crpo.letter import record
from crpo.letter.package import read_package
from crpo.letter.renewal import Renewal, renewals
from crpo.letter.signature_checks import MAX_BYTES, Verdict, judge_signed
from crpo.letter.status import Standing, Step
from jst.acting import acting
from jst.cli.findings import print_findings
from jst.cli.language import say
from jst.cli.letter_sources import Sources
from jst.cli.output import print_json, print_line, read_file
from jst.cli.renewal_show import print_renewals, renewal_json
from jst.cli.words import WrongMix
from jst.cli.wrapper import Exit, finding_json
from jst.errors import InputInvalid
from jst.office import open_office
from jst.places import Places
from jst.renewing import draft_of
from jst.settings import load_settings
from vocabulary.clock import iso_utc, parse_iso_utc, warsaw_day

_UPP: Final = re.compile(r"[\w./:-]{1,100}")
Note: TypeAlias = Callable[[AuditTrail, Actor, str], Standing]
_EXITS: Final = {
    Verdict.ACCEPTED: Exit.YES,
    Verdict.REFUSED: Exit.NO,
    Verdict.CANNOT_TELL: Exit.CANNOT_TELL,
}


def do_attach(folder: Path, file: Path, *, sources: Sources, as_json: bool) -> int:
    """Judge the signed file; the verdict is an entry before it is shown."""
    settings = load_settings()
    person = acting(settings)
    package = read_package(folder)
    data = read_file(file, cap_bytes=MAX_BYTES)
    listed, material = sources.read(settings)
    with open_office(settings) as office:
        now = office.trail.clock()
        found = judge_signed(data, package, listed, material=material, now=now)
        actor = person.actor()
        entry_id = record.attached(office.trail, actor, package, data, found)
    if as_json:
        print_json(
            {
                "verdict": found.verdict,
                "signedAt": iso_utc(found.signed_at) if found.signed_at else None,
                "letterId": package.letter_id,
                "entryId": entry_id,
                "findings": [finding_json(each) for each in found.findings],
            }
        )
        return _EXITS[found.verdict]
    print_findings(found.findings)
    words = {
        Verdict.ACCEPTED: say("Podpis przyjęto.", "The signature is accepted."),
        Verdict.REFUSED: say("Podpis odrzucono.", "The signature is refused."),
        Verdict.CANNOT_TELL: say("Nie wiadomo.", "Cannot tell."),
    }
    print_line(words[found.verdict])
    print_line(say(f"Wpis w dzienniku: {entry_id}", f"Entry in the log: {entry_id}"))
    return _EXITS[found.verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person says was done; empty or False where she says nothing."""

    sent: str
    accepted: bool
    registered: bool
    correct_upp: str
    ended: str


def do_status(letter: str, told: Told, *, as_json: bool) -> int:
    """Note a step where one is named; show the letters and what is due."""
    note = _noted(letter, told)
    settings = load_settings()
    person = acting(settings)
    with open_office(settings) as office:
        trail = office.trail
        if note is not None:
            note(trail, person.actor(), letter)
        found = record.read_standings(trail)
        today = warsaw_day(trail.clock())
    due = renewals(found, on=today, days=settings.file.letter.renewal_days)
    shown = [each for each in found if letter in {"", each.letter_id}]
    if letter and not shown:
        raise InputInvalid(
            "no letter of this id", polish="w dzienniku nie ma takiego pisma"
        )
    if as_json:
        print_json(
            {
                "letters": [_json(each, due) for each in shown],
                "renewals": [renewal_json(each, settings.places) for each in due],
            }
        )
    else:
        _print(shown, due, settings.places)
        print_renewals(due, settings.places)
    return Exit.NO if due else Exit.YES


def _noted(letter: str, told: Told) -> Note | None:
    """Say what is to be noted; at most one thing, and of one letter."""
    upp = told.sent or told.correct_upp
    if upp and (not _UPP.fullmatch(upp) or has_valid_identifier(upp)):
        raise InputInvalid(
            "no number of a UPP", polish="to nie jest numer UPP (litery, cyfry i ./:-)"
        )
    notes: tuple[tuple[bool, Note], ...] = (
        (bool(told.sent), partial(record.stepped, step=Step.SENT, upp=told.sent)),
        (told.accepted, partial(record.stepped, step=Step.ACCEPTED)),
        (told.registered, partial(record.stepped, step=Step.REGISTERED)),
        (bool(told.correct_upp), partial(record.upp_corrected, upp=told.correct_upp)),
        (bool(told.ended), partial(record.seal_ended, serial=told.ended)),
    )
    named = [note for is_named, note in notes if is_named]
    if len(named) > 1 or (named and not letter):
        raise WrongMix(
            "jeden krok naraz, z numerem pisma (--letter)",
            "one step at a time, with the letter's id (--letter)",
        )
    return named[0] if named else None


def _json(standing: Standing, due: tuple[Renewal, ...]) -> dict[str, Any]:
    until = standing.registered_until
    is_opened = standing.step is Step.RENEWAL_OPENED
    return {
        "letterId": standing.letter_id,
        "step": standing.step,
        "at": standing.at,
        "upp": standing.upp or None,
        "signatureChecked": standing.is_signature_checked,
        "signatureVerdict": standing.last_verdict or None,
        "registeredUntil": until.isoformat() if until else None,
        "renewalId": standing.renewal or None,
        "renews": [seal.serial for seal in standing.renewed],
        "stillNeeded": _is_needed(standing, due) if is_opened else None,
        "seals": [
            {
                "name": seal.name,
                "serialDecimal": seal.serial,
                "notAfter": iso_utc(seal.not_after),
                "ended": seal.serial in standing.ended,
            }
            for seal in standing.seals
        ],
    }


def _of_signature(standing: Standing) -> str:
    """Say what stands against the signature, if anything: the last file counts."""
    earlier = standing.is_signature_checked
    if standing.last_verdict == Verdict.REFUSED:
        return (
            say(
                "ostatni podpis odrzucono; wcześniejszy przyjęto",
                "the last signature was refused; an earlier one was accepted",
            )
            if earlier
            else say("podpis odrzucono", "the signature was refused")
        )
    if earlier:
        return ""
    if standing.last_verdict == Verdict.CANNOT_TELL:
        return say(
            "nie wiadomo, czy podpis jest dobry",
            "cannot tell whether the signature is good",
        )
    if standing.step is Step.PREPARED:
        return ""
    return say("podpisu nie sprawdzono", "the signature was not checked")


def _is_needed(case: Standing, due: tuple[Renewal, ...]) -> bool:
    """Tell whether a seal of a renewal still ends without another in its place."""
    return case.letter_id in {each.case_id for each in due}


def _print(shown: list[Standing], due: tuple[Renewal, ...], places: Places) -> None:
    words = {
        Step.RENEWAL_OPENED: say("odnowienie otwarte", "renewal opened"),
        Step.PREPARED: say("przygotowane", "prepared"),
        Step.SIGNED: say("podpisane", "signed"),
        Step.SENT: say("wysłane", "sent"),
        Step.ACCEPTED: say("przyjęte", "accepted"),
        Step.REGISTERED: say("zarejestrowane", "registered"),
    }
    if not shown:
        print_line(
            say("Nie przygotowano żadnego wniosku.", "No access letter was prepared.")
        )
    for each in shown:
        day = warsaw_day(parse_iso_utc(each.at))
        upp = f", UPP {each.upp}" if each.upp else ""
        print_line(f"{each.letter_id}: {words[each.step]} ({day}){upp}")
        if each.step is Step.RENEWAL_OPENED:
            draft = draft_of(places, each.letter_id)
            print_line(
                say(
                    f"  uzupełnij i przygotuj pismo: {draft}",
                    f"  fill in, and prepare the letter: {draft}",
                )
                if _is_needed(each, due)
                else say(
                    "  już niepotrzebne: tych pieczęci nie trzeba odnawiać",
                    "  no longer needed: these seals need no renewal",
                )
            )
            continue
        if each.renewal:
            print_line(say("  z odnowienia ", "  from the renewal ") + each.renewal)
        if told := _of_signature(each):
            print_line(f"  {told} (jst letter attach)")
        if until := each.registered_until:
            print_line(
                say(f"  zarejestrowane do {until}", f"  registered until {until}")
            )
