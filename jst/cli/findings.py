"""Findings as people read them, and the exit status they give."""

from collections.abc import Iterable

from jst.cli.language import say
from jst.cli.output import print_line
from jst.cli.wrapper import Exit
from vocabulary.finding import Finding, Severity, stops


def print_findings(findings: Iterable[Finding]) -> None:
    """Print one line for each finding, with its source where there is one."""
    words = {
        Severity.ERROR: say("błąd", "error"),
        Severity.WARNING: say("uwaga", "warning"),
        Severity.INFO: say("informacja", "note"),
    }
    for finding in findings:
        field = f"{finding.field}: " if finding.field else ""
        source = finding.ref.provision if finding.ref else finding.clause
        law = f" ({source})" if source else ""
        print_line(
            f"{words[finding.severity]}: {field}{finding.message}{law} [{finding.rule}]"
        )


def status_of(findings: Iterable[Finding]) -> Exit:
    """Say no when any finding is an error."""
    return Exit.NO if stops(findings) else Exit.YES
