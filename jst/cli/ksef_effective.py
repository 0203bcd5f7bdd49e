"""jst ksef effective: who may do what, where, with the chain and its provisions."""

from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from documents.text import printable
from jst.cli.ksef_decide import difference_json
from jst.cli.ksef_input import read_source
from jst.cli.ksef_words import in_words
from jst.cli.language import say
from jst.cli.output import print_json, print_line
from jst.cli.wrapper import Exit
from jst.settings import load_settings
from ksef.law.decision import Followed
from ksef.law.effective import Effective
from ksef.law.read import GrantFile, read_grants
from ksef.law.standing import ChainReading, Link, Standing


def do_effective(file: Path, on: date | None, today: date, *, as_json: bool) -> Exit:
    """Answer what the file asks; where it asks nothing, list what is held by grants.

    What is held by one reading only is listed too, as a no with both readings.
    """
    told = read_grants(read_source(file))
    followed = load_settings().file.ksef.followed
    day = on or told.on or today
    found = list(_found(told, day, followed))
    if as_json:
        standings = [standing_json(each) for each in found]
        print_json({"on": day.isoformat(), "standings": standings})
    else:
        _print(found, day)
    return Exit.YES if all(found) else Exit.NO


def _found(told: GrantFile, on: date, followed: Followed) -> Iterable[Standing]:
    effective = Effective(told.grants, contexts=told.contexts, followed=followed)
    if not told.ask:
        disputed = (each for each in effective.disputed(on=on) if not each)
        return chain(effective.everything(on=on), disputed)
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
        "readings": [_reading_json(each) for each in standing.readings],
        "restsOnSecondary": standing.rests_on_secondary,
        "systemDiffers": [difference_json(each) for each in standing.system_differs],
    }


def _reading_json(reading: ChainReading) -> dict[str, Any]:
    return {
        "id": reading.id,
        "answer": "yes" if reading.may else "no",
        "followed": reading.followed,
        "sources": list(reading.sources),
        "chain": [_link_json(link) for link in reading.chain],
    }


def _link_json(link: Link) -> dict[str, Any]:
    return {
        "who": str(link.who),
        "permission": link.permission,
        "grant": link.grant,
        "on": link.on.isoformat(),
        "ended": link.ended.isoformat() if link.ended else None,
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
            print_line(printable(f"  {_link_line(link)}"))
        for broken in standing.broken:
            print_line(printable(f"  {broken.grant}: {in_words(broken.why)}"))
        for reading in standing.readings:
            _print_reading(reading)
        for each in standing.system_differs:
            print_line(f"  KSeF: {say(each.polish, each.english)}")


def _link_line(link: Link) -> str:
    by = link.grant or say("z mocy prawa", "by law")
    ended = ""
    if link.ended:
        ended = say(
            f"; to uprawnienie skończyło się {link.ended}",
            f"; this permission ended on {link.ended}",
        )
    what = f"{link.who}, {in_words(link.permission)} ({by}, {link.on}{ended})"
    return f"{what}: {'; '.join(link.provisions)}"


def _print_reading(reading: ChainReading) -> None:
    mark = say(", to wybrano", ", followed") if reading.followed else ""
    answer = in_words("yes" if reading.may else "no")
    what = f"{say('odczytanie', 'reading')}: {in_words(reading.id)}: {answer}{mark}"
    print_line(f"  {what} ({'; '.join(reading.sources)})")
    for link in reading.chain:
        print_line(printable(f"    {_link_line(link)}"))
