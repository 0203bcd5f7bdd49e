"""The documents of a ZAW-FA: what they say, claim and carry."""

import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pypdf
import pytest

from ksef.errors import NoticeRefused
from ksef.model import ZawFaPurpose
from ksef.zawfa.checks import check
from ksef.zawfa.fields import FIELDS
from ksef.zawfa.model import EarlierPerson, Notice, Route, Version
from ksef.zawfa.render import form_data, render_checklist, render_notice, sheet_data
from tests.ksef.zawfa.notices import (
    EIGHT,
    ENFORCEMENT,
    GOOD,
    GRANT,
    IN_2023,
    MADE_AT,
    NIP,
    NOW,
    OWN_SIGNATURE,
    PESEL,
    REVOKE,
)


def made(notice: Notice) -> bytes:
    """Make a notice's PDF."""
    return render_notice(notice, check(notice), made_at=MADE_AT)


def cover(*notices: Notice) -> str:
    """Make the checklist, and read it."""
    findings = [each for notice in notices for each in check(notice)]
    return text_of(render_checklist(notices, findings, made_at=MADE_AT))


def text_of(document: bytes) -> str:
    """Read a PDF's text, on one line."""
    pages = pypdf.PdfReader(io.BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def cells_of(notice: Notice, copy: int = 1) -> dict[str, Any]:
    """Give the cells of a copy of the form by their number."""
    data: Any = form_data(notice, Version.V1)
    return {
        cell["number"]: cell
        for part in data["copies"][copy - 1]
        for cell in part["cells"]
    }


def ticked(cell: dict[str, Any]) -> list[str]:
    """Give the numbers of the boxes that are ticked."""
    return [number for number, _, is_ticked in cell["choices"] if is_ticked]


@pytest.mark.parametrize("notice", GOOD.values(), ids=GOOD)
def test_every_document_claims_what_it_is_and_has_stable_bytes(notice: Notice) -> None:
    """Holds: ADR-0010; ISO 14289-1 and ISO 19005-3 by the claims in XMP."""
    document = made(notice)
    with pikepdf.open(io.BytesIO(document)) as file, file.open_metadata() as told:
        claims = (
            told["{http://www.aiim.org/pdfua/ns/id/}part"],
            told["{http://www.aiim.org/pdfa/ns/id/}part"],
            told["{http://www.aiim.org/pdfa/ns/id/}conformance"],
        )

    assert ("1", "3", "A") == claims
    assert document == made(notice)


@pytest.mark.parametrize("notice", GOOD.values(), ids=GOOD)
def test_every_document_carries_its_data(notice: Notice) -> None:
    """Who keeps the file can read it by machine in ten years."""
    with pikepdf.open(io.BytesIO(made(notice))) as file:
        held = file.attachments["zaw-fa.json"].get_file().read_bytes()
    data = json.loads(held)

    assert (notice.version, notice.purpose) == (data["form"], data["purpose"])
    assert notice.copies == len(data["copies"])
    assert NIP.reveal() == data["copies"][0]["filer.nip"]


@pytest.mark.parametrize("number", range(1, 64))
def test_the_form_shows_each_of_its_63_numbers(number: int) -> None:
    """The office keys it in by these numbers."""
    label = next(each.label for each in FIELDS[Version.V1] if each.number == number)

    assert f"{number}. {label}" in FORM_TEXT


FORM_TEXT = text_of(made(GRANT))


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (OWN_SIGNATURE, "D. Dane unikalne podpisu bez NIP i PESEL"),
        (GOOD["seal"], "D. Dane unikalne podpisu lub pieczęci bez NIP i PESEL"),
    ],
)
def test_part_d_speaks_of_seals_only_since_they_can_be_reported(
    notice: Notice, expected: str
) -> None:
    """ZAW-FA(1) has unique data of a signature and of nothing else."""
    assert expected in text_of(made(notice))


def test_the_form_says_that_it_is_no_official_print() -> None:
    """Nobody may take it for what the Ministry prints."""
    assert "według wzoru; to nie jest druk urzędowy" in FORM_TEXT
    assert PESEL.reveal() in FORM_TEXT


