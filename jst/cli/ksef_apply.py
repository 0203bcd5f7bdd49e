"""jst ksef apply: do what a plan says, once somebody else than its author approves."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.ksef_options import Asked, Mandate, Why
from jst.cli.language import say
from jst.cli.options import Case
from jst.cli.output import AsJson
from jst.cli.wrapper import Exit


def add_to(group: typer.Typer) -> None:
    """Declare the command."""
    group.command(
        "apply",
        help=say(
            "Zatwierdź i wykonaj plan z jst ksef plan --out: robi to inna osoba niż"
            " autor, z rolą approver. Przerwane polecenie powtórz: niczego nie nada"
            " drugi raz. Kod wyjścia: 0 wykonano i KSeF to pokazuje, 1 odmowa, 2 nie"
            " wiadomo.",
            "Approve and do a plan of jst ksef plan --out: by another person than its"
            " author, in the role approver. Repeat it when interrupted: nothing is"
            " granted twice. Exit status: 0 done and shown by KSeF, 1 refused, 2"
            " unknown.",
        ),
    )(apply)


def apply(
    plan_file: Annotated[
        Path,
        typer.Argument(
            metavar="PLAN",
            help=say("Plan z jst ksef plan --out.", "A plan of jst ksef plan --out."),
        ),
    ],
    *,
    case: Case = "",
    justification: Why = "",
    mandate: Mandate = "",
    as_json: AsJson = False,
) -> Exit:
    """Apply."""
    from jst.cli.ksef_apply_run import do_apply  # noqa: PLC0415 - keeps --help quick

    asked = Asked(None, case, justification, mandate)
    return do_apply(asked, plan_file, as_json=as_json)
