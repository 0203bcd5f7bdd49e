"""permissions.toml and ksef-people.toml: what is read, what is refused unrepeated."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jst.errors import PermissionsInvalid
from jst.plan_file import load_desired, load_subordinates
from jst.plan_people import load_ksef_people
from jst.plan_toml import PermissionsToml
from ksef.access.details import PersonOfFingerprint, PersonWithoutNumber
from ksef.plan.desired import Desired, SealMeans, entries_of
from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "ksef-plan.md").read_text("utf-8")
FILE, PEOPLE, *_ = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
CANARY = "90060804786"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder with the two files that the page shows."""
    write(tmp_path, FILE, PEOPLE)
    return tmp_path


def write(folder: Path, text: str, people: str) -> None:
    """Put both files into a folder, the second protected."""
    (folder / "permissions.toml").write_text(text, "utf-8")
    path = folder / "ksef-people.toml"
    path.touch(0o600)
    path.write_text(people, "utf-8")


def loaded(folder: Path) -> Desired:
    """Read the folder's files."""
    return load_desired(folder)[0]


def refusal(folder: Path) -> PermissionsInvalid:
    """Give the error that the folder's files make."""
    with pytest.raises(PermissionsInvalid) as caught:
        load_desired(folder)
    return caught.value


def test_the_page_shows_files_that_are_read(folder: Path) -> None:
    """What is copied from the page works."""
    desired, findings = load_desired(folder)

    assert [] == [each for each in findings if each.rule != "ksef.plan.no_credential"]
    assert {"sp1", "bursa", "biblioteka"} == {each.ref for each in desired.units}
    assert SealMeans.SEAL is desired.holders[0].means


def test_a_grant_for_several_places_is_one_each(folder: Path) -> None:
    """Each has an id of its own for the log; a deputy takes both over."""
    ids = [each.id for each in entries_of(loaded(folder))]

    assert {
        "ksiegowa@gmina",
        "ksiegowa@sp1",
        "zastepstwo-lato/ksiegowa@gmina",
        "zastepstwo-lato/ksiegowa@sp1",
    } <= set(ids)


def test_a_bundle_stands_for_its_permissions(folder: Path) -> None:
    """The end is the first day without it."""
    [entry] = [each for each in loaded(folder).entries if each.id == "ksiegowa@sp1"]

    assert ("InvoiceRead", "InvoiceWrite") == entry.permissions
    assert (date(2027, 1, 1), "ksiegowosc") == (entry.valid_until, entry.bundle)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('who = "d.przykladowy"', f'who = "{CANARY}"', id="as a holder"),
        pytest.param("urlop", f"urlop {CANARY}", id="in a reason"),
        pytest.param("umowa 5/2026", f"PESEL-{CANARY}", id="in a basis"),
        pytest.param("wglad =", f"{CANARY} =", id="as a key"),
        pytest.param('"01 AB 23"', f'"{CANARY}"', id="as a serial number"),
        pytest.param("urlop", "NIP 526-587-76-35", id="a NIP with hyphens"),
        pytest.param("urlop", "AB" * 32, id="a fingerprint"),
    ],
)
def test_a_number_in_the_file_is_refused_and_not_repeated(
    folder: Path, old: str, new: str
) -> None:
    """The file is mailed round; numbers belong into the protected one."""
    write(folder, FILE.replace(old, new, 1), PEOPLE)

    error = refusal(folder)

    assert {"permissions.clear_number"} == {each.rule for each in error.findings}
    assert CANARY not in f"{error} {error.findings} {error.polish}"


