"""How far long work is, where nobody watches a terminal."""

import pytest

from jst.cli.bar import Bar


def test_elsewhere_every_tenth_is_a_plain_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A log file of ten thousand lines is read by nobody."""
    with Bar("zapytano") as told:
        for done in range(1, 101):
            told(done, 100)

    lines = capsys.readouterr().err.splitlines()
    assert [f"jst: zapytano {n}/100" for n in range(10, 101, 10)] == lines