@pytest.mark.parametrize(
    ("notice", "purpose", "kind", "identifier"),
    [
        (GRANT, ["1"], ["1"], ["2"]),
        (OWN_SIGNATURE, ["3"], ["3"], []),
        (ENFORCEMENT, ["1"], ["1", "2"], ["2"]),
        (GOOD["without_id"], ["1"], ["1"], ["3"]),
        (
            replace(GRANT, persons=(replace(GRANT.persons[0], identifier=NIP),)),
            ["1"],
            ["1"],
            ["1"],
        ),
    ],
    ids=["company", "own signature", "enforcement authority", "no number", "NIP"],
)
def test_the_right_boxes_are_ticked(
    notice: Notice, purpose: list[str], kind: list[str], identifier: list[str]
) -> None:
    """Holds: ZAW-FA(1), fields 6, 7 and 20, note 4."""
    cells = cells_of(notice)

    assert [purpose, kind, identifier] == [ticked(cells[n]) for n in ("6", "7", "20")]


def test_part_c_stays_empty_where_the_taxpayer_reports_a_signature() -> None:
    """Holds: note 3; the digest stands in two rows of 32, in capitals."""
    cells = cells_of(OWN_SIGNATURE)
    row = "0123456789ABCDEF" * 2

    assert [""] * 19 == [cells[str(number)]["text"] for number in range(20, 39)]
    assert f"{row}\n{row}" == cells["39"]["text"]


def test_eight_signers_are_two_numbered_copies() -> None:
    """Holds: note 9; each copy is complete, and says which of how many it is."""
    first, second = cells_of(EIGHT, 1), cells_of(EIGHT, 2)

    assert ["1 / 2", "2 / 2"] == [first["4"]["text"], second["4"]["text"]]
    assert "WymyślonyF" == first["60"]["text"]
    assert ["WymyślonyG", "WymyślonyH", ""] == [
        second[number]["text"] for number in ("40", "44", "48")
    ]
    assert first["8"] == second["8"]
    assert 2 == len(pypdf.PdfReader(io.BytesIO(made(EIGHT))).pages)


def test_one_copy_has_no_number() -> None:
    """Field 4 is filled in only for more than one copy (note 1)."""
    assert "" == cells_of(GRANT)["4"]["text"]


def test_who_has_no_number_is_described_by_a_document() -> None:
    """Holds: note 6, fields 24 to 27."""
    cells = cells_of(GOOD["without_id"])

    assert ["", "29-02-1980", "paszport", "BOGUS0001", "CZ"] == [
        cells[number]["text"] for number in ("21", "24", "25", "26", "27")
    ]


def test_the_sheet_of_version_three_invents_no_number() -> None:
    """A field whose number is not known has a dash."""
    data: Any = sheet_data(GOOD["without_id_now"], Version.V3)
    numbers = {row[0] for part in data["parts"] for row in part["rows"]}

    assert {"1", "5", "6", "7", "8", "9", "10", "11", "\N{EN DASH}"} == numbers


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (NOW, "1. wskazanie osoby uprawnionej"),
        (REVOKE, "2. odebranie uprawnień wskazanej osobie"),
        (GOOD["revoke_all"], "3. odebranie uprawnień wszystkim osobom"),
        (GOOD["seal"], "4. zgłoszenie danych unikalnych podpisu albo pieczęci"),
        (GOOD["own_signature_now"], "4. zgłoszenie danych unikalnych podpisu"),
        (GOOD["seal"], "Tej części się nie wypełnia"),
        (GOOD["eight_now"], "(egzemplarz 2 z 2)"),
        (NOW, "To nie jest formularz i nie składa się go w urzędzie"),
    ],
)
def test_the_sheet_says_what_to_copy(notice: Notice, expected: str) -> None:
    """It is copied by hand into e-Urząd Skarbowy or the official form."""
    assert expected in text_of(made(notice))


@pytest.mark.parametrize(
    "notice",
    [
        replace(GRANT, filing_on=IN_2023),
        replace(GRANT, filing_on=date(2021, 12, 31)),
        replace(NOW, earlier=EarlierPerson.LIVE),
    ],
    ids=["version 2", "no version", "an error"],
)
def test_what_a_check_says_no_to_is_not_made(notice: Notice) -> None:
    """Version 2 was not seen; a form with an error comes back after weeks."""
    with pytest.raises(NoticeRefused) as refused:
        made(notice)

    assert refused.value.findings
    with pytest.raises(NoticeRefused):
        cover(notice)


