"""The fields of the form: numbers as printed, and nothing invented."""

from datetime import date

import pytest

from ksef.zawfa.fields import FIELDS, place_of
from ksef.zawfa.model import Version, fingerprint_of, version_on


def test_version_one_has_all_63_fields_in_order() -> None:
    """A number that is wrong by one sends the office to another box."""
    assert list(range(1, 64)) == [each.number for each in FIELDS[Version.V1]]


def test_version_three_has_the_numbers_that_a_guide_tells_and_no_others() -> None:
    """Fields 2 and 3, and all after 11, were not obtained."""
    numbers = [each.number for each in FIELDS[Version.V3] if each.number]

    assert [1, 4, 5, 6, 7, 8, 9, 10, 11] == numbers


@pytest.mark.parametrize("version", list(Version))
def test_no_field_occurs_twice(version: Version) -> None:
    """Two fields of one key would show one text twice."""
    keys = [each.key for each in FIELDS[version]]

    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("version", "key", "expected"),
    [
        (Version.V1, "filer.name", "8"),
        (Version.V1, "person.email", "38"),
        (Version.V1, "fingerprint", "39"),
        (Version.V1, "signer.1.surname", "40"),
        (Version.V1, "signer.6.signature", "63"),
        (Version.V3, "filer.email", "10"),
        (Version.V3, "person.surname", "Nazwisko osoby uprawnionej"),
        (Version.V3, "person.address.town", "Miejscowość"),
        (Version.V2, "purpose", "Cel złożenia"),
        (None, "filing_on", "Dzień złożenia"),
    ],
)
def test_a_field_is_named_by_number_or_else_by_label(
    version: Version | None, key: str, expected: str
) -> None:
    """The issue asks for the number, and for the label where there is none."""
    assert expected == place_of(version, key)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 12, 31), None),
        (date(2022, 1, 1), Version.V1),
        (date(2022, 12, 31), Version.V1),
        (date(2023, 1, 1), Version.V2),
        (date(2026, 1, 31), Version.V2),
        (date(2026, 2, 1), Version.V3),
    ],
)
def test_the_version_follows_from_the_day(day: date, expected: Version | None) -> None:
    """Holds: the annexes to Dz.U. 2021 poz. 2481 and Dz.U. 2025 poz. 1815."""
    assert expected is version_on(day)


def test_a_fingerprint_is_stored_in_capitals() -> None:
    """OpenSSL writes colons, other tools small letters."""
    assert "0AFF" == fingerprint_of("0a:fF\n")
