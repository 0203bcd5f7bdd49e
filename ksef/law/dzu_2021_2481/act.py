"""The act, its amendments, and the days on which its wordings hold.

2022-01-01  the act (§ 7); its § 2 ust. 2-4 were not seen in this wording
2023-01-01  Dz.U. 2022 poz. 2667: units of a JST, members of a VAT group; the annex
2023-09-01  Dz.U. 2023 poz. 1760: branches and internal units
2026-02-01  its end, known from the act that replaced it
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from ksef.law.dzu_2025_1815.act import OPENING
from vocabulary.law import LegalRef, Rule

ACT: Final = "Dz.U. 2021 poz. 2481"
FIRST: Final = date(2022, 1, 1)
UNITS_DAY: Final = date(2023, 1, 1)
BRANCHES_DAY: Final = date(2023, 9, 1)
END: Final = date(2026, 2, 1)

_ISAP: Final = "https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id="
_URL: Final = f"{_ISAP}WDU20210002481"
_AMENDED: Final[Mapping[date, tuple[str, str]]] = {
    UNITS_DAY: ("Dz.U. 2022 poz. 2667", f"{_ISAP}WDU20220002667"),
    BRANCHES_DAY: ("Dz.U. 2023 poz. 1760", f"{_ISAP}WDU20230001760"),
}
REPLACED: Final = LegalRef(
    act="Dz.U. 2025 poz. 1815",
    provision="§ 15",
    url=OPENING,
    text_seen=False,
)


def _ended_by(until: date) -> LegalRef:
    """Say what the end of a wording is known from."""
    if until == END:
        return REPLACED
    act, url = _AMENDED[until]
    return LegalRef(act=act, provision="§ 1", url=url, text_seen=True)


def rule(
    name: str,
    provision: str,
    says: str,
    english: str,
    *,
    since: date = FIRST,
    until: date = END,
    text_seen: bool = True,
) -> Rule:
    """Make one wording of a provision; its days are those of the act unless given."""
    act, url = _AMENDED.get(since, (None, _URL))
    return Rule(
        id=f"ksef.{name}",
        says=says,
        english=english,
        ref=LegalRef(
            act=ACT, provision=provision, url=url, text_seen=text_seen, amended_by=act
        ),
        in_force_from=since,
        in_force_until=until,
        until_source=_ended_by(until),
    )


def twice(name: str, provision: str, says: str, english: str) -> tuple[Rule, Rule]:
    """Make a provision that was restated on 2023-01-01, with the same content.

    Its wording of 2022 was not seen and is inferred from the later one.
    """
    return (
        rule(name, provision, says, english, until=UNITS_DAY, text_seen=False),
        rule(name, provision, says, english, since=UNITS_DAY),
    )


def three_wordings(
    name: str, provision: str, *texts: tuple[str, str]
) -> tuple[Rule, ...]:
    """Make the wordings of 2022, 2023-01-01 and 2023-09-01."""
    first, units, branches = texts
    return (
        rule(name, provision, *first, until=UNITS_DAY, text_seen=False),
        rule(name, provision, *units, since=UNITS_DAY, until=BRANCHES_DAY),
        rule(name, provision, *branches, since=BRANCHES_DAY),
    )


def two_wordings(
    name: str, provision: str, *texts: tuple[str, str]
) -> tuple[Rule, ...]:
    """Make the wordings of 2023-01-01 and 2023-09-01."""
    units, branches = texts
    return (
        rule(name, provision, *units, since=UNITS_DAY, until=BRANCHES_DAY),
        rule(name, provision, *branches, since=BRANCHES_DAY),
    )
