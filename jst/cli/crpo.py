"""jst crpo: ask who holds a general power of attorney for a mandator."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli import crpo_kept
from jst.cli.language import say
from jst.cli.options import (
    Case,
    IdentifierFile,
    KindWord,
    a_file,
    a_file_argument,
    a_flag,
    a_text,
    a_word,
    an_id,
)
from jst.cli.output import AsJson, new_group


def group() -> typer.Typer:
    """Make the group `jst crpo`."""
    made = new_group(
        "crpo",
        say(
            "Centralny Rejestr Pełnomocnictw Ogólnych.",
            "Central Register of General Powers of Attorney.",
        ),
    )
    made.command(
        "lookup",
        help=say(
            "Zapytaj o pełnomocników mocodawcy. Identyfikator podaje się na"
            " standardowym wejściu albo w pliku, nigdy w wierszu polecenia.",
            "Ask for a mandator's attorneys. The identifier comes from standard input"
            " or a file, never from the command line.",
        ),
    )(lookup)
    crpo_kept.add_to(made)
    made.command(
        "batch",
        help=say(
            "Zapytaj o wielu mocodawców z pliku CSV (kolumny: kind, identifier, case,"
            " purpose, justification). Przerwany wsad wznawia się tym samym poleceniem;"
            " o nic nie pyta się dwa razy.",
            "Ask about many mandators from a CSV file (columns: kind, identifier, case,"
            " purpose, justification). The same command resumes a batch; nothing is"
            " asked twice.",
        ),
    )(batch)
    made.callback()(_group)
    return made


def _group() -> None:
    """Keep `crpo` a group."""


def lookup(  # noqa: PLR0913 - one parameter for each option
    *,
    case: Case = "",
    purpose: Annotated[
        str | None,
        a_word(
            "CEL",
            "PURPOSE",
            "pelnomocnictwo-w-sprawie (domyślnie), doreczenie, inna-sprawa.",
            "pelnomocnictwo-w-sprawie (the default), doreczenie, inna-sprawa.",
        ),
    ] = None,
    justification: Annotated[
        str,
        a_text(
            "Uzasadnienie; wymagane przy celu inna-sprawa.",
            "Justification; required with the purpose inna-sprawa.",
        ),
    ] = "",
    basis: Annotated[
        list[str] | None,
        a_word(
            "PRZEPIS",
            "PROVISION",
            "Podstawa prawna, można powtórzyć; domyślnie ordynacja.art138k.par2.",
            "Legal basis, may be repeated; by default ordynacja.art138k.par2.",
        ),
    ] = None,
    kind: KindWord = None,
    source: IdentifierFile = None,
    receipt: Annotated[
        Path | None,
        a_file(
            "Zapisz potwierdzenie do nowego pliku, do akt sprawy.",
            "Write the receipt to a new file, for the case.",
        ),
    ] = None,
    retry: Annotated[
        str | None,
        an_id(
            "Powtórz własne zapytanie o wyniku UNKNOWN jako nowe, z odwołaniem;"
            " sprawa, cel i uzasadnienie są w dzienniku, identyfikator podaj ponownie.",
            "Repeat a question of yours that ended as UNKNOWN, as a new one; case,"
            " purpose and justification are in the log, the identifier is typed again.",
        ),
    ] = None,
    reveal: Annotated[
        bool,
        a_flag(
            "--reveal",
            "Pokaż identyfikatory i daty urodzenia w całości.",
            "Show identifiers and birth dates in clear.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Ask CRPO about one mandator."""
    from jst.cli.crpo_lookup import Asked, do_lookup  # noqa: PLC0415 - lazy

    return do_lookup(
        Asked(
            case=case,
            purpose=purpose,
            justification=justification,
            basis=tuple(basis or ()),
            kind=kind,
            retry=retry,
        ),
        source=source,
        receipt=receipt,
        reveal=reveal,
        as_json=as_json,
    )


def batch(
    sheet: Annotated[Path, a_file_argument("Plik CSV.", "The CSV file.")],
    *,
    out: Annotated[
        Path,
        a_word(
            "WYNIK",
            "RESULT",
            "Nowy plik CSV z wynikiem.",
            "New CSV file for the result.",
        ),
    ],
    retry_unknown: Annotated[
        bool,
        a_flag(
            "--retry-unknown",
            "Powtórz wiersze o wyniku UNKNOWN jako nowe zapytania.",
            "Repeat lines that ended as UNKNOWN, as new questions.",
        ),
    ] = False,
    anew: Annotated[
        bool,
        a_flag(
            "--anew",
            "Zacznij ten sam plik jako nowy wsad (odpowiedź dotyczy jednego dnia).",
            "Begin another batch of the same file (an answer is of one day).",
        ),
    ] = False,
    kept_ok: Annotated[
        bool,
        a_flag(
            "--kept-ok",
            "Przyjmij w wyniku zachowane odpowiedzi z innego dnia (bez tego kod 2).",
            "Take kept answers of another day into the result (otherwise status 2).",
        ),
    ] = False,
    reveal: Annotated[
        str,
        a_word(
            "POWÓD",
            "REASON",
            "Zapisz identyfikatory w całości; powód trafia do dziennika.",
            "Write identifiers in clear; the reason goes into the log.",
        ),
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Ask CRPO about many mandators."""
    from jst.cli.crpo_batch import do_batch  # noqa: PLC0415 - lazy

    return do_batch(
        sheet,
        out,
        retry_unknown=retry_unknown,
        anew=anew,
        kept_ok=kept_ok,
        reveal=reveal,
        as_json=as_json,
    )
