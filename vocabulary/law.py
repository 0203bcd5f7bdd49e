"""The shape of a legal rule: what it says, where it is written, when it holds.

Plain frozen data classes, checked when made: these are written by us, in code, and
are imported by every look-up, so they load no validation library (ADR-0006).
"""

import re
from dataclasses import dataclass
from datetime import date

_ACT = re.compile(
    r"Dz\.U\. \d{4}( nr \d+)? poz\. \d+|\d+/\d{4} Sb\.|\(EU\) \d+/\d+", re.ASCII
)
_RULE_ID = re.compile(r"[a-z]+(\.[a-z0-9_]+)+", re.ASCII)
_MAX_SENTENCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalRef:
    """One provision, precise enough to be opened and read in a minute.

    Attributes:
        act: Journal reference, e.g. `Dz.U. 1997 nr 137 poz. 926`.
        provision: As printed, e.g. `art. 138k § 2`.
        url: Where the text, or the source that quotes it, can be read.
        text_seen: True when compared with the act's own text; False when known
            from a secondary source, which every decision resting on it then says.
        amended_by: Journal reference of the amendment that brought this wording.
    """

    act: str
    provision: str
    url: str
    text_seen: bool
    amended_by: str | None = None

    def __post_init__(self) -> None:
        for act in (self.act, self.amended_by):
            if act is not None and not _ACT.fullmatch(act):
                raise ValueError(f"not a journal reference: {act}")
        if not self.url.startswith("https://"):
            raise ValueError(f"{self.provision}: the source must be an https address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A provision that decides something, and the days on which it does.

    In force on the half-open range `[in_force_from, in_force_until)`, in calendar
    days of Europe/Warsaw. `in_force_until=None` says "no end has been published".

    Attributes:
        id: Public; never reused.
        says: The rule in one plain Polish sentence of at most 200 characters.
        ref: Where it is written.
        english: The same sentence in English, or empty.
        until_source: What the end is known from, where the rule's own source does not
            say it.
    """

    id: str
    says: str
    ref: LegalRef
    in_force_from: date
    in_force_until: date | None = None
    english: str = ""
    until_source: LegalRef | None = None

    def __post_init__(self) -> None:
        if not _RULE_ID.fullmatch(self.id):
            raise ValueError(f"not a rule id: {self.id}")
        if not (self.says and max(len(self.says), len(self.english)) <= _MAX_SENTENCE):
            raise ValueError(f"{self.id}: says must have 1 to 200 characters")
        if (
            self.in_force_until is not None
            and self.in_force_until <= self.in_force_from
        ):
            raise ValueError(f"{self.id}: ends {self.in_force_until}, before it begins")
        if self.until_source is not None and self.in_force_until is None:
            raise ValueError(f"{self.id}: the source of an end that is not set")

    def in_force_on(self, day: date) -> bool:
        """Tell whether the rule holds on `day` (a calendar day in Europe/Warsaw)."""
        return self.in_force_from <= day and (
            self.in_force_until is None or day < self.in_force_until
        )
