"""A letter as typst sets it: what is copied from it is what was written."""

import io
from datetime import UTC, datetime

import pypdf
import pytest

from documents.blocks import Block, Heading, Items, Lines, Pairs, Paragraph, as_data
from documents.pdf import render_pdf

AT = datetime(2026, 11, 21, 13, 30, tzinfo=UTC)
DATA = "OU=Urzad-Miasta-Gminy a-b@urzad-gminy.example zalacznik-01-pieczec.txt --na-co"


def lines_of(*blocks: Block) -> list[str]:
    """The lines of a letter of these blocks, as a reader of PDF finds them."""
    data = {"blocks": as_data(blocks), "footer": ""}
    made = render_pdf("letter", data, title="Próba", language="pl", made_at=AT)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    return [line for page in pages for line in page.extract_text().splitlines()]


@pytest.mark.parametrize("indent", range(0, 60, 4))
def test_a_hyphen_at_the_end_of_a_line_is_not_written_twice(indent: int) -> None:
    """
    Polish rules repeat it on the next line: an issuer would be copied with two.

    Each indent breaks the lines at other words.
    """
    text = f"{'x' * indent} {DATA} {DATA} {DATA}"

    lines = lines_of(Pairs((("Dane", text),)), Paragraph(text), Items((text,)))

    whole = "".join("".join(lines).split())
    assert 9 == whole.count("".join(DATA.split()))


def test_a_word_that_is_wider_than_its_place_is_cut_and_not_lost() -> None:
    """A name without blanks would run off the paper."""
    wide = "W" * 240

    lines = lines_of(
        Pairs((("Nazwa", wide),)),
        Paragraph(wide),
        Lines((wide,)),
        Heading(wide, level=1),
    )

    assert 4 * 240 == sum(line.count("W") for line in lines)
    assert 45 > max(line.count("W") for line in lines)
