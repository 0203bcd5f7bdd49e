"""What `jst ksef expire` does, unattended: read, revoke what has ended, say it."""

from collections.abc import Sequence
from typing import Unpack

from jst.cli.crpo_lookup import tell_recovered
from jst.cli.ksef_work import Timed
from jst.cli.language import say
from jst.cli.output import print_json, print_line, print_shown
from jst.cli.revoked_words import how_ended
from jst.cli.wrapper import Exit
from jst.expiring import EXPIRED, plan_of_today, revoke_expired
from jst.ksef_contexts import Contexts
from jst.ksef_office import client_of
from jst.office import open_office
from jst.orders import Covered, acting_under
from jst.plan_file import load_desired
from jst.revoking import Revoked, entry_fields
from jst.settings import load_settings
from ksef.plan.expiring import left_to_zawfa
from ksef.plan.file import digest_of
from ksef.plan.model import Line, Step
from vocabulary.clock import system_clock


def do_expire(order_id: str, *, as_json: bool, **timed: Unpack[Timed]) -> Exit:
    """Revoke what the file says has ended, and nothing else."""
    settings = load_settings()
    clock = timed.get("clock", system_clock)
    actor, order = acting_under(
        settings, order_id, command=Covered.KSEF_EXPIRE, clock=clock
    )
    desired, _ = load_desired(settings.places.home)
    with open_office(settings, clock=clock) as office:
        tell_recovered(office)
        contexts = Contexts(
            settings=settings,
            client=client_of(
                settings, clock=office.trail.clock, sleep=timed.get("sleep")
            ),
            trail=office.trail,
            actor=actor,
            case=order.case,
            order=order,
        )
        made = plan_of_today(desired, contexts, told=lambda _: None)
        done = list(revoke_expired(made, desired, contexts))
        left = left_to_zawfa(made)
        office.trail.system(
            EXPIRED,
            {
                **contexts.who(),
                "digest": digest_of(made),
                **entry_fields(done),
                "unread": len(made.unread),
                "by_zawfa": len(left),
            },
        )
    unread = sorted({each.place for each in made.unread})
    if as_json:
        print_json(
            {
                "revoked": [_json(each) for each in done],
                "byZawfa": [_left(each) for each in left],
                "unread": unread,
            }
        )
    else:
        _print(done, left, unread)
    if unread or any(each.unknown for each in done):
        return Exit.CANNOT_TELL
    return Exit.NO if left or any(each.code for each in done) else Exit.YES


def _print(done: list[Revoked[Step]], left: Sequence[Line], unread: list[str]) -> None:
    for each in done:
        said = ", ".join(each.what.permissions)
        print_shown(
            [f"{how_ended(each)}: {each.what.place} | {each.what.who} | {said}"]
        )
    for line in left:
        key = line.key
        stands = say(
            "WYGASŁO, a stoi z ZAW-FA, więc odbiera się je przez ZAW-FA",
            "HAS ENDED and stands by a ZAW-FA, so a ZAW-FA takes it away",
        )
        print_shown([f"{stands}: {key.place} | {key.who} | {key.permission}"])
    if unread:
        names = ", ".join(unread)
        print_shown([say(f"Nie odczytano: {names}", f"Not read: {names}")])
    elif not (done or left):
        print_line(say("Nic nie wygasło.", "Nothing has ended."))


def _json(each: Revoked[Step]) -> dict[str, object]:
    return {
        "step": each.what.id,
        "place": each.what.place,
        "who": each.what.who,
        "permissions": list(each.what.permissions),
        "entries": list(each.what.entries),
        "code": each.code or None,
        "unknown": each.unknown,
    }


def _left(line: Line) -> dict[str, object]:
    key = line.key
    return {
        "place": key.place,
        "who": key.who,
        "permission": key.permission,
        "entries": list(line.entries),
    }
