"""How a text of others is shown."""

from documents.text import in_groups, printable, printable_rows


def test_what_would_be_obeyed_is_replaced_and_the_rest_is_kept() -> None:
    """An escape sequence rules a terminal; RLO turns a name round on paper."""
    shown = printable("Zażółć\x1b[2J \N{RIGHT-TO-LEFT OVERRIDE}gęś\n")

    assert "Zażółć\ufffd[2J \ufffdgęś\ufffd" == shown


def test_rows_keep_their_labels() -> None:
    """Labels are ours; texts are of the register."""
    assert [["Nazwa", "a\ufffdb"]] == printable_rows([("Nazwa", "a\0b")])


def test_a_digest_is_cut_into_groups_of_sixteen() -> None:
    """64 digits without a blank run over the edge of a page."""
    assert " ".join(["0123456789abcdef"] * 4) == in_groups("0123456789abcdef" * 4)
