"""jst hold: cases whose data stays readable after the keys of its months are gone."""

import typer

from jst.cli.language import say
from jst.cli.options import Case, Reason
from jst.cli.output import AsJson, new_group


def group() -> typer.Typer:
    """Make the group `jst hold`."""
    made = new_group(
        "hold",
        say(
            "Wstrzymanie usuwania danych sprawy, na przykład dla sądu.",
            "Legal hold: what keeps a case's data from being destroyed.",
        ),
    )
    for name, command, polish, english in (
        ("set", set_, "Inspektor: wstrzymaj usuwanie.", "The officer: set a hold."),
        ("lift", lift, "Inspektor: znieś wstrzymanie.", "The officer: lift a hold."),
        ("list", list_, "Pokaż wstrzymania.", "Show the holds."),
    ):
        made.command(name, help=say(polish, english))(command)
    return made


def set_(*, case: Case, reason: Reason, as_json: AsJson = False) -> int:
    """Put a case under legal hold."""
    from jst.cli.retention_run import do_hold  # noqa: PLC0415 - keeps --help quick

    return do_hold(case, reason, lift=False, as_json=as_json)


def lift(*, case: Case, reason: Reason, as_json: AsJson = False) -> int:
    """End a legal hold."""
    from jst.cli.retention_run import do_hold  # noqa: PLC0415 - as above

    return do_hold(case, reason, lift=True, as_json=as_json)


def list_(*, as_json: AsJson = False) -> int:
    """List the holds."""
    from jst.cli.retention_run import do_holds  # noqa: PLC0415 - as above

    return do_holds(as_json=as_json)
