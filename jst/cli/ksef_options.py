"""Options that the commands of `jst ksef` share which talk to KSeF."""

from dataclasses import dataclass
from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.options import a_flag, a_text

As = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar=say("NAZWA", "NAME"),
        help=say(
            "Poświadczenie z credentials.toml; domyślnie pierwsze.",
            "Credential of credentials.toml; by default the first.",
        ),
    ),
]
Why = Annotated[str, a_text("Uzasadnienie.", "Justification.")]
Mandate = Annotated[
    str,
    typer.Option(
        metavar=say("ZARZĄDZENIE", "ORDER"),
        help=say(
            "Zarządzenie, które jest wykonywane: numer i data.",
            "The office's order that is carried out: number and date.",
        ),
    ),
]
Reveal = Annotated[
    bool,
    a_flag(
        "--reveal",
        "Pokaż identyfikatory i nazwiska w całości.",
        "Show identifiers and names in clear.",
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed of who, why and for which case."""

    credential: str | None
    case: str
    justification: str
    mandate: str


def named_as(credential: str | None) -> str:
    """Repeat `--as` in a command that is told as the next one."""
    return f" --as {credential}" if credential else ""
