"""[1] Whether a plan may be applied, and by whom: two people, one file, one state.

    plan file -> made here, by somebody else? -> KSeF as the plan saw it? -> approved

Not here: what is sent (jst.plan_apply).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from accountability.model import Actor
from accountability.trail import AuditTrail
from jst.apply_log import APPROVED, MADE, Stage, Trace, noted_at
from jst.errors_plan import PlanOutdated, PlanRefused
from ksef.plan.compare import (
    changed_since,
    moved_since,
    places_read,
    unread_since,
)
from ksef.plan.desired import Desired
from ksef.plan.model import Key, Plan
from vocabulary.finding import Finding, Severity

LATELY: Final = timedelta(days=1)
"""How long before a plan was made its steps may have been sent, and not be done yet."""
_SHOWN: Final = 5
_UNDER_WAY: Final = frozenset({Stage.PENDING, Stage.OPEN, Stage.AMBIGUOUS})


def require_other_person(
    plan: Plan, digest: str, actor: Actor, trail: AuditTrail
) -> datetime:
    """Return when somebody other than the plan's author may approve it.

    Returns:
        When the making of the plan began: what its digest binds, and not when the log
        had it last, as whoever looks again must not make it younger.

    Raises:
        PlanRefused: The log does not know the plan as its author's, or had it before
            the plan says that it was begun, or the clock has not got there: it was put
            right, and an offboarding from now on would look older than the plan.
        ActionDenied: Author and approver are one person; the denial is logged.
    """
    with trail.log.reader() as reader:
        noted = noted_at(reader, MADE, digest, plan.author)
    if noted is None or plan.made_at is None or not plan.author:
        raise PlanRefused(
            "the log of this office has not seen this plan being made",
            polish="dziennik tego urzędu nie zna tego planu i jego autora",
        )
    if min(noted, trail.clock()) < plan.made_at:
        raise PlanRefused(
            "the plan was begun later than the log, or the clock, has it; plan again",
            polish="według dziennika albo zegara plan był gotowy, zanim zaczęto go"
            " tworzyć (zegar mógł się cofnąć); utwórz go od nowa",
        )
    if plan.author == actor.id:
        finding = Finding(
            "ksef.plan.two_people",
            Severity.ERROR,
            "Plan zatwierdza inna osoba niż ta, która go utworzyła.",
            "actor",
        )
        raise trail.refused("ksef-apply", actor, {"batch": digest}, [finding])
    return plan.made_at


def require_alone(
    plan: Plan,
    done: Collection[str],
    others: Mapping[str, tuple[Trace, ...]],
    made_at: datetime,
) -> None:
    """Return when no other plan has done, or is doing, what is left of this.

    Args:
        plan: The plan.
        done: Ids of the steps that are done.
        others: How steps of other plans stand that touch the same, by the id of ours.
        made_at: What was done before, the plan has seen in KSeF.

    Raises:
        PlanOutdated: One has.
    """
    taken = [
        each
        for each in plan.steps
        if each.id not in done
        and any(
            other.stage in _UNDER_WAY or _done_since(other, made_at)
            for other in others.get(each.id, ())
        )
    ]
    if taken:
        named = "; ".join(f"{each.place} | {each.who}" for each in taken[:_SHOWN])
        raise PlanOutdated(
            "another plan has changed, or is changing, the same",
            polish=f"to samo zmienia albo zmienił już inny plan: {named}",
        )


def _done_since(other: Trace, made_at: datetime) -> bool:
    ended = other.stage in {Stage.DONE, Stage.PARTLY}
    return ended and other.sent_at is not None and other.sent_at >= made_at


def places_to_read(
    plan: Plan, desired: Desired, done: Collection[str]
) -> frozenset[str]:
    """Say where KSeF is read again: all that the plan saw, or what is left to do.

    Args:
        plan: The plan.
        desired: The file, with the internal ids of the plan.
        done: Ids of the steps that are done.
    """
    left = frozenset(each.place for each in plan.steps if each.id not in done)
    return left if done else left | places_read(plan, desired)


def require_unmoved(
    plan: Plan, fresh: Plan, done: Collection[str], places: Collection[str]
) -> None:
    """Return when KSeF is as the plan saw it, but for the steps that were done.

    Raises:
        PlanOutdated: It is not, or nobody can tell; or KSeF is, and the plan would be
            another by now.
    """
    if unread := unread_since(plan, fresh, done, places):
        named = ", ".join(sorted({each.place for each in unread})[:_SHOWN])
        raise PlanOutdated(
            "a context that the plan had read could not be read again",
            polish=f"nie można ponownie odczytać: {named}",
        )
    if moved := changed_since(plan, fresh, done, places):
        raise PlanOutdated(
            "KSeF has changed since the plan was made",
            polish=f"w KSeF zmieniło się po utworzeniu planu: {_listed(moved)}",
        )
    if moved := moved_since(plan, fresh, done, places):
        day = "" if plan.on == fresh.on else f" (plan jest na {plan.on})"
        raise PlanOutdated(
            "the files, the day or the list of units are not those of the plan",
            polish="uprawnienia w KSeF są te same, ale zmienił się plik"
            f" permissions.toml, lista jednostek albo dzień{day}: {_listed(moved)}",
        )


def note_approval(plan: Plan, digest: str, actor: Actor, trail: AuditTrail) -> None:
    """Write, once for each person, who approved which plan of whom."""
    with trail.log.reader() as reader:
        if noted_at(reader, APPROVED, digest, actor.id) is not None:
            return
    trail.system(
        APPROVED,
        {
            "actor": {"id": actor.id, "name": actor.name},
            "author": plan.author,
            "batch": digest,
            "steps": len(plan.steps),
        },
    )


def _listed(keys: Sequence[Key]) -> str:
    more = f" (i {len(keys) - _SHOWN} innych)" if len(keys) > _SHOWN else ""
    return "; ".join(_shown(each) for each in keys[:_SHOWN]) + more


def _shown(key: Key) -> str:
    unit = f", jednostka {key.unit}" if key.unit else ""
    return f"{key.place}{unit} | {key.who} | {key.permission}"