@pytest.mark.parametrize(
    "serial", ["1234567890123456789", "01AB23CD45EF6789012345678901ABCD", "01:AB:23"]
)
def test_a_serial_number_may_be_long(folder: Path, serial: str) -> None:
    """Authorities give them sixty digits; none of them is anybody's."""
    text = FILE.replace("01 AB 23", serial).replace("01:", "01 ").replace(":23", " 23")
    write(folder, text, PEOPLE)

    assert 1 == len(loaded(folder).holders)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('ref = "d.przykladowy"', f'ref = "{CANARY}"', id="a PESEL"),
        pytest.param('ref = "biuro-abc"', 'ref = "nip-526-587-76-35"', id="a NIP"),
        pytest.param('staff = "krystyna"', f'staff = "{CANARY}"', id="as a staff id"),
    ],
)
def test_a_reference_that_is_a_number_is_refused(
    folder: Path, old: str, new: str
) -> None:
    """It would stand in plans, on the screen and in the log."""
    write(folder, FILE, PEOPLE.replace(old, new, 1))

    error = refusal(folder)

    assert {"ksef_people.ref_number"} == {each.rule for each in error.findings}
    assert CANARY not in f"{error} {error.findings} {error.polish}"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("urlop", "urlop\\u001b[2J", "file.text_control"),
        ("urlop", "urlop\\u202e", "file.text_control"),
        ("urlop", "urlop\\nsecond line", "file.text_control"),
        ("Gmina Przykładowa", "Gmina\\u0000", "file.text_control"),
        ("umowa 5/2026", "  ", "file.text_blank"),
        ("version = 1", "version = true", "file.int_type"),
        ("version = 1", "version = 1.0", "file.int_type"),
        ("representative = true", 'representative = "yes"', "file.bool_type"),
        ("from = 2026-02-01", 'from = "2026-02-01"', "file.date_type"),
        ("from = 2026-02-01", "from = 2026-02-01T00:00:00+14:00", "file.date_type"),
        ("01 AB 23", "numer 17", "file.string_pattern_mismatch"),
    ],
)
def test_a_value_is_what_it_looks_like(
    folder: Path, old: str, new: str, rule: str
) -> None:
    """What is nearly right is wrong, before it stays in KSeF or on a screen."""
    write(folder, FILE.replace(old, new, 1), PEOPLE)

    assert {rule} == {each.rule for each in refusal(folder).findings}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Przykładowy", "Przykładowy\\u009b", "file.text_control"),
        ("Biuro Rachunkowe ABC", "      ", "file.text_blank"),
    ],
)
def test_a_name_of_a_person_is_shown_as_it_is(
    folder: Path, old: str, new: str, rule: str
) -> None:
    """It goes onto paper and to KSeF."""
    write(folder, FILE, PEOPLE.replace(old, new, 1))

    assert {rule} == {each.rule for each in refusal(folder).findings}


def test_a_key_that_a_terminal_would_obey_is_shown_without_it(folder: Path) -> None:
    """The finding names it."""
    write(folder, FILE.replace("wglad =", '"\\u001b[2Jx" ='), PEOPLE)

    assert all(each.field.isprintable() for each in refusal(folder).findings)


@pytest.mark.parametrize("name", ["permissions.toml", "ksef-people.toml"])
@pytest.mark.parametrize("brackets", ["[" * 20_000, "x = " + "[" * 20_000])
def test_brackets_without_end_are_no_toml(
    folder: Path, name: str, brackets: str
) -> None:
    """The parser gives up; that is an error of ours, and no traceback."""
    (folder / name).write_text(brackets, "utf-8")

    assert "TOML" in refusal(folder).polish


def test_the_numbers_of_orders_are_no_identifiers(folder: Path) -> None:
    """`0050.13.2026` and a date stand in every file."""
    assert loaded(folder).entries[0].basis == "zarządzenie 0050.13.2026"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        pytest.param('"9990000008"', '"9990000009"', "permissions.number", id="NIP"),
        pytest.param('ksiegowosc"', 'kasa"', "permissions.bundle_unknown", id="bundle"),
        pytest.param("version = 1", "version = 2", "file.literal_error", id="version"),
        pytest.param("[bundle]", "[zestaw]", "file.extra_forbidden", id="key"),
        pytest.param(
            'where = "gmina"', 'where = "x"', "ksef.plan.ref_unknown", id="ref"
        ),
        pytest.param(
            *("representative = true", "", "file.grant_of_nothing"),
            id="nothing to give",
        ),
    ],
)
def test_what_is_wrong_is_a_finding(
    folder: Path, old: str, new: str, rule: str
) -> None:
    """With its field, and all of them at once."""
    write(folder, FILE.replace(old, new), PEOPLE)

    assert rule in {each.rule for each in refusal(folder).findings}


