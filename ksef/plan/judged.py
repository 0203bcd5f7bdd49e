"""What the law and the API say of each wanted permission, before it is planned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from ksef.access.judge import Judged, judge
from ksef.access.parties import Json, typed
from ksef.law.bodies import NOTES, UNITS
from ksef.law.decide import decide
from ksef.law.decision import Answer
from ksef.law.question import MayGrant
from ksef.model import Body, Holder, Namer, SystemPermission
from ksef.model import Step as Change
from ksef.plan.actual import ContextState, Kind, Listed
from ksef.plan.asking import Asking
from ksef.plan.desired import Desired
from ksef.plan.held import Held
from ksef.plan.model import Key, Step
from ksef.plan.places import is_apart, is_own_taxpayer
from ksef.plan.wants import Timing, Want
from vocabulary.finding import Severity
from vocabulary.identifiers import Identifier, InternalId, Nip

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


def judge_step(
    step: Step,
    asking: Asking,
    office: ContextState,
    on: date,
    *,
    delegated: Sequence[Json] | None = None,
) -> Verdict:
    """Judge the request of one step by the regulation of a day.

    `delegated` is what clients let the entity of the context pass on, as KSeF's own
    answer has it; None: it was not read.

    In the context of a body that is a taxpayer itself, the office gives nothing: also
    what only KSeF knows, and no act, is then judged as a permission of the act.
    """
    place = asking.desired.places[step.place]
    is_beyond = is_apart(place, asking.desired)
    if is_beyond:
        step = replace(step, permissions=(_OF_THE_ACT,), delegable=())
    request = _request(step, asking, office)
    if step.kind is Kind.INDIRECT and delegated is not None:
        request = {**request, "entityGrants": list(delegated)}
    found = judge(request, on=on)
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
            each.message for each in found if each.severity is Severity.WARNING
        ),
    )


def delegations_of(
    desired: Desired, wants: Mapping[Key, Want], held: Held
) -> Mapping[str, Sequence[Json]]:
    """Give what clients let each place pass on: what stands, and what is wanted today.

    A place whose received permissions were not read is not there.
    """
    found: dict[str, list[Json]] = {
        ref: [
            _delegation(each.client, each.permission, can_delegate=each.can_delegate)
            for each in state.received
            if isinstance(each.client, Nip | InternalId)
        ]
        for ref, state in held.states.items()
        if Listed.RECEIVED in state.whole
    }
    for key, want in wants.items():
        client = desired.places[key.place].identifier
        passes = want.timing is Timing.NOW and want.can_delegate
        if passes and key.kind is Kind.WORK and key.who in found and client is not None:
            found[key.who].append(
                _delegation(client, key.permission, can_delegate=True)
            )
    return found


def _delegation(client: Identifier, permission: str, *, can_delegate: bool) -> Json:
    return {
        "contextIdentifier": typed(client),
        "permissionScope": permission,
        "canDelegate": can_delegate,
    }


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
