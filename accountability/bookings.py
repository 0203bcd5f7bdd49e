"""[1] The files of a folder of limits: who has booked how many calls, and when.

    NAME.UID.calls    what one user has booked; that user writes it, others read it
    NAME.UID.held     the instant before which the register wants no call, as told to
                      that user
    NAME.lock         whoever reads or writes bookings holds an flock on it
    NAME.slot-N       whoever makes a call holds an flock on one of these

Both are eight bytes that name the format, then instants of eight bytes
each (microseconds since 1970, signed, little-endian), in no order. Users need no right
to write what others wrote: a lock needs none. So nobody can give back another's call;
somebody hostile can book, or hold a lock, as he can send requests from this machine.

Files are opened by name in the open folder, never through a link, never waiting for a
pipe, and one that names a user counts only when it is of that user.
"""

import contextlib
import os
import re
import stat
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from accountability.errors import LimitsUnavailable

MAGIC: Final = b"calls/1\n"
CALLS, HELD = "calls", "held"
MAX_BYTES: Final = 8 * 1_048_576
_SIZE: Final = 8
_STALE: Final = 256
_SAFELY: Final = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def open_shared(folder: int, name: str) -> int:
    """Open a file that is only locked, made by whoever came first.

    Raises:
        OSError: It cannot be opened, or is no ordinary file.
    """
    try:
        return _plain(os.open(name, os.O_RDONLY | _SAFELY, dir_fd=folder))
    except FileNotFoundError:
        try:
            return _made(folder, name)
        except FileExistsError:  # somebody was quicker
            return _plain(os.open(name, os.O_RDONLY | _SAFELY, dir_fd=folder))


def all_booked(folder: int, name: str) -> list[int]:
    """Give the instants at which anybody booked a call, in order.

    Raises:
        LimitsUnavailable: A file is not what it should be.
    """
    return sorted(chain.from_iterable(_of_all(folder, name, CALLS)))


def held_until(folder: int, name: str, *, latest: int) -> int:
    """Give the instant before which the register wants no call; 0: it said nothing.

    What is noted for after `latest` was noted by a wrong clock, and holds nobody.

    Raises:
        LimitsUnavailable: A file is not what it should be.
    """
    noted = chain.from_iterable(_of_all(folder, name, HELD))
    return max((each for each in noted if each <= latest), default=0)


def hold(folder: int, name: str, until: int, *, latest: int) -> None:
    """Note that the register wants no call before an instant; never an earlier one.

    What was noted for after `latest` is forgotten: a wrong clock noted it.

    Raises:
        LimitsUnavailable: Our file is not what it should be.
    """
    file = _own(name, HELD)
    noted = _read(folder, file, owner=os.geteuid())
    _write(folder, file, [max([until, *(each for each in noted if each <= latest)])])


def _of_all(folder: int, name: str, kind: str) -> "Iterator[array[int]]":
    """Give what stands in the files of each user."""
    named = re.compile(rf"{re.escape(name)}\.([0-9]{{1,10}})\.{kind}")
    for entry in os.listdir(folder):
        if found := named.fullmatch(entry):
            yield _read(folder, entry, owner=int(found[1]))


def add(folder: int, name: str, at: int, *, expired_at: int) -> None:
    """Book a call for the user that we are; what has expired goes when it is much.

    Raises:
        LimitsUnavailable: Our file is not what it should be.
    """
    file = _own(name, CALLS)
    booked = _read(folder, file, owner=os.geteuid())
    in_order = sorted(booked)
    expired = bisect_right(in_order, expired_at)
    if not booked or expired > _STALE:
        _write(folder, file, [*in_order[expired:], at])
        return
    descriptor = os.open(file, os.O_WRONLY | _SAFELY, dir_fd=folder)
    try:
        # After whole instants: who died while writing one has made no call.
        os.pwrite(descriptor, _bytes([at]), len(MAGIC) + len(booked) * _SIZE)
    finally:
        os.close(descriptor)


def remove(folder: int, name: str, at: int) -> None:
    """Take back one call that we booked; one that is not there is no error.

    Raises:
        LimitsUnavailable: Our file is not what it should be.
    """
    file = _own(name, CALLS)
    booked = _read(folder, file, owner=os.geteuid())
    if at in booked:
        booked.remove(at)
        _write(folder, file, booked)


def _own(name: str, kind: str) -> str:
    return f"{name}.{os.geteuid()}.{kind}"


def _read(folder: int, file: str, *, owner: int) -> "array[int]":
    """Read a user's bookings; none where there is no file, or it is of another."""
    try:
        descriptor = os.open(file, os.O_RDONLY | _SAFELY, dir_fd=folder)
    except FileNotFoundError:
        return array("q")
    try:
        about = os.fstat(descriptor)
        if about.st_uid != owner and owner != os.geteuid():
            return array("q")  # made in another's name: that user books elsewhere
        data = os.read(descriptor, MAX_BYTES)
    finally:
        os.close(descriptor)
    is_ours = about.st_uid == owner and stat.S_ISREG(about.st_mode)
    if not is_ours or not data.startswith(MAGIC) or len(data) == MAX_BYTES:
        raise LimitsUnavailable("a file of bookings is not what it should be")
    body = data[len(MAGIC) :]
    booked = array("q", body[: len(body) // _SIZE * _SIZE])
    return _little_endian(booked)


def _write(folder: int, file: str, booked: Iterable[int]) -> None:
    """Write our bookings in the place of what there was; there whole, or not at all."""
    draft = f"{file}.draft"
    with contextlib.suppress(FileNotFoundError):  # else: of somebody who died here
        os.unlink(draft, dir_fd=folder)
    descriptor = _made(folder, draft, os.O_WRONLY)
    try:
        os.write(descriptor, MAGIC + _bytes(booked))
    finally:
        os.close(descriptor)
    os.rename(draft, file, src_dir_fd=folder, dst_dir_fd=folder)


def _made(folder: int, name: str, access: int = os.O_RDONLY) -> int:
    """Make a file that whoever may enter the folder may read, whatever the umask."""
    may_enter = os.fstat(folder).st_mode
    mode = 0o600
    mode |= stat.S_IRGRP if may_enter & stat.S_IXGRP else 0
    mode |= stat.S_IROTH if may_enter & stat.S_IXOTH else 0
    flags = access | os.O_CREAT | os.O_EXCL | _SAFELY
    descriptor = os.open(name, flags, mode, dir_fd=folder)
    os.fchmod(descriptor, mode)
    return descriptor


def _plain(descriptor: int) -> int:
    """Give the descriptor of an ordinary file back; OSError for anything else."""
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError("no ordinary file")


def _bytes(booked: Iterable[int]) -> bytes:
    return _little_endian(array("q", booked)).tobytes()


def _little_endian(booked: "array[int]") -> "array[int]":
    if sys.byteorder == "big":  # pragma: no cover - no such machine here
        booked.byteswap()
    return booked
