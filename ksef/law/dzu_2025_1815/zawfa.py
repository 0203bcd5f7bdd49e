"""§ 5: ZAW-FA from 2026, as the Ministry's manual and practice notes tell.

Whether units of a JST, members of a VAT group and branches stay outside the route, as
they did until 2026-01-31, was in no source: there the answer is "cannot tell".
"""

from typing import Final

from ksef.law.bodies import NATURAL_PERSONS, UNITS
from ksef.law.clause import Bar, Clause
from ksef.law.dzu_2021_2481.zawfa_one_person import too_many
from ksef.law.dzu_2025_1815.act import (
    COMMENT,
    E_FILING,
    E_FILING_DAY,
    HANDBOOK,
    TEXT_OF_ZAWFA,
    rule,
)
from ksef.law.question import ByZawFa, Regulated
from ksef.law.truth import Truth, both, is_in
from ksef.model import Body, Channel, Matter, ZawFaPurpose

ROUTE: Final = rule(
    "zawfa.route",
    "§ 5 ust. 1",
    "Podatnik lub podmiot niebędący osobą fizyczną, który nie może się uwierzytelnić, "
    "nadaje i odbiera uprawnienia przez ZAW-FA.",
    "A taxpayer or body that is no natural person and cannot authenticate grants and "
    "revokes permissions by ZAW-FA.",
    source=HANDBOOK,
)
ONE_PERSON: Final = rule(
    "zawfa.one_person",
    "§ 5 ust. 1 (jedna osoba)",
    "ZAW-FA wskazuje dokładnie jedną osobę fizyczną; nie musi ona figurować w KRS.",
    "A ZAW-FA names exactly one natural person, who need not be in the court register.",
    source=HANDBOOK,
)
ELECTRONIC: Final = rule(
    "zawfa.electronic",
    "§ 5 (postać elektroniczna)",
    "ZAW-FA(3) można złożyć elektronicznie w e-Urzędzie Skarbowym.",
    "ZAW-FA(3) can be filed electronically in e-Urząd Skarbowy.",
    source=E_FILING,
    since=E_FILING_DAY,
)
REVOKE_ALL: Final = rule(
    "zawfa.revoke_all",
    "§ 5 (odebranie wszystkim)",
    "Przez ZAW-FA(3) można odebrać uprawnienia wszystkim osobom naraz.",
    "By ZAW-FA(3) the permissions of all persons can be revoked at once.",
    source=E_FILING,
)
REPORT_SIGNATURE: Final = rule(
    "zawfa.report_signature",
    "§ 5 (dane unikalne podpisu)",
    "Przez ZAW-FA podatnik będący osobą fizyczną zgłasza dane unikalne podpisu bez "
    "NIP i PESEL.",
    "By ZAW-FA a taxpayer who is a natural person reports the unique data of a "
    "signature without NIP and PESEL.",
    source=COMMENT,
)
REPORT_SEAL: Final = rule(
    "zawfa.report_seal",
    "§ 5 (dane unikalne pieczęci)",
    "Przez ZAW-FA zgłasza się dane unikalne kwalifikowanej pieczęci bez NIP.",
    "By ZAW-FA the unique data of a qualified seal without a NIP are reported.",
    source=COMMENT,
)
FORM: Final = rule(
    "zawfa.annex",
    "załącznik",
    "Obowiązuje wzór ZAW-FA(3).",
    "The form ZAW-FA(3) is in use.",
    source=E_FILING,
)
VERSIONS: Final = (("ZAW-FA(3)", FORM),)


def _filed(question: ByZawFa, *purposes: ZawFaPurpose) -> Truth:
    """Tell whether a body that may file does so for one of these purposes."""
    may_file: Truth = question.filer not in NATURAL_PERSONS
    if question.filer in UNITS:
        may_file = frozenset({TEXT_OF_ZAWFA})
    return both(may_file, question.purpose in purposes)


def _unable(question: ByZawFa) -> Truth:
    return is_in("can_authenticate", question.can_authenticate, {False})


def _route(question: ByZawFa) -> Truth:
    filed = _filed(question, ZawFaPurpose.GRANT, ZawFaPurpose.REVOKE)
    return both(filed, _unable(question), question.channel in {None, Channel.PAPER})


def _electronic(question: ByZawFa) -> Truth:
    filed = _filed(question, ZawFaPurpose.GRANT, ZawFaPurpose.REVOKE)
    return both(filed, _unable(question), question.channel is Channel.ELECTRONIC)


def _revoke_all(question: ByZawFa) -> Truth:
    return both(_filed(question, ZawFaPurpose.REVOKE_ALL), _unable(question))


def _without_id(question: ByZawFa) -> Truth:
    return is_in("certificate_has_id", question.certificate_has_id, {False})


def _signature(question: ByZawFa) -> Truth:
    own = question.filer is Body.SOLE_TRADER
    purpose = question.purpose is ZawFaPurpose.REPORT_SIGNATURE
    return both(own, purpose, _without_id(question))


def _seal(question: ByZawFa) -> Truth:
    return both(_filed(question, ZawFaPurpose.REPORT_SEAL), _without_id(question))


CLAUSES: Final = (
    Clause(ROUTE, _route),
    Clause(ELECTRONIC, _electronic),
    Clause(REVOKE_ALL, _revoke_all),
    Clause(REPORT_SIGNATURE, _signature),
    Clause(REPORT_SEAL, _seal),
)


def _about_form(question: Regulated) -> Truth:
    return question.matter is Matter.ZAWFA_FORM


FORMS: Final = (Clause(FORM, _about_form),)
BARS: Final = (Bar(ONE_PERSON, too_many, frozenset({ROUTE.id, ELECTRONIC.id})),)
RULES: Final = (*(clause.rule for clause in CLAUSES), ONE_PERSON, FORM)
