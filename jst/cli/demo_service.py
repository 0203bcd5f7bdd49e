"""jst demo service: whom to serve, two attorneys first, and two days later nobody.

The clock of this story starts two days ago and is then set to now, so that what is left
behind can be used at once. Each step is done for real, and checked.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from accountability.errors import ActionDenied
from accountability.model import Actor, LegalBasis, Purpose, Role
from accountability.receipt import verify_receipt
from crpo import law
from crpo.errors import AnswerStale
from crpo.kept import KeptAnswer, read_answer
from crpo.lookup import LookUp, look_up
from crpo.model import MandatorQuery
from crpo.serving import Serving, Verdict, whom_to_serve
from jst.cli.crpo_serve import print_serving
from jst.cli.demo_run import demo_folder, require_shown
from jst.cli.demo_stage import RECEIPT, Stage
from jst.cli.language import say
from jst.cli.output import print_json, print_line, write_new
from jst.cli.wrapper import Exit
from jst.demo import CASE, create_demo, demo_actor, serving
from jst.errors import DemoFailed
from jst.office import OpenOffice, open_office, own_vkey
from jst.people import load_people
from jst.printing import printed
from jst.simulators.crpo import CrpoSimulator
from jst.simulators.moving_clock import MovingClock
from ledger.entry import decode_entry
from vocabulary.clock import system_clock, warsaw_day

PRINT_OUT: Final = "wydruk-138h.pdf"
COLLEAGUE: Final = "w.zmyslona"
LATER: Final = timedelta(days=2)
WHY: Final = "doręczenie decyzji w sprawie"

_COLLEAGUE: Final = f"""
[[person]]
account = "demo-kolezanka"
id = "{COLLEAGUE}"
name = "Wanda Zmyślona"
unit = "Referat Podatków i Opłat"
roles = ["clerk"]

