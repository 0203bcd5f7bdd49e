"""[5] Who may read which entries: the officer all, others their own, the operator none.

Entries of kind `system` hold nobody's data and are for everybody who may read at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from accountability.model import Role
from jst.errors import InputInvalid, RoleMissing
from jst.people import Person
from ledger.entry import decode_entry
from ledger.errors import BodyMissing
from ledger.reader import Reader
from ledger.store.port import Row

_INDEX: Final = re.compile(r"[0-9]{1,15}")
_Entry = tuple[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the log as people read it: an entry, and its outcome if it has one.

    Attributes:
        index: Place of the entry.
        entry: The entry.
        outcome_index: Place of its outcome.
        outcome: The outcome.
    """

    index: int
    entry: dict[str, Any]
    outcome_index: int | None = None
    outcome: dict[str, Any] | None = None

    @property
    def result(self) -> str:
        """How it ended: the outcome's word, `open`, `denied`, or nothing."""
        if self.outcome is not None:
            return str(self.outcome.get("result", ""))
        kind = str(self.entry["kind"])
        return {"intent": "open", "denied": "denied"}.get(kind, "")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one person may read of one state of the log."""

    reader: Reader
    person: Person

    def __post_init__(self) -> None:
        if set(self.person.roles) == {Role.OPERATOR}:
            raise RoleMissing(
                "an operator runs the log and does not read it",
                polish="operator prowadzi dziennik i go nie czyta",
            )

    @property
    def reads_all(self) -> bool:
        """Whether every entry is open to the person."""
        return Role.OFFICER in self.person.roles

    def newest(self, limit: int) -> list[Shown]:
        """Give the last lines, the oldest of them first."""
        found: list[Shown] = []
        for index, body in self.reader.select(newest_first=True):
            entry = decode_entry(body)
            if entry["kind"] != "outcome" and self.may_read(entry):
                found.append(self._with_outcome(index, entry))
                if len(found) == limit:
                    break
        return found[::-1]

    def one(self, named: str) -> Shown:
        """Give one entry with its outcome; an outcome leads to its intent.

        An odd outcome, whose intent is not there, is shown by itself.

        Args:
            named: Its id, or its index as `newest` tells it.

        Raises:
            InputInvalid: There is no such entry, or it is somebody else's.
            BodyMissing: Its body is pruned, or was removed; told to whoever reads all.
            HeadRejected: The head is no head, so that no entry is one.
        """
        found = self._found(named)
        if found is not None:
            index, entry = self._question_of(found[0], decode_entry(found[1]))
            if self.may_read(entry):
                return self._with_outcome(index, entry)
        raise InputInvalid(
            "the log shows you no entry of this id or number",
            polish="dziennik nie pokazuje Ci wpisu o tym identyfikatorze lub numerze",
        )

    def _found(self, named: str) -> Row | None:
        size = self.reader.size  # first: where there is no head, there is no "no"
        if not _INDEX.fullmatch(named):
            return self.reader.find(named)
        index = int(named)
        if index >= size:
            return None
        try:
            return index, self.reader.entry(index)
        except BodyMissing:
            if self.reads_all:
                raise
            return None

    def _question_of(self, index: int, entry: dict[str, Any]) -> _Entry:
        """Lead from an outcome to its question; of none, the outcome is shown."""
        if entry["kind"] == "outcome" and entry.get("ref"):
            found = self.reader.find(str(entry["ref"]))
            asked = {} if found is None else decode_entry(found[1])
            if found is not None and asked["kind"] == "intent":
                return found[0], asked
        return index, entry

    def may_read(self, entry: dict[str, Any]) -> bool:
        """Tell whether an entry is open to the person."""
        if self.reads_all or entry["kind"] == "system":
            return True
        actor = entry.get("actor")
        return isinstance(actor, dict) and actor.get("id") == self.person.id

    def _with_outcome(self, index: int, entry: dict[str, Any]) -> Shown:
        if entry["kind"] == "intent":
            for at, body in self._outcomes(str(entry["id"])):
                return Shown(index, entry, at, decode_entry(body))
        return Shown(index, entry)

    def _outcomes(self, intent_id: str) -> Iterator[tuple[int, bytes]]:
        return self.reader.select({"ref": intent_id, "kind": "outcome"}, limit=1)
