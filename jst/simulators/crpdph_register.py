"""The people and firms of the simulated Czech register: all of them made up.

Numbers have right check digits and cannot be anybody's: company numbers start with 9,
which none does, and birth numbers have the month 99.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

PAYER, IDENTIFIED, GROUP, NOBODY = (
    "PLATCE_DPH",
    "IDENTIFIKOVANA_OSOBA",
    "SKUPINA_DPH",
    "NENALEZEN",
)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Account:
    """A published account: in parts, or as a text.

    Attributes:
        text: `prefix-number/bank`, or anything when not standard.
        published_from: First day.
        ended_after: Days from today to its end; None: no end.
        standard: Whether the register tells it in parts.
    """

    text: str
    published_from: date = date(2014, 4, 1)
    ended_after: int | None = None
    standard: bool = True

    def ended_on(self, today: date) -> date | None:
        """Say when its publication ends, seen from a day."""
        return None if self.ended_after is None else today + self.ended_after * _DAY


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register has of one number."""

    dic: str
    kind: str = PAYER
    unreliable_since: date | None = None
    office: str = "13"
    name: str | None = None
    address: tuple[str, str, str, str, str] | None = None
    accounts: tuple[Account, ...] = field(default=())


_ADDRESS: Final = (
    "Zmyšlená 15/2",
    "NIKDE (PRAHA 99)",
    "PRAHA 99",
    "19999",
    "Česká republika",
)


def company(serial: int) -> str:
    """Give the company number of a serial: eight digits, starting with 9."""
    body = f"9{serial:06}"
    total = sum(w * int(d) for w, d in zip(range(8, 1, -1), body, strict=True))
    return f"{body}{(11 - total % 11) % 10}"


def person(serial: int) -> str:
    """Give the birth number of nobody: ten digits, the month is 99."""
    body = f"9999{serial:05}"
    return f"{body}{int(body) % 11 % 10}"


def group_number(serial: int) -> str:
    """Give the number of a made-up VAT group: nine digits, starting with 699."""
    body = f"699{serial:05}"
    total = sum((8 - n) * int(d) for n, d in enumerate(body[1:])) % 11
    return f"{body}{(8 - (10 - total) % 11) % 10}"


def made_up() -> dict[str, Entry]:
    """Make the register: name of the example -> its entry."""
    since = date(2025, 3, 14)
    return {
        "reliable": Entry(
            company(1),
            name="BOGUS DODAVATEL A.S.",
            address=_ADDRESS,
            accounts=(
                Account("19-2000145399/0800"),
                Account("2171532/0300"),
                Account("CZ6555000000005080019993", standard=False),
                Account("5245280/0300", standard=False),
                Account("DE89370400440532013000", standard=False),
            ),
        ),
        "unreliable": Entry(
            company(2),
            unreliable_since=since,
            office="451",
            name="BOGUS NESPOLEHLIVÝ S.R.O.",
            address=_ADDRESS,
            accounts=(Account("1265098001/5500"),),
        ),
        "accounts_end": Entry(
            company(3),
            name="BOGUS KONEC S.R.O.",
            accounts=(
                Account("1000000011/0100", ended_after=-1),
                Account("1000000022/0100", ended_after=0),
                Account("1000000033/0100", ended_after=1),
            ),
        ),
        "long_name": Entry(
            company(4),
            name="BOGUS INTERNATIONAL HOLDING PRAHA S.R.O.",
            address=_ADDRESS,
        ),
        "group": Entry(
            group_number(1), GROUP, accounts=(Account("27-1000000044/2010"),)
        ),
        "person": Entry(
            person(1),
            name="BOGUS OSOBA",
            accounts=(Account("1000000055/0600"),),
        ),
        "identified": Entry(company(6), IDENTIFIED, unreliable_since=since),
    }


NOT_THERE: Final = {"not_found": company(5), "group_member": company(7)}
