"""jst demo officer, two and a half years on: a month's key is destroyed.

Played on a copy of the office whose clock is ahead, so that the office that stays is
of today. A case under legal hold stays readable, the receipts stay valid, and a
restored backup of the kept answers stays unreadable.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import TemporaryDirectory
from typing import Final

from accountability.errors import EvidenceUnreadable, PeriodKeyMissing
from accountability.holds import set_hold
from accountability.model import Actor, Purpose, Role
from accountability.reading import find_asked, read_kept
from accountability.receipt import Receipt, verify_receipt
from accountability.retiring import order_retirement, retire
from accountability.trail import AuditTrail
from jst.cli.demo_run import require_shown
from jst.cli.demo_stage import Stage
from jst.demo import OPERATOR, demo_settings
from jst.office import open_office, own_vkey
from jst.people import load_people
from ledger.entry import decode_entry
from vocabulary.clock import system_clock

LATER: Final = timedelta(days=915)
"""Beyond the two years that a look-up is kept (§ 20 ust. 4 KRI)."""
_WHY: Final = "postępowanie sądowe, akta zatrzymane"
_DUE: Final = "upłynęły dwa lata, okres przechowywania"


@dataclass(frozen=True, slots=True)
class _Later:
    """The copied office, and what was asked in it when it was young."""

    trail: AuditTrail
    officer: Actor
    operator: Actor
    questions: dict[str, str]
    stage: Stage

    def can_read(self, case: str) -> bool:
        """Tell whether what was answered in a case can still be read."""
        with self.trail.log.reader() as reader:
            asked = find_asked(reader, self.questions[case])
        try:
            read_kept(
                self.trail,
                self.officer,
                asked=asked,
                case=case,
                purpose=Purpose.POWER_IN_CASE,
                justification=_WHY,
                masked=True,
            )
        except (PeriodKeyMissing, EvidenceUnreadable):
            return False
        return True


def two_years_on(
    home: Path, stage: Stage, *, officer: Actor, held: str, other: str
) -> None:
    """Destroy the key of the month in which was asked, under a hold of one case.

    Args:
        home: The demonstration office; it is copied and stays as it is.
        stage: Where the story is told.
        officer: Who orders.
        held: The case that is put under legal hold.
        other: A case that is not.
    """
    with TemporaryDirectory(prefix="jst-demo-") as folder:
        copy, backup = Path(folder) / "office", Path(folder) / "backup"
        copytree(home, copy)
        settings = demo_settings(copy)
        places = settings.places
        copytree(places.answers, backup)
        persons = load_people(places.people, demo=True).persons
        [keeper] = [each for each in persons if each.id == OPERATOR]
        with open_office(settings, clock=_ahead) as office:
            questions, receipt = _asked(office.trail)
            operator = keeper.known_by("demo").actor(Role.OPERATOR)
            later = _Later(office.trail, officer, operator, questions, stage)
            _destroy(later, held, other)
            _still_proved(stage, receipt, own_vkey(places))
            rmtree(places.answers)
            copytree(backup, places.answers)
            _restored(later, other)


def _ahead() -> datetime:
    return system_clock() + LATER


def _asked(trail: AuditTrail) -> tuple[dict[str, str], Receipt]:
    """Give the last question of each case, and a receipt of the last one."""
    with trail.log.reader() as reader:
        rows = [
            (index, decode_entry(body))
            for index, body in reader.select({"kind": "intent"})
        ]
    questions = {str(entry["case"]["number"]): str(entry["id"]) for _, entry in rows}
    last = rows[-1][0]
    return questions, trail.prove(last, last + 1)


def _destroy(later: _Later, held: str, other: str) -> None:
    trail, stage = later.trail, later.stage
    stage.step(
        "key destroyed",
        "Po dwóch latach inspektor zleca, a operator niszczy klucz miesiąca; jedna"
        " sprawa jest wstrzymana.",
        "After two years the officer orders and the operator destroys the month's key;"
        " one case is under legal hold.",
    )
    set_hold(trail, later.officer, case=held, justification=_WHY)
    with trail.log.reader() as reader:
        found = reader.find(later.questions[other])
    [subject] = decode_entry(found[1])["subjects"] if found else []
    order = order_retirement(
        trail, later.officer, period=subject["period"], justification=_DUE
    )
    done = retire(trail, later.operator, order_id=order)
    require_shown(later.can_read(held), "a held case that can be read")
    require_shown(not later.can_read(other), "a destroyed key")
    stage.shown(
        f"{done.period}, {done.held} held",
        f"Klucz {done.period} zniszczony; {held} nadal czytelna, {other} już nie.",
        f"Key {done.period} destroyed; {held} still readable, {other} no more.",
    )


def _still_proved(stage: Stage, receipt: Receipt, vkey: str) -> None:
    stage.step(
        "still proved",
        "Potwierdzenie sprzed zniszczenia klucza nadal dowodzi wpisu.",
        "A receipt made before the key was destroyed still proves its entry.",
    )
    verify_receipt(receipt, vkeys=[vkey])
    stage.shown("proved", "Potwierdzenie ważne.", "The receipt is valid.")


def _restored(later: _Later, other: str) -> None:
    later.stage.step(
        "restored",
        "Ktoś odtwarza kopię zapasową zachowanych odpowiedzi.",
        "Somebody restores a backup of the kept answers.",
    )
    require_shown(not later.can_read(other), "a backup that nobody can read")
    later.stage.shown(
        "unreadable", "Kopia pozostaje nieczytelna.", "The backup stays unreadable."
    )
