"""§ 3 ust. 2: the data of every grant, change and revocation.

Lit. c turns on what is given (niepodanie), lit. d on what the person has
(nieposiadanie): a PESEL that exists and is not given asks for the birth date alone.
"""

from typing import Final

from ksef.law.data_clause import (
    DataClause,
    always,
    gives_identifier,
    has_none,
    is_not_given,
    signature_without_id,
)
from ksef.law.dzu_2021_2481.act import rule
from ksef.law.question import GrantData
from ksef.law.truth import Truth, is_in
from ksef.model import Datum, Holder

TAXPAYER_NIP: Final = rule(
    "data.taxpayer_nip",
    "§ 3 ust. 2 pkt 1",
    "Podaje się NIP podatnika.",
    "The NIP of the taxpayer is given.",
)
IDENTIFIER: Final = rule(
    "data.identifier",
    "§ 3 ust. 2 pkt 2 lit. a",
    "Podaje się NIP podmiotu albo NIP lub PESEL osoby fizycznej.",
    "The NIP of the entity, or the NIP or PESEL of the natural person, is given.",
)
NAME: Final = rule(
    "data.name",
    "§ 3 ust. 2 pkt 2 lit. b",
    "Podaje się imię i nazwisko osoby fizycznej albo nazwę podmiotu.",
    "The first name and surname of the person, or the name of the entity, is given.",
)
BIRTH_DATE: Final = rule(
    "data.birth_date",
    "§ 3 ust. 2 pkt 2 lit. c",
    "Podaje się datę urodzenia osoby, gdy nie podano jej NIP ani PESEL.",
    "The birth date of the person is given where neither NIP nor PESEL is given.",
)
IDENTITY_DOCUMENT: Final = rule(
    "data.identity_document",
    "§ 3 ust. 2 pkt 2 lit. d",
    "Podaje się numer i serię dokumentu tożsamości i kraj wydania, gdy osoba nie ma "
    "NIP ani PESEL.",
    "Number, series and country of an identity document are given where the person has "
    "neither NIP nor PESEL.",
)
SIGNATURE: Final = rule(
    "data.signature",
    "§ 3 ust. 2 pkt 2 lit. e",
    "Podaje się dane unikalne kwalifikowanego podpisu osoby, gdy podpis nie zawiera "
    "NIP ani PESEL.",
    "The unique data of the person's qualified signature are given where it holds "
    "neither NIP nor PESEL.",
)
KIND: Final = rule(
    "data.kind",
    "§ 3 ust. 2 pkt 3",
    "Podaje się rodzaj uprawnienia.",
    "The kind of the permission is given.",
)
TAX_REPRESENTATIVE: Final = rule(
    "data.tax_representative",
    "§ 3 ust. 2 pkt 4",
    "Podaje się, czy podmiot lub osoba jest przedstawicielem podatkowym (art. 18a).",
    "It is told whether the entity or person is a tax representative (art. 18a).",
)


def _identifier(question: GrantData) -> Truth:
    """Ask for an entity's NIP always, for a person's number where it is given."""
    if question.holder is not Holder.NATURAL_PERSON:
        return True
    return is_in("gives_identifier", gives_identifier(question), {True})


CLAUSES: Final = (
    DataClause(TAXPAYER_NIP, always, Datum.TAXPAYER_NIP),
    DataClause(IDENTIFIER, _identifier, Datum.IDENTIFIER),
    DataClause(NAME, always, Datum.NAME),
    DataClause(BIRTH_DATE, is_not_given, Datum.BIRTH_DATE),
    DataClause(IDENTITY_DOCUMENT, has_none, Datum.IDENTITY_DOCUMENT),
    DataClause(SIGNATURE, signature_without_id, Datum.SIGNATURE_DATA),
    DataClause(KIND, always, Datum.PERMISSION_KIND),
    DataClause(TAX_REPRESENTATIVE, always, Datum.TAX_REPRESENTATIVE),
)
RULES: Final = tuple(clause.rule for clause in CLAUSES)
