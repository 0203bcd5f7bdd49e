"""jst officer: sealed identifiers in clear, which takes two persons.

What each command does stands in jst/cli/officer_run.py, which is loaded when called.
"""

from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.options import Reason, an_id_argument
from jst.cli.output import AsJson, new_group

RequestId = Annotated[
    str, an_id_argument("Identyfikator wniosku.", "Id of the request.")
]


def group() -> typer.Typer:
    """Make the group `jst officer`."""
    made = new_group(
        "officer",
        say(
            "Odsłonięcie identyfikatorów z dziennika: wniosek, zwolnienie, wgląd.",
            "Identifiers of the log in clear: request, release, show.",
        ),
    )
    for name, command, polish, english in (
        (
            "request",
            request,
            "Inspektor: wnieś o odsłonięcie identyfikatorów z podanych wpisów.",
            "Officer: request the identifiers of some entries.",
        ),
        (
            "release",
            release,
            "Druga osoba (inspektor, kierownik): zwolnij odsłonięcie.",
            "Second person (officer, manager): release a request.",
        ),
        (
            "show",
            show,
            "Wnioskujący: pokaż identyfikatory, które zwolniła druga osoba.",
            "Requester: show the identifiers that a second person has released.",
        ),
    ):
        made.command(name, help=say(polish, english))(command)
    return made


def request(
    entry_ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...", help=say("Identyfikatory wpisów.", "Ids of the entries.")
        ),
    ],
    *,
    reason: Reason,
    as_json: AsJson = False,
) -> int:
    """Ask for a release."""
    from jst.cli.officer_run import do_request  # noqa: PLC0415 - keeps --help quick

    return do_request(entry_ids, reason, as_json=as_json)


def release(request_id: RequestId, *, reason: Reason, as_json: AsJson = False) -> int:
    """Release what somebody else has requested."""
    from jst.cli.officer_run import do_release  # noqa: PLC0415 - as above

    return do_release(request_id, reason, as_json=as_json)


def show(request_id: RequestId, *, as_json: AsJson = False) -> int:
    """Show what was released."""
    from jst.cli.officer_run import do_show  # noqa: PLC0415 - as above

    return do_show(request_id, as_json=as_json)
