"""[2] What can be searched for in the log: told to it at its creation."""

from typing import Final

from accountability.limits import COLUMNS as COLUMNS_OF_LIMITS
from ledger.model import Column

COLUMNS: Final = (
    Column("actor_id", "$.actor.id", indexed=True),
    Column("case_number", "$.case.number", indexed=True),
    Column("system", "$.system"),
    Column("purpose", "$.purpose"),
    Column("result", "$.result"),
    Column("period", "$.period", indexed=True),
    *COLUMNS_OF_LIMITS,
)
