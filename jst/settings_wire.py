"""[0] What the sections of all registers share: how the office gets there."""

from typing import Final

from pydantic import Field
from pydantic.config import JsonDict

from accountability.transport import Transport
from jst.settings_section import File, Section

SECONDS: Final[JsonDict] = {"unit": "s"}
BYTES: Final[JsonDict] = {"unit": "B"}


class WireSection(Section):
    """What the sections share that tell how something is reached."""

    ca_bundle: File | None = Field(
        default=None,
        description="PEM file of the authorities trusted for TLS; else certifi's.",
    )
    connect_timeout_s: float = Field(
        default=10.0,
        ge=0.1,
        le=120,
        json_schema_extra=SECONDS,
        description="Time to make the connection.",
    )
    read_timeout_s: float = Field(
        default=30.0,
        ge=0.1,
        le=300,
        json_schema_extra=SECONDS,
        description="Silence that ends the call.",
    )
    total_timeout_s: float = Field(
        default=60.0,
        ge=0.1,
        le=600,
        json_schema_extra=SECONDS,
        description="Time for the whole call, however lively the server is.",
    )
    proxy: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/@]+/?$",
        description="Address of the office's proxy, without a password.",
    )

    def transport(self, *, max_answer_bytes: int) -> Transport:
        """Make the transport that these settings describe."""
        return Transport(
            ca_bundle=self.ca_bundle,
            proxy=self.proxy,
            connect_timeout_s=self.connect_timeout_s,
            read_timeout_s=self.read_timeout_s,
            total_timeout_s=self.total_timeout_s,
            max_answer_bytes=max_answer_bytes,
        )
