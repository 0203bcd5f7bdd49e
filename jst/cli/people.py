"""jst people: is the list of people fit to be used?"""

import typer

from jst.cli.language import say
from jst.cli.output import (
    AsJson,
    cell,
    new_group,
    new_table,
    print_json,
    print_line,
    print_table,
)
from jst.cli.wrapper import finding_json


def group() -> typer.Typer:
    """Make the group `jst people`."""
    made = new_group(
        "people", say("Osoby, role i upoważnienia.", "People, roles, authorisations.")
    )
    made.command(
        "check",
        help=say(
            "Sprawdź people.toml: konta, zakazane połączenia ról, upoważnienia.",
            "Check people.toml: accounts, forbidden pairs of roles, authorisations.",
        ),
    )(check)
    made.callback()(_group)
    return made


def _group() -> None:
    """Keep `people` a group."""


def check(*, as_json: AsJson = False) -> int:
    """List the people, and what is to be said against the list."""
    from jst.cli.findings import print_findings, status_of  # noqa: PLC0415 - lazy
    from jst.people import check_people, read_people  # noqa: PLC0415 - loads pydantic
    from jst.settings import load_settings  # noqa: PLC0415 - loads pydantic
    from vocabulary.clock import system_clock, warsaw_day  # noqa: PLC0415 - lazy

    settings = load_settings()
    people = read_people(settings.places.people)
    today = warsaw_day(system_clock())
    findings = list(check_people(people, demo=settings.file.demo, on=today))
    if as_json:
        listed = [
            {
                "account": person.account,
                "id": person.id,
                "name": person.name,
                "unit": person.unit,
                "roles": list(person.roles),
                "authorisation": (
                    person.authorisation.number if person.authorisation else None
                ),
            }
            for person in people.persons
        ]
        said = [finding_json(finding) for finding in findings]
        print_json({"people": listed, "findings": said})
        return status_of(findings)
    table = new_table(
        say("Konto", "Account"),
        say("Osoba", "Person"),
        say("Komórka", "Unit"),
        say("Role", "Roles"),
        say("Upoważnienie", "Authorisation"),
    )
    for person in people.persons:
        paper = person.authorisation
        texts = (
            person.account,
            f"{person.name} ({person.id})",
            person.unit,
            ", ".join(person.roles),
            paper.number if paper else "—",
        )
        table.add_row(*(cell(text) for text in texts))
    print_table(table)
    print_findings(findings)
    if not findings:
        print_line(say("Bez uwag.", "Nothing to say against it."))
    return status_of(findings)
