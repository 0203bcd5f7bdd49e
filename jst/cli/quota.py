"""jst quota: how many questions a person may ask, and who allows more."""

from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.options import a_text, a_word, an_id
from jst.cli.output import AsJson, new_group

_PERSON = an_id("Id osoby z people.toml.", "Id of people.toml.")
_COUNT = typer.Option(help=say("Ile zapytań więcej.", "How many questions more."))
_REASON = a_text("Uzasadnienie.", "Justification.")


def group() -> typer.Typer:
    """Make the group `jst quota`."""
    made = new_group(
        "quota", say("Limit zapytań osoby na dzień.", "Questions of a person a day.")
    )
    texts = {
        "show": say("Pokaż swój limit.", "Show your own quota."),
        "approve": say(
            "Zatwierdź wsad: więcej zapytań w zakresie spraw (kierownik).",
            "Approve a batch: more questions in a range of cases (manager).",
        ),
        "override": say(
            "Podnieś komuś limit na dziś, w dowolnej sprawie (kierownik).",
            "Raise somebody's quota for today, for any case (manager).",
        ),
    }
    for command in (show, approve, override):
        made.command(command.__name__, help=texts[command.__name__])(command)
    return made


def show(*, as_json: AsJson = False) -> int:
    """Show what is used and what is left."""
    from jst.cli.quota_run import do_show  # noqa: PLC0415 - lazy

    return do_show(as_json=as_json)


def approve(
    *,
    person: Annotated[str, _PERSON],
    cases: Annotated[
        str,
        a_word(
            "OD..DO",
            "FROM..TO",
            "Zakres spraw, np. FK.3120.1.2026..FK.3120.90.2026.",
            "Range of cases, e.g. FK.3120.1.2026..FK.3120.90.2026.",
        ),
    ],
    count: Annotated[int, _COUNT],
    until: Annotated[
        str,
        typer.Option(
            metavar="RRRR-MM-DD",
            help=say(
                "Pierwszy dzień, w którym już nie obowiązuje; najdalej za 31 dni.",
                "First day on which it no longer holds; at most 31 days ahead.",
            ),
        ),
    ],
    reason: Annotated[str, _REASON],
    as_json: AsJson = False,
) -> int:
    """Allow a batch."""
    from jst.cli.quota_run import do_approve  # noqa: PLC0415 - lazy

    return do_approve(person, cases, count, until, reason, as_json=as_json)


def override(
    *,
    person: Annotated[str, _PERSON],
    count: Annotated[int, _COUNT],
    reason: Annotated[str, _REASON],
    as_json: AsJson = False,
) -> int:
    """Raise a quota for today."""
    from jst.cli.quota_run import do_override  # noqa: PLC0415 - lazy

    return do_override(person, count, reason, as_json=as_json)
