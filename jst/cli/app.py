"""The commands of `jst`, put together. Nothing but typer is loaded here."""

import os
from typing import Annotated, Any

import typer

from jst.cli import (
    cert,
    crpo,
    demo,
    dph,
    evidence,
    hold,
    key,
    ksef,
    ledger,
    letter,
    officer,
    people,
    quota,
    report,
    settings,
    sign,
    simulate,
    trust,
    zawfa,
)
from jst.cli.help_words import in_polish
from jst.cli.language import say


def command() -> Any:  # noqa: ANN401 - typer's own command class is private
    """Make the root command anew: its help speaks the language of the moment."""
    app = typer.Typer(
        name="jst",
        help=say(
            "Rozliczalny dostęp urzędu do CRPO, KSeF i czeskiego rejestru VAT: kto, o"
            " kogo, po co i w jakiej sprawie zapytał albo komu nadał uprawnienie, z"
            " dowodem.",
            "Accountable access of an office to CRPO, KSeF and the Czech VAT register:"
            " who asked about whom, or granted what to whom, why and for which case,"
            " with a proof.",
        ),
        epilog=say(
            "Kody wyjścia: 0 tak/gotowe, 1 nie/odmowa/uchybienia, 2 nie wiadomo,"
            " 64 złe użycie, 130 przerwano.",
            "Exit status: 0 yes/done, 1 no/denied/findings, 2 could not tell,"
            " 64 wrong usage, 130 interrupted.",
        ),
        rich_markup_mode=None,  # loads no rich for --help
        add_completion=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    for group in (
        *(ledger, hold, evidence, officer, crpo, letter, dph, quota, ksef, zawfa),
        *(cert, trust, sign, key),
        *(simulate, people, settings),
    ):
        app.add_typer(group.group(), rich_help_panel=None)
    report.add_to(app)
    demo.add_to(app)
    app.callback()(_root)
    return in_polish(typer.main.get_command(app))


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it
    """Print the version and stop."""
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - only when asked

        typer.echo(version("crpo-ksef"))
        raise typer.Exit


def _root(
    context: typer.Context,
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=_print_version,
            help=say("Wypisz wersję programu.", "Print the program's version."),
        ),
    ] = False,
) -> None:
    """Take the options of `jst` itself."""
    del version
    if "SUDO_UID" in os.environ:  # so late, as it loads the settings
        from jst.acting import admit  # noqa: PLC0415 - loads pydantic

        admit(context.invoked_subcommand)
