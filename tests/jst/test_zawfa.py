"""`jst zawfa`: a sample, its checks, its documents and their entries."""

import io
import json
import sqlite3
import tomllib
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jst.cli.zawfa import Case
from jst.errors import ZawfaFileInvalid
from jst.zawfa_file import _ZawfaFile, parse_mapping, parse_zawfa
from jst.zawfa_templates import template
from ksef.model import ZawFaPurpose
from ksef.zawfa.checks import check
from tests import bogus_pki
from tests.certs.bogus_list import ESEAL, seal
from tests.documents.forms import a_form
from tests.house.blocks import blocks
from tests.house.tree import ROOT
from tests.jst.conftest import Jst, change, set_roles
from tests.ksef.zawfa.notices import HASH

PAGE = ROOT / "docs" / "zawfa.md"
KEYS = ["field", "code", "severity", "text", "provision"]
CASE = "OR.0050.7.2026"
DAY = date(2026, 11, 21)
PERSON = {"surname": "Niebyła", "first_name": "Żaneta", "pesel": "38092277125"}
GOOD: dict[str, Any] = {
    "purpose": "grant",
    "filing_on": "2026-11-21",
    "addressee": "Naczelnik Urzędu Skarbowego w Przykładowie",
    "route": "e-us",
    "earlier_person": "none",
    "filer": {
        "kind": "jst",
        "local_government": "gmina",
        "name": "Gmina Przykładowo",
        "nip": "3755747347",
        "email": "gmina@przykladowo.example",
        "can_authenticate": False,
    },
    "person": [PERSON | {"email": "z.niebyla@przykladowo.example"}],
    "signer": [{"surname": "Nikt", "first_name": "Jan", "position": "wójt"}],
}
CHANGE = GOOD | {
    "purpose": "change",
    "revoked": [{"surname": "Był", "first_name": "Adam", "nip": "4972530874"}],
}


@pytest.fixture(name="office", autouse=True)
def _office(home: Path) -> None:
    """A demonstration office whose clerk looks after KSeF."""
    set_roles(home, "ksef-administrator")


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    """A good notice, as JSON."""
    return written(tmp_path / "zawfa.json", GOOD)


def written(path: Path, told: object) -> Path:
    """Write an object as JSON."""
    path.write_text(json.dumps(told), "utf-8")
    return path


def to(out: Path, case: str = CASE) -> list[str]:
    """Give the options that say for which case, and where to."""
    return ["--case", case, "--out", str(out)]


def entries(jst: Jst) -> list[Any]:
    """Give the entries of the log that tell of documents, oldest first."""
    shown = jst("ledger", "show", "--json").json
    return sorted(
        (each for each in shown["entries"] if each["kind"] == "document"),
        key=lambda each: str(each["at"]),
    )


@pytest.mark.parametrize("case", list(Case))
def test_a_sample_can_be_read_and_its_checks_say_what_is_missing(
    case: Case, tmp_path: Path, jst: Jst
) -> None:
    """A sample that does not even parse teaches nobody."""
    file = tmp_path / "zawfa.toml"

    ran = jst("zawfa", "new", case, "--out", str(file))
    checked = jst("zawfa", "check", str(file), "--json")

    assert (0, 1) == (ran.status, checked.status)
    assert "zawfa.empty" in {each["code"] for each in checked.json}
    assert 0o600 == file.stat().st_mode & 0o777


@pytest.mark.parametrize("case", [Case.GRANT, Case.REVOKE, Case.CHANGE])
def test_a_sample_asks_whether_the_filer_can_authenticate(
    case: Case, tmp_path: Path, jst: Jst
) -> None:
    """An answer that stands there already is one that nobody has given."""
    file = tmp_path / "zawfa.toml"
    file.write_text(template(case, DAY), "utf-8")
    codes = {each["code"] for each in jst("zawfa", "check", str(file), "--json").json}

    assert "zawfa.authentication_not_told" in codes
    assert (case is Case.GRANT) is ("zawfa.earlier_not_told" in codes)


def test_a_change_to_the_same_person_is_refused(tmp_path: Path, jst: Jst) -> None:
    """Told once, although two notices are filed."""
    told = CHANGE | {"revoked": [PERSON]}
    file = written(tmp_path / "zawfa.json", told)

    ran = jst("zawfa", "check", str(file), "--json")

    assert 1 == ran.status
    assert 1 == [each["code"] for each in ran.json].count("zawfa.same_person")


