"""Options that commands share, and how one is declared: a name for what it takes.

out: Annotated[Path | None, a_file("Zapisz do pliku.", "Write to a file.")] = None
"""

from pathlib import Path
from typing import Annotated, Any

import typer

from jst.cli.language import say

Option = Any
"""What typer.Option gives; its own type is private."""


def a_word(
    polish_name: str, english_name: str, polish: str, english: str, *names: str
) -> Option:
    """Declare an option that takes a word: its name in the help, and what it is."""
    return typer.Option(
        *names, metavar=say(polish_name, english_name), help=say(polish, english)
    )


def a_word_argument(
    polish_name: str, english_name: str, polish: str, english: str
) -> Option:
    """Declare an argument that is a word."""
    return typer.Argument(
        metavar=say(polish_name, english_name), help=say(polish, english)
    )


def a_file(polish: str, english: str, *names: str) -> Option:
    """Declare an option that names a file."""
    return a_word("PLIK", "FILE", polish, english, *names)


def a_file_argument(polish: str, english: str) -> Option:
    """Declare an argument that names a file."""
    return a_word_argument("PLIK", "FILE", polish, english)


def a_text(polish: str, english: str) -> Option:
    """Declare an option that takes words of a person."""
    return a_word("TEKST", "TEXT", polish, english)


def an_id(polish: str, english: str) -> Option:
    """Declare an option that takes an id: of a person of staff, or of an entry."""
    return typer.Option(metavar="ID", help=say(polish, english))


def an_id_argument(polish: str, english: str) -> Option:
    """Declare an argument that is an id."""
    return typer.Argument(metavar="ID", help=say(polish, english))


def a_key(polish: str, english: str) -> Option:
    """Declare an option that takes a public key, or a file with one."""
    return a_word("KLUCZ", "KEY", polish, english)


def a_case(polish: str, english: str) -> Option:
    """Declare an option that takes a case number."""
    return a_word("ZNAK", "NUMBER", polish, english)


def a_day(polish: str, english: str) -> Option:
    """Declare an option that takes a day."""
    return typer.Option(
        formats=["%Y-%m-%d"],
        metavar=say("RRRR-MM-DD", "YYYY-MM-DD"),
        help=say(polish, english),
    )


def a_flag(name: str, polish: str, english: str) -> Option:
    """Declare an option without a value."""
    return typer.Option(name, help=say(polish, english))


Case = Annotated[str, a_case("Znak sprawy.", "Case number.")]
CaseAsked = Annotated[
    str,
    a_case("Znak sprawy, w której zapytano.", "Number of the case it was asked in."),
]
PurposeWord = Annotated[
    str,
    typer.Option(
        metavar=say("CEL", "PURPOSE"),
        help="pelnomocnictwo-w-sprawie, doreczenie, inna-sprawa.",
    ),
]
Reason = Annotated[str, a_text("Dlaczego; bez danych osób.", "Why; nobody's data.")]
QuestionId = Annotated[
    str, an_id_argument("Identyfikator zapytania.", "Id of the question.")
]
NewFile = Annotated[
    Path | None, a_file("Zapisz do nowego pliku.", "Write to a new file.")
]
KindWord = Annotated[
    str | None,
    typer.Option(
        metavar="nip|pesel|foreign",
        help=say(
            "Rodzaj identyfikatora; domyślnie z jego budowy:"
            " 10 cyfr NIP, 11 PESEL, KRAJ:NUMER zagraniczny.",
            "Kind of identifier; by default told from its shape:"
            " 10 digits NIP, 11 PESEL, COUNTRY:NUMBER foreign.",
        ),
    ),
]
IdentifierFile = Annotated[
    Path | None,
    a_file(
        "Plik z identyfikatorem; domyślnie standardowe wejście.",
        "File with the identifier; by default standard input.",
        "--from",
    ),
]
