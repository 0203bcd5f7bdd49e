"""jst ksef: the regulation on using KSeF as dated rules, and what they answer."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jst.cli import ksef_access
from jst.cli.language import say
from jst.cli.options import a_word_argument, an_id_argument
from jst.cli.output import AsJson, new_group, print_json, print_line
from jst.cli.wrapper import Exit

if TYPE_CHECKING:
    from vocabulary.law import LegalRef, Rule

On = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        help=say(
            "Na jaki dzień (domyślnie dziś, o ile plik go nie podaje).",
            "Of which day (today, unless the file names one).",
        ),
    ),
]
Source = Annotated[
    Path,
    a_word_argument(
        "PLIK|-",
        "FILE|-",
        "Plik JSON albo - (standardowe wejście).",
        "JSON file, or - (stdin).",
    ),
]


def group() -> typer.Typer:
    """Make the group `jst ksef`."""
    made = new_group(
        "ksef",
        say(
            "KSeF: prawo (kto i co może), logowanie, uprawnienia.",
            "KSeF: the law, logins, permissions.",
        ),
    )
    made.command(
        "rules",
        help=say(
            "Wypisz reguły obowiązujące danego dnia, z przepisem i datami.",
            "List the rules in force on a day, with provision and dates.",
        ),
    )(rules)
    made.command(
        "rule",
        help=say(
            "Pokaż wszystkie brzmienia jednej reguły i ich źródła.",
            "Show every wording of one rule and its sources.",
        ),
    )(rule)
    made.command(
        "decide",
        help=say(
            "Odpowiedz na pytanie z pliku według przepisów danego dnia. Kod wyjścia: 0"
            " tak, 1 nie / nie dotyczy / nie obowiązuje, 2 nie wiadomo.",
            "Answer a question from a file by the rules of a day. Exit status: 0 yes,"
            " 1 no / not applicable / not in force, 2 cannot tell.",
        ),
    )(decide)
    made.command(
        "effective",
        help=say(
            "Powiedz z listy nadanych uprawnień, kto co może, z całym łańcuchem i"
            " przepisem każdego ogniwa. Kod wyjścia: 0 tak, 1 nie.",
            "Say from a list of grants who may do what, with the whole chain and the"
            " provision of each link. Exit status: 0 yes, 1 no.",
        ),
    )(effective)
    made.command(
        "check-grant",
        help=say(
            "Oceń jedno żądanie nadania (JSON), zanim trafi do KSeF: numery, pola,"
            " uprawnienia, role, przepis. Kod wyjścia: 0 bez błędów, 1 błędy, 2 nie"
            " wiadomo.",
            "Judge one grant request (JSON) before it goes to KSeF: numbers, fields,"
            " permissions, roles, law. Exit status: 0 no errors, 1 errors, 2 cannot"
            " tell.",
        ),
    )(check_grant)
    ksef_access.add_to(made)
    return made


def rules(*, on: On = None, as_json: AsJson = False) -> None:
    """Print the rules of a day."""
    from ksef.law.book import in_force  # noqa: PLC0415 - keeps --help quick

    day = on.date() if on else _today()
    found = in_force(day)
    if as_json:
        print_json([_rule_json(each) for each in found])
        return
    if not found:
        print_line(say(f"{day}: brak reguł.", f"{day}: no rules."))
    for each in found:
        print_line(f"{each.id}  {_where(each)}")
        print_line(f"    {_says(each)}")


def rule(
    *,
    rule_id: Annotated[str, an_id_argument("Identyfikator reguły.", "Id of the rule.")],
    as_json: AsJson = False,
) -> None:
    """Print every wording of a rule."""
    from ksef.law.book import versions  # noqa: PLC0415 - as above

    found = versions(rule_id)
    if as_json:
        print_json([_rule_json(each) | _source_json(each) for each in found])
        return
    for number, each in enumerate(found):
        if number:
            print_line()
        for line in _told(each):
            print_line(line)


def decide(*, file: Source, on: On = None, as_json: AsJson = False) -> Exit:
    """Answer a question."""
    from jst.cli.ksef_decide import do_decide  # noqa: PLC0415 - as above

    return do_decide(file, on.date() if on else None, _today(), as_json=as_json)


def effective(*, file: Source, on: On = None, as_json: AsJson = False) -> Exit:
    """Say who may do what."""
    from jst.cli.ksef_effective import do_effective  # noqa: PLC0415 - as above

    return do_effective(file, on.date() if on else None, _today(), as_json=as_json)


def check_grant(*, file: Source, on: On = None, as_json: AsJson = False) -> Exit:
    """Judge a grant request."""
    from jst.cli.ksef_check_grant import do_check_grant  # noqa: PLC0415 - as above

    return do_check_grant(file, on.date() if on else None, _today(), as_json=as_json)


def _today() -> date:
    from vocabulary.clock import system_clock, warsaw_day  # noqa: PLC0415 - as above

    return warsaw_day(system_clock())


def _rule_json(each: "Rule") -> dict[str, Any]:
    """Describe a rule in both languages; the keys are stable."""
    until = each.in_force_until
    return {
        "id": each.id,
        "act": each.ref.act,
        "provision": each.ref.provision,
        "says": each.says,
        "inForceFrom": each.in_force_from.isoformat(),
        "inForceUntil": until.isoformat() if until else None,
        "textSeen": each.ref.text_seen,
        "english": each.english,
    }


def _source_json(each: "Rule") -> dict[str, Any]:
    until = each.until_source
    return {
        "amendedBy": each.ref.amended_by,
        "source": each.ref.url,
        "untilSource": f"{until.provision}, {until.act}" if until else None,
        "untilTextSeen": until.text_seen if until else None,
    }


def _says(each: "Rule") -> str:
    return say(each.says, each.english)


def _where(each: "Rule") -> str:
    return f"{each.ref.provision}, {each.ref.act}"


def _told(each: "Rule") -> list[str]:
    """Write one wording for a person."""
    until, by = each.in_force_until, each.ref.amended_by
    since = f"{say('od', 'from')} {each.in_force_from}"
    ends = say(f"do {until}, bez tego dnia", f"until {until}, that day excluded")
    days = (
        f"{since} {ends}" if until else say(f"{since}, bez końca", f"{since}, no end")
    )
    seen = (
        say("porównano z tekstem aktu", "compared with the act's text")
        if each.ref.text_seen
        else say("ze źródła wtórnego", "from a secondary source")
    )
    lines = [
        f"{each.id}: {_says(each)}",
        f"    {_where(each)}" + (f" ({say('zm.', 'am.')} {by})" if by else ""),
        f"    {days}",
        f"    {seen}: {each.ref.url}",
    ]
    if each.until_source:
        lines.append(f"    {say('koniec według', 'end by')}: {_end(each.until_source)}")
    return lines


def _end(ref: "LegalRef") -> str:
    return f"{ref.provision}, {ref.act}"
