"""jst ksef plan: what is to change in KSeF, and jst ksef review: who confirms it."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.ksef_options import Asked, Mandate, Why, a_person
from jst.cli.language import say
from jst.cli.options import Case, a_file, a_file_argument, a_flag, a_word
from jst.cli.output import AsJson
from jst.cli.words import WrongMix
from jst.cli.wrapper import Exit


def add_to(group: typer.Typer) -> None:
    """Declare the commands."""
    group.command(
        "plan",
        help=say(
            "Porównaj permissions.toml z KSeF, kontekst po kontekście, i powiedz, co"
            " nadać, co odebrać, co wygasło i czego nie odczytano; nic nie zmienia. Kod"
            " wyjścia: 0 bez zmian, 1 zmiany albo rzecz do wyjaśnienia, 2 nie wszystko"
            " odczytano.",
            "Compare permissions.toml with KSeF, context by context, and say what to"
            " grant, to revoke, what has expired and what was not read; changes"
            " nothing. Exit status: 0 no change, 1 changes or something to look into, 2"
            " not all was read.",
        ),
    )(plan)
    group.command(
        "review",
        help=say(
            "Zrób z planu arkusze przeglądu: dla każdej jednostki PDF i CSV, wiersz"
            " na osobę i stan; odczytaj wypełniony arkusz. Także wykaz jednostek dla"
            " dostawców. Kod wyjścia: 0 wszystko potwierdzone, 1 nie wszystko, 2 nie"
            " wszystko odczytano.",
            "Make review sheets of a plan: for each unit PDF and CSV, a line a"
            " person and state; read a filled-in sheet back. Also the register of units"
            " for suppliers. Exit status: 0 all confirmed, 1 not all, 2 not all was"
            " read.",
        ),
    )(review)


def plan(
    *,
    out: Annotated[
        Path | None,
        a_file(
            "Zapisz plan ze skrótem, do zatwierdzenia i wykonania; z --schema:"
            " schemat.",
            "Write the plan with its digest, to be approved and applied; with"
            " --schema: the schema.",
        ),
    ] = None,
    whole: Annotated[
        bool,
        a_flag(
            "--all", "Wypisz też to, co się nie zmienia.", "List what stays as well."
        ),
    ] = False,
    show: Annotated[
        Path | None,
        a_file(
            "Wypisz plan z pliku, zanim ktoś go zatwierdzi; o nic nie pyta KSeF.",
            "Print the plan of a file, before somebody approves it; asks KSeF nothing.",
        ),
    ] = None,
    schema: Annotated[
        bool,
        a_flag(
            "--schema",
            "Wypisz JSON Schema pliku permissions.toml i nic więcej.",
            "Print the JSON Schema of permissions.toml and nothing else.",
        ),
    ] = False,
    case: Case = "",
    justification: Why = "",
    mandate: Mandate = "",
    as_json: AsJson = False,
) -> Exit:
    """Plan."""
    from jst.cli.ksef_plan_run import (  # noqa: PLC0415 - keeps --help quick
        do_plan,
        do_schema,
        do_show,
    )

    if schema and (show is not None or whole or case or justification or mandate):
        raise WrongMix(
            "--schema działa tylko z --out", "--schema goes with --out alone"
        )
    if schema:
        return do_schema(out)
    if show is not None and out is not None:
        raise WrongMix("podaj --show albo --out", "give --show or --out, not both")
    if show is not None:
        return do_show(show, whole=whole, as_json=as_json)
    asked = Asked(None, case, justification, mandate)
    return do_plan(asked, out=out, whole=whole, as_json=as_json)


def review(
    plan_file: Annotated[
        Path,
        a_file_argument(
            "Plan z jst ksef plan --out.", "A plan of jst ksef plan --out."
        ),
    ],
    *,
    to: Annotated[
        Path | None,
        a_word(
            "KATALOG",
            "FOLDER",
            "Zapisz tu arkusze i wykaz jednostek; katalog nie może istnieć.",
            "Write sheets and register here; the folder must not exist.",
        ),
    ] = None,
    confirmed: Annotated[
        Path | None,
        a_file(
            "Odczytaj wypełniony arkusz CSV; decyzje trafiają do dziennika.",
            "Read a filled-in CSV sheet; its decisions go into the log.",
        ),
    ] = None,
    by: Annotated[
        str,
        a_person(
            "Kto potwierdził arkusz: oznaczenie (ref) z ksef-people.toml; wymagane"
            " z --confirmed.",
            "Who confirmed the sheet: reference (ref) of ksef-people.toml; needed"
            " with --confirmed.",
        ),
    ] = "",
    case: Case = "",
    as_json: AsJson = False,
) -> Exit:
    """Review."""
    from jst.cli.ksef_review_run import do_confirmed, do_sheets  # noqa: PLC0415 - as above

    if to is not None and confirmed is None:
        return do_sheets(plan_file, to, case, as_json=as_json)
    if confirmed is not None and to is None:
        if not by:
            raise WrongMix(
                "z --confirmed podaj --by: kto potwierdził arkusz",
                "give --by with --confirmed: who confirmed the sheet",
            )
        return do_confirmed(plan_file, confirmed, by, as_json=as_json)
    raise WrongMix("podaj --to albo --confirmed", "give --to or --confirmed, not both")
