"""Every error of ksef.plan. Nothing has left us when one of these is raised.

    PlanError
    + OfficeWithoutNip   the file's office has no NIP; there is no context to begin with
    + PlanUnreadable     bytes are no plan of this version
    + PlanAltered        a plan is not what was made: its digest does not fit
    + PlanOfOthers       the people file now says other numbers than when it was made

Messages name fields and references, never a number or a name.
"""

from typing import ClassVar

from ksef.errors import KsefError


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
