"""§ 2 ust. 5: who may issue invoices as the buyer (art. 106d ust. 1).

Both the buyer whom the taxpayer names, and those whom that buyer entitles.
"""

from typing import Final

from ksef.law.clause import Clause
from ksef.law.dzu_2021_2481.act import rule
from ksef.law.naming import by, by_taxpayer
from ksef.law.question import MayHold
from ksef.law.truth import Truth, both
from ksef.model import Holder, Namer

BUYER: Final = rule(
    "self_billing.buyer",
    "§ 2 ust. 5",
    "Faktury z art. 106d ust. 1 wystawia nabywca wskazany przez podatnika oraz "
    "podmioty, które ten nabywca uprawnił.",
    "Invoices under art. 106d ust. 1 are issued by the buyer whom the taxpayer named "
    "and by those whom that buyer entitled.",
)


def buyer(question: MayHold) -> Truth:
    """Reach the buyer named by the taxpayer, and whom the buyer entitles."""
    if question.holder is Holder.BUYER:
        return by_taxpayer(question)
    entitled = question.holder in {Holder.ENTITY, Holder.NATURAL_PERSON}
    return both(entitled, by(question, Namer.BUYER))


CLAUSES: Final = (Clause(BUYER, buyer),)
RULES: Final = (BUYER,)
