"""jst crpo serve, jst crpo print: what a kept answer is good for, under an entry."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.output import AsJson

QuestionId = Annotated[
    str,
    typer.Argument(
        metavar=say("ZAPYTANIE", "QUESTION"),
        help=say(
            "Identyfikator zapytania, które wypisało jst crpo lookup.",
            "Id of the question, as jst crpo lookup printed it.",
        ),
    ),
]
Case = Annotated[
    str,
    typer.Option(
        metavar=say("ZNAK", "NUMBER"),
        help=say(
            "Znak sprawy, w której zapytano.", "Number of the case it was asked in."
        ),
    ),
]
PurposeWord = Annotated[
    str,
    typer.Option(
        metavar=say("CEL", "PURPOSE"),
        help="pelnomocnictwo-w-sprawie, doreczenie, inna-sprawa.",
    ),
]
Why = Annotated[
    str,
    typer.Option(
        metavar=say("TEKST", "TEXT"),
        help=say(
            "Uzasadnienie odczytu, co najmniej 10 liter; zostaje w dzienniku.",
            "Why it is read, at least 10 letters; it stays in the log.",
        ),
    ),
]
CaseFilePath = Annotated[
    Path | None,
    typer.Option(
        metavar=say("PLIK", "FILE"),
        help=say(
            "Pełnomocnictwa szczególne i wypowiedzenia z akt sprawy (TOML).",
            "Special powers and resignations that the case file holds (TOML).",
        ),
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        metavar=say("PLIK", "FILE"),
        help=say(
            "Nowy plik PDF; czytać go może tylko właściciel.",
            "A new PDF file; only its owner may read it.",
        ),
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
    case: Case = "",
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
    case: Case = "",
    purpose: PurposeWord = "doreczenie",
    justification: Why = "",
    as_json: AsJson = False,
) -> int:
    """Print an answer."""
    from jst.cli.crpo_serve import Wanted, do_print  # noqa: PLC0415 - lazy

    wanted = Wanted(question, case, purpose, justification)
    return do_print(wanted, out, as_json=as_json)
