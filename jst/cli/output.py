"""How commands speak: options they share, JSON, times, tables."""

import errno
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from documents.text import printable
from jst.cli.language import say
from jst.cli.options import a_flag
from ledger.files import open_present

if TYPE_CHECKING:
    from rich.table import Table

    from jst.errors import InputInvalid, OutputRefused

MAX_INPUT_BYTES: Final = 1_048_576
_COLUMNS: Final = 80

AsJson = Annotated[
    bool,
    a_flag("--json", "Wypisz wynik jako JSON.", "Print the result as JSON."),
]


def new_group(name: str, text: str) -> typer.Typer:
    """Make a group of commands in the manner of the root."""
    return typer.Typer(
        name=name, help=text, rich_markup_mode=None, no_args_is_help=True
    )


def print_json(value: object) -> None:
    """Print one JSON document on one line of stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def print_line(text: str = "") -> None:
    """Print a line for people on stdout."""
    sys.stdout.write(text + "\n")


def print_shown(lines: Iterable[str]) -> None:
    """Print lines that hold words of files and of servers, as `printable` shows them.

    A line of ours may begin a new paragraph (a line break); nothing else breaks it but
    its width: past 80 columns it goes on below its indent, and no word is broken.
    A command that people copy is printed by `print_line`.
    """
    for line in lines:
        print_line("\n".join(folded(printable(each)) for each in line.split("\n")))


def folded(line: str, *, further: int = 4) -> str:
    """Break a line of words at 80 columns; it goes on so many columns further in."""
    indent = " " * (len(line) - len(line.lstrip()) + further)
    return "\n".join(
        wrap(
            line,
            _COLUMNS,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def print_note(text: str) -> None:
    """Print a line for people on stderr, beside the result."""
    sys.stderr.write(f"jst: {text}\n")


def print_folded_note(text: str) -> None:
    """Print a long line for people on stderr, folded at 80 columns."""
    sys.stderr.write(folded(f"jst: {text}", further=5) + "\n")


def print_pairs(pairs: dict[str, str]) -> None:
    """Print names and values in two columns, one pair a line."""
    width = max(len(name) for name in pairs) + 2
    for name, value in pairs.items():
        print_line(f"{name + ':':<{width}}{value}")


def print_table(table: "Table") -> None:
    """Print a table as wide as the terminal, 80 columns elsewhere.

    Of one without rows it says so, since a heading alone looks like a list cut off.
    """
    if not table.row_count:
        print_line(say("Brak wierszy.", "No lines."))
        return
    from rich.console import Console  # noqa: PLC0415 - only commands with a table

    console = Console(file=sys.stdout, highlight=False, soft_wrap=False)
    if not sys.stdout.isatty():
        console = Console(file=sys.stdout, highlight=False, width=80, no_color=True)
    console.print(table)


def new_table(*columns: str, whole: str = "") -> "Table":
    """Make a table whose cells fold and never lose a letter.

    Args:
        columns: Their headings.
        whole: The one that does not fold: a number that people copy.
    """
    from rich import box  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column == whole)
    return table


def cell(text: str) -> Any:  # noqa: ANN401 - rich's Text, imported late
    """Make a cell of text that may hold anything: no markup, no control characters."""
    from rich.text import Text  # noqa: PLC0415 - as above

    return Text("\n".join(printable(line) for line in text.split("\n")))


def in_warsaw(instant: datetime) -> str:
    """Write an instant as people in Poland read it, to the second, with its zone."""
    there = in_warsaw_column(instant)
    return there if there.endswith("UTC") else f"{there} ({say('Warszawa', 'Warsaw')})"


def in_warsaw_column(instant: datetime) -> str:
    """Write the same without the zone, below a head that names it.

    What no clock of Warsaw can be told for is in UTC, and says so.
    """
    from vocabulary.clock import warsaw_time  # noqa: PLC0415 - loads the time zones

    local = warsaw_time(instant)
    return f"{local:%Y-%m-%d %H:%M:%S}" + (" UTC" if local.tzinfo is UTC else "")


def read_file(path: Path, cap_bytes: int = MAX_INPUT_BYTES) -> bytes:
    """Read a file that a person named; InputInvalid when it cannot be.

    Raises:
        InputInvalid: No such file, unreadable, or more than the cap.
    """
    from jst.errors import InputInvalid  # noqa: PLC0415 - commands only

    try:
        with open_present(path) as file:
            data = file.read(cap_bytes + 1)
    except OSError as unreadable:
        raise not_opened(path, unreadable) from None
    if len(data) > cap_bytes:
        raise InputInvalid(
            f"{path}: more than {cap_bytes} bytes", polish=f"{path}: za duży plik"
        )
    return data


def write_new(path: Path, content: str | bytes) -> None:
    """Write a new file that only we read, whole or not at all.

    Raises:
        OutputRefused: The file exists, or its folder does not let us write; or it is
            `-`, which names no file and would make one.
    """
    from jst.errors import OutputRefused  # noqa: PLC0415 - commands only

    if str(path) == "-":
        raise OutputRefused("-: give the name of a file", polish="-: podaj nazwę pliku")
    from documents.whole import new_file  # noqa: PLC0415 - keeps --help quick

    try:
        with new_file(path) as file:
            file.write(content.encode() if isinstance(content, str) else content)
    except OSError as refused:
        raise not_written(path, refused) from None


def require_new(path: Path) -> None:
    """Pass when a new file or folder can be made here: asked before long work.

    Raises:
        OutputRefused: It exists, or there is no folder to put it in.
    """
    if path.exists():
        raise not_written(path, FileExistsError())
    if not path.parent.is_dir():
        raise not_written(path, FileNotFoundError())


@contextmanager
def reserved(path: Path, content: str = "") -> Iterator[None]:
    """Make a new private file before the work; none stays when the work fails.

    Raises:
        OutputRefused: The file exists, or cannot be made.
    """
    write_new(path, content)
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def not_written(path: Path, error: OSError) -> "OutputRefused":
    """Make the error for a file or folder that could not be made."""
    from jst.errors import OutputRefused  # noqa: PLC0415 - commands only

    if isinstance(error, FileExistsError):
        return OutputRefused(
            f"{path}: exists, and is never overwritten",
            polish=f"{path}: już istnieje i nie zostanie nadpisany",
        )
    if isinstance(error, FileNotFoundError):
        return OutputRefused(
            f"{path}: there is no folder to put it in",
            polish=f"{path}: nie ma katalogu, w którym ma powstać",
        )
    if isinstance(error, BlockingIOError):
        return OutputRefused(
            f"{path}: another process is writing it",
            polish=f"{path}: zapisuje go właśnie inny proces",
        )
    full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    return OutputRefused(
        f"{path}: {error.strerror or 'not written'}",
        polish=f"{path}: "
        + ("zabrakło miejsca na dysku" if full else "nie można tam zapisać"),
    )


def not_opened(path: Path, error: OSError) -> "InputInvalid":
    """Make the error for a file that did not open."""
    from jst.errors import InputInvalid  # noqa: PLC0415 - commands only

    missing = isinstance(error, FileNotFoundError)
    return InputInvalid(
        f"{path}: {error.strerror or 'not opened'}",
        polish=f"{path}: nie ma takiego pliku"
        if missing
        else f"{path}: nie można otworzyć pliku",
    )


def as_text(data: bytes) -> str:
    """Decode what was read; InputInvalid when it is not UTF-8."""
    from jst.errors import InputInvalid  # noqa: PLC0415 - commands only

    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputInvalid(
            "not text in UTF-8", polish="to nie jest tekst w UTF-8"
        ) from None
