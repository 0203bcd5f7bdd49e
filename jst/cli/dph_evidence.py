"""jst dph evidence: take the evidence of a check, verify it offline, print it."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.dph_options import PurposeWord, Why
from jst.cli.language import say
from jst.cli.options import Case, a_file, a_file_argument, a_key, a_word_argument
from jst.cli.output import AsJson, new_group

CheckId = Annotated[
    str,
    a_word_argument(
        "SPRAWDZENIE",
        "CHECK",
        "Identyfikator sprawdzenia, który wypisało jst dph.",
        "Id of the check, as jst dph printed it.",
    ),
]


def group() -> typer.Typer:
    """Make the group `jst dph evidence`."""
    made = new_group(
        "evidence",
        say("Dowód sprawdzenia: do akt.", "Evidence of a check, for the case."),
    )
    made.command(
        "export",
        help=say(
            "Zapisz dowód sprawdzenia: wpisy, zapytanie, odpowiedź. Odczyt jest wpisem"
            " w dzienniku.",
            "Write the evidence of a check: entries, request, answer. Reading it is an"
            " entry of the log.",
        ),
    )(export)
    made.command(
        "verify",
        help=say(
            "Sprawdź plik dowodu bez sieci: odczytana na nowo odpowiedź musi dać ten"
            " sam wynik.",
            "Verify a file of evidence offline: the answer, read anew, must give the"
            " same result.",
        ),
    )(verify)
    made.command(
        "print",
        help=say(
            "Wydrukuj zaświadczenie o sprawdzeniu (PDF) po polsku, czesku lub"
            " angielsku. Odczyt jest wpisem w dzienniku.",
            "Print a certificate of a check (PDF) in Polish, Czech or English. Reading"
            " it is an entry of the log.",
        ),
    )(print_)
    return made


def export(
    check: CheckId,
    *,
    out: Annotated[
        Path,
        a_file(
            "Nowy plik; czytać go może tylko właściciel.",
            "A new file; only its owner may read it.",
        ),
    ],
    case: Case = "",
    purpose: PurposeWord = "platnosc-dla-dostawcy",
    justification: Why = "",
    as_json: AsJson = False,
) -> int:
    """Write the evidence of a check."""
    from jst.cli.dph_evidence_run import do_export  # noqa: PLC0415 - lazy
    from jst.cli.dph_run import Asked  # noqa: PLC0415 - lazy

    return do_export(check, out, Asked(case, purpose, justification), as_json=as_json)


def verify(
    file: Annotated[Path, a_file_argument("Plik dowodu.", "The file of evidence.")],
    *,
    vkey: Annotated[
        Path | None,
        a_key(
            "Plik z kluczem publicznym dziennika; domyślnie z JST_KEYS.",
            "File with the log's public key; by default that of JST_KEYS.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Verify a file of evidence."""
    from jst.cli.dph_evidence_run import do_verify  # noqa: PLC0415 - lazy

    return do_verify(file, vkey, as_json=as_json)


def print_(
    check: CheckId,
    *,
    out: Annotated[
        Path,
        a_file(
            "Nowy plik PDF; czytać go może tylko właściciel.",
            "A new PDF file; only its owner may read it.",
        ),
    ],
    language: Annotated[
        str,
        typer.Option(
            metavar="pl|cs|en",
            help=say("Język zaświadczenia.", "Language of the certificate."),
        ),
    ] = "pl",
    case: Case = "",
    purpose: PurposeWord = "platnosc-dla-dostawcy",
    justification: Why = "",
    as_json: AsJson = False,
) -> int:
    """Print a certificate."""
    from jst.cli.dph_evidence_run import do_print  # noqa: PLC0415 - lazy
    from jst.cli.dph_run import Asked  # noqa: PLC0415 - lazy

    asked = Asked(case, purpose, justification)
    return do_print(check, out, language, asked, as_json=as_json)
