"""A made-up municipality for tests: its units, its people, its grants."""

from datetime import date
from typing import Any, Final

from ksef.law.effective import Context, Effective, Grant
from ksef.model import Body, Holder, Permission

DAY: Final = date(2024, 5, 1)
CONTEXTS: Final = (
    Context(id="gmina", kind=Body.JST),
    Context(id="school", kind=Body.LOCAL_BUDGET_UNIT, parent="gmina"),
    Context(id="depot", kind=Body.INTERNAL_UNIT, parent="gmina"),
    Context(id="grupa", kind=Body.VAT_GROUP),
    Context(id="członek", kind=Body.VAT_GROUP_MEMBER, parent="grupa"),
    Context(id="wójt", kind=Body.ENFORCEMENT_AUTHORITY),
    Context(id="komornik", kind=Body.BAILIFF),
)


def grant(
    to: str,
    what: Permission,
    *,
    by: str,
    at: str = "gmina",
    **more: Any,  # noqa: ANN401 - fields of Grant
) -> Grant:
    """Make a grant to a person, valid from 2024-01-01, unless said otherwise."""
    told: dict[str, Any] = {
        "id": f"{by}-{to}-{what}-{at}",
        "who": to,
        "holder": Holder.NATURAL_PERSON,
        "permission": what,
        "context": at,
        "by": by,
        "valid_from": date(2024, 1, 1),
    }
    return Grant(**told | more)


def office(*grants: Grant) -> Effective:
    """Index grants of the municipality."""
    return Effective(grants, contexts=CONTEXTS)
