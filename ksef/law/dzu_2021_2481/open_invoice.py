"""§ 6: the five data that open an invoice; all of them.

Pkt 3 and 4 may be the information that there is none (albo informacji o braku).
"""

from typing import Final

from ksef.law.clause import Clause
from ksef.law.dzu_2021_2481.act import rule
from ksef.law.question import OpenInvoice
from ksef.model import InvoiceDatum

_WHAT: Final = (
    (
        "open.ksef_number",
        "§ 6 pkt 1",
        "Podaje się numer faktury w KSeF.",
        "The number of the invoice in KSeF is given.",
        {InvoiceDatum.KSEF_NUMBER},
    ),
    (
        "open.invoice_number",
        "§ 6 pkt 2",
        "Podaje się numer faktury nadany przez wystawcę (art. 106e ust. 1 pkt 2).",
        (
            "The number that the issuer gave the invoice is given (art. 106e ust. 1 "
            "pkt 2)."
        ),
        {InvoiceDatum.INVOICE_NUMBER},
    ),
    (
        "open.buyer_identifier",
        "§ 6 pkt 3",
        "Podaje się NIP lub inny identyfikator nabywcy albo informację, że go brak.",
        "The NIP or another identifier of the buyer is given, or that there is none.",
        {InvoiceDatum.BUYER_IDENTIFIER, InvoiceDatum.BUYER_HAS_NO_IDENTIFIER},
    ),
    (
        "open.buyer_name",
        "§ 6 pkt 4",
        "Podaje się imię i nazwisko lub nazwę nabywcy albo informację, że ich brak.",
        "The name of the buyer is given, or that there is none.",
        {InvoiceDatum.BUYER_NAME, InvoiceDatum.BUYER_HAS_NO_NAME},
    ),
    (
        "open.total_amount",
        "§ 6 pkt 5",
        "Podaje się kwotę należności ogółem.",
        "The total amount due is given.",
        {InvoiceDatum.TOTAL_AMOUNT},
    ),
)


def _clause(
    name: str,
    provision: str,
    says: str,
    english: str,
    wanted: set[InvoiceDatum],
) -> Clause[OpenInvoice]:
    told = " / ".join(sorted(wanted))

    def given(question: OpenInvoice) -> bool | frozenset[str]:
        return bool(wanted & question.given) or frozenset({told})

    return Clause(rule(name, provision, says, english), given)


CLAUSES: Final = tuple(_clause(*each) for each in _WHAT)
RULES: Final = tuple(clause.rule for clause in CLAUSES)
