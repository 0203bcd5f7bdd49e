"""The question to CRPO, and what an answer of it says. Pure values.

    question -> [3 signed call] -> answer of one day, with its powers of attorney

The fields of a power follow the form PPO-1(3), from which the register is filled; the
numbers in the docstrings are the form's. What the register did not tell is NOT_TOLD.
Nothing here shows a name or an identifier in its repr.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self
from uuid import UUID

from crpo.errors import AnswerNotUnderstood, AnswerStale, QueryInvalid
from crpo.power import PowerOfAttorney
from vocabulary.clock import warsaw_day
from vocabulary.identifiers import (
    ForeignTaxId,
    Identifier,
    MandatorId,
    Nip,
    Pesel,
)

_CODE = re.compile(r"[a-z][a-z0-9_]{1,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class MandatorQuery:
    """Whose general powers of attorney are asked for.

    The register is asked by one identifier: NIP, PESEL or a foreign tax id.
    Source: "API CRPO dla JST", podatki.gov.pl, 16.04.2024.
    """

    mandator: MandatorId

    def __post_init__(self) -> None:
        if not isinstance(self.mandator, Nip | Pesel | ForeignTaxId):
            raise QueryInvalid(
                "a mandator is named by a Nip, a Pesel or a ForeignTaxId,"
                f" not by {type(self.mandator).__name__}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, as it leaves us.

    Attributes:
        id: UUID in its 36-character lower-case form; the answer must name it.
        query: Whose powers are asked for.
        authority_nip: The tax authority that asks.
        asked_at: When it was written, an aware instant.
    """

    id: str
    query: MandatorQuery
    authority_nip: Nip
    asked_at: datetime

    def __post_init__(self) -> None:
        try:
            canonical = str(UUID(self.id))
        except ValueError as no_uuid:
            raise QueryInvalid("the question's id is no UUID") from no_uuid
        if canonical != self.id:
            raise QueryInvalid("the question's id is not in its 36-character form")
        if self.asked_at.tzinfo is None:
            raise QueryInvalid("the question's instant has no zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the register says of one mandator on one day.

    An answer without powers says "nobody, on that day"; only a verified answer that
    is bound to our question becomes one. The register promises powers current on the
    day, from their receipt (art. 138i § 1 Ordynacji) to their last day: under every
    contract, a list that breaks that is `AnswerNotUnderstood`.

    Attributes:
        message_id: The register's id of this answer.
        in_reply_to: The id of our question.
        mandator: Whose powers these are; the one we asked for.
        day: The day it speaks of, in Europe/Warsaw.
        answered_at: When the register wrote it, an aware instant.
        powers: The powers current on `day`, in the register's order.
        raw: The bytes as they came; they hold personal data.
        digest: Salted SHA-256 of `raw` as the log has it, or None before it is kept.
    """

    message_id: str
    in_reply_to: str
    mandator: MandatorId
    day: date
    answered_at: datetime
    powers: tuple[PowerOfAttorney, ...]
    raw: bytes = field(repr=False)
    digest: str | None = None

    def __post_init__(self) -> None:
        if warsaw_day(self.answered_at) != self.day:
            raise ValueError("the day is not the day of the instant in Europe/Warsaw")
        for power in self.powers:
            ends, came = power.valid_until, power.received_on
            if isinstance(ends, date) and ends < self.day:
                raise AnswerNotUnderstood("a power has already ended", reason="ended")
            if isinstance(came, date) and came > self.day:
                raise AnswerNotUnderstood("a power is of the future", reason="future")

    def kept_as(self, digest: str) -> Self:
        """Give this answer with the digest under which the log has its bytes."""
        # Not `dataclasses.replace`: it asks each field what it is, in each look-up.
        return type(self)(
            message_id=self.message_id,
            in_reply_to=self.in_reply_to,
            mandator=self.mandator,
            day=self.day,
            answered_at=self.answered_at,
            powers=self.powers,
            raw=self.raw,
            digest=digest,
        )

    def for_decision_on(self, day: date) -> Self:
        """Give this answer back for a decision taken on `day` (Europe/Warsaw).

        The register tells what is current on the day of the question and keeps no
        history, so yesterday's answer is no ground for today's decision.

        Raises:
            AnswerStale: The answer speaks of another day.
        """
        if day != self.day:
            raise AnswerStale(speaks_of=self.day, decision_on=day)
        return self

    @property
    def disclosed(self) -> tuple[Identifier, ...]:
        """The identifiers this answer disclosed, each once, the mandator first."""
        found: dict[Identifier, None] = {self.mandator: None}
        for power in self.powers:
            for person in power.people:
                if isinstance(person.identifier, Identifier):
                    found[person.identifier] = None
        return tuple(found)

    @property
    def fields_disclosed(self) -> tuple[str, ...]:
        """The names of the fields that told something about a person, sorted."""
        names: set[str] = set()
        for power in self.powers:
            names |= power.told_fields
        return tuple(sorted(names))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A documented "no" of the register, verified and bound to our question.

    Attributes:
        code: From the contract's closed list.
        text: The register's own sentence, for the log's kept answer only.
        message_id: The register's id of this refusal.
        raw: The bytes as they came.
    """

    code: str
    text: str = field(repr=False)
    message_id: str
    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError("a refusal's code is a word in lower case")
