"""What `jst ksef offboard` does: list, revoke by two persons or one, approve."""

from typing import NamedTuple

from jst.cli.ksef_options import Asked
from jst.cli.ksef_work import Workplace, at_work
from jst.cli.language import say
from jst.cli.output import print_json, print_line, print_note, print_shown
from jst.cli.wrapper import Exit
from jst.ksef_contexts import Contexts
from jst.leaving import Revoked, Seen, carry_out, look, own_credentials
from jst.leaving_log import (
    approve,
    begin_approved,
    begin_emergency,
    say_done,
    say_listed,
    unapproved,
)
from jst.leaving_show import ended_lines, item_json, json_of, lines_of
from jst.plan_file import load_desired


class Leaver(NamedTuple):
    """Who leaves, and what else is to go.

    Attributes:
        refs: Her reference, then others of the same person.
        made: Ids of permissions that she gave to others, to be revoked as well.
    """

    refs: tuple[str, ...]
    made: frozenset[str]


def do_list(leaver: Leaver, asked: Asked, *, as_json: bool) -> Exit:
    """Read everything, and show it; the log keeps who saw which list."""
    with at_work() as desk:
        found = _seen(leaver, _contexts(desk, leaver, asked), desk).found
        list_id = say_listed(desk.trail, desk.actor, found)
    if as_json:
        print_json({"list": list_id, **json_of(found)})
    else:
        print_shown(lines_of(found))
        print_line(
            say(
                f"Lista: {list_id}; odbiera inna osoba: jst ksef offboard"
                f" {found.person} --apply {list_id}",
                f"List: {list_id}; another person revokes: jst ksef offboard"
                f" {found.person} --apply {list_id}",
            )
        )
    return Exit(found.exit_code)


def do_revoke(
    leaver: Leaver, asked: Asked, list_id: str | None, *, as_json: bool
) -> Exit:
    """Revoke by somebody else's list, or without one in an emergency.

    Afterwards everything is read again: what is left is shown as it stands.
    """
    with at_work() as desk:
        contexts = _contexts(desk, leaver, asked)
        seen = _seen(leaver, contexts, desk)
        items, person = seen.found.chosen(leaver.made), leaver.refs[0]
        if list_id is None:
            begun = begin_emergency(
                desk.trail, desk.actor, items, person, asked.justification
            )
        else:
            begun = begin_approved(desk.trail, desk.actor, list_id, items, person)
        done = list(carry_out(items, seen.desired, contexts, told=_told))
        say_done(desk.trail, desk.actor, begun, done)
        left = _seen(leaver, contexts, desk).found
    if as_json:
        print_json(
            {
                "entry": begun,
                "emergency": list_id is None,
                "done": [_json(each) for each in done],
                "left": json_of(left),
            }
        )
    else:
        print_shown((*ended_lines(done), "", *lines_of(left)))
        if list_id is None:
            print_note(
                say(
                    f"do zatwierdzenia przez inną osobę: jst ksef offboard --approve"
                    f" {begun}",
                    f"to be approved by another person: jst ksef offboard --approve"
                    f" {begun}",
                )
            )
    if any(each.unknown for each in done):
        return Exit.CANNOT_TELL
    return Exit(left.exit_code or int(any(each.code for each in done)))


def do_approve(emergency_id: str, *, as_json: bool) -> Exit:
    """Approve what another person did in an emergency."""
    with at_work() as desk:
        entry = approve(desk.trail, desk.actor, emergency_id)
    if as_json:
        print_json({"approved": emergency_id, "entry": entry})
    else:
        print_line(say(f"Zatwierdzono: {emergency_id}", f"Approved: {emergency_id}"))
    return Exit.YES


def do_pending(*, as_json: bool) -> Exit:
    """List the emergencies that nobody has approved."""
    with at_work() as desk:
        found = unapproved(desk.trail)
    if as_json:
        print_json(
            {
                "pending": [
                    {
                        "id": each.id,
                        "at": each.at,
                        "person": each.person,
                        "actor": each.actor,
                    }
                    for each in found
                ]
            }
        )
    else:
        for each in found:
            print_line(f"{each.id} | {each.at} | {each.person} | {each.actor}")
        if not found:
            print_line(
                say("Nic nie czeka na zatwierdzenie.", "Nothing waits for approval.")
            )
    return Exit.NO if found else Exit.YES


def _contexts(desk: Workplace, leaver: Leaver, asked: Asked) -> Contexts:
    desired, _ = load_desired(desk.settings.places.home)
    whose = own_credentials(desk.settings, desired, leaver.refs)
    return desk.contexts(asked, never=whose.never)


def _seen(leaver: Leaver, contexts: Contexts, desk: Workplace) -> Seen:
    desired, _ = load_desired(desk.settings.places.home)
    return look(desired, contexts, refs=leaver.refs, told=_told)


def _told(place: str) -> None:
    print_note(say(f"kontekst: {place}", f"context: {place}"))


def _json(done: Revoked) -> dict[str, object]:
    return {
        **item_json(done.item),
        "code": done.code or None,
        "unknown": done.unknown,
    }
