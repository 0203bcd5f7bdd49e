"""jst crpo serve, jst crpo print: what a kept answer is good for, under an entry."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.options import CaseAsked, PurposeWord, QuestionId, a_file, a_text
from jst.cli.output import AsJson

Why = Annotated[
    str,
    a_text(
        "Uzasadnienie odczytu, co najmniej 10 liter; zostaje w dzienniku.",
        "Why it is read, at least 10 letters; it stays in the log.",
    ),
]
CaseFilePath = Annotated[
    Path | None,
    a_file(
        "Pełnomocnictwa szczególne i wypowiedzenia z akt sprawy (TOML).",
        "Special powers and resignations that the case file holds (TOML).",
    ),
]
Out = Annotated[
    Path,
    a_file(
        "Nowy plik PDF; czytać go może tylko właściciel.",
        "A new PDF file; only its owner may read it.",
    ),
]


def add_to(group: typer.Typer) -> None:
    """Declare both commands."""
    group.command(
        "serve",
        help=say(
            "Powiedz, komu doręczyć pismo, z dzisiejszej odpowiedzi rejestru."
            " Odczyt odpowiedzi jest wpisem w dzienniku.",
            "Say whom to serve a letter on, from today's answer of the register."
            " Reading the answer is an entry of the log.",
        ),
    )(serve)
    group.command(
        "print",
        help=say(
            "Wydrukuj odpowiedź do akt sprawy jako PDF."
            " Wydruk jest wpisem w dzienniku.",
            "Print an answer for the tax file as PDF. Printing is an entry of the log.",
        ),
    )(print_)


def serve(
    question: QuestionId,
    *,
    case: CaseAsked = "",
    purpose: PurposeWord = "doreczenie",
    justification: Why = "",
    case_file: CaseFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Say whom to serve."""
    from jst.cli.crpo_serve import Wanted, do_serve  # noqa: PLC0415 - lazy

    wanted = Wanted(question, case, purpose, justification)
    return do_serve(wanted, case_file, as_json=as_json)


def print_(
    question: QuestionId,
    *,
    out: Out,
    case: CaseAsked = "",
    purpose: PurposeWord = "doreczenie",
    justification: Why = "",
    as_json: AsJson = False,
) -> int:
    """Print an answer."""
    from jst.cli.crpo_serve import Wanted, do_print  # noqa: PLC0415 - lazy

    wanted = Wanted(question, case, purpose, justification)
    return do_print(wanted, out, as_json=as_json)
