"""Single permissions become calls: what one call can carry goes into one step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ksef.plan.actual import Kind
from ksef.plan.desired import Desired, Person
from ksef.plan.ids import id_of
from ksef.plan.model import Act, Key, Step
from ksef.plan.wants import MANAGES, Want

_GRANTED_BY: Final[Mapping[Kind, str]] = {
    Kind.WORK: "grant_person",
    Kind.INDIRECT: "grant_indirect",
    Kind.REPRESENTATIVE: "grant_subunit",
    Kind.AUTHORISATION: "grant_authorization",
}
_REVOKED_BY: Final[Mapping[Kind, str]] = {
    Kind.WORK: "revoke_common",
    Kind.INDIRECT: "revoke_common",
    Kind.REPRESENTATIVE: "revoke_common",
    Kind.AUTHORISATION: "revoke_authorization",
}
_TARGET_CHARS: Final = 16
_WORDS_CHARS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """One permission that is to change; several may become one step.

    Attributes:
        before_grants: It makes room for what is granted in the same plan.
        of: Ids of the steps of one permission that it was joined from.
    """

    step: Step
    before_grants: bool = False
    of: tuple[str, ...] = ()


def target_of(step_id: str) -> str:
    """Give the part of a step's id that says what it touches, whatever its words.

    Two grants touch the same where kind, place, holder, unit and client are the same,
    also with another description or other permissions; two revocations, where KSeF's
    id of the permission is.
    """
    return step_id.partition("-")[0]


def words_of(step_id: str) -> str:
    """Give the other part of a step's id: of its permissions and of what it says."""
    return step_id.partition("-")[2]


def granting(key: Key, want: Want, desired: Desired) -> Step:
    """Make the step that gives one permission."""
    entry = want.entry
    is_person = isinstance(desired.parties.get(key.who), Person)
    endpoint = _GRANTED_BY[key.kind]
    if key.kind is Kind.WORK and not is_person:
        endpoint = "grant_entity"
    return _with_id(
        Step(
            id="",
            act=Act.GRANT,
            stage=_stage(key, desired),
            endpoint=endpoint,
            place=key.place,
            credential=desired.places[key.place].credential,
            kind=key.kind,
            who=key.who,
            unit=key.unit,
            client=key.client,
            permissions=(key.permission,),
            delegable=(key.permission,)
            if want.can_delegate and endpoint == "grant_entity"
            else (),
            description=f"{entry.basis}: {entry.reason}",
            entries=want.entries,
            reason=entry.reason,
            basis=entry.basis,
        )
    )


def revoking(
    key: Key, permission_id: str, want: Want | None, why: str, desired: Desired
) -> Step:
    """Make the step that takes one permission away."""
    return _with_id(
        Step(
            id="",
            act=Act.REVOKE,
            stage=_stage(key, desired),
            endpoint=_REVOKED_BY[key.kind],
            place=key.place,
            credential=desired.places[key.place].credential,
            kind=key.kind,
            who=key.who,
            unit=key.unit,
            client=key.client,
            permissions=(key.permission,),
            permission_id=permission_id,
            entries=() if want is None else want.entries,
            reason=why,
            basis="" if want is None else want.entry.basis,
        )
    )


def in_order(singles: Iterable[Single]) -> tuple[tuple[Step, ...], Mapping[str, str]]:
    """Join what one call can carry, and put the calls into the order to do them.

    First the office's context, then the units'. In each, what makes room goes first,
    then grants, those that others hang on first; then revocations, and of these last
    the permission to manage permissions, which the one who works here may need.

    Returns:
        The steps, and for each step of one permission the id of the one it is in.
    """
    joined: dict[object, Single] = {}
    for each in singles:
        step = each.step
        alone = step.act is Act.REVOKE or step.kind is Kind.AUTHORISATION
        bucket = (
            step.endpoint,
            step.place,
            step.who,
            step.unit,
            step.client,
            step.description,
            step.id if alone else "",
        )
        other = joined.get(bucket)
        alike = replace(each, of=(step.id,))
        joined[bucket] = alike if other is None else _both(other, alike)
    ordered = sorted(joined.values(), key=_rank)
    names = {name: each.step.id for each in ordered for name in each.of}
    return tuple(each.step for each in ordered), names


def _rank(single: Single) -> tuple[int, int, str, str, str]:
    step = single.step
    if step.act is Act.GRANT:
        rank = 2 if step.kind is Kind.INDIRECT else 1
    elif single.before_grants:
        rank = 0
    else:
        rank = 4 if MANAGES in step.permissions else 3
    return (step.stage, rank, step.place, step.who, step.id)


def _both(one: Single, other: Single) -> Single:
    first, second = one.step, other.step
    made = replace(
        first,
        permissions=tuple(sorted({*first.permissions, *second.permissions})),
        delegable=tuple(sorted({*first.delegable, *second.delegable})),
        entries=tuple(sorted({*first.entries, *second.entries})),
        provisions=tuple(sorted({*first.provisions, *second.provisions})),
        warnings=tuple(sorted({*first.warnings, *second.warnings})),
    )
    return replace(one, step=_with_id(made), of=(*one.of, *other.of))


def _stage(key: Key, desired: Desired) -> int:
    return 1 if key.place == desired.office.ref else 2


def _with_id(step: Step) -> Step:
    whom: tuple[str | None, ...] = (step.who, step.unit, step.client)
    if step.act is Act.REVOKE:  # a stranger may be named otherwise next time
        whom = (step.permission_id,)
    target = (step.act, step.kind, step.place, *whom)
    words = (step.endpoint, step.permissions, step.delegable, step.description)
    first, second = id_of(target, _TARGET_CHARS), id_of(words, _WORDS_CHARS)
    return replace(step, id=f"{first}-{second}")
