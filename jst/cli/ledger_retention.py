"""jst ledger retire, prune: what goes after its retention, ordered and then done."""

from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.options import a_text, an_id
from jst.cli.output import AsJson
from jst.cli.words import WrongMix

Reason = Annotated[
    str | None,
    a_text("Zlecenie inspektora: dlaczego.", "The officer's order: why."),
]
Order = Annotated[
    str | None,
    an_id("Operator: wykonaj to zlecenie.", "The operator: carry out this order."),
]


def add_to(made: typer.Typer) -> None:
    """Add the two commands to the group `jst ledger`."""
    made.command(
        "retire",
        help=say(
            "Zniszcz klucz miesiąca po okresie przechowywania: inspektor zleca"
            " (--period, --reason), operator wykonuje (--order).",
            "Destroy a month's key after its retention: the officer orders"
            " (--period, --reason), the operator carries it out (--order).",
        ),
    )(retire)
    made.command(
        "prune",
        help=say(
            "Usuń treść wpisów po okresie przechowywania, zostaw ich skróty:"
            " inspektor zleca (--before, --reason), operator wykonuje (--order).",
            "Remove bodies of entries past retention, keep their hashes: the officer"
            " orders (--before, --reason), the operator carries it out (--order).",
        ),
    )(prune)


def retire(
    *,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="RRRR-MM[/KLASA]",
            help=say("Okres, np. 2024-11.", "The period, e.g. 2024-11."),
        ),
    ] = None,
    reason: Reason = None,
    order: Order = None,
    as_json: AsJson = False,
) -> int:
    """Order the destruction of a key, or carry an order out."""
    from jst.cli.retention_run import do_retire, order_retire  # noqa: PLC0415 - quick

    if order is not None and period is None and reason is None:
        return do_retire(order, as_json=as_json)
    if order is None and period is not None and reason is not None:
        return order_retire(period, reason, as_json=as_json)
    raise WrongMix(
        "podaj --period i --reason (zlecenie) albo samo --order ID (wykonanie)",
        "give --period and --reason (an order), or --order ID alone (to do it)",
    )


def prune(
    *,
    before: Annotated[
        str | None,
        typer.Option(
            metavar="RRRR-MM",
            help=say(
                "Wpisy z miesięcy przed tym.", "Entries of the months before this one."
            ),
        ),
    ] = None,
    reason: Reason = None,
    order: Order = None,
    as_json: AsJson = False,
) -> int:
    """Order a pruning, or carry an order out."""
    from jst.cli.retention_run import do_prune, order_prune  # noqa: PLC0415 - quick

    if order is not None and before is None and reason is None:
        return do_prune(order, as_json=as_json)
    if order is None and before is not None and reason is not None:
        return order_prune(before, reason, as_json=as_json)
    raise WrongMix(
        "podaj --before i --reason (zlecenie) albo samo --order ID (wykonanie)",
        "give --before and --reason (an order), or --order ID alone (to do it)",
    )
