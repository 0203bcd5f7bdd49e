"""[4] Whether a revocation, or an authorisation, whose answer was lost has worked."""

from ksef.access import queries
from ksef.access.acting import Acting
from ksef.access.requests import GrantOfAuthorisation
from ksef.plan.actual import INACTIVE, Kind
from ksef.plan.asking import Asking
from ksef.plan.model import Act, Step


def stands(step: Step, asking: Asking, acting: Acting) -> bool:
    """Tell whether what a step gives, or takes away, stands in KSeF now.

    Raises:
        ActionDenied, LimitReached, KsefRefused, OutcomeUnknown: Of the query.
    """
    if step.act is Act.GRANT:
        request = asking.request(step)
        return isinstance(request, GrantOfAuthorisation) and any(
            item.authorized_entity_identifier.party() == request.subject
            and item.authorisation_scope == request.permission
            for done in queries.authorisations(**acting)
            for item in done.answer.items
        )
    return step.permission_id in _ids(step.kind, acting)


def _ids(kind: Kind, acting: Acting) -> set[str]:
    if kind is Kind.REPRESENTATIVE:
        return {
            item.id for done in queries.subunits(**acting) for item in done.answer.items
        }
    if kind is Kind.AUTHORISATION:
        return {
            item.id
            for done in queries.authorisations(**acting)
            for item in done.answer.items
        }
    return {
        item.id
        for done in queries.persons(**acting)
        for item in done.answer.items
        if item.permission_state != INACTIVE
    }
