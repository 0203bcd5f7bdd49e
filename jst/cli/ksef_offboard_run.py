"""What `jst ksef offboard` does: list, revoke by two persons or one, approve."""

from contextlib import suppress
from datetime import datetime
from typing import Final, NamedTuple, Unpack

from accountability.limits import questions_left
from jst.apply_lock import is_under_way
from jst.cli.ksef_options import Asked
from jst.cli.ksef_work import Timed, Workplace, at_work
from jst.cli.language import say
from jst.cli.output import in_warsaw, print_json, print_line, print_note, print_shown
from jst.cli.revoked_words import how_ended
from jst.cli.why_words import why_unread
from jst.cli.wrapper import Exit
from jst.errors import PermissionsInvalid
from jst.ksef_contexts import Contexts
from jst.leaving import Seen, carry_out, look, own_credentials
from jst.leaving_checks import require_listed, require_questions
from jst.leaving_log import (
    Gone,
    approve,
    begin_approved,
    begin_emergency,
    declare_emergency,
    list_of,
    say_done,
    say_listed,
    unapproved,
)
from jst.leaving_show import item_json, json_of, lines_of, row_of
from jst.plan_file import load_desired
from jst.revoking import Revoked
from ksef.plan.desired import Desired
from ksef.plan.errors import LeaverUnknown
from ksef.plan.leaver import Item, Offboarding
from ksef.plan.offboard import numbers_of
from ksef.plan.returning import planned_for
from vocabulary.clock import warsaw_day

_NOT_BEGUN: Final = (
    "ogłoszony, niczego nie odebrano",
    "declared, nothing was revoked",
)


class Leaver(NamedTuple):
    """Who leaves, and what else is to go.

    Attributes:
        refs: Her reference, then others of the same person.
        made: Ids of what others have, by her or by her number, to be revoked as well.
    """

    refs: tuple[str, ...]
    made: frozenset[str]


def do_list(
    leaver: Leaver, asked: Asked, *, as_json: bool, **timed: Unpack[Timed]
) -> Exit:
    """Read everything, and show it; the log keeps who saw which list."""
    with at_work(**timed) as desk:
        desired = _desired(leaver, desk)
        found = _look(desired, _contexts(desired, desk, leaver, asked), leaver).found
        list_id = say_listed(desk.trail, desk.actor, found)
    if as_json:
        print_json({"list": list_id, **json_of(found)})
    else:
        print_shown(lines_of(found, why=why_unread))
        print_line(say("Odbiera inna osoba:", "Another person revokes:"))
        also = "".join(f" --also {each}" for each in leaver.refs[1:])
        case = f" --case {asked.case}" if asked.case else ""
        print_line(f"  jst ksef offboard {found.person}{also} --apply {list_id}{case}")
    return Exit(found.exit_code)


def do_apply(
    leaver: Leaver,
    asked: Asked,
    list_id: str,
    *,
    as_json: bool,
    **timed: Unpack[Timed],
) -> Exit:
    """Revoke by a list that another person made.

    Who may do this, and why, is asked before anything is read.
    """
    with at_work(**timed) as desk:
        desired, trail, actor = _desired(leaver, desk), desk.trail, desk.actor
        require_listed(trail, leaver.refs, leaver.made)
        list_of(trail, actor, list_id, leaver.refs[0])
        contexts = _contexts(desired, desk, leaver, asked)
        before = questions_left(trail, actor.id, asked.case)
        seen = _look(desired, contexts, leaver)
        items = seen.found.chosen(leaver.made)
        left = questions_left(trail, actor.id, asked.case)
        require_questions(items, to_read=before - left, left=left)
        # Reading took its time, and the log says only now that she leaves.
        gone = _gone(leaver, load_desired(desk.settings.places.home)[0], desk)
        begun = begin_approved(trail, actor, list_id, items, gone)
        done = list(carry_out(items, seen.desired, contexts, told=_told))
        say_done(trail, actor, begun, done)
        remaining = _left(desired, contexts, leaver)
    return _ended(begun, done, remaining, emergency=False, as_json=as_json)


def do_emergency(
    leaver: Leaver, asked: Asked, *, as_json: bool, **timed: Unpack[Timed]
) -> Exit:
    """Revoke alone and at once; another person approves it later.

    The log says so, and why, before anything is read.
    """
    with at_work(**timed) as desk:
        desired, trail, actor = _desired(leaver, desk), desk.trail, desk.actor
        require_listed(trail, leaver.refs, leaver.made)
        gone, reason = _gone(leaver, desired, desk), asked.justification
        declared = declare_emergency(trail, actor, gone, reason, case=asked.case)
        contexts = _contexts(desired, desk, leaver, asked, emergency=declared)
        seen = _look(desired, contexts, leaver)
        there = leaver.made & {each.id for each in seen.found.of_others}
        for each in sorted(leaver.made - there):
            print_note(say(f"tego już nie ma: {each}", f"not there any more: {each}"))
        items = seen.found.chosen(there)
        # Reading took its time: what was saved meanwhile is from before, too.
        with suppress(PermissionsInvalid, LeaverUnknown):
            gone = _gone(leaver, load_desired(desk.settings.places.home)[0], desk)
        begun = begin_emergency(trail, actor, items, gone, reason, declared=declared)
        done = list(carry_out(items, seen.desired, contexts, told=_told))
        say_done(trail, actor, begun, done)
        remaining = _left(desired, contexts, leaver)
    return _ended(begun, done, remaining, emergency=True, as_json=as_json)


