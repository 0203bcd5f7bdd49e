"""What `render_docx` promises: real structure, Polish, stable bytes, no links."""

import io
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.blocks import (
    Block,
    Code,
    Heading,
    Items,
    Lines,
    Pairs,
    Paragraph,
    as_data,
)
from documents.errors import DocumentNotMade
from documents.pdf import render_pdf
from documents.word import render_docx
from tests.house.tree import ROOT

AT = datetime(2026, 11, 21, 13, 30, tzinfo=UTC)
BLOCKS: tuple[Block, ...] = (
    Lines(("Bogusowo", "dzień"), right=True),
    Lines(("Wójt", "Gmina")),
    Heading("Zażółć gęślą jaźń", level=1),
    Paragraph("Treść"),
    Pairs((("NIP", "0"), ("REGON", "1"))),
    Items(("jeden", "dwa"), numbered=True),
    Items(("kropka",)),
    Code("-----BEGIN-----\nAAAA\n", "Podpis"),
    Code("AAAA"),
)


def made(*blocks: Block, at: datetime = AT) -> bytes:
    """A document of these blocks."""
    return render_docx(blocks, title="Próba", author="Gmina Bogus", made_at=at)


def test_headings_lists_and_tables_are_real_ones() -> None:
    """A screen reader and an editor find them by their styles."""
    document = docx.Document(io.BytesIO(made(*BLOCKS)))

    assert [
        ("Normal", "Bogusowo\ndzień"),
        ("Normal", "Wójt\nGmina"),
        ("Heading 1", "Zażółć gęślą jaźń"),
        ("Normal", "Treść"),
        ("Normal", ""),
        ("List Number", "jeden"),
        ("List Number", "dwa"),
        ("List Bullet", "kropka"),
        ("Normal", "Podpis"),
        ("Normal", "-----BEGIN-----\nAAAA"),
        ("Normal", "AAAA"),
    ] == [(each.style and each.style.name, each.text) for each in document.paragraphs]
    assert [52, 114] == [
        round(each.width.mm) for each in document.tables[0].columns if each.width
    ]
    assert [["NIP", "0"], ["REGON", "1"]] == [
        [cell.text for cell in row.cells] for row in document.tables[0].rows
    ]


def test_each_page_says_title_and_number() -> None:
    """A letter of several sheets is put together again by them."""
    [footer] = docx.Document(io.BytesIO(made(*BLOCKS))).sections[0].footer.paragraphs

    assert "Próba\tstrona 1 z 1" == footer.text
    assert ["PAGE", "NUMPAGES"] == [
        each.text for each in footer._p.iter() if str(each.tag).endswith("instrText")
    ]


def test_nothing_that_is_read_as_one_is_torn_over_two_pages() -> None:
    """An address, a certificate, a row with an issuer."""
    document = docx.Document(io.BytesIO(made(*BLOCKS)))

    assert ["Bogusowo\ndzień", "Wójt\nGmina", "-----BEGIN-----\nAAAA", "AAAA"] == [
        each.text for each in document.paragraphs if each.paragraph_format.keep_together
    ]
    assert 2 == document.tables[0]._tbl.xml.count("<w:cantSplit/>")


def test_it_says_its_title_author_language_and_instant() -> None:
    """The template's own author and day would be somebody else's."""
    document = docx.Document(io.BytesIO(made(*BLOCKS)))
    told = document.core_properties

    assert ("Próba", "Gmina Bogus", "Gmina Bogus", "pl-PL", "") == (
        told.title,
        told.author,
        told.last_modified_by,
        told.language,
        told.comments,
    )
    assert [AT, AT] == [told.created, told.modified]
    assert 'w:lang w:val="pl-PL"' in document.styles["Normal"].element.xml


def test_the_same_blocks_give_the_same_bytes() -> None:
    """Digests of it stand in a manifest."""
    elsewhere = AT.astimezone(timezone(timedelta(hours=5)))

    assert made(*BLOCKS) == made(*BLOCKS, at=elsewhere)
    assert made(*BLOCKS) != made(Paragraph("x"))


def test_it_holds_no_macro_and_links_to_nothing() -> None:
    """An office opens it without a warning."""
    with zipfile.ZipFile(io.BytesIO(made(*BLOCKS))) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}

    assert [] == [name for name in held if "vba" in name.lower()]
    assert [] == [name for name, data in held.items() if b'"External"' in data]


def test_the_same_blocks_are_a_pdf_too() -> None:
    """One content, two forms."""
    data = {"blocks": as_data(BLOCKS), "footer": "stopka"}

    pdf = render_pdf("letter", data, title="Próba", language="pl", made_at=AT)

    assert pdf.startswith(b"%PDF-1.7")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_any_text_makes_a_document_or_one_known_error(text: str) -> None:
    """A name may hold any letter; XML holds not every one."""
    try:
        again = docx.Document(io.BytesIO(made(Paragraph(text))))
    except DocumentNotMade as refused:
        assert refused.__cause__ is None  # noqa: PT017 - both ends are right
    else:
        assert 1 == len(again.paragraphs)


def test_a_missing_library_is_told_in_words() -> None:
    """The extra is optional; who lacks it reads what to install."""
    script = (
        "import sys, datetime; sys.modules['docx'] = None\n"
        "from documents.errors import LibraryMissing\n"
        "from documents.word import render_docx\n"
        "try:\n"
        "    render_docx([], title='t', author='a',\n"
        "                made_at=datetime.datetime.now(datetime.UTC))\n"
        "except LibraryMissing as missing:\n"
        "    print(missing.code, missing.__cause__)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ("documents.library_missing None\n", "") == (run.stdout, run.stderr)


def test_an_instant_without_a_zone_is_refused() -> None:
    """The metadata would say another hour on another host."""
    with pytest.raises(DocumentNotMade):
        made(at=datetime(2026, 11, 21))  # noqa: DTZ001 - what is refused
