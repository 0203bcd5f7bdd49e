"""Options that the commands of `jst dph` share."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.language import say

Source = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar=say("PLIK", "FILE"),
        help=say(
            "Plik z DIČ albo CSV z nagłówkiem (dic, account); domyślnie standardowe"
            " wejście.",
            "File with DIČ, or CSV with a header (dic, account); by default standard"
            " input.",
        ),
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar=say("WYNIK", "RESULT"),
        help=say("Nowy plik CSV z wynikiem.", "New CSV file for the result."),
    ),
]
Case = Annotated[
    str,
    typer.Option(
        metavar=say("ZNAK", "NUMBER"), help=say("Znak sprawy.", "Case number.")
    ),
]
PurposeWord = Annotated[
    str,
    typer.Option(
        metavar=say("CEL", "PURPOSE"),
        help="weryfikacja-dostawcy, platnosc-dla-dostawcy, inna-sprawa.",
    ),
]
Why = Annotated[
    str,
    typer.Option(
        metavar=say("TEKST", "TEXT"),
        help=say(
            "Uzasadnienie; wymagane przy celu inna-sprawa i przy odczycie dowodu.",
            "Justification; required with inna-sprawa, and to read evidence.",
        ),
    ),
]
Wait = Annotated[
    bool,
    typer.Option(
        "--wait",
        help=say(
            "Czekaj, aż rejestr będzie czynny i będzie miejsce w limitach.",
            "Wait until the register is open and its limits have room.",
        ),
    ),
]
Reveal = Annotated[
    bool,
    typer.Option(
        "--reveal",
        help=say(
            "Pokaż w całości DIČ i nazwy osób fizycznych (numery urodzenia).",
            "Show DIČ and names of natural persons (birth numbers) in clear.",
        ),
    ),
]
