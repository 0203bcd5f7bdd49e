"""python -m ledger verify: check a log with this package and its vocabulary alone.

Exit status: 0 proved or consistent, 1 disproved, 2 could not tell, 64 wrong usage.
"""

import argparse
import io
import json
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn, TextIO

from ledger.files import open_present
from ledger.note import MAX_NOTE_BYTES
from ledger.verify import Verdict, Verification, verify_log
from ledger.words import IN_POLISH, in_polish, usage_in_polish

USAGE_ERROR = 64
STATUS = {
    Verdict.PROVED: 0,
    Verdict.CONSISTENT: 0,
    Verdict.DISPROVED: 1,
    Verdict.CANNOT_TELL: 2,
}
HELP = "Sprawdza dziennik samym pakietem ledger; niczego nie zapisuje."
STATUS_HELP = (
    "Kody wyjścia: 0 potwierdzony albo spójny, 1 naruszony, 2 nie wiadomo,"
    " 64 złe użycie."
)


class _Formatter(argparse.HelpFormatter):
    """Writes "Składnia:" before the line that shows how the command is typed."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "Składnia: ")


class _Parser(argparse.ArgumentParser):
    """A parser without argparse's own English words."""

    def __init__(self, prog: str) -> None:
        super().__init__(
            prog=prog,
            description=HELP,
            epilog=STATUS_HELP,
            formatter_class=_Formatter,
            add_help=False,
        )
        self.options = self.add_argument_group("Opcje")
        self.options.add_argument("-h", "--help", action="help", help="pokaż tę pomoc")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE_ERROR, f"{self.prog}: {usage_in_polish(message)}\n")


def main(arguments: Sequence[str] | None = None, out: TextIO | None = None) -> int:
    """Run the command; returns its exit status."""
    options = _parser().parse_args(arguments)
    checkpoint = None
    if options.checkpoint is not None:
        if not options.vkey:
            _parser().error("--checkpoint wymaga --vkey")
        checkpoint = _text_of(options.checkpoint, "--checkpoint")
    result = verify_log(
        options.store,
        vkeys=[_key(given) for given in options.vkey],
        checkpoint=checkpoint,
        memory=options.memory,
        indexes=options.indexes,
        progress=_progress if sys.stderr.isatty() else None,
    )
    if options.json:
        said = json.dumps(result.to_json(), ensure_ascii=False)
    else:
        said = _for_people(result)
    out = out or sys.stdout
    try:
        out.write(said + "\n")
        out.flush()
    except OSError:
        # Nobody has read the verdict, so there is none.
        sys.stderr.write("nie można pisać na standardowe wyjście\n")
        # Python flushes it again as it ends, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        return STATUS[Verdict.CANNOT_TELL]
    return STATUS[result.verdict]


def _parser() -> _Parser:
    parser = _Parser("python -m ledger")
    commands = parser.add_subparsers(
        title="Polecenia", required=True, metavar="verify", prog=parser.prog
    )
    verify = commands.add_parser("verify", help="sprawdź dziennik")
    verify.add_argument_group("Argumenty").add_argument(
        "store", type=Path, metavar="BAZA", help="baza SQLite z dziennikiem"
    )
    options = verify.options
    options.add_argument(
        "--checkpoint",
        type=Path,
        metavar="PLIK",
        help="punkt kontrolny przechowany gdzie indziej",
    )
    options.add_argument(
        "--vkey",
        action="append",
        default=[],
        metavar="KLUCZ",
        help="klucz publiczny dziennika albo plik z nim",
    )
    options.add_argument(
        "--memory", type=Path, metavar="PLIK", help="plik pamięci węzła"
    )
    options.add_argument("--indexes", action="store_true", help="sprawdź także indeksy")
    options.add_argument(
        "--json", action="store_true", help="jeden wiersz JSON, po angielsku"
    )
    return parser


def _key(given: str) -> str:
    """Give a verifier key, as typed or out of the file that `jst` writes it to."""
    return given if "+" in given else _text_of(Path(given), "--vkey").strip()


def _text_of(path: Path, option: str) -> str:
    try:
        with open_present(path) as file:
            return file.read(MAX_NOTE_BYTES + 1).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        _parser().error(f"{option}: nie można odczytać pliku")


def _for_people(result: Verification) -> str:
    lines = [IN_POLISH[result.verdict]]
    if result.size is not None:
        lines.append(f"liczba wpisów: {result.size}")
    if result.first_bad is not None:
        lines.append(f"pierwszy niezgodny wpis: #{result.first_bad}")
    lines += [f"powód: {in_polish(reason)}" for reason in result.reasons]
    lines += [f"nie sprawdzono: {in_polish(gap)}" for gap in result.not_checked]
    return "\n".join(lines)


def _progress(done: int, total: int) -> None:
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r{done} / {total}{end}")
    sys.stderr.flush()


def _as_program() -> NoReturn:
    """Run with whatever standard output there is; without any, nothing was told.

    An error that nobody foresaw says nothing about the log.
    """
    if not isinstance(sys.stdout, io.TextIOWrapper):
        sys.exit(STATUS[Verdict.CANNOT_TELL])
    # A terminal that lacks a letter shows a question mark.
    sys.stdout.reconfigure(errors="replace")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for the rest of the process
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    except Exception as unforeseen:  # noqa: BLE001 - Python's own status 1 would say "disproved"
        with suppress(OSError):  # the status tells all the same
            name = type(unforeseen).__name__
            sys.stderr.write(f"nie wiadomo: nieprzewidziany błąd programu ({name})\n")
        sys.exit(STATUS[Verdict.CANNOT_TELL])


if __name__ == "__main__":
    _as_program()
