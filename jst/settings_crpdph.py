"""[0] `[crpdph]`: how the Czech register of VAT payers is reached, within its terms."""

from pydantic import Field

from crpdph.client import MOJE_DANE
from crpdph.model import Operation
from jst.settings_section import File
from jst.settings_wire import BYTES, WireSection


class CrpdphSection(WireSection):
    """`[crpdph]`: how the Czech register is reached."""

    url: str = Field(
        default=MOJE_DANE,
        pattern=r"^https://[^\s/]+(/\S*)?$",
        description="Address of the service; https only. Never varied to gain budget.",
    )
    operation: Operation = Field(
        default=Operation.ROZSIRENY,
        description="What payers are asked with; the default is what the official page"
        " documents, the `Subjekt` operations tell the kind of subject too.",
    )
    max_answer_bytes: int = Field(
        default=16_777_216,
        ge=65_536,
        le=67_108_864,
        json_schema_extra=BYTES,
        description="Size cap of an answer's body; the list has about half a megabyte.",
    )
    machines: int = Field(
        default=1,
        ge=1,
        le=4,
        description="How many machines share the office's source address; each takes"
        " its part of 2,000 requests an hour, 10,000 a day and 4 at a time;"
        " so there are 4 at most.",
    )
    limits_folder: File | None = Field(
        default=None,
        description="Folder of the shared limits, for all who name it; by default"
        " /var/lib/crpo-ksef-limits or /var/tmp/crpo-ksef-limits, for all users of this"
        " machine, and where neither can be shared safely, the user's state folder,"
        " with a warning.",
    )
    limits_group: str | None = Field(
        default=None,
        pattern=r"^[a-z_][a-z0-9_-]{0,31}$",
        description="Group that alone shares the machine's folder of limits, so that"
        " no other user can fill or block them; by default all users do.",
    )
