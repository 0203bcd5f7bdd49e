"""jst demo: the whole thing on this machine, in one command."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.options import a_flag, a_word, a_word_argument
from jst.cli.output import AsJson
from jst.cli.words import WrongMix, word_of


def add_to(app: typer.Typer) -> None:
    """Declare the command."""
    app.command(
        "demo",
        help=say(
            "Pokaz: fikcyjny urząd, symulator CRPO, zapytania, odmowa, brak odpowiedzi,"
            " potwierdzenie, dowód i wykryte fałszerstwo.",
            "Demonstration: a made-up office, a simulator of CRPO, questions, a"
            " denial, silence, a receipt, a proof and a forgery found.",
        ),
    )(demo)


def demo(
    story: Annotated[
        str,
        a_word_argument(
            "OPOWIEŚĆ",
            "STORY",
            "lookup: całe zapytanie; service: komu doręczyć pismo; officer: kto"
            " pytał o podatniczkę; dph: czescy dostawcy; ksef: czterdzieści"
            " jednostek; odejście skarbnika i zastępstwo.",
            "lookup: a whole question; service: whom to serve a letter on; officer:"
            " who asked about a taxpayer; dph: Czech suppliers; ksef: forty"
            " units; a treasurer who leaves, and her deputy.",
        ),
    ] = "lookup",
    *,
    keep: Annotated[
        Path | None,
        a_word(
            "KATALOG",
            "FOLDER",
            "Zostaw wszystko w tym katalogu (pustym lub nowym), razem z kluczami.",
            "Leave everything in this folder (empty or new), keys included.",
        ),
    ] = None,
    token: Annotated[
        bool,
        a_flag(
            "--token",
            "Pieczęć na tokenie PKCS#11 (SoftHSM2) zamiast w pliku; tylko lookup.",
            "The seal on a PKCS#11 token (SoftHSM2), not in a file; lookup only.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Run the demonstration."""
    from jst.cli.demo_stories import Story, run_story  # noqa: PLC0415 - quick --help

    chosen = word_of(Story, story, say("OPOWIEŚĆ", "STORY"))
    if not token:
        return run_story(chosen, keep, as_json=as_json)
    if chosen is not Story.LOOKUP:
        raise WrongMix(
            "--token działa z opowieścią lookup", "--token goes with the story lookup"
        )
    from jst.cli.demo_run import do_demo  # noqa: PLC0415 - as above

    return do_demo(keep, as_json=as_json, token=True)
