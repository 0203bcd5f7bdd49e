"""What is decided: the answer, the rules behind it, and what to be careful about."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from vocabulary.law import Rule


class Answer(StrEnum):
    """The five answers, as they stand in JSON."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    NOT_IN_FORCE = "not_in_force"
    CANNOT_TELL = "cannot_tell"


class ZawFaGives(StrEnum):
    """What the person named in a ZAW-FA holds; the sources disagree (ADR-0021)."""

    MANAGE_ONLY = "manage_only"
    MANAGE_AND_INVOICES = "manage_and_invoices"


class InvoiceKinds(StrEnum):
    """Whether issuing and access are one kind from 2026; the sources disagree."""

    JOINED = "joined"
    SEPARATE = "separate"


class NamerEnded(StrEnum):
    """What becomes of a grant when the right of whoever made it ends (ADR-0033)."""

    GRANT_ENDS = "grant_ends"
    GRANT_STANDS = "grant_stands"


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Which reading decides where sources disagree; the setting `[ksef]`.

    Attributes:
        zawfa_gives: What the person named in a ZAW-FA holds.
        invoice_kinds: Whether issuing and access are one kind from 2026.
        namer_ended: What becomes of a grant after its namer; of `effective` only.
    """

    zawfa_gives: ZawFaGives = ZawFaGives.MANAGE_ONLY
    invoice_kinds: InvoiceKinds = InvoiceKinds.JOINED
    namer_ended: NamerEnded = NamerEnded.GRANT_ENDS


DEFAULT: Final = Followed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading of a provision over which the sources disagree.

    Attributes:
        id: The word of the setting.
        answer: What this reading answers.
        sources: Who reads it so.
        followed: Whether the decision follows it.
        rules: The rules that this reading rests on.
    """

    id: ZawFaGives | InvoiceKinds
    answer: Answer
    sources: tuple[str, ...]
    followed: bool
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What KSeF does where the law says something else.

    Attributes:
        id: Public; never reused.
        polish: One sentence.
        english: The same sentence.
        source: The part of the Ministry's documentation, or the thread, that tells it.
    """

    id: str
    polish: str
    english: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An answer of the regulation, on one day.

    Attributes:
        answer: One of the five.
        on: The day, Europe/Warsaw.
        decided_by: The rules that reached the question; empty where none did.
        turns_on: Where none did: the rules nearest to reaching it, or those that a
            missing fact would decide, or those in which the subject does not occur.
        considered: Every rule in force that was weighed; it need not decide anything.
        missing: Facts that were not told, or data that a grant or a key lacks.
        which: The list, where the question asks for one: data, means, the form.
        readings: Every reading, where the sources disagree.
        system_differs: What KSeF does instead; empty where it does the same.
    """

    answer: Answer
    on: date
    decided_by: tuple[Rule, ...] = ()
    turns_on: tuple[Rule, ...] = ()
    considered: tuple[Rule, ...] = ()
    missing: tuple[str, ...] = ()
    which: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    system_differs: tuple[Difference, ...] = ()

    @property
    def _behind(self) -> tuple[Rule, ...]:
        return self.decided_by or self.turns_on

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules behind the answer, each once."""
        return tuple(dict.fromkeys(rule.id for rule in self._behind))

    @property
    def provisions(self) -> tuple[str, ...]:
        """The provisions behind the answer, as printed, each with its act."""
        return tuple(
            dict.fromkeys(
                f"{rule.ref.provision}, {rule.ref.act}" for rule in self._behind
            )
        )

    @property
    def rests_on_secondary(self) -> bool:
        """Whether the answer rests on a source other than an act's own text.

        Also where it turns on a missing text, on a reading, or on an end of a rule
        that is known from elsewhere; and where one that was weighed in vain does.
        """
        weighed = self.decided_by or (*self.turns_on, *self.considered)
        return (
            any(not rule.ref.text_seen for rule in weighed)
            or any(name.startswith("text:") for name in self.missing)
            or any(reading.answer is not self.answer for reading in self.readings)
            or any(self._ended_elsewhere(rule) for rule in self._behind)
        )

    def _ended_elsewhere(self, rule: Rule) -> bool:
        source, until = rule.until_source, rule.in_force_until
        if source is None or until is None or self.on < until:
            return False
        return not source.text_seen
