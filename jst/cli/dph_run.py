"""What `jst dph status` and `jst dph account` do."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from accountability.model import Role, System
from crpdph.errors import SheetInvalid
from crpdph.lookup import Checked, Grounds, check
from crpdph.model import AccountState, Verdict
from crpdph.sheet import Row, read_sheet
from documents.table import MAX_BYTES, Cell, Rows, new_table
from jst.acting import acting
from jst.cli.bar import Bar
from jst.cli.crpo_lookup import tell_recovered
from jst.cli.dph_notes import note_drift, note_forgotten, note_scope, note_wait
from jst.cli.dph_show import HEADER, check_json, print_checks, row_of
from jst.cli.language import say
from jst.cli.output import not_written, print_json, print_line, print_note, read_file
from jst.cli.purposes import purpose_of
from jst.cli.wrapper import Exit
from jst.errors import InputInvalid, InputMissing
from jst.office import open_office
from jst.people import Person
from jst.settings import load_settings
from vocabulary.finding import Finding, Severity

_SAYS_YES: Final = {None, AccountState.PUBLISHED}
_BAR_FROM: Final = 101


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed."""

    case: str
    purpose: str
    justification: str
    wait: bool = field(default=False, kw_only=True)
    reveal: bool = field(default=False, kw_only=True)

    def grounds(self, person: Person) -> Grounds:
        """Say who asks, why and for which case."""
        return Grounds(
            actor=person.actor(Role.CLERK),
            case=self.case,
            purpose=purpose_of(System.CRPDPH, self.purpose),
            justification=self.justification,
        )


def do_check(
    source: Path | None,
    out: Path | None,
    asked: Asked,
    *,
    with_accounts: bool,
    as_json: bool,
) -> int:
    """Check every line, and say what came out of each."""
    purpose_of(System.CRPDPH, asked.purpose)
    settings = load_settings()
    person = acting(settings)
    rows = read_sheet(read_input(source))
    _refuse_without_accounts(rows, with_accounts=with_accounts)
    with place_for(out, HEADER) as add, open_office(settings) as office:
        tell_recovered(office)
        note_scope(settings.crpdph)
        found = check(
            [row.line for row in rows],
            grounds=asked.grounds(person),
            register=office.czech(),
            trail=office.trail,
            patient=asked.wait,
            waits=note_wait,
            told=Bar(say("sprawdzono", "checked"), least=_BAR_FROM),
        )
        for row, checked in zip(rows, found, strict=True):
            add(row_of(row.at, checked, reveal=asked.reveal))
    status = worst(found)
    if as_json:
        said = [
            check_json(row.at, checked, reveal=asked.reveal)
            for row, checked in zip(rows, found, strict=True)
        ]
        print_json({"checks": said, "out": out and str(out), "status": int(status)})
        return status
    if out is None:
        print_checks(found, reveal=asked.reveal)
    else:
        print_line(say(f"Wynik: {out}", f"Result: {out}"))
    note_drift(found)
    note_forgotten(is_remembered=all(each.is_remembered for each in found))
    if any(c.judged.account is AccountState.NOT_PUBLISHED for c in found):
        print_note(
            say(
                "„nieopublikowany” nie znaczy „cudzy”: zapytaj dostawcę o rachunek.",
                "not published does not mean somebody else's: ask the supplier.",
            )
        )
    return status


def worst(found: Sequence[Checked]) -> Exit:
    """Give the exit status of the worst line: unknown, then no, then yes."""
    judged = (each.judged for each in found)
    return max((line_status(it.verdict, it.account) for it in judged), default=Exit.YES)


def line_status(verdict: Verdict, account: AccountState | None) -> Exit:
    """Give the exit status of one line: of a payer, and of an account if any."""
    if verdict is Verdict.UNKNOWN or account is AccountState.UNKNOWN:
        return Exit.CANNOT_TELL
    yes = verdict is Verdict.RELIABLE and account in _SAYS_YES
    return Exit.YES if yes else Exit.NO


def read_input(source: Path | None) -> bytes:
    """Read a file, or standard input.

    Raises:
        InputInvalid: Unreadable, or more than the cap.
        InputMissing: Standard input is closed.
    """
    if source is not None:
        return read_file(source, MAX_BYTES)
    if sys.stdin is None:
        raise InputMissing(
            "standard input is closed", polish="standardowe wejście jest zamknięte"
        )
    if sys.stdin.isatty():
        sys.stderr.write(say("DIČ (koniec: Ctrl-D):\n", "DIČ (end with Ctrl-D):\n"))
        sys.stderr.flush()
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputInvalid("too long an input", polish="za długie dane wejściowe")
    return data


@contextmanager
def place_for(out: Path | None, header: Sequence[str]) -> Iterator[Rows]:
    """Open the result's draft; it appears whole, or not at all.

    Raises:
        OutputRefused: It exists, or cannot be made; nothing was asked.
    """
    if out is None:
        yield _nowhere
        return
    try:
        with new_table(out, header) as add:
            yield add
    except OSError as refused:
        if refused.filename is None:
            raise
        raise not_written(out, refused) from None


def _nowhere(row: Sequence[Cell]) -> None:
    del row


def _refuse_without_accounts(rows: Sequence[Row], *, with_accounts: bool) -> None:
    lacking = [row.at for row in rows if with_accounts and row.line.account is None]
    if lacking:
        raise SheetInvalid(
            [
                Finding(
                    "crpdph.sheet.account",
                    Severity.ERROR,
                    "Brak rachunku: wiersz to DIČ;RACHUNEK.",
                    f"wiersz {at}: account",
                )
                for at in lacking
            ]
        )
