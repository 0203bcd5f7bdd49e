"""[1] How a finding of the letter is made: each with the source that it rests on. Pure.

`PAGE` is cited only for what the Ministry's page says. What the program demands by
itself, since the letter would else be useless or false, is said to be its own rule.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from vocabulary.finding import Finding, Severity
from vocabulary.law import LegalRef

PAGE: Final = "podatki.gov.pl, API CRPO dla JST (16.04.2024)"
OWN: Final = "zasada programu"


def error(
    rule: str,
    message: str,
    field: str,
    *,
    ref: LegalRef | None = None,
    source: str = OWN,
) -> Finding:
    """Make a finding that stops the letter, with its source."""
    return Finding(rule, Severity.ERROR, message, field, ref, source)


def warning(rule: str, message: str, field: str, *, source: str = OWN) -> Finding:
    """Make a finding that a person has to know of."""
    return Finding(rule, Severity.WARNING, message, field, clause=source)


def info(rule: str, message: str, field: str, *, source: str = OWN) -> Finding:
    """Make a finding that only explains."""
    return Finding(rule, Severity.INFO, message, field, clause=source)


def handed_on(findings: Iterable[Finding], field: str) -> Iterator[Finding]:
    """Hand on, of a field of the letter, what certs found and does not just explain."""
    for each in findings:
        if each.severity is not Severity.INFO:
            yield replace(each, field=field)
