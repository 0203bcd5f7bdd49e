"""What has ended: the steps of a plan that an unattended run may take. Pure."""

from ksef.plan.model import Act, Group, Line, Plan, Step, Why


def expired_steps(plan: Plan) -> tuple[Step, ...]:
    """Give the revocations of what the file says has ended, in their order.

    Nothing else: not what the file does not know, not what it wants no more, no grant.
    A permission that another entry still wants has not ended.
    """
    ended = {each.step for each in plan.lines if each.group is Group.EXPIRED}
    return tuple(
        each for each in plan.steps if each.act is Act.REVOKE and each.id in ended
    )


def left_to_zawfa(plan: Plan) -> tuple[Line, ...]:
    """Give what has ended and still stands by a ZAW-FA: another one takes it away."""
    return tuple(
        each for each in plan.grouped[Group.EXPIRED] if each.why is Why.BY_ZAWFA
    )
