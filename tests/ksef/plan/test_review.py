"""The quarterly sheets, the register of units, and a sheet read back."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from documents.table import guarded, write_table
from ksef.plan.actual import ContextState, Kind, Listed
from ksef.plan.diff import plan
from ksef.plan.errors import ReviewInvalid
from ksef.plan.model import Group, Unread
from ksef.plan.register import register_of
from ksef.plan.render import register_pdf, review_pdf
from ksef.plan.review import (
    COLUMNS,
    Decision,
    Sheet,
    rows_of,
    sheets_of,
    unread_elsewhere,
)
from ksef.plan.review_read import read_review
from ksef.plan.words import STATES
from tests.ksef.plan.town import (
    CENTRE,
    FIRM,
    GMINA,
    HOSTEL,
    LIBRARY,
    ON,
    SCHOOL,
    STRANGER,
    a_seal,
    a_standing,
    a_state,
    a_town,
    an_entry,
    appointed,
    ksef,
)
from vocabulary.identifiers import InternalId, Nip

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
NAMELESS = replace(HOSTEL, ref="swietlica", name="Świetlica Bogus", identifier=None)
TOWN = a_town(
    an_entry(),
    an_entry(id="g2", who=FIRM.ref, can_delegate=True),
    an_entry(id="g3", where="cuw", client="sp1"),
    appointed(HOSTEL),
    units=(SCHOOL, CENTRE, HOSTEL, LIBRARY, NAMELESS),
)
READ = ksef(
    a_state(
        GMINA,
        a_standing(
            id="R-1",
            kind=Kind.REPRESENTATIVE,
            permission="CredentialsManage",
            unit=HOSTEL.identifier,
        ),
        subordinates=frozenset({Nip("5265877635")}),
    ),
    a_state(
        SCHOOL,
        a_standing(),
        a_standing(id="ID-2", permission="InvoiceWrite"),
        a_standing(id="ID-3", holder=STRANGER),
        a_standing(id="ID-4", holder=FIRM.identifier, can_delegate=True),
    ),
    a_state(
        CENTRE, a_standing(id="ID-5", kind=Kind.INDIRECT, client=SCHOOL.identifier)
    ),
)
PLAN = plan(TOWN, READ, on=ON)
SHEETS = sheets_of(PLAN, TOWN)
[SHEET] = [each for each in SHEETS if each.place.ref == "sp1"]


def filled(*decisions: str, sheet: Sheet = SHEET) -> list[dict[str, str]]:
    """Fill in a sheet, line by line."""
    return [
        dict(zip(COLUMNS, row, strict=True)) | {"decyzja": decision, "uwagi": "ok"}
        for row, decision in zip(rows_of(sheet), decisions, strict=True)
    ]


def written(rows: list[dict[str, str]]) -> bytes:
    """Write rows as a spreadsheet does."""
    text = StringIO()
    table = csv.DictWriter(text, COLUMNS, delimiter=";")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def text_of(pdf: bytes) -> str:
    """Read the words of a PDF."""
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_a_sheet_has_a_line_for_each_holder_and_state() -> None:
    """What the file does not know, and what goes, is shown: no word decides two."""
    assert [
        ("a.bogus", "Anna Bogus", ("InvoiceWrite",)),
        ("a.bogus", "Anna Bogus", ("InvoiceRead",)),
        ("biuro", "Biuro Bogus", ("InvoiceRead",)),
        ("pesel ***…14", "", ("InvoiceRead",)),
    ] == [(each.who, each.name, each.permissions) for each in SHEET.lines]


def test_a_representative_stands_in_the_sheet_of_the_unit() -> None:
    """He or she is appointed from the office, and works in the unit."""
    told = {each.place.ref: each.lines[0].permissions for each in SHEETS}

    assert ("CredentialsManage (przedstawiciel)",) == told["bursa"]
    assert ("InvoiceRead (klient: sp1)",) == told["cuw"]


def test_the_table_speaks_to_the_head_of_the_unit() -> None:
    """The unit by its name, and what the plan says of a line in Polish."""
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in rows_of(SHEET)]

    assert {"Szkoła Bogus nr 1"} == {each["jednostka"] for each in rows}
    assert [
        ("InvoiceWrite", "do odebrania", ""),
        ("InvoiceRead", "bez zmian", "g1"),
        ("InvoiceRead", "bez zmian", "g2"),
        ("InvoiceRead", "spoza pliku", ""),
    ] == [(each["uprawnienia"], each["stan"], each["wpisy"]) for each in rows]


def test_every_state_has_a_word() -> None:
    """A group without one would break the sheet of whoever is in it."""
    assert set(Group) == set(STATES)


@pytest.mark.parametrize(
    "name", ["=Szkoła; „Bogus”", "'Szkoła Bogus'", "0123456789", "Szkoła\u00a0 Bogus"]
)
def test_a_sheet_comes_back_whatever_its_unit_is_called(
    tmp_path: Path, name: str
) -> None:
    """The name goes out guarded; what comes back as it went out is no change."""
    school = replace(SCHOOL, name=name)
    town = replace(TOWN, units=(school, CENTRE, HOSTEL, LIBRARY, NAMELESS))
    [sheet] = [
        each
        for each in sheets_of(plan(town, READ, on=ON), town)
        if each.place.ref == "sp1"
    ]
    rows = [(*row[:-2], "tak", "") for row in rows_of(sheet)]
    write_table(tmp_path / "sp1.csv", COLUMNS, rows)

    back = read_review((tmp_path / "sp1.csv").read_bytes(), [sheet])

    assert len(rows) == len(back)


def test_a_filled_sheet_comes_back() -> None:
    """Each line with its decision."""
    back = read_review(written(filled("nie", "TAK", "NIE", "nie")), SHEETS)

    no = Decision.WITHDRAW
    assert [no, Decision.KEEP, no, no] == [each.decision for each in back]
    assert {"sp1"} == {each.place for each in back}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        pytest.param(filled("tak", "tak", "tak", ""), "decision", id="not decided"),
        pytest.param(
            filled("tak", "tak", "tak", "tak")[:3], "missing", id="a line missing"
        ),
        pytest.param(filled("tak", "tak", "tak", "tak") * 2, "twice", id="lines twice"),
        pytest.param([], "missing", id="no line"),
        pytest.param(
            [filled("tak", "tak", "tak", "tak")[0] | {"wiersz": "0"}],
            "line",
            id="not ours",
        ),
    ],
)
def test_a_sheet_that_is_not_filled_in_counts_for_nothing(
    rows: list[dict[str, str]], reason: str
) -> None:
    """Half a review is none."""
    with pytest.raises(ReviewInvalid) as caught:
        read_review(written(rows), SHEETS)

    assert reason == caught.value.reason
    assert "arkusz" in caught.value.hint
    assert caught.value.polish


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("jednostka", "Centrum Usług Bogus"),
        ("jednostka", "sp1"),
        ("osoba", "kto-inny"),
        ("nazwa", "Ktoś Inny"),
        ("uprawnienia", "Nic"),
        ("znaczenie", "nic"),
        ("od", "2026-02-02"),
        ("do", "2026-02-31"),
        ("wpisy", "g9"),
        ("stan", "spoza pliku"),
        ("stan", "untouched"),
    ],
)
def test_a_sheet_that_says_something_else_is_refused(column: str, value: str) -> None:
    """The head would have confirmed another thing than the log has."""
    rows = filled("tak", "tak", "tak", "tak")
    rows[0] |= {column: value}

    with pytest.raises(ReviewInvalid) as caught:
        read_review(written(rows), SHEETS)

    assert ("changed", 2) == (caught.value.reason, caught.value.line)


@pytest.mark.parametrize(
    "day",
    [
        "2026-02-01",
        "01.02.2026",
        "1.02.2026",
        "01/02/2026",
        "2026/02/01",
        "'2026-02-01",
    ],
)
def test_a_day_may_come_back_as_a_spreadsheet_writes_it(day: str) -> None:
    """Opened and saved in Poland, 2026-02-01 becomes 01.02.2026."""
    rows = filled("tak", "tak", "tak", "tak")
    rows[0] |= {"od": day}

    assert 4 == len(read_review(written(rows), SHEETS))


def test_the_guard_of_a_formula_is_no_change() -> None:
    """Who is called like one gets an apostrophe in the file, and is still the same."""
    firm = replace(FIRM, full_name="=Biuro Bogus")
    town = replace(TOWN, entities=(firm,))
    [sheet] = [e for e in sheets_of(plan(town, READ, on=ON), town) if e.id == SHEET.id]
    rows = [
        row | {"nazwa": guarded(row["nazwa"])}
        for row in filled("tak", "tak", "tak", "tak", sheet=sheet)
    ]

    assert "'=Biuro Bogus" == rows[2]["nazwa"]
    assert 4 == len(read_review(written(rows), [sheet]))


def test_a_unit_that_was_not_read_has_a_sheet_that_says_so() -> None:
    """No line is not: nobody has anything."""
    dark = a_state(SCHOOL, whole=frozenset(), unread={Listed.PERSONS: "x.broke"})
    sheets = sheets_of(plan(TOWN, ksef(a_state(GMINA), dark), on=ON), TOWN)
    [sheet] = [each for each in sheets if each.place.ref == "sp1"]

    assert ((), False) == (sheet.lines, sheet.whole)
    assert "Nie odczytano żadnych uprawnień" in text_of(
        review_pdf(sheet, office="Gmina Bogus", made_at=AT)
    )


def test_an_unread_office_leaves_no_unit_reviewed_but_those_apart() -> None:
    """Representatives stand in its list; a library is none of its units."""
    dark = a_state(GMINA, whole=frozenset())
    sheets = sheets_of(plan(TOWN, ksef(dark), on=ON), TOWN)

    assert {"bursa", "cuw", "gmina", "sp1", "swietlica"} == {
        each.place.ref for each in sheets
    }
    assert not any(each.whole for each in sheets)


def test_owners_stand_on_the_sheet_of_the_office() -> None:
    """KSeF shows them in no list, so nobody else would ask whether they still are."""
    holder = a_seal(
        where="sp1",
        valid_from=ON,
        valid_until=date(2027, 1, 1),
        serial="01 AB 23",
    )
    other = replace(holder, where="gmina", who="j.bogus", serial="", valid_until=None)
    town = replace(TOWN, holders=(holder, other))
    states = [each for each in READ.contexts if each.context != TOWN.context]
    mine = a_state(GMINA, a_standing(id="ID-9"))
    made = plan(town, ksef(*states, mine), on=ON)
    [sheet] = [each for each in sheets_of(made, town) if each.place.ref == "gmina"]

    assert [
        ("a.bogus", ("InvoiceRead",), None),
        ("a.bogus", ("właściciel sp1: pieczęć nr 01 AB 23",), date(2027, 1, 1)),
        ("j.bogus", ("właściciel gmina: pieczęć",), None),
    ] == [(each.who, each.permissions, each.ends) for each in sheet.lines]
    # The file says from which day no more, the sheet which day is the last.
    shown = text_of(review_pdf(sheet, office="Gmina Bogus", made_at=AT))
    said = [row[COLUMNS.index("do")] for row in rows_of(sheet)]
    assert (["", "2026-12-31", ""], True) == (said, "2026-12-31" in shown)


def test_what_stands_in_a_unit_out_of_the_file_is_on_the_offices_sheet() -> None:
    """Drift is what a review is for: no head of a unit would see it."""
    stray = a_standing(
        id="R-9",
        kind=Kind.REPRESENTATIVE,
        permission="CredentialsManage",
        unit=InternalId("9990000008-00025"),
    )
    made = plan(TOWN, ksef(a_state(GMINA, stray)), on=ON)
    [sheet] = [each for each in sheets_of(made, TOWN) if each.place.ref == "gmina"]
    [line] = sheet.lines

    [said] = line.permissions
    assert said.startswith("CredentialsManage (przedstawiciel, jednostka spoza pliku: ")
    assert "-0002" not in said
    assert Group.UNKNOWN is line.group


@pytest.mark.parametrize(
    ("states", "whole"), [((), True), ((a_state(CENTRE, whole=frozenset()),), False)]
)
def test_a_unit_that_left_the_file_since_is_not_forgotten(
    states: tuple[ContextState, ...], *, whole: bool
) -> None:
    """What it has goes to the office's sheet, which says whether all was read."""
    made = plan(TOWN, ksef(*READ.contexts, *states), on=ON)
    smaller = replace(TOWN, units=(HOSTEL, LIBRARY, NAMELESS))
    sheets = {each.place.ref: each for each in sheets_of(made, smaller)}

    said = [told for each in sheets["gmina"].lines for told in each.permissions]
    assert "InvoiceWrite (jednostka spoza pliku: sp1)" in said
    assert whole is sheets["gmina"].whole
    assert (() if whole else ("cuw",)) == unread_elsewhere(made, smaller)


