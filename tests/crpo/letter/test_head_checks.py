"""Who signs: the head of a unit of this kind, told from deputies and from communes."""

import pytest

from crpo.letter.checks import check_office
from crpo.letter.findings import PAGE
from crpo.letter.head_checks import is_deputy
from crpo.letter.office_file import read_office_file
from tests.crpo.letter.bogus_office import GIVEN, TOML
from vocabulary.finding import Severity


def found(old: str, new: str) -> list[tuple[str, str, Severity]]:
    """Rule, field and severity after a change of the good office.toml."""
    assert old in TOML
    office = read_office_file(TOML.replace(old, new, 1).encode())
    return [
        (each.rule.removeprefix("crpo.letter."), each.field, each.severity)
        for each in check_office(office)
    ]


@pytest.mark.parametrize(
    "function",
    [
        "Prezydent Miasta Katowice",
        "Prezydent Miasta Gliwice",
        "Wójt Gminy Michałowice",
        "Burmistrz Polkowic",
        "Wójt Gminy Zupawa",
    ],
)
def test_the_name_of_a_commune_makes_no_deputy(function: str) -> None:
    """In Katowice there is a "wice"; only the beginning of a word counts."""
    assert not is_deputy(function)


@pytest.mark.parametrize(
    "function",
    [
        "Z-ca Wójta",
        "Zca Wójta",
        "Wicewójt",
        "Wice-burmistrz Bogusowa",
        "Zastępczyni Wójta",
        "z up. Wójta",
        "z/up Wójta",
        "Wójt Gminy Bogus - z upoważnienia",
        "Prezydent Miasta Katowice - z up. Sekretarz",
        "Kierowniczka referatu",
        "Kierownik",
    ],
)
def test_a_deputy_is_noticed(function: str) -> None:
    """Holds: podatki.gov.pl: the head of the unit signs, and nobody for her."""
    assert [("signer_deputy", "unit_head.function", Severity.ERROR)] == found(
        'function = "Wójt Gminy Bogus"', f'function = "{function}"'
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'name = "Wójt Gminy Bogus"',
            'name = "Burmistrz Bogusowa"',
            ("authority_kind", "authority.name", Severity.ERROR),
        ),
        (
            'function = "Wójt Gminy Bogus"',
            'function = "Starosta Bogusowski"',
            ("authority_kind", "unit_head.function", Severity.ERROR),
        ),
        (
            'name = "Wójt Gminy Bogus"',
            'name = "Organ Gminy Bogus"',
            ("signer_function", "authority.name", Severity.WARNING),
        ),
        (
            f'given_names = "{GIVEN}"',
            f'given_names = "dr {GIVEN}"',
            ("person_title", "unit_head.given_names", Severity.ERROR),
        ),
    ],
    ids=["authority", "function", "unknown", "title"],
)
def test_authority_and_function_are_of_the_kind_that_is_named(
    old: str, new: str, expected: tuple[str, str, Severity]
) -> None:
    """A letter of a mayor whose authority is a starost was copied from elsewhere."""
    assert [expected] == found(old, new)


def test_the_page_is_cited_only_for_what_it_says() -> None:
    """Who signs stands on the page; how a phone number looks does not."""
    text = TOML.replace('function = "Wójt Gminy Bogus"', 'function = "Z-ca"')
    text = text.replace("+48 12 345 67 89 wew. 12", "u sołtysa")

    told = {
        each.field: each.clause
        for each in check_office(read_office_file(text.encode()))
    }

    assert {"unit_head.function": PAGE, "contact.phone": "zasada programu"} == told
