"""What the law and the API say of each wanted permission, before it is planned."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from ksef.access.judge import Judged, judge
from ksef.access.parties import typed
from ksef.law.bodies import NOTES, UNITS
from ksef.law.decide import decide
from ksef.law.decision import Answer
from ksef.law.question import MayGrant
from ksef.model import Body, Holder, Namer, SystemPermission
from ksef.model import Step as Change
from ksef.plan.actual import ContextState, Kind, Listed
from ksef.plan.asking import Asking
from ksef.plan.desired import Desired
from ksef.plan.model import Step
from ksef.plan.places import is_own_taxpayer
from vocabulary.finding import Severity

# Said of the request as a whole; a plan shows who owns and whom a grant reaches itself.
_NOT_ABOUT_US: Final = frozenset(
    {
        "ksef.grant.author_untold",
        "ksef.grant.subordinate_unchecked",
        "ksef.grant.law_not_asked",
    }
)
_OF_THE_ACT: Final = "InvoiceRead"
_ALLOWS: Final = "ksef.grant.law_allows"
_REFUSES: Final = "ksef.grant.law_refuses"
_BEFORE_OTHERS: Final = ("ksef.grant.unit_is_taxpayer", _REFUSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check says of a step.

    Attributes:
        refusal: The gravest thing against it; None: nothing.
        provisions: The provisions that allow it, as printed, each with its act; none
            for what KSeF alone knows, and no act.
        warnings: What does not stop it, in Polish.
    """

    refusal: Judged | None
    provisions: tuple[str, ...]
    warnings: tuple[str, ...]


def judge_step(step: Step, asking: Asking, office: ContextState, on: date) -> Verdict:
    """Judge the request of one step by the regulation of a day.

    In the context of a body that is a taxpayer itself, the office gives nothing: also
    what only KSeF knows, and no act, is then judged as a permission of the act.
    """
    place = asking.desired.places[step.place]
    is_beyond = step.place != asking.desired.office.ref and is_own_taxpayer(place)
    if is_beyond:
        step = replace(step, permissions=(_OF_THE_ACT,), delegable=())
    found = judge(_request(step, asking, office), on=on)
    errors = [each for each in found if each.severity is Severity.ERROR]
    errors.sort(key=lambda each: each.rule not in _BEFORE_OTHERS)
    refusal = errors[0] if errors else None
    if refusal is not None and is_beyond and refusal.rule == _REFUSES:
        refusal = replace(refusal, message=_beyond(NOTES[place.kind].polish))
    return Verdict(
        refusal=refusal,
        provisions=tuple(
            dict.fromkeys(provision_of(each) for each in found if each.rule == _ALLOWS)
        ),
        warnings=tuple(
            each.message
            for each in found
            if each.severity is Severity.WARNING and each.rule not in _NOT_ABOUT_US
        ),
    )


def _beyond(kind: str) -> str:
    return (
        f"To osobny podatnik ({kind}): urząd nie nadaje uprawnień w jego kontekście,"
        " sam wskazuje swoje osoby. (Według źródła wtórnego.)"
    )


def provision_of(found: Judged) -> str:
    """Give the provision as printed, with its act; else the clause of the API."""
    if found.ref is None:
        return found.clause
    return f"{found.ref.provision}, {found.ref.act}"


def _request(step: Step, asking: Asking, office: ContextState) -> Mapping[str, object]:
    """Put the facts that the plan knows beside the official JSON."""
    place = asking.desired.places[step.place]
    told: dict[str, object] = {
        **asking.request(step).to_json(),
        "endpoint": step.endpoint,
        "context": typed(asking.context(step)),
        "bodyKind": place.kind.value,
    }
    if step.place == asking.desired.office.ref:
        if Listed.ROLES in office.whole:
            told["roles"] = sorted(office.roles)
        if Listed.SUBORDINATES in office.whole:
            told["subordinates"] = sorted(nip.reveal() for nip in office.subordinates)
    elif is_own_taxpayer(place):
        told["grantedBy"] = Namer.JST.value
    if step.kind is Kind.REPRESENTATIVE and step.unit is not None:
        told["unitKind"] = asking.desired.places[step.unit].kind.value
    return told


def revocation_provisions(step: Step, desired: Desired, on: date) -> tuple[str, ...]:
    """Give the provisions by which a permission may be taken away in the system."""
    ref = step.unit or step.place
    place = desired.places.get(ref, desired.office)
    return _of_revocation(step.permissions[0], place.kind, step.kind, on)


@lru_cache(maxsize=512)
def _of_revocation(
    permission: str, body: Body, kind: Kind, on: date
) -> tuple[str, ...]:
    try:
        known = SystemPermission(permission)
    except ValueError:
        return ()  # new in KSeF, so no provision is known for it
    holder = Holder.BUYER if kind is Kind.AUTHORISATION else Holder.NATURAL_PERSON
    from_parent = kind is Kind.REPRESENTATIVE or body not in UNITS
    question = MayGrant(
        permission=known,
        step=Change.REVOKE,
        granted_by=Namer.JST if from_parent else Namer.REPRESENTATIVE,
        holder=holder,
        context=body,
        as_representative=kind is Kind.REPRESENTATIVE or None,
        permissions_verified=True,
    )
    decision = decide(question, on=on)
    return decision.provisions if decision.answer is Answer.YES else ()
