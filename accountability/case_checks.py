"""[1] Is this the number of a case of the office, and does it name nobody? Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from accountability.clear_text import has_control, has_valid_identifier, names_a_subject
from accountability.model import Office
from vocabulary.finding import Finding, Severity
from vocabulary.identifiers import Identifier

MAX_CASE_NUMBER: Final = 100


def check_case_number(
    number: str, office: Office, subjects: Sequence[Identifier] = ()
) -> Iterator[Finding]:
    """Say what is wrong with a case number (znak sprawy); nothing when it is fine.

    Args:
        number: Without blanks around it.
        office: Whose pattern it has to fit.
        subjects: Whose identifiers may not stand in it: it is logged in clear.
    """
    odd = len(number) > MAX_CASE_NUMBER or has_control(number)
    if not number:
        yield _error("action.case.missing", "Brak znaku sprawy.")
    elif odd or not re.fullmatch(office.case_pattern, number):
        yield _error("action.case.pattern", "Znak sprawy nie ma postaci znaków urzędu.")
    elif has_valid_identifier(number) or names_a_subject(number, subjects):
        yield _error("action.case.identifier", "Znak sprawy zawiera NIP lub PESEL.")


def _error(rule: str, message: str) -> Finding:
    return Finding(rule, Severity.ERROR, message, "case")
