"""jst ledger: make the log, read it, verify it, keep its checkpoint, prove an entry.

What each command does stands in jst/cli/ledger_*.py, which are loaded when called.
"""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.ledger_retention import add_to
from jst.cli.options import (
    NewFile,
    a_file,
    a_flag,
    a_key,
    a_text,
    a_word,
    an_id_argument,
)
from jst.cli.output import AsJson, new_group
from jst.cli.words import WrongMix


def group() -> typer.Typer:
    """Make the group `jst ledger`."""
    made = new_group(
        "ledger",
        say("Dziennik, którego nie da się zmienić niezauważenie.", "The log."),
    )
    for name, command, polish, english in (
        (
            "init",
            init,
            "Załóż dziennik: katalogi, klucz, pamięć węzła, pierwszy wpis.",
            "Make the log: folders, key, memory of the node, first entry.",
        ),
        (
            "show",
            show,
            "Pokaż wpisy: inspektor wszystkie, inni tylko własne.",
            "Show entries: an officer all of them, others only their own.",
        ),
        (
            "verify",
            verify,
            (
                "Sprawdź cały dziennik; nic nie zapisuje i nie zakłada blokad."
                " Kody: 0 potwierdzony lub spójny, 1 naruszony, 2 nie wiadomo."
            ),
            (
                "Verify the whole log; writes nothing and takes no lock."
                " Exit: 0 proved or consistent, 1 disproved, 2 could not tell."
            ),
        ),
        (
            "checkpoint",
            checkpoint,
            "Wypisz podpisany punkt kontrolny, do przechowania poza tym komputerem.",
            "Print the signed checkpoint, to be kept away from this host.",
        ),
        (
            "proof",
            proof,
            "Wydaj potwierdzenie zapytania albo sprawdź je (--check).",
            "Give the receipt of a question, or check one (--check).",
        ),
        (
            "accept-clock",
            accept_clock,
            "Operator: przyjmij zegar cofnięty względem ostatniego wpisu.",
            "Operator: accept a clock that is behind the last entry.",
        ),
    ):
        made.command(name, help=say(polish, english))(command)
    add_to(made)
    return made


def init(
    *,
    origin: Annotated[
        str | None,
        a_word(
            "NAZWA", "NAME", "Nazwa dziennika, na zawsze.", "The log's name, for ever."
        ),
    ] = None,
    after: Annotated[
        Path | None,
        a_file(
            "Ostatni zachowany punkt kontrolny dziennika, który się skończył.",
            "Last kept checkpoint of the log that ended.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Make the log by hand, once."""
    from jst.cli.ledger_admin import do_init  # noqa: PLC0415 - keeps --help quick

    return do_init(origin, after, as_json=as_json)


def show(
    *,
    entry_id: Annotated[
        str | None,
        an_id_argument(
            "Jeden wpis, w całości: ID albo numer z kolumny #.",
            "One entry, in full: its ID, or its number as in column #.",
        ),
    ] = None,
    limit: Annotated[
        int,
        typer.Option(
            min=1,
            max=100_000,
            help=say("Najwyżej tyle ostatnich.", "At most so many of the last."),
        ),
    ] = 50,
    as_json: AsJson = False,
) -> int:
    """Show entries, or one in full with its outcome."""
    from jst.cli.ledger_show import do_show  # noqa: PLC0415 - keeps --help quick

    return do_show(entry_id, limit, as_json=as_json)


def verify(
    *,
    checkpoint: Annotated[
        Path | None,
        a_file(
            "Punkt kontrolny przechowany gdzie indziej.",
            "Checkpoint that was kept elsewhere.",
        ),
    ] = None,
    vkey: Annotated[
        str | None,
        a_key(
            "Klucz publiczny dziennika albo plik z nim.",
            "The log's public key, or a file with it.",
        ),
    ] = None,
    indexes: Annotated[
        bool,
        a_flag(
            "--indexes", "Sprawdź też indeksy bazy.", "Check the store's indexes too."
        ),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Verify the whole log against what was kept elsewhere."""
    from jst.cli.ledger_verify import do_verify  # noqa: PLC0415 - keeps --help quick

    return do_verify(checkpoint, vkey, indexes=indexes, as_json=as_json)


def checkpoint(
    *,
    out: Annotated[
        Path | None,
        a_file(
            "Zapisz do nowego pliku, a klucz publiczny obok (.vkey).",
            "Write to a new file, and the public key beside it (.vkey).",
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Print the signed head."""
    from jst.cli.ledger_admin import do_checkpoint  # noqa: PLC0415 - as above

    return do_checkpoint(out, as_json=as_json)


def proof(
    *,
    entry_id: Annotated[
        str | None,
        an_id_argument(
            "Zapytanie: ID albo numer z kolumny #.",
            "The question: its ID, or its number as in column #.",
        ),
    ] = None,
    out: NewFile = None,
    check: Annotated[
        Path | None,
        a_file("Sprawdź to potwierdzenie.", "Check this receipt."),
    ] = None,
    vkey: Annotated[
        str | None,
        a_key(
            "Klucz publiczny dziennika albo plik z nim (przy --check).",
            "The log's public key, or a file with it (with --check).",
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Give a receipt, or check one."""
    from jst.cli.ledger_proof import do_check, do_proof  # noqa: PLC0415 - as above

    if check is not None and vkey is not None and entry_id is None and out is None:
        return do_check(check, vkey, as_json=as_json)
    if check is None and vkey is None and entry_id is not None:
        return do_proof(entry_id, out, as_json=as_json)
    raise WrongMix(
        "podaj ID zapytania albo --check PLIK razem z --vkey KLUCZ",
        "give the ID of a question, or --check FILE with --vkey KEY",
    )


def accept_clock(
    *,
    reason: Annotated[
        str,
        a_text("Dlaczego zegar się cofnął.", "Why the clock went back."),
    ],
    as_json: AsJson = False,
) -> int:
    """Write the operator's entry that accepts the clock."""
    from jst.cli.ledger_admin import do_accept_clock  # noqa: PLC0415 - as above

    return do_accept_clock(reason, as_json=as_json)
