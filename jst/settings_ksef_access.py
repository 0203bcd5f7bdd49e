"""[0] `[ksef_access]`: which KSeF the office logs in to, and within which limits."""

from pydantic import Field

from jst.settings_section import File
from jst.settings_wire import BYTES, SECONDS, WireSection


class KsefAccessSection(WireSection):
    """`[ksef_access]`: how KSeF is reached; with what, credentials.toml says."""

    url: str = Field(
        pattern=r"^https://[^\s/]+(/\S*)?$",
        description="Base address of one environment, with its /v2; https only; no"
        " default, so that nobody reaches production unasked.",
    )
    max_answer_bytes: int = Field(
        default=4_194_304,
        ge=65_536,
        le=67_108_864,
        json_schema_extra=BYTES,
        description="Size cap of an answer's body.",
    )
    machines: int = Field(
        default=1,
        ge=1,
        le=10,
        description="How many machines share the office's source address; each takes"
        " its part of the Ministry's limits.",
    )
    limits_folder: File | None = Field(
        default=None,
        description="Folder of the shared limits, for all who name it; by default as"
        " `crpdph.limits_folder`.",
    )
    limits_group: str | None = Field(
        default=None,
        pattern=r"^[a-z_][a-z0-9_-]{0,31}$",
        description="Group that alone shares the machine's folder of limits; by default"
        " all users do.",
    )
    patience_s: float = Field(
        default=90.0,
        ge=0.0,
        le=3600.0,
        json_schema_extra=SECONDS,
        description="How long a command waits for room within the limits.",
    )
