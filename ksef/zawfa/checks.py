"""[1] Notice -> findings by field number, each with its provision. Pure.

    route (may it go this way?) -> parts C and D -> data -> signers

Only ERROR stops a notice from being made. What a certificate says of the filer's seal
comes in as findings (ksef.zawfa.certificate).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ksef.zawfa.checks_data import check_data
from ksef.zawfa.checks_parts import check_parts
from ksef.zawfa.checks_route import check_route
from ksef.zawfa.checks_signers import check_signers
from ksef.zawfa.fields import number_of, place_of
from ksef.zawfa.model import Notice
from ksef.zawfa.provisions import field_of, leaning_on
from vocabulary.finding import Finding


def check(notice: Notice, *, more: Sequence[Finding] = ()) -> tuple[Finding, ...]:
    """Say everything that stands against a notice, and what is worth telling.

    Args:
        notice: As it was written.
        more: What was found about its certificates.

    Returns:
        Findings whose `field` is the number of the field in the version of the day of
        filing, or its label where no number is known. Each has a provision or the
        clause of a standard; where no other decides, it is the field of the form.

    Source: Dz.U. 2021 poz. 2481, § 4 and annex; Dz.U. 2025 poz. 1815, § 5 (not seen).
    """
    return tuple(_placed(each, notice) for each in (*_all(notice), *more))


def _placed(finding: Finding, notice: Notice) -> Finding:
    """Name the field as the version of the day does, and the source of the finding."""
    version, key = notice.version, finding.field
    found = leaning_on(finding, field_of(version, number_of(version, key)))
    return replace(found, field=place_of(version, key))


def _all(notice: Notice) -> Iterator[Finding]:
    yield from check_route(notice)
    yield from check_parts(notice)
    yield from check_data(notice)
    yield from check_signers(notice)
