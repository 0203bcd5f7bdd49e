"""§ 3 ust. 3: the data of a grant to issue invoices, by a body of art. 106c.

Only about issuing, and only about natural persons whom such a body entitles: the NIP of
the bailiff, or of the office that serves the enforcement authority, and the person's
data of ust. 2 pkt 2 lit. b-e. Lit. a, pkt 1, 3 and 4 are not asked for.
"""

from typing import Final

from ksef.law.data_clause import (
    DataClause,
    for_person,
    has_none,
    is_not_given,
    signature_without_id,
)
from ksef.law.dzu_2021_2481.act import rule
from ksef.law.naming import by
from ksef.law.question import GrantData
from ksef.law.truth import Truth, both
from ksef.model import Datum, Namer

BODY_NIP: Final = rule(
    "data.body_nip_106c",
    "§ 3 ust. 3 pkt 1",
    "Do wystawiania faktur przez osobę uprawnioną przez podmiot z art. 106c podaje "
    "się NIP komornika albo urzędu obsługującego organ egzekucyjny.",
    "To issue invoices for a body of art. 106c, the NIP of the bailiff or of the "
    "office serving the enforcement authority is given.",
)
PERSON: Final = rule(
    "data.person_106c",
    "§ 3 ust. 3 pkt 2",
    "Do wystawiania faktur przez osobę uprawnioną przez podmiot z art. 106c podaje "
    "się jej dane z ust. 2 pkt 2 lit. b-e.",
    "To issue invoices for a body of art. 106c, the person's data of ust. 2 pkt 2 lit. "
    "b-e are given.",
)


def applies(question: GrantData) -> Truth:
    """Tell whether a body of art. 106c entitles a natural person."""
    named = by(question, Namer.BAILIFF, Namer.ENFORCEMENT_AUTHORITY)
    return both(for_person(question), named)


def _of_bailiff(question: GrantData) -> Truth:
    return by(question, Namer.BAILIFF)


def _of_authority(question: GrantData) -> Truth:
    return by(question, Namer.ENFORCEMENT_AUTHORITY)


CLAUSES: Final = (
    DataClause(BODY_NIP, _of_bailiff, Datum.BAILIFF_NIP),
    DataClause(BODY_NIP, _of_authority, Datum.OFFICE_NIP),
    DataClause(PERSON, for_person, Datum.NAME),
    DataClause(PERSON, is_not_given, Datum.BIRTH_DATE),
    DataClause(PERSON, has_none, Datum.IDENTITY_DOCUMENT),
    DataClause(PERSON, signature_without_id, Datum.SIGNATURE_DATA),
)
RULES: Final = (BODY_NIP, PERSON)
