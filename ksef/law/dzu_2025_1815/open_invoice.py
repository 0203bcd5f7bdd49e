"""§ 8: the data that open an invoice without authentication, from 2026.

Known from a developer's note that cites § 8 and the Ministry's manual; the five data
are those of the previous regulation.
"""

from typing import Final

from ksef.law.clause import Clause
from ksef.law.dzu_2025_1815.act import HANDBOOK, rule
from ksef.law.question import OpenInvoice
from ksef.law.truth import Truth
from ksef.model import InvoiceDatum

FIVE: Final = rule(
    "open.five_data",
    "§ 8",
    "Podaje się numer KSeF, numer faktury, identyfikator i nazwę nabywcy (albo "
    "informację o braku) oraz kwotę należności ogółem.",
    "KSeF number, invoice number, identifier and name of the buyer (or that there is "
    "none) and the total amount due are given.",
    source=HANDBOOK,
)
_GROUPS: Final = (
    {InvoiceDatum.KSEF_NUMBER},
    {InvoiceDatum.INVOICE_NUMBER},
    {InvoiceDatum.BUYER_IDENTIFIER, InvoiceDatum.BUYER_HAS_NO_IDENTIFIER},
    {InvoiceDatum.BUYER_NAME, InvoiceDatum.BUYER_HAS_NO_NAME},
    {InvoiceDatum.TOTAL_AMOUNT},
)


def _all_five(question: OpenInvoice) -> Truth:
    """Name each datum that is not given."""
    lacking = [each for each in _GROUPS if not each & question.given]
    return frozenset(" / ".join(sorted(each)) for each in lacking) or True


CLAUSES: Final = (Clause(FIVE, _all_five),)
RULES: Final = (FIVE,)
