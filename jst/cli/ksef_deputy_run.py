"""What `jst ksef deputy` does: reads permissions.toml, and asks nobody."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from accountability.model import Role
from jst.acting import acting
from jst.cli.language import say
from jst.cli.output import print_json, print_line, print_note, print_shown
from jst.cli.wrapper import Exit
from jst.plan_file import load_desired
from jst.settings import load_settings
from ksef.plan.deputies import Deputyship, Stage, deputyships_of
from vocabulary.clock import system_clock, warsaw_day

_STAGES: Final = {
    Stage.TO_COME: ("jeszcze nie obowiązuje", "has not begun"),
    Stage.HOLDS: ("obowiązuje", "holds"),
    Stage.SPENT: (
        "nic już nie daje: przejęte wpisy się skończyły",
        "gives nothing any more: the entries that it takes over have ended",
    ),
    Stage.ENDED: ("skończyło się", "has ended"),
}


def do_deputy(person: str, *, as_json: bool, on: date | None = None) -> Exit:
    """Show the deputyships of a person; exit status 0 also when there are none."""
    settings = load_settings()
    acting(settings).require(Role.KSEF_ADMINISTRATOR, Role.APPROVER)
    desired, _ = load_desired(settings.places.home)
    day = on or warsaw_day(system_clock())
    found = deputyships_of(desired, person, on=day)
    if as_json:
        said = [_json(each) for each in found]
        print_json({"person": person, "on": day.isoformat(), "deputies": said})
        return Exit.YES
    for each in found:
        print_shown(_lines(each))
    if found:
        print_note(
            say(
                "tak mówi permissions.toml; co z tego dopuszcza prawo i ma KSeF, mówi"
                " jst ksef plan",
                "so says permissions.toml; what of it the law allows and KSeF has, jst"
                " ksef plan says",
            )
        )
    else:
        print_line(
            say(
                f"{person}: żadnego zastępstwa w permissions.toml.",
                f"{person}: no deputy in permissions.toml.",
            )
        )
    return Exit.YES


def _lines(each: Deputyship) -> Iterator[str]:
    deputy = each.deputy
    yield say(
        f"{deputy.id}: {deputy.who} zastępuje {deputy.stands_for} od"
        f" {deputy.valid_from}, wygasa {deputy.valid_until}"
        f" ({say(*_STAGES[each.stage])}); {deputy.basis}",
        f"{deputy.id}: {deputy.who} stands in for {deputy.stands_for} from"
        f" {deputy.valid_from}, expires {deputy.valid_until}"
        f" ({say(*_STAGES[each.stage])}); {deputy.basis}",
    )
    for entry in each.taken:
        said = ", ".join(entry.permissions)
        time = say(
            f"od {entry.valid_from} do {entry.ends} (wyłącznie)",
            f"from {entry.valid_from} until {entry.ends} (exclusive)",
        )
        yield f"  {entry.where} | {said} | {entry.id} | {time}"


def _json(each: Deputyship) -> dict[str, object]:
    deputy = each.deputy
    return {
        "id": deputy.id,
        "who": deputy.who,
        "standsFor": deputy.stands_for,
        "from": deputy.valid_from.isoformat(),
        "until": deputy.valid_until.isoformat(),
        "basis": deputy.basis,
        "stage": each.stage.value,
        "takes": [
            {
                "entry": entry.id,
                "where": entry.where,
                "permissions": list(entry.permissions),
                "from": entry.valid_from.isoformat(),
                "until": entry.ends.isoformat(),
            }
            for entry in each.taken
        ],
    }
