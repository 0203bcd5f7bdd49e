"""The same content as PDF, DOCX, text and XML: nothing lost, nothing added."""

import io
from base64 import b64decode
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import docx
import pikepdf
import pypdf
import pytest
from lxml import etree

from certs.load import load_leaf
from crpo.letter import content
from crpo.letter.general_letter import NAME, attached_files, body_text, parties
from crpo.letter.model import Variant
from crpo.letter.render import inquiry_files, plain_lines, request_files
from tests import bogus_pki
from tests.crpo.letter.bogus_office import HEAD, TOML, checked_letter, seal
from tests.crpo.letter.conftest import LETTER_ID

AT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
LETTER = checked_letter()
FIRST = seal(1)
DEMANDED = [
    "Gmina Bogus",
    "1234563218",
    "9990000008",
    "123456785",
    "ul. Przykładowa 1/2a, 00-001 Bogusowo",
    "Wójt Gminy Bogus",
    "Anna Bogusz-Żółw",
    "+48 12 345 67 89 wew. 12",
    "admin@bogus.example",
    "Liczba przekazywanych pieczęci elektronicznych: 2",
    "Pieczęć „1”, bogus",
    "zalacznik-02-pieczec.txt",
    FIRST.serial_text,
    FIRST.issuer.windows,
    "2028-06-01 12:30:00 UTC (2028-06-01 14:30:00 czasu warszawskiego)",
    "art. 138k § 2 w związku z art. 13 § 1 pkt 1",
]
NOT_IN_BODY = ["Szef Krajowej Administracji Skarbowej", "/wy0h4js38r/crpo", HEAD]


@pytest.fixture(name="files", scope="module")
def _files() -> dict[str, bytes]:
    """Every file of the letter."""
    return request_files(LETTER, letter_id=LETTER_ID, made_at=AT)


@cache
def asked() -> dict[str, bytes]:
    """Every file of the inquiry."""
    return inquiry_files(checked_letter(seals=0), made_at=AT)


@cache
def pdf_text(made: bytes) -> str:
    """A PDF's text on one line."""
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@cache
def docx_text(made: bytes) -> str:
    """A DOCX's text on one line: paragraphs first, then cells."""
    document = docx.Document(io.BytesIO(made))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    texts = [*(each.text for each in document.paragraphs), *cells]
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize(
    "expected",
    [*DEMANDED, *NOT_IN_BODY, "21 listopada 2026 r.", "-----BEGIN CERTIFICATE-----"],
)
def test_pdf_and_docx_say_all_that_the_page_demands(
    files: dict[str, bytes], expected: str
) -> None:
    """
    The day is Warsaw's: at 23:30 UTC it is tomorrow there.

    Holds: podatki.gov.pl, API CRPO dla JST.
    """
    assert expected in pdf_text(files["wniosek.pdf"])
    assert expected in docx_text(files["wniosek.docx"])


@pytest.mark.parametrize("expected", DEMANDED)
def test_the_text_to_paste_says_it_too(files: dict[str, bytes], expected: str) -> None:
    """Addresses, day and signature have fields of their own in a form of ePUAP."""
    assert expected in files["tresc-pisma.txt"].decode()


def test_the_pdfs_claim_what_every_document_claims(files: dict[str, bytes]) -> None:
    """Holds: ADR-0010."""
    for name in ("wniosek.pdf", "instrukcja.pdf"):
        with pikepdf.open(io.BytesIO(files[name])) as file, file.open_metadata() as t:
            claims = (
                t["{http://www.aiim.org/pdfua/ns/id/}part"],
                t["{http://www.aiim.org/pdfa/ns/id/}part"],
                t["{http://www.aiim.org/pdfa/ns/id/}conformance"],
            )
        assert ("1", "3", "A") == claims


def test_the_same_letter_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    """Digests of them stand in the log."""
    assert files == request_files(LETTER, letter_id=LETTER_ID, made_at=AT)


