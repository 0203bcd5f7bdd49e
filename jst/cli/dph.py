"""jst dph: is a Czech supplier reliable, and is this account published?"""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli import dph_evidence, dph_watch
from jst.cli.dph_options import Out, PurposeWord, Reveal, Source, Wait, Why
from jst.cli.language import say
from jst.cli.options import Case, a_file
from jst.cli.output import AsJson, new_group


def group() -> typer.Typer:
    """Make the group `jst dph`."""
    made = new_group(
        "dph",
        say(
            "Czeski rejestr podatników VAT: nierzetelni podatnicy i rachunki.",
            "The Czech register of VAT payers: unreliable payers and accounts.",
        ),
    )
    made.command(
        "status",
        help=say(
            "Sprawdź podatników. DIČ podaje się na standardowym wejściu albo w pliku,"
            " po jednym w wierszu, nigdy w wierszu polecenia.",
            "Check payers. DIČ come from standard input or a file, one a line, never"
            " from the command line.",
        ),
    )(status)
    made.command(
        "account",
        help=say(
            "Sprawdź podatników i ich rachunki: wiersze DIČ;RACHUNEK. „Nieopublikowany”"
            " nie znaczy „cudzy”.",
            "Check payers and their accounts: lines DIČ;ACCOUNT. Not published does not"
            " mean somebody else's.",
        ),
    )(account)
    made.command(
        "list",
        help=say(
            "Pobierz listę nierzetelnych podatników i wskaż na niej swoich dostawców.",
            "Get the list of unreliable payers and find one's suppliers in it.",
        ),
    )(list_)
    dph_watch.add_to(made)
    made.add_typer(dph_evidence.group())
    made.callback()(_group)
    return made


def _group() -> None:
    """Keep `dph` a group."""


def status(
    *,
    source: Source = None,
    out: Out = None,
    case: Case = "",
    purpose: PurposeWord = "weryfikacja-dostawcy",
    justification: Why = "",
    wait: Wait = False,
    reveal: Reveal = False,
    as_json: AsJson = False,
) -> int:
    """Check payers."""
    from jst.cli.dph_run import Asked, do_check  # noqa: PLC0415 - lazy

    asked = Asked(case, purpose, justification, wait=wait, reveal=reveal)
    return do_check(source, out, asked, with_accounts=False, as_json=as_json)


def account(
    *,
    source: Source = None,
    out: Out = None,
    case: Case = "",
    purpose: PurposeWord = "platnosc-dla-dostawcy",
    justification: Why = "",
    wait: Wait = False,
    reveal: Reveal = False,
    as_json: AsJson = False,
) -> int:
    """Check payers and accounts."""
    from jst.cli.dph_run import Asked, do_check  # noqa: PLC0415 - lazy

    asked = Asked(case, purpose, justification, wait=wait, reveal=reveal)
    return do_check(source, out, asked, with_accounts=True, as_json=as_json)


def list_(
    *,
    source: Annotated[
        Path | None,
        a_file(
            "Dostawcy, których szukać na liście, po jednym DIČ w wierszu.",
            "Suppliers to look for in the list, one DIČ a line.",
            "--from",
        ),
    ] = None,
    out: Out = None,
    case: Case = "",
    purpose: PurposeWord = "weryfikacja-dostawcy",
    justification: Why = "",
    wait: Wait = False,
    reveal: Reveal = False,
    as_json: AsJson = False,
) -> int:
    """Get the list."""
    from jst.cli.dph_list import do_list  # noqa: PLC0415 - lazy
    from jst.cli.dph_run import Asked  # noqa: PLC0415 - lazy

    asked = Asked(case, purpose, justification, wait=wait, reveal=reveal)
    return do_list(source, out, asked, as_json=as_json)
