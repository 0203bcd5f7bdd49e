"""jst demo officer: who asked about a taxpayer, and a row that a DBA deleted.

A taxpayer asks under art. 15 RODO who asked about her. The officer searches, a second
person releases the identifiers, and the log says all of it. Then a row is deleted from
a copy of the database, and the checkpoint that the officer kept names its place. Two
and a half years later a month's key is destroyed (jst.cli.demo_later).
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from accountability.columns import COLUMNS
from accountability.errors import ActionDenied
from accountability.looking import blind_indexes, look
from accountability.model import Actor, LegalBasis, Purpose, Role
from accountability.report import lines_of
from accountability.report_looks import OfficersLooks, OneSubject
from accountability.unsealing import release, request, show
from crpo.lookup import look_up
from crpo.model import MandatorQuery
from jst.cli.demo_later import two_years_on
from jst.cli.demo_run import demo_folder, require_shown
from jst.cli.demo_stage import CHECKPOINT, VKEY, Stage, typed
from jst.cli.language import say
from jst.cli.output import print_json, print_line, write_new
from jst.cli.wrapper import Exit
from jst.demo import CASE, MANAGER, OFFICER, Demo, running_demo
from jst.errors import DemoFailed
from jst.office import open_reader, own_vkey
from jst.people import load_people
from ledger.verify import Verdict, verify_log

OTHER_CASE: Final = "FK.3120.8.2026"
DELETED: Final = "deleted-row.sqlite"
WHY: Final = "wniosek z art. 15 RODO, sprawa ODO.1431.3"


@dataclass(frozen=True, slots=True)
class _Play:
    """Everything that a step of the story needs."""

    demo: Demo
    officer: Actor
    manager: Actor
    home: Path
    stage: Stage


def do_officer(keep: Path | None, *, as_json: bool) -> int:
    """Tell the officer's story in a temporary folder, or in one that stays."""
    stage = Stage(as_json)
    with demo_folder(keep) as home:
        stage.step(
            "office",
            "Zakładam fikcyjny urząd; referentka pyta o dwoje podatników.",
            "A made-up office; the clerk asks about two taxpayers.",
        )
        with running_demo(home) as demo:
            play = _play(demo, home, stage)
            for example in ("several", "pesel", "several"):
                _ask(demo, example, CASE)
            _ask(demo, "pesel", OTHER_CASE)
            stage.shown("4 questions", "Zadano 4 pytania.", "4 questions were asked.")
            _keep(play)
            found = _search(play)
            _unseal(play, found)
            _looks(play)
            _proved(play)
            _deleted_row(play)
        two_years_on(home, stage, officer=play.officer, held=CASE, other=OTHER_CASE)
        if as_json:
            kept = None if keep is None else str(home)
            print_json({"steps": stage.steps, "home": kept})
        elif keep is not None:
            here = f"JST_HOME={typed(home)} JST_DEMO_PERSON={OFFICER}"
            print_line(f"\n{say('Dalej spróbuj', 'Try next')}:")
            print_line(f"  {here} jst report looks")
    return Exit.YES


def _play(demo: Demo, home: Path, stage: Stage) -> _Play:
    path = demo.office.settings.places.people
    people = {person.id: person for person in load_people(path, demo=True).persons}
    return _Play(
        demo=demo,
        officer=people[OFFICER].known_by("demo").actor(Role.OFFICER),
        manager=people[MANAGER].known_by("demo").actor(Role.MANAGER),
        home=home,
        stage=stage,
    )


def _ask(demo: Demo, example: str, case: str) -> None:
    look_up(
        MandatorQuery(demo.examples[example]),
        actor=demo.actor,
        case=case,
        purpose=Purpose.POWER_IN_CASE,
        basis=(LegalBasis.OP_138K_2,),
        justification="",
        register=demo.office.register(),
        trail=demo.office.trail,
    )


def _keep(play: _Play) -> None:
    play.stage.step(
        "checkpoint",
        "Inspektor odkłada punkt kontrolny i klucz publiczny dziennika.",
        "The officer keeps a checkpoint and the log's public key.",
    )
    places = play.demo.office.settings.places
    with open_reader(places) as reader:
        write_new(play.home / CHECKPOINT, reader.note)
        size = reader.size
    write_new(play.home / VKEY, own_vkey(places) + "\n")
    play.stage.shown(str(size), f"Wpisów: {size}.", f"Entries: {size}.")


