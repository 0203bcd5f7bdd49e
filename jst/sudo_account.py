"""[1] Who started `jst` through sudo, where one service account runs it for everybody.

    zniebyla$ sudo -u jst jst ...
              sudo: SUDO_UID = uid of zniebyla; the process is jst's, who owns JST_HOME

What it rests on is in docs/trust.md: sudoers admits `jst` alone, with `env_reset`.
Nobody else sets SUDO_UID then; who has a shell of the service account can, and can read
the keys besides. SUDO_USER is not read: a name is given anew, a uid is the process's.
"""

import os
import pwd
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jst.errors import SudoRefused
from jst.people import FIRST_PERSONAL_UID

VARIABLE: Final = "SUDO_UID"
AUTH: Final = "sudo"
"""How the log says that the person was known."""

NOT_FOR_SUDO: Final = frozenset({"demo", "key", "sign", "simulate"})
"""Commands that ask for no person and use keys, libraries or folders one names."""

_UID: Final = re.compile(r"[0-9]{1,10}", re.ASCII)
_ROOT: Final = 0


def through_sudo() -> bool:
    """Tell whether sudo started this process."""
    return VARIABLE in os.environ


def account_of_sudo(home: Path) -> str:
    """Name the account that started this process through sudo.

    Raises:
        SudoRefused: See `account_of`.
    """
    return account_of(
        os.environ, process_uids=os.getresuid(), owner_uid=home.stat().st_uid
    )


def account_of(
    environ: Mapping[str, str],
    *,
    process_uids: tuple[int, int, int],
    owner_uid: int,
) -> str:
    """Name the account that sudo tells of.

    Args:
        environ: Of the process, as sudo made it.
        process_uids: Its real, effective and saved uid.
        owner_uid: Of JST_HOME: the service account.

    Raises:
        SudoRefused: The process is not the service account's, or that is root; or sudo
            tells of nobody, of no account here, of a system account (uid below
            1000), or of the service account itself.
    """
    if owner_uid == _ROOT or set(process_uids) != {owner_uid}:
        raise SudoRefused(
            "the process is not the service account's, who owns JST_HOME, or is root's",
            polish="program nie działa na koncie usługi, do którego należy JST_HOME,"
            " albo jest to root",
        )
    told = environ.get(VARIABLE, "")
    if not _UID.fullmatch(told):
        raise SudoRefused(
            "sudo does not tell who started the program",
            polish="sudo nie podaje, kto uruchomił program",
        )
    uid = int(told)
    if uid < FIRST_PERSONAL_UID or uid == owner_uid:
        raise SudoRefused(
            "root, a system account or the service account started the program",
            polish="program uruchomił root, konto systemowe albo samo konto usługi",
        )
    try:
        return pwd.getpwuid(uid).pw_name
    except (KeyError, OverflowError):
        raise SudoRefused(
            "the account that started the program is not known here",
            polish="na tym komputerze nie ma konta, z którego uruchomiono program",
        ) from None
