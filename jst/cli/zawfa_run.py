"""jst zawfa new and check: a commented sample, and what stands against a file."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from jst.cli.findings import print_findings, status_of
from jst.cli.language import say
from jst.cli.output import print_json, print_line, read_file, write_new
from jst.cli.wrapper import Exit
from jst.cli.zawfa import Case
from jst.settings import load_settings
from jst.trusted_lists import kept_list
from jst.zawfa import Prepared, prepare
from jst.zawfa_file import parse_zawfa
from jst.zawfa_templates import template
from ksef.zawfa.values import TITLES
from vocabulary.clock import system_clock, warsaw_day
from vocabulary.finding import Finding


def do_new(case: Case, out: Path | None, *, as_json: bool) -> Exit:
    """Write the sample of a case, with today as the day of filing."""
    text = template(case, warsaw_day(system_clock()))
    if out is not None:
        write_new(out, text)
    if as_json:
        print_json({"case": case, "file": str(out) if out else None, "text": text})
    elif out is None:
        print_line(text.rstrip("\n"))
    else:
        print_line(say(f"Wzór do wypełnienia: {out}", f"Sample to fill in: {out}"))
    return Exit.YES


def do_check(file: Path, *, as_json: bool) -> Exit:
    """Print what was found, each once."""
    prepared = read_prepared(file)
    found = all_findings(prepared)
    if as_json:
        print_json([zawfa_finding_json(each) for each in found])
        return status_of(found)
    for each in prepared:
        print_line(
            f"{each.notice.version or 'ZAW-FA'}, {each.notice.filing_on}:"
            f" {TITLES[each.notice.purpose]}"
        )
        print_findings(_numbered(each.findings))
    if status_of(found) is Exit.YES:
        print_line(say("Błędów nie znaleziono.", "No errors were found."))
    return status_of(found)


def read_prepared(file: Path) -> tuple[Prepared, ...]:
    """Read a file, the certificates that it names, and check it.

    Raises:
        InputInvalid: A file cannot be opened.
        ZawfaFileInvalid: It is not of its shape.
        CertificateUnreadable: A file that it names is no certificate.
    """
    is_json = file.suffix.lower() == ".json"
    told = parse_zawfa(read_file(file), is_json=is_json, folder=file.parent)
    return prepare(
        told,
        read=read_file,
        trusted_list=kept_list(load_settings()),
        now=system_clock(),
    )


def all_findings(prepared: tuple[Prepared, ...]) -> tuple[Finding, ...]:
    """Give the findings of all notices, each once."""
    return tuple(dict.fromkeys(each for one in prepared for each in one.findings))


def zawfa_finding_json(finding: Finding) -> dict[str, Any]:
    """Describe a finding; the keys are stable."""
    ref = finding.ref
    return {
        "field": finding.field,
        "code": finding.rule,
        "severity": finding.severity,
        "text": finding.message,
        "provision": f"{ref.provision}, {ref.act}" if ref else finding.clause or None,
    }


def _numbered(findings: tuple[Finding, ...]) -> list[Finding]:
    """Say "pole 6" for people where the form has a number."""
    return [
        replace(each, field=f"{say('pole', 'field')} {each.field}")
        if each.field.isdecimal()
        else each
        for each in findings
    ]