def _search(play: _Play) -> list[str]:
    """Search by blind index with a reason; give the ids of the questions found."""
    play.stage.step(
        "search",
        "Podatniczka pyta, kto o nią pytał. Inspektor szuka po ślepym indeksie.",
        "A taxpayer asks who asked about her. The officer searches by blind index.",
    )
    trail, subject = play.demo.office.trail, play.demo.examples["several"]
    with trail.log.reader() as reader:
        look(
            trail,
            play.officer,
            "search",
            reason=WHY,
            reader=reader,
            report="subject",
            subjects=(subject,),
        )
        report = OneSubject(blind_indexes(subject, trail.keys))
        lines = [line.cells or () for line in lines_of(report, reader.select())]
        size = reader.size
    require_shown(len(lines) == 2, "two questions about her")  # noqa: PLR2004 - asked
    play.stage.shown(
        f"{len(lines)} of {size}",
        f"Pytano 2 razy: {lines[0][3]}, sprawa {lines[0][5]}; przejrzano: {size}.",
        f"Asked twice: {lines[0][3]}, case {lines[0][5]}; entries searched: {size}.",
    )
    return [str(line[-1]) for line in lines]


def _unseal(play: _Play, found: list[str]) -> None:
    """Request, be refused alone, be released by another person, read."""
    trail, stage = play.demo.office.trail, play.stage
    stage.step(
        "alone",
        "Inspektor próbuje sam zwolnić swój wniosek: ma być odmowa.",
        "The officer tries to release the request alone: denied.",
    )
    asked = request(trail, play.officer, found, reason=WHY)
    try:
        release(trail, play.officer, asked.id, reason=WHY)
    except ActionDenied as denied:
        text = " ".join(finding.message for finding in denied.findings)
        stage.shown(denied.code, f"Odmowa: {text}", f"Denied: {text}")
    else:
        raise DemoFailed("the officer released a request of her own")
    stage.step(
        "released",
        "Kierownik zwalnia odsłonięcie; inspektor widzi identyfikatory.",
        "The manager releases it; the officer sees the identifiers.",
    )
    release(trail, play.manager, asked.id, reason="wniosek sprawdzony, zasadny")
    shown = show(trail, play.officer, asked.id)
    subject = play.demo.examples["several"]
    clear = {value for one in shown for value in one.values}
    require_shown(clear == {f"{subject.kind}:{subject.reveal()}"}, "her identifier")
    stage.shown(
        subject.masked,
        f"Oba wpisy dotyczą {subject.masked} (w pokazie zamaskowane).",
        f"Both entries are about {subject.masked} (masked in this demonstration).",
    )


def _looks(play: _Play) -> None:
    play.stage.step(
        "looks",
        "Dziennik pamięta też wglądy inspektora.",
        "The log remembers the officer's looks as well.",
    )
    with play.demo.office.trail.log.reader() as reader:
        lines = list(lines_of(OfficersLooks(), reader.select()))
    steps = [str((line.cells or ())[6]) for line in lines]
    expected = [
        "search",
        "unseal-request",
        "unseal-release",
        "unseal-release",
        "unseal-show",
    ]
    require_shown(steps == expected, "every step in the log")
    said = ", ".join(steps)
    play.stage.shown(said, f"Wpisy: {said}.", f"Entries: {said}.")


def _proved(play: _Play) -> None:
    play.stage.step(
        "proved",
        "Sprawdzam dziennik z odłożonym punktem kontrolnym.",
        "Verifying the log against the kept checkpoint.",
    )
    store = play.demo.office.settings.places.ledger.store
    require_shown(_verdict(play, store)[0] is Verdict.PROVED, "proved")
    play.stage.shown("proved", "POTWIERDZONY.", "PROVED.")


def _deleted_row(play: _Play) -> None:
    play.stage.step(
        "deleted",
        "Administrator bazy usuwa wiersz w kopii: sprawdzenie ma wskazać miejsce.",
        "The DBA deletes a row in a copy: the check is to name the place.",
    )
    copy = play.home / DELETED
    write_new(copy, "")  # closed to others from the first byte
    store = play.demo.office.settings.places.ledger.store
    with (
        closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        [(index,)] = target.execute(
            "SELECT idx FROM entry WHERE kind = 'intent' ORDER BY idx LIMIT 1"
        ).fetchall()
        target.execute("DELETE FROM entry WHERE idx = ?", (index,))
        target.commit()
    verdict, first_bad = _verdict(play, copy)
    require_shown(verdict is Verdict.DISPROVED and first_bad == index, "deleted row")
    play.stage.shown(
        f"disproved at {index}",
        f"NARUSZONY: brak wpisu #{index}.",
        f"DISPROVED: entry #{index} is missing.",
    )


def _verdict(play: _Play, store: Path) -> tuple[Verdict, int | None]:
    found = verify_log(
        store,
        vkeys=[(play.home / VKEY).read_text("utf-8").strip()],
        checkpoint=(play.home / CHECKPOINT).read_text("utf-8"),
        columns=COLUMNS,
    )
    return found.verdict, found.first_bad
