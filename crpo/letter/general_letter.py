"""[5] The same content as XML of a pismo ogólne (pattern 4566); and back, as it comes.

The pattern was read from its official stylesheet, not from its XSD, which we do not
have: order and cardinality are a reading of ours. So the file is marked, in its name
and in the manifest, as unsigned and not XSD-validated. A comment inside it would stand
outside of every signature, so there is none.

Source: http://crd.gov.pl/wzor/2017/10/24/4566/ (styl.xsl).
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from lxml import etree

from certs.strict_xml import DS
from crpo.letter.content import ADDRESSEE, BOX
from crpo.letter.model import Letter
from vocabulary.clock import WARSAW

NAME: Final = "pismo-ogolne-niepodpisane-bez-walidacji-xsd.xml"
PATTERN: Final = "http://crd.gov.pl/wzor/2017/10/24/4566/"
_SCHEMES: Final = "http://crd.gov.pl/xml/schematy"
_SPACES: Final = {
    "wnio": PATTERN,
    "str": f"{_SCHEMES}/struktura/2009/11/16/",
    "meta": f"{_SCHEMES}/meta/2009/11/16/",
    "adr": f"{_SCHEMES}/adres/2009/11/09/",
    "oso": f"{_SCHEMES}/osoba/2009/11/16/",
    "inst": f"{_SCHEMES}/instytucja/2009/11/16/",
}
ROOT: Final = f"{{{PATTERN}}}Dokument"


def general_letter(
    letter: Letter,
    *,
    title: str,
    body: Sequence[str],
    attachments: Mapping[str, bytes],
    made_at: datetime,
) -> bytes:
    """Write the letter as a pismo ogólne; nothing of it is signed.

    Args:
        letter: Who sends, who signs.
        title: Of the letter.
        body: Its text, one `Informacja` each.
        attachments: Name -> bytes; all of them text.
        made_at: An aware instant; the day in Warsaw is written.
    """
    root = etree.Element(ROOT, nsmap=_SPACES)
    told = _put(root, "wnio:DaneDokumentu")
    header = _put(told, "str:Naglowek")
    _put(header, "str:NazwaDokumentu", "Pismo ogólne do podmiotu publicznego")
    day = _put(told, "meta:Data")
    day.set("typDaty", "stworzony")
    _put(day, "meta:Czas", f"{made_at.astimezone(WARSAW):%Y-%m-%d}")
    to = _put(_put(_put(told, "str:Adresaci"), "meta:Podmiot"), "inst:Instytucja")
    _put(to, "inst:NazwaInstytucji", ADDRESSEE)
    _put(_put(to, "adr:Kontakt"), "adr:URIKontakt", BOX)
    _sender(_put(_put(told, "str:Nadawcy"), "meta:Podmiot"), letter)
    text = _put(root, "wnio:TrescDokumentu")
    _put(text, "wnio:MiejscowoscDokumentu", letter.seat.town)
    kind = _put(text, "wnio:RodzajWnioskuRozszerzony")
    kind.set("rodzaj", "inne pismo")
    kind.set("jakiInny", title)
    _put(text, "wnio:Tytul", title)
    lines = _put(text, "wnio:Informacje")
    for line in body:
        _put(lines, "wnio:Informacja", line)
    signer = _put(text, "wnio:Podpis")
    _put(signer, "oso:Imie", letter.head_given_names)
    _put(signer, "oso:Nazwisko", letter.head_surname)
    _put(signer, "wnio:Stanowisko", letter.unit_head_function)
    files = _put(text, "str:Zalaczniki")
    for name, data in attachments.items():
        file = _put(files, "str:Zalacznik")
        file.set("nazwaPliku", name)
        file.set("kodowanie", "base64")
        file.set("format", "text/plain")
        _put(file, "str:DaneZalacznika", b64encode(data).decode())
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def attached_files(root: etree._Element) -> list[tuple[str, bytes | None]]:
    """Give name and bytes of each attachment; None for one that is only pointed to."""
    found = []
    for file in root.iter(_tag("str:Zalacznik")):
        text = file.findtext(_tag("str:DaneZalacznika"))
        found.append((str(file.get("nazwaPliku", "")), _decoded(text)))
    return found


def parties(root: etree._Element, role: str) -> list[dict[str, str]]:
    """Give each addressee or sender, with those of its texts that are not empty.

    Args:
        root: A document of the pattern.
        role: `Adresaci` or `Nadawcy`.

    Returns:
        For each `Podmiot`: `name`, `box`, `NIP`, `REGON`, as they stand.
    """
    wanted = {
        "name": "inst:NazwaInstytucji",
        "box": "adr:URIKontakt",
        "NIP": "inst:NIP",
        "REGON": "inst:REGON",
    }
    found = root.iterfind(f".//{_tag(f'str:{role}')}/{_tag('meta:Podmiot')}")
    return [_texts(each, wanted) for each in found]


def named_signer(root: etree._Element) -> dict[str, str]:
    """Give what the form says of who signs, by local names; empty texts left out.

    A second first name follows the first one in `Imie`.
    """
    field = root.find(f".//{_tag('wnio:Podpis')}")
    if field is None:
        return {}
    wanted = {
        "ZUpowaznienia": "wnio:ZUpowaznienia",
        "Imie": "oso:Imie",
        "second": "oso:ImieDrugie",
        "Nazwisko": "oso:Nazwisko",
        "Stanowisko": "wnio:Stanowisko",
    }
    told = _texts(field, wanted)
    second = told.pop("second", "")
    return told | ({"Imie": f"{told['Imie']} {second}"} if "Imie" in told else {})


def text_outside_attachments(root: etree._Element) -> str:
    """Give the text of a document that stands in no attachment and no signature."""
    passed = (_tag("str:Zalaczniki"), f"{DS}Signature")
    held = (
        "".join(map(str, text.itertext()))
        for text in root.iterfind("{*}TrescDokumentu/*")
        if text.tag not in passed
    )
    return "".join(held).strip()


def body_text(root: etree._Element) -> str:
    """Give title and body with blanks made one, so that a form's line ends pass."""
    text = root.find(_tag("wnio:TrescDokumentu"))
    if text is None:
        return ""
    held = [text.findtext(_tag("wnio:Tytul"), "")]
    paragraphs = text.iter(_tag("wnio:Informacja"), _tag("wnio:Oswiadczenie"))
    held += ["".join(map(str, each.itertext())) for each in paragraphs]
    return " ".join(" ".join(held).split())


