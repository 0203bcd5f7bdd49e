"""What the story *Leaver and deputy* has to show, for who checks it afterwards."""

from dataclasses import dataclass, field
from typing import Any

Said = dict[str, Any]
"""What a command said with --json."""


@dataclass(kw_only=True)
class LeaverTold:
    """What happened, as the commands said it with --json.

    Attributes:
        plan: Of 16 June.
        applied: What the approver did of it.
        deputy: The deputyships of the deputy on that day.
        listed: What the treasurer had on 30 June.
        revoked: How each item ended, and what was left a moment later.
        waited: What waited for approval the next morning.
        waits: What did after the approval.
        tail_worked: Her access token worked a minute after the revocation.
        tail_ended: The next morning her session could not be taken up.
        expired: What ended on 1 September.
        expired_again: What a second run found.
        verified: The log, by the heads of 15 June and of 1 September.
    """

    plan: Said = field(default_factory=dict)
    applied: Said = field(default_factory=dict)
    deputy: Said = field(default_factory=dict)
    listed: Said = field(default_factory=dict)
    revoked: Said = field(default_factory=dict)
    waited: Said = field(default_factory=dict)
    waits: Said = field(default_factory=dict)
    tail_worked: bool = False
    tail_ended: bool = False
    expired: Said = field(default_factory=dict)
    expired_again: Said = field(default_factory=dict)
    verified: tuple[Said, ...] = ()
