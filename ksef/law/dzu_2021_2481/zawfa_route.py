"""§ 4 ust. 1: granting and revoking by a paper notice to the head of the tax office.

For taxpayers and bodies that are no natural persons *and* cannot authenticate as § 5
ust. 1 says. The provision speaks of granting and revoking; it has no "zmiana".
"""

from typing import Final

from ksef.law.bodies import NATURAL_PERSONS
from ksef.law.clause import Clause
from ksef.law.dzu_2021_2481.act import rule
from ksef.law.question import ByZawFa
from ksef.law.truth import Truth, both, is_in
from ksef.model import Channel, ZawFaPurpose

ROUTE: Final = rule(
    "zawfa.route",
    "§ 4 ust. 1",
    "Podatnik lub podmiot niebędący osobą fizyczną, który nie może się uwierzytelnić, "
    "nadaje i odbiera uprawnienia papierowym ZAW-FA.",
    "A taxpayer or body that is no natural person and cannot authenticate grants and "
    "revokes permissions by a ZAW-FA on paper.",
)


def route(question: ByZawFa) -> Truth:
    """Reach a filer that is no natural person and cannot authenticate, on paper."""
    return both(
        question.filer not in NATURAL_PERSONS,
        question.purpose in {ZawFaPurpose.GRANT, ZawFaPurpose.REVOKE},
        question.channel in {None, Channel.PAPER},
        is_in("can_authenticate", question.can_authenticate, {False}),
    )


CLAUSES: Final = (Clause(ROUTE, route),)
RULES: Final = (ROUTE,)
