"""How `jst demo` speaks: a line before each step, what was seen, what to try next."""

from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import Final

from crpo.lookup import LookUp
from jst.cli.answer import print_answer
from jst.cli.language import say
from jst.cli.output import folded, print_line
from jst.demo import CASE, CLERK, MANAGER, OFFICER, OPERATOR

MANDATOR: Final = "mandator.txt"
SHEET: Final = "wsad.csv"
RESULT: Final = "wynik.csv"
CHECKPOINT: Final = "kept-by-officer.checkpoint"
VKEY: Final = "kept-by-officer.vkey"
RECEIPT: Final = "receipt.json"


@dataclass(slots=True)
class Stage:
    """Announces steps to people, and remembers them for `--json`."""

    as_json: bool
    steps: list[dict[str, str]] = field(default_factory=list)

    def step(self, name: str, polish: str, english: str) -> None:
        """Announce what is about to be done."""
        self.steps.append({"step": name, "shown": ""})
        if not self.as_json:
            print_line()
            print_line(folded(f"{len(self.steps)}. {say(polish, english)}", further=3))

    def shown(self, told: str, polish: str, english: str) -> None:
        """Say what was seen."""
        self.steps[-1]["shown"] = told
        if not self.as_json:
            for line in f"   {say(polish, english)}".split("\n"):
                print_line(folded(line, further=2))

    def answer(self, found: LookUp) -> None:
        """Show an answer as a clerk sees it."""
        self.steps[-1]["shown"] = f"{len(found.answer.powers)} powers"
        if not self.as_json:
            print_answer(found.answer, reveal=False)


def typed(path: Path) -> str:
    """Write a path as a shell takes it, also with a space or a quotation mark in it."""
    return quote(str(path))


def what_next(keep: Path | None, home: Path, *, token: bool = False) -> None:
    """Say what to try with what is left."""
    print_line()
    print_line(
        say(
            "Wszystko powyższe naprawdę się stało, na tym komputerze. Kontrakt CRPO"
            " w tym pokazie jest nasz, nie Ministerstwa Finansów.",
            "All of this really happened, on this machine. The contract of CRPO shown"
            " here is ours, not the Ministry's.",
        )
    )
    if keep is None:
        print_line(
            say(
                "Dalej: jst demo --keep KATALOG zostawia urząd do własnych prób.",
                "Next: jst demo --keep FOLDER leaves the office for you to try.",
            )
        )
        return
    print_line(
        say(
            f"Urząd został w {home}, razem z kluczami i pamięcią (tylko w pokazie).",
            f"The office stays in {home}, keys and memory included (demo only).",
        )
    )
    print_line(say("Dalej spróbuj:", "Try next:"))
    here = f"JST_HOME={typed(home)}"
    if token:
        here += f" SOFTHSM2_CONF={typed(home / 'token' / 'softhsm2.conf')}"
    kept, vkey, receipt, mandator, sheet, result = (
        typed(home / name)
        for name in (CHECKPOINT, VKEY, RECEIPT, MANDATOR, SHEET, RESULT)
    )
    officer, operator, manager = (
        f"JST_DEMO_PERSON={who}" for who in (OFFICER, OPERATOR, MANAGER)
    )
    why = say("wysyłka decyzji podatkowych", "tax decisions to be sent")
    more = f'--reason "{why}"'
    reason = say("zegar sieciowy się pomylił", "the time server was wrong")
    say_terminal = say("w drugim terminalu", "in another terminal")
    for command, note in (
        ("jst ledger show", say("jako referentka", "as the clerk")),
        (f"{officer} jst ledger show", say("jako inspektor", "as the officer")),
        (
            f"jst ledger verify --checkpoint {kept} --vkey {vkey}",
            "",
        ),
        (f"jst ledger proof --check {receipt} --vkey {vkey}", ""),
        (
            f'{operator} jst ledger accept-clock --reason "{reason}"',
            say("jako operator", "as the operator"),
        ),
        (
            f"{manager} jst quota override --person {CLERK} --count 50 {more}",
            say("jako kierownik", "as the manager"),
        ),
        ("jst quota show", ""),
        ("jst simulate crpo", say_terminal),
        (f"jst crpo lookup --case {CASE} --from {mandator}", ""),
        (f"jst crpo batch {sheet} --out {result}", ""),
    ):
        print_line(f"  {here} {command}" + (f"   # {note}" if note else ""))
