"""jst ksef effective: who may do what, where, with the chain and its provisions."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from jst.cli.ksef_decide import difference_json
from jst.cli.ksef_input import read_source
from jst.cli.ksef_words import in_words
from jst.cli.language import say
from jst.cli.output import print_json, print_line, printable
from jst.cli.wrapper import Exit
from ksef.law.effective import Effective
from ksef.law.read import GrantFile, read_grants
from ksef.law.standing import Link, Standing


def do_effective(file: Path, on: date | None, today: date, *, as_json: bool) -> Exit:
    """Answer what the file asks; where it asks nothing, list what is held by grants."""
    told = read_grants(read_source(file))
    day = on or told.on or today
    found = list(_found(told, day))
    if as_json:
        standings = [standing_json(each) for each in found]
        print_json({"on": day.isoformat(), "standings": standings})
    else:
        _print(found, day)
    return Exit.YES if all(found) else Exit.NO


def _found(told: GrantFile, on: date) -> Iterable[Standing]:
    effective = Effective(told.grants, contexts=told.contexts)
    if not told.ask:
        return effective.everything(on=on)
    return (
        effective.may(each.who, each.permission, each.context, on=on)
        for each in told.ask
    )


def standing_json(standing: Standing) -> dict[str, Any]:
    """Describe what was found; identifiers are masked, the keys are stable."""
    return {
        "who": str(standing.who),
        "permission": standing.permission,
        "context": str(standing.context),
        "may": standing.may,
        "chain": [_link_json(link) for link in standing.chain],
        "broken": [{"grant": each.grant, "why": each.why} for each in standing.broken],
        "restsOnSecondary": standing.rests_on_secondary,
        "systemDiffers": [difference_json(each) for each in standing.system_differs],
    }


def _link_json(link: Link) -> dict[str, Any]:
    return {
        "who": str(link.who),
        "permission": link.permission,
        "grant": link.grant,
        "on": link.on.isoformat(),
        "rules": [rule.id for rule in link.rules],
        "provisions": list(link.provisions),
    }


def _print(found: list[Standing], day: date) -> None:
    if not found:
        print_line(say(f"{day}: nikt nic nie może.", f"{day}: nobody may do anything."))
    else:
        print_line(say(f"Stan na {day}:", f"As of {day}:"))
    for standing in found:
        what = f"{standing.who}, {in_words(standing.permission)}, {standing.context}"
        print_line(printable(f"{what}: {in_words('yes' if standing else 'no')}"))
        for link in standing.chain:
            by = link.grant or say("z mocy prawa", "by law")
            what = f"{link.who}, {in_words(link.permission)} ({by}, {link.on})"
            print_line(printable(f"  {what}: {'; '.join(link.provisions)}"))
        for broken in standing.broken:
            print_line(printable(f"  {broken.grant}: {in_words(broken.why)}"))
        for each in standing.system_differs:
            print_line(f"  KSeF: {say(each.polish, each.english)}")
