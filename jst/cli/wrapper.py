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

import errno
import json
import sys
from collections.abc import Sequence
from enum import IntEnum
from typing import Any, Final, TextIO

from jst.cli.language import say
from jst.cli.says_no import NOT_TOLD, SAYS_NO
from jst.cli.standard_output import (
    OutputFailed,
    has_output,
    marked_output,
    to_nowhere,
)
from vocabulary.errors import ToolkitError


class Exit(IntEnum):
    """What the exit status of a command says."""

    YES = 0
    NO = 1
    CANNOT_TELL = 2
    USAGE = 64
    INTERRUPTED = 130


UNEXPECTED: Final = "jst.unexpected"


def main(args: Sequence[str]) -> int:
    """Run one command and give back its exit status."""
    if not has_output():
        return _output_lost()
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_letters(stream)
    with marked_output():
        return _status(args, as_json="--json" in args)


def _status(args: Sequence[str], *, as_json: bool) -> int:
    try:
        status = _run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = Exit.INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # The reader (`| head`) has seen enough; typer makes an exit 1 of it.
        return _to_nowhere()
    except OutputFailed as failed:
        status = _to_nowhere()
        return status if failed.errno == errno.EPIPE else _output_lost()
    except Exception as error:  # noqa: BLE001 - no traceback for a user, ever
        return _told(error, as_json=as_json)
    if status == Exit.INTERRUPTED:  # typer makes an exit of Ctrl-C, and so do we
        _told(_interrupt(), as_json=as_json)
    return status


def _told(error: Exception, *, as_json: bool) -> int:
    """Tell an error on a standard output that may be gone."""
    try:
        status = tell(error, as_json=as_json)
        sys.stdout.flush()
    except OSError:
        _to_nowhere()
        return status_of(error)
    return status


def _interrupt() -> Exception:
    from jst.errors import Interrupted  # noqa: PLC0415 - errors only

    return Interrupted()


def _output_lost() -> int:
    from jst.errors import OutputLost  # noqa: PLC0415 - errors only

    return tell(OutputLost("standard output takes nothing"), as_json=False)


def _to_nowhere() -> Exit:
    to_nowhere()
    return Exit.CANNOT_TELL


def _run(args: Sequence[str]) -> int:
    from jst.cli.app import command  # noqa: PLC0415 - loads typer
    from jst.logs import configure  # noqa: PLC0415 - so late that --help is quick

    configure()
    answer = command().main(args=list(args), prog_name="jst", standalone_mode=False)
    return answer if isinstance(answer, int) else Exit.YES


def status_of(error: BaseException) -> Exit:
    """Say which exit status an error has."""
    if isinstance(error, ToolkitError):
        if error.code == "jst.interrupted":
            return Exit.INTERRUPTED
        says_no = error.code.startswith(SAYS_NO) and error.code not in NOT_TOLD
        return Exit.NO if says_no else Exit.CANNOT_TELL
    if is_usage(error):
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
    else:
        _tell_people(said)
    return status_of(error)


def _tell_people(said: dict[str, Any]) -> None:
    """Write an error on stderr; what is only a note is nothing to correct."""
    word, hint = say("błąd", "error"), say("wskazówka", "hint")
    lines = [f"jst: {word}: {said['message']} [{said['error']}]"]
    if "intentId" in said:
        lines.append(f"  {say('zapytanie', 'question')}: {said['intentId']}")
    for finding in said["findings"]:
        if finding["severity"] == "info":
            continue
        field = f"{finding['field']}: " if finding["field"] else ""
        grave = say("uwaga: ", "warning: ") if finding["severity"] == "warning" else ""
        source = finding["provision"] or finding["source"]
        law = f" ({source})" if source else ""
        lines.append(f"  - {grave}{field}{finding['message']}{law} [{finding['rule']}]")
    if "provision" in said:
        seen = "" if said["textSeen"] else say(" (znany z omówień)", " (text not seen)")
        lines.append(f"  {say('przepis', 'provision')}: {said['provision']}{seen}")
    if said["hint"]:
        lines.append(f"jst: {hint}: {said['hint']}")
    sys.stderr.write("\n".join(lines) + "\n")


def describe(error: BaseException) -> dict[str, Any]:
    """Describe an error as `--json` prints it; no value of the user's is repeated."""
    from jst.cli.error_words import hint_of, message_of  # noqa: PLC0415 - errors only
    from jst.cli.usage import usage_in_words  # noqa: PLC0415 - errors only

    if isinstance(error, ToolkitError):
        described = {
            "error": error.code,
            "message": message_of(error),
            "hint": hint_of(error),
        }
    elif is_usage(error):
        described = {
            "error": "jst.usage",
            "message": usage_in_words(error),
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
                f"na dysku zabrakło miejsca ({name})",
                f"a disk has no space left ({name})",
            )
            if getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT}
            else say(
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
    if numbers := getattr(error, "numbers", None):
        said["numbers"] = list(numbers)
    if fields := getattr(error, "fields", None):
        said["fields"] = list(fields)
    if provision := getattr(error, "provision", None):
        said["provision"] = provision
        said["textSeen"] = getattr(error, "text_seen", False)
    if intent := getattr(error, "intent_id", None):
        said["intentId"] = intent
    if refusal := getattr(error, "refusal", None):
        said["refusal"] = refusal
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
        "source": finding.clause or None,
    }


def is_usage(error: BaseException) -> bool:
    """Tell typer's complaints about the command line by their name: it is private."""
    return any(base.__name__ == "UsageError" for base in type(error).__mro__)


def _never_fail_on_letters(stream: TextIO) -> None:
    """Print a question mark where a terminal cannot show a letter."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
