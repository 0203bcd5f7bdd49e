"""Which version of this toolkit asked, as every kept question says."""

from functools import cache


@cache
def tool() -> str:
    """Name this toolkit and its version."""
    from importlib.metadata import version  # noqa: PLC0415 - keeps the import quick

    return f"crpo-ksef {version('crpo-ksef')}"
