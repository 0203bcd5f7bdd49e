"""What `jst ksef apply` does: the approved plan, its steps, and the end as proof."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from accountability.model import Purpose, Role
from jst.apply_log import APPLIED, Stage
from jst.cli.bar import Bar
from jst.cli.ksef_options import Asked
from jst.cli.ksef_plan_run import enter
from jst.cli.ksef_work import Desk, at_desk
from jst.cli.language import say
from jst.cli.output import print_json, print_line, print_note, read_file
from jst.cli.wrapper import Exit
from jst.plan_apply import Applier, Ended
from jst.plan_approval import (
    note_approval,
    places_to_read,
    require_other_person,
    require_unmoved,
)
from jst.plan_file import load_desired
from jst.plan_key import plan_key
from jst.plan_reading import read_actual
from ksef.access.acting import Grounds
from ksef.plan.asking import asking_of
from ksef.plan.compare import not_shown
from ksef.plan.desired import Desired
from ksef.plan.diff import plan as plan_of
from ksef.plan.file import MAX_BYTES, digest_of, read_plan
from ksef.plan.model import Key, Plan
from vocabulary.clock import Clock, system_clock, warsaw_day

_LONG_WAIT_S: Final = 5.0
_CANNOT_TELL: Final = frozenset(
    {Stage.NOT_SENT, Stage.UNKNOWN, Stage.PENDING, Stage.OPEN, Stage.AMBIGUOUS}
)
_WORDS: Final = {
    Stage.DONE: ("wykonane", "done"),
    Stage.REFUSED: ("KSeF odmówił", "refused by KSeF"),
    Stage.PARTLY: ("wykonane częściowo", "done in part"),
    Stage.PENDING: ("przyjęte, jeszcze nie wykonane", "accepted, not done yet"),
    Stage.UNKNOWN: ("nie wiadomo", "unknown"),
    Stage.OPEN: ("w toku w innym procesie", "under way in another process"),
    Stage.NOT_SENT: ("nie wysłano", "not sent"),
    Stage.AMBIGUOUS: (
        "nie wiadomo, bo w KSeF jest podobne nadanie: sprawdź, czyje, i zrób nowy plan",
        "unknown, as KSeF shows a like grant: see whose it is, and make a new plan",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What became of a plan.

    Attributes:
        ended: Every step.
        end: The plan made of KSeF as it was read afterwards.
        unproved: Permissions of done steps that KSeF does not show as wanted.
    """

    plan: Plan
    ended: tuple[Ended, ...]
    end: Plan
    unproved: tuple[Key, ...]

    @property
    def saw_less(self) -> bool:
        """Tell whether there were contexts that the plan could not see."""
        return bool(self.plan.unread or self.plan.proposals)

    @property
    def exit_code(self) -> Exit:
        """0 all done and shown, 1 refused or not shown, 2 some of it nobody knows."""
        stages = {each.stage for each in self.ended}
        if stages & _CANNOT_TELL:
            return Exit.CANNOT_TELL
        return Exit.YES if stages <= {Stage.DONE} and not self.unproved else Exit.NO


def do_apply(
    asked: Asked,
    file: Path,
    *,
    as_json: bool,
    clock: Clock = system_clock,
    sleep: Callable[[float], None] | None = None,
) -> Exit:
    """Approve a plan, do it, read KSeF again, and say what stands."""
    raw = read_file(file, MAX_BYTES)
    with at_desk(None, roles=(Role.APPROVER,), clock=clock, sleep=sleep) as desk:
        desired, _ = load_desired(desk.settings.places.home)
        plan = read_plan(raw, desired, key=plan_key(desk.settings.places))
        done = _applied(plan, desired, desk, asked)
    if as_json:
        print_json(_json(done))
    else:
        _print(done)
    return done.exit_code