def _left(desired: Desired, contexts: Contexts, leaver: Leaver) -> Offboarding:
    """Read everything again after revoking; the log keeps who saw what is left."""
    found = _look(desired, contexts, leaver).found
    say_listed(contexts.trail, contexts.actor, found)
    return found


def _ended(
    begun: str,
    done: list[Revoked[Item]],
    remaining: Offboarding,
    *,
    emergency: bool,
    as_json: bool,
) -> Exit:
    """Show how each revocation ended, and what is left as it stands."""
    if as_json:
        print_json(
            {
                "entry": begun,
                "emergency": emergency,
                "done": [_json(each) for each in done],
                "left": json_of(remaining),
            }
        )
    else:
        print_shown(f"{how_ended(each)}: {row_of(each.what)}" for each in done)
        print_shown(("", *lines_of(remaining, why=why_unread)))
        if emergency:
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
    return Exit(remaining.exit_code or int(any(each.code for each in done)))


def do_approve(emergency_id: str, *, as_json: bool, **timed: Unpack[Timed]) -> Exit:
    """Approve what another person did in an emergency."""
    with at_work(**timed) as desk:
        entry = approve(desk.trail, desk.actor, emergency_id)
    if as_json:
        print_json({"approved": emergency_id, "entry": entry})
    else:
        print_line(say(f"Zatwierdzono: {emergency_id}", f"Approved: {emergency_id}"))
    return Exit.YES


def do_pending(*, as_json: bool, **timed: Unpack[Timed]) -> Exit:
    """List the emergencies that nobody has approved."""
    with at_work(**timed) as desk:
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
                        "begun": each.begun,
                    }
                    for each in found
                ]
            }
        )
    else:
        for each in found:
            at = in_warsaw(datetime.fromisoformat(each.at))
            broken = "" if each.begun else f" | {say(*_NOT_BEGUN)}"
            print_line(f"{each.id} | {at} | {each.person} | {each.actor}{broken}")
        if not found:
            print_line(
                say("Nic nie czeka na zatwierdzenie.", "Nothing waits for approval.")
            )
    return Exit.NO if found else Exit.YES


def _contexts(
    desired: Desired,
    desk: Workplace,
    leaver: Leaver,
    asked: Asked,
    *,
    emergency: str | None = None,
) -> Contexts:
    whose = own_credentials(desk.settings, desired, leaver.refs)
    return desk.contexts(asked, never=whose.never, emergency=emergency)


def _desired(leaver: Leaver, desk: Workplace) -> Desired:
    """Read the file, and know everybody who was named before KSeF is asked."""
    desired, _ = load_desired(desk.settings.places.home)
    numbers_of(desired, leaver.refs)
    if is_under_way(desk.settings.places.apply_lock):
        print_note(
            say(
                "UWAGA: trwa wykonanie planu (jst ksef apply); przestanie nadawać tej"
                " osobie, gdy zacznie się odbieranie, a co nadało wcześniej, pokaże"
                " odczyt",
                "CAUTION: a plan is being applied (jst ksef apply); it stops granting"
                " this person anything once the revoking begins, and what it granted"
                " before, the reading shows",
            )
        )
    names = {
        (each.details.first_name, each.details.last_name)
        for each in desired.persons
        if each.ref in leaver.refs
    }
    if len(names) > 1:
        print_note(
            say(
                "UWAGA: oznaczenia mają w ksef-people.toml różne imiona lub nazwiska;"
                " przerwij, jeżeli to nie jest jedna osoba",
                "CAUTION: these references have different names in ksef-people.toml;"
                " stop, unless it is one person",
            )
        )
    return desired


def _gone(leaver: Leaver, desired: Desired, desk: Workplace) -> Gone:
    on = warsaw_day(desk.trail.clock())
    return Gone(
        refs=leaver.refs,
        numbers=numbers_of(desired, leaver.refs),
        planned=planned_for(desired, leaver.refs, on=on),
    )


def _look(desired: Desired, contexts: Contexts, leaver: Leaver) -> Seen:
    """Read every context, and say what the one who leaves has."""
    return look(desired, contexts, refs=leaver.refs, told=_told)


def _told(place: str) -> None:
    print_note(say(f"kontekst: {place}", f"context: {place}"))


def _json(done: Revoked[Item]) -> dict[str, object]:
    return {
        **item_json(done.what),
        "code": done.code or None,
        "unknown": done.unknown,
    }
