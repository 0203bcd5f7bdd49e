"""What a subject may do in a context: ownership, own grants, and chains of them.

    NIP of the seal = NIP of the context            Owner, everything but VatUeManage
    grant to the subject in the context             its permission
    client --canDelegate--> intermediary --indirect--> person
                                                    while every link stands

Rights of a NIP do not flow down to its units. An indirect grant whose client has taken
his back gives nothing, though it still shows as Active.
Source: facts/ksef-api.md, 3.1 and 3.5.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, get_args

from jst.simulators.ksef_grant_bodies import PersonScope
from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_permissions import Grant

_EVERYTHING: Final = frozenset(get_args(PersonScope))
_OWN: Final = frozenset(
    {"persons", "entities", "subunits", "eu_administration", "eu", "system"}
)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a session may do.

    Attributes:
        is_owner: Whether the subject is the context's owner.
        granted: Permissions that come from grants.
    """

    is_owner: bool
    granted: frozenset[str]

    @property
    def effective(self) -> frozenset[str]:
        """Every permission that the session has."""
        return self.granted | (_EVERYTHING if self.is_owner else frozenset())

    @property
    def present(self) -> list[str]:
        """As a refusal and the claim `per` tell them."""
        return (["Owner"] if self.is_owner else []) + sorted(self.granted)


NOTHING: Final = Rights(is_owner=False, granted=frozenset())


def rights_of(
    subject: frozenset[Ident], context: Ident, grants: Iterable[Grant]
) -> Rights:
    """Compute what the identifiers of one subject are worth in a context."""
    known = tuple(grants)
    is_owner = context.type == "Nip" and context in subject
    own = {
        each.scope
        for each in known
        if each.kind in _OWN and each.context == context and each.authorized in subject
    }
    passed_on = {
        each.scope
        for each in known
        if each.kind == "indirect"
        and each.authorized in subject
        and _is_for(each, context)
        and delegates(known, client=context, to=each.context, scope=each.scope)
    }
    if context.type == "PeppolId" and context in subject:
        own.add("PefInvoiceWrite")
    return Rights(is_owner, frozenset(own | passed_on))


def delegates(
    grants: Iterable[Grant], *, client: Ident, to: Ident, scope: str | None = None
) -> bool:
    """Tell whether a client lets an intermediary pass a permission on; None: any."""
    return any(
        each.kind == "entities"
        and each.can_delegate
        and each.context == client
        and each.authorized == to
        and scope in {None, each.scope}
        for each in grants
    )


def _is_for(grant: Grant, client: Ident) -> bool:
    return grant.target in {None, client, Ident("AllPartners")}
