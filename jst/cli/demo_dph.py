"""jst demo dph: a table of Czech vendors, a night, and evidence that is verified.

The clock of this story starts at five past midnight of the last night in Prague, when
the register is closed, and is then set on. Each step is done for real, and checked.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from accountability.model import Actor, Purpose
from crpdph.calendar import in_prague
from crpdph.certificate import Language, Printing, certificate
from crpdph.errors import EvidenceDisproved
from crpdph.evidence import collect, parse_evidence, verify
from crpdph.lookup import Checked, Grounds, check
from crpdph.model import AccountState, Verdict
from crpdph.question import Line
from crpdph.sheet import read_sheet
from crpdph.watch import Report, watch
from documents.whole import new_file
from jst.cli.demo_run import demo_folder, require_shown
from jst.cli.demo_stage import Stage, typed
from jst.cli.dph_words import ACCOUNTS, VERDICTS
from jst.cli.language import say
from jst.cli.output import print_json, print_line, write_new
from jst.cli.wrapper import Exit
from jst.demo import CASE, demo_actor
from jst.demo_czech import (
    PUBLISHED,
    UNPUBLISHED,
    create_czech_demo,
    last_night,
    serving_czech,
)
from jst.errors import DemoFailed
from jst.office import OpenOffice, open_office, own_vkey
from jst.simulators.crpdph import CrpdphSimulator
from jst.simulators.moving_clock import MovingClock

VENDORS: Final = "dostawcy.csv"
EVIDENCE: Final = "dowod.json"
CERTIFICATE: Final = "zaswiadczenie-{}.pdf"
WHY: Final = "dowód sprawdzenia dostawcy"


@dataclass(frozen=True, slots=True)
class _Play:
    """Everything that a step of the story needs."""

    office: OpenOffice
    simulator: CrpdphSimulator
    clock: MovingClock
    clerk: Actor
    home: Path
    stage: Stage

    @property
    def grounds(self) -> Grounds:
        """Say who asks, why and for which case."""
        return Grounds(actor=self.clerk, case=CASE, purpose=Purpose.PAYMENT_CHECK)

    def line(self, example: str, account: str | None = None) -> Line:
        """Make a line about one of the simulator's firms."""
        return Line.parse(self.simulator.examples()[example].reveal(), account)

    def check(self, line: Line) -> Checked:
        """Check one line, as a clerk at the desk does."""
        [found] = check(
            [line],
            grounds=self.grounds,
            register=self.office.czech(),
            trail=self.office.trail,
        )
        return found


def do_dph(keep: Path | None, *, as_json: bool) -> int:
    """Run the story in a temporary folder, or in one that stays."""
    stage = Stage(as_json)
    clock = MovingClock(last_night(0, 5))
    with demo_folder(keep) as home:
        stage.step(
            "office",
            "Zakładam fikcyjny urząd i symulator czeskiego rejestru; w Pradze jest"
            f" {in_prague(clock())}.",
            "A made-up office and a simulator of the Czech register; in Prague it is"
            f" {in_prague(clock())}.",
        )
        settings = create_czech_demo(home, clock=clock)
        with (
            serving_czech(settings, clock=clock) as simulator,
            open_office(settings, clock=clock) as office,
        ):
            actor = demo_actor(settings)
            stage.shown(
                simulator.url,
                f"Pyta {actor.name}; symulator: {simulator.url}",
                f"{actor.name} asks; simulator: {simulator.url}",
            )
            play = _Play(office, simulator, clock, actor, home, stage)
            _night(play)
            report = _vendors(play)
            intent_id = _evidence(play, report)
            _certificates(play, intent_id)
        kept = None if keep is None else str(home)
        if as_json:
            print_json({"steps": stage.steps, "home": kept})
        else:
            _what_next(kept, home)
    return Exit.YES


def _night(play: _Play) -> None:
    play.stage.step(
        "night",
        "00:05: sprawdzam dostawcę; rejestr jest nieczynny, więc nic nie wychodzi.",
        "00:05: checking a vendor; the register is closed, so nothing leaves.",
    )
    line = play.line("reliable", PUBLISHED)
    found = play.check(line)
    require_shown(found.judged.verdict is Verdict.UNKNOWN, "unknown at night")
    require_shown(play.simulator.received.total() == 0, "silence at night")
    if found.retry_at is None:
        raise DemoFailed("nobody was told when to come back")
    when = in_prague(found.retry_at)
    play.stage.shown(
        found.judged.word,
        f"NIE WIADOMO; zapytaj po {when}.",
        f"UNKNOWN; ask after {when}.",
    )
    play.clock.set(last_night(0, 11))
    play.stage.step(
        "morning",
        "00:11: to samo pytanie; rejestr odpowiada.",
        "00:11: the same question; the register answers.",
    )
    found = play.check(line)
    require_shown(found.judged.word == "reliable/published", "an answer at 00:11")
    play.stage.shown(found.judged.word, _words(found), found.judged.word)


