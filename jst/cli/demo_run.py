"""The steps of `jst demo`: each is announced, done, and checked; nothing is pretended.

When a step does not show what it promises, the demonstration ends with DemoFailed.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from accountability.columns import COLUMNS
from accountability.errors import ActionDenied, OutcomeUnknown
from accountability.model import LegalBasis, Purpose
from accountability.receipt import verify_receipt
from crpo.batch_sheet import COLUMNS as COLUMNS_OF_SHEET
from crpo.client import Crpo
from crpo.lookup import LookUp, look_up
from crpo.model import MandatorQuery
from jst.cli.demo_stage import (
    CHECKPOINT,
    MANDATOR,
    RECEIPT,
    SHEET,
    VKEY,
    Stage,
    what_next,
)
from jst.cli.demo_token import show_token
from jst.cli.error_words import message_of
from jst.cli.language import entries
from jst.cli.output import print_json, write_new
from jst.cli.wrapper import Exit
from jst.demo import CASE, Demo, running_demo
from jst.errors import DemoFailed
from jst.office import open_reader, own_vkey
from jst.places import make_folder, refuse_unless_empty
from ledger.verify import Verdict, verify_log
from vocabulary.identifiers import MandatorId

SILENCE_S: Final = 1.0


def do_demo(keep: Path | None, *, as_json: bool, token: bool = False) -> int:
    """Run the demonstration in a temporary folder, or in one that stays."""
    stage = Stage(as_json)
    with demo_folder(keep) as home:
        stage.step(
            "office",
            "Zakładam fikcyjny urząd: zmyśleni ludzie, jednorazowa pieczęć, symulator"
            " CRPO i nowy dziennik.",
            "A made-up office: made-up people, a throwaway seal, a simulator of CRPO,"
            " a new log.",
        )
        with running_demo(home, token=token) as demo:
            stage.shown(
                demo.simulator.url,
                f"Pyta {demo.actor.name}; symulator: {demo.simulator.url}",
                f"{demo.actor.name} asks; simulator: {demo.simulator.url}",
            )
            if token:
                show_token(demo, stage)
            found = _questions(demo, stage)
            _receipt(demo, found, home, stage)
            _checkpoint(demo, home, stage)
            _denial(demo, stage)
            _silence(demo, stage)
            _proof(demo, home, stage)
            _forgery(demo, home, stage)
            # Made up, so they may lie in files.
            write_new(home / MANDATOR, demo.examples["several"].reveal() + "\n")
            write_new(home / SHEET, _sheet(demo))
        if as_json:
            kept = None if keep is None else str(home)
            print_json({"steps": stage.steps, "home": kept})
        else:
            what_next(keep, home, token=token)
    return Exit.YES


@contextmanager
def demo_folder(keep: Path | None) -> Iterator[Path]:
    """Give a new folder: one that stays, or one that is gone afterwards."""
    if keep is None:
        with TemporaryDirectory(prefix="jst-demo-") as folder:
            yield Path(folder)
    else:
        refuse_unless_empty(keep.absolute())
        make_folder(keep.absolute())
        yield keep.absolute()


def _sheet(demo: Demo) -> str:
    """Write a sheet of questions for `jst crpo batch`."""
    people = [demo.examples[name] for name in ("one", "several", "none", "pesel")]
    rows = [
        f"{who.kind};{who.reveal()};FK.3120.{number}.2026;{Purpose.SERVICE_OF_LETTERS};"
        for number, who in enumerate(people, start=1)
    ]
    return "\n".join([";".join(COLUMNS_OF_SHEET), *rows, ""])


def _ask(
    demo: Demo,
    mandator: MandatorId,
    *,
    case: str = CASE,
    register: Crpo | None = None,
) -> LookUp:
    return look_up(
        MandatorQuery(mandator),
        actor=demo.actor,
        case=case,
        purpose=Purpose.POWER_IN_CASE,
        basis=(LegalBasis.OP_138K_2,),
        justification="",
        register=register or demo.office.register(),
        trail=demo.office.trail,
    )


def _questions(demo: Demo, stage: Stage) -> LookUp:
    """Ask by NIP, by PESEL, by a foreign id; and about somebody without attorneys."""
    asked = (
        ("several", "nip", "Pytam po NIP", "Asking by NIP", 3),
        ("pesel", "pesel", "Pytam po numerze PESEL", "Asking by PESEL", 1),
        (
            "foreign",
            "foreign",
            "Pytam po identyfikatorze zagranicznym",
            "Asking by a foreign tax id",
            1,
        ),
        (
            "none",
            "none",
            "Pytam o mocodawcę bez pełnomocników (to też jest odpowiedź)",
            "Asking about a mandator without attorneys (that is an answer too)",
            0,
        ),
    )
    found = []
    for example, name, polish, english, expected in asked:
        stage.step(name, f"{polish}; sprawa {CASE}.", f"{english}; case {CASE}.")
        found.append(_ask(demo, demo.examples[example]))
        stage.answer(found[-1])
        require_shown(len(found[-1].answer.powers) == expected, name)
    return found[0]


def _receipt(demo: Demo, found: LookUp, home: Path, stage: Stage) -> None:
    stage.step(
        "receipt",
        "Potwierdzenie pierwszego zapytania, do akt sprawy.",
        "The receipt of the first question, for the case.",
    )
    write_new(home / RECEIPT, found.receipt.to_json() + "\n")
    vkey = own_vkey(demo.office.settings.places)
    size = verify_receipt(found.receipt, [vkey]).size
    stage.shown(
        found.intent_id,
        f"Zapytanie {found.intent_id}: pytanie i wynik są w dzienniku"
        f" ({entries(size)}).",
        f"Question {found.intent_id}: entry and outcome are in the log"
        f" ({entries(size)}).",
    )


def _checkpoint(demo: Demo, home: Path, stage: Stage) -> None:
    stage.step(
        "checkpoint",
        "Inspektor odkłada punkt kontrolny i klucz publiczny dziennika.",
        "The officer keeps a checkpoint and the log's public key.",
    )
    places = demo.office.settings.places
    with open_reader(places) as reader:
        write_new(home / CHECKPOINT, reader.note)
        size = reader.size
    write_new(home / VKEY, own_vkey(places) + "\n")
    stage.shown(str(size), f"Obejmuje {entries(size)}.", f"It covers {entries(size)}.")


def _denial(demo: Demo, stage: Stage) -> None:
    stage.step(
        "denied",
        "Pytam bez znaku sprawy: ma być odmowa i nic nie może wyjść.",
        "Asking without a case: denied, and nothing may leave.",
    )
    before = demo.simulator.received.total()
    try:
        _ask(demo, demo.examples["one"], case="")
    except ActionDenied as denied:
        require_shown(demo.simulator.received.total() == before, "denied")
        text = " ".join(finding.message for finding in denied.findings)
        stage.shown(denied.code, f"Odmowa: {text}", f"Denied: {text}")
    else:
        raise DemoFailed("a question without a case was not denied")


def _silence(demo: Demo, stage: Stage) -> None:
    stage.step(
        "unknown",
        "Rejestr milczy: wynik ma być NIEZNANY, nigdy „brak pełnomocnictw”.",
        'The register is silent: the outcome is UNKNOWN, never "no powers".',
    )
    register = demo.office.register()
    hasty = replace(
        register, transport=replace(register.transport, read_timeout_s=SILENCE_S)
    )
    demo.simulator.faults.next("silent")
    try:
        _ask(demo, demo.examples["one"], register=hasty)
    except OutcomeUnknown as unknown:
        why = message_of(unknown)
        stage.shown(unknown.reason, why[:1].upper() + why[1:] + ".", f"{why}.")
    else:
        raise DemoFailed("a silent register gave an answer")


def _proof(demo: Demo, home: Path, stage: Stage) -> None:
    stage.step(
        "proved",
        "Sprawdzam dziennik z punktem kontrolnym inspektora.",
        "Verifying the log against the officer's checkpoint.",
    )
    found = verify_log(
        demo.office.settings.places.ledger.store,
        vkeys=[(home / VKEY).read_text("utf-8").strip()],
        checkpoint=(home / CHECKPOINT).read_text("utf-8"),
        columns=COLUMNS,
    )
    require_shown(found.verdict is Verdict.PROVED, "proved")
    count = entries(found.size or 0)
    stage.shown("proved", f"POTWIERDZONY: {count}.", f"PROVED: {count}.")


def _forgery(demo: Demo, home: Path, stage: Stage) -> None:
    stage.step(
        "forgery",
        "Ktoś zmienia znak sprawy w kopii bazy: sprawdzenie ma wskazać wpis.",
        "Somebody changes a case number in a copy: the entry is to be named.",
    )
    copy = home / "forged-copy.sqlite"
    index = _forge(demo.office.settings.places.ledger.store, copy)
    found = verify_log(
        copy,
        vkeys=[(home / VKEY).read_text("utf-8").strip()],
        checkpoint=(home / CHECKPOINT).read_text("utf-8"),
        columns=COLUMNS,
    )
    require_shown(found.verdict is Verdict.DISPROVED, "forgery")
    require_shown(found.first_bad == index, "the entry that was forged")
    stage.shown(
        f"disproved at {index}",
        f"NARUSZONY: wpis #{index} zmieniono po zapisaniu.",
        f"DISPROVED: entry #{index} was changed after it was written.",
    )


def _forge(store: Path, copy: Path) -> int:
    """Copy a log and change the case of its second question; give the entry's index."""
    write_new(copy, "")  # closed to others from the first byte
    with (
        closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        [(index, body)] = target.execute(
            "SELECT idx, body FROM entry WHERE kind = 'intent'"
            " ORDER BY idx LIMIT 1 OFFSET 1"
        ).fetchall()
        forged = str(body).replace(CASE, CASE.replace("3120", "3121"))
        require_shown(forged != body, "a case to forge")
        target.execute("UPDATE entry SET body = ? WHERE idx = ?", (forged, index))
        target.commit()
    return int(index)


def require_shown(holds: bool, what: str) -> None:  # noqa: FBT001 - reads as an assertion
    """Refuse to claim what did not happen."""
    if not holds:
        raise DemoFailed(f"not shown: {what}")
