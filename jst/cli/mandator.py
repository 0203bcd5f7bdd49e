"""The identifier of a mandator: from standard input or a file, never from argv.

Argv is seen by every process of the host, and stays in the shell's history.
"""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jst.cli.language import say
from jst.cli.output import as_text, not_opened
from jst.errors import InputInvalid, InputMissing
from ledger.files import open_present
from vocabulary.identifiers import MandatorId, parse_mandator

if TYPE_CHECKING:
    from crpdph.model import Dic

MAX_BYTES: Final = 1024
_SEPARATORS: Final = re.compile(r"[ \u00a0\u2010-\u2013-]")
_FOREIGN: Final = re.compile(r"\s*[A-Za-z]{2}\s*:")
_NIP_DIGITS, _PESEL_DIGITS = 10, 11


def read_mandator(kind: str | None, source: Path | None) -> MandatorId:
    """Read one identifier and check it.

    Args:
        kind: `nip`, `pesel`, `foreign`, or None to tell it from the shape.
        source: The file, or None for standard input.

    Raises:
        InputInvalid: Nothing, more than one line, unreadable, or of no clear kind.
        IdentifierInvalid: It is no identifier of its kind.
    """
    text = _one_line(_read(source))
    return parse_mandator(kind or kind_of(text), text)


def read_dic(source: Path | None) -> "Dic":
    """Read one Czech tax number, of whom the officer searches for.

    Raises:
        InputInvalid: Nothing, more than one line, or unreadable.
        IdentifierInvalid: It is no DIC.
    """
    from crpdph.model import Dic  # noqa: PLC0415 - only who searches for one

    return Dic.parse(_one_line(_read(source)))


def kind_of(text: str) -> str:
    """Tell the kind from the shape, where the shape leaves no doubt.

    Raises:
        InputInvalid: It could be anything; the person has to say it.
    """
    if _FOREIGN.match(text):
        return "foreign"
    bare = _SEPARATORS.sub("", text)
    if bare[:2].upper() == "PL":
        return "nip"
    if bare.isascii() and bare.isdigit():
        if len(bare) == _NIP_DIGITS:
            return "nip"
        if len(bare) == _PESEL_DIGITS:
            return "pesel"
    raise InputInvalid(
        "the kind of identifier is not clear; give --kind",
        polish="nie wiadomo, jaki to identyfikator; podaj --kind",
    )


def _read(source: Path | None) -> bytes:
    if source is None:
        if sys.stdin is None:
            raise InputMissing(
                "standard input is closed", polish="standardowe wejście jest zamknięte"
            )
        if sys.stdin.isatty():
            sys.stderr.write(say("Identyfikator mocodawcy: ", "Mandator: "))
            sys.stderr.flush()
            return sys.stdin.readline(MAX_BYTES + 1).encode()
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with open_present(source) as file:
            return file.read(MAX_BYTES + 1)
    except OSError as unreadable:
        raise not_opened(source, unreadable) from None


def _one_line(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise InputInvalid(
            "one identifier is shorter than this", polish="podany tekst jest za długi"
        )
    lines = as_text(data).strip("\r\n").splitlines()
    if len(lines) != 1 or not lines[0].strip():
        raise InputInvalid(
            "one line with one identifier is expected",
            polish="potrzebny jest jeden wiersz z jednym identyfikatorem",
        )
    return lines[0]
