"""Sheets of payers: with a header or without, and nothing guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpdph.errors import SheetInvalid
from crpdph.sheet import read_sheet
from documents.table import TableInvalid
from jst.simulators.crpdph_register import company

FIRM, OTHER = company(1), company(2)


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRM}\n{OTHER};1/0100\n",
        f"\ufeffCZ{FIRM}\r\n\r\nCZ{OTHER};1/0100",
        f"dic;account\n{FIRM};\n{OTHER};1/0100\n",
        f'"DIC","account"\n"{FIRM}",""\n"{OTHER}","1/0100"\n',
        f"pay;dic;account\ntak;{FIRM};\nnie;{OTHER};1/0100\n",
    ],
)
def test_a_sheet_is_read_in_any_of_its_shapes(text: str) -> None:
    """People paste a column, or save a table."""
    rows = read_sheet(text.encode())

    assert [(FIRM, None), (OTHER, "1/0100")] == [
        (row.line.dic.reveal(), row.line.account) for row in rows
    ]


def test_lines_are_counted_as_in_the_file() -> None:
    """With and without a header; a person looks for the line in an editor."""
    bare, table = f"{FIRM}\n\n{OTHER}\n", f"dic\n{FIRM}\n{OTHER}\n"

    assert [1, 3] == [row.at for row in read_sheet(bare.encode())]
    assert [2, 3] == [row.at for row in read_sheet(table.encode())]


def test_a_wrong_line_of_a_bare_column_is_told_as_it_stands_in_the_file() -> None:
    """The header that we add for reading is not in the file."""
    with pytest.raises(TableInvalid) as caught:
        read_sheet(f"{FIRM}\n{OTHER};1/0100;2\n".encode())

    assert 2 == caught.value.line


def test_who_is_to_be_paid_is_said_in_words() -> None:
    """An empty cell is a no."""
    text = f"dic;account;pay\n{FIRM};;TAK\n{OTHER};;\n{FIRM};;no\n"

    assert [True, False, False] == [
        row.vendor.is_paid for row in read_sheet(text.encode(), with_pay=True)
    ]


def test_a_vendor_table_needs_its_header() -> None:
    """Without it nobody knows which column is which."""
    with pytest.raises(TableInvalid):
        read_sheet(f"{FIRM};1/0100;tak\n".encode(), with_pay=True)


def test_every_wrong_line_is_told_and_no_cell_repeated() -> None:
    """All at once, so that one correction is enough."""
    with pytest.raises(SheetInvalid) as caught:
        read_sheet(b"nobody\n1234\n90000013;-\n")

    assert [
        ("crpdph.sheet.dic", "wiersz 1: dic"),
        ("crpdph.sheet.dic", "wiersz 2: dic"),
        ("crpdph.sheet.account", "wiersz 3: account"),
    ] == [(finding.rule, finding.field) for finding in caught.value.findings]
    assert "nobody" not in str(caught.value) + repr(caught.value.findings)


@given(st.binary(max_size=120) | st.text(max_size=60).map(str.encode))
def test_no_bytes_break_the_reader_of_sheets(data: bytes) -> None:
    """Files of offices hold anything."""
    try:
        rows = read_sheet(data)
    except (SheetInvalid, TableInvalid) as refused:
        assert refused.code  # noqa: PT017 - either way is fine
    else:
        assert rows