def test_a_sample_goes_to_standard_output_too(jst: Jst) -> None:
    """`jst zawfa new grant > file` is what people type."""
    told = tomllib.loads(jst("zawfa", "new", "grant").out)
    also = tomllib.loads(jst("zawfa", "new", "grant", "--json").json["text"])

    assert "grant" == told["purpose"]
    assert told == also


def test_an_unknown_case_is_wrong_usage(jst: Jst) -> None:
    """The words are listed."""
    ran = jst("zawfa", "new", "anything")

    assert 64 == ran.status
    assert "own-signature" in ran.err


def test_findings_have_stable_keys(tmp_path: Path, jst: Jst) -> None:
    """Vendors build on them: field, code, severity, text, provision."""
    bad = written(tmp_path / "bad.json", GOOD | {"earlier_person": "live"})

    ran = jst("zawfa", "check", str(bad), "--json")

    assert 1 == ran.status
    [found] = ran.json
    assert KEYS == list(found)
    assert "zawfa.revoke_first" == found["code"]
    assert "§ 5 ust. 1 (jedna osoba), Dz.U. 2025 poz. 1815" == found["provision"]


def test_findings_are_told_to_people_with_the_number_of_the_field(
    tmp_path: Path, jst: Jst
) -> None:
    """They look for it on the form."""
    bad = written(
        tmp_path / "bad.json", GOOD | {"filer": GOOD["filer"] | {"nip": "3755747348"}}
    )

    ran = jst("zawfa", "check", str(bad))

    assert 1 == ran.status
    assert "błąd: pole 1: NIP jest błędny: cyfra kontrolna się nie zgadza." in ran.out


def test_a_good_file_is_said_to_be_good(file: Path, jst: Jst) -> None:
    """Silence could mean anything."""
    assert "Błędów nie znaleziono." in jst("zawfa", "check", str(file)).out
    assert (0, []) == (
        (ran := jst("zawfa", "check", str(file), "--json")).status,
        ran.json,
    )


def test_a_file_that_cannot_be_read_names_the_key(tmp_path: Path, jst: Jst) -> None:
    """An unknown key may be anything, also a number that was pasted there."""
    filer = GOOD["filer"] | {"38092277125": 1, "phone": 7}
    told = GOOD | {"filer": filer, "filing_on": 20261121}
    bad = written(tmp_path / "bad.json", told)

    ran = jst("zawfa", "check", str(bad), "--json")

    assert (1, "jst.zawfa_file_invalid") == (ran.status, ran.json["error"])
    assert {"filer.phone", "filer", "filing_on"} == {
        each["field"] for each in ran.json["findings"]
    }
    assert "38092277125" not in ran.out


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"a": 1, "a": 2}',
        "[]",
        "\xff",
        '{"purpose": "grant"' + "," * 9,
        "[" * 9999,
    ],
)
def test_what_is_no_notice_is_refused(text: str, tmp_path: Path, jst: Jst) -> None:
    """No traceback, whatever the bytes."""
    bad = tmp_path / "bad.json"
    bad.write_bytes(text.encode("latin-1"))

    assert (1, "jst.zawfa_file_invalid") == (
        (ran := jst("zawfa", "check", str(bad), "--json")).status,
        ran.json["error"],
    )


def test_a_person_to_be_revoked_belongs_to_a_change(tmp_path: Path, jst: Jst) -> None:
    """A forgotten block would be a revocation that nobody makes."""
    bad = written(tmp_path / "bad.json", GOOD | {"revoked": CHANGE["revoked"]})

    assert "tylko przy zmianie osoby" in jst("zawfa", "check", str(bad)).err


def test_a_change_of_person_is_two_notices_in_order(tmp_path: Path, jst: Jst) -> None:
    """Holds: first the revocation, then the grant; three documents, three entries."""
    file, out = written(tmp_path / "c.json", CHANGE), tmp_path / "out"

    ran = jst("zawfa", "render", str(file), *to(out), "--json")

    names = [Path(each["file"]).name for each in ran.json["documents"]]
    assert 0 == ran.status
    assert [
        "zawfa-1-odebranie.pdf",
        "zawfa-2-nadanie.pdf",
        "lista-kontrolna.pdf",
    ] == names
    assert sorted(names) == sorted(each.name for each in out.iterdir())


def test_every_document_is_an_entry(file: Path, tmp_path: Path, jst: Jst) -> None:
    """Who made a notice about whom is known before anybody has the paper."""
    out = tmp_path / "out"

    ran = jst("zawfa", "render", str(file), *to(out), "--json")

    assert [each["entryId"] for each in ran.json["documents"]] == [
        each["id"] for each in entries(jst)
    ]
    assert {0o600} == {each.stat().st_mode & 0o777 for each in out.iterdir()}
    assert 0o700 == out.stat().st_mode & 0o777


