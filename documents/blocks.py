"""What a letter consists of before it is paper; the same blocks become PDF and DOCX."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; levels begin at 1 and leave none out."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that stay together: an address, a signature, place and day."""

    lines: tuple[str, ...]
    right: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels and values in two columns."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; numbered where the order counts."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """Text whose line ends and blanks count, e.g. PEM; its caption stays with it."""

    text: str
    caption: str = ""


Block: TypeAlias = Heading | Paragraph | Lines | Pairs | Items | Code


def as_data(blocks: Sequence[Block]) -> list[dict[str, object]]:
    """Write blocks as the template `letter` reads them; pure."""
    return [{"kind": type(each).__name__.lower(), **asdict(each)} for each in blocks]
