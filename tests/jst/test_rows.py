"""Tables on a terminal: no id and no word is broken where nobody would break it."""

import pytest

from jst.cli.rows import fitting, print_rows, wrapped

NAMES = ("Nr", "Sprawa", "Cel")
ROWS = [("12", "FK.3120.7.2026", "zwolnienie odsłonięcia"), ("13", "", "raport")]


def test_a_column_is_never_narrower_than_its_longest_word() -> None:
    """`FK.312 0.7.20 26` is no case number."""
    rows = [[["Nr"], ["Sprawa"]], [["1"], ["FK.3120.7.2026 i inne"]]]

    assert [2, 21] == fitting(rows, 80)
    assert [2, 14] == fitting(rows, 20)
    assert fitting(rows, 19) is None


def test_words_break_at_blanks_and_only_long_ones_after_dots() -> None:
    """The id of a rule is longer than any column; a case number is not."""
    assert "zwolnienie\nodsłonięcia" == wrapped("zwolnienie odsłonięcia", 14)
    assert "unsealing.\nsecond_person" == wrapped("unsealing.second_person", 14)
    assert "FK.3120.7.2026" == wrapped("FK.3120.7.2026", 4)


def test_fields_stand_one_below_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    """A stroke keeps the place of what is empty, lest it is taken for another."""
    print_rows(NAMES, ROWS, [[0], [1, 2]])
    said = [line.strip() for line in capsys.readouterr().out.splitlines()]

    assert "12  FK.3120.7.2026" in said
    assert "13  —" in said


def test_what_fits_no_table_is_told_in_blocks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An id of 36 letters beside eight columns is legible nowhere else."""
    names = tuple(f"pole{number}" for number in range(5))
    print_rows(names, [tuple("x" * 30 for _ in names)], [[0], [1], [2], [3], [4]])

    assert ["", *(f"{name}: {'x' * 30}" for name in names), ""] == (
        capsys.readouterr().out.splitlines()
    )
