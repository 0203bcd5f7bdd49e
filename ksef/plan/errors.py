"""Every error of ksef.plan. Nothing has left us when one of these is raised.

    PlanError
    + OfficeWithoutNip   the file's office has no NIP; there is no context to begin with
    + PlanUnreadable     bytes are no plan of this version
    + PlanAltered        a plan is not what was made: its digest does not fit
    + ReviewInvalid      a confirmed sheet is none of ours, or is not filled in
    + PlanOfOthers       the people file now says other numbers than when it was made
    + LeaverUnknown      who leaves, or what she gave, is not known

Messages name fields and references, never a number or a name.
"""

from typing import ClassVar, Final

from ksef.errors import KsefError

_REVIEW: Final = {
    "line": "tego wiersza nie było w wydanym arkuszu albo jego dane się zmieniły",
    "changed": "w wierszu zmieniono coś poza kolumnami decyzja i uwagi",
    "twice": "wiersz powtarza się",
    "missing": "brakuje wierszy wydanego arkusza",
    "decision": "w kolumnie decyzja ma być: tak albo nie",
}


class PlanError(KsefError):
    """Base class; only its subclasses are raised."""

    code: ClassVar[str] = "ksef.plan.error"


class OfficeWithoutNip(PlanError):
    """The office has no NIP, so it has no context of its own."""

    code = "ksef.plan.office_without_nip"
    hint = "Podaj NIP urzędu w [office] pliku permissions.toml."

    def __init__(self) -> None:
        super().__init__("the office has no NIP")


class PlanUnreadable(PlanError):
    """Bytes are no plan of this version; nothing was used of them.

    Attributes:
        field: Where, or empty.
    """

    code = "ksef.plan.unreadable"
    hint = "Utwórz plan od nowa: jst ksef plan."

    def __init__(self, field: str = "") -> None:
        super().__init__(f"no plan of this version: {field or 'its shape'}")
        self.field = field


class PlanAltered(PlanError):
    """A plan was changed after it was made: its digest does not fit."""

    code = "ksef.plan.altered"
    hint = "Nie wykonuj go. Utwórz plan od nowa: jst ksef plan."

    def __init__(self) -> None:
        super().__init__("the digest of the plan does not fit")


class PlanOfOthers(PlanError):
    """A reference of the plan now stands for another number than when it was made."""

    code = "ksef.plan.of_others"
    hint = (
        "Plik osób lub jednostek zmienił się po utworzeniu planu; utwórz plan od nowa."
    )

    def __init__(self) -> None:
        super().__init__("the people or units file has changed since the plan was made")


class LeaverUnknown(PlanError):
    """The people file has no person of this reference, or she gave no such thing.

    Attributes:
        reason: `person` or `item`.
    """

    code = "ksef.plan.leaver_unknown"
    hint = (
        "Podaj oznaczenie (ref) osoby z ksef-people.toml; numery pozycji wypisuje"
        " jst ksef offboard."
    )

    def __init__(self, reason: str) -> None:
        super().__init__(f"not known: {reason}")
        self.reason = reason


class ReviewInvalid(PlanError):
    """A confirmed sheet is none of ours, or is not filled in; nothing of it counts.

    Attributes:
        reason: Why not, in one word.
        line: The line of the file, or None for the whole of it.
    """

    code = "ksef.plan.review_invalid"
    hint = (
        "Wypełnij kolumnę decyzja (tak albo nie) w każdym wierszu wydanego arkusza,"
        " oprócz niej zmień najwyżej kolumnę uwagi, i zapisz go jako CSV UTF-8."
    )

    def __init__(self, reason: str, line: int | None = None) -> None:
        where = "" if line is None else f", line {line}"
        super().__init__(f"the sheet cannot be taken: {reason}{where}")
        self.reason = reason
        self.line = line

    @property
    def polish(self) -> str:
        """Say the reason in Polish; nothing of the sheet is repeated."""
        where = "" if self.line is None else f" (wiersz {self.line})"
        return f"{_REVIEW.get(self.reason, 'to nie jest taki arkusz')}{where}"