@pytest.mark.parametrize("number", [1, 2])
def test_an_attachment_gives_its_certificate_back(
    files: dict[str, bytes], number: int
) -> None:
    """Text around a PEM is no obstacle to those who read PEM."""
    data = files[f"zalacznik-{number:02d}-pieczec.txt"]

    assert seal(number) == load_leaf(data)
    assert seal(number).serial_text in data.decode()
    assert "organizationIdentifier (2.5.4.97): VATPL-1234563218" in data.decode()


@pytest.mark.parametrize(
    ("variant", "has_card", "has_pem"),
    [
        (Variant.ATTRIBUTES, True, False),
        (Variant.CERTIFICATE, False, True),
        (Variant.BOTH, True, True),
    ],
)
def test_a_variant_hands_over_what_it_says(
    variant: Variant, has_card: bool, has_pem: bool
) -> None:
    """Attributes, or the certificate, or both, in the text; the attachment has all."""
    letter = checked_letter(TOML.replace('"both"', f'"{variant}"'))
    body = "\n".join(plain_lines(content.request(letter, on=AT.date())))
    attached = content.attachment(letter, 1, letter.seals[0])

    for text, card, pem in ((body, has_card, has_pem), (attached, True, True)):
        assert card is (FIRST.serial_text in text)
        assert pem is ("-----BEGIN CERTIFICATE-----" in text)


def test_the_general_letter_holds_fields_text_and_attachments(
    files: dict[str, bytes],
) -> None:
    """Pattern 4566, as its stylesheet shows it; no XSD was at hand."""
    root = etree.fromstring(files[NAME])

    assert [
        {"name": "Gmina Bogus", "NIP": "1234563218", "REGON": "123456785"}
    ] == parties(root, "Nadawcy")
    assert [
        (name, files[name])
        for name in ("zalacznik-01-pieczec.txt", "zalacznik-02-pieczec.txt")
    ] == attached_files(root)
    assert [] == [each for each in DEMANDED if each not in body_text(root)]
    assert "Próbny-Zmyślony" == root.findtext(".//{*}Podpis/{*}Nazwisko")
    assert "2026-11-21" == root.findtext(".//{*}Czas")
    assert content.BOX == root.findtext(".//{*}URIKontakt")


def test_the_general_letter_says_in_its_name_what_it_is_not(
    files: dict[str, bytes],
) -> None:
    """A comment inside would lie outside of every signature."""
    assert "niepodpisane" in NAME
    assert "bez-walidacji-xsd" in NAME
    assert b"<!--" not in files[NAME]
    assert [] == list(etree.fromstring(files[NAME]).iter("{*}Signature"))


def test_an_office_with_the_nip_of_the_jst_has_one_nip() -> None:
    """A second line with the same number would look like another body's."""
    same = TOML.replace('"9990000008"', '"123-456-32-18"')
    body = "\n".join(plain_lines(content.request(checked_letter(same), on=AT.date())))

    assert "NIP: 1234563218" in body
    assert "NIP urzędu" not in body


def test_a_general_letter_without_street_leaves_it_out() -> None:
    """An empty element would be an address that nobody has."""
    toml = TOML.replace('"ul. Przykładowa"', '""').replace('"2a"', '""')

    files = inquiry_files(checked_letter(toml, 0), made_at=AT)

    root = etree.fromstring(files[NAME])
    assert (None, None) == (root.find(".//{*}Ulica"), root.find(".//{*}Lokal"))


