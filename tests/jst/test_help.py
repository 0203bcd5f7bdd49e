"""What `--help` tells a new user, in both languages."""

import re

import pytest

from jst.cli.help_words import HelpContext
from tests.house.tree import ROOT
from tests.jst.conftest import Jst


@pytest.mark.parametrize(
    ("language", "register"), [("pl", "czeskiego rejestru"), ("en", "Czech VAT")]
)
def test_the_root_names_all_three_systems(
    language: str, register: str, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who looks for KSeF reads the first sentence, not the list of groups."""
    monkeypatch.setenv("JST_LANG", language)
    said = " ".join(jst("--help").out.partition(":")[2].split())
    assert [True, True, True] == [
        system in said.partition("--version")[0]
        for system in ("CRPO", "KSeF", register)
    ]


def test_no_page_shows_a_type_of_python() -> None:
    """`--port <int range> [0<=x<=65535]` is no Polish; docs/cli.md has every page."""
    pages = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert [] == re.findall(r"<[a-z%][^>\n]*>|\bx[<>]=", pages)
    assert 1 < pages.count("  --port LICZBA ")
    assert 1 < pages.count("[od 0 do 65535]")


@pytest.mark.parametrize(
    ("language", "named", "limits"),
    [
        ("pl", "--limit LICZBA ", "[domyślnie: 50; od 1 do 100000]"),
        ("en", "--limit NUMBER ", "[default: 50; from 1 to 100000]"),
    ],
)
def test_what_an_option_takes_is_said_in_the_readers_language(
    language: str, named: str, limits: str, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its limits in words."""
    monkeypatch.setenv("JST_LANG", language)
    page = " ".join(jst("ledger", "show", "--help").out.split())
    assert [True, True] == [named in page, limits in page]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[x>=1]", "[od 1]"),
        ("[x<=9]", "[do 9]"),
        ("[default: 2; 0.5<=x<=3.0]", "[domyślnie: 2; od 0.5 do 3.0]"),
        ("max<=3", "max<=3"),
    ],
)
def test_limits_are_said_in_words(
    text: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many of the two ends there are; nothing else is touched."""
    monkeypatch.delenv("JST_LANG", raising=False)
    assert said == as_told(text)


def as_told(text: str) -> str:
    """Give what a page shows of a text."""
    page = HelpContext.formatter_class()
    page.write_dl([("--option", text)])
    return str(page.getvalue()).split(maxsplit=1)[1].strip()


def test_a_type_that_nobody_has_named_is_shown_as_it_is() -> None:
    """Better a word of typer's than none."""
    page = HelpContext.formatter_class()
    page.write_dl([("--option <bogus>", ""), ("NAME <bogus>", "")])
    assert ["--option <bogus>", "NAME"] == [
        each.strip() for each in page.getvalue().splitlines()
    ]
