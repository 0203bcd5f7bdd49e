"""Findings and the base of errors: what everybody else builds on."""

import dataclasses

import pytest

from vocabulary.errors import ToolkitError
from vocabulary.finding import Finding, Severity, error, stops


def test_only_three_severities_exist() -> None:
    """`--json` prints these words; a fourth would break those who read it."""
    assert ["info", "warning", "error"] == [str(severity) for severity in Severity]


def test_a_finding_cannot_be_softened_after_the_fact() -> None:
    """A denial is logged with its findings; nobody may edit them in between."""
    finding = Finding("crpo.example", Severity.ERROR, "Brak znaku sprawy.", "case")

    with pytest.raises(dataclasses.FrozenInstanceError):
        finding.severity = Severity.INFO  # type: ignore[misc]  # the point of the test


def test_only_an_error_stops() -> None:
    """Information and warnings are told, and the work goes on."""
    told = [Finding("a.b", Severity.INFO, ""), Finding("a.c", Severity.WARNING, "")]

    assert not stops(told)
    assert stops([*told, error("a.d", "case", "Brak znaku sprawy.")])


def test_a_finding_needs_no_field_and_no_provision() -> None:
    """Some checks are about the whole action, and some are only our own."""
    finding = Finding("crpo.example", Severity.INFO, "Zdanie.")

    assert ("", None) == (finding.field, finding.ref)


def test_an_error_always_has_a_code_and_a_hint() -> None:
    """The command line prints both of any error without asking its class."""
    assert ("error", "") == (ToolkitError.code, ToolkitError.hint)
