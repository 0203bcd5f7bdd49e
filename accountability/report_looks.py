"""[5] One subject (art. 15 RODO), what was looked at in the log, and the keys.

Pure. The blind indexes of a person are computed by `accountability.unsealing`; here
they are only compared.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from accountability.report import (
    LISTED,
    LOOKS,
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

Subject = AbstractSet[tuple[str, str]]
"""Period and blind index, one pair for each period whose key exists."""


class OneSubject(PairedReport):
    """Who asked about one person, and whose questions disclosed data of hers.

    `id` names the entry, for a request to unseal it.
    """

    columns = (*LISTED, "as", "id")

    def __init__(
        self, subject: Subject, held: Mapping[str, object] | None = None
    ) -> None:
        """Look for a person; `held` gives subjects by entry, as holds keep them."""
        super().__init__()
        self._subject = subject
        self._held = held or {}

    def judge(self, asked: Asked) -> Iterator[Line]:
        """Take one question, denial or other entry."""
        roles = []
        kept = {"subjects": self._held.get(text(asked.entry, "id"))}
        if self._subject & (
            indexes(asked.entry, "subjects") | indexes(kept, "subjects")
        ):
            roles.append("subject")
        if self._subject & indexes(asked.outcome, "disclosed"):
            roles.append("disclosed")
        if roles:
            cells = (*listed(asked), "+".join(roles), asked.entry["id"])
            yield Line(cells, asked.entries)


class OfficersLooks(Report):
    """Searches, reports and unsealing: the log watches its readers too.

    Keeps the ids of the looks, to cite a request by its place.
    """

    columns = (*LISTED, "details")

    def __init__(self) -> None:
        self._requests: dict[str, int] = {}

    def see(self, index: int, entry: Entry) -> Iterator[Line]:
        """List a look into the log, and one that was refused."""
        if text(entry, "operation") in LOOKS:
            asked = Asked(index, entry, None, {})
            yield Line((*listed(asked), self._details(entry)), asked.entries)
            self._requests[entry["id"]] = index

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
