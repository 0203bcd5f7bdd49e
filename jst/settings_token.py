"""[0] What the keeper of the seal sets: where the token is that holds the seal."""

from typing import TYPE_CHECKING

from pydantic import Field

from jst.settings_section import File, Section

if TYPE_CHECKING:
    from certs.tokens import TokenPlace


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

    @property
    def place(self) -> "TokenPlace":
        """Which library, which token."""
        from certs.tokens import TokenPlace  # noqa: PLC0415 - only who has a token

        return TokenPlace(module=self.module, label=self.label, serial=self.serial)
