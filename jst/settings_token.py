"""[0] What the keeper of the seal sets: where the token is that holds the seal."""

from pydantic import Field

from jst.settings_section import File, Section


class TokenSection(Section):
    """`[token]`: a seal whose key never leaves its token (PKCS#11)."""

    module: File = Field(description="PKCS#11 library of the token's maker.")
    label: str | None = Field(
        default=None,
        max_length=32,
        description="Label of the token, where there are several.",
    )
    serial: str | None = Field(
        default=None,
        max_length=16,
        description="Serial number of the token, where labels are equal.",
    )
    key_label: str | None = Field(
        default=None,
        max_length=200,
        description="Label of the key, where there are several.",
    )
    key_id: str | None = Field(
        default=None,
        pattern=r"^([0-9a-fA-F]{2})+$",
        max_length=200,
        description="Id of the key in hex, instead of its label.",
    )
    pin_file: File | None = Field(
        default=None,
        description="File with the PIN on one line, mode 0600; else it is typed.",
    )