@pytest.mark.parametrize(
    "expected",
    [
        "/wy0h4js38r/crpo",
        f"{HEAD} (Wójt Gminy Bogus)",
        "kwalifikowanym podpisem elektronicznym",
        "Nie wystarczy podpis zaufany",
        "Centrum Kompetencyjne CRPO w Wieluniu potwierdzi",
        "crpo.wielun@mf.gov.pl",
        "43 843-91-52 lub 43 843-91-53, wewn. 373, 378 lub 372",
        "UPP (poświadczenie przedłożenia) i UPD (poświadczenie doręczenia)",
        "nie sprawdzono go schematem XSD",
        LETTER_ID,
    ],
)
def test_the_instruction_is_one_page_and_says_how(
    files: dict[str, bytes], expected: str
) -> None:
    """Who signs with what, which box, whom to ask, what to keep."""
    made = files["instrukcja.pdf"]

    assert 1 == len(pypdf.PdfReader(io.BytesIO(made)).pages)
    assert expected in pdf_text(made)


@pytest.mark.parametrize(
    "expected", ["opis protokołu", "środowisko testowe", "limity", "e-Doręczenia", HEAD]
)
def test_the_inquiry_asks_what_no_page_tells(expected: str) -> None:
    """Protocol, test environment and limits; it hands over no seal."""
    files = asked()

    assert expected in pdf_text(files["zapytanie.pdf"])
    assert expected in docx_text(files["zapytanie.docx"])
    assert "Załączniki" not in pdf_text(files["zapytanie.pdf"])


def test_a_certificate_without_an_end_has_only_its_utc() -> None:
    """Warsaw's clock would need the year 10000."""
    end = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)

    assert "9999-12-31 23:59:59 UTC" == content.both_times(end)


def test_an_issuer_with_commas_and_directions_is_shown_as_it_is() -> None:
    """A right-to-left override could make one number look like another."""
    issuer = bogus_pki.name(("2.5.4.10", 'Bogus, "S.A."'), ("2.5.4.3", "a\u202eb"))
    odd = bogus_pki.certificate(
        bogus_pki.ec_key(), subject=bogus_pki.seal_name(), issuer=issuer
    )
    letter = checked_letter()
    named = type(letter.seals[0])("x", odd)

    text = content.attachment(letter, 1, named)

    assert 'Dane wystawcy: CN=a\N{REPLACEMENT CHARACTER}b, O="Bogus, ""S.A."""' in text


def test_an_attachment_that_is_no_base64_is_told_from_an_empty_one() -> None:
    """A form may point to a file elsewhere instead of holding it."""
    wrap = '<a xmlns:s="http://crd.gov.pl/xml/schematy/struktura/2009/11/16/">{}</a>'
    held = [
        (
            '<s:Zalacznik nazwaPliku="a"><s:DaneZalacznika>YQ=='
            "</s:DaneZalacznika></s:Zalacznik>"
        ),
        "<s:Zalacznik><s:DaneZalacznika>?</s:DaneZalacznika></s:Zalacznik>",
        "<s:Zalacznik/>",
    ]

    root = etree.fromstring(wrap.format("".join(held)))

    assert [("a", b64decode("YQ==")), ("", None), ("", None)] == attached_files(root)
    assert ("", []) == (body_text(root), parties(root, "Nadawcy"))


def test_pem_lines_are_kept_whole(folder: Path) -> None:
    """Whoever copies them from the text to paste gets the same certificate."""
    assert seal(1) == load_leaf(
        (folder / "tresc-pisma.txt")
        .read_bytes()
        .rpartition(b"Piecz\xc4\x99\xc4\x87 2: ")[0]
    )


def test_the_mark_of_the_case_is_in_the_letter_and_in_its_body() -> None:
    """Whoever answers quotes it; a form of ePUAP takes over only the body."""
    marked = checked_letter(
        TOML.replace("[authority]", 'case = "OR.1431.7.2026"\n[authority]')
    )

    files = request_files(marked, letter_id=LETTER_ID, made_at=AT)

    assert 2 == pdf_text(files["wniosek.pdf"]).count("OR.1431.7.2026")
    assert 1 == files["tresc-pisma.txt"].decode().count("OR.1431.7.2026")
    assert "Znak sprawy" not in asked()["tresc-pisma.txt"].decode()
