"""jst evidence: kept answers: what there is, one of them, the expired ones."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.options import CaseAsked, PurposeWord, QuestionId, Reason, a_file, a_flag
from jst.cli.output import AsJson, new_group


def group() -> typer.Typer:
    """Make the group `jst evidence`."""
    made = new_group(
        "evidence",
        say("Zachowane odpowiedzi rejestru.", "Kept answers of the register."),
    )
    for name, command, polish, english in (
        (
            "list",
            list_,
            "Pokaż, co zachowano i do kiedy; bez danych osób.",
            "List what is kept and until when; nobody's data.",
        ),
        (
            "show",
            show,
            "Pokaż jedną odpowiedź jako tabelę; wymaga sprawy, celu i powodu (wpis).",
            "Show one answer as a table; takes a case, a purpose and a reason (entry).",
        ),
        (
            "purge",
            purge,
            "Operator: usuń odpowiedzi po okresie przechowywania (wpis).",
            "The operator: remove answers past their retention (an entry).",
        ),
    ):
        made.command(name, help=say(polish, english))(command)
    return made


def list_(*, as_json: AsJson = False) -> int:
    """List what is kept."""
    from jst.cli.evidence_run import do_list  # noqa: PLC0415 - keeps --help quick

    return do_list(as_json=as_json)


def show(
    *,
    intent_id: QuestionId,
    case: CaseAsked,
    purpose: PurposeWord,
    reason: Reason,
    out: Annotated[
        Path | None,
        a_file(
            "Zapisz bajty odpowiedzi do nowego pliku.",
            "Write the answer's bytes to a new file.",
        ),
    ] = None,
    raw: Annotated[
        bool,
        a_flag(
            "--raw",
            "Bajty odpowiedzi, jak przyszły; identyfikatory są w nich jawne.",
            "The answer's bytes as they came; identifiers are in clear there.",
        ),
    ] = False,
    reveal: Annotated[
        bool,
        a_flag(
            "--reveal",
            "Pokaż identyfikatory w całości; inspektorowi po zwolnieniu (jst officer).",
            "Show identifiers in clear; to an officer after a release (jst officer).",
        ),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Show one kept answer."""
    from jst.cli.evidence_show import Wanted, do_show  # noqa: PLC0415 - as above

    wanted = Wanted(
        intent_id=intent_id,
        case=case,
        purpose=purpose,
        reason=reason,
        out=out,
        raw=raw,
        reveal=reveal,
    )
    return do_show(wanted, as_json=as_json)


def purge(*, as_json: AsJson = False) -> int:
    """Remove the expired ones."""
    from jst.cli.evidence_run import do_purge  # noqa: PLC0415 - as above

    return do_purge(as_json=as_json)
