"""How a revocation ended, in words."""

from typing import Any

from jst.cli.language import say
from jst.revoking import PENDING, Revoked


def how_ended(done: Revoked[Any]) -> str:
    """Say whether it is revoked, and by a code why it is not, or nobody knows."""
    if not done.code:
        return say("odebrano", "revoked")
    how = say("NIE ODEBRANO", "NOT REVOKED")
    if done.unknown:
        how = say("NIE WIADOMO", "NOT KNOWN")
    if done.code == PENDING:
        why = say("KSeF przyjął, jeszcze nie wykonał", "taken by KSeF, not done yet")
        return f"{how} ({why})"
    return f"{how} ({done.code})"
