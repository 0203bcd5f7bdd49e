"""A plan as a file: canonical JSON with its digest, refused when it was altered.

    Plan -> body (canonical JSON) -> digest, SHA-256
                                  -> binding, HMAC of body, contexts and requests

The body holds references and no identifier, so its digest may stand in the ledger. The
binding says that the references still stand for the same numbers as on the day when
the plan was approved; it is keyed, as a bare hash of a PESEL can be guessed. The
digest binds the instant at which the making began, too: no two plans have one digest,
and none gets younger.
"""

import hashlib
import hmac
import json
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ksef.access.parties import typed
from ksef.plan.asking import asking_of
from ksef.plan.desired import Desired
from ksef.plan.errors import PlanAltered, PlanOfOthers, PlanUnreadable
from ksef.plan.model import Act, Plan

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION: Final = 3
MAX_BYTES: Final = 64 * 1_048_576


def digest_of(plan: Plan) -> str:
    """Give the SHA-256 of a plan's canonical JSON, in hex."""
    return hashlib.sha256(_canonical(_body(plan))).hexdigest()


def binding_of(plan: Plan, desired: Desired, *, key: bytes) -> str:
    """Give the keyed digest of what the plan's references stand for, in hex.

    Args:
        plan: The plan.
        desired: The file that it was made of.
        key: 32 random bytes that only the office has; never in the plan.

    Raises:
        PlanUnreadable: A step names somebody whom the file does not have.
    """
    asking = asking_of(plan, desired)
    said = [
        [
            step.id,
            typed(asking.context(step)),
            asking.request(step).to_json() if step.act is Act.GRANT else None,
        ]
        for step in plan.steps
    ]
    whole = _canonical({"plan": _body(plan), "requests": said})
    return hmac.digest(key, whole, hashlib.sha256).hex()


def write_plan(plan: Plan, desired: Desired, *, key: bytes) -> bytes:
    """Write a plan; the same plan makes the same bytes.

    Raises:
        PlanUnreadable: As `binding_of`.
    """
    sealed = {
        "plan": _body(plan),
        "digest": digest_of(plan),
        "binding": binding_of(plan, desired, key=key),
    }
    text = json.dumps(sealed, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def read_plan(raw: bytes, desired: Desired, *, key: bytes) -> Plan:
    """Read a plan that is to be shown, approved or applied.

    Args:
        raw: The file.
        desired: The office's file as it is now.
        key: The key that it was written with.

    Raises:
        PlanUnreadable: It is no plan of this version.
        PlanAltered: It is not what was made.
        PlanOfOthers: A reference stands for another number than then.
    """
    sealed = _read(raw)
    plan = sealed.plan
    try:
        binding = binding_of(plan, desired, key=key)
    except PlanUnreadable:
        raise PlanOfOthers from None  # it names somebody whom the file has no more
    if not hmac.compare_digest(binding.encode(), sealed.binding.encode()):
        raise PlanOfOthers
    return plan


class _Sealed(NamedTuple):
    plan: Plan
    binding: str


def _read(raw: bytes) -> _Sealed:
    if len(raw) > MAX_BYTES:
        raise PlanUnreadable("size")
    try:
        sealed = json.loads(raw)
        body, digest, binding = (sealed[each] for each in ("plan", "digest", "binding"))
        version = body["version"]
        plan = _shape().validate_python(body, strict=False)
        whole = {**_body(plan), "version": version} == body
        own = digest_of(plan)  # half a character (a lone surrogate) has none
    except (ValueError, TypeError, KeyError, RecursionError):
        raise PlanUnreadable from None
    if version != VERSION:
        raise PlanUnreadable("version")
    if any(each is None or each.tzinfo is None for each in _instants(plan)):
        raise PlanUnreadable("made_at")
    if not whole or len(sealed) != len(_Sealed._fields) + 1:
        raise PlanAltered
    if digest != own or not isinstance(binding, str):
        raise PlanAltered
    return _Sealed(plan, binding)


def _instants(plan: Plan) -> tuple[datetime | None, ...]:
    return (plan.made_at, *(each.at for each in plan.left.values()))


def _body(plan: Plan) -> dict[str, object]:
    said: dict[str, object] = _shape().dump_python(plan, mode="json")
    return {"version": VERSION, **said}


def _canonical(said: object) -> bytes:
    return json.dumps(
        said, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


@cache
def _shape() -> "TypeAdapter[Plan]":
    from pydantic import TypeAdapter  # noqa: PLC0415 - 60 ms that who plans pays alone

    return TypeAdapter(Plan)
