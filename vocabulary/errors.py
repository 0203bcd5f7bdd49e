"""The base of every error here. The class tells what has happened in the world.

What went wrong technically is the `__cause__`. `code` is public and never reused.
Messages name fields and ids, never a NIP, a PESEL, a token or a PIN.
"""

from typing import ClassVar


class ToolkitError(Exception):
    """Base class; only its subclasses are raised.

    Attributes:
        code: What to search the documentation for; never changes its meaning.
        hint: What to do next, in Polish, or empty.
    """

    code: ClassVar[str] = "error"
    hint: ClassVar[str] = ""
