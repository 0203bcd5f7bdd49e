"""One clerk, one case: the look-up that the tests of crpo make."""

from accountability.model import Actor, LegalBasis, Purpose
from accountability.trail import AuditTrail
from crpo.client import Crpo
from crpo.lookup import LookUp, look_up
from crpo.model import MandatorQuery
from tests.factories import CASE, an_actor
from vocabulary.identifiers import MandatorId


def ask(
    mandator: MandatorId,
    register: Crpo,
    trail: AuditTrail,
    *,
    actor: Actor | None = None,
) -> LookUp:
    """Look a mandator up, as a clerk with an authorisation, in an own case."""
    return look_up(
        MandatorQuery(mandator),
        actor=actor or an_actor(),
        case=CASE,
        purpose=Purpose.POWER_IN_CASE,
        basis=(LegalBasis.OP_138K_2,),
        justification="",
        register=register,
        trail=trail,
    )
