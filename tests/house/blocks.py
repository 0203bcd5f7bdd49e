"""Reads the fenced code blocks of a Markdown page."""

import re
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its language, its text, and the line it starts on."""

    language: str
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    """Find the blocks of a page, in order."""
    text = page.read_text("utf-8")
    return [
        Block(
            language=found["info"].split(" ")[0],
            text=re.sub(f"(?m)^{found['indent']}", "", found["body"]),
            line=text.count("\n", 0, found.start()) + 1,
        )
        for found in _FENCE.finditer(text)
    ]


def commands(block: Block) -> list[str]:
    """Give the commands of a console block: what stands behind `$`, lines joined."""
    joined = block.text.replace("\\\n", " ")
    return [line[2:] for line in joined.splitlines() if line.startswith("$ ")]
