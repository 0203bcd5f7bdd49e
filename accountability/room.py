"""[2] Whether there is room for all that an action will write, asked before it begins.

The log grows in the home, and what comes back is kept in `answers`, which may be a
link to another disk: an answer that has no place would be fetched and thrown away.
"""

import errno
import os
from pathlib import Path
from typing import Final

from accountability.errors import AuditUnavailable
from accountability.errors_answers import not_kept

# An intent, its outcome, the kept answer (twice: draft and final), the growth of the
# write-ahead log. Less free space than this, and nothing is asked.
FREE_SPACE_BYTES: Final = 16 * 1_048_576


def free_bytes(folder: Path) -> int:
    """Tell how many bytes the disk of `folder` can still take."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def disk_of(folder: Path) -> int:
    """Tell which disk a folder lies on, by the system's number."""
    return folder.stat().st_dev


class Room:
    """The disks that an action writes to.

    Whether `answers` takes files, and lies on a disk of its own, is found at the first
    question and not again: after that, a question costs one look at each disk.
    """

    def __init__(self, home: Path, answers: Path) -> None:
        self._home = home
        self._answers = answers
        self._apart: bool | None = None

    def require(self) -> None:
        """Raise AuditUnavailable unless there is room for intent, answer and outcome.

        Where the answers are what has none, the cause is an AnswersUnusable.
        """
        try:
            free = free_bytes(self._home)
        except OSError as gone:
            raise AuditUnavailable("the home folder cannot be looked at") from gone
        if free < FREE_SPACE_BYTES:
            raise AuditUnavailable("too little free space for intent and outcome")
        try:
            self._require_for_answers()
        except OSError as refused:
            raise AuditUnavailable("no answer could be kept") from not_kept(refused)

    def _require_for_answers(self) -> None:
        if self._apart is None:
            # The first answer makes the folder; so does the first question.
            self._answers.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not os.access(self._answers, os.W_OK | os.X_OK):
                raise OSError(errno.EACCES, os.strerror(errno.EACCES))
            self._apart = disk_of(self._answers) != disk_of(self._home)
        if self._apart and free_bytes(self._answers) < FREE_SPACE_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
