"""The words that typer itself puts into every `--help`, in Polish."""

import re
from collections.abc import Sequence
from typing import Any, Final

import typer

from jst.cli.language import say

_WORDS: Final = {
    "Arguments": "Argumenty",
    "Options": "Opcje",
    "Commands": "Polecenia",
    "Show this message and exit.": "Pokaż tę pomoc.",
    "[OPTIONS]": "[OPCJE]",
    "COMMAND [ARGS]...": "POLECENIE [ARGUMENTY]...",
    "[required]": "[wymagane]",
    "[default: ": "[domyślnie: ",
    "; required]": "; wymagane]",
}
# What typer prints of an option that does not name what it takes.
_VALUES: Final = {
    "<int>": ("LICZBA", "NUMBER"),
    "<int range>": ("LICZBA", "NUMBER"),
    "<float>": ("LICZBA", "NUMBER"),
    "<float range>": ("LICZBA", "NUMBER"),
    "<path>": ("PLIK", "FILE"),
    "<str>": ("TEKST", "TEXT"),
    "<%Y-%m-%d>": ("RRRR-MM-DD", "YYYY-MM-DD"),
}
# typer's mark of an argument that is required; to others it is a choice.
_BRACES: Final = re.compile(r"\{([^{}|]+)\}")
_TYPE: Final = re.compile(r" (<[^<>]+>)$")
_RANGE: Final = re.compile(
    r"(?<=\[|\s)(?:(?P<least>[\d.]+)<=)?x(?:>=(?P<from>[\d.]+)|<=(?P<most>[\d.]+))"
)

_Formatter: Any = typer.Context.formatter_class  # public only through the context


class _PolishFormatter(_Formatter):  # type: ignore[misc]  # typer's class has no public name
    """Writes a help page with the words above."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how a command is typed."""
        typed = _BRACES.sub(r"\1", _polish(args))
        super().write_usage(prog, typed, prefix or say("Składnia: ", "Usage: "))

    def write_heading(self, heading: str) -> None:
        """Write the title of a section."""
        super().write_heading(_polish(heading))

    def write_dl(
        self, rows: Sequence[tuple[str, str]], *args: int, **more: int
    ) -> None:
        """Write options, arguments or commands with what they mean."""
        told = [(_named(name), _ranged(_polish(text))) for name, text in rows]
        super().write_dl(told, *args, **more)


class HelpContext(typer.Context):
    """A context whose help page speaks the reader's language."""

    formatter_class = _PolishFormatter


def in_polish(command: Any) -> Any:  # noqa: ANN401 - typer's own command class is private
    """Let a command and all below it use these words; gives it back."""
    command.context_class = HelpContext
    for below in getattr(command, "commands", {}).values():
        in_polish(below)
    return command


def _polish(text: str) -> str:
    for english, polish in _WORDS.items():
        text = text.replace(english, say(polish, english))
    return text


def _named(row: str) -> str:
    """Name what an option takes, as an argument does by its own name already."""
    found = _TYPE.search(row)
    if found is None:
        return row
    option = row[: found.start()]
    if not option.startswith("-"):
        return option
    return f"{option} {say(*_VALUES[found[1]])}" if found[1] in _VALUES else row


def _ranged(text: str) -> str:
    """Say in words from which number to which an option goes."""
    return _RANGE.sub(_in_words, text)


def _in_words(found: re.Match[str]) -> str:
    least, most = found["least"] or found["from"], found["most"]
    said = [f"{say('od', 'from')} {least}"] if least else []
    said += [f"{say('do', 'to')} {most}"] if most else []
    return " ".join(said)
