"""One file, one thing; one function, one screen. Run this file as a module to report.

python -m tests.house.test_lengths
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import PACKAGES, here, parsed, python_files

MAX_FILE = 300
MAX_FUNCTION = 60

# path, or path::function -> why its second half has no name of its own.
ALLOWED: dict[str, str] = {}


def file_lengths(*folders: str) -> dict[str, int]:
    """Count the lines of every Python file."""
    return {
        here(path): len(path.read_text("utf-8").splitlines())
        for path in python_files(*folders)
    }


def function_lengths(*folders: str) -> dict[str, int]:
    """Count the lines of every body, without docstring, comments and blanks."""
    return {
        f"{here(path)}::{node.name}": _lines(path, node)
        for path in python_files(*folders)
        for node in _functions(path)
    }


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _lines(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    has_docstring = ast.get_docstring(node) is not None
    docstring = (
        range(first.lineno, (first.end_lineno or 0) + 1) if has_docstring else ()
    )
    text = path.read_text("utf-8").splitlines()
    return sum(
        1
        for number in range(first.lineno, (node.end_lineno or 0) + 1)
        if number not in docstring and not _is_quiet(text[number - 1])
    )


def _is_quiet(line: str) -> bool:
    return line.strip() == "" or line.lstrip().startswith("#")


def _too_long() -> dict[str, int]:
    files = file_lengths(*PACKAGES)
    functions = function_lengths(*PACKAGES)
    return {name: lines for name, lines in files.items() if lines > MAX_FILE} | {
        name: lines for name, lines in functions.items() if lines > MAX_FUNCTION
    }


def test_no_file_passes_300_lines_and_no_function_a_screen() -> None:
    """A file that needs scrolling to be judged is not judged."""
    found = _too_long()

    assert {} == {name: lines for name, lines in found.items() if name not in ALLOWED}


def test_the_allow_list_is_not_stale() -> None:
    """An exception that is no longer needed invites the next one."""
    found = _too_long()

    assert [] == [name for name in ALLOWED if name not in found]
    assert [] == [name for name, why in ALLOWED.items() if not why]


def main() -> None:
    """Print the longest files and functions, tests included."""
    for lengths in (file_lengths, function_lengths):
        found = lengths(*PACKAGES, "tests", "benchmarks")
        for name, lines in sorted(found.items(), key=lambda pair: -pair[1])[:15]:
            print(f"{lines:5} {name}")  # noqa: T201 - a report is printed


if __name__ == "__main__":
    main()
