"""The shape of one check: which clause, what it asks, and the answer.

An answer is one of five words; `pass` and `not_applicable` are answers too, so that a
reader sees what was looked at.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from certs.model import SealCertificate
from vocabulary.finding import Finding, Severity


class Answer(StrEnum):
    """What a clause says of a certificate."""

    NOT_APPLICABLE = "not_applicable"
    PASS = "pass"  # noqa: S105 - a word, no password
    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"


_SEVERITY: Final = MappingProxyType(
    {
        Answer.NOTICE: Severity.INFO,
        Answer.WARNING: Severity.WARNING,
        Answer.ERROR: Severity.ERROR,
    }
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One check.

    Attributes:
        id: Public; the standard and the clause, e.g. `certs.rfc5280.4_1_2_1.version`.
        clause: The same for people, e.g. `RFC 5280, 4.1.2.1`.
        polish: What is wrong, or to be known, when the answer is not `pass`.
        ask: Gives the answer.
    """

    id: str
    clause: str
    polish: str
    ask: Callable[[SealCertificate], Answer]


def findings_of(
    clauses: Iterable[Clause], certificate: SealCertificate
) -> tuple[Finding, ...]:
    """Ask every clause; give what is neither `pass` nor `not_applicable`.

    Raises:
        CertificateUnreadable: The certificate's extensions are broken.
    """
    asked = ((clause, clause.ask(certificate)) for clause in clauses)
    return tuple(
        Finding(clause.id, _SEVERITY[answer], clause.polish, clause=clause.clause)
        for clause, answer in asked
        if answer in _SEVERITY
    )


def unless(holds: bool, answer: Answer) -> Answer:  # noqa: FBT001 - reads as a sentence
    """Pass when it holds, else give the answer."""
    return Answer.PASS if holds else answer


def no_person(certificate: SealCertificate) -> Answer:
    """Ask whether the subject is no person: a seal is of a body."""
    return unless(not certificate.subject.names_a_person, Answer.ERROR)


def has(certificate: SealCertificate, *types: str) -> bool:
    """Tell whether the subject holds an attribute of each of these types."""
    return all(certificate.subject.values(each) for each in types)
