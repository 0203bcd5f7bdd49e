"""The code in the documentation runs, and its commands exist."""

import doctest
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.house import code
from tests.house.blocks import Block, blocks, commands
from tests.house.tree import ROOT, here

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
PAGES = [page for page in PAGES if page.exists()]
# Shown for reading: formats, data, diagrams. Everything else is run or looked up.
SHOWN = {"csv", "ini", "json", "markdown", "mermaid", "text", "toml", "xml", "yaml"}
RUN = {"python", "pycon", "console"}

_MAKE_TARGETS = set(
    re.findall(r"^([\w.-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
)


def _run_python(page: Path, found: list[Block]) -> None:
    """Run the Python blocks of a page in order, in one namespace."""
    names: dict[str, Any] = {"__name__": "__page__"}
    for block in found:
        if block.language == "python":
            # The page's own line number, so that a failure points into the page.
            source = "\n" * block.line + block.text
            exec(compile(source, here(page), "exec"), names)  # noqa: S102 - our docs
        if block.language == "pycon":
            parsed = doctest.DocTestParser().get_doctest(
                block.text, names, here(page), here(page), block.line
            )
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
            runner.run(parsed, clear_globs=False)
            assert 0 == runner.failures
            names = parsed.globs


def unknown(command: str) -> str:
    """Name what a command line uses and we do not have; empty when all is there."""
    words = shlex.split(command)
    words = [word for word in words if not re.fullmatch(r"[A-Z_]+=.*", word)]
    program = words[0].removeprefix(".venv/bin/") if words else ""
    if program == "make":
        return " ".join(
            word for word in words[1:] if "=" not in word and word not in _MAKE_TARGETS
        )
    if program == "jst" and code.commands():
        return _unknown_to_jst(words[1:])
    if program == "python" and words[1:2] == ["-m"]:
        return "" if code.is_built(words[2]) else words[2]
    return ""


def _unknown_to_jst(words: list[str]) -> str:
    """Walk the words down the tree of commands; name the first one it does not have."""
    known, path = code.commands(), "jst"
    while words and getattr(known[path], "commands", {}) and words[0][0] != "-":
        if f"{path} {words[0]}" not in known:
            return words[0]
        path, words = f"{path} {words[0]}", words[1:]
    options = {"--help"}
    for parameter in getattr(known[path], "params", ()):
        options |= {*parameter.opts, *parameter.secondary_opts}
    odd = [word for word in words if word.startswith("-")]
    return " ".join(word for word in odd if word.partition("=")[0] not in options)


@pytest.mark.parametrize("page", PAGES, ids=here)
def test_the_python_of_a_page_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An example that does not run is worse than none: it is copied first."""
    monkeypatch.chdir(tmp_path)

    _run_python(page, blocks(page))


@pytest.mark.parametrize("page", PAGES, ids=here)
def test_the_commands_of_a_page_exist(page: Path) -> None:
    """Commands are written behind `$` in console blocks, and looked up here."""
    missing = [
        f"line {block.line}: {unknown(command)}"
        for block in blocks(page)
        if block.language == "console"
        for command in commands(block)
        if unknown(command)
    ]

    assert [] == missing


@pytest.mark.parametrize("page", PAGES, ids=here)
def test_every_block_says_its_language(page: Path) -> None:
    """A block without a language, or in `sh`, would escape the tests above."""
    found = {block.line: block.language for block in blocks(page)}

    assert {} == {
        line: language
        for line, language in found.items()
        if language not in SHOWN | RUN
    }


def test_blocks_are_read_with_their_lines_and_indents(tmp_path: Path) -> None:
    """The reader of pages is code too: a block it misses is a block that never runs."""
    page = tmp_path / "page.md"
    page.write_text(
        "# T\n\n```python\nx = 1\n```\n\n- item\n\n"
        "  ```console\n  $ make test \\\n    UV=\n  out\n  $ jst demo\n  ```\n"
    )

    [first, second] = blocks(page)

    assert Block("python", "x = 1\n", 3) == first
    assert ("console", 9) == (second.language, second.line)
    assert ["make test    UV=", "jst demo"] == [
        re.sub(" +UV", "    UV", command) for command in commands(second)
    ]


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        ("make test", ""),
        ("make UV= PYTHON=python3.13 demo", ""),
        ("make tset", "tset"),
        (".venv/bin/python -m tests.house.generated", ""),
        ("python -m tests.house.nothing", "tests.house.nothing"),
        ("git log", ""),
        ("jst ledger verify --checkpoint FILE", ""),
        ("jst --version", ""),
        ("jst nosuch", "nosuch"),
        ("jst ledger nosuch --json", "nosuch"),
        ("jst ledger verify --nosuch", "--nosuch"),
    ],
)
def test_a_command_that_does_not_exist_is_noticed(command: str, missing: str) -> None:
    """Down to the last option; other people's programs are not ours to check."""
    assert missing == unknown(command)
