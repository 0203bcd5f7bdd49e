"""§ 2 ust. 5: who may issue invoices as the buyer (art. 106d ust. 1).

Both the buyer whom the taxpayer names, and those whom that buyer entitles.
"""

from typing import Final

from ksef.law.bodies import BODIES_106C
from ksef.law.clause import Clause
from ksef.law.dzu_2021_2481.act import rule
from ksef.law.naming import by, by_taxpayer, in_context
from ksef.law.question import MayHold
from ksef.law.truth import Truth, both
from ksef.model import Body, Holder, Namer

BUYER: Final = rule(
    "self_billing.buyer",
    "§ 2 ust. 5",
    "Faktury z art. 106d ust. 1 wystawia nabywca wskazany przez podatnika oraz "
    "podmioty, które ten nabywca uprawnił.",
    "Invoices under art. 106d ust. 1 are issued by the buyer whom the taxpayer named "
    "and by those whom that buyer entitled.",
)


def buyer(question: MayHold) -> Truth:
    """Reach the buyer named by the taxpayer, and whom the buyer entitles.

    Where no taxpayer names anybody, in the context of a body of art. 106c, nobody is
    the buyer whom he named.
    """
    if question.holder is Holder.BUYER:
        return by_taxpayer(question)
    entitled = question.holder in {Holder.ENTITY, Holder.NATURAL_PERSON}
    with_taxpayer = in_context(question, frozenset(Body) - BODIES_106C)
    return both(entitled, by(question, Namer.BUYER), with_taxpayer)


CLAUSES: Final = (Clause(BUYER, buyer),)
RULES: Final = (BUYER,)
