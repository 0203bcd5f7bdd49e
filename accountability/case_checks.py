"""[1] Is this the number of a case of the office, and does it name nobody? Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from accountability.clear_text import has_control, has_valid_identifier, names_a_subject
from accountability.model import Office
from vocabulary.finding import Finding, error
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
        yield error("action.case.missing", "case", "Brak znaku sprawy.")
    elif odd or not re.fullmatch(office.case_pattern, number):
        yield error(
            "action.case.pattern", "case", "Znak sprawy nie ma postaci znaków urzędu."
        )
    elif has_valid_identifier(number) or names_a_subject(number, subjects):
        yield error(
            "action.case.identifier", "case", "Znak sprawy zawiera NIP lub PESEL."
        )
