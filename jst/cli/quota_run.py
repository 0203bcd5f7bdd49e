"""jst quota: what is used and left, and a manager's entry that allows more."""

from datetime import date, timedelta

from accountability.allowance import Allowance, CaseRange, allow
from accountability.limits import allowances, day_account, used
from accountability.model import Role
from jst.acting import acting
from jst.cli.language import say
from jst.cli.output import print_json, print_line
from jst.cli.wrapper import Exit
from jst.errors import InputInvalid
from jst.office import open_office, open_reader
from jst.people import load_people
from jst.settings import Settings, load_settings
from vocabulary.clock import system_clock, warsaw_day


def do_show(*, as_json: bool) -> int:
    """Show what is used and what is left."""
    settings = load_settings()
    person, on = acting(settings), warsaw_day(system_clock())
    with open_reader(settings.places) as reader:
        limit = settings.office.questions_per_day
        day_used = used(reader, day_account(person.id, on))
        given = [
            (each, used(reader, each.id)) for each in allowances(reader, person.id, on)
        ]
    if as_json:
        today = {"id": "", "kind": "day", "questions": limit, "used": day_used}
        accounts: list[dict[str, object]] = [dict(today)]
        accounts += (_json(each, taken) for each, taken in given)
        print_json({"person": person.id, "day": on.isoformat(), "accounts": accounts})
        return Exit.YES
    print_line(say(f"na dziś: {day_used} z {limit}", f"today: {day_used} of {limit}"))
    for each, taken in given:
        print_line(_in_words(each, taken))
    return Exit.YES


def _json(given: Allowance, taken: int) -> dict[str, object]:
    cases = given.cases
    return {
        "id": given.id,
        "kind": "override" if given.cases is None else "batch",
        "cases": "" if cases is None else f"{cases.first}..{cases.last}",
        "questions": given.questions,
        "used": taken,
        "until": given.until.isoformat(),
    }


def _in_words(given: Allowance, taken: int) -> str:
    """Say what was given, for which cases, until when, and by which entry."""
    last = given.until - timedelta(days=1)
    count = say(f"{taken} z {given.questions}", f"{taken} of {given.questions}")
    if given.cases is None:
        what = say(f"dodatkowo, do {last} włącznie", f"more, to {last}")
    else:
        cases = f"{given.cases.first} - {given.cases.last}"
        what = say(f"wsad {cases}, do {last} włącznie", f"batch {cases}, to {last}")
    return f"{what}: {count}  ({say('wpis', 'entry')} {given.id})"


def do_approve(
    person: str, cases: str, count: int, until: str, reason: str, *, as_json: bool
) -> int:
    """Allow a batch; InputInvalid when `until` is no day."""
    first, _, last = cases.partition("..")
    given = Allowance(
        person=person,
        questions=count,
        until=_day(until),
        cases=CaseRange(first.strip(), (last or first).strip()),
    )
    return _allow(given, reason, as_json=as_json)


def _day(text: str) -> date:
    """Read a day in the one form that was asked for; Python knows more of them."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise InputInvalid(
            "--until is a day, YYYY-MM-DD", polish="--until to dzień: RRRR-MM-DD"
        )
    return day


def do_override(person: str, count: int, reason: str, *, as_json: bool) -> int:
    """Raise a quota for today."""
    tomorrow = date.fromordinal(warsaw_day(system_clock()).toordinal() + 1)
    given = Allowance(person=person, questions=count, until=tomorrow, cases=None)
    return _allow(given, reason, as_json=as_json)


def _allow(given: Allowance, reason: str, *, as_json: bool) -> int:
    settings = load_settings()
    by = acting(settings)
    _refuse_unknown(given.person, settings)
    with open_office(settings) as office:
        entry = allow(
            given, by=by.actor(Role.MANAGER), reason=reason, trail=office.trail
        )
    if as_json:
        print_json(
            {"id": entry.id, "person": given.person, "questions": given.questions}
        )
    else:
        print_line(say(f"Zapisano, wpis {entry.id}.", f"Done, entry {entry.id}."))
    return Exit.YES


def _refuse_unknown(person_id: str, settings: Settings) -> None:
    people = load_people(settings.places.people, demo=settings.file.demo)
    if person_id not in {person.id for person in people.persons}:
        raise InputInvalid(
            "--person is nobody of people.toml",
            polish="--person nie wskazuje nikogo z people.toml",
        )
