"""Options that the commands of `jst ksef` share which talk to KSeF."""

from dataclasses import dataclass
from typing import Annotated

from jst.cli.options import Option, a_flag, a_text, a_word, a_word_argument


def a_person(polish: str, english: str) -> Option:
    """Declare an option that names a person of ksef-people.toml."""
    return a_word("OSOBA", "PERSON", polish, english)


def a_person_argument(polish: str, english: str) -> Option:
    """Declare an argument that names one."""
    return a_word_argument("OSOBA", "PERSON", polish, english)


As = Annotated[
    str | None,
    a_word(
        "NAZWA",
        "NAME",
        "Poświadczenie z credentials.toml; domyślnie pierwsze.",
        "Credential of credentials.toml; by default the first.",
        "--as",
    ),
]
Why = Annotated[str, a_text("Uzasadnienie.", "Justification.")]
Mandate = Annotated[
    str,
    a_word(
        "ZARZĄDZENIE",
        "ORDER",
        "Zarządzenie, które jest wykonywane: numer i data.",
        "The office's order that is carried out: number and date.",
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
