"""Provisions and terms behind a check, as dated data. Information, never a verdict.

The Czech act was not read in its consolidated text: what stands here is quoted from
secondary sources, and says so (`text_seen=False`). The terms of service were read on
the official page itself.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from accountability.law import ZDPH
from vocabulary.law import LegalRef, Rule

_URL: Final = "https://www.zakonyprolidi.cz/cs/2004-235"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsOfService:
    """What the operator of the service allows one source address.

    In force on the half-open range [in_force_from, in_force_until).
    """

    per_hour: int
    per_day: int
    at_once: int
    in_force_from: date
    in_force_until: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """From which amount an unpublished account makes the payer of it liable.

    Twice the limit of the cash-payments act; from a secondary source.
    """

    amount_czk: int
    in_force_from: date
    in_force_until: date | None
    source: str
    text_seen: bool = False


TERMS: Final = (
    TermsOfService(
        per_hour=2_000,
        per_day=10_000,
        at_once=4,
        in_force_from=date(2013, 4, 1),
        in_force_until=None,
        source="Finanční správa, technické parametry, verze 41.39.1 (9. 11. 2021)",
    ),
)
THRESHOLDS: Final = (
    Threshold(
        amount_czk=700_000,
        in_force_from=date(2013, 1, 1),
        in_force_until=date(2014, 12, 1),
        source="limit 350 000 CZK: webparadox.cz",
    ),
    Threshold(
        amount_czk=540_000,
        in_force_from=date(2014, 12, 1),
        in_force_until=None,
        source="elleas.cz 2014; limit 270 000 CZK: webparadox.cz, portal.pohoda.cz",
    ),
)

UNPUBLISHED_ACCOUNT: Final = Rule(
    id="crpdph.liability.account",
    says="Odbiorca ręczy za VAT zapłacony na inny rachunek niż opublikowany przez"
    " czeski urząd skarbowy, gdy kwota przekracza dwukrotność limitu gotówkowego.",
    ref=LegalRef(
        act=ZDPH, provision="§ 109 odst. 2 písm. c)", url=_URL, text_seen=False
    ),
    in_force_from=date(2013, 4, 1),
)
UNRELIABLE_PAYER: Final = Rule(
    id="crpdph.liability.unreliable",
    says="Odbiorca ręczy za VAT dostawcy, który w chwili dostawy jest opublikowany jako"
    " podatnik nierzetelny (nespolehlivý plátce).",
    ref=LegalRef(act=ZDPH, provision="§ 109 odst. 3", url=_URL, text_seen=False),
    in_force_from=date(2013, 1, 1),
)


def terms_on(day: date) -> TermsOfService:
    """Give the terms of service on a day; the oldest ones for a day before all."""
    return next(
        (terms for terms in reversed(TERMS) if terms.in_force_from <= day), TERMS[0]
    )


def threshold_on(day: date) -> Threshold | None:
    """Give the threshold on a day of payment, or None before there was one."""
    return next(
        (
            each
            for each in THRESHOLDS
            if each.in_force_from <= day
            and (each.in_force_until is None or day < each.in_force_until)
        ),
        None,
    )
