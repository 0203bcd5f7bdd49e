"""§ 2 ust. 4: an entity's permission for invoices is also that of the persons it names.

Automatically: no further grant by the taxpayer is asked for.
"""

from typing import Final

from ksef.law.dzu_2021_2481.act import three_wordings
from ksef.law.dzu_2021_2481.invoice_holders import for_units, of_entity

PASSED_ON: Final = three_wordings(
    "invoices.passed_on",
    "§ 2 ust. 4",
    (
        (
            "Uprawnienia z ust. 1 pkt 2 (faktury) podmiotu wskazanego przez podatnika "
            "są też uprawnieniami osób, które ten podmiot wskazał."
        ),
        (
            "The permissions of ust. 1 pkt 2 (invoices) of an entity named by the "
            "taxpayer are also those of the persons it names."
        ),
    ),
    (
        (
            "Uprawnienia z ust. 1 pkt 2 (faktury) podmiotu wskazanego przez podatnika, "
            "jednostkę JST albo członka grupy VAT są też uprawnieniami osób, które on "
            "wskazał."
        ),
        (
            "The permissions of ust. 1 pkt 2 (invoices) of an entity named by the "
            "taxpayer, a unit of a JST or a member of a VAT group are also those of "
            "the persons it names."
        ),
    ),
    (
        (
            "Uprawnienia z ust. 1 pkt 2 (faktury) podmiotu wskazanego przez podatnika, "
            "jednostkę JST, członka grupy VAT, zakład albo jednostkę wewnętrzną są też "
            "uprawnieniami osób, które wskazał."
        ),
        (
            "The permissions of ust. 1 pkt 2 (invoices) of an entity named by the "
            "taxpayer, a unit of a JST, a VAT-group member, a branch or an internal "
            "unit are also those of the persons it names."
        ),
    ),
)

CLAUSES: Final = for_units(PASSED_ON, of_entity)
RULES: Final = PASSED_ON