@pytest.mark.parametrize(
    ("notices", "expected"),
    [
        ((NOW,), "Tej karty nie składa się w urzędzie skarbowym"),
        ((NOW,), "ZAW-FA daje tylko zarządzanie uprawnieniami"),
        ((NOW,), "To zawiadomienie nikomu uprawnień nie odbiera"),
        ((NOW,), "wymaga konta organizacji"),
        ((NOW,), "Kreska oznacza, że numeru pola nie znamy"),
        ((GRANT,), "Elektronicznie tego dnia jeszcze nie można"),
        ((GRANT,), "Druk sporządzono według wzoru"),
        ((GOOD["own_signature_now"],), "osoba fizyczna składa ze swojego konta"),
        ((GOOD["commune"],), "Za gminę podpisuje wójt"),
        ((GOOD["commune"],), "(art. 31 i 46 ust. 1, Dz.U. 1990 nr 16 poz. 95)"),
        ((GOOD["commune"],), "wójt (1)"),
        ((GOOD["eight_now"],), "członek zarządu (8)"),
        ((NOW,), "podpisów: 2, jak podano w pliku"),
        ((OWN_SIGNATURE,), "Podpisuje sam podatnik"),
        ((NOW,), "Na papierze, do właściwego naczelnika urzędu skarbowego (wybrano)."),
        ((replace(NOW, route=Route.E_US),), "konta (wybrano)."),
        ((replace(NOW, route=Route.E_DELIVERY),), "z 6.08.2026 (wybrano)."),
        ((NOW,), "dla publicznych (np. JST) niepewny"),
        (
            (replace(NOW, earlier=EarlierPerson.REVOKED),),
            "tym, których ona uprawniła",
        ),
        ((GOOD["own_signature_now"],), "po każdej wymianie certyfikatu"),
        ((GOOD["eight_now"],), "Egzemplarzy: 2"),
        ((EIGHT,), "Pole 4: Podpisujących jest więcej niż 6"),
        ((REVOKE, NOW), "odebranie uprawnień, potem nadanie uprawnień"),
        ((REVOKE, NOW), "Najpierw złóż odebranie, potem nadanie"),
        ((REVOKE, NOW), "nie odbiera ich tym, których ona uprawniła"),
        ((REVOKE,), "Brak."),
    ],
)
def test_the_checklist_says_what_the_person_needs(
    notices: tuple[Notice, ...], expected: str
) -> None:
    """Before filing, who signs, how, what follows, and who keeps permissions."""
    assert expected in cover(*notices)


def test_the_checklist_names_no_person() -> None:
    """It lies on top of the file, where anybody sees it."""
    text = cover(REVOKE, NOW)

    assert PESEL.reveal() not in text
    assert "Niebyła" not in text


@pytest.mark.parametrize("word", ["certyfikat", "System", "kilku godzin"])
def test_what_came_in_2026_is_not_said_of_2022(word: str) -> None:
    """KSeF had neither its own certificates then, nor authors of permissions."""
    assert word in cover(NOW)
    assert word not in cover(GRANT).replace("Krajowego Systemu", "")


def test_a_revocation_says_nothing_of_what_a_grant_gives() -> None:
    """What does not follow is not said."""
    assert "nadaj" not in cover(replace(NOW, purpose=ZawFaPurpose.REVOKE))


@pytest.mark.parametrize("notice", [GRANT, NOW], ids=["form", "sheet"])
def test_a_word_that_is_wider_than_its_box_stays_on_the_paper(notice: Notice) -> None:
    """Checks admit 255 characters; what runs off the paper is not filed."""
    email = "z" * 240 + "@n.example"
    [person] = notice.persons
    contact = replace(person.contact, email=email)
    long = replace(notice, persons=(replace(person, contact=contact),))
    lines = pypdf.PdfReader(io.BytesIO(made(long))).pages[0].extract_text().splitlines()
    row = [each for each in lines if "zzz" in each]

    assert 3 <= len(row)
    assert max(len(each) for each in row) < 120
    assert email in "".join(text_of(made(long)).split())


@pytest.mark.parametrize("notice", [GRANT, NOW], ids=["form", "sheet"])
def test_a_name_with_a_hyphen_is_broken_without_a_second_one(notice: Notice) -> None:
    """Polish typography repeats the hyphen; whoever copies it would copy two."""
    name = "-".join(["Niebywała"] * 8)
    [person] = notice.persons
    long = replace(notice, persons=(replace(person, surname=name),))

    assert name in text_of(made(long)).replace("- ", "-")