def test_a_people_file_that_others_can_read_is_refused(folder: Path) -> None:
    """It is the one place with clear numbers."""
    (folder / "ksef-people.toml").chmod(0o640)

    assert ["ksef_people.exposed"] == [each.rule for each in refusal(folder).findings]


def test_a_wrong_number_of_a_person_is_not_repeated(folder: Path) -> None:
    """The finding names the entry, not the number."""
    write(folder, FILE, PEOPLE.replace("44051401359", "44051401358"))

    error = refusal(folder)

    assert [("ksef_people.number", "person.0.value")] == [
        (each.rule, each.field) for each in error.findings
    ]
    assert "44051401358" not in f"{error} {error.findings}"


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        pytest.param(f'pesel = "{CANARY}"', PersonOfFingerprint, id="by PESEL"),
        pytest.param(
            'birth_date = 1990-06-08\n[person.document]\ntype = "paszport"\n'
            'number = "BG0000001"\ncountry = "CZ"',
            PersonWithoutNumber,
            id="by document",
        ),
    ],
)
def test_a_fingerprint_says_whose_it_is(
    folder: Path, more: str, kind: type[object]
) -> None:
    """KSeF asks for the owner of a certificate."""
    text = (
        f'[[person]]\nref = "x"\nkind = "fingerprint"\nvalue = "{"AB" * 32}"\n'
        f'first_name = "Eva"\nlast_name = "Bogusová"\n{more}\n'
    )
    write(folder, FILE, text)

    [person] = load_ksef_people(folder / "ksef-people.toml").persons

    assert isinstance(person.details, kind)
    assert CANARY not in repr(person)


def test_a_fingerprint_of_nobody_is_refused(folder: Path) -> None:
    """Without an owner KSeF refuses the grant."""
    text = '[[person]]\nref = "x"\nkind = "fingerprint"\nvalue = "AB"\n'
    write(folder, FILE, f'{text}first_name = "Eva"\nlast_name = "Bogusová"\n')

    assert ["file.value_error"] == [each.rule for each in refusal(folder).findings]


@pytest.mark.parametrize("name", ["permissions.toml", "ksef-people.toml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    """Nothing is planned without both."""
    (folder / name).unlink()

    assert name in refusal(folder).polish


@given(text=st.text(max_size=300) | st.integers(0, 5000).map(lambda n: "a=" + "[" * n))
def test_any_text_is_refused_in_order(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """A file from elsewhere is an error of ours, and never a traceback."""
    folder = tmp_path_factory.mktemp("any")
    write(folder, text.encode("utf-8", "replace").decode(), PEOPLE)

    with pytest.raises(PermissionsInvalid):
        load_desired(folder)


def test_the_example_fits_the_model_that_the_schema_is_made_of() -> None:
    """An editor with the schema accepts what the page shows."""
    assert 1 == PermissionsToml.model_validate(tomllib.loads(FILE)).version


def test_a_finding_names_the_entry_and_what_is_missing(folder: Path) -> None:
    """In a file of a thousand lines, "grant.17" helps nobody."""
    text = FILE.replace("representative = true\n", "", 1)
    write(folder, text.replace('kind = "local_budget_unit"\n', ""), PEOPLE)
    found = {each.field: each.message for each in refusal(folder).findings}

    assert {"grant.dyrektor-sp1", "unit.sp1.kind"} == set(found)
    assert found["grant.dyrektor-sp1"].startswith("Podaj dokładnie jedno: bundle")


def test_an_entry_without_a_name_is_counted_from_one(folder: Path) -> None:
    """As people count."""
    write(folder, FILE.replace('id = "dyrektor-sp1"\n', ""), PEOPLE)

    assert ["grant.nr 1.id"] == [each.field for each in refusal(folder).findings]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("version = 1\n[office\n", "(wiersz 2, kolumna 8)", id="a line"),
        pytest.param('version = """', "nie jest poprawnym TOML w UTF-8", id="the end"),
    ],
)
def test_broken_toml_is_told_with_its_place(folder: Path, text: str, told: str) -> None:
    """Nothing of the file is quoted."""
    write(folder, text, PEOPLE)

    assert told in str(refusal(folder).polish)