def test_a_notice_of_2022_is_the_form_with_its_addresses(
    tmp_path: Path, jst: Jst
) -> None:
    """The version follows from the day of filing; only version 1 has addresses."""
    seat = {"country": "PL", "town": "Przykładowo", "house": "7", "postcode": "00-001"}
    contact = {"phone": "220000000", "address": seat}
    told = GOOD | {
        "filing_on": "2022-05-04",
        "route": "paper",
        "filer": GOOD["filer"] | contact,
        "person": [GOOD["person"][0] | contact],
    }
    file, out = written(tmp_path / "z.json", told), tmp_path / "out"

    ran = jst("zawfa", "render", str(file), *to(out), "--json")

    [page] = pypdf.PdfReader(out / "zawfa-1-nadanie.pdf").pages
    assert 0 == ran.status
    assert ["zawfa.day_passed"] == [each["code"] for each in ran.json["findings"]]
    assert 2 == page.extract_text().count("00-001")
    assert "63. Podpis" in page.extract_text()


def test_each_entry_names_only_those_who_stand_in_its_document(
    home: Path, tmp_path: Path, jst: Jst
) -> None:
    """Who lost the permissions is not in the notice that gives them to another."""
    file = written(tmp_path / "c.json", CHANGE)

    jst("zawfa", "render", str(file), *to(tmp_path / "out"))

    with closing(sqlite3.connect(home / "ledger.sqlite")) as store:
        bodies = [
            json.loads(body)
            for (body,) in store.execute("SELECT body FROM entry ORDER BY idx")
        ]
    first, second, cover = (
        {subject["index"] for subject in each["subjects"]}
        for each in bodies
        if each["kind"] == "document"
    )
    assert [2, 2, 0] == [len(first), len(second), len(cover)]
    assert 1 == len(first & second)


def test_the_documents_are_told_to_people(file: Path, tmp_path: Path, jst: Jst) -> None:
    """Each with its entry."""
    ran = jst(
        "zawfa", "render", str(file), "--case", CASE, "--out", str(tmp_path / "o")
    )

    assert 2 == ran.out.count("(wpis ")


@pytest.mark.parametrize(
    ("told", "case", "code"),
    [
        (GOOD | {"earlier_person": "live"}, CASE, "ksef.notice_refused"),
        (GOOD | {"filing_on": "2024-05-01"}, CASE, "ksef.notice_refused"),
        (GOOD, "no case", "accountability.action_denied"),
    ],
    ids=["an error", "version 2", "a case that is none"],
)
def test_what_is_refused_leaves_nothing(
    told: object, case: str, code: str, tmp_path: Path, jst: Jst
) -> None:
    """No folder, no entry of a document; the status says no."""
    file, out = written(tmp_path / "z.json", told), tmp_path / "out"

    ran = jst("zawfa", "render", str(file), *to(out, case), "--json")

    assert (1, code) == (ran.status, ran.json["error"])
    assert not out.exists()
    assert [] == entries(jst)


def test_an_officer_makes_no_notice(
    file: Path, home: Path, tmp_path: Path, jst: Jst
) -> None:
    """Who reads the log does not act in it."""
    change(home / "people.toml", "ksef-administrator", "operator")

    ran = jst(
        "zawfa",
        "render",
        str(file),
        "--case",
        CASE,
        "--out",
        str(tmp_path / "o"),
        "--json",
    )

    assert (1, "accountability.action_denied") == (ran.status, ran.json["error"])


def test_a_folder_that_exists_is_not_touched(
    file: Path, tmp_path: Path, jst: Jst
) -> None:
    """What is there may be last year's notice."""
    out = tmp_path / "out"
    out.mkdir()

    ran = jst("zawfa", "render", str(file), *to(out), "--json")

    assert (1, "jst.output_refused") == (ran.status, ran.json["error"])
    assert [] == entries(jst)


def test_a_seal_in_the_file_is_judged(tmp_path: Path, jst: Jst) -> None:
    """Holds: who can authenticate does not file; the certificate says so itself."""
    (tmp_path / "seal.pem").write_text(
        seal(types=(ESEAL,), subject=bogus_pki.seal_name(nip=GOOD["filer"]["nip"])).pem
    )
    filer = GOOD["filer"] | {"seal_certificate": "seal.pem"}

    ran = jst(
        "zawfa",
        "check",
        str(written(tmp_path / "z.json", GOOD | {"filer": filer})),
        "--json",
    )

    assert ["zawfa.can_authenticate", "zawfa.seal_fits"] == [
        each["code"] for each in ran.json
    ]


