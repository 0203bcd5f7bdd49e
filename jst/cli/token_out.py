"""The file of a new KSeF token: made, and as large as it will be, before KSeF is asked.

KSeF tells a token once. A disk that is full, or a folder that takes nothing, is found
before the token is made, and what fails afterwards names the token that is to go.
"""

import os
from pathlib import Path
from typing import Final

from jst.cli.language import say
from jst.cli.output import not_written, print_note
from jst.errors_credentials import TokenLost
from ksef.access.tokens import NewToken

# API 2.7.0 gives no length; our reader takes 1,024 characters at most.
ROOM: Final = " " * 1024 + "\n"
_FLAGS: Final = os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC


def write_token(path: Path, token: NewToken) -> None:
    """Write a token durably into the room that was made for it.

    Raises:
        TokenLost: It cannot be; the error names the token's number.
        KeyboardInterrupt: Of the writing; a note has named it.
    """
    text = token.value.reveal()
    if not text.isascii():
        raise TokenLost(token.reference)  # no file of a token of ours is read so
    try:
        _write(path, f"{text}\n".encode("ascii"))
    except OSError as refused:
        raise TokenLost(token.reference) from not_written(path, refused)
    except KeyboardInterrupt:
        number = token.reference
        print_note(
            say(
                f"token {number} utworzono i nie zapisano; unieważnij go: jst ksef"
                f" tokens revoke {number}",
                f"token {number} was made and not written; revoke it: jst ksef tokens"
                f" revoke {number}",
            )
        )
        raise


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, _FLAGS)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.ftruncate(handle, len(data))
        os.fsync(handle)
    finally:
        os.close(handle)
