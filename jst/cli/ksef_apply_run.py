"""What `jst ksef apply` does: the approved plan, its steps, and the end as proof."""

from pathlib import Path
from typing import Final, Unpack

from accountability.model import Role
from jst.apply_lock import one_apply
from jst.apply_log import APPLIED, Stage
from jst.cli.bar import Bar
from jst.cli.ksef_apply_show import Applied, json_of, lines_of, summary_of
from jst.cli.ksef_options import Asked
from jst.cli.ksef_plan_run import plan_in, plan_now
from jst.cli.ksef_work import Timed, Workplace, at_work
from jst.cli.language import say
from jst.cli.output import (
    print_folded_note,
    print_json,
    print_line,
    print_note,
    print_shown,
)
from jst.cli.wrapper import Exit
from jst.ksef_contexts import Contexts
from jst.plan_apply import Applier
from jst.plan_approval import (
    LATELY,
    note_approval,
    places_to_read,
    require_alone,
    require_other_person,
    require_unmoved,
)
from jst.plan_leavers import left_since, require_staying
from jst.plan_settle import Settler
from ksef.plan.asking import asking_of
from ksef.plan.compare import not_read, not_shown, not_wanted
from ksef.plan.desired import Desired
from ksef.plan.file import digest_of
from ksef.plan.model import Plan

_LONG_WAIT_S: Final = 5.0


def do_apply(
    asked: Asked, file: Path, *, as_json: bool, **timed: Unpack[Timed]
) -> Exit:
    """Approve a plan, do it, read KSeF again, and say what stands."""
    with at_work(roles=(Role.APPROVER,), **timed) as work:
        plan, desired = plan_in(file, work.settings)
        if not plan.steps:
            return _nothing(plan, as_json=as_json)
        for line in summary_of(plan, desired, left_since(work.trail, desired)):
            print_folded_note(line)
        with one_apply(work.settings.places.apply_lock):
            done = _applied(plan, desired, work, work.contexts(asked))
    if as_json:
        print_json(json_of(done))
    else:
        print_shown(lines_of(done))
    return done.exit_code


def _nothing(plan: Plan, *, as_json: bool) -> Exit:
    """Say that a plan has no steps: nobody approves it, and KSeF is not asked."""
    if as_json:
        none: list[object] = []
        said = {"exitCode": Exit.YES, "steps": none, "unproved": none, "unwanted": none}
        print_json({"digest": digest_of(plan), **said})
    else:
        print_line(
            say(
                "Plan nie ma kroków: nie ma czego zatwierdzać ani wykonywać.",
                "The plan has no steps: there is nothing to approve or to do.",
            )
        )
    return Exit.YES


def _applied(
    plan: Plan, desired: Desired, work: Workplace, contexts: Contexts
) -> Applied:
    digest, trail = digest_of(plan), work.trail
    made_at = require_other_person(plan, digest, work.actor, trail)
    settler = Settler(
        plan=plan,
        digest=digest,
        asking=asking_of(plan, desired),
        contexts=contexts,
        sleep=lambda seconds: _wait(work, seconds),
    )
    settler.settle()
    done = [name for name, each in settler.traces().items() if each.stage is Stage.DONE]
    left = [each for each in plan.steps if each.id not in done]
    gone = left_since(trail, desired)
    require_staying(left, desired, gone, made_at=made_at)
    others = settler.settle_elsewhere(since=made_at - LATELY)
    require_alone(plan, done, others, made_at)
    places = places_to_read(plan, settler.asking.desired, done)
    fresh = plan_now(desired, contexts, work.actor, places=places)
    require_unmoved(plan, fresh, done, places)
    note_approval(plan, digest, work.actor, trail)
    ended = []
    with Bar(say("wykonuję plan", "applying the plan")) as bar:
        for each in Applier(settler, made_at).send():
            ended.append(each)
            bar(len(ended), len(plan.steps))
    made = {each.step.id for each in ended if each.stage is Stage.DONE}
    end_at = {step.place for step in plan.steps}
    end = plan_now(desired, contexts, work.actor, places=end_at)
    applied = Applied(
        plan=plan,
        ended=tuple(ended),
        end=end,
        unproved=not_shown(plan, end, made),
        unwanted=not_wanted(plan, end, made),
        unread=not_read(plan, end, made),
    )
    trail.system(
        APPLIED,
        {
            "actor": {"id": work.actor.id, "name": work.actor.name},
            "batch": digest,
            "done": len(made),
            "steps": len(plan.steps),
            "unproved": len(applied.unproved),
            "unwanted": len(applied.unwanted),
            "unread": len(applied.unread),
            # What was not read again is no proof of anything.
            "end_digest": None if applied.unread else digest_of(end),
        },
    )
    return applied


def _wait(work: Workplace, seconds: float) -> None:
    """Wait for KSeF, and say so where somebody would wonder."""
    if seconds >= _LONG_WAIT_S:
        print_note(
            say(
                f"czekam {seconds:.0f} s: limity KSeF albo operacja w toku",
                f"waiting {seconds:.0f} s: KSeF's limits, or an operation under way",
            )
        )
    work.client.sleep(seconds)