def test_unique_data_come_from_a_certificate(tmp_path: Path, jst: Jst) -> None:
    """64 digits copied by hand are copied wrongly."""
    certificate = seal(types=(ESEAL,), subject=bogus_pki.name(("2.5.4.3", "Bogus")))
    (tmp_path / "seal.pem").write_text(certificate.pem)
    told = GOOD | {
        "purpose": "report_seal",
        "person": [],
        "unique_data": {"certificate": "seal.pem"},
    }
    file, out = written(tmp_path / "z.json", told), tmp_path / "out"

    ran = jst("zawfa", "render", str(file), *to(out), "--json")

    text = (
        pypdf.PdfReader(io.BytesIO((out / "zawfa-1-pieczec.pdf").read_bytes()))
        .pages[0]
        .extract_text()
    )
    assert 0 == ran.status
    assert certificate.sha256.hex().upper()[:32] in text


def test_two_numbers_of_one_person_are_told_at_their_field(
    tmp_path: Path, jst: Jst
) -> None:
    """The form has room for one; neither is repeated."""
    person = GOOD["person"][0] | {"nip": "4972530874"}
    file = written(tmp_path / "z.json", GOOD | {"person": [person]})

    ran = jst("zawfa", "check", str(file), "--json")

    assert ["zawfa.identifier"] == [each["code"] for each in ran.json]
    assert PERSON["pesel"] not in ran.out


def test_a_name_that_no_file_has_names_its_key(tmp_path: Path, jst: Jst) -> None:
    """A NUL in a path is no unexpected error of ours."""
    told = GOOD | {"unique_data": {"certificate": "a\0b"}}

    ran = jst("zawfa", "check", str(written(tmp_path / "z.json", told)), "--json")

    assert (1, "jst.zawfa_file_invalid") == (ran.status, ran.json["error"])
    assert ["unique_data.certificate"] == [
        each["field"] for each in ran.json["findings"]
    ]


def test_a_certificate_that_is_none_is_refused(tmp_path: Path, jst: Jst) -> None:
    """A photo of the card is what people attach."""
    (tmp_path / "seal.pem").write_bytes(b"JFIF")
    told = GOOD | {"unique_data": {"certificate": "seal.pem"}}

    ran = jst("zawfa", "check", str(written(tmp_path / "z.json", told)), "--json")

    assert (1, "certs.certificate_unreadable") == (ran.status, ran.json["error"])


_WORD = st.sampled_from(["grant", "change", "jst", "2026-11-21", "", HASH, "PL", "\0"])
_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _WORD | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*GOOD, *GOOD["filer"], *PERSON]) | st.text(), inner
        )
    ),
    max_leaves=8,
)


@given(
    st.sampled_from([GOOD, CHANGE]),
    st.dictionaries(
        st.sampled_from([*CHANGE, "unique_data", "odd"]), _VALUE, max_size=3
    ),
)
@settings(max_examples=300, deadline=None)
def test_any_shape_is_read_or_refused(base: dict[str, Any], changes: Any) -> None:  # noqa: ANN401 - JSON of any shape
    """Nothing but the one error escapes, and what is read can be checked."""
    data = json.dumps(base | changes).encode()
    try:
        read = parse_zawfa(data, is_json=True, folder=Path())
    except ZawfaFileInvalid:
        return
    purposes = {each.purpose for each in read.notices}
    assert ZawFaPurpose.CHANGE not in purposes


