"""The answers about KSeF tokens (API 2.7.0, /tokens)."""

from datetime import datetime

from pydantic import Field

from ksef.access.messages import ForeignId, Message, Reference


class MadeToken(Message):
    """A token that KSeF has just made; its value is told this once."""

    reference_number: Reference
    token: str = Field(min_length=1, max_length=1024, repr=False)


class TokenInfo(Message):
    """What KSeF tells of a token afterwards.

    Attributes:
        status: Pending, Active, Revoking, Revoked, Failed, or what is new.
    """

    reference_number: Reference
    author_identifier: ForeignId | None = None
    context_identifier: ForeignId | None = None
    description: str = Field(default="", repr=False)
    requested_permissions: tuple[str, ...] = ()
    date_created: datetime
    last_use_date: datetime | None = None
    status: str
    status_details: tuple[str, ...] | None = Field(default=None, repr=False)


class TokensPage(Message):
    """A page of tokens, and where the next begins."""

    continuation_token: str | None = Field(default=None, repr=False)
    items: tuple[TokenInfo, ...] = Field(alias="tokens")

    def following(self, at: str) -> str | None:
        """Say where the next page begins, in KSeF's own word; None: nowhere."""
        del at
        return self.continuation_token or None
