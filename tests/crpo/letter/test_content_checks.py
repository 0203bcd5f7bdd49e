"""What was signed, held against what was prepared: every field, and every envelope."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from crpo.letter.content_checks import UNTOLD, check_content
from crpo.letter.general_letter import NAME
from crpo.letter.package import Package
from tests.certs import forging
from vocabulary.finding import Finding, Severity

Change = Callable[[etree._Element], object]
PATTERN = "http://crd.gov.pl/wzor/2017/10/24/4566/"
SCHEMES = "http://crd.gov.pl/xml/schematy"
WRAPPER = "http://epuap.gov.pl/fe-model-web/wzor_lokalny/EPUAP-----/podpisanyPlik/"


def found(package: Package, change: Change) -> list[Finding]:
    """What is said of a document that differs from ours by one more change."""
    root = etree.fromstring(package.general_letter)
    forging.first(root, "NazwaDokumentu").text = "Pismo ogólne"
    change(root)
    return list(check_content(root, package))


def errors(findings: list[Finding]) -> list[str]:
    """The rules that refuse."""
    return [
        each.rule.removeprefix("crpo.letter.")
        for each in findings
        if each.severity is Severity.ERROR
    ]


def untold(findings: list[Finding]) -> list[str]:
    """The rules that leave it untold."""
    return [
        each.rule.removeprefix("crpo.letter.")
        for each in findings
        if each.rule in UNTOLD
    ]


def texts(field: str, **new: str) -> Change:
    """Change texts below an element, by their tag."""

    def change(root: etree._Element) -> None:
        for tag, text in new.items():
            forging.first(forging.first(root, field), tag).text = text

    return change


def without(field: str, tag: str, **new: str) -> Change:
    """Take an element below another one away, and change texts beside it."""

    def change(root: etree._Element) -> None:
        gone = forging.first(forging.first(root, field), tag)
        parent = gone.getparent()
        assert parent is not None
        parent.remove(gone)
        texts(field, **new)(root)

    return change


def enveloped(**files: bytes) -> etree._Element:
    """The envelope that ePUAP puts round files, as far as it is known."""
    held = "".join(
        f'<s:Zalacznik nazwaPliku="{name}"><s:DaneZalacznika>{b64encode(data).decode()}'
        "</s:DaneZalacznika></s:Zalacznik>"
        for name, data in files.items()
    )
    return etree.fromstring(
        f'<w:Dokument xmlns:w="{WRAPPER}"'
        f' xmlns:s="{SCHEMES}/struktura/2009/11/16/"><w:OpisDokumentu/>'
        f"<w:TrescDokumentu><s:Zalaczniki>{held}</s:Zalaczniki></w:TrescDokumentu>"
        "</w:Dokument>"
    )


def test_a_document_with_the_same_fields_is_ours(package: Package) -> None:
    """A form writes other blanks; nothing that counts differs."""
    same = found(package, lambda root: root)

    assert ([], []) == (errors(same), untold(same))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (texts("Adresaci", NazwaInstytucji="Wójt Inny"), "content_addressee"),
        (texts("Adresaci", URIKontakt="/inna/skrytka"), "content_addressee"),
        (texts("Nadawcy", NIP="7980332920"), "content_sender"),
        (texts("Podpis", Imie="Ewa"), "content_named_signer"),
        (texts("Podpis", Nazwisko="Inna"), "content_named_signer"),
        (texts("Podpis", Stanowisko="Z-ca Wójta"), "content_on_behalf"),
        (
            forging.append(
                "Podpis",
                f'<w:ZUpowaznienia xmlns:w="{PATTERN}">z up.</w:ZUpowaznienia>',
            ),
            "content_on_behalf",
        ),
        (
            forging.append(
                "Adresaci",
                f'<m:Podmiot xmlns:m="{SCHEMES}/meta/2009/11/16/"'
                f' xmlns:i="{SCHEMES}/instytucja/2009/11/16/"><i:Instytucja>'
                "<i:NazwaInstytucji>Inny</i:NazwaInstytucji></i:Instytucja>"
                "</m:Podmiot>",
            ),
            "content_addressee",
        ),
    ],
    ids=range(8),
)
def test_a_field_that_says_another_thing_refuses(
    package: Package, change: Change, rule: str
) -> None:
    """A letter to another box, or by a deputy, is not the one that was prepared."""
    assert [rule] == errors(found(package, change))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (forging.remove("Adresaci"), "content_addressee_not_told"),
        (without("Adresaci", "URIKontakt"), "content_addressee_not_told"),
        (without("Adresaci", "NazwaInstytucji"), "content_addressee_not_told"),
        (forging.remove("Nadawcy"), "content_sender_not_told"),
        (
            without("Nadawcy", "IdInstytucji", NazwaInstytucji="Gmina Inna"),
            "content_sender_not_told",
        ),
        (without("Nadawcy", "NIP", REGON="987654326"), "content_sender_not_told"),
        (
            forging.append(
                "Informacje",
                f'<w:Informacja xmlns:w="{PATTERN}">Wycofuję go.</w:Informacja>',
            ),
            "content_text_more",
        ),
        (
            forging.append(
                "Zalaczniki",
                f'<s:Zalacznik xmlns:s="{SCHEMES}/struktura/2009/11/16/">'
                "<s:DaneZalacznika>eA==</s:DaneZalacznika></s:Zalacznik>",
            ),
            "content_more",
        ),
    ],
    ids=range(8),
)
def test_a_field_that_is_missing_or_more_leaves_it_untold(
    package: Package, change: Change, rule: str
) -> None:
    """Neither a reason to refuse, nor a letter that one may call ours."""
    said = found(package, change)

    assert ([], [rule]) == (errors(said), untold(said))


@pytest.mark.parametrize(
    "change",
    [
        without("Nadawcy", "IdInstytucji", NazwaInstytucji="GMINA  BOGUS"),
        without("Nadawcy", "NIP"),
        texts("Nadawcy", REGON="987654326"),
        texts("Adresaci", NazwaInstytucji="SZEF KRAJOWEJ ADMINISTRACJI SKARBOWEJ"),
        texts("Podpis", Imie="JAN Maria", Nazwisko="PRÓBNY ZMYŚLONY"),
        forging.remove("Podpis"),
    ],
    ids=range(6),
)
def test_a_field_that_a_form_writes_in_its_own_way_passes(
    package: Package, change: Change
) -> None:
    """Without numbers the name decides; an office may have a REGON of its own."""
    said = found(package, change)

    assert ([], []) == (errors(said), untold(said))


def test_an_attached_pdf_of_ours_is_nothing_more(
    package: Package, folder: Path
) -> None:
    """Its digest stands in the manifest of the letter."""
    pdf = b64encode((folder / "wniosek.pdf").read_bytes()).decode()
    change = forging.append(
        "Zalaczniki",
        f'<s:Zalacznik xmlns:s="{SCHEMES}/struktura/2009/11/16/">'
        f"<s:DaneZalacznika>{pdf}</s:DaneZalacznika></s:Zalacznik>",
    )

    assert [] == untold(found(package, change))


@pytest.mark.parametrize("name", ["wniosek.pdf", "wniosek.docx", NAME])
def test_the_envelope_of_epuap_is_opened(
    package: Package, folder: Path, name: str
) -> None:
    """Its file is the one that was prepared, byte for byte."""
    element = enveloped(file=(folder / name).read_bytes())

    [said] = check_content(element, package)

    assert ("crpo.letter.content_wrapped", Severity.INFO) == (said.rule, said.severity)


def test_an_envelope_with_something_else_cannot_be_told(
    package: Package, folder: Path
) -> None:
    """Another file, no letter among them, or words beside them."""
    pdf = (folder / "wniosek.pdf").read_bytes()
    beside = enveloped(file=pdf)
    etree.SubElement(beside[-1], "uwaga").text = "Wycofuję ten wniosek."
    card = (folder / "letter.json").read_bytes()

    assert [["content_wrapped_other"]] * 4 == [
        untold(list(check_content(each, package)))
        for each in (
            enveloped(file=pdf, more=b"x"),
            enveloped(file=card),
            enveloped(),
            beside,
        )
    ]


def test_another_pattern_cannot_be_told(package: Package) -> None:
    """The central repository numbers a new version anew."""
    newer = package.general_letter.replace(b"2017/10/24/4566", b"2021/01/01/9999")

    said = list(check_content(etree.fromstring(newer), package))

    assert ([], ["content_pattern"]) == (errors(said), untold(said))


def test_any_other_document_is_refused(package: Package) -> None:
    """A namespace alone makes no letter."""
    other = etree.fromstring(f'<Inny xmlns="{PATTERN}"/>')

    assert ["content_other"] == errors(list(check_content(other, package)))
