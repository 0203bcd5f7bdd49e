"""jst settings: are the settings fit to be used, and what do they say?"""

import typer

from jst.cli.language import say
from jst.cli.output import AsJson, new_group, print_json, print_line, print_pairs
from jst.cli.wrapper import finding_json


def group() -> typer.Typer:
    """Make the group `jst settings`."""
    made = new_group("settings", say("Ustawienia urzędu.", "The office's settings."))
    made.command(
        "check",
        help=say(
            "Sprawdź środowisko, jst.toml, katalogi, pieczęć i certyfikaty.",
            "Check environment, jst.toml, folders, seal and certificates.",
        ),
    )(check)
    made.command(
        "example",
        help=say("Wypisz wzór pliku jst.toml.", "Print a sample jst.toml."),
    )(example)
    return made


def check(*, as_json: AsJson = False) -> int:
    """Print the settings in force, and what is to be said against them."""
    from jst.cli.findings import print_findings, status_of  # noqa: PLC0415 - lazy
    from jst.settings import load_settings  # noqa: PLC0415 - loads pydantic
    from jst.settings_check import check_settings, in_force  # noqa: PLC0415 - lazy

    settings = load_settings()
    values = in_force(settings)
    findings = list(check_settings(settings))
    if as_json:
        said = [finding_json(finding) for finding in findings]
        print_json({"settings": values, "findings": said})
        return status_of(findings)
    print_pairs(
        {
            name: say("nie ustawiono", "not set") if value is None else value
            for name, value in values.items()
        }
    )
    print_findings(findings)
    if not findings:
        print_line(say("Bez uwag.", "Nothing to say against them."))
    return status_of(findings)


def example(*, as_json: AsJson = False) -> None:
    """Print a file to start from."""
    from jst.settings_check import EXAMPLE  # noqa: PLC0415 - loads pydantic

    if as_json:
        print_json({"example": EXAMPLE})
        return
    print_line(EXAMPLE.rstrip("\n"))
