"""[1, 3] A plan made before somebody left grants her nothing.

    log: who is being offboarded since the plan was made -> the grants left of the plan

An apply may take hours, and an offboarding does not wait for it: so it is asked before
anything is sent, and again before each grant.
"""

from collections.abc import Iterable
from datetime import datetime

from accountability.trail import AuditTrail
from jst.errors_plan import PlanOutdated
from jst.leaving_log import leaving_since
from ksef.plan.desired import Desired
from ksef.plan.model import Act, Step


def require_staying(
    steps: Iterable[Step], desired: Desired, trail: AuditTrail, *, since: datetime
) -> None:
    """Return when none of the steps grants something to somebody who has left.

    Args:
        steps: Those that are to be sent.
        desired: The file; whoever has the number of a leaver is that leaver.
        trail: Whose log says whose offboarding has begun, or was declared urgent.
        since: When the plan was made; a later plan is judged by the file alone.

    Raises:
        PlanOutdated: One does.
    """
    refs = leaving_since(trail, since)
    parties = desired.parties
    numbers = {parties[each].identifier for each in refs if each in parties}
    named = {
        each.who
        for each in steps
        if each.act is Act.GRANT
        and (each.who in refs or parties[each.who].identifier in numbers)
    }
    if named:
        who = ", ".join(sorted(named))
        raise PlanOutdated(
            "the plan grants something to somebody whose offboarding has begun since",
            polish=f"po utworzeniu planu zaczęto odbierać dostęp (jst ksef offboard)"
            f" komuś, komu plan go nadaje: {who}",
        )
