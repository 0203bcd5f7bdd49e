"""[1] Action -> findings: may this person, in this capacity, ask this, for this case?

Pure: values in, values out. What the case book said and what day it is are arguments.
Each finding carries the id of a rule; only ERROR stops the action.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from accountability import law
from accountability.case_checks import check_case_number
from accountability.clear_text import (
    MAX_TEXT,
    has_control,
    has_long_number,
    hides_identifier,
    letters_in,
    names_a_subject,
    one_hides_identifier,
    one_names_a_subject,
    plain,
    solid,
    subjects_in,
)
from accountability.model import (
    Action,
    Actor,
    AuthorityKind,
    CaseStanding,
    Office,
    Purpose,
)
from accountability.standing_order import check_order
from accountability.system_rules import SYSTEMS, SystemRules
from vocabulary.finding import Finding, Severity, error
from vocabulary.identifiers import Identifier
from vocabulary.law import Rule

MIN_JUSTIFICATION: Final = 10
MAX_JUSTIFICATION: Final = 500

_NOT_THEIRS: Final[Mapping[CaseStanding, tuple[str, str]]] = {
    CaseStanding.NOT_ASSIGNED: (
        "action.case.not_assigned",
        "Sprawa nie jest przydzielona tej osobie.",
    ),
    CaseStanding.CLOSED: ("action.case.closed", "Sprawa jest zakończona."),
    CaseStanding.NOT_FOUND: ("action.case.not_found", "Nie ma takiej sprawy."),
}

# A name and a surname: an account called "system" is not a natural person.
_PERSON_NAME: Final = re.compile(r"[^\W\d_]{2,}.*\s.*[^\W\d_]{2,}")
_NO_LOGIN: Final = frozenset({"", "none", "anonymous", "system", "unknown"})


def check(
    action: Action, *, office: Office, standing: CaseStanding, on: date
) -> tuple[Finding, ...]:
    """Say everything that stands against an action, and what is worth telling.

    Args:
        action: What is about to be done.
        office: The office's authority and its case pattern.
        standing: What the case book said of the case and this actor.
        on: The day of the action, Europe/Warsaw.

    Returns:
        All findings; the action may go on when none is an ERROR.
    """
    rules = SYSTEMS.get(action.system)
    if rules is None:
        return (
            error(
                "action.system", "system", "Ten system nie jest jeszcze obsługiwany."
            ),
        )
    return (
        *_who(action, rules, on),
        *_in_what_capacity(action, rules),
        *_why(action, rules),
        *_for_which_case(action, office, standing),
        *check_order(action, on),
    )


class _Person(NamedTuple):
    """What the texts of a person say by themselves, whoever is asked about."""

    hides_identifier: bool
    is_text: bool
    is_one: bool
    solid: str


# The same few persons ask all day, and what they are called does not change.
@lru_cache(maxsize=256)
def _person(said: tuple[str, ...]) -> _Person:
    actor_id, name, auth = map(plain, said[:3])
    return _Person(
        hides_identifier=one_hides_identifier(said),
        is_text=max(map(len, said)) <= MAX_TEXT and not has_control(" ".join(said)),
        is_one=bool(
            actor_id.strip()
            and _PERSON_NAME.fullmatch(name.strip())
            and auth.strip().casefold() not in _NO_LOGIN
        ),
        solid=solid(" ".join(said)),
    )


def check_person(
    actor: Actor, subjects: Sequence[Identifier] = ()
) -> Iterator[Finding]:
    """Say whether this is one natural person whom somebody has authenticated.

    What the entry says of the person stands in clear for ever, so it may hold no
    identifier, and none of the `subjects`.
    """
    paper = actor.authorisation.number if actor.authorisation else ""
    said = (actor.id, actor.name, actor.auth, actor.unit, actor.workstation, paper)
    person = _person(said)
    if person.hides_identifier or (
        subjects_in(person.solid, subjects) and one_names_a_subject(said, subjects)
    ):
        yield error(
            "action.actor.identifier",
            "actor",
            "Dane osoby działającej zawierają NIP lub PESEL.",
        )
    if not person.is_text:
        yield error(
            "action.actor.text",
            "actor",
            f"Dane osoby działającej mają najwyżej {MAX_TEXT} znaków i są zwykłym "
            "tekstem w jednym wierszu.",
        )
    if not person.is_one:
        yield error(
            law.ONE_NATURAL_PERSON,
            "actor",
            "Działanie musi mieć jedną, uwierzytelnioną osobę (imię i nazwisko); konto "
            "systemu nie wystarcza.",
        )


def check_reason(
    text: str,
    *,
    needed: bool,
    case: str,
    subjects: Iterable[Identifier] = (),
    by: Rule = law.PURPOSE_LIMIT,
) -> Iterator[Finding]:
    """Say whether a justification is one, and may stand in clear for ever.

    It may repeat the number of its case, and names none of the `subjects`; `by` is the
    provision that asks for it.
    """
    if needed and letters_in(text) < MIN_JUSTIFICATION:
        yield error(
            by,
            "justification",
            f"Wymagane jest uzasadnienie: co najmniej {MIN_JUSTIFICATION} liter.",
        )
    if len(text) > MAX_JUSTIFICATION or has_control(text):
        yield error(
            "action.justification",
            "justification",
            f"Uzasadnienie ma najwyżej {MAX_JUSTIFICATION} znaków i jest zwykłym "
            "tekstem w jednym wierszu.",
        )
    # The number of the case itself may be repeated.
    if has_long_number(text.replace(case, " ") if case else text):
        yield error(
            "action.justification.identifier",
            "justification",
            "Uzasadnienie zawiera ciąg cyfr jak NIP lub PESEL; usuń go.",
        )
    if names_a_subject(text, subjects):
        yield error(
            "action.justification.identifier",
            "justification",
            "Uzasadnienie zawiera identyfikator, o który pytasz; usuń go.",
        )


def _who(action: Action, rules: SystemRules, on: date) -> Iterator[Finding]:
    actor = action.actor
    yield from check_person(actor, action.subjects)
    if actor.role not in rules.roles:
        yield error(
            law.ADEQUATE_PERMISSIONS,
            "actor.role",
            "Ta rola nie zadaje pytań do tego rejestru.",
        )
    authorisation = actor.authorisation
    if authorisation is None or not authorisation.number.strip():
        yield error(
            law.STAFF_AUTHORISATION,
            "actor.authorisation",
            "Osoba nie ma upoważnienia organu.",
        )
        return
    if not authorisation.holds_on(on):
        yield error(
            law.STAFF_AUTHORISATION,
            "actor.authorisation",
            "Upoważnienie nie obowiązuje w tym dniu.",
        )
    if action.system not in authorisation.systems:
        yield error(
            law.STAFF_AUTHORISATION,
            "actor.authorisation",
            "Upoważnienie nie obejmuje tego systemu.",
        )
    if action.purpose not in authorisation.purposes:
        yield error(
            law.STAFF_AUTHORISATION,
            "actor.authorisation",
            "Upoważnienie nie obejmuje tego celu.",
        )


def _in_what_capacity(action: Action, rules: SystemRules) -> Iterator[Finding]:
    if action.capacity not in rules.capacities:
        yield error(
            "action.capacity",
            "capacity",
            "Do tego systemu urząd występuje w innym charakterze.",
        )
    if not isinstance(action.authority.kind, AuthorityKind):
        yield error(
            law.TAX_AUTHORITY, "authority", "To nie jest organ podatkowy w JST."
        )


def _why(action: Action, rules: SystemRules) -> Iterator[Finding]:
    if action.purpose not in rules.purposes:
        yield error(
            rules.purpose_rule, "purpose", "Cel spoza listy celów tego rejestru."
        )
    if rules.required_basis not in action.basis:
        yield error(
            rules.basis_rule,
            "basis",
            f"Brak podstawy dostępu: {rules.basis_words.rstrip('.')}.",
        )
    if not rules.bases.issuperset(action.basis):
        yield error(
            "action.basis", "basis", "Podstawa spoza listy podstaw tego rejestru."
        )
    text, case = action.justification.strip(), action.case.strip()
    needed = action.purpose is Purpose.OTHER_CASE
    yield from check_reason(
        text,
        needed=needed,
        case=case,
        subjects=action.subjects,
        by=rules.purpose_rule,
    )
    if action.mandate and (
        not any(each.isdigit() for each in action.mandate)
        or len(action.mandate) > MAX_TEXT
        or has_control(action.mandate)
        or hides_identifier(action.mandate)
        or names_a_subject(action.mandate, action.subjects)
    ):
        yield error(
            "action.mandate",
            "mandate",
            f"Zarządzenie podaje się numerem i datą, do {MAX_TEXT} znaków, bez NIP i"
            " PESEL.",
        )


def _for_which_case(
    action: Action, office: Office, standing: CaseStanding
) -> Iterator[Finding]:
    wrong = [*check_case_number(action.case.strip(), office, action.subjects)]
    yield from wrong
    if wrong:
        return
    if standing is CaseStanding.DECLARED:
        yield Finding(
            "action.case.declared",
            Severity.INFO,
            "Urząd nie ma spisu spraw: prowadzenie sprawy oświadcza osoba.",
            "case",
        )
    elif standing is not CaseStanding.ASSIGNED:
        rule, message = _NOT_THEIRS[standing]
        yield error(rule, "case", message)
