"""Tables out for spreadsheets, in from anybody."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.table import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_FIELD,
    TableFault,
    TableInvalid,
    guarded,
    new_table,
    read_table,
    write_table,
)

COLUMNS = ("kind", "case")


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "  =1",
        '"=1',
        "'=1",
        "\n=1",
        "\uff1d1",
    ],
)
def test_a_cell_that_could_be_a_formula_is_guarded(cell: str) -> None:
    """A name in a register must not run on the officer's computer."""
    assert f"'{cell}" == guarded(cell)


@pytest.mark.parametrize("cell", ["", "Anna", "FK.3120.7.2026", "a=b", "1-2", "Łódź"])
def test_an_ordinary_cell_stays_as_it_is(cell: str) -> None:
    """A case number with an apostrophe in front is found by nobody."""
    assert cell == guarded(cell)


@pytest.mark.parametrize(
    "cell", ["02270803628", "41691237894", "9" * 26, "007", "12e5", "1E10", " 012 "]
)
def test_what_a_spreadsheet_would_spoil_as_a_number_is_guarded(cell: str) -> None:
    """A PESEL that lost its 0 has ten digits, like a NIP, and is nobody's."""
    assert f"'{cell}" == guarded(cell)
    [row] = read_table(f"kind;case\nx;'{cell}\n".encode(), COLUMNS)
    assert cell.strip() == row.cells["case"]


@pytest.mark.parametrize(
    "cell", ["0", "12", "123456789", "2026-11-21", "00-350", "12e"]
)
def test_a_small_number_a_day_and_a_postcode_stay_as_they_are(cell: str) -> None:
    """They are shown as they stand."""
    assert cell == guarded(cell)


def test_an_apostrophe_before_anything_else_is_kept() -> None:
    """It is part of what somebody wrote."""
    [row] = read_table(b"kind;case\n'=1;'s-Hertogenbosch\n", COLUMNS)

    assert {"kind": "'=1", "case": "'s-Hertogenbosch"} == row.cells


def test_a_control_character_is_replaced() -> None:
    """What a terminal obeys has no business in a sheet."""
    assert "a\ufffdb" == guarded("a\x1bb")


def test_a_table_opens_in_a_polish_spreadsheet(tmp_path: Path) -> None:
    """BOM and semicolons: without them Polish letters and columns fall apart."""
    path = tmp_path / "out.csv"

    write_table(path, COLUMNS, [("nip", 'Ł;"1"'), ("=x", 7), (None, -1)])

    assert (
        '\ufeff"kind";"case"\r\n"nip";"Ł;""1"""\r\n"\'=x";"7"\r\n"";"-1"\r\n'
    ) == path.read_bytes().decode("utf-8")
    assert 0o600 == path.stat().st_mode & 0o777


def test_a_table_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """Half a result would be read as the whole of it."""

    def rows() -> Iterator[tuple[str, str]]:
        yield ("a", "b")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_table(tmp_path / "out.csv", COLUMNS, rows())

    assert [] == list(tmp_path.iterdir())


def test_a_row_of_another_width_is_refused(tmp_path: Path) -> None:
    """A shifted column puts one person's data into another's line."""
    with pytest.raises(ValueError, match="as wide as the header"):
        write_table(tmp_path / "out.csv", COLUMNS, [("a",)])


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    """Also not one that appears while we write."""
    path = tmp_path / "out.csv"

    with pytest.raises(FileExistsError), new_table(path, COLUMNS):
        path.write_text("somebody's")
    with pytest.raises(FileExistsError):
        write_table(path, COLUMNS, [])

    assert "somebody's" == path.read_text()
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "data",
    [
        b"kind;case\nnip;FK.1\n",
        b"\xef\xbb\xbfkind;case\r\nnip;FK.1\r\n",
        b"KIND , Case\nnip, FK.1",
        b'case,kind\n\n"FK.1",nip\n;\n,\n'[:-4],
    ],
)
def test_a_table_is_read_as_spreadsheets_write_it(data: bytes) -> None:
    """BOM or not, semicolon or comma, columns in any order, empty lines."""
    [record] = read_table(data, COLUMNS)

    assert {"kind": "nip", "case": "FK.1"} == record.cells


def test_a_record_tells_its_line_and_not_its_cells() -> None:
    """The cells hold identifiers; a repr ends in a log."""
    [first, second] = read_table(b"kind;case\nnip;1\n\npesel;2\n", COLUMNS)

    assert ["Record(line=2)", "Record(line=4)"] == [repr(first), repr(second)]


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"", TableFault.EMPTY, None),
        (b"\xef\xbb\xbf \r\n", TableFault.EMPTY, None),
        (b"x" * (MAX_BYTES + 1), TableFault.TOO_LARGE, None),
        ("kind;case\nnip;Łódź".encode("cp1250"), TableFault.NOT_UTF8, None),
        ("kind;case\n".encode("utf-16"), TableFault.NUL, None),
        (b"kind;case\nnip;a\0b", TableFault.NUL, None),
        (b"kind;other\n", TableFault.HEADER, 1),
        (b";;\n", TableFault.HEADER, 1),
        (b"kind;kind\n", TableFault.HEADER, 1),
        (b"kind;case\nnip\n", TableFault.COLUMNS, 2),
        (b"kind;case\nnip;1;2\n", TableFault.COLUMNS, 2),
        (b";".join([b"a"] * (MAX_COLUMNS + 1)), TableFault.COLUMNS, 1),
        (b"kind;case\nnip;" + b"a" * (MAX_FIELD + 1), TableFault.LONG, 2),
        (b"kind;case\nnip;a\x1bb", TableFault.FIELD, 2),
        (b'kind;case\nnip;"a\nb"', TableFault.FIELD, 3),
        (b'kind;case\nnip;"a', TableFault.QUOTES, 2),
        (b'kind;case\nnip;"a"b', TableFault.QUOTES, 2),
        (b"kind;case\nnip;" + b"a" * 200_000, TableFault.LONG, 2),
    ],
)
def test_an_odd_table_is_refused_with_its_line(
    data: bytes, reason: TableFault, line: int | None
) -> None:
    """Nothing is guessed: a wrong guess asks about another person."""
    with pytest.raises(TableInvalid) as caught:
        read_table(data, COLUMNS)

    assert (reason, line) == (caught.value.reason, caught.value.line)
    assert ("" if line is None else f"(wiersz {line})") in caught.value.polish


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Foreign bytes never end in another error."""
    try:
        records = read_table(data, COLUMNS)
    except TableInvalid:
        return
    assert all(set(COLUMNS) == set(record.cells) for record in records)


@given(st.binary(max_size=200))
def test_any_bytes_below_a_header_are_read_or_refused(data: bytes) -> None:
    """As above, past the header."""
    try:
        records = read_table(b"kind;case\n" + data, COLUMNS)
    except TableInvalid:
        return
    assert all(set(COLUMNS) == set(record.cells) for record in records)


@given(st.text(max_size=60))
def test_no_cell_that_is_written_starts_a_formula(text: str) -> None:
    """Read back as a spreadsheet does; blanks and quotes in front hide nothing."""
    line = StringIO(newline="")
    csv.writer(line, delimiter=";", quoting=csv.QUOTE_ALL).writerow([guarded(text)])

    [[cell]] = csv.reader(StringIO(line.getvalue(), newline=""), delimiter=";")

    assert not cell.lstrip(' "').startswith(("=", "+", "-", "@", "\t", "\r"))
