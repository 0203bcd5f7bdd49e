"""[0] What the office trusts about seals."""

from typing import Annotated

from pydantic import Field

from certs.operators import OPERATORS
from jst.settings_section import Section


class TrustSection(Section):
    """`[trust]`: whose signature on the Polish trusted list is believed."""

    operators: tuple[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")], ...] = Field(
        default=tuple(sorted(OPERATORS)),
        min_length=1,
        description="SHA-256 (hex) of the operator certificates that may sign the"
        " trusted list; replaces the one that was read from list 139.",
    )
