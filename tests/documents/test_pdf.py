"""What `render_pdf` promises: its claims, stable bytes, and data that stay data."""

import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import pdf
from documents.errors import DocumentNotMade
from documents.pdf import render_pdf
from tests.house.tree import ROOT

AT = datetime(2026, 11, 21, 13, 30, tzinfo=UTC)
TABLE = {"columns": ["Kto", "Kiedy"], "rows": [["Zażółć", "2026-11-21"]]}
# Typst markup, code, a raw block and an import: to be printed, not obeyed.
MARKUP = '#panic("x") = *b* $x^2$ @ref #import "base.typ" `raw` \\u{41} // end'


def _plain(*paragraphs: str, at: datetime = AT, title: str = "Próba") -> bytes:
    return render_pdf(
        "plain",
        {"paragraphs": list(paragraphs), **TABLE},
        title=title,
        language="pl",
        made_at=at,
    )


def _text(made: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_file_claims_pdf_ua_1_and_pdf_a_3a() -> None:
    """
    A screen reader and an archive look for these lines of the metadata.

    Holds: ADR-0010; ISO 14289-1, clause 5; ISO 19005-3, clause 6.6.4.
    """
    with pikepdf.open(io.BytesIO(_plain("Zażółć gęślą jaźń."))) as file:
        told = dict(file.open_metadata())

    assert {
        "pdfuaid:part": "1",
        "pdfaid:part": "3",
        "pdfaid:conformance": "A",
        "dc:title": "Próba",
    } == {
        name.replace("{http://www.aiim.org/pdfua/ns/id/}", "pdfuaid:")
        .replace("{http://www.aiim.org/pdfa/ns/id/}", "pdfaid:")
        .replace("{http://purl.org/dc/elements/1.1/}", "dc:"): value
        for name, value in told.items()
        if name.rpartition("}")[2] in {"part", "conformance", "title"}
    }


def test_the_file_is_tagged_names_its_language_and_embeds_its_fonts() -> None:
    """The claim of the metadata is worth what stands behind it."""
    with pikepdf.open(io.BytesIO(_plain("Zażółć gęślą jaźń."))) as file:
        root = file.Root
        fonts = [
            font["/DescendantFonts"][0]["/FontDescriptor"]
            for font in file.pages[0]["/Resources"]["/Font"].values()
        ]

        assert bool(root["/MarkInfo"]["/Marked"])
        assert "pl" == str(root["/Lang"])
        assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
        assert fonts
        assert [] == [f for f in fonts if not {"/FontFile2", "/FontFile3"} & set(f)]


def test_the_same_data_give_the_same_bytes() -> None:
    """
    A digest of a print-out can be told in the log and checked on the file.

    Holds: ADR-0010.
    """
    elsewhere = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))

    assert _plain("jeden") == _plain("jeden")
    assert _plain("jeden") == _plain("jeden", at=elsewhere)
    assert _plain("jeden") != _plain("dwa")


def test_polish_letters_can_be_searched_and_copied() -> None:
    """A print-out in which "Łódź" cannot be found is a picture."""
    made = _plain("Zażółć gęślą jaźń, Łódź")

    assert "Zażółć gęślą jaźń, Łódź" in _text(made)


def test_data_are_never_read_as_a_template() -> None:
    """
    A name in a register must not run as code in an office.

    Holds: ADR-0010.
    """
    made = _text(_plain(MARKUP, title=MARKUP))

    assert 2 == made.count('#panic("x")')
    assert 2 == made.count("$x^2$")


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60), title=st.text(max_size=20))
def test_any_text_makes_a_document_or_one_known_error(text: str, title: str) -> None:
    """A foreign answer may hold any letter; typst's own message may quote it."""
    try:
        made = _plain(text, title=title)
    except DocumentNotMade as refused:
        assert refused.__cause__ is None  # noqa: PT017 - both ends are right
        assert "the document plain was not made: TypstError" == str(refused)  # noqa: PT017
    else:
        assert made.startswith(b"%PDF-1.7")


@pytest.mark.parametrize("name", ["no_such", "../pdf", "plain.typ", "", "Plain"])
def test_a_template_that_is_not_ours_is_refused(name: str) -> None:
    """No path of anybody's becomes a template."""
    with pytest.raises(DocumentNotMade):
        render_pdf(name, {}, title="t", language="pl", made_at=AT)


@pytest.mark.parametrize(
    "data",
    [{"a": object()}, {"a": float("nan")}, {"a": "\ud800"}, {}],
    ids=["no JSON", "no number", "half a letter", "fields missing"],
)
def test_data_that_the_template_cannot_take_make_no_file(
    data: dict[str, object],
) -> None:
    """Half a document is worse than none."""
    with pytest.raises(DocumentNotMade):
        render_pdf("plain", data, title="t", language="pl", made_at=AT)


def test_an_instant_without_a_zone_is_refused() -> None:
    """The metadata would say another hour on another host."""
    with pytest.raises(DocumentNotMade):
        _plain("x", at=datetime(2026, 11, 21))  # noqa: DTZ001 - what is refused


def test_a_missing_library_is_told_in_words() -> None:
    """
    The extra is optional; who lacks it reads what to install, and no traceback.

    Holds: ADR-0010.
    """
    script = (
        "import sys, datetime; sys.modules['typst'] = None\n"
        "from documents.errors import LibraryMissing\n"
        "from documents.pdf import render_pdf\n"
        "try:\n"
        "    render_pdf('plain', {}, title='t', language='pl',\n"
        "               made_at=datetime.datetime.now(datetime.UTC))\n"
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


def test_only_the_fonts_inside_typst_are_used() -> None:
    """A font of the host would change the bytes from one office to the next."""
    assert [] == [font.path for font in pdf._fonts().fonts() if font.path]
