"""[0] The key that binds a plan to the numbers behind its references: plan.key.

It lies in JST_KEYS. Whoever holds it can write a plan that passes for one of the
office; it opens nothing.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from jst.errors import OutputRefused, PermissionsInvalid
from jst.places import Places, open_to_others
from ledger.files import read_regular

_BYTES: Final = 32


def plan_key(places: Places) -> bytes:
    """Read the key; the first who needs it makes it.

    Raises:
        PermissionsInvalid: Others may read it, or it is none.
        OutputRefused: It cannot be made.
    """
    path = places.keys / "plan.key"
    try:
        _make(path)
        if open_to_others(path):
            raise PermissionsInvalid(
                "the key of plans is exposed",
                polish="inni mogą czytać klucz plan.key",
            )
        key = read_regular(path)
    except OSError as refused:
        raise OutputRefused(
            "the key of plans cannot be made or read",
            polish="nie można utworzyć ani odczytać JST_KEYS/plan.key",
        ) from refused
    if len(key) != _BYTES:
        raise PermissionsInvalid(
            "the key of plans is none", polish="JST_KEYS/plan.key nie jest kluczem"
        )
    return key


def _make(path: Path) -> None:
    """Make it whole, or leave that of whoever was first."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process may have been first
            os.link(draft, path)
    finally:
        draft.unlink()
