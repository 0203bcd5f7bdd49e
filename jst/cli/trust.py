"""jst trust: the Polish trusted list that `jst cert check` judges by."""

from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.options import a_word_argument
from jst.cli.output import AsJson, new_group
from jst.cli.wrapper import Exit

UPDATE = (
    (
        "Sprawdź podpis listy zaufania (PLIK albo adres https://) i zapamiętaj ją"
        " zamiast poprzedniej; starszej od niej nie przyjmie."
    ),
    (
        "Verify a trusted list (FILE or https:// address) and keep it in place of the"
        " last one; an older one is refused."
    ),
)
SHOW = (
    "Pokaż, którą listę zaufania zapamiętano. Kod wyjścia: 2, gdy żadnej lub starą.",
    "Show which trusted list is kept. Exit status: 2 when none is, or a stale one.",
)


def group() -> typer.Typer:
    """Make the group `jst trust`."""
    made = new_group("trust", say("Polska lista zaufania.", "The Polish trusted list."))
    made.command("update", help=say(*UPDATE))(update)
    made.command("show", help=say(*SHOW))(show)
    return made


def update(
    *,
    source: Annotated[
        str,
        a_word_argument(
            "PLIK|ADRES",
            "FILE|URL",
            "Plik XML albo adres, np. https://www.nccert.pl/tsl/PL_TSL.xml.",
            "XML file or address, e.g. https://www.nccert.pl/tsl/PL_TSL.xml.",
        ),
    ],
    as_json: AsJson = False,
) -> Exit:
    """Verify and keep a list."""
    from jst.cli.trust_run import do_update  # noqa: PLC0415 - keeps --help quick

    return do_update(source, as_json=as_json)


def show(*, as_json: AsJson = False) -> Exit:
    """Show the kept list."""
    from jst.cli.trust_run import do_show  # noqa: PLC0415 - as above

    return do_show(as_json=as_json)
