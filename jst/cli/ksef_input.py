"""What `jst ksef` reads: a file, or standard input; never an identifier in argv."""

import sys
from pathlib import Path
from typing import Final

from jst.cli.output import as_text, read_file
from jst.errors import InputInvalid, InputMissing

MAX_BYTES: Final = 67_108_864


def read_source(file: Path) -> str:
    """Read the text of a file, or of standard input for `-`.

    Raises:
        InputInvalid: It cannot be read, is too large, or is no UTF-8.
        InputMissing: Standard input is closed.
    """
    return as_text(read_bytes(file))


def read_bytes(file: Path) -> bytes:
    """Read a file, or standard input for `-`.

    Raises:
        InputInvalid: It cannot be read, or is too large.
        InputMissing: Standard input is closed.
    """
    if str(file) != "-":
        return read_file(file, MAX_BYTES)
    if sys.stdin is None:
        raise InputMissing(
            "standard input is closed", polish="standardowe wejście jest zamknięte"
        )
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputInvalid(f"more than {MAX_BYTES} bytes", polish="za dużo danych")
    return data