def test_the_simulator_lists_the_units_that_can_be_subordinate(folder: Path) -> None:
    """Not the taxpayers themselves, and not what has no NIP; no people file is read."""
    (folder / "ksef-people.toml").unlink()
    office, units = load_subordinates(folder / "permissions.toml")

    assert "9990000008" == office.reveal()
    assert [("5265877635", "Szkoła Podstawowa nr 1")] == [
        (nip.reveal(), name) for nip, name in units
    ]


def test_the_simulator_refuses_a_file_that_is_none(folder: Path) -> None:
    """Missing, or with a number that is none."""
    path = folder / "permissions.toml"
    with pytest.raises(PermissionsInvalid):
        load_subordinates(folder / "nie-ma.toml")
    path.write_text(FILE.replace("5265877635", "5265877636"), "utf-8")
    with pytest.raises(PermissionsInvalid) as caught:
        load_subordinates(path)

    assert ["unit.sp1.nip"] == [each.field for each in caught.value.findings]


def test_a_number_in_a_list_is_told_by_its_entry_counted_from_one(folder: Path) -> None:
    """Who mends it looks for the first seal, not for number 0."""
    text = FILE.replace('"01 AB 23"', f'"{CANARY}"').replace("urlop", f"urlop {CANARY}")
    write(folder, text, PEOPLE)

    assert {"seal.nr 1.serial", "deputy.zastepstwo-lato.reason"} == {
        each.field for each in refusal(folder).findings
    }


def test_an_entry_that_is_called_by_a_number_is_not_named_by_it(folder: Path) -> None:
    """The id is the very thing that must not be repeated."""
    write(folder, FILE.replace('id = "zastepstwo-lato"', f'id = "{CANARY}"'), PEOPLE)

    assert ["deputy.nr 1.id"] == [each.field for each in refusal(folder).findings]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            'last_name = "Przykładowy"\n',
            'last_name = "Przykładowy"\nstaff = "k.przykladowa"\n',
            id="the reference of another",
        ),
        pytest.param(
            'last_name = "Przykładowy"\n',
            'last_name = "Przykładowy"\nstaff = "krystyna"\n',
            id="the staff id of another",
        ),
    ],
)
def test_a_staff_id_is_of_one_person(folder: Path, old: str, new: str) -> None:
    """When one of them leaves, the other's sessions would be ended."""
    assert old in PEOPLE
    write(folder, FILE, PEOPLE.replace(old, new, 1))

    assert "ksef_people.staff_taken" in {each.rule for each in refusal(folder).findings}


def test_two_references_of_one_person_may_have_one_staff_id(folder: Path) -> None:
    """Known by PESEL and by a certificate, she is one of staff."""
    hers = (
        '\n[[person]]\nref = "k.certyfikat"\nkind = "fingerprint"\n'
        f'value = "{"AB" * 32}"\npesel = "{CANARY}"\nfirst_name = "Krystyna"\n'
        'last_name = "Przykładowa"\nstaff = "krystyna"\n'
    )
    write(folder, FILE, PEOPLE + hers)

    assert "k.certyfikat" in {each.ref for each in loaded(folder).persons}
