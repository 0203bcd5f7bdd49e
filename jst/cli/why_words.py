"""Why a list of KSeF was not read, in words; the code stays for whoever looks it up."""

from jst.cli.texts import TEXTS
from jst.plan_words import UNREAD


def why_unread(code: str) -> str:
    """Say in Polish what a code means, with the code behind it."""
    polish = UNREAD.get(code) or TEXTS.get(code, ("", ""))[0]
    return f"{polish} [{code}]" if polish else code
