"""[5] One subject (art. 15 RODO), what was looked at in the log, and the keys.

Pure. The blind indexes of a person are computed by `accountability.unsealing`; here
they are only compared.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final

from accountability.model import Role
from accountability.overflow import Kept
from accountability.report import (
    LISTED,
    LOOKS,
    READINGS,
    Asked,
    Entry,
    Line,
    PairedReport,
    Report,
    at_warsaw,
    indexes,
    inner,
    listed,
    text,
)
from ledger.entry import entry_time

Subject = AbstractSet[tuple[str, str]]
"""Period and blind index, one pair for each period whose key exists."""


class OneSubject(PairedReport):
    """Who asked about one person, whose questions disclosed data of hers, who read it.

    `as` says how, in words joined by `+`: `subject`, `disclosed`, and of a kept answer
    or an entry `read`, `read-print`, `read-unsealed`; `read-denied` is one who tried,
    was refused and received nothing.
    `id` names the entry, for a request to unseal it. Who reads a kept answer is a
    recipient as well (art. 15 ust. 1 lit. c RODO), on whatever day; so it must be
    given the entries from the beginning.
    """

    columns = (*LISTED, "as", "id")

    def __init__(
        self,
        subject: Subject,
        held: Mapping[str, object] | None = None,
        *,
        since: datetime | None = None,
    ) -> None:
        """Look for a person.

        Args:
            subject: Her indexes.
            held: Subjects by entry, as holds keep them.
            since: List only what was done at this instant or later.
        """
        super().__init__()
        self._subject = subject
        self._held = held or {}
        self._since = since
        self._about = Kept()

    def see(self, index: int, entry: Entry) -> Iterator[Line]:
        """Remember the questions about her, as later entries cite them."""
        if self._names(entry):
            self._about.put(entry["id"], True)
        if self._subject & indexes(entry, "disclosed"):
            self._about.put(text(entry, "ref"), True)
        yield from super().see(index, entry)

    def judge(self, asked: Asked) -> Iterator[Line]:
        """Take one question, denial or other entry."""
        if self._since is not None and entry_time(asked.entry) < self._since:
            return
        roles = []
        if self._names(asked.entry):
            roles.append("subject")
        if self._subject & indexes(asked.outcome, "disclosed"):
            roles.append("disclosed")
        if any(map(self._about.get, _read_by(asked.entry))):
            roles.append(_reading(asked.entry))
        if roles:
            cells = (*listed(asked), "+".join(roles), asked.entry["id"])
            yield Line(cells, asked.entries)

    def _names(self, entry: Entry) -> bool:
        kept = {"subjects": self._held.get(text(entry, "id"))}
        about = indexes(entry, "subjects") | indexes(kept, "subjects")
        return bool(self._subject & about)


def _reading(entry: Entry) -> str:
    """Say how an entry read what is about her, or that it was refused to."""
    if entry["kind"] == "denied":
        return "read-denied"
    how = {"print": "read-print", "unseal-show": "read-unsealed"}
    return how.get(text(entry, "operation"), "read")


def _read_by(entry: Entry) -> set[str]:
    """Give the questions whose answer, or subject, was read, or refused to a reader.

    A denied entry that names subjects is a question: a repeated one cites the first.
    """
    asked = entry["kind"] == "denied" and indexes(entry, "subjects")
    if asked or entry["kind"] not in {"disclosure", "denied"}:
        return set()
    operation, ids = text(entry, "operation"), entry.get("entries")
    if operation == "unseal-show":
        return set(map(str, ids)) if isinstance(ids, list) else set()
    return set() if operation in LOOKS else {text(entry, "ref")}


class OfficersLooks(Report):
    """Searches, reports, unsealing, answers an officer read: the log watches them too.

    Keeps the ids of the looks, to cite a request by its place.
    """

    columns = (*LISTED, "details")

    def __init__(self) -> None:
        self._requests = Kept()

    def see(self, index: int, entry: Entry) -> Iterator[Line]:
        """List a look into the log, and one that was refused."""
        by_officer = inner(entry, "actor", "role") == Role.OFFICER
        operation = text(entry, "operation")
        if operation in LOOKS or (by_officer and operation in READINGS):
            asked = Asked(index, entry, None, {})
            yield Line((*listed(asked), self._details(entry)), asked.entries)
            self._requests.put(entry["id"], index)

    def _details(self, entry: Entry) -> str:
        """Name the report, count the entries of a request, or cite the request."""
        if name := text(entry, "report"):
            scope = entry.get("scope")
            narrowed = scope.values() if isinstance(scope, Mapping) else ()
            return " ".join([name, *map(str, narrowed)])
        ids = entry.get("entries")
        count = f"{len(ids)} x" if isinstance(ids, list) else ""
        request = self._requests.get(text(entry, "ref"))
        cited = "" if request is None else f"#{request}"
        return f"{count} {cited}".strip()


class Keys(Report):
    """Period keys: made, destroyed. What a destroyed one sealed is gone for ever."""

    columns = ("index", "at", "event", "period", "person", "justification")

    def see(self, index: int, entry: Entry) -> Iterator[Line]:
        """List a system entry that names a period."""
        period = text(entry, "period")
        if entry["kind"] == "system" and period:
            who = inner(entry, "actor", "name")
            said = text(entry, "justification")
            cells = (index, at_warsaw(entry), text(entry, "event"), period, who, said)
            yield Line(cells, (index,))


_TOLD: Final = (
    *("period", "retention_years", "held", "before", "from", "below", "intents"),
    *("allows", "questions", "cases", "until"),
)
"""Fields of system entries that say what was done to what."""


def _short(value: object) -> str:
    """Write a value on one line: how many of a list, from where to where of a range."""
    if isinstance(value, Mapping):
        return " - ".join(map(str, value.values()))
    return str(len(value)) if isinstance(value, list) else str(value)


class SystemEntries(Report):
    """What was done to the log itself: keys, holds, removals, quotas, the clock.

    Nobody's data stand in such entries, so they tell a reviewer everything.
    """

    columns = ("index", "at", "event", "person", "case", "details", "justification")

    def see(self, index: int, entry: Entry) -> Iterator[Line]:
        """List a system entry."""
        if entry["kind"] == "system":
            told = [f"{name}={_short(entry[name])}" for name in _TOLD if name in entry]
            cells = (
                *(index, at_warsaw(entry), text(entry, "event")),
                *(inner(entry, "actor", "name"), inner(entry, "case", "number")),
                *(", ".join(told), text(entry, "justification")),
            )
            yield Line(cells, (index,))
