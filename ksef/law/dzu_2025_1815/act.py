"""The act, the sources that tell of it, and the days on which its parts hold.

2026-01-01  §§ 10-12, invoices with an attachment
2026-02-01  the act (§ 15)
2026-02-10  ZAW-FA(3) can be filed in e-Urząd Skarbowy
2026-02-14  § 6 ust. 1 pkt 1; podpis zaufany has ended (Dz.U. 2026 poz. 169)
2027-01-01  tokens have ended, as printed (§ 13 ust. 1 pkt 1)
"""

from datetime import date
from typing import Final

from vocabulary.law import LegalRef, Rule

ACT: Final = "Dz.U. 2025 poz. 1815"
AMENDMENT: Final = "Dz.U. 2026 poz. 169"
ATTACHMENTS_DAY: Final = date(2026, 1, 1)
FIRST: Final = date(2026, 2, 1)
E_FILING_DAY: Final = date(2026, 2, 10)
NODE_DAY: Final = date(2026, 2, 14)
TOKENS_END: Final = date(2027, 1, 1)

_BRIEFS: Final = (
    "https://github.com/ksefuj/ksefuj/blob/{}/docs/knowledge-base/briefs/{}"
)
NOTE: Final = _BRIEFS.format(
    "fbc158e84e2528a0709d16af07a0d2bbfc853a87", "tokeny-ksef-po-2026.md"
)
"""A note of 2026-10-07 that quotes § 6 and § 13."""
NOTE_ON_CHANGES: Final = _BRIEFS.format(
    "99270887c96c8f28df5adc061ddd2e676074d1bb", "rozporzadzenie-ksef-i-tokeny.md"
)
"""A note of the same day on Dz.U. 2026 poz. 169: § 13 ust. 1 pkt 2 and § 15 pkt 2."""
OPENING: Final = (
    "https://www.inforlex.pl/dok/tresc,DZU.2025.352.0001815,rozporzadzenie-ministra-"
    "finansow-i-gospodarki-z-dnia-12-grudnia-2025-r-w-sprawie.html"
)
PRESS: Final = (
    "https://podatki.gazetaprawna.pl/vat/artykuly/10627964,nadawanie-uprawnien-w-ksef-"
    "nie-wystarczy-zlozyc-zaw-fa.html"
)
GUIDE: Final = "https://pragmago.com"
HANDBOOK: Final = (
    "https://ksef.podatki.gov.pl/media/dmrfdixs/podrecznik-ksef-20-cz-i-rozpoczecie-"
    "korzystania-z-ksef-06082026.pdf"
)
COMMENT: Final = (
    "https://gtakademia.pl/jpk_vat-i-e-fakturowanie-w-2026-r-co-zmieniaja-dwa-nowe-"
    "rozporzadzenia"
)
E_FILING: Final = "https://www.gov.pl/web/finanse/formularz-zaw-fa3-dostepny-w-e-us"
TEXT_OF_HOLDERS: Final = "text:Dz.U. 2025 poz. 1815 § 3"
TEXT_OF_DATA: Final = "text:Dz.U. 2025 poz. 1815, dane przy nadaniu"
TEXT_OF_ZAWFA: Final = "text:Dz.U. 2025 poz. 1815 § 5"
TEXT_OF_VAT_RR: Final = "text:Dz.U. 2025 poz. 1815 § 3 ust. 1 pkt 4"
"""What is missing where a provision is in force whose text nobody here has seen."""


def rule(
    name: str,
    provision: str,
    says: str,
    english: str,
    *,
    source: str,
    since: date = FIRST,
    until: date | None = None,
    amended_by: str | None = None,
) -> Rule:
    """Make a rule that is known from a secondary source."""
    ref = LegalRef(
        act=ACT,
        provision=provision,
        url=source,
        text_seen=False,
        amended_by=amended_by,
    )
    return Rule(
        id=f"ksef.r1815.{name}",
        says=says,
        english=english,
        ref=ref,
        in_force_from=since,
        in_force_until=until,
        until_source=ref if until else None,
    )
