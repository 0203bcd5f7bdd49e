"""[0] A folder that all users of a machine share: made safely, or refused.

In a place like /var/tmp anybody may have been there first. So the folder is made whole
under another name and renamed, is never reached through a link, and is taken only with
the very mode that it is made with: sticky, so that no user removes another's file.

Whoever made it, and root, can remove files in it; what that costs: docs/trust.md.
"""

import contextlib
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

from accountability.errors import LimitsUnavailable

ALL_USERS: Final = 0o1777
ONE_GROUP: Final = 0o3770
_DIRECTORY: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def machine_folder(
    path: Path, *, group: int | None = None, make: bool = True, root: int = 0
) -> Path:
    """Give a folder that all users, or the members of one group, share.

    Args:
        path: Where; its parent must be root's, and sticky where all may write in it.
        group: Number of the group that alone may enter; None for all users.
        make: Whether to make it where nothing is.
        root: Number of the user whose places are as safe as the machine.

    Raises:
        LimitsUnavailable: It is not there, or not to be shared; `reason` says why.
    """
    mode = ALL_USERS if group is None else ONE_GROUP
    try:
        _require_parent(path.parent, root)
        if make and not os.path.lexists(path):
            _make(path, mode, group)
        _require(path, mode, group)
    except OSError as refused:
        reason = "missing" if isinstance(refused, FileNotFoundError) else "rights"
        raise LimitsUnavailable("no folder to share", reason=reason) from refused
    return path


def _require_parent(parent: Path, root: int) -> None:
    about = parent.stat()
    for_all = about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if about.st_uid != root or (for_all and not about.st_mode & stat.S_ISVTX):
        raise LimitsUnavailable("an unsafe parent", reason="parent")


def _make(path: Path, mode: int, group: int | None) -> None:
    """Make it whole under another name; who is there before us is left there."""
    draft = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        if group is not None:
            os.chown(draft, -1, group)
        draft.chmod(mode)
        with contextlib.suppress(OSError):  # somebody was quicker: judged as it is
            draft.rename(path)
    finally:
        with contextlib.suppress(OSError):  # gone, as it was renamed
            draft.rmdir()


def _require(path: Path, mode: int, group: int | None) -> None:
    folder = os.open(path, _DIRECTORY)
    try:
        about = os.fstat(folder)
    finally:
        os.close(folder)
    if stat.S_IMODE(about.st_mode) != mode:
        raise LimitsUnavailable("another mode", reason="mode")
    if group is not None and about.st_gid != group:
        raise LimitsUnavailable("another group", reason="group")
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise LimitsUnavailable("no right to write", reason="rights")
