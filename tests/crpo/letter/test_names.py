"""Names of persons, as an office, a form and a certificate write them."""

import pytest

from crpo.letter.names import has_title, names_person, same_person


@pytest.mark.parametrize(
    ("given", "surname"),
    [
        ("JAN", "PRÓBNY-ZMYŚLONY"),
        ("Jan Maria", "Próbny-Zmyślony"),
        ("jan", "próbny \u2013 zmyślony"),
        ("Jan", "Próbny Zmyślony"),
        ("Jan", "Pro\u0301bny-Zmys\u0301lony"),
    ],
    ids=range(5),
)
def test_the_same_person_is_written_in_many_ways(given: str, surname: str) -> None:
    """Capitals, a second first name, a hyphen or a blank, decomposed letters."""
    assert same_person("Jan", "Próbny-Zmyślony", given, surname)
    assert same_person(given, surname, "Jan", "Próbny-Zmyślony")


@pytest.mark.parametrize(
    ("given", "surname"),
    [
        ("Ewa", "Próbny-Zmyślony"),
        ("Maria Jan", "Próbny-Zmyślony"),
        ("Jan", "Zmyślony"),
        ("Jan", "Probny-Zmyslony"),
        ("", "Próbny-Zmyślony"),
        ("Próbny-Zmyślony", "Jan"),
    ],
    ids=range(6),
)
def test_another_person_is_another_one(given: str, surname: str) -> None:
    """Half a surname, other letters, or the order of first names tell people apart."""
    assert not same_person("Jan", "Próbny-Zmyślony", given, surname)


def test_two_second_names_that_differ_are_two_persons() -> None:
    """A name that is left out is no other name."""
    assert not same_person("Jan Maria", "Próbny", "Jan Karol", "Próbny")


def test_a_name_on_one_line_may_begin_with_the_surname() -> None:
    """Lists of staff are sorted so."""
    assert names_person("Próbny-Zmyślony Jan", "Jan Maria", "Próbny-Zmyślony")
    assert names_person("Jan Próbny Zmyślony", "Jan", "Próbny-Zmyślony")
    assert not names_person("Jan Próbny", "Jan", "Próbny-Zmyślony")


@pytest.mark.parametrize(
    "name",
    [
        "dr Jan",
        "mgr inż. Jan",
        "prof. Jan",
        "Próbny r. pr.",
        "Jan, dr",
        "J.",
        "mgr Jan",
    ],
)
def test_a_title_is_noticed(name: str) -> None:
    """No certificate has one, so the comparison would fail after signing."""
    assert has_title(name)


@pytest.mark.parametrize("name", ["Drogomir", "Ingeborga", "Profic", "Gen-Nowak", "R"])
def test_a_name_that_begins_like_a_title_is_a_name(name: str) -> None:
    """Only whole words are titles."""
    assert not has_title(name)
