"""jst dph watch: a table of vendors, what changed, and what stops a payment."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from jst.cli.dph_options import Out, PurposeWord, Reveal, Wait, Why
from jst.cli.language import say
from jst.cli.options import Case, a_file_argument, a_word
from jst.cli.output import AsJson


def add_to(group: typer.Typer) -> None:
    """Declare the command."""
    group.command(
        "watch",
        help=say(
            "Przejrzyj tabelę dostawców (CSV: dic, account, pay): jedno pobranie listy,"
            " rachunki tych, którym się płaci, zmiany od ostatniego razu.",
            "Go through a table of suppliers (CSV: dic, account, pay): one list, the"
            " accounts of those to be paid, changes since the last time.",
        ),
    )(watch)


def watch(  # noqa: PLR0913 - one parameter for each option
    table: Annotated[
        Path,
        a_file_argument("Tabela dostawców (CSV).", "Table of suppliers (CSV)."),
    ],
    *,
    out: Out = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar=say("DZIEŃ", "DAY"),
            help=say(
                "Nie pytaj o nic; pokaż, co było wiadomo na koniec tego dnia.",
                "Ask nothing; show what was known at the end of that day.",
            ),
        ),
    ] = None,
    order: Annotated[
        str | None,
        a_word(
            "ZLECENIE",
            "ORDER",
            "Działaj bez nadzoru, na zlecenie stałe z orders.toml; sprawę"
            " podaje zlecenie.",
            "Run unattended, under a standing order of orders.toml; the order names"
            " the case.",
        ),
    ] = None,
    case: Case = "",
    purpose: PurposeWord = "platnosc-dla-dostawcy",
    justification: Why = "",
    wait: Wait = False,
    reveal: Reveal = False,
    as_json: AsJson = False,
) -> int:
    """Go through a table of vendors."""
    from jst.cli.dph_run import Asked  # noqa: PLC0415 - lazy
    from jst.cli.dph_watch_run import do_as_of, do_watch  # noqa: PLC0415 - lazy

    asked = Asked(case, purpose, justification, wait=wait, reveal=reveal)
    if as_of is not None:
        return do_as_of(table, as_of.date(), asked, as_json=as_json)
    return do_watch(table, out, asked, order, as_json=as_json)
