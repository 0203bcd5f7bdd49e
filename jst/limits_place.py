"""[0] Where the limits of registers are counted, and for whom: machine, folder or user.

A register counts by source address, so the machine is the scope by default. Where no
folder can be shared safely, each user counts alone, and is told so.
"""

import grp
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from platformdirs import user_state_path

from accountability.errors import LimitsUnavailable
from accountability.machine_folder import machine_folder


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of the machine's limits.

    Attributes:
        make: Whether we make it; else an administrator does.
        root: Number of the user who must own the folder around it.
    """

    path: Path
    make: bool
    root: int = 0


CANDIDATES: Final = (
    Candidate(Path("/var/lib/crpo-ksef-limits"), make=False),
    Candidate(Path("/var/tmp/crpo-ksef-limits"), make=True),  # noqa: S108 - machine_folder judges it
)


WHY_NOT: Final = {
    "missing": "nie udało się założyć wspólnego katalogu",
    "parent": "katalog nadrzędny nie jest bezpieczny",
    "mode": "wspólny katalog ma inne prawa niż powinien",
    "group": "nie ma takiej grupy, albo wspólny katalog należy do innej",
    "rights": "wspólnego katalogu nie można używać, albo to dowiązanie",
}
"""What stands against the machine's folder, by the word of `LimitsUnavailable`."""


class Scope(StrEnum):
    """For whom limits are counted together."""

    MACHINE = "machine"
    FOLDER = "folder"
    USER = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsPlace:
    """Where limits are counted.

    Attributes:
        folder: The folder of `RateLimiter`.
        scope: Who counts there.
        reason: Why it is not the machine, in one word of `LimitsUnavailable`; else
            empty.
    """

    folder: Path
    scope: Scope
    reason: str = ""


def limits_place(
    chosen: Path | None,
    group: str | None = None,
    *,
    make: bool = True,
    candidates: Sequence[Candidate] | None = None,
) -> LimitsPlace:
    """Choose where to count.

    Args:
        chosen: A folder that the settings name; taken as it is.
        group: The group that alone shares the machine's folder; None: all users.
        make: Whether to make the machine's folder where there is none; else it is
            only said where it would be.
        candidates: Places of the machine, the best first; None for `CANDIDATES`.
    """
    if chosen is not None:
        return LimitsPlace(folder=chosen.resolve(), scope=Scope.FOLDER)
    reason = "missing"
    try:
        number = None if group is None else grp.getgrnam(group).gr_gid
        for each in CANDIDATES if candidates is None else candidates:
            try:
                machine_folder(
                    each.path, group=number, make=each.make and make, root=each.root
                )
            except LimitsUnavailable as refused:
                reason = refused.reason
                if reason != "missing":  # it is there and unfit: a person must look
                    break
                if make or not each.make:
                    continue
            return LimitsPlace(folder=each.path, scope=Scope.MACHINE)
    except KeyError:
        reason = "group"
    own = user_state_path("jst") / "limits"
    return LimitsPlace(folder=own, scope=Scope.USER, reason=reason)
