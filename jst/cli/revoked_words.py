"""How a revocation ended, in words."""

from typing import Any

from jst.cli.language import say
from jst.revoking import Revoked


def how_ended(done: Revoked[Any]) -> str:
    """Say whether it is revoked, and the code of why it is not, or of the doubt."""
    if not done.code:
        return say("odebrano", "revoked")
    how = say("NIE ODEBRANO", "NOT REVOKED")
    if done.unknown:
        how = say("NIE WIADOMO", "NOT KNOWN")
    return f"{how} ({done.code})"
