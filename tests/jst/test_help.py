"""What `--help` tells a new user, in both languages."""

import pytest

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
