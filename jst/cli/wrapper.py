"""The one place that turns what happened into an exit status, and errors into words.

    0    yes, done, answered (also: answered with no powers at all)
    1    no, denied, refused, findings, disproved
    2    could not tell, UNKNOWN, unexpected error
    64   wrong usage
    130  interrupted

Promises
    - Nobody sees a traceback.
    - A usage error never repeats what was typed: it may be somebody's PESEL.
    - An error that we did not foresee shows its class and nothing of its message.
"""

import json
import os
import sys
from collections.abc import Sequence
from enum import IntEnum
from typing import Any, Final, TextIO

from jst.cli.language import say
from vocabulary.errors import ToolkitError


class Exit(IntEnum):
    """What the exit status of a command says."""

    YES = 0
    NO = 1
    CANNOT_TELL = 2
    USAGE = 64
    INTERRUPTED = 130


# Codes of errors that say "no". Every other error says "could not tell".
_NO: Final = (
    "jst.",
    "vocabulary.",
    "crpo.query_invalid",
    "crpo.answer_stale",
    "certs.certificate_unreadable",
    "certs.key_refused",
    "certs.signing_refused",
    "accountability.action_denied",
    "accountability.register_refused",
    "accountability.receipt_invalid",
    "ledger.exists",
    "ledger.note_invalid",
    "ledger.proof_invalid",
)
UNEXPECTED: Final = "jst.unexpected"


def main(args: Sequence[str]) -> int:
    """Run one command and give back its exit status."""
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_letters(stream)
    try:
        status = _run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:  # the reader (`| head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.CANNOT_TELL
    except Exception as error:  # noqa: BLE001 - no traceback for a user, ever
        return tell(error, as_json="--json" in args)
    return status


def _run(args: Sequence[str]) -> int:
    from jst.cli.app import command  # noqa: PLC0415 - loads typer
    from jst.logs import configure  # noqa: PLC0415 - so late that --help is quick

    configure()
    answer = command().main(args=list(args), prog_name="jst", standalone_mode=False)
    return answer if isinstance(answer, int) else Exit.YES


def status_of(error: BaseException) -> Exit:
    """Say which exit status an error has."""
    if isinstance(error, ToolkitError):
        return Exit.NO if error.code.startswith(_NO) else Exit.CANNOT_TELL
    if _is_usage(error):
        return Exit.USAGE
    return Exit.CANNOT_TELL


def tell(error: BaseException, *, as_json: bool) -> int:
    """Say what went wrong: on stderr for people, on stdout for machines."""
    if type(error).__name__ == "NoArgsIsHelpError" and not as_json:
        sys.stderr.write(f"{error.ctx.get_help()}\n")  # type: ignore[attr-defined]  # typer's private class
        return Exit.USAGE
    said = describe(error)
    if as_json:
        sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
        return status_of(error)
    word, hint = say("błąd", "error"), say("wskazówka", "hint")
    lines = [f"jst: {word}: {said['message']} [{said['error']}]"]
    if "intentId" in said:
        lines.append(f"  {say('zapytanie', 'question')}: {said['intentId']}")
    for finding in said["findings"]:
        field = f"{finding['field']}: " if finding["field"] else ""
        lines.append(f"  - {field}{finding['message']} [{finding['rule']}]")
    if said["hint"]:
        lines.append(f"jst: {hint}: {said['hint']}")
    sys.stderr.write("\n".join(lines) + "\n")
    return status_of(error)


def describe(error: BaseException) -> dict[str, Any]:
    """Describe an error as `--json` prints it; no value of the user's is repeated."""
    from jst.cli.texts import hint_of, message_of  # noqa: PLC0415 - errors only

    if isinstance(error, ToolkitError):
        described = {
            "error": error.code,
            "message": message_of(error),
            "hint": hint_of(error),
        }
    elif _is_usage(error):
        described = {
            "error": "jst.usage",
            "message": _usage(error),
            "hint": say(
                "Składnia: --help. Identyfikator osoby podaje się na standardowym"
                " wejściu albo w pliku, nigdy w wierszu polecenia.",
                "Syntax: --help. A person's identifier comes from standard input or a"
                " file, never from the command line.",
            ),
        }
    else:
        name = type(error).__name__
        described = {
            "error": UNEXPECTED,
            "message": say(
                f"nieprzewidziany błąd programu ({name})",
                f"unexpected error of the program ({name})",
            ),
            "hint": say(
                "Sprawdź dysk, prawa do plików i ustawienia (jst settings check);"
                " zgłoś nazwę błędu i wersję programu.",
                "Check the disk, file modes and settings (jst settings check);"
                " report the error's name and the program's version.",
            ),
        }
    said: dict[str, Any] = dict(described)
    said["findings"] = [
        finding_json(finding) for finding in getattr(error, "findings", ())
    ]
    if intent := getattr(error, "intent_id", None):
        said["intentId"] = intent
    return said


def finding_json(finding: Any) -> dict[str, Any]:  # noqa: ANN401 - `Finding`, imported late
    """Write a finding in JSON."""
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "field": finding.field,
        "message": finding.message,
        "provision": (
            f"{finding.ref.provision}, {finding.ref.act}" if finding.ref else None
        ),
    }


def _is_usage(error: BaseException) -> bool:
    return any(base.__name__ == "UsageError" for base in type(error).__mro__)


def _usage(error: BaseException) -> str:
    """Word a usage error from its class and our own names, never from its message."""
    parameter = getattr(error, "param", None)
    name = (
        "/".join(getattr(parameter, "opts", None) or ())
        or getattr(parameter, "name", None)
        or getattr(error, "param_hint", None)
        or ""
    )
    match type(error).__name__:
        case "NoSuchOption":
            return say("nie ma takiej opcji", "no such option")
        case "MissingParameter":
            return say(f"brakuje: {name}", f"missing: {name}")
        case "BadParameter":
            return say(f"niewłaściwa wartość: {name}", f"invalid value: {name}")
        case _:
            return say(
                "nieznane polecenie lub zbędny argument",
                "unknown command or surplus argument",
            )


def _never_fail_on_letters(stream: TextIO) -> None:
    """Print a question mark where a terminal cannot show a letter."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
