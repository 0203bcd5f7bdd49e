"""[0] What the access letter may hold, and when a renewal opens."""

from typing import TYPE_CHECKING

from pydantic import Field

from crpo.letter.renewal import RENEWAL_DAYS
from jst.settings_section import Section

if TYPE_CHECKING:
    from crpo.letter.seal_checks import Limits


class LetterSection(Section):
    """`[letter]`: the access letter to the Head of KAS."""

    max_seals: int = Field(
        default=20, ge=1, le=50, description="How many seals one letter names."
    )
    min_valid_days: int = Field(
        default=30,
        ge=0,
        le=730,
        json_schema_extra={"unit": "days"},
        description="How long a seal in a letter must still be valid.",
    )
    renewal_days: int = Field(
        default=RENEWAL_DAYS,
        ge=1,
        le=730,
        json_schema_extra={"unit": "days"},
        description="How long before the end of a registered seal a renewal opens.",
    )

    @property
    def limits(self) -> "Limits":
        """The limits, as the checks take them."""
        from crpo.letter.seal_checks import Limits  # noqa: PLC0415 - loads certs

        return Limits(max_seals=self.max_seals, min_valid_days=self.min_valid_days)
