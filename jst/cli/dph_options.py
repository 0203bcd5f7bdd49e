"""Options that the commands of `jst dph` share."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.options import a_file, a_flag, a_text, a_word

Source = Annotated[
    Path | None,
    a_file(
        "Plik z DIČ albo CSV z nagłówkiem (dic, account); domyślnie standardowe"
        " wejście.",
        "File with DIČ, or CSV with a header (dic, account); by default standard"
        " input.",
        "--from",
    ),
]
Out = Annotated[
    Path | None,
    a_word(
        "WYNIK", "RESULT", "Nowy plik CSV z wynikiem.", "New CSV file for the result."
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
    a_text(
        "Uzasadnienie; wymagane przy celu inna-sprawa i przy odczycie dowodu.",
        "Justification; required with inna-sprawa, and to read evidence.",
    ),
]
Wait = Annotated[
    bool,
    a_flag(
        "--wait",
        "Czekaj, aż rejestr będzie czynny i będzie miejsce w limitach.",
        "Wait until the register is open and its limits have room.",
    ),
]
Reveal = Annotated[
    bool,
    a_flag(
        "--reveal",
        "Pokaż w całości DIČ i nazwy osób fizycznych (numery urodzenia).",
        "Show DIČ and names of natural persons (birth numbers) in clear.",
    ),
]
