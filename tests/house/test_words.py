"""Words that must not stand in this repository, wherever they hide."""

import re

import pytest

from tests.house.tree import ROOT, here, text_files

# Each is cut in two, so that this file does not hold what it looks for.
_REGISTRIES = re.compile(
    "|".join(
        re.escape(first + second)
        for first, second in (
            ("pypi", ".org"),
            ("files.python", "hosted.org"),
            ("registry.npm", "js.org"),
            ("proxy.go", "lang.org"),
            ("crates", ".io"),
            ("repo.maven", ".apache.org"),
            ("conda.ana", "conda.org"),
        )
    )
)
_MACHINE_PATHS = re.compile(r"(?<![\w.*$}~)-])/(?:work|home|root|opt/pypi)(?![\w-])")
_TODO = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


_WITHHOLDER = re.compile(r"\b[Pp]łat" + r"ni(?:k|c)")


def _lines_with(pattern: re.Pattern[str], unless: str = "\0") -> list[str]:
    """Find lines, as `path:number`, that hold the pattern and not the excuse."""
    return [
        f"{here(path)}:{number}"
        for path in text_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line) and unless not in line
    ]


def test_no_package_registry_is_named() -> None:
    """An office installs from its own mirror; an address in a file overrules it."""
    assert [] == _lines_with(_REGISTRIES)


def test_no_path_of_a_certain_machine_is_named() -> None:
    """What works only where it was written does not work."""
    assert [] == _lines_with(_MACHINE_PATHS)


def test_a_czech_payer_is_not_called_a_withholding_agent() -> None:
    """Art. 8 Ordynacji keeps that word for who collects another's tax."""
    assert [] == _lines_with(_WITHHOLDER, unless="art. 8 Ordynacji")


def test_no_naked_note_to_self_is_left() -> None:
    """What is missing stands in docs/limitations.md, where users look."""
    assert [] == _lines_with(_TODO, unless="docs/limitations.md")


def test_no_text_file_has_tabs_or_trailing_spaces_but_make() -> None:
    """Noise in a diff hides the line that matters."""
    found = [
        here(path)
        for path in text_files()
        if path.suffix in {".py", ".md", ".toml", ".yml"}
        and re.search(r"[ \t]+$|\t", path.read_text("utf-8"), re.MULTILINE)
    ]

    assert [] == found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("see @home/anna/x", True),
        ("'@work'", True),
        ("cd @root", True),
        ("https://example.org@home", False),
        ("/var/lib/jst@home", False),
        ("@workstation", False),
        ("{JST_HOME}@work", False),
    ],
)
def test_the_search_for_paths_knows_an_address_from_a_path(
    text: str, is_found: bool
) -> None:
    """A search with false alarms is switched off within a week."""
    assert is_found is bool(_MACHINE_PATHS.search(text.replace("@", "/")))


def test_the_repository_is_where_the_tests_look() -> None:
    """Searching the wrong folder finds nothing, and looks like success."""
    assert ROOT / "Makefile" in set(text_files())
