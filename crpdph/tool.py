"""Which version of this toolkit asked, as every kept question says."""

from functools import cache
from importlib.metadata import version


@cache
def tool() -> str:
    """Name this toolkit and its version."""
    return f"crpo-ksef {version('crpo-ksef')}"
