"""Blocks become a DOCX that an office can go on editing.

    blocks (documents.blocks) -> python-docx -> DOCX bytes

Promises
    - Headings, lists and tables are real ones, so that a screen reader and a table of
      contents find them; the language is set to Polish; each page has its number.
    - An address, a signature, a certificate and a value are not torn over two pages.
    - The same blocks, title and instant give the same bytes.
    - No macro, no link, no picture, nothing fetched.

One numbered list a document: Word goes on counting where a second one begins.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from documents.blocks import Block, Code, Heading, Items, Lines, Pairs, Paragraph
from documents.errors import DocumentNotMade, LibraryMissing

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as DocxParagraph

_LANGUAGE: Final = "pl-PL"
_LABELS_MM: Final = 52
_VALUES_MM: Final = 114
_CELL_MARGIN: Final = 108
"""What Word leaves left of the text in a cell, in twentieths of a point."""


def render_docx(
    blocks: Sequence[Block], *, title: str, author: str, made_at: datetime
) -> bytes:
    """Set one document for editing.

    Args:
        blocks: What it says.
        title: The document's title, in its metadata.
        author: Who made it, in its metadata.
        made_at: The instant in the metadata, aware; whole seconds count.

    Raises:
        LibraryMissing: The extra `documents` is not installed.
        DocumentNotMade: A character that XML cannot hold, an instant without a zone.

    Source: ISO/IEC 29500-1 (Office Open XML).
    """
    try:
        import docx  # noqa: PLC0415 - an extra; who makes no document pays nothing
    except ImportError:
        raise LibraryMissing("python-docx is not installed") from None
    if made_at.tzinfo is None:
        raise DocumentNotMade("docx", "its instant has no zone")
    document = docx.Document()
    instant = made_at.astimezone(UTC).replace(microsecond=0)
    try:
        _set_up(document, title, author, instant)
        for block in blocks:
            _add(document, block)
    except ValueError as odd:
        raise DocumentNotMade("docx", type(odd).__name__) from None
    made = io.BytesIO()
    document.save(made)
    return _with_instant(made.getvalue(), instant)


def _set_up(document: "Document", title: str, author: str, instant: datetime) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415 - as above

    told = document.core_properties
    told.title, told.author, told.language = title, author, _LANGUAGE
    told.last_modified_by, told.comments = author, ""
    told.created = told.modified = instant.replace(tzinfo=None)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGE)
    normal.element.get_or_add_rPr().append(language)
    for level in range(1, 4):
        # The template's headings are blue; a letter of an office is black.
        document.styles[f"Heading {level}"].font.color.rgb = RGBColor(0, 0, 0)
    _add_footer(document, title)


def _add_footer(document: "Document", title: str) -> None:
    """Write title and page number under each page, as the PDF has them."""
    from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415 - as above
    from docx.shared import Mm, Pt  # noqa: PLC0415 - as above

    paragraph = document.sections[0].footer.paragraphs[0]
    # The style of footers has tab stops of its own.
    paragraph.style = document.styles["Normal"]
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(_LABELS_MM + _VALUES_MM), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{title}\tstrona ")
    _add_field(paragraph, "PAGE")
    paragraph.add_run(" z ")
    _add_field(paragraph, "NUMPAGES")
    for run in paragraph.runs:
        run.font.size = Pt(8)


def _add_field(paragraph: "DocxParagraph", code: str) -> None:
    """Add a number that the program which opens the document fills in."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    for kind in ("begin", code, "separate", "1", "end"):
        run = paragraph.add_run("1" if kind == "1" else "")
        if kind == code:
            told = OxmlElement("w:instrText")
            told.text = code
        elif kind == "1":
            continue
        else:
            told = OxmlElement("w:fldChar")
            told.set(qn("w:fldCharType"), kind)
        run._r.append(told)  # noqa: SLF001 - the library has no fields of its own


def _add(document: "Document", block: Block) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above
    from docx.shared import Pt  # noqa: PLC0415 - as above

    match block:
        case Heading(text=text, level=level):
            document.add_heading(text, level)
        case Paragraph(text=text):
            document.add_paragraph(text)
        case Lines(lines=lines, right=right):
            paragraph = document.add_paragraph("\n".join(lines))
            paragraph.paragraph_format.keep_together = True
            if right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        case Pairs(rows=rows):
            _add_pairs(document, rows)
        case Items(items=items, numbered=numbered):
            for item in items:
                style = "List Number" if numbered else "List Bullet"
                document.add_paragraph(item, style=style)
        case Code(text=text, caption=caption):
            if caption:
                document.add_paragraph(caption).paragraph_format.keep_with_next = True
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.keep_together = True
            run = paragraph.add_run(text.rstrip("\n"))
            run.font.name, run.font.size = "Courier New", Pt(8)


def _add_pairs(document: "Document", rows: tuple[tuple[str, str], ...]) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above
    from docx.shared import Mm, Pt  # noqa: PLC0415 - as above

    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    # Else the cell margin hangs out left of the text.
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), str(_CELL_MARGIN))
    indent.set(qn("w:type"), "dxa")
    table._tblPr.append(indent)  # noqa: SLF001 - the library has no setter
    for column, width in zip(table.columns, (_LABELS_MM, _VALUES_MM), strict=True):
        column.width = Mm(width)
    for label, value in rows:
        row = table.add_row()
        # An issuer in two halves, on two pages, is read as two.
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - as above
        cells = row.cells
        for cell, text, width in zip(
            cells, (label, value), (_LABELS_MM, _VALUES_MM), strict=True
        ):
            cell.width = Mm(width)
            cell.text = text
    # Two tables without a paragraph between them would be one.
    between = document.add_paragraph().paragraph_format
    between.space_after, between.line_spacing = Pt(0), Pt(6)


def _with_instant(made: bytes, instant: datetime) -> bytes:
    """Pack the parts again under one instant: the library would take the clock's."""
    again = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as parts,
        zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for part in parts.infolist():
            info = zipfile.ZipInfo(part.filename, instant.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, parts.read(part))
    return again.getvalue()
