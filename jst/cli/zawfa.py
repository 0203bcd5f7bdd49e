"""jst zawfa: the notice by which a body without a seal names its first person."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.options import a_case, a_file_argument, a_word
from jst.cli.output import AsJson, new_group
from jst.cli.words import word_of
from jst.cli.wrapper import Exit

Source = Annotated[
    Path,
    a_file_argument("Plik .toml albo .json.", "A .toml or .json file."),
]


class Case(StrEnum):
    """For what a template is written."""

    GRANT = "grant"
    REVOKE = "revoke"
    CHANGE = "change"
    OWN_SIGNATURE = "own-signature"
    SEAL = "seal"


def group() -> typer.Typer:
    """Make the group `jst zawfa`."""
    made = new_group(
        "zawfa",
        say(
            "Zawiadomienie ZAW-FA: wzór pliku, kontrola, wydruk.",
            "The notice ZAW-FA: a sample file, checks, a print-out.",
        ),
    )
    made.command(
        "new",
        help=say(
            "Wypisz wzór pliku z objaśnieniami: grant nadanie, revoke odebranie, change"
            " zmiana osoby, own-signature podpis podatnika, seal pieczęć bez NIP.",
            "Write a commented sample: grant, revoke, change of person, own-signature,"
            " seal without NIP.",
        ),
    )(new)
    made.command(
        "check",
        help=say(
            "Sprawdź plik: uwagi z numerem pola i przepisem. Kod wyjścia: 0 bez błędów,"
            " 1 są błędy.",
            "Check a file: findings with field number and provision. Exit status: 0 no"
            " errors, 1 errors.",
        ),
    )(check)
    made.command(
        "render",
        help=say(
            "Sporządź PDF i listę kontrolną w nowym katalogu; każdy dokument to wpis w"
            " dzienniku. ZAW-FA(3): karta do przepisania.",
            "Make the PDF and the checklist in a new folder; each document is an entry"
            " of the log. ZAW-FA(3): a sheet to copy from.",
        ),
    )(render)
    return made


def new(
    *,
    case: Annotated[
        str,
        typer.Argument(
            metavar=say("RODZAJ", "CASE"),
            help="grant | revoke | change | own-signature | seal",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help=say(
                "Nowy plik; bez tego na wyjście.", "A new file; else standard output."
            ),
        ),
    ] = None,
    as_json: AsJson = False,
) -> Exit:
    """Write a template."""
    from jst.cli.zawfa_run import do_new  # noqa: PLC0415 - keeps --help quick

    wanted = word_of(Case, case, say("RODZAJ", "CASE"))
    return do_new(wanted, out, as_json=as_json)


def check(*, file: Source, as_json: AsJson = False) -> Exit:
    """Check a file."""
    from jst.cli.zawfa_run import do_check  # noqa: PLC0415 - as above

    return do_check(file, as_json=as_json)


def render(
    *,
    file: Source,
    case: Annotated[str, a_case("Znak sprawy.", "Number of the case (znak sprawy).")],
    out: Annotated[
        Path,
        a_word("KATALOG", "FOLDER", "Nowy katalog na pliki.", "A new folder."),
    ],
    official: Annotated[
        Path | None,
        typer.Option(
            "--official",
            help=say(
                "Urzędowy formularz PDF (AcroForm), który też wypełnić.",
                "An official PDF form (AcroForm) to fill in as well.",
            ),
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            help=say(
                "Plik TOML: pole formularza = nasze pole (docs/zawfa.md).",
                "TOML file: field of the form = our field (docs/zawfa.md).",
            ),
        ),
    ] = None,
    as_json: AsJson = False,
) -> Exit:
    """Make the documents."""
    from jst.cli.zawfa_render import Wanted, do_render  # noqa: PLC0415 - as above

    wanted = Wanted(case=case, out=out, official=official, mapping=mapping)
    return do_render(file, wanted, as_json=as_json)