def _applied(plan: Plan, desired: Desired, desk: Desk, asked: Asked) -> Applied:
    digest, trail = digest_of(plan), desk.trail
    require_other_person(plan, digest, desk.actor, trail)
    applier = Applier(
        plan=plan,
        digest=digest,
        asking=asking_of(plan, desired),
        trail=trail,
        enter=lambda place: enter(place, desk, asked),
        grounds=Grounds(
            actor=desk.actor,
            case=asked.case,
            purpose=Purpose.PERMISSION_CHANGE,
            justification=asked.justification,
            mandate=asked.mandate,
        ),
        sleep=lambda seconds: _wait(desk, seconds),
    )
    applier.settle()
    done = [name for name, each in applier.traces().items() if each.stage is Stage.DONE]
    places = places_to_read(plan, applier.asking.desired, done)
    require_unmoved(plan, _read(desired, desk, asked, places), done, places)
    note_approval(plan, digest, desk.actor, trail)
    ended = []
    with Bar(say("wykonuję plan", "applying the plan")) as bar:
        for each in applier.send():
            ended.append(each)
            bar(len(ended), len(plan.steps))
    end = _read(desired, desk, asked, {step.place for step in plan.steps})
    made = {each.step.id for each in ended if each.stage is Stage.DONE}
    applied = Applied(
        plan=plan,
        ended=tuple(ended),
        end=end,
        unproved=not_shown(plan, end, made),
    )
    trail.system(
        APPLIED,
        {
            "actor": {"id": desk.actor.id, "name": desk.actor.name},
            "batch": digest,
            "done": len(made),
            "steps": len(plan.steps),
            "unproved": len(applied.unproved),
            "end_digest": digest_of(end),
        },
    )
    return applied


def _read(desired: Desired, desk: Desk, asked: Asked, places: Collection[str]) -> Plan:
    """Read some places of KSeF, and plan as if nothing had been planned before."""
    actual = read_actual(
        desired,
        enter=lambda place: enter(place, desk, asked),
        told=lambda ref: print_note(say(f"czytam: {ref}", f"reading: {ref}")),
        places=places,
    )
    made = plan_of(desired, actual, on=warsaw_day(desk.trail.clock()))
    return replace(made, author=desk.actor.id)


def _wait(desk: Desk, seconds: float) -> None:
    """Wait for KSeF, and say so where somebody would wonder."""
    if seconds >= _LONG_WAIT_S:
        print_note(
            say(
                f"czekam {seconds:.0f} s: limity KSeF albo operacja w toku",
                f"waiting {seconds:.0f} s: KSeF's limits, or an operation under way",
            )
        )
    desk.client.sleep(seconds)


def _json(done: Applied) -> dict[str, Any]:
    return {
        "digest": digest_of(done.plan),
        "exitCode": done.exit_code,
        "steps": [
            {
                "id": each.step.id,
                "act": each.step.act,
                "place": each.step.place,
                "who": each.step.who,
                "unit": each.step.unit,
                "permissions": list(each.step.permissions),
                "stage": each.stage,
                "reason": each.reason,
            }
            for each in done.ended
        ],
        "unproved": [
            {"place": each.place, "who": each.who, "permission": each.permission}
            for each in done.unproved
        ],
        "endDigest": digest_of(done.end),
        "planAgain": done.saw_less,
    }


def _print(done: Applied) -> None:
    made = sum(each.stage is Stage.DONE for each in done.ended)
    total = len(done.ended)
    print_line(
        say(
            f"Wykonano {made} z {total} kroków planu {digest_of(done.plan)}.",
            f"Done: {made} of {total} steps of plan {digest_of(done.plan)}.",
        )
    )
    for each in done.ended:
        if each.stage is not Stage.DONE:
            step, reason = each.step, f" ({each.reason})" if each.reason else ""
            where = f"{step.place}, {step.unit}" if step.unit else step.place
            named = ", ".join(step.permissions)
            word = say(*_WORDS[each.stage])
            print_line(f"  {where} | {step.who} | {named}: {word}{reason}")
    for key in done.unproved:
        print_line(
            say(
                f"  {key.place} | {key.who} | {key.permission}: KSeF tego nie pokazuje",
                f"  {key.place} | {key.who} | {key.permission}: KSeF does not show it",
            )
        )
    if not done.unproved:
        print_line(
            say(
                "Odczytano ponownie: KSeF pokazuje wszystko, co wykonano.",
                "Read again: KSeF shows everything that was done.",
            )
        )
    if done.saw_less:
        print_line(
            say(
                "Plan nie widział wszystkich kontekstów; utwórz następny:"
                " jst ksef plan.",
                "The plan had not seen all contexts; make the next: jst ksef plan.",
            )
        )