def _vendors(play: _Play) -> Report:
    play.stage.step(
        "vendors",
        "Tabela dostawców: jedno pobranie listy i rachunki tych, którym się płaci.",
        "A table of vendors: one list, and the accounts of those to be paid.",
    )
    table = [
        ("reliable", PUBLISHED, "tak"),
        ("reliable", UNPUBLISHED, "tak"),
        ("unreliable", "1265098001/5500", "tak"),
        ("long_name", "", "nie"),
    ]
    rows = [
        f"{play.line(example).dic_text};{account};{pay}"
        for example, account, pay in table
    ]
    text = "\n".join(["dic;account;pay", *rows, ""])
    write_new(play.home / VENDORS, text)
    report = watch(
        [row.vendor for row in read_sheet(text.encode(), with_pay=True)],
        grounds=play.grounds,
        register=play.office.czech(),
        trail=play.office.trail,
    )
    states = [each.checked.judged for each in report.vendors]
    require_shown(
        [each.stops_payment for each in report.vendors] == [False, True, True, False],
        "what stops a payment",
    )
    require_shown(states[1].account is AccountState.NOT_PUBLISHED, "unpublished")
    require_shown(states[2].verdict is Verdict.UNRELIABLE, "unreliable")
    play.stage.shown(
        "2 payments to hold", "Do wstrzymania: 2 płatności.", "2 payments to hold."
    )
    if not play.stage.as_json:
        for each in report.vendors:
            mark = "ok" if each.vendor.is_paid else say("nie płacę", "not paid")
            if each.stops_payment:
                mark = say("WSTRZYMAJ", "HOLD")
            dic = each.vendor.line.dic.shown
            print_line(f"   {mark:<10} {dic:<12} {_words(each.checked)}")
    return report


def _evidence(play: _Play, report: Report) -> str:
    play.stage.step(
        "evidence",
        "Biorę dowód sprawdzenia (to wpis w dzienniku) i sprawdzam go bez sieci.",
        "Taking the evidence of a check (an entry), and verifying it offline.",
    )
    trail, intent_id = play.office.trail, report.vendors[2].checked.intent_id
    evidence = collect(
        trail,
        intent_id,
        actor=play.clerk,
        case=CASE,
        purpose=Purpose.PAYMENT_CHECK,
        justification=WHY,
    )
    write_new(play.home / EVIDENCE, evidence.to_json() + "\n")
    vkey = own_vkey(play.office.settings.places)
    text = (play.home / EVIDENCE).read_text("utf-8")
    shown = verify(parse_evidence(text), [vkey])
    said = " ".join(judged.word for judged in shown.judged)
    require_shown("unreliable" in said, "the same verdict offline")
    play.stage.shown(said, f"POTWIERDZONY: {said}", f"PROVED: {said}")
    play.stage.step(
        "forgery",
        "Ktoś zmienia w kopii ANO na NE: dowód ma upaść.",
        "Somebody changes ANO to NE in a copy: the evidence must fall.",
    )
    forged = json.loads(text)
    raw = b64decode(forged["answer"])
    forged["answer"] = b64encode(raw.replace(b'"ANO"', b'"NE"')).decode()
    try:
        verify(parse_evidence(json.dumps(forged)), [vkey])
    except EvidenceDisproved as disproved:
        play.stage.shown(
            disproved.reason,
            f"NARUSZONY ({disproved.reason}).",
            f"DISPROVED ({disproved.reason}).",
        )
    else:
        raise DemoFailed("a forged answer was not found")
    return intent_id


def _certificates(play: _Play, intent_id: str) -> None:
    play.stage.step(
        "certificate",
        "Zaświadczenie o sprawdzeniu, w trzech językach.",
        "The certificate of the check, in three languages.",
    )
    text = (play.home / EVIDENCE).read_text("utf-8")
    evidence = parse_evidence(text)
    shown = verify(evidence, [own_vkey(play.office.settings.places)])
    require_shown(shown.intent["id"] == intent_id, "the evidence of this check")
    for language in Language:
        printing = Printing(
            authority=play.office.trail.office.authority.name,
            printed_by=f"{play.clerk.name}, {play.clerk.unit}",
            printed_at=play.clock(),
            language=language,
        )
        with new_file(play.home / CERTIFICATE.format(language)) as file:
            file.write(certificate(shown, evidence, printing))
    names = ", ".join(CERTIFICATE.format(language) for language in Language)
    play.stage.shown(names, names, names)


def _words(found: Checked) -> str:
    judged = found.judged
    if judged.reason:
        return say("nie wiadomo (brak na liście)", judged.word)
    verdict = VERDICTS[judged.verdict]
    if judged.account is None:
        return say(verdict, judged.word)
    return say(f"{verdict}, rachunek: {ACCOUNTS[judged.account]}", judged.word)


def _what_next(kept: str | None, home: Path) -> None:
    print_line()
    print_line(
        say(
            "Wszystko powyższe naprawdę się stało, na tym komputerze; nikt z tych"
            " dostawców nie istnieje.",
            "All of this really happened, on this machine; none of the vendors exists.",
        )
    )
    if kept is None:
        print_line(
            say(
                "Dalej: jst demo dph --keep KATALOG zostawia urząd do własnych prób.",
                "Next: jst demo dph --keep FOLDER leaves the office for you to try.",
            )
        )
        return
    print_line(say("Dalej spróbuj:", "Try next:"))
    here = f"JST_HOME={typed(home)}"
    for command in (
        "jst simulate crpdph",
        f"jst dph watch {typed(home / VENDORS)} --case {CASE}",
        f"jst dph evidence verify {typed(home / EVIDENCE)}",
        "jst ledger show",
    ):
        print_line(f"  {here} {command}")