def test_a_sheet_of_another_state_is_refused() -> None:
    """Somebody got more since: the decision was about something else."""
    richer = ksef(
        a_state(SCHOOL, a_standing(), a_standing(id="N", permission="Introspection"))
    )
    other = sheets_of(plan(TOWN, richer, on=ON), TOWN)

    with pytest.raises(ReviewInvalid):
        read_review(written(filled("tak", "tak", "tak", "tak")), other)


@given(raw=st.binary(max_size=300))
def test_any_bytes_are_refused_in_order(raw: bytes) -> None:
    """A sheet from elsewhere is an error of ours."""
    with pytest.raises(ReviewInvalid):
        read_review(raw, SHEETS)


def test_the_sheet_on_paper_says_what_the_table_says() -> None:
    """The head of the unit signs it."""
    said = text_of(review_pdf(SHEET, office="Gmina Bogus", made_at=AT))

    assert all(each in said for each in ("Szkoła Bogus nr 1", "IV kwartał 2026"))
    assert all(each in said for each in ("Anna Bogus", "spoza pliku"))
    assert "InvoiceRead (przeglądanie faktur)" in said
    assert "nie jest pełny" not in said


def test_a_sheet_of_a_half_read_unit_says_so() -> None:
    """Who signs must know that there may be more."""
    sheet = replace(SHEET, whole=False)

    assert "nie jest pełny" in text_of(
        review_pdf(sheet, office="Gmina Bogus", made_at=AT)
    )


