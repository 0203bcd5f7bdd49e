"""Each decision has a number, a test that holds it, and a day to look again."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT

ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
_NAMED_TEST = re.compile(r"tests/[\w./-]+\.(?:py|toml)(?:::\w+)?")


def test_numbers_have_no_gaps() -> None:
    """A missing number is a decision that somebody took back in silence."""
    assert list(range(1, len(ADRS) + 1)) == [int(path.name[:4]) for path in ADRS]


@pytest.mark.parametrize("adr", ADRS, ids=lambda path: path.stem)
class TestEachAdr:
    """What every record must hold."""

    def test_its_title_carries_its_number_and_its_status_a_day(self, adr: Path) -> None:
        """Code cites ADR-0006; a search for that must end here."""
        number, text = _read(adr)
        title, status = text.splitlines()[:2]

        assert title.startswith(f"# ADR-{number}: ")
        assert re.match(r"Status: \w+, \d{4}-\d\d-\d\d\.", status)

    def test_it_ends_with_what_holds_it_and_when_to_look_again(self, adr: Path) -> None:
        """A decision that no test holds is a wish."""
        _, text = _read(adr)
        held_by, again = (
            text.rfind(f"\n{word}") for word in ("Held by.", "Look again")
        )

        assert 0 < held_by < again
        assert "\n\n" not in text[again:].rstrip("\n")
        assert _NAMED_TEST.findall(text[held_by:again])

    def test_the_tests_it_names_exist(self, adr: Path) -> None:
        """A renamed test would leave the decision held by nothing."""
        _, text = _read(adr)

        assert [] == [name for name in _NAMED_TEST.findall(text) if not _exists(name)]

    def test_it_can_be_read_in_two_minutes(self, adr: Path) -> None:
        """Fifteen lines are the aim; past forty it is an essay."""
        _, text = _read(adr)

        assert len(text.splitlines()) <= 40


def _read(adr: Path) -> tuple[str, str]:
    return adr.name[:4], adr.read_text("utf-8")


def _exists(name: str) -> bool:
    file, _, function = name.partition("::")
    path = ROOT / file
    return path.exists() and (not function or f"def {function}(" in path.read_text())
