"""[1] The office's list of cases, from `cases.toml`; without it people declare.

    [[case]]
    number = "FK.3120.7.2026"
    assigned = ["a.kowalska"]    # ids of people.toml
    open = true

An office with an EZD replaces this by its own `accountability.model.CaseBook`.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from accountability.model import CaseBook, CaseStanding, DeclaredCases
from jst.errors import CasesInvalid
from jst.toml_file import read_toml


class CaseEntry(BaseModel):
    """One case."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    number: str = Field(min_length=1, description="Case number (znak sprawy).")
    assigned: tuple[str, ...] = Field(
        default=(), description="Ids of the people who handle the case."
    )
    open: bool = Field(default=True, description="False once the case is closed.")


class _CasesToml(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    case: tuple[CaseEntry, ...] = ()


class CaseList:
    """A case book from a file, read once; an `accountability.model.CaseBook`."""

    def __init__(self, entries: tuple[CaseEntry, ...]) -> None:
        """Keep the cases; a number that occurs twice is refused."""
        self._cases = {entry.number: entry for entry in entries}
        if len(self._cases) != len(entries):
            raise CasesInvalid(
                "a case number occurs twice in cases.toml",
                polish="znak sprawy występuje dwa razy",
            )

    def standing(self, number: str, actor_id: str) -> CaseStanding:
        """Say whether the case is open and assigned to the person."""
        case = self._cases.get(number.strip())
        if case is None:
            return CaseStanding.NOT_FOUND
        if not case.open:
            return CaseStanding.CLOSED
        if actor_id not in case.assigned:
            return CaseStanding.NOT_ASSIGNED
        return CaseStanding.ASSIGNED


def load_cases(path: Path) -> CaseBook:
    """Read the case book; without the file, whoever asks declares the case.

    Raises:
        CasesInvalid: The file is there and cannot be understood.
    """
    found = read_toml(path, _CasesToml, refusal=CasesInvalid)
    return DeclaredCases() if found is None else CaseList(found.case)