def test_the_register_hands_out_no_number_that_ksef_does_not_know() -> None:
    """A supplier copies it; a proposal would lead his invoices nowhere."""
    register = register_of(PLAN, TOWN)
    said = text_of(register_pdf(register, made_at=AT))

    assert {
        "Szkoła Bogus nr 1": True,
        "Bursa Bogus": True,
        "Centrum Usług Bogus": False,
        "Świetlica Bogus": False,
    } == {each.name: each.usable for each in register.units}
    assert ["Biblioteka Bogus"] == [each.name for each in register.taxpayers]
    assert all(
        each in said
        for each in ("IDWew 9990000008-00012", "NIP 5265877635", "w przygotowaniu")
    )
    assert "6824515772" not in said
    assert "rola 8" in said


@pytest.mark.parametrize(
    ("listed", "hidden"),
    [
        (Listed.SUBORDINATES, "NIP 5265877635"),
        (Listed.SUBUNITS, "IDWew 9990000008-00012"),
    ],
)
def test_a_register_of_what_was_not_read_says_that_it_is_incomplete(
    listed: Listed, hidden: str
) -> None:
    """A number that KSeF may not know is handed out to nobody."""
    dark = Unread(place="gmina", listed=listed, why="not_read")
    register = register_of(replace(PLAN, unread=(dark,)), TOWN)

    said = text_of(register_pdf(register, made_at=AT))

    assert not register.complete
    assert "Wykaz jest niepełny" in said
    assert "do sprawdzenia w KSeF" in said
    assert hidden not in said