def _sender(parent: etree._Element, letter: Letter) -> None:
    sender = _put(parent, "inst:Instytucja")
    _put(sender, "inst:NazwaInstytucji", letter.name)
    ids = _put(sender, "inst:IdInstytucji")
    _put(ids, "inst:NIP", letter.nip.reveal())
    _put(ids, "inst:REGON", letter.regon.reveal())
    seat = _put(sender, "adr:Adres")
    _put(seat, "adr:KodPocztowy", letter.seat.postcode)
    _put(seat, "adr:Miejscowosc", letter.seat.town)
    if letter.seat.street:
        _put(seat, "adr:Ulica", letter.seat.street)
    _put(seat, "adr:Budynek", letter.seat.building)
    if letter.seat.flat:
        _put(seat, "adr:Lokal", letter.seat.flat)
    contact = _put(sender, "adr:Kontakt")
    _put(contact, "adr:Telefon", letter.phone)
    _put(contact, "adr:Email", letter.email)


def _texts(parent: etree._Element, wanted: Mapping[str, str]) -> dict[str, str]:
    """Find the text of each tag; several are one text, so that none is hidden."""
    told = {}
    for key, name in wanted.items():
        found = ("".join(map(str, each.itertext())) for each in parent.iter(_tag(name)))
        if text := " ".join(" ".join(found).split()):
            told[key] = text
    return told


def _put(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, _tag(name))
    made.text = text
    return made


def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def _decoded(text: str | None) -> bytes | None:
    try:
        return b64decode("".join((text or "").split()), validate=True) or None
    except (NotBase64, ValueError):
        return None
