"""python -m ledger verify: check a log with this package and its vocabulary alone.

Exit status: 0 proved or consistent, 1 disproved, 2 could not tell, 64 wrong usage.
"""

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from ledger.note import MAX_NOTE_BYTES
from ledger.verify import Verdict, Verification, verify_log

USAGE_ERROR = 64
STATUS = {
    Verdict.PROVED: 0,
    Verdict.CONSISTENT: 0,
    Verdict.DISPROVED: 1,
    Verdict.CANNOT_TELL: 2,
}
IN_POLISH = {
    Verdict.PROVED: "DOWIEDZIONO: dziennik zgadza się z punktem kontrolnym",
    Verdict.CONSISTENT: "SPÓJNY: dziennik zgadza się ze sobą; brak dowodu z zewnątrz",
    Verdict.DISPROVED: "PODWAŻONO: dziennik nie zgadza się z tym, z czym go porównano",
    Verdict.CANNOT_TELL: "NIE WIADOMO: sprawdzenia nie dało się przeprowadzić",
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE_ERROR, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None, out: TextIO | None = None) -> int:
    """Run the command; returns its exit status."""
    options = _parser().parse_args(arguments)
    checkpoint = None
    if options.checkpoint is not None:
        if not options.vkey:
            _parser().error("--checkpoint needs --vkey")
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
    except OSError as lost:
        # Nobody has read the verdict, so there is none.
        sys.stderr.write(f"standard output takes nothing: {lost.strerror}\n")
        # Python flushes it again as it ends, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        return STATUS[Verdict.CANNOT_TELL]
    return STATUS[result.verdict]


def _parser() -> _Parser:
    parser = _Parser(prog="python -m ledger", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="verify")
    verify = commands.add_parser("verify", help="check a log; writes nothing")
    verify.add_argument("store", type=Path, help="the SQLite database")
    verify.add_argument("--checkpoint", type=Path, help="a checkpoint kept elsewhere")
    verify.add_argument("--vkey", action="append", default=[], help="the log's key")
    verify.add_argument("--memory", type=Path, help="the node's memory file")
    verify.add_argument("--indexes", action="store_true", help="check indexes too")
    verify.add_argument("--json", action="store_true", help="one line of JSON")
    return parser


def _key(given: str) -> str:
    """Give a verifier key, as typed or out of the file that `jst` writes it to."""
    return given if "+" in given else _text_of(Path(given), "--vkey").strip()


def _text_of(path: Path, option: str) -> str:
    try:
        with path.open("rb") as file:
            return file.read(MAX_NOTE_BYTES + 1).decode(errors="replace")
    except (OSError, ValueError) as unreadable:
        reason = getattr(unreadable, "strerror", None) or "no such path"
        _parser().error(f"{option}: {reason}")


def _for_people(result: Verification) -> str:
    lines = [IN_POLISH[result.verdict]]
    if result.size is not None:
        lines.append(f"liczba wpisów: {result.size}")
    if result.first_bad is not None:
        lines.append(f"pierwszy zły wpis: {result.first_bad}")
    lines += [f"powód: {reason}" for reason in result.reasons]
    lines += [f"nie sprawdzono: {gap}" for gap in result.not_checked]
    return "\n".join(lines)


def _progress(done: int, total: int) -> None:
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r{done} / {total}{end}")
    sys.stderr.flush()


def _as_program() -> NoReturn:
    """Run with whatever standard output there is; without any, nothing was told."""
    if not isinstance(sys.stdout, io.TextIOWrapper):
        sys.exit(STATUS[Verdict.CANNOT_TELL])
    # A terminal that lacks a letter shows a question mark.
    sys.stdout.reconfigure(errors="replace")
    sys.exit(main())


if __name__ == "__main__":
    _as_program()