@given(st.binary(max_size=200), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_refused(data: bytes, is_json: bool) -> None:
    """Garbage is refused as garbage."""
    with pytest.raises(ZawfaFileInvalid):
        parse_zawfa(data, is_json=is_json, folder=Path())


@given(st.binary(max_size=20), st.integers(0, 300))
@settings(max_examples=200, deadline=None)
def test_a_damaged_mapping_is_read_or_refused(noise: bytes, place: int) -> None:
    """It is written by hand as well."""
    data = MAPPING.encode()
    try:
        parse_mapping(data[:place] + noise + data[place:])
    except ZawfaFileInvalid:
        return


@given(st.binary(max_size=20), st.integers(0, 900), st.sampled_from(list(Case)))
@settings(max_examples=300, deadline=None)
def test_a_damaged_sample_is_read_or_refused(
    noise: bytes, place: int, case: Case
) -> None:
    """A slip of the editor in a real file is the usual case."""
    data = template(case, DAY).encode()
    try:
        parse_zawfa(data[:place] + noise + data[place:], is_json=False, folder=Path())
    except ZawfaFileInvalid:
        return


def test_the_file_that_the_documentation_shows_passes() -> None:
    """An example with an error in it is copied with its error."""
    shown, _ = [each for each in blocks(PAGE) if each.language == "toml"]

    [notice] = parse_zawfa(shown.text.encode(), is_json=False, folder=Path()).notices

    assert [] == [each.rule for each in check(notice)]


def test_the_file_that_the_documentation_shows_is_one_page(
    tmp_path: Path, jst: Jst
) -> None:
    """A second page with one row on it is left in the printer."""
    shown, _ = [each for each in blocks(PAGE) if each.language == "toml"]
    file, out = tmp_path / "z.toml", tmp_path / "out"
    file.write_text(shown.text, "utf-8")

    ran = jst("zawfa", "render", str(file), *to(out))

    assert 0 == ran.status
    assert 1 == len(pypdf.PdfReader(out / "zawfa-1-nadanie.pdf").pages)


def test_the_mapping_that_the_documentation_shows_can_be_read() -> None:
    """Names with blanks need their quotes."""
    _, shown = [each for each in blocks(PAGE) if each.language == "toml"]

    assert "filer.nip" == parse_mapping(shown.text.encode()).text["NIP"]


def test_the_documentation_explains_every_key() -> None:
    """A key that nobody explains is left blank."""
    page = PAGE.read_text("utf-8")

    assert [] == [key for key in _ZawfaFile.model_fields if f"`{key}" not in page]


MAPPING = """\
[text]
"NIP" = "filer.nip"
"Nazwa" = "filer.name"
"Urzad" = "addressee"
"Mail" = "filer.email"
"Osoba" = "person.identifier"
"Nazwisko" = "person.surname"
"Imie" = "person.first_name"
"Mail osoby" = "person.email"
"P1" = "signer.1.surname"
"P2" = "signer.1.first_name"
"P3" = "signer.1.position"

[tick]
"cel_1" = "purpose.1"
"rodzaj_1" = "filer.kind.1"
"pesel" = "person.identifier_kind.2"
"""
NAMES = tuple(tomllib.loads(MAPPING)["text"])
BOXES = tuple(tomllib.loads(MAPPING)["tick"])


def official(folder: Path, form: bytes, mapping: str = MAPPING) -> list[str]:
    """Write a blank form and its mapping; give the options that name them."""
    (folder / "form.pdf").write_bytes(form)
    (folder / "map.toml").write_text(mapping, "utf-8")
    return [
        *("--official", str(folder / "form.pdf")),
        *("--mapping", str(folder / "map.toml")),
    ]


def test_an_official_form_is_filled_in_and_logged(
    file: Path, tmp_path: Path, jst: Jst
) -> None:
    """The office brings the form and says which field is which."""
    out = tmp_path / "out"
    options = official(tmp_path, a_form(NAMES, BOXES))

    ran = jst("zawfa", "render", str(file), *to(out), *options, "--json")

    fields = pypdf.PdfReader(out / "zawfa-1-urzedowy-1.pdf").get_fields() or {}
    assert (0, 3) == (ran.status, len(entries(jst)))
    assert PERSON["pesel"] == fields["Osoba"].get("/V")
    assert ["/Tak"] * 3 == [fields[box].get("/V") for box in BOXES]


@pytest.mark.parametrize(
    ("form", "mapping", "code"),
    [
        (a_form(NAMES), MAPPING, "documents.form_unusable"),
        (b"%PDF", MAPPING, "documents.form_unusable"),
        (a_form(NAMES, BOXES), "[text]\n", "ksef.mapping_invalid"),
        (a_form(NAMES, BOXES), "[other]\n", "jst.zawfa_file_invalid"),
    ],
    ids=["field unknown", "no form", "a hole", "no mapping"],
)
def test_a_form_that_does_not_fit_leaves_nothing(
    form: bytes, mapping: str, code: str, file: Path, tmp_path: Path, jst: Jst
) -> None:
    """No folder, no entry, status 1."""
    out, options = tmp_path / "out", official(tmp_path, form, mapping)

    ran = jst("zawfa", "render", str(file), *to(out), *options, "--json")

    assert (1, code) == (ran.status, ran.json["error"])
    assert not out.exists()
    assert [] == entries(jst)


def test_form_and_mapping_go_together(file: Path, tmp_path: Path, jst: Jst) -> None:
    """One without the other is a slip."""
    ran = jst("zawfa", "render", str(file), *to(tmp_path / "o"), "--official", "x.pdf")

    assert 64 == ran.status
    assert "--mapping" in ran.err
