"""[0] The trusted list that this office keeps, verified each time it is used.

    bytes -> 1 verify -> 2 not older than the kept one -> 3 replace, whole or not at all

Promises
    - What is kept was signed by an operator that the settings name.
    - The number of the kept list never falls, also when two programs update at once.

A kept list that verifies no more (the settings name another operator, the file is
damaged) counts as none: its number binds nobody, and that is said.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from accountability.durable import write_private
from certs.errors import TrustedListRejected
from certs.trusted_list import MAX_BYTES, TrustedList, read_trusted_list
from jst.errors import OutputRefused, TrustedListOlder
from jst.places import make_folder
from jst.settings import Settings
from ledger.files import open_regular


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did.

    Attributes:
        now: The list that is kept now.
        before: The list that was kept before; None: none, or none that verifies.
        was_unusable: There was a file before, and it did not verify.
    """

    now: TrustedList
    before: TrustedList | None
    was_unusable: bool


def kept_list(settings: Settings) -> TrustedList | TrustedListRejected | None:
    """Give the kept list, why it cannot be used, or None where none is kept."""
    try:
        with open_regular(settings.places.trusted_list) as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as unreadable:
        raise _not_usable(settings, unreadable) from None
    return read_list(settings, data)


def read_list(settings: Settings, data: bytes) -> TrustedList | TrustedListRejected:
    """Read a list by the operators of the settings, or say why not."""
    try:
        return read_trusted_list(data, operators=settings.file.trust.operators)
    except TrustedListRejected as rejected:
        return rejected


def update_list(settings: Settings, data: bytes) -> Updated:
    """Replace the kept list by this one.

    Raises:
        TrustedListRejected: Its signature does not prove it.
        TrustedListOlder: A newer one is kept.
        OutputRefused: It cannot be written.
    """
    # 1
    new = read_trusted_list(data, operators=settings.file.trust.operators)
    make_folder(settings.places.home)
    with _alone(settings):
        # 2
        kept = kept_list(settings)
        before = kept if isinstance(kept, TrustedList) else None
        if before and (new.number, new.issued) < (before.number, before.issued):
            raise TrustedListOlder(new.number, before.number)
        # 3
        try:
            write_private(str(settings.places.trusted_list), data)
        except OSError as refused:
            raise _not_usable(settings, refused) from None
    return Updated(new, before, isinstance(kept, TrustedListRejected))


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    lock = settings.places.trusted_list.with_suffix(".lock")
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as refused:
        raise _not_usable(settings, refused) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _not_usable(settings: Settings, error: OSError) -> OutputRefused:
    path = settings.places.trusted_list
    return OutputRefused(
        f"{path}: {error.strerror or 'not usable'}",
        polish=f"{path}: nie można odczytać lub zapisać przechowywanej listy",
    )