[person.authorisation]
number = "UP-8/2026"
systems = ["crpo"]
purposes = ["pelnomocnictwo-w-sprawie", "doreczenie", "inna-sprawa"]
valid_from = 2026-01-01
"""
_CASES: Final = f"""\
[[case]]
number = "{CASE}"
assigned = ["z.niebyla"]
open = true
"""


@dataclass(frozen=True, slots=True)
class _Play:
    """Everything that a step of the story needs."""

    office: OpenOffice
    simulator: CrpoSimulator
    clock: MovingClock
    clerk: Actor
    colleague: Actor
    home: Path
    stage: Stage

    def ask(self, actor: Actor) -> LookUp:
        """Ask about the mandator of the story by PESEL."""
        return look_up(
            MandatorQuery(self.simulator.examples()["two_by_pesel"]),
            actor=actor,
            case=CASE,
            purpose=Purpose.SERVICE_OF_LETTERS,
            basis=(LegalBasis.OP_138K_2, LegalBasis.OP_138G),
            justification="",
            register=self.office.register(),
            trail=self.office.trail,
        )

    def read(self, found: LookUp, operation: str) -> KeptAnswer:
        """Read a kept answer again, under an entry."""
        return read_answer(
            self.office.trail,
            self.office.register().contract,
            found.intent_id,
            actor=self.clerk,
            case=CASE,
            purpose=Purpose.SERVICE_OF_LETTERS,
            justification=WHY,
            operation=operation,
        )

    def serve(self, found: LookUp) -> Serving:
        """Say whom to serve today, from a kept answer."""
        kept = self.read(found, "serve")
        return whom_to_serve(kept.answer, on=warsaw_day(self.clock()))

    def shown(self, told: Serving) -> None:
        """Show it as `jst crpo serve` does."""
        self.stage.steps[-1]["shown"] = told.verdict
        if not self.stage.as_json:
            print_serving(told, None)


def do_service(keep: Path | None, *, as_json: bool) -> int:
    """Run the story in a temporary folder, or in one that stays."""
    stage = Stage(as_json)
    with demo_folder(keep) as home:
        with _playing(home, stage) as play:
            first = _two_attorneys(play)
            _print_out(play, first)
            _two_days_later(play, first)
            _colleague(play)
            _log(play)
        if as_json:
            print_json({"steps": stage.steps, "home": str(home) if keep else None})
        elif keep:
            print_line(
                say(
                    f"\nUrząd i wydruk zostały w {home}, razem z kluczami.",
                    f"\nOffice and print-out stay in {home}, keys included.",
                )
            )
    return Exit.YES


@contextmanager
def _playing(home: Path, stage: Stage) -> Iterator[_Play]:
    stage.step(
        "office",
        f"Fikcyjny urząd sprzed dwóch dni; sprawę {CASE} prowadzi Zofia Niebyła."
        " Kontrakt CRPO jest tu nasz, nie Ministerstwa Finansów.",
        f"A made-up office, two days ago; case {CASE} is Zofia Niebyła's."
        " The contract of CRPO here is ours, not the Ministry's.",
    )
    clock = MovingClock(system_clock() - LATER)
    settings = create_demo(home, clock=clock)
    people = settings.places.people
    people.write_text(people.read_text("utf-8") + _COLLEAGUE, "utf-8")
    write_new(settings.places.cases, _CASES)
    [colleague] = [
        person
        for person in load_people(people, demo=True).persons
        if person.id == COLLEAGUE
    ]
    with (
        serving(settings, clock=clock) as simulator,
        open_office(settings, clock=clock) as office,
    ):
        yield _Play(
            office,
            simulator,
            clock,
            demo_actor(settings),
            colleague.known_by("demo").actor(Role.CLERK),
            home,
            stage,
        )


def _two_attorneys(play: _Play) -> LookUp:
    play.stage.step(
        "two-attorneys",
        "Referentka pyta po PESEL: dwóch pełnomocników, żaden nie jest do doręczeń.",
        "The clerk asks by PESEL: two attorneys, neither designated for service.",
    )
    found = play.ask(play.clerk)
    play.stage.answer(found)
    play.stage.step("serve-one", "Komu doręczyć?", "Whom to serve?")
    told = play.serve(found)
    play.shown(told)
    one = told.verdict is Verdict.ATTORNEY and law.ONE_OF_THEM in told.provisions
    require_shown(one and len(told.candidates) == 2, "serve-one")  # noqa: PLR2004 - two attorneys
    return found


def _print_out(play: _Play, found: LookUp) -> None:
    play.stage.step(
        "print-out",
        "Wydruk do akt (art. 138h) i potwierdzenie zapytania.",
        "The print-out for the file (art. 138h), and the receipt of the question.",
    )
    kept = play.read(found, "print")
    path = play.home / PRINT_OUT
    write_new(path, "")
    path.write_bytes(printed(play.office, kept, play.clerk))
    write_new(play.home / RECEIPT, found.receipt.to_json() + "\n")
    vkey = own_vkey(play.office.settings.places)
    require_shown(verify_receipt(found.receipt, [vkey]).size > 0, "print-out")
    said = f"{PRINT_OUT}, {RECEIPT}"
    play.stage.shown(said, said, said)


def _two_days_later(play: _Play, first: LookUp) -> None:
    play.clock.set(system_clock())
    play.simulator.revoke_all(play.simulator.examples()["two_by_pesel"])
    play.stage.step(
        "stale",
        "Mijają dwa dni. Stara odpowiedź nie wystarcza do doręczenia.",
        "Two days pass. The old answer is no ground for service.",
    )
    try:
        play.serve(first)
    except AnswerStale as stale:
        play.stage.shown(
            stale.code,
            f"Odmowa: odpowiedź jest z dnia {stale.speaks_of}.",
            f"Refused: the answer is of {stale.speaks_of}.",
        )
    else:
        raise DemoFailed("an answer of two days ago was taken for today's")
    play.stage.step(
        "party",
        "Referentka pyta ponownie: pełnomocnictwa odwołano.",
        "The clerk asks again: the powers have been revoked.",
    )
    told = play.serve(play.ask(play.clerk))
    play.shown(told)
    require_shown(told.verdict is Verdict.PARTY, "party")


def _colleague(play: _Play) -> None:
    play.stage.step(
        "denied",
        "Koleżanka, która nie prowadzi tej sprawy, pyta o to samo.",
        "A colleague without the case asks the same.",
    )
    before = play.simulator.received.total()
    try:
        play.ask(play.colleague)
    except ActionDenied as denied:
        require_shown(play.simulator.received.total() == before, "denied")
        said = " ".join(finding.message for finding in denied.findings)
        play.stage.shown(denied.code, f"Odmowa: {said}", f"Denied: {said}")
    else:
        raise DemoFailed("a colleague without the case was answered")


def _log(play: _Play) -> None:
    play.stage.step("log", "Co mówi dziennik?", "What does the log say?")
    with play.office.trail.log.reader() as reader:
        entries = [decode_entry(body) for _, body in reader.select()]
    kinds = Counter(str(entry["kind"]) for entry in entries)
    reads = Counter(
        str(entry["operation"]) for entry in entries if entry["kind"] == "disclosure"
    )
    require_shown(
        (kinds["intent"], reads["serve"], reads["print"], kinds["denied"])
        == (2, 3, 1, 1),
        "log",
    )
    play.stage.shown(
        "2 questions, 3 views, 1 print, 1 denial",
        "Dwa zapytania, trzy odczyty do doręczenia (jeden za późno), jeden wydruk,"
        " jedna odmowa.",
        "Two questions, three readings for service (one too late), one print, one"
        " denial.",
    )
